//! The authorization of requests.

use crate::model::{ApiKeyPlace, AuthScheme, Operation};
use crate::rust::Auth;
use crate::sink::{Markdown, markdown};

/// The schemes of an operation that clients support, in the order of the model.
/// Those after `noAuth` are never used.
pub(super) fn schemes(operation: &Operation) -> Vec<Auth> {
    let named = operation.auth.iter().filter_map(known);
    let mut schemes: Vec<Auth> = named
        .take_while(|scheme| *scheme != Auth::Anonymous)
        .collect();
    if operation.optional_auth || operation.auth.is_empty() {
        schemes.push(Auth::Anonymous);
    }
    schemes
}

/// A sentence about schemes other than SigV4; `None` if there are none.
pub(super) fn sentence<'a>(operations: impl Iterator<Item = &'a [Auth]>) -> Option<Markdown> {
    let mut signed = false;
    let (mut token, mut key, mut password) = (false, false, false);
    for scheme in operations.flatten() {
        match scheme {
            Auth::SigV4 => signed = true,
            Auth::Bearer => token = true,
            Auth::ApiKeyHeader(..) | Auth::ApiKeyQuery(_) => key = true,
            Auth::Basic => password = true,
            Auth::Anonymous => {}
        }
    }
    let ways = [
        (signed, "AWS credentials"),
        (token, "a bearer token (`bearer_token` of the builder)"),
        (key, "an API key (`api_key` of the builder)"),
        (
            password,
            "a user and a password (`basic_auth` of the builder)",
        ),
    ];
    let ways: Vec<&'static str> = ways
        .into_iter()
        .filter_map(|(is_used, way)| is_used.then_some(way))
        .collect();
    let listed = match ways.as_slice() {
        [] => return None,
        ["AWS credentials"] => return None,
        [first @ .., second, last] => {
            let first: Vec<Markdown> = first.iter().map(|way| markdown!("{}, ", way)).collect();
            markdown!("{}{} or {}", Markdown::joined(&first, ""), second, last)
        }
        [only] => (*only).into(),
    };
    Some(markdown!("Requests are authorized by {}.", listed))
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
        // The checks reject operations without a supported scheme.
        AuthScheme::SigV4A | AuthScheme::Digest | AuthScheme::Other(_) => None,
    }
}
