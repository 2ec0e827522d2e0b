//! Documentation traits, which shapes and members share.

use crate::model::{Deprecated, Docs, Link};

use super::graph::Traits;

/// The documentation traits.
pub(super) fn docs(traits: &Traits<'_>) -> Docs {
    let deprecated = traits.value("smithy.api#deprecated");
    let links = traits.value("smithy.api#externalDocumentation");
    let tags = traits.value("smithy.api#tags");
    let recommended = traits.value("smithy.api#recommended");
    Docs {
        documentation: traits.string("smithy.api#documentation"),
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
        since: traits.string("smithy.api#since"),
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
