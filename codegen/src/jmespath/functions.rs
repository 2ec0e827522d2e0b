//! The functions of JMESPath.

use crate::model::PathFunction;

/// The parameters of a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Parameters {
    /// This number of values.
    Values(usize),
    /// One or more values.
    Some,
    /// A list and a path into its elements, `&path`.
    ListAndPath,
    /// A path into the elements of a list, `&path`, and the list.
    PathAndList,
}

/// The functions, by name.
const FUNCTIONS: &[(&str, PathFunction, Parameters)] = &[
    ("abs", PathFunction::Abs, Parameters::Values(1)),
    ("avg", PathFunction::Avg, Parameters::Values(1)),
    ("ceil", PathFunction::Ceil, Parameters::Values(1)),
    ("contains", PathFunction::Contains, Parameters::Values(2)),
    ("ends_with", PathFunction::EndsWith, Parameters::Values(2)),
    ("floor", PathFunction::Floor, Parameters::Values(1)),
    ("join", PathFunction::Join, Parameters::Values(2)),
    ("keys", PathFunction::Keys, Parameters::Values(1)),
    ("length", PathFunction::Length, Parameters::Values(1)),
    ("map", PathFunction::Map, Parameters::PathAndList),
    ("max", PathFunction::Max, Parameters::Values(1)),
    ("max_by", PathFunction::MaxBy, Parameters::ListAndPath),
    ("merge", PathFunction::Merge, Parameters::Some),
    ("min", PathFunction::Min, Parameters::Values(1)),
    ("min_by", PathFunction::MinBy, Parameters::ListAndPath),
    ("not_null", PathFunction::NotNull, Parameters::Some),
    ("reverse", PathFunction::Reverse, Parameters::Values(1)),
    ("sort", PathFunction::Sort, Parameters::Values(1)),
    ("sort_by", PathFunction::SortBy, Parameters::ListAndPath),
    (
        "starts_with",
        PathFunction::StartsWith,
        Parameters::Values(2),
    ),
    ("sum", PathFunction::Sum, Parameters::Values(1)),
    ("to_array", PathFunction::ToArray, Parameters::Values(1)),
    ("to_number", PathFunction::ToNumber, Parameters::Values(1)),
    ("to_string", PathFunction::ToString, Parameters::Values(1)),
    ("type", PathFunction::Type, Parameters::Values(1)),
    ("values", PathFunction::Values, Parameters::Values(1)),
];

/// The function with this name, and its parameters.
pub(super) fn named(name: &str) -> Option<(PathFunction, Parameters)> {
    let mut functions = FUNCTIONS.iter();
    let found = functions.find(|(known, _, _)| *known == name);
    found.map(|(_, function, parameters)| (*function, *parameters))
}

/// The names of all functions.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    FUNCTIONS.iter().map(|(name, _, _)| *name)
}

impl Parameters {
    /// Whether a call may have this number of arguments.
    pub(super) fn fit(self, count: usize) -> bool {
        match self {
            Self::Values(expected) => count == expected,
            Self::Some => count > 0,
            Self::ListAndPath | Self::PathAndList => count == 2,
        }
    }

    /// Whether the argument at this position is a path.
    pub(super) fn is_path(self, position: usize) -> bool {
        match self {
            Self::Values(_) | Self::Some => false,
            Self::ListAndPath => position == 1,
            Self::PathAndList => position == 0,
        }
    }
}
