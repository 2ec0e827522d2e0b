//! Shapes and their members.

use std::collections::BTreeMap;

use crate::ast::prelude;
use crate::model::{Node, ShapeId, ShapeType};

use super::json::{entries_of, object, text, texts, with};
use super::reference;
use super::traits::Site;

/// An identifier, as an expression without anchors.
const IDENTIFIER: &str = "(_*[A-Za-z]|_+[0-9])[A-Za-z0-9_]*";

/// The values of `type`, with descriptions.
const TYPES: &[(&str, &str)] = &[
    (
        "apply",
        "Adds traits to a shape or member that is defined elsewhere.",
    ),
    ("bigDecimal", "A decimal number of any size and precision."),
    ("bigInteger", "An integer of any size."),
    ("blob", "Bytes."),
    ("boolean", "A boolean."),
    ("byte", "An 8-bit integer."),
    ("document", "Any JSON value."),
    ("double", "A 64-bit floating-point number."),
    ("enum", "Text with known values, one for each member."),
    ("float", "A 32-bit floating-point number."),
    (
        "intEnum",
        "A 32-bit integer with known values, one for each member.",
    ),
    ("integer", "A 32-bit integer."),
    ("list", "A list of values of one shape."),
    ("long", "A 64-bit integer."),
    ("map", "Values of one shape, by string keys."),
    ("operation", "One request and its response."),
    (
        "resource",
        "An entity with an identity, and its operations.",
    ),
    ("service", "The API, from which a client is generated."),
    ("set", "A list of unique entries, from Smithy 1.0."),
    ("short", "A 16-bit integer."),
    ("string", "Text."),
    ("structure", "Named members."),
    ("timestamp", "An instant."),
    ("union", "Exactly one of its members."),
];

pub(super) fn definitions() -> BTreeMap<String, Node> {
    let mut definitions: BTreeMap<String, Node> = BTreeMap::new();
    let mut define = |name: &str, node: Node| definitions.insert(name.to_owned(), node);
    let id = format!("^{IDENTIFIER}(\\.{IDENTIFIER})*#{IDENTIFIER}");
    define(
        "id",
        pattern(
            &format!("{id}$"),
            "The id of a shape: a namespace, `#` and a name.",
        ),
    );
    define(
        "key",
        pattern(
            &format!("{id}(\\${IDENTIFIER})?$"),
            "The id of a shape; with `apply` also that of a member, `com.example#Book$title`.",
        ),
    );
    define("name", pattern(&format!("^{IDENTIFIER}$"), "A name."));
    define("target", target());
    define(
        "reference",
        members_of(&[("target", reference("target"))], &["target"]),
    );
    define(
        "references",
        object([("type", text("array")), ("items", reference("reference"))]),
    );
    define("referencesByName", map_of("name", reference("reference")));
    define("shape", shape());
    for (kind, name) in ShapeType::NAMES {
        if *name == "set" {
            continue;
        }
        define(&format!("shape.{name}"), of_kind(*kind));
        if !container_members(*kind).is_empty() || has_members(*kind) {
            define(&format!("member.{name}"), member(*kind));
        }
    }
    define("shape.apply", apply());
    definitions
}

fn pattern(expression: &str, description: &str) -> Node {
    object([
        ("type", text("string")),
        ("pattern", text(expression)),
        ("description", text(description)),
    ])
}

/// The id of a target. Editors suggest the shapes of the prelude.
fn target() -> Node {
    let names = prelude::names().map(|name| ShapeId::prelude(name).to_string());
    let names: Vec<String> = names.collect();
    let offered = object([("enum", texts(names.iter().map(String::as_str)))]);
    object([
        ("description", text("The id of a shape.")),
        ("anyOf", Node::Array(vec![offered, reference("id")])),
    ])
}

/// An object with these properties and no others.
fn members_of(properties: &[(&str, Node)], required: &[&str]) -> Node {
    let properties = properties.iter();
    let properties = properties.map(|(name, node)| ((*name).to_owned(), node.clone()));
    let schema = object([
        ("type", text("object")),
        ("properties", entries_of(properties)),
        ("additionalProperties", Node::Bool(false)),
    ]);
    if required.is_empty() {
        schema
    } else {
        with(schema, [("required", texts(required.iter().copied()))])
    }
}

/// An object with keys and values of these formats.
fn map_of(keys: &str, values: Node) -> Node {
    object([
        ("type", text("object")),
        ("propertyNames", reference(keys)),
        ("additionalProperties", values),
    ])
}

/// A shape: its type determines everything else.
fn shape() -> Node {
    let names = TYPES.iter().map(|(name, _)| *name);
    let says = TYPES.iter().map(|(_, says)| *says);
    let types = object([
        ("enum", texts(names)),
        ("enumDescriptions", texts(says)),
        ("description", text("The type of the shape.")),
    ]);
    let choices = ShapeType::NAMES
        .iter()
        .map(|(kind, name)| (kind.name(), *name));
    let choices = choices.chain([("apply", "apply")]);
    let choices = choices.map(|(definition, name)| {
        let is = object([("const", text(name))]);
        object([
            (
                "if",
                object([
                    ("properties", object([("type", is)])),
                    ("required", texts(["type"])),
                ]),
            ),
            ("then", reference(&format!("shape.{definition}"))),
        ])
    });
    object([
        ("type", text("object")),
        ("properties", object([("type", types)])),
        ("required", texts(["type"])),
        ("allOf", Node::Array(choices.collect())),
    ])
}

/// Whether a shape has `members`.
fn has_members(kind: ShapeType) -> bool {
    matches!(
        kind,
        ShapeType::Structure | ShapeType::Union | ShapeType::Enum | ShapeType::IntEnum
    )
}

/// The members that are direct properties of a shape.
fn container_members(kind: ShapeType) -> &'static [&'static str] {
    match kind {
        ShapeType::List => &["member"],
        ShapeType::Map => &["key", "value"],
        _ => &[],
    }
}

/// A member of a shape of this type.
fn member(kind: ShapeType) -> Node {
    let target = if matches!(kind, ShapeType::Enum | ShapeType::IntEnum) {
        object([("const", text(ShapeId::unit().to_string()))])
    } else {
        reference("target")
    };
    let traits = reference(&Site::Member(kind).definition());
    members_of(&[("target", target), ("traits", traits)], &["target"])
}

fn of_kind(kind: ShapeType) -> Node {
    let mut properties = vec![
        ("type", Node::Bool(true)),
        ("traits", reference(&Site::Shape(kind).definition())),
        ("mixins", reference("references")),
    ];
    let member = || reference(&format!("member.{}", kind.name()));
    if has_members(kind) {
        properties.push(("members", map_of("name", member())));
    }
    let own = container_members(kind);
    properties.extend(own.iter().map(|name| (*name, member())));
    let described =
        |node: Node, description: &str| with(node, [("description", text(description))]);
    let references = |description: &str| described(reference("references"), description);
    let one = |description: &str| described(reference("reference"), description);
    properties.extend(match kind {
        ShapeType::Service => vec![
            (
                "version",
                described(
                    object([("type", text("string"))]),
                    "The version of the API, usually a date.",
                ),
            ),
            (
                "operations",
                references("The operations that do not belong to a resource."),
            ),
            (
                "resources",
                references("The resources, with their operations."),
            ),
            (
                "errors",
                references("Errors that every operation may return."),
            ),
            (
                "rename",
                described(
                    map_of("id", reference("name")),
                    "Other names for shapes, by id.",
                ),
            ),
        ],
        ShapeType::Operation => vec![
            ("input", one("The input.")),
            ("output", one("The output.")),
            (
                "errors",
                references("Errors of the operation, in addition to those of the service."),
            ),
        ],
        ShapeType::Resource => vec![
            (
                "identifiers",
                described(
                    reference("referencesByName"),
                    "The strings that identify a resource.",
                ),
            ),
            (
                "properties",
                described(
                    reference("referencesByName"),
                    "The properties of the resource.",
                ),
            ),
            (
                "create",
                one("Creates a resource; the service chooses its identifiers."),
            ),
            (
                "put",
                one("Creates or replaces a resource; the caller chooses its identifiers."),
            ),
            ("read", one("Reads a resource.")),
            ("update", one("Changes a resource.")),
            ("delete", one("Deletes a resource.")),
            ("list", one("Lists resources.")),
            (
                "operations",
                references("Other operations on a single resource."),
            ),
            (
                "collectionOperations",
                references("Other operations on the collection."),
            ),
            ("resources", references("Child resources.")),
        ],
        _ => Vec::new(),
    });
    if own.is_empty() {
        return members_of(&properties, &["type"]);
    }
    // Mixins may have the members.
    let required: Vec<&str> = std::iter::once("type").chain(own.iter().copied()).collect();
    let alternatives = [&required[..], &["type", "mixins"]];
    let alternatives =
        alternatives.map(|names| object([("required", texts(names.iter().copied()))]));
    let shape = members_of(&properties, &["type"]);
    with(shape, [("anyOf", Node::Array(alternatives.to_vec()))])
}

fn apply() -> Node {
    let traits = reference(&Site::Apply.definition());
    members_of(&[("type", Node::Bool(true)), ("traits", traits)], &["type"])
}
