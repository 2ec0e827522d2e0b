//! Constraint traits, which shapes and members share.

use crate::ast::Traits;
use crate::json::Value;
use crate::model::{
    Advice, AdvisedLimit, Constraints, Enforced, Length, Mistake, Pattern, Range, TimestampFormat,
};
use crate::pattern::{Verdict, classify};
use crate::traits::ids;

use super::paths::{is_presence, paths, without_mark};

/// The constraint traits.
pub(super) fn constraints(traits: &Traits<'_>) -> Constraints {
    let uniform = paths(traits.value(ids::UNIFORM)).into_iter();
    Constraints {
        length: traits.value(ids::LENGTH).map(length),
        range: traits.value(ids::RANGE).map(range),
        pattern: traits.str(ids::PATTERN).map(pattern),
        unique_items: traits.has(ids::UNIQUE_ITEMS),
        mistakes: mistakes(traits),
        arn_region: traits.str(ids::ARN_REGION).map(str::to_owned),
        unique_by: paths(traits.value(ids::UNIQUE_BY)),
        uniform: uniform.clone().filter(|path| !is_presence(path)).collect(),
        all_or_none: uniform.filter(is_presence).map(without_mark).collect(),
        advised: advised(traits),
    }
}

/// The bounds in a value of `length`, or of a similar rule.
pub(super) fn length(value: &Value<'_>) -> Length {
    let bound = |name| u64::try_from(value.get(name)?.as_number()?.as_i64()?).ok();
    Length {
        min: bound("min"),
        max: bound("max"),
    }
}

fn range(value: &Value<'_>) -> Range {
    let bound = |name| value.get(name)?.as_number();
    Range {
        min: bound("min"),
        max: bound("max"),
    }
}

pub(super) fn pattern(expression: &str) -> Pattern {
    Pattern {
        expression: expression.to_owned(),
        enforced: match classify(expression) {
            Verdict::Checked => Enforced::Yes,
            Verdict::Unchecked(_) | Verdict::Invalid(_) => Enforced::No,
        },
    }
}

/// The `advised` trait.
fn advised(traits: &Traits<'_>) -> Vec<Advice> {
    let entries = traits.value(ids::ADVISED).into_iter();
    let advised = entries
        .flat_map(|entries| entries.elements())
        .filter_map(|entry| {
            let get = |name| entry.get(name);
            let limit = get("length").map(|value| AdvisedLimit::Length(length(value)));
            let limit = limit
                .or_else(|| get("utf16Length").map(|it| AdvisedLimit::Utf16Length(length(it))))
                .or_else(|| get("bytes").map(|it| AdvisedLimit::Bytes(length(it))))
                .or_else(|| get("range").map(|it| AdvisedLimit::Range(range(it))))
                .or_else(|| Some(AdvisedLimit::Pattern(pattern(entry.str("pattern")?))))
                .or_else(|| get("uniqueItems").map(|_| AdvisedLimit::UniqueItems));
            Some(Advice {
                limit: limit?,
                message: entry.str("message")?.to_owned(),
            })
        });
    advised.collect()
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
        .filter(|mistake| classify(&mistake.pattern) == Verdict::Checked)
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
