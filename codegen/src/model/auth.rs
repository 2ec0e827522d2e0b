//! Authentication schemes.

/// An authentication scheme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AuthScheme {
    /// `aws.auth#sigv4`.
    SigV4,
    /// `aws.auth#sigv4a`.
    SigV4A,
    /// `smithy.api#httpBearerAuth`.
    Bearer,
    /// `smithy.api#httpBasicAuth`.
    Basic,
    /// `smithy.api#httpDigestAuth`.
    Digest,
    /// `smithy.api#httpApiKeyAuth`.
    ApiKey(ApiKey),
    /// `smithy.api#noAuth`. Later schemes are never used.
    Anonymous,
    /// Any other, by the id of its trait.
    Other(String),
}

/// Where an API key is in a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiKey {
    /// Header or query.
    pub place: ApiKeyPlace,
    /// The name of the header or query parameter.
    pub name: String,
    /// The prefix of the key in a header, followed by a space.
    pub scheme: Option<String>,
}

/// The part of a request that contains an API key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApiKeyPlace {
    Header,
    /// A query parameter.
    Query,
}
