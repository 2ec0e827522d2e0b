//! API keys (`smithy.api#httpApiKeyAuth`).

use bytes::Bytes;
use http::header::HeaderName;
use http::{Extensions, Request, Uri};

use super::Scheme;
use super::secret::{Secret, invalid, set_header};
use crate::base::future::BoxFuture;
use crate::base::identity::CredentialsError;
use crate::wire::percent::percent_encode;

/// `smithy.api#httpApiKeyAuth`.
#[derive(Debug)]
pub enum ApiKeyAuth {
    /// In a header.
    Header {
        /// The name of the header.
        name: &'static str,
        /// The scheme before the key, with a space between them.
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
                let header = header.map_err(|_| invalid("the name of the API key's header"))?;
                let value = match scheme {
                    Some(scheme) => format!("{scheme} {key}"),
                    None => key.to_owned(),
                };
                set_header(request, header, &value, "the API key")
            }
            Self::Query { name } => {
                let parameter = format!("{}={}", percent_encode(name), percent_encode(key));
                let uri = with_parameter(request.uri(), &parameter);
                *request.uri_mut() = uri.map_err(|_| invalid("the API key"))?;
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
