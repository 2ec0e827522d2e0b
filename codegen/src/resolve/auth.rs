//! Authentication schemes.

use crate::model::{ApiKey, ApiKeyPlace, AuthScheme, Service, ShapeId};
use crate::traits::ids;

use crate::ast::{Ast, Traits};

/// Smithy's and AWS's traits that declare a scheme.
const SCHEMES: &[&str] = &[
    ids::COGNITO_USER_POOLS,
    ids::SIGV4,
    ids::SIGV4A,
    ids::HTTP_API_KEY_AUTH,
    ids::HTTP_BASIC_AUTH,
    ids::HTTP_BEARER_AUTH,
    ids::HTTP_DIGEST_AUTH,
];

/// Represents unauthenticated requests in an `auth` trait.
pub(crate) const NO_AUTH: &str = ids::NO_AUTH;

/// The schemes of a service: those in its `auth` trait, or else all that it
/// declares, in the order of their ids.
pub(super) fn service(ast: &Ast<'_>, traits: &Traits<'_>) -> Vec<AuthScheme> {
    listed(traits, traits).unwrap_or_else(|| {
        let declared = declared(ast, traits).into_iter();
        declared.filter_map(|id| scheme(traits, id)).collect()
    })
}

/// The schemes that a service declares, by id: Smithy's and AWS's, and those
/// that the model defines.
pub(crate) fn declared<'t>(ast: &Ast<'_>, traits: &'t Traits<'_>) -> Vec<&'t str> {
    let ids = traits.iter().map(|found| found.id);
    let is_scheme = |id: &&str| {
        let definition = || ast.shape(&ShapeId::parse(id)?);
        SCHEMES.contains(id)
            || definition().is_some_and(|shape| shape.traits.has(ids::AUTH_DEFINITION))
    };
    ids.filter(is_scheme).collect()
}

/// The schemes of an operation: those in its own `auth` trait, or else those of
/// the service.
pub(super) fn operation(ast: &Ast<'_>, service: &Service, traits: &Traits<'_>) -> Vec<AuthScheme> {
    let declaring = ast.shape(&service.id);
    let own = declaring.and_then(|declaring| listed(traits, &declaring.traits));
    own.unwrap_or_else(|| service.auth.clone())
}

/// The schemes that an `auth` trait lists, as the service declares them.
fn listed(traits: &Traits<'_>, declaring: &Traits<'_>) -> Option<Vec<AuthScheme>> {
    let ids = traits.value(ids::AUTH)?.elements().iter();
    let schemes = ids.filter_map(|id| scheme(declaring, id.as_str()?));
    Some(schemes.collect())
}

fn scheme(declaring: &Traits<'_>, id: &str) -> Option<AuthScheme> {
    if id == NO_AUTH {
        return Some(AuthScheme::Anonymous);
    }
    let value = declaring.value(id)?;
    Some(match id {
        ids::SIGV4 => AuthScheme::SigV4,
        ids::SIGV4A => AuthScheme::SigV4A,
        ids::HTTP_BEARER_AUTH => AuthScheme::Bearer,
        ids::HTTP_BASIC_AUTH => AuthScheme::Basic,
        ids::HTTP_DIGEST_AUTH => AuthScheme::Digest,
        ids::HTTP_API_KEY_AUTH => AuthScheme::ApiKey(ApiKey {
            place: match value.str("in") {
                Some("query") => ApiKeyPlace::Query,
                _ => ApiKeyPlace::Header,
            },
            name: value.str("name")?.to_owned(),
            scheme: value.str("scheme").map(str::to_owned),
        }),
        other => AuthScheme::Other(other.to_owned()),
    })
}
