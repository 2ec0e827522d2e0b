//! Bearer tokens (`smithy.api#httpBearerAuth`).

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use http::header::AUTHORIZATION;
use http::{Extensions, Request};

use super::Scheme;
use super::secret::{Secret, set_header};
use crate::base::future::BoxFuture;
use crate::base::identity::CredentialsError;

/// A bearer token (RFC 6750). `Debug` does not show it.
///
/// ```
/// # use runtime::Token;
/// let token = Token::new("to-ken");
/// assert_eq!(format!("{token:?}"), "Token(** redacted **)");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token(Secret);

impl Token {
    /// Creates a token.
    pub fn new(token: impl Into<String>) -> Self {
        Self(Secret(token.into()))
    }
}

/// A source of bearer tokens. The client asks it for a token before every
/// attempt, so sources should cache tokens that are costly to get.
pub trait ProvideToken: fmt::Debug + Send + Sync + 'static {
    /// Returns a token that is valid now.
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
