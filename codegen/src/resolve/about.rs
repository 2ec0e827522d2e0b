//! Traits that people read, and constraints: what shapes and members share.

use crate::model::{
    About, Constraints, Deprecated, Enforced, Length, Link, Pattern, Range, TimestampFormat,
};
use crate::pattern::{Verdict, judge};

use super::graph::Traits;

/// What readers are told.
pub(super) fn about(traits: &Traits<'_>) -> About {
    let deprecated = traits.value("smithy.api#deprecated");
    let links = traits.value("smithy.api#externalDocumentation");
    let tags = traits.value("smithy.api#tags");
    let recommended = traits.value("smithy.api#recommended");
    About {
        documentation: text(traits, "smithy.api#documentation"),
        links: links
            .into_iter()
            .flat_map(|links| links.entries())
            .filter_map(|entry| {
                Some(Link {
                    title: entry.key.to_string(),
                    url: entry.value.as_str()?.to_owned(),
                })
            })
            .collect(),
        deprecated: deprecated.map(|value| Deprecated {
            message: value.str("message").map(str::to_owned),
            since: value.str("since").map(str::to_owned),
        }),
        since: text(traits, "smithy.api#since"),
        internal: traits.has("smithy.api#internal"),
        unstable: traits.has("smithy.api#unstable"),
        recommended: recommended.map(|value| value.str("reason").unwrap_or_default().to_owned()),
        tags: tags
            .into_iter()
            .flat_map(|tags| tags.elements())
            .filter_map(|tag| tag.as_str().map(str::to_owned))
            .collect(),
    }
}

/// The value of a trait that is a string.
pub(super) fn text(traits: &Traits<'_>, id: &str) -> Option<String> {
    traits.str(id).map(str::to_owned)
}

/// The constraint traits.
pub(super) fn constraints(traits: &Traits<'_>) -> Constraints {
    Constraints {
        length: traits.value("smithy.api#length").map(|value| {
            let bound = |name| u64::try_from(value.get(name)?.as_number()?.as_i64()?).ok();
            Length {
                min: bound("min"),
                max: bound("max"),
            }
        }),
        range: traits.value("smithy.api#range").map(|value| {
            let bound = |name| value.get(name)?.as_number();
            Range {
                min: bound("min"),
                max: bound("max"),
            }
        }),
        pattern: traits.str("smithy.api#pattern").map(|expression| Pattern {
            expression: expression.to_owned(),
            enforced: match judge(expression) {
                Verdict::Checked => Enforced::Yes,
                Verdict::Unchecked(_) | Verdict::Broken(_) => Enforced::No,
            },
        }),
        unique_items: traits.has("smithy.api#uniqueItems"),
    }
}

/// `timestampFormat`.
pub(super) fn timestamp_format(traits: &Traits<'_>) -> Option<TimestampFormat> {
    match traits.str("smithy.api#timestampFormat")? {
        "date-time" => Some(TimestampFormat::DateTime),
        "http-date" => Some(TimestampFormat::HttpDate),
        "epoch-seconds" => Some(TimestampFormat::EpochSeconds),
        _ => None,
    }
}
