//! The lines of a report: changes, with repeated and implied ones grouped.

use std::collections::BTreeSet;

use ::codegen::calls::Calls;
use ::codegen::diff::{Change, Class, Comparison, Rule};

use super::report::operations;

/// The folder of the API reference, relative to the workspace.
const REFERENCE: &str = "generated-client/docs";

/// The minimum number of equal changes that become one line.
const REPEATED: usize = 3;

/// The maximum number of names in a line.
const SHOWN: usize = 3;

/// One change, or several with the same text.
pub(super) struct Line<'a> {
    /// The changed shapes or members.
    pub(super) paths: Vec<&'a str>,
    /// The description, without the paths.
    pub(super) text: &'a str,
    /// Whether working programs may fail, although they compile.
    pub(super) is_marked: bool,
    /// The affected operations, if the paths do not name them.
    pub(super) operations: String,
    /// The code with which callers use the changed part.
    pub(super) code: Option<String>,
    /// The page of the reference, relative to the workspace.
    pub(super) page: Option<String>,
}

/// The lines of one class.
pub(super) struct Lines<'a> {
    pub(super) list: Vec<Line<'a>>,
    /// The changes that are only counted, because other lines imply them.
    pub(super) rest: Option<String>,
}

/// Returns the lines of one class. New types are only counted, because new operations
/// and members imply them; so are examples and tests.
pub(super) fn lines<'a>(comparison: &'a Comparison, calls: &Calls<'_>, class: Class) -> Lines<'a> {
    let changes: Vec<&Change> = comparison
        .of(class)
        .filter(|one| !is_counted(one))
        .collect();
    let mut list: Vec<Line<'a>> = Vec::new();
    for change in &changes {
        let same = |other: &&&Change| (other.rule, &other.text) == (change.rule, &change.text);
        let is_repeated = is_foldable(change) && changes.iter().filter(same).count() >= REPEATED;
        let mut earlier = list.iter_mut();
        let earlier = earlier.find(|line| is_repeated && line.text == change.text);
        if let Some(line) = earlier {
            line.paths.push(&change.path);
            line.operations.clear();
            continue;
        }
        let earlier = list.last_mut();
        if let Some(line) = earlier.filter(|line| is_sibling(change, line)) {
            line.paths.push(&change.path);
            let codes = line.code.iter().cloned().chain(calls.code(change));
            line.code = Some(codes.collect::<Vec<_>>().join(", "));
            continue;
        }
        let is_documentation = change.class == Class::Documentation;
        list.push(Line {
            paths: vec![&change.path],
            text: &change.text,
            is_marked: is_marked(change),
            operations: operations(change),
            code: calls.code(change).filter(|_| !is_documentation),
            page: calls.page(change).map(|page| format!("{REFERENCE}/{page}")),
        });
    }
    Lines {
        list,
        rest: rest(comparison, class),
    }
}

/// Whether a change adds a member to the structure of a line with new members.
fn is_sibling(change: &Change, line: &Line<'_>) -> bool {
    let shape = |path: &str| path.split_once('$').map(|(shape, _)| shape.to_owned());
    let last = line.paths.last().and_then(|path| shape(path));
    change.rule == Rule::MemberAdded
        && line.text == change.text
        && last.is_some()
        && last == shape(&change.path)
}

/// Whether equal changes become one line, because they do not add anything that
/// callers use separately.
fn is_foldable(change: &Change) -> bool {
    change.rule == Rule::ErrorListed || change.class == Class::Documentation
}

fn is_counted(change: &Change) -> bool {
    matches!(change.rule, Rule::TypeAdded | Rule::Examples | Rule::Tests)
}

fn rest(comparison: &Comparison, class: Class) -> Option<String> {
    let counted: Vec<&Change> = comparison.of(class).filter(|one| is_counted(one)).collect();
    let is_type = |one: &&&Change| one.rule == Rule::TypeAdded;
    let types = counted.iter().filter(is_type).count();
    let others = counted.iter().filter(|one| !is_type(one));
    let others: BTreeSet<&str> = others.map(|one| one.path.as_str()).collect();
    let parts = [
        (types > 0).then(|| many(types, "new type")),
        (!others.is_empty())
            .then(|| format!("examples and tests of {}", many(others.len(), "shape"))),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| format!("and {}", parts.join(", ")))
}

fn many(count: usize, noun: &str) -> String {
    match count {
        1 => format!("1 {noun}"),
        _ => format!("{count} {noun}s"),
    }
}

fn is_marked(change: &Change) -> bool {
    change.class == Class::Behavior && change.breaking
}

impl Line<'_> {
    /// The changed parts and the description.
    pub(super) fn sentence(&self, format: impl Fn(&str) -> String) -> String {
        let shown = self.paths.iter().take(SHOWN);
        let names: Vec<String> = shown.map(|path| format(path)).collect();
        let (names, text) = (names.join(", "), self.text);
        match (self.paths.len(), self.paths.len().saturating_sub(SHOWN)) {
            (1, _) => format!("{names} {text}"),
            (_, 0) => format!("{names}: {text}"),
            (_, more) => format!("{names} and {more} more: {text}"),
        }
    }
}
