//! The traits that the generator knows: what their values look like, what
//! they apply to, and which others they need or exclude. What they mean is
//! the business of `resolve`.

mod aws;
mod form;
mod http;
pub(crate) mod ids;
mod place;
mod prelude;
mod rules;
mod testing;

pub(crate) use form::{Field, Form, Presence};
pub(crate) use place::{Kinds, Place};

/// A trait that the generator knows.
#[derive(Debug)]
pub(crate) struct Trait {
    pub(crate) id: &'static str,
    /// What it means, in Markdown: what an editor shows of it.
    pub(crate) about: &'static str,
    /// What its value looks like.
    pub(crate) form: Form,
    /// What it applies to.
    pub(crate) place: Place,
    /// Traits that have to stand beside it.
    pub(crate) needs: &'static [&'static str],
    /// Traits that must not stand beside it.
    pub(crate) excludes: &'static [&'static str],
}

impl Trait {
    const fn new(id: &'static str, form: Form, place: Place) -> Self {
        Self {
            id,
            about: "",
            form,
            place,
            needs: &[],
            excludes: &[],
        }
    }

    const fn says(mut self, about: &'static str) -> Self {
        self.about = about;
        self
    }

    const fn needs(mut self, ids: &'static [&'static str]) -> Self {
        self.needs = ids;
        self
    }

    const fn excludes(mut self, ids: &'static [&'static str]) -> Self {
        self.excludes = ids;
        self
    }
}

/// The namespace of the traits that the generator itself brings. A model that
/// uses them defines them, so that other Smithy tools know them too.
pub(crate) const RULES: &str = "codegen.rules#";

/// Traits for consoles, policies, templates, gateways, agents, documentation
/// and other protocols: whatever they say, no client does anything differently.
const IGNORED: &[&str] = &[
    "aws.apigateway#",
    "aws.cloudformation#",
    "aws.customizations#",
    "aws.iam#",
    "smithy.ai#",
    "smithy.contracts#",
    "smithy.docgen#",
    "smithy.mqtt#",
    "smithy.openapi#",
];

/// How the generator treats a trait.
#[derive(Clone, Copy, Debug)]
pub(crate) enum TraitSupport {
    /// It is in the table.
    Known(&'static Trait),
    /// It has no effect on a client.
    Ignored,
    /// It is not in the table.
    Unknown,
}

/// How the generator treats the trait with this id.
pub(crate) fn support_of(id: &str) -> TraitSupport {
    if let Some(found) = all().find(|known| known.id == id) {
        return TraitSupport::Known(found);
    }
    if IGNORED.iter().any(|prefix| id.starts_with(prefix)) {
        return TraitSupport::Ignored;
    }
    TraitSupport::Unknown
}

/// Every trait that the generator knows.
pub(crate) fn all() -> impl Iterator<Item = &'static Trait> {
    [
        prelude::TRAITS,
        http::TRAITS,
        testing::TRAITS,
        aws::TRAITS,
        rules::TRAITS,
    ]
    .into_iter()
    .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ShapeId;

    /// What Smithy's index of traits lists, by namespace, and `box`, which models
    /// of its first version have.
    const INDEX: &[(&str, &str)] = &[
        (
            "smithy.api",
            "addedDefault auth authDefinition box clientOptional cors default \
            deprecated documentation endpoint enum enumValue error eventHeader \
            eventPayload examples externalDocumentation hostLabel http httpApiKeyAuth \
            httpBasicAuth httpBearerAuth httpChecksumRequired httpDigestAuth httpError \
            httpHeader httpLabel httpPayload httpPrefixHeaders httpQuery \
            httpQueryParams httpResponseCode idRef idempotencyToken idempotent input \
            internal jsonName length mediaType mixin nestedProperties noReplace \
            notProperty optionalAuth output paginated pattern private property \
            protocolDefinition range readonly recommended references \
            requestCompression required requiresLength resourceIdentifier retryable \
            sensitive since sparse streaming suppress tags timestampFormat title trait \
            traitValidators uniqueItems unitType unstable xmlAttribute xmlFlattened \
            xmlName xmlNamespace",
        ),
        (
            "smithy.rules",
            "clientContextParams contextParam endpointBdd endpointRuleSet endpointTests \
            operationContextParams staticContextParams",
        ),
        (
            "smithy.test",
            "eventStreamTests httpMalformedRequestTests httpRequestTests \
            httpResponseTests smokeTests",
        ),
        ("smithy.waiters", "waitable"),
        ("smithy.protocols", "rpcv2Cbor rpcv2Json"),
        ("smithy.mqtt", "publish subscribe topicLabel"),
        ("smithy.openapi", "specificationExtension"),
        ("smithy.contracts", "conditions"),
        ("smithy.ai", "prompts"),
        (
            "aws.api",
            "arn arnReference clientDiscoveredEndpoint clientEndpointDiscovery \
            clientEndpointDiscoveryId controlPlane data dataPlane service tagEnabled \
            taggable",
        ),
        (
            "aws.apigateway",
            "apiKeySource authorizer authorizers integration mockIntegration \
            requestValidator",
        ),
        ("aws.auth", "cognitoUserPools sigv4 sigv4a unsignedPayload"),
        (
            "aws.cloudformation",
            "cfnAdditionalIdentifier cfnDefaultValue cfnExcludeProperty cfnMutability \
            cfnName cfnResource",
        ),
        ("aws.customizations", "s3UnwrappedXmlOutput"),
        (
            "aws.endpoints",
            "dualStackOnlyEndpoints endpointsModifier rulesBasedEndpoints \
            standardPartitionalEndpoints standardRegionalEndpoints",
        ),
        (
            "aws.iam",
            "actionName actionPermissionDescription conditionKeyValue conditionKeys \
            defineConditionKeys disableConditionKeyInference iamAction iamResource \
            requiredActions serviceResolvedConditionKeys supportedPrincipalTypes",
        ),
        (
            "aws.protocols",
            "awsJson1_0 awsJson1_1 awsQuery awsQueryCompatible awsQueryError ec2Query \
            ec2QueryName httpChecksum restJson1 restXml",
        ),
    ];

    #[test]
    fn every_trait_of_smithys_index_is_known() {
        for (namespace, names) in INDEX {
            for name in names.split_whitespace() {
                let id = format!("{namespace}#{name}");
                assert!(!matches!(support_of(&id), TraitSupport::Unknown), "{id}");
            }
        }
    }

    #[test]
    fn ids_are_unique_and_well_formed() {
        let mut seen = std::collections::BTreeSet::new();
        for known in all() {
            assert!(seen.insert(known.id), "{} stands twice", known.id);
            assert!(ShapeId::parse(known.id).is_some(), "{}", known.id);
            assert!(known.about.ends_with('.'), "{} is not explained", known.id);
        }
        for known in all() {
            for other in known.needs.iter().chain(known.excludes) {
                assert!(seen.contains(other), "{} names {other}", known.id);
            }
        }
    }
}
