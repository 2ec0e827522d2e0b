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
//!
//! Where a call is the only argument of another, prettyplease gives each a
//! level of its own, and it breaks the arguments of `format!` anywhere:
//!
//! ```text
//! return Ok(
//!     Endpoint::new(
//!         format!(
//!             "https://{region}.{}", partition
//!             .suffix
//!         ),
//!     ),
//! );
//! ```
//!
//! rustfmt writes `return Ok(Endpoint::new(format!(` with a line for each
//! argument, and so does [`hug`].

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

/// Puts a call that is the only argument of another on one line with it.
pub(super) fn hug(text: &str) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let mut at = 0;
    while at < lines.len() {
        formatted(&mut lines, at);
        at += 1;
    }
    at = 0;
    while at < lines.len() {
        // What is hugged may be the only argument of what stands before it.
        while let Some(end) = only_call(&lines, at) {
            merge(&mut lines, at, end);
        }
        at += 1;
    }
    lines.push(String::new());
    lines.join("\n")
}

/// Where the outer call ends whose only argument is a call that begins on the
/// next line: the line of its closing parenthesis.
fn only_call(lines: &[String], at: usize) -> Option<usize> {
    let (outer, inner) = (lines.get(at)?, lines.get(at + 1)?);
    let indent = indentation(outer);
    let opens = outer.ends_with('(') && inner.ends_with('(') && indentation(inner) == indent + 4;
    // Of a chain, the receiver is an argument of its own.
    if !opens || inner.trim_start().starts_with('.') {
        return None;
    }
    let within = |line: &String| line.is_empty() || indentation(line) > indent + 4;
    let end = at + 2 + lines.get(at + 2..)?.iter().position(|line| !within(line))?;
    let closes = lines.get(end)?.trim_start() == "),";
    let ends = lines
        .get(end + 1)
        .is_some_and(|line| indentation(line) == indent && line.trim_start().starts_with(')'));
    (closes && indentation(lines.get(end)?) == indent + 4 && ends).then_some(end + 1)
}

fn merge(lines: &mut Vec<String>, at: usize, end: usize) {
    let inner = lines.remove(at + 1);
    if let Some(outer) = lines.get_mut(at) {
        outer.push_str(inner.trim_start());
    }
    // One line less.
    let end = end - 1;
    for line in lines.get_mut(at + 1..end).unwrap_or_default() {
        if let Some(less) = line.strip_prefix("    ") {
            *line = less.to_owned();
        }
    }
    let last = lines.remove(end);
    if let Some(closing) = lines.get_mut(end - 1) {
        closing.truncate(closing.len() - 1);
        closing.push_str(last.trim_start());
    }
}

/// Gives each argument of a `format!` that does not fit on a line one of its
/// own.
fn formatted(lines: &mut Vec<String>, at: usize) {
    let Some(line) = lines.get(at).filter(|line| line.ends_with("format!(")) else {
        return;
    };
    let indent = indentation(line);
    let rest = lines.get(at + 1..).unwrap_or_default();
    let Some(count) = rest.iter().position(|line| indentation(line) <= indent) else {
        return;
    };
    let mut whole = String::new();
    for line in rest.iter().take(count).map(|line| line.trim()) {
        if !whole.is_empty() && !line.starts_with('.') {
            whole.push(' ');
        }
        whole.push_str(line);
    }
    // Arguments that hold commas of their own stay as they are.
    let Some((text, arguments)) = whole.split_once("\", ") else {
        return;
    };
    if arguments.contains(['(', '[', '{', '"']) {
        return;
    }
    let pad = " ".repeat(indent + 4);
    let mut written = vec![format!("{pad}{text}\",")];
    let arguments: Vec<&str> = arguments.split(", ").collect();
    for (position, argument) in arguments.iter().enumerate() {
        let comma = if position + 1 < arguments.len() {
            ","
        } else {
            ""
        };
        written.push(format!("{pad}{argument}{comma}"));
    }
    lines.splice(at + 1..at + 1 + count, written);
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
    fn an_only_argument_is_hugged() {
        let text = "\
fn a() {
    return Ok(
        Endpoint::new(
            format!(
                \"https://{region}.{}.{}\", partition
                .suffix, partition.name
            ),
        ),
    );
    return Err(
        Error::new(
            1,
        ),
    );
    one(
        two(
            2,
        ),
        three,
    );
    one(
        two(
            2,
        )
            .three(),
    );
}
";
        let hugged = "\
fn a() {
    return Ok(Endpoint::new(format!(
        \"https://{region}.{}.{}\",
        partition.suffix,
        partition.name
    )));
    return Err(Error::new(
        1,
    ));
    one(
        two(
            2,
        ),
        three,
    );
    one(
        two(
            2,
        )
            .three(),
    );
}
";
        assert_eq!(hug(text), hugged);
    }

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
