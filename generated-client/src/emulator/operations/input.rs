//! Members of inputs.

/// A required member, which validation has checked.
pub(super) fn required(member: Option<String>) -> String {
    member.unwrap_or_default()
}

/// Whether a version has the documented format: `v` and a number.
pub(super) fn is_version(text: &str) -> bool {
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    text.strip_prefix('v')
        .is_some_and(|number| number.splitn(2, '.').all(is_number))
}
