//! The traits that the generator knows, in the canonical order of a model file.
//! A row contains everything that other modules need to know about a trait: the
//! form of its value, the shapes to which it applies, and its role in tests and
//! schemas. `resolve` interprets the values.

mod data;
mod definitions;
mod docs;
mod form;
pub(crate) mod ids;
mod members;
mod operations;
mod resources;
mod row;
mod rules;
mod selector;
mod service;
mod testing;
mod values;

pub(crate) use form::{Form, FormField, Presence};
pub(crate) use members::BINDINGS;
pub(crate) use selector::{Kinds, Selector};
pub(crate) use values::LENGTHS;

use crate::model::TestKind;
pub(crate) use row::{Exclusive, Trait, TraitDiff};

/// The namespace of the generator's own traits. Models that use them must
/// define them, for other Smithy tools.
pub(crate) const RULES: &str = "codegen.rules#";

/// Namespaces of traits for consoles, policies, templates, gateways, agents,
/// documentation and other protocols. None has an effect on a client.
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

/// The support for a trait.
#[derive(Clone, Copy, Debug)]
pub(crate) enum TraitSupport {
    /// It is in the table.
    Known(&'static Trait),
    /// It has no effect on a client.
    Ignored,
    /// It is not in the table, although the table has all traits of its
    /// namespace.
    Misspelled,
    /// Its namespace is unknown.
    Unknown,
}

/// Returns the support for the trait with this id.
pub(crate) fn support_of(id: &str) -> TraitSupport {
    if let Some(found) = find(id) {
        return TraitSupport::Known(found);
    }
    if IGNORED.iter().any(|prefix| id.starts_with(prefix)) {
        return TraitSupport::Ignored;
    }
    if namespace(id).is_some_and(|own| all().any(|known| namespace(known.id) == Some(own))) {
        return TraitSupport::Misspelled;
    }
    TraitSupport::Unknown
}

fn namespace(id: &str) -> Option<&str> {
    Some(id.split_once('#')?.0)
}

/// The row of the trait with this id.
pub(crate) fn find(id: &str) -> Option<&'static Trait> {
    all().find(|known| known.id == id)
}

/// The ids of the traits that list protocol tests of a kind.
pub(crate) fn with_tests(kind: TestKind) -> impl Iterator<Item = &'static str> {
    let listing = all().filter(move |known| known.tests == Some(kind));
    listing.map(|known| known.id)
}

/// The key by which the traits of a shape are sorted: the order of the table,
/// with traits that are not in it, by id, before examples and tests.
pub(crate) fn canonical_order(id: &str) -> (usize, &str) {
    let before_tests = all().count() - testing::TRAITS.len();
    match all().position(|known| known.id == id) {
        Some(position) if position < before_tests => (position, ""),
        Some(position) => (position + 1, ""),
        None => (before_tests, id),
    }
}

/// Every row of the table.
pub(crate) fn all() -> impl Iterator<Item = &'static Trait> {
    [
        docs::TRAITS,
        definitions::TRAITS,
        service::TRAITS,
        operations::TRAITS,
        members::TRAITS,
        values::TRAITS,
        resources::TRAITS,
        rules::TRAITS,
        data::TRAITS,
        testing::TRAITS,
    ]
    .into_iter()
    .flatten()
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;
    use crate::model::ShapeId;

    /// Smithy's index of traits by namespace, and `box` of Smithy 1.0.
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
    fn knows_every_trait_of_smithys_index() {
        for (namespace, names) in INDEX {
            for name in names.split_whitespace() {
                let id = format!("{namespace}#{name}");
                let support = support_of(&id);
                let is_known = matches!(support, TraitSupport::Known(_) | TraitSupport::Ignored);
                assert!(is_known, "{id}");
            }
        }
    }

    #[test]
    fn misspelled_traits_are_those_of_a_known_namespace() {
        for (namespace, _) in INDEX {
            let support = support_of(&format!("{namespace}#requierd"));
            let is_ignored = IGNORED.contains(&format!("{namespace}#").as_str());
            match support {
                TraitSupport::Ignored => assert!(is_ignored, "{namespace}"),
                TraitSupport::Misspelled => assert!(!is_ignored, "{namespace}"),
                _ => panic!("{namespace}"),
            }
        }
        assert!(matches!(
            support_of("codegen.rules#mistake"),
            TraitSupport::Misspelled
        ));
        assert!(matches!(
            support_of("com.example#required"),
            TraitSupport::Unknown
        ));
    }

    /// `diff` compares every trait that affects the model or its Rust form.
    #[test]
    fn traits_with_an_effect_are_compared() {
        let mut sources = Vec::new();
        for stage in ["resolve", "lower"] {
            let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/");
            read_sources(&Path::new(folder).join(stage), &mut sources);
        }
        let is_read = |name: &str| {
            let wanted = format!("ids::{name}");
            sources.iter().any(|source| {
                source.match_indices(&wanted).any(|(start, _)| {
                    let rest = &source[start + wanted.len()..];
                    !rest.starts_with(|next: char| next == '_' || next.is_ascii_alphanumeric())
                })
            })
        };
        let ids = include_str!("ids.rs");
        let mut ignored = Vec::new();
        for known in all().filter(|known| matches!(known.diff, TraitDiff::Nothing)) {
            let quoted = format!("\"{}\"", known.id);
            let line = ids.lines().find(|line| line.contains(&quoted)).unwrap();
            let name = line.split([' ', ':']).nth(2).unwrap();
            if is_read(name) {
                ignored.push(known.id);
            }
        }
        assert!(ignored.is_empty(), "`diff` ignores changes of {ignored:#?}");
    }

    fn read_sources(folder: &Path, sources: &mut Vec<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                read_sources(&path, sources);
            } else {
                sources.push(fs::read_to_string(path).unwrap());
            }
        }
    }

    /// Every trait that `diff` compares is in a case of its tests.
    #[test]
    fn every_comparison_is_tested() {
        const CASES: [&str; 7] = [
            include_str!("../../tests/diff/cases/constraints.txt"),
            include_str!("../../tests/diff/cases/data.txt"),
            include_str!("../../tests/diff/cases/members.txt"),
            include_str!("../../tests/diff/cases/operations.txt"),
            include_str!("../../tests/diff/cases/service.txt"),
            include_str!("../../tests/diff/cases/streams.txt"),
            include_str!("../../tests/diff/cases/types.txt"),
        ];
        let steps = CASES.iter().flat_map(|cases| cases.lines());
        let steps: Vec<&str> = steps.filter(|line| line.starts_with(' ')).collect();
        let untested: Vec<&str> = all()
            .filter(|known| !matches!(known.diff, TraitDiff::Nothing))
            .filter(|known| {
                let short = known.id.replace("smithy.api#", "@");
                !steps.iter().any(|step| {
                    let words = step.split([' ', '/', '"']);
                    words
                        .into_iter()
                        .any(|word| word == short || word == known.id)
                })
            })
            .map(|known| known.id)
            .collect();
        assert!(untested.is_empty(), "{untested:#?}");
    }

    #[test]
    fn ids_are_unique_and_well_formed() {
        let mut seen = std::collections::BTreeSet::new();
        for known in all() {
            assert!(seen.insert(known.id), "{} has two rows", known.id);
            assert!(ShapeId::parse(known.id).is_some(), "{}", known.id);
            assert!(known.docs.ends_with('.'), "{} has no docs", known.id);
        }
        for known in all() {
            for other in known.requires.iter().chain(known.conflicts) {
                assert!(seen.contains(other), "{} names {other}", known.id);
            }
        }
    }
}
