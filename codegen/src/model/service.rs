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
    /// The version of the API, `2024-01-01` for one.
    pub version: String,
    /// `title`: the name for people; the name of the shape when absent.
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
    /// The authentication schemes of the service in the order of preference.
    pub auth: Vec<AuthScheme>,
    /// Errors that belong to every operation; each operation lists them too.
    pub errors: Vec<ShapeId>,
    /// `rename`: the names that shapes of other namespaces get.
    pub rename: BTreeMap<ShapeId, String>,
    /// `smithy.rules#endpointRuleSet`.
    pub endpoint_rules: Option<RuleSet>,
    /// `smithy.rules#endpointTests`.
    pub endpoint_tests: Vec<EndpointTest>,
    /// `smithy.rules#clientContextParams`.
    pub client_parameters: Vec<ClientParameter>,
}
