//! Paths to nested members.

use crate::json::Value;
use crate::model::MemberPath;

/// The names of members in a path: `a.b`.
pub(crate) fn member_path(text: &str) -> Vec<String> {
    text.split('.').map(str::to_owned).collect()
}

/// The paths in an array.
pub(super) fn paths(value: Option<&Value<'_>>) -> Vec<MemberPath> {
    let paths = value.into_iter().flat_map(|value| value.elements());
    let paths = paths.filter_map(Value::as_str);
    paths.map(member_path).collect()
}

/// Ends a path of `uniform` that only compares the presence of values.
pub(crate) const PRESENCE_MARK: char = '?';

/// Whether a path of `uniform` only compares the presence of values.
pub(super) fn is_presence(path: &MemberPath) -> bool {
    path.last()
        .is_some_and(|name| name.ends_with(PRESENCE_MARK))
}

pub(super) fn without_mark(mut path: MemberPath) -> MemberPath {
    if let Some(last) = path.last_mut() {
        last.truncate(last.strip_suffix(PRESENCE_MARK).map_or(0, str::len));
    }
    path
}
