//! Constraint traits, which shapes and members share.

use crate::model::{Constraints, Enforced, Length, Mistake, Pattern, Range, TimestampFormat};
use crate::pattern::{Verdict, judge};
use crate::traits::ids;

use crate::ast::Traits;

/// The constraint traits.
pub(super) fn constraints(traits: &Traits<'_>) -> Constraints {
    Constraints {
        length: traits.value(ids::LENGTH).map(|value| {
            let bound = |name| u64::try_from(value.get(name)?.as_number()?.as_i64()?).ok();
            Length {
                min: bound("min"),
                max: bound("max"),
            }
        }),
        range: traits.value(ids::RANGE).map(|value| {
            let bound = |name| value.get(name)?.as_number();
            Range {
                min: bound("min"),
                max: bound("max"),
            }
        }),
        pattern: traits.str(ids::PATTERN).map(|expression| Pattern {
            expression: expression.to_owned(),
            enforced: match judge(expression) {
                Verdict::Checked => Enforced::Yes,
                Verdict::Unchecked(_) | Verdict::Broken(_) => Enforced::No,
            },
        }),
        unique_items: traits.has(ids::UNIQUE_ITEMS),
        mistakes: mistakes(traits),
        arn_region: traits.str(ids::ARN_REGION).map(str::to_owned),
    }
}

/// The `mistakes` trait, without patterns that the client cannot check.
fn mistakes(traits: &Traits<'_>) -> Vec<Mistake> {
    let entries = traits.value(ids::MISTAKES).into_iter();
    let mistakes = entries
        .flat_map(|entries| entries.elements())
        .filter_map(|entry| {
            Some(Mistake {
                pattern: entry.str("pattern")?.to_owned(),
                message: entry.str("message")?.to_owned(),
            })
        });
    mistakes
        .filter(|mistake| judge(&mistake.pattern) == Verdict::Checked)
        .collect()
}

/// The `timestampFormat` trait.
pub(super) fn timestamp_format(traits: &Traits<'_>) -> Option<TimestampFormat> {
    match traits.str(ids::TIMESTAMP_FORMAT)? {
        "date-time" => Some(TimestampFormat::DateTime),
        "http-date" => Some(TimestampFormat::HttpDate),
        "epoch-seconds" => Some(TimestampFormat::EpochSeconds),
        _ => None,
    }
}
