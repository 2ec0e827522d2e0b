//! Changes of constraints: tightened or loosened.

use std::cmp::Ordering;

use crate::model::{Constraints, Enforced, Length, Number, Pattern, Range};

use super::bounds::{self, Bounds, change_of_bounds, code};
use super::pattern::{self, Inclusion};
use super::{Changes, Class, Direction, Rule, Subject, relations};

pub(super) fn compare(
    subject: &Subject,
    old: &Constraints,
    new: &Constraints,
    changes: &mut Changes,
) {
    let push = |changes: &mut Changes, checked: Checked, rule: Rule, text: String| {
        let remark = match (subject.direction, checked) {
            (Direction::Sent, Checked::Yes) => "",
            (Direction::Sent, Checked::No) if subject.in_data => " (not checked)",
            (Direction::Sent, Checked::No) => " (checked by the service only)",
            (Direction::Received, _) if subject.in_data => " (values are only read)",
            (Direction::Received, _) => " (clients do not validate responses)",
        };
        bounds::push(subject, rule, format!("{text}{remark}"), changes);
    };
    if old.length != new.length {
        let bounds = |length: Option<Length>| Bounds {
            // No length is less than zero.
            min: length.and_then(|length| length.min).filter(|min| *min > 0),
            max: length.and_then(|length| length.max),
        };
        let (before, now) = (bounds(old.length), bounds(new.length));
        if before != now {
            let text = format!("has length {now}, was {before}");
            push(
                changes,
                Checked::Yes,
                change_of_bounds(&before, &now, u64::cmp),
                text,
            );
        }
    }
    if old.range != new.range {
        let bounds = |range: &Option<Range>| Bounds {
            min: range.as_ref().and_then(|range| range.min.clone()),
            max: range.as_ref().and_then(|range| range.max.clone()),
        };
        let (before, now) = (bounds(&old.range), bounds(&new.range));
        let text = format!("has range {now}, was {before}");
        push(
            changes,
            Checked::Yes,
            change_of_bounds(&before, &now, by_value),
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
        let (rule, text) = self::pattern(old.pattern.as_ref(), new.pattern.as_ref());
        if rule == Rule::Documentation {
            changes.push(subject, Class::Documentation, rule, text);
        } else {
            push(changes, checked, rule, text);
        }
    }
    if old.mistakes != new.mistakes {
        let text = "has new messages for common mistakes";
        changes.push(subject, Class::Documentation, Rule::Documentation, text);
    }
    match (&old.arn_region, &new.arn_region) {
        (None, Some(_)) => {
            let text = "must be an ARN in the client's Region, if it is one";
            push(changes, Checked::Yes, Rule::Tightened, text.to_owned());
        }
        (Some(_), None) => {
            let text = "may be an ARN in any Region";
            push(changes, Checked::Yes, Rule::Loosened, text.to_owned());
        }
        (Some(before), Some(now)) if before != now => {
            let text = "has new advice for ARNs in other Regions";
            changes.push(subject, Class::Documentation, Rule::Documentation, text);
        }
        _ => {}
    }
    match (old.unique_items, new.unique_items) {
        (false, true) => {
            let text = "must have unique entries";
            push(changes, Checked::Yes, Rule::Tightened, text.to_owned());
        }
        (true, false) => {
            let text = "need not have unique entries";
            push(changes, Checked::Yes, Rule::Loosened, text.to_owned());
        }
        _ => {}
    }
    relations::value(subject, old, new, changes);
}

/// Whether clients check a constraint.
#[derive(Clone, Copy)]
enum Checked {
    Yes,
    No,
}

fn pattern(old: Option<&Pattern>, new: Option<&Pattern>) -> (Rule, String) {
    match (old, new) {
        (None, Some(new)) => (
            Rule::Tightened,
            format!("must match {}", code(&new.expression)),
        ),
        (Some(old), None) => (
            Rule::Loosened,
            format!("need not match {}", code(&old.expression)),
        ),
        (Some(old), Some(new)) => {
            let (rule, remark) = match pattern::compare(&old.expression, &new.expression) {
                Inclusion::Equal => (Rule::Documentation, ", which allows the same"),
                Inclusion::Wider => (Rule::Loosened, ", which allowed less"),
                Inclusion::Narrower => (Rule::Tightened, ", which allowed more"),
                Inclusion::Different => (Rule::Constraint, ", which allowed other values"),
                Inclusion::Unknown => (Rule::Pattern, ": it may allow less"),
            };
            let (new, old) = (code(&new.expression), code(&old.expression));
            (rule, format!("must match {new}, was {old}{remark}"))
        }
        (None, None) => (Rule::Constraint, String::new()),
    }
}

fn by_value(a: &Number, b: &Number) -> Ordering {
    match (a.as_i64(), b.as_i64()) {
        (Some(a), Some(b)) => a.cmp(&b),
        _ => a.as_f64().total_cmp(&b.as_f64()),
    }
}
