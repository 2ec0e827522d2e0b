//! The service as a whole.

use std::collections::BTreeMap;

use super::auth::AuthScheme;
use super::endpoint::{ClientParameter, EndpointTest, RuleSet};
use super::id::ShapeId;
use super::shape::Docs;

/// The service that a model describes.
#[derive(Clone, Debug, PartialEq)]
pub struct Service {
    /// The id in the model.
    pub id: ShapeId,
    /// The version of the API, such as `2024-01-01`.
    pub version: String,
    /// `title`: the human-readable name; by default, the name of the shape.
    pub title: String,
    /// The documentation.
    pub docs: Docs,
    /// `aws.api#service`: the name that SDKs and configuration files use.
    pub sdk_id: String,
    /// `aws.api#service`: the first label of the regional host name.
    pub endpoint_prefix: String,
    /// `aws.api#service`: the service in ARNs.
    pub arn_namespace: String,
    /// `aws.auth#sigv4`: the service name in signatures; empty without sigv4.
    pub signing_name: String,
    /// The authentication schemes of the service, in order of preference.
    pub auth: Vec<AuthScheme>,
    /// Errors that every operation can return; each operation lists them, too.
    pub errors: Vec<ShapeId>,
    /// `rename`: new names of shapes.
    pub rename: BTreeMap<ShapeId, String>,
    /// `smithy.rules#endpointRuleSet`.
    pub endpoint_rules: Option<RuleSet>,
    /// `smithy.rules#endpointTests`.
    pub endpoint_tests: Vec<EndpointTest>,
    /// `smithy.rules#clientContextParams`.
    pub client_parameters: Vec<ClientParameter>,
}
