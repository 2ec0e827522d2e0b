//! Ways for a request to prove who sends it, beside SigV4.
//!
//! The model lists the schemes of an operation in order of preference.

use std::fmt;
use std::sync::Arc;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use bytes::Bytes;
use http::header::{AUTHORIZATION, HeaderName, HeaderValue};
use http::{Extensions, Request, Uri};

use crate::base::future::BoxFuture;
use crate::base::identity::CredentialsError;
use crate::base::redaction::Redacted;
use crate::wire::percent::percent_encode;

/// A scheme that an operation takes.
#[derive(Debug, Clone, Copy)]
pub enum Auth {
    /// A signature: `aws.auth#sigv4`.
    SigV4,
    /// Any other.
    Scheme(&'static dyn Scheme),
}

/// A scheme other than SigV4.
pub trait Scheme: fmt::Debug + Send + Sync {
    /// Whether a client has what the scheme needs.
    fn is_set(&self, settings: &Extensions) -> bool;

    /// Adds to a request what proves who sends it.
    ///
    /// # Errors
    /// That could not be had, or cannot be sent.
    fn authorize<'a>(
        &'a self,
        settings: &'a Extensions,
        request: &'a mut Request<Bytes>,
    ) -> BoxFuture<'a, Result<(), CredentialsError>>;
}

/// Nothing proves who sends the request: `optionalAuth`, and `auth` without a
/// scheme.
#[derive(Debug)]
pub struct Anonymous;

impl Scheme for Anonymous {
    fn is_set(&self, _: &Extensions) -> bool {
        true
    }

    fn authorize<'a>(
        &'a self,
        _: &'a Extensions,
        _: &'a mut Request<Bytes>,
    ) -> BoxFuture<'a, Result<(), CredentialsError>> {
        Box::pin(std::future::ready(Ok(())))
    }
}

/// A secret text. `Debug` does not show it.
#[derive(Clone, PartialEq, Eq)]
struct Secret(String);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Redacted.fmt(f)
    }
}

/// A bearer token (RFC 6750). `Debug` does not show it.
///
/// ```
/// let token = runtime::Token::new("to-ken");
/// assert_eq!(format!("{token:?}"), "Token(** redacted **)");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token(Secret);

impl Token {
    /// This token.
    pub fn new(token: impl Into<String>) -> Self {
        Self(Secret(token.into()))
    }
}

/// A source of bearer tokens. It is asked for every attempt; one whose tokens
/// are costly keeps them.
pub trait ProvideToken: fmt::Debug + Send + Sync + 'static {
    /// A token that is valid now.
    fn token(&self) -> BoxFuture<'_, Result<Token, CredentialsError>>;
}

/// A token that stays the same.
impl ProvideToken for Token {
    fn token(&self) -> BoxFuture<'_, Result<Token, CredentialsError>> {
        Box::pin(std::future::ready(Ok(self.clone())))
    }
}

/// `smithy.api#httpBearerAuth`.
#[derive(Debug)]
pub struct Bearer;

/// The bearer tokens of a client.
#[derive(Debug, Clone)]
pub(crate) struct TokenSource(Arc<dyn ProvideToken>);

impl TokenSource {
    pub(crate) fn new(source: impl ProvideToken) -> Self {
        Self(Arc::new(source))
    }
}

impl Scheme for Bearer {
    fn is_set(&self, settings: &Extensions) -> bool {
        settings.get::<TokenSource>().is_some()
    }

    fn authorize<'a>(
        &'a self,
        settings: &'a Extensions,
        request: &'a mut Request<Bytes>,
    ) -> BoxFuture<'a, Result<(), CredentialsError>> {
        Box::pin(async move {
            if let Some(TokenSource(source)) = settings.get() {
                let Token(Secret(token)) = source.token().await?;
                let value = format!("Bearer {token}");
                set_header(request, AUTHORIZATION, &value, "the bearer token")?;
            }
            Ok(())
        })
    }
}

/// `smithy.api#httpApiKeyAuth`.
#[derive(Debug)]
pub enum ApiKeyAuth {
    /// In a header.
    Header {
        /// The name of the header.
        name: &'static str,
        /// What stands before the key, with a space between them.
        scheme: Option<&'static str>,
    },
    /// In the query.
    Query {
        /// The name of the parameter.
        name: &'static str,
    },
}

/// The API key of a client.
#[derive(Debug, Clone)]
pub(crate) struct ApiKey(Secret);

impl ApiKey {
    pub(crate) fn new(key: impl Into<String>) -> Self {
        Self(Secret(key.into()))
    }
}

impl Scheme for ApiKeyAuth {
    fn is_set(&self, settings: &Extensions) -> bool {
        settings.get::<ApiKey>().is_some()
    }

    fn authorize<'a>(
        &'a self,
        settings: &'a Extensions,
        request: &'a mut Request<Bytes>,
    ) -> BoxFuture<'a, Result<(), CredentialsError>> {
        let added = match settings.get::<ApiKey>() {
            Some(ApiKey(Secret(key))) => self.add(key, request),
            None => Ok(()),
        };
        Box::pin(std::future::ready(added))
    }
}

impl ApiKeyAuth {
    fn add(&self, key: &str, request: &mut Request<Bytes>) -> Result<(), CredentialsError> {
        match self {
            Self::Header { name, scheme } => {
                let header = HeaderName::from_bytes(name.as_bytes());
                let header = header.map_err(|_| unsendable("the name of the API key's header"))?;
                let value = match scheme {
                    Some(scheme) => format!("{scheme} {key}"),
                    None => key.to_owned(),
                };
                set_header(request, header, &value, "the API key")
            }
            Self::Query { name } => {
                let parameter = format!("{}={}", percent_encode(name), percent_encode(key));
                let uri = with_parameter(request.uri(), &parameter);
                *request.uri_mut() = uri.map_err(|_| unsendable("the API key"))?;
                Ok(())
            }
        }
    }
}

fn with_parameter(uri: &Uri, parameter: &str) -> Result<Uri, http::Error> {
    let before = match uri.query() {
        Some(query) => format!("{}?{query}&", uri.path()),
        None => format!("{}?", uri.path()),
    };
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(format!("{before}{parameter}").try_into()?);
    Ok(Uri::from_parts(parts)?)
}

/// `smithy.api#httpBasicAuth` (RFC 7617).
#[derive(Debug)]
pub struct Basic;

/// The user and password of a client.
#[derive(Debug, Clone)]
pub(crate) struct Login {
    user: String,
    password: Secret,
}

impl Login {
    pub(crate) fn new(user: impl Into<String>, password: impl Into<String>) -> Self {
        Self {
            user: user.into(),
            password: Secret(password.into()),
        }
    }
}

impl Scheme for Basic {
    fn is_set(&self, settings: &Extensions) -> bool {
        settings.get::<Login>().is_some()
    }

    fn authorize<'a>(
        &'a self,
        settings: &'a Extensions,
        request: &'a mut Request<Bytes>,
    ) -> BoxFuture<'a, Result<(), CredentialsError>> {
        let added = match settings.get::<Login>() {
            Some(Login { user, .. }) if user.contains(':') => Err(CredentialsError::new(
                "the user's name holds a colon, which would end it (RFC 7617): look for a name \
                 that was set together with its password",
            )),
            Some(Login { user, password }) => {
                let pair = BASE64_STANDARD.encode(format!("{user}:{}", password.0));
                set_header(
                    request,
                    AUTHORIZATION,
                    &format!("Basic {pair}"),
                    "the password",
                )
            }
            None => Ok(()),
        };
        Box::pin(std::future::ready(added))
    }
}

fn set_header(
    request: &mut Request<Bytes>,
    name: HeaderName,
    value: &str,
    what: &str,
) -> Result<(), CredentialsError> {
    let mut value = HeaderValue::from_str(value).map_err(|_| unsendable(what))?;
    value.set_sensitive(true);
    request.headers_mut().insert(name, value);
    Ok(())
}

fn unsendable(what: &str) -> CredentialsError {
    CredentialsError::new(format!(
        "{what} holds characters that cannot be sent; look for a line break or a stray character \
         where it is set"
    ))
}
