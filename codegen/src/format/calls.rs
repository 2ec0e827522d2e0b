//! Calls of methods whose arguments do not fit on a line.
//!
//! Where the receiver is a mere name, prettyplease breaks before the method as
//! if there were a chain:
//!
//! ```text
//! check
//!     .member(
//!         "name",
//!     );
//! ```
//!
//! rustfmt keeps `check.member(` together, and so does [`join`].

use std::collections::VecDeque;

/// Joins such receivers with their methods.
pub(super) fn join(text: &str) -> String {
    let mut joined = String::with_capacity(text.len());
    let mut lines: VecDeque<&str> = text.lines().collect();
    while let Some(line) = lines.pop_front() {
        joined.push_str(line);
        if let Some(length) = lone_call(line, &lines)
            && let Some(call) = lines.pop_front()
        {
            joined.push_str(call.trim_start());
            for line in lines.iter_mut().take(length) {
                *line = line.strip_prefix("    ").unwrap_or(line);
            }
        }
        joined.push('\n');
    }
    joined
}

/// The number of lines, without its first, of the call that follows a line
/// with nothing but a name. `None` when there is no call, or more than one.
fn lone_call(receiver: &str, after: &VecDeque<&str>) -> Option<usize> {
    let call = after.front()?;
    let opens = call.trim_start().starts_with('.') && call.ends_with(['(', '{', '[']);
    let indent = indentation(receiver);
    if !opens || indentation(call) != indent + 4 {
        return None;
    }
    let name = receiver.trim();
    if name.is_empty() || !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
        return None;
    }
    let (end, last) = after
        .iter()
        .enumerate()
        .skip(1)
        .find(|(_, line)| indentation(line) <= indent + 4 && !line.is_empty())?;
    let closes = indentation(last) == indent + 4 && last.trim_start().starts_with([')', '}', ']']);
    let goes_on = after
        .get(end + 1)
        .is_some_and(|next| next.trim_start().starts_with(['.', '?']));
    (closes && !goes_on).then_some(end)
}

fn indentation(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_lone_call_is_joined() {
        let text = "\
fn a() {
    check
        .sensitive(|check| {
            check
                .member(
                    1,
                );
        });
    client
        .first()
        .second(
            2,
        );
    client
        .first(
            1,
        )
        .second();
    a.b(
        3,
    );
}
";
        let joined = "\
fn a() {
    check.sensitive(|check| {
        check.member(
            1,
        );
    });
    client
        .first()
        .second(
            2,
        );
    client
        .first(
            1,
        )
        .second();
    a.b(
        3,
    );
}
";
        assert_eq!(join(text), joined);
    }
}
