//! Documentation traits, which shapes and members share.

use crate::model::{ArnReference, Deprecated, Docs, Link, ShapeId};
use crate::traits::ids;

use crate::ast::Traits;
use crate::json::Value;

/// The documentation traits.
pub(super) fn docs(traits: &Traits<'_>) -> Docs {
    let deprecated = traits.value(ids::DEPRECATED);
    let links = traits.value(ids::EXTERNAL_DOCUMENTATION);
    let tags = traits.value(ids::TAGS);
    let recommended = traits.value(ids::RECOMMENDED);
    Docs {
        documentation: traits.string(ids::DOCUMENTATION),
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
        since: traits.string(ids::SINCE),
        internal: traits.has(ids::INTERNAL),
        unstable: traits.has(ids::UNSTABLE),
        recommended: recommended.map(|value| value.str("reason").unwrap_or_default().to_owned()),
        tags: tags
            .into_iter()
            .flat_map(|tags| tags.elements())
            .filter_map(|tag| tag.as_str().map(str::to_owned))
            .collect(),
        arn: traits.value(ids::ARN_REFERENCE).map(arn).map(Box::new),
    }
}

fn arn(value: &Value<'_>) -> ArnReference {
    let named = || Some(ShapeId::parse(value.str("resource")?)?.name().to_owned());
    ArnReference {
        resource: value.str("type").map(str::to_owned).or_else(named),
    }
}
