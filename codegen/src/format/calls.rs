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

/// Joins such receivers with their methods.
pub(super) fn join(text: &str) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let mut at = 0;
    while at < lines.len() {
        if let Some(end) = lone_call(&lines, at) {
            let call = lines.remove(at + 1);
            if let Some(receiver) = lines.get_mut(at) {
                receiver.push_str(call.trim_start());
            }
            for line in lines.iter_mut().take(end).skip(at + 1) {
                if let Some(outdented) = line.strip_prefix("    ") {
                    *line = outdented.to_owned();
                }
            }
        }
        at += 1;
    }
    lines.into_iter().map(|line| line + "\n").collect()
}

/// Where the call ends that a name on line `at` begins: the number of its last
/// line. `None` when it is none, or the first of several.
fn lone_call(lines: &[String], at: usize) -> Option<usize> {
    let receiver = lines.get(at)?;
    let indent = indentation(receiver);
    let name = receiver.trim();
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    let call = lines.get(at + 1)?;
    let opens = call.trim_start().starts_with('.') && call.ends_with(['(', '{', '[']);
    if !is_name || !opens || indentation(call) != indent + 4 {
        return None;
    }
    let closed = lines
        .iter()
        .enumerate()
        .skip(at + 2)
        .find(|(_, line)| indentation(line) <= indent + 4 && !line.is_empty())?;
    let (end, line) = closed;
    let closes = indentation(line) == indent + 4 && line.trim_start().starts_with([')', '}', ']']);
    let goes_on = lines
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
