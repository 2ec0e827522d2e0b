//! Authentication schemes.

use crate::model::{ApiKey, ApiKeyPlace, AuthScheme, Service};

use super::graph::{Graph, Traits};

/// The traits that declare a scheme that the generator knows of.
pub(crate) const SCHEMES: &[&str] = &[
    "aws.auth#sigv4",
    "aws.auth#sigv4a",
    "smithy.api#httpApiKeyAuth",
    "smithy.api#httpBasicAuth",
    "smithy.api#httpBearerAuth",
    "smithy.api#httpDigestAuth",
];

/// The schemes of a service: those that its `auth` trait lists, else all that
/// it declares, in the order of their ids.
pub(super) fn service(traits: &Traits<'_>) -> Vec<AuthScheme> {
    listed(traits, traits).unwrap_or_else(|| {
        let declared = SCHEMES.iter().filter_map(|id| scheme(traits, id));
        declared.collect()
    })
}

/// The schemes of an operation: those that its own `auth` trait lists, else
/// those of the service.
pub(super) fn operation(
    graph: &Graph<'_>,
    service: &Service,
    traits: &Traits<'_>,
) -> Vec<AuthScheme> {
    let declaring = graph.shape(&service.id);
    let own = declaring.and_then(|declaring| listed(traits, &declaring.traits));
    own.unwrap_or_else(|| service.auth.clone())
}

/// Whether the `auth` trait of an operation, else that of the service, lists
/// `noAuth` among others.
pub(super) fn is_optional(graph: &Graph<'_>, service: &Service, traits: &Traits<'_>) -> bool {
    let shared = graph.shape(&service.id).map(|shape| &shape.traits);
    let own = traits.value("smithy.api#auth");
    let listed = own.or_else(|| shared?.value("smithy.api#auth"));
    let mut ids = listed.into_iter().flat_map(|ids| ids.elements());
    ids.any(|id| id.as_str() == Some("smithy.api#noAuth"))
}

/// The schemes that an `auth` trait lists, as the service declares them.
fn listed(traits: &Traits<'_>, declaring: &Traits<'_>) -> Option<Vec<AuthScheme>> {
    let ids = traits.value("smithy.api#auth")?.elements().iter();
    let schemes = ids.filter_map(|id| scheme(declaring, id.as_str()?));
    Some(schemes.collect())
}

fn scheme(declaring: &Traits<'_>, id: &str) -> Option<AuthScheme> {
    let value = declaring.value(id)?;
    Some(match id {
        "aws.auth#sigv4" => AuthScheme::SigV4,
        "aws.auth#sigv4a" => AuthScheme::SigV4A,
        "smithy.api#httpBearerAuth" => AuthScheme::Bearer,
        "smithy.api#httpBasicAuth" => AuthScheme::Basic,
        "smithy.api#httpDigestAuth" => AuthScheme::Digest,
        "smithy.api#httpApiKeyAuth" => AuthScheme::ApiKey(ApiKey {
            place: match value.str("in") {
                Some("query") => ApiKeyPlace::Query,
                _ => ApiKeyPlace::Header,
            },
            name: value.str("name")?.to_owned(),
            scheme: value.str("scheme").map(str::to_owned),
        }),
        _ => return None,
    })
}
