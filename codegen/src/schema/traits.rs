//! Traits: the forms of their values, and their selectors.

use std::collections::BTreeMap;

use crate::model::{Node, ShapeType};
use crate::traits::{self, Form, Trait};

use super::json::{entries_of, object, text, texts, with};
use super::{forms, reference};

/// Namespaces whose traits are all known, so any other name is a mistake.
const COMPLETE: &str = "^(smithy\\.api|smithy\\.test|codegen\\.rules)#";

/// The definition of the traits that apply to everything.
const COMMON: &str = "traitsOfAnything";
const COMMON_NAMES: &str = "traitOfAnything";

/// A place where traits can be applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Site {
    /// On a shape of this type.
    Shape(ShapeType),
    /// On a member of a shape of this type.
    Member(ShapeType),
    /// In an `apply` statement.
    Apply,
}

impl Site {
    /// The name of the definition of the traits that apply here.
    pub(super) fn definition(self) -> String {
        match self {
            Self::Shape(kind) => format!("traitsOf.{}", kind.name()),
            Self::Member(kind) => format!("traitsOfMember.{}", kind.name()),
            Self::Apply => "traitsOf.apply".to_owned(),
        }
    }

    /// Whether a trait applies here, regardless of targets.
    fn takes(self, known: &Trait) -> bool {
        match self {
            Self::Shape(kind) => known.selector.shapes.contains(kind),
            Self::Member(kind) => known.selector.members_of.contains(kind),
            Self::Apply => true,
        }
    }

    fn all() -> Vec<Self> {
        let mut sites = vec![Self::Apply];
        for (kind, name) in ShapeType::NAMES {
            // Two names for one type.
            if *name != "set" {
                sites.push(Self::Shape(*kind));
            }
        }
        let containers = [
            ShapeType::Structure,
            ShapeType::Union,
            ShapeType::Enum,
            ShapeType::IntEnum,
            ShapeType::List,
            ShapeType::Map,
        ];
        sites.extend(containers.map(Self::Member));
        sites
    }
}

/// The definitions of all traits, and of the traits at each site.
pub(super) fn definitions() -> BTreeMap<String, Node> {
    let mut definitions = BTreeMap::new();
    for known in traits::all() {
        definitions.insert(definition(known.id), value(known));
    }
    let common = common();
    definitions.insert(COMMON.to_owned(), offered(&common));
    let ids = texts(common.iter().map(|known| known.id));
    definitions.insert(COMMON_NAMES.to_owned(), object([("enum", ids)]));
    // Kinds of shapes with the same traits share a definition.
    let mut sites: Vec<(Node, String)> = Vec::new();
    for site in Site::all() {
        let node = at(site);
        let name = site.definition();
        let same = sites.iter().find(|(known, _)| *known == node);
        let node = match same {
            Some((_, first)) => reference(first),
            None => {
                sites.push((node.clone(), name.clone()));
                node
            }
        };
        definitions.insert(name, node);
    }
    let ids = traits::all().map(|known| known.id);
    let known = object([("enum", texts(ids))]);
    let complete = object([("pattern", text(COMPLETE))]);
    let neither = object([("anyOf", Node::Array(vec![known, complete]))]);
    let other = object([
        (
            "description",
            text("A trait that the model or another tool defines."),
        ),
        ("$ref", text("#/$defs/id")),
        ("not", neither),
    ]);
    definitions.insert("otherTrait".to_owned(), other);
    definitions
}

/// The name of a trait's definition. References cannot contain `#`.
fn definition(id: &str) -> String {
    id.replace('#', ".")
}

/// The value of a trait.
fn value(known: &Trait) -> Node {
    let schema = forms::refined(known.schema, forms::schema(known.form));
    let mut schema = with(schema, [("description", text(known.docs))]);
    // The value that editors insert with the trait.
    if matches!(known.form, Form::Structure([])) {
        schema = with(schema, [("default", Node::empty_object())]);
    }
    schema
}

/// The traits that apply to everything.
fn common() -> Vec<&'static Trait> {
    let sites = Site::all();
    let anywhere = |known: &&Trait| sites.iter().all(|site| site.takes(known));
    traits::all().filter(anywhere).collect()
}

/// These traits with their values.
fn offered(traits: &[&Trait]) -> Node {
    let properties = traits.iter().map(|known| {
        let schema = reference(&definition(known.id));
        (known.id.to_owned(), schema)
    });
    object([("properties", entries_of(properties))])
}

/// The traits that apply at a site.
fn at(site: Site) -> Node {
    let common = common();
    let taken: Vec<&Trait> = traits::all().filter(|known| site.takes(known)).collect();
    let own: Vec<&Trait> = taken
        .iter()
        .copied()
        .filter(|known| !common.iter().any(|other| other.id == known.id))
        .collect();
    let ids = object([("enum", texts(own.iter().map(|known| known.id)))]);
    let names = vec![ids, reference(COMMON_NAMES), reference("otherTrait")];
    let names = object([("anyOf", Node::Array(names))]);
    let mut schema = with(
        offered(&own),
        [
            ("$ref", text(format!("#/$defs/{COMMON}"))),
            ("type", text("object")),
            ("propertyNames", names),
        ],
    );
    // Traits from `apply` appear next to those of the shape itself.
    if site == Site::Apply {
        return schema;
    }
    let needs = taken.iter().filter(|known| !known.requires.is_empty());
    let needs: Vec<(String, Node)> = needs
        .map(|known| (known.id.to_owned(), texts(known.requires.iter().copied())))
        .collect();
    if !needs.is_empty() {
        schema = with(schema, [("dependentRequired", entries_of(needs))]);
    }
    let excludes = taken.iter().filter(|known| !known.conflicts.is_empty());
    let excludes: Vec<(String, Node)> = excludes
        .map(|known| (known.id.to_owned(), without(known)))
        .collect();
    if !excludes.is_empty() {
        schema = with(schema, [("dependentSchemas", entries_of(excludes))]);
    }
    schema
}

/// Forbids the traits that conflict with a trait.
fn without(known: &Trait) -> Node {
    let excluded = known.conflicts.iter().filter(|id| **id != known.id);
    let excluded = excluded.map(|id| ((*id).to_owned(), Node::Bool(false)));
    object([("properties", entries_of(excluded))])
}
