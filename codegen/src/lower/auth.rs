//! How requests are authorized.

use crate::model::{ApiKeyPlace, AuthScheme, Operation};
use crate::rust::Auth;

/// The schemes of an operation that clients know, in the order of the model.
/// What stands after that of requests which nothing authorizes is never used.
pub(super) fn of(operation: &Operation) -> Vec<Auth> {
    let named = operation.auth.iter().filter_map(known);
    let mut schemes: Vec<Auth> = named
        .take_while(|scheme| *scheme != Auth::Anonymous)
        .collect();
    if operation.optional_auth || operation.auth.is_empty() {
        schemes.push(Auth::Anonymous);
    }
    schemes
}

fn known(scheme: &AuthScheme) -> Option<Auth> {
    match scheme {
        AuthScheme::SigV4 => Some(Auth::SigV4),
        AuthScheme::Bearer => Some(Auth::Bearer),
        AuthScheme::Basic => Some(Auth::Basic),
        AuthScheme::ApiKey(key) => Some(match key.place {
            ApiKeyPlace::Header => Auth::ApiKeyHeader(key.name.clone(), key.scheme.clone()),
            ApiKeyPlace::Query => Auth::ApiKeyQuery(key.name.clone()),
        }),
        AuthScheme::Anonymous => Some(Auth::Anonymous),
        // The checks refuse operations that have nothing else.
        AuthScheme::SigV4A | AuthScheme::Digest | AuthScheme::Other(_) => None,
    }
}
