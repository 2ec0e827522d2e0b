//! Constraints: whether they allow more or less than before.

use std::cmp::Ordering;

use crate::model::{Constraints, Enforced, Length, Number, Pattern, Range};

use super::{Changes, Class, Rule, Subject, Way};

pub(super) fn compare(
    subject: &Subject,
    old: &Constraints,
    new: &Constraints,
    changes: &mut Changes,
) {
    let push = |changes: &mut Changes, checked: Checked, rule: Rule, text: String| {
        let remark = match (subject.way, checked) {
            (Way::Sent, Checked::Yes) => "",
            (Way::Sent, Checked::No) => "; clients cannot check it, the service does",
            (Way::Received, _) => "; responses are never checked",
        };
        self::push(subject, rule, format!("{text}{remark}"), changes);
    };
    if old.length != new.length {
        let ends = |length: Option<Length>| Ends {
            // Every length is at least zero.
            min: length.and_then(|length| length.min).filter(|min| *min > 0),
            max: length.and_then(|length| length.max),
        };
        let (before, now) = (ends(old.length), ends(new.length));
        if before != now {
            let text = format!("length is {now} instead of {before}");
            push(
                changes,
                Checked::Yes,
                direction(&before, &now, u64::cmp),
                text,
            );
        }
    }
    if old.range != new.range {
        let ends = |range: &Option<Range>| Ends {
            min: range.as_ref().and_then(|range| range.min.clone()),
            max: range.as_ref().and_then(|range| range.max.clone()),
        };
        let (before, now) = (ends(&old.range), ends(&new.range));
        let text = format!("value is {now} instead of {before}");
        push(
            changes,
            Checked::Yes,
            direction(&before, &now, by_value),
            text,
        );
    }
    if old.pattern != new.pattern {
        let checked = [&old.pattern, &new.pattern].into_iter().flatten();
        let checked = if checked
            .clone()
            .any(|pattern| pattern.enforced == Enforced::Yes)
        {
            Checked::Yes
        } else {
            Checked::No
        };
        let (rule, text) = pattern(old.pattern.as_ref(), new.pattern.as_ref());
        push(changes, checked, rule, text);
    }
    if old.mistakes != new.mistakes {
        let text = "errors explain other mistakes";
        changes.push(subject, Class::Documentation, Rule::Documentation, text);
    }
    match (old.unique_items, new.unique_items) {
        (false, true) => {
            let text = "entries have to be different";
            push(changes, Checked::Yes, Rule::Tightened, text.to_owned());
        }
        (true, false) => {
            let text = "entries no longer have to be different";
            push(changes, Checked::Yes, Rule::Loosened, text.to_owned());
        }
        _ => {}
    }
}

/// Says that less or more is allowed. Of responses only readers are told: they
/// are taken whatever is in them.
pub(super) fn push(subject: &Subject, rule: Rule, text: String, changes: &mut Changes) {
    match (subject.way, rule) {
        (Way::Received, _) => changes.push(subject, Class::Documentation, rule, text),
        (Way::Sent, Rule::Loosened) => changes.push(subject, Class::Behaviour, rule, text),
        (Way::Sent, _) => changes.restrict(subject, rule, text),
    }
}

/// Whether a client checks a constraint.
#[derive(Clone, Copy)]
enum Checked {
    Yes,
    No,
}

fn pattern(old: Option<&Pattern>, new: Option<&Pattern>) -> (Rule, String) {
    match (old, new) {
        (None, Some(new)) => (
            Rule::Tightened,
            format!("has to match {}", code(&new.expression)),
        ),
        (Some(old), None) => (
            Rule::Loosened,
            format!("no longer has to match {}", code(&old.expression)),
        ),
        (Some(old), Some(new)) => (
            Rule::Constraint,
            format!(
                "has to match {} instead of {}",
                code(&new.expression),
                code(&old.expression)
            ),
        ),
        (None, None) => (Rule::Constraint, String::new()),
    }
}

/// The text as code in Markdown, whatever backticks and line breaks it has.
fn code(text: &str) -> String {
    let text = text.replace('\n', "\\n");
    if text.contains('`') {
        format!("`` {text} ``")
    } else {
        format!("`{text}`")
    }
}

/// What lies between two bounds, both inclusive and both optional.
#[derive(PartialEq)]
struct Ends<T> {
    min: Option<T>,
    max: Option<T>,
}

impl<T: std::fmt::Display + PartialEq> std::fmt::Display for Ends<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (&self.min, &self.max) {
            (None, None) => f.write_str("anything"),
            (Some(min), Some(max)) if min == max => write!(f, "{min}"),
            (Some(min), Some(max)) => write!(f, "{min} to {max}"),
            (Some(min), None) => write!(f, "at least {min}"),
            (None, Some(max)) => write!(f, "at most {max}"),
        }
    }
}

fn direction<T>(old: &Ends<T>, new: &Ends<T>, order: impl Fn(&T, &T) -> Ordering) -> Rule {
    // How much more is allowed at either end; no bound is beyond any bound.
    let at_min = match (&old.min, &new.min) {
        (None, None) => Ordering::Equal,
        (None, Some(_)) => Ordering::Less,
        (Some(_), None) => Ordering::Greater,
        (Some(old), Some(new)) => order(old, new),
    };
    let at_max = match (&old.max, &new.max) {
        (None, None) => Ordering::Equal,
        (None, Some(_)) => Ordering::Less,
        (Some(_), None) => Ordering::Greater,
        (Some(old), Some(new)) => order(new, old),
    };
    match (at_min, at_max) {
        (Ordering::Greater | Ordering::Equal, Ordering::Greater | Ordering::Equal) => {
            Rule::Loosened
        }
        (Ordering::Less | Ordering::Equal, Ordering::Less | Ordering::Equal) => Rule::Tightened,
        _ => Rule::Constraint,
    }
}

fn by_value(a: &Number, b: &Number) -> Ordering {
    match (a.as_i64(), b.as_i64()) {
        (Some(a), Some(b)) => a.cmp(&b),
        _ => a.as_f64().total_cmp(&b.as_f64()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_or_less_is_told_apart() {
        let ends = |min, max| Ends { min, max };
        for (old, new, expected) in [
            (
                ends(Some(1), Some(5)),
                ends(Some(1), Some(9)),
                Rule::Loosened,
            ),
            (ends(Some(1), Some(5)), ends(None, Some(5)), Rule::Loosened),
            (ends(Some(1), Some(5)), ends(None, None), Rule::Loosened),
            (ends(None, None), ends(None, Some(5)), Rule::Tightened),
            (ends(Some(1), None), ends(Some(2), None), Rule::Tightened),
            (
                ends(Some(1), Some(5)),
                ends(Some(2), Some(9)),
                Rule::Constraint,
            ),
        ] {
            let found = direction(&old, &new, u64::cmp);
            assert_eq!(found, expected, "{old} becomes {new}");
        }
    }
}
