//! Compares the table of Smithy's rules with the codes, the traits and the
//! rules of `diff`.

#![expect(clippy::unwrap_used, reason = "a failed test panics")]

use std::collections::BTreeSet;

use codegen::Code;
use codegen::diff::Rule;
use serde_json::Value;

const TABLE: &str = include_str!("../SMITHY.md");

/// The validators of `META-INF/services` of smithy-model, without the suffix.
const VALIDATORS: &str = "AuthTrait DefaultTrait DefaultValueInUpdate DeprecatedTrait EnumShape \
    EnumTrait EventPayloadTrait ExamplesTrait ExclusiveStructureMemberTrait HostLabelTrait \
    HttpApiKeyAuthTrait HttpBindingsMissing HttpBindingTraitIgnored HttpChecksumTrait \
    HttpHeaderTrait HttpLabelTrait HttpMethodSemantics HttpPayload HttpPrefixHeadersTrait \
    HttpQueryParamsTrait HttpQueryTrait HttpResponseCodeSemantics HttpUriConflict HttpUriFormat \
    IdempotencyTokenIgnored JsonName LengthTrait MediaType MemberShouldReferenceResource \
    MixinTrait NoInlineDocumentSupport Operation OperationInputOutput PaginatedTrait PatternTrait \
    PrivateAccess RangeTrait ReferencesTrait RequestCompressionTrait ResourceCycle \
    ResourceIdentifier ResourceIdentifierBinding ResourceLifecycle ResourceOperationInputOutput \
    Service ServiceAuthDefinitions ServiceBoundResourceOperation Set ShapeIdConflict \
    ShapeRecursion SingleOperationBinding SingleResourceBinding StreamingTrait Target \
    TraitBreakingChanges TraitConflict TraitTarget TraitValidators TraitValue Union UnitType \
    UnreferencedShape UnstableTrait XmlNamespaceTrait";

/// The rows of the table with this first column, as cells.
fn rows(title: &str) -> Vec<[&'static str; 3]> {
    let head = format!("| {title} | codes |");
    let lines = TABLE.lines().skip_while(|line| !line.starts_with(&head));
    let lines = lines.skip(2).take_while(|line| line.starts_with('|'));
    let rows = lines.map(|line| {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        <[&str; 3]>::try_from(cells.as_slice()).unwrap()
    });
    rows.collect()
}

/// The words in backticks.
fn words(cell: &str) -> Vec<&str> {
    cell.split('`').skip(1).step_by(2).collect()
}

fn codes(cell: &str) -> Vec<&str> {
    if cell == "–" {
        return Vec::new();
    }
    cell.split(", ").collect()
}

#[test]
fn names_existing_codes_or_a_reason() {
    let known: BTreeSet<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
    for [name, listed, reason] in [rows("validator"), rows("trait")].concat() {
        assert!(!words(name).is_empty(), "{name}");
        assert!(!reason.is_empty(), "{name}");
        for code in codes(listed) {
            assert!(known.contains(code), "{name}: {code}");
        }
    }
}

#[test]
fn lists_every_validator_once() {
    let rows = rows("validator");
    let listed: Vec<&str> = rows.iter().flat_map(|[names, ..]| words(names)).collect();
    let unique: BTreeSet<&str> = listed.iter().copied().collect();
    assert_eq!(unique.len(), listed.len());
    for validator in VALIDATORS.split_whitespace() {
        assert!(unique.contains(validator), "{validator}");
    }
}

#[test]
fn lists_every_trait_of_the_prelude() {
    let schema: Value = serde_json::from_str(&codegen::schema()).unwrap();
    let definitions = schema["$defs"].as_object().unwrap();
    let known = definitions.keys();
    let known: BTreeSet<&str> = known
        .filter_map(|name| name.strip_prefix("smithy.api."))
        .filter(|name| name.starts_with(|char: char| char.is_ascii_lowercase()))
        .collect();
    assert!(known.len() > 60);
    let rows = rows("trait");
    let listed: BTreeSet<&str> = rows.iter().flat_map(|[names, ..]| words(names)).collect();
    let known: BTreeSet<&str> = known.into_iter().filter(|name| *name != "noAuth").collect();
    assert_eq!(listed, known);
}

#[test]
fn names_existing_rules_of_the_comparison() {
    let known: BTreeSet<&str> = Rule::ALL.iter().map(|rule| rule.as_str()).collect();
    for [name, _, reason] in rows("trait") {
        for rule in words(reason) {
            assert!(known.contains(rule) || rule == "trait", "{name}: {rule}");
        }
    }
}

/// Rows name the codes that report their rule, so each code of these families
/// must be in the table.
#[test]
fn every_code_of_smithys_families_is_in_the_table() {
    let listed: BTreeSet<&str> = [rows("validator"), rows("trait")]
        .concat()
        .iter()
        .flat_map(|[_, listed, _]| codes(listed))
        .collect();
    // Rules of this generator, and conflicts of the file format.
    let own = [
        "M0105", "M0108", "M0204", "M0407", "M0408", "M0409", "M0503", "M0505", "M0601", "M0602",
        "M0603", "M0604", "M0609", "M0325", "M0421", "M0422", "M0423",
    ];
    let families = ["M01", "M02", "M03", "M04", "M05", "M06"];
    for code in Code::ALL.iter().map(|code| code.as_str()) {
        let is_smithys = families.iter().any(|family| code.starts_with(family));
        assert!(
            !is_smithys || own.contains(&code) || listed.contains(code),
            "{code}"
        );
    }
}
