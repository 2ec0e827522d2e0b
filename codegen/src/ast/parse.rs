//! Converts JSON to the AST. Invalid parts are reported and left out; the rest
//! is read.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic, DiagnosticReport};
use crate::json::{Entry, Object, Value, ValueKind};
use crate::model::{ShapeId, ShapeType};
use crate::phrases::closest;
use crate::source::Span;
use crate::traits::{self, ids};

use super::reader::{
    Properties, identifier, invalid_shape_id, object, reference, shape_id, string, target,
    wrong_type,
};
use super::{
    Ast, Body, DataModel, Identifier, Member, Operation, Reference, Rename, Resource, Service,
    Shape, Statement, Suppression, Trait, Traits, UpstreamDifference,
};

/// Reads a model file, without resolving mixins and `apply` statements.
pub(crate) fn parse<'a>(value: &'a Value<'a>, report: &mut DiagnosticReport) -> Ast<'a> {
    let Some(fields) = Properties::new("a model", value, report) else {
        return Ast::default();
    };
    version(&fields, report);
    // `$schema` is for editors, which use it to complete and check the file.
    fields.only(&["$schema", "smithy", "metadata", "shapes"], report);
    fields.string("$schema", report);
    let metadata = fields.get("metadata");
    let metadata = metadata.and_then(|metadata| object("`metadata`", metadata, report));
    let (suppressions, upstream_differences) = match metadata {
        Some(metadata) => (
            suppressions(metadata, report),
            upstream_differences(metadata, report),
        ),
        None => (Vec::new(), Vec::new()),
    };
    let data_model = metadata.and_then(|metadata| data_model(metadata, report));
    let shapes = fields.get("shapes");
    let shapes = shapes.and_then(|shapes| object("`shapes`", shapes, report));
    let mut ast = Ast {
        span: fields.span(),
        unreadable: BTreeSet::from([unreadable()]),
        suppressions,
        upstream_differences,
        data_model,
        ..Ast::default()
    };
    for entry in shapes.into_iter().flat_map(|shapes| shapes.entries()) {
        match definition(entry, report) {
            Some(Definition::Shape(shape)) => drop(ast.shapes.insert(shape.id.clone(), shape)),
            Some(Definition::Statement(statement)) => ast.statements.push(statement),
            None => ast.unreadable.extend(ShapeId::parse(&entry.key)),
        }
    }
    ast
}

/// The `suppressions` of the metadata. Other metadata is for other tools.
fn suppressions<'a>(
    metadata: &'a Object<'a>,
    report: &mut DiagnosticReport,
) -> Vec<Suppression<'a>> {
    let list = elements(metadata, "suppressions", report);
    let known = &["id", "namespace", "reason"];
    let suppressions = list.iter().flat_map(|list| {
        let elements = list.elements().iter().enumerate();
        elements.map(|(position, element)| (list.without(position), element))
    });
    suppressions
        .filter_map(|(removal, element)| {
            let fields = Properties::new("a suppression", element, report)?;
            fields.only(known, report);
            let at = fields.span();
            let id = fields.require("id", at, report)?;
            let namespace = fields.require("namespace", at, report)?;
            Some(Suppression {
                span: id.span,
                id: string("`id`", id, report)?,
                namespace: string("`namespace`", namespace, report)?,
                reason: fields.string("reason", report),
                removal: removal?,
            })
        })
        .collect()
}

/// The `upstreamDifferences` of the metadata.
fn upstream_differences<'a>(
    metadata: &'a Object<'a>,
    report: &mut DiagnosticReport,
) -> Vec<UpstreamDifference<'a>> {
    let list = elements(metadata, "upstreamDifferences", report);
    let differences = list.iter().flat_map(|list| {
        let elements = list.elements().iter().enumerate();
        elements.map(|(position, element)| (list.without(position), element))
    });
    differences
        .filter_map(|(removal, element)| {
            let fields = Properties::new("a difference", element, report)?;
            fields.only(&["shape", "difference", "reason"], report);
            let at = fields.span();
            let shape = fields.require("shape", at, report)?;
            let difference = fields.require("difference", at, report)?;
            let reason = fields.require("reason", at, report)?;
            Some(UpstreamDifference {
                span: shape.span,
                shape: string("`shape`", shape, report)?,
                difference: string("`difference`", difference, report)?,
                reason: string("`reason`", reason, report)?,
                removal: removal?,
            })
        })
        .collect()
}

/// The names of a data model.
fn data_model<'a>(
    metadata: &'a Object<'a>,
    report: &mut DiagnosticReport,
) -> Option<DataModel<'a>> {
    let value = metadata.get(ids::DATA_MODEL)?;
    let fields = Properties::new("a data model", value, report)?;
    fields.only(&["title", "wordList"], report);
    let title = fields.require("title", fields.span(), report)?;
    let words = fields.get("wordList").into_iter();
    Some(DataModel {
        span: value.span,
        title: string("`title`", title, report)?,
        words: words
            .flat_map(|words| words.elements())
            .filter_map(|word| string("a word", word, report))
            .collect(),
    })
}

/// The array under a key of the metadata.
fn elements<'a>(
    metadata: &'a Object<'a>,
    name: &str,
    report: &mut DiagnosticReport,
) -> Option<&'a Value<'a>> {
    let list = metadata.get(name)?;
    if !matches!(list.kind, ValueKind::Array(_)) {
        report.push(wrong_type(&format!("`{name}`"), "an array", list));
    }
    Some(list)
}

/// The target of a member whose target is invalid.
fn unreadable() -> ShapeId {
    ShapeId::prelude("Unreadable")
}

fn version(fields: &Properties<'_, '_>, report: &mut DiagnosticReport) {
    let Some(value) = fields.get("smithy") else {
        let title = "missing Smithy version";
        let start = fields.span().start;
        report.push(
            Diagnostic::new(
                Code::Version,
                title,
                Span {
                    start,
                    end: start + 1,
                },
            )
            .label("`smithy` is required")
            .help(r#"start the file with `"smithy": "2.0"`"#),
        );
        return;
    };
    match value.as_str() {
        Some("2.0" | "2") => {}
        Some(other) => report.push(
            Diagnostic::new(
                Code::Version,
                format!("unsupported Smithy version {other}"),
                value.span,
            )
            .label("expected `\"2.0\"`")
            .help("convert the model with `smithy ast`, which writes version 2.0"),
        ),
        None => report.push(wrong_type("`smithy`", "a string", value)),
    }
}

/// An entry of `shapes`.
enum Definition<'a> {
    Shape(Shape<'a>),
    Statement(Statement<'a>),
}

fn definition<'a>(entry: &'a Entry<'a>, report: &mut DiagnosticReport) -> Option<Definition<'a>> {
    let key = entry.key.as_ref();
    let (shape_text, member) = match key.split_once('$') {
        Some((shape, member)) => (shape, Some(member)),
        None => (key, None),
    };
    let id = shape_id(shape_text, entry.key_span, report);
    let fields = Properties::new("a shape", &entry.value, report)?;
    let at = entry.key_span;
    let type_value = fields.require("type", at, report)?;
    let type_name = string("`type`", type_value, report)?;
    let noun = noun(type_name);
    let fields = Properties::new(&noun, &entry.value, report)?;

    if let Some(member) = member {
        identifier(member, at, report);
        if type_name != "apply" {
            let title = format!("`{key}` is a member ID, not a shape ID");
            report.push(
                Diagnostic::new(Code::Identifier, title, at)
                    .help("define the member in `members` of its shape"),
            );
            return None;
        }
    }
    if type_name == "apply" {
        fields.only(&["type", "traits"], report);
        let traits = applied(fields.get("traits"), report);
        return Some(Definition::Statement(Statement {
            shape: id?,
            member: member.map(str::to_owned),
            span: at,
            traits,
        }));
    }
    let found = ShapeType::NAMES.iter().find(|(_, name)| *name == type_name);
    let Some((kind, _)) = found else {
        report.push(unknown_type(type_name, type_value.span));
        return None;
    };
    let body = body(*kind, &fields, at, report);
    let mixins = fields.references("mixins", report);
    let traits = applied(fields.get("traits"), report);
    Some(Definition::Shape(Shape {
        id: id?,
        span: at,
        extent: entry.extent(),
        traits,
        body,
        mixins,
        positions: OnceCell::new(),
    }))
}

fn noun(type_name: &str) -> String {
    match ShapeType::NAMES.iter().find(|(_, name)| *name == type_name) {
        Some((kind, _)) => kind.noun(),
        None => "a shape".to_owned(),
    }
}

fn unknown_type(name: &str, span: Span) -> Diagnostic {
    let names = ShapeType::NAMES
        .iter()
        .map(|(_, name)| *name)
        .chain(["apply"]);
    let title = format!("unknown shape type `{name}`");
    let diagnostic = Diagnostic::new(Code::UnknownShapeType, title, span);
    match closest(name, names) {
        Some(name) => diagnostic.suggest(
            "a type with a similar name exists",
            span,
            format!("\"{name}\""),
        ),
        None => diagnostic
            .help("use a type of Smithy 2.0, such as `structure`, `string`, `list` or `operation`"),
    }
}

fn body<'a>(
    kind: ShapeType,
    fields: &Properties<'a, '_>,
    at: Span,
    report: &mut DiagnosticReport,
) -> Body<'a> {
    let single = |names: &[&str], report: &mut DiagnosticReport| {
        fields.only(&[&["type", "traits", "mixins"], names].concat(), report);
        let members = names.iter().filter_map(|name| {
            // A mixin may have the member; a mixin that lacks it is reported
            // separately.
            let value = match fields.get("mixins") {
                Some(_) => fields.get(name)?,
                None => fields.require(name, at, report)?,
            };
            let span = fields.key_span(name).unwrap_or(value.span);
            let name = (*name).to_owned().into();
            member(name, span, span.to(value.span), value, report)
        });
        members.collect()
    };
    match kind {
        ShapeType::List => Body::Data(kind, single(&["member"], report)),
        ShapeType::Map => Body::Data(kind, single(&["key", "value"], report)),
        ShapeType::Structure | ShapeType::Union | ShapeType::Enum | ShapeType::IntEnum => {
            fields.only(&["type", "traits", "mixins", "members"], report);
            Body::Data(kind, members(fields, report))
        }
        ShapeType::Service => Body::Service(service(fields, report)),
        ShapeType::Resource => Body::Resource(Box::new(resource(fields, report))),
        ShapeType::Operation => Body::Operation(operation(fields, report)),
        _ => {
            fields.only(&["type", "traits", "mixins"], report);
            Body::Data(kind, Vec::new())
        }
    }
}

fn members<'a>(fields: &Properties<'a, '_>, report: &mut DiagnosticReport) -> Vec<Member<'a>> {
    let Some(value) = fields.get("members") else {
        return Vec::new();
    };
    let members = object("`members`", value, report);
    let entries = members.into_iter().flat_map(|members| members.entries());
    entries
        .filter_map(|entry| {
            identifier(&entry.key, entry.key_span, report);
            let (span, extent) = (entry.key_span, entry.extent());
            member(entry.key.clone(), span, extent, &entry.value, report)
        })
        .collect()
}

fn member<'a>(
    name: Cow<'a, str>,
    span: Span,
    extent: Span,
    value: &'a Value<'a>,
    report: &mut DiagnosticReport,
) -> Option<Member<'a>> {
    let fields = Properties::new("a member", value, report)?;
    fields.only(&["target", "traits"], report);
    let target = target(&fields, span, report).unwrap_or_else(|| Reference {
        id: unreadable(),
        span,
    });
    Some(Member {
        name,
        span,
        extent,
        target,
        traits: applied(fields.get("traits"), report),
    })
}

fn applied<'a>(value: Option<&'a Value<'a>>, report: &mut DiagnosticReport) -> Traits<'a> {
    let traits = value.and_then(|value| object("`traits`", value, report));
    let entries = traits.into_iter().flat_map(|traits| traits.entries());
    let traits = entries.filter_map(|entry| {
        if ShapeId::parse(&entry.key).is_none() {
            report.push(trait_id(&entry.key, entry.key_span));
            return None;
        }
        Some(Trait {
            id: &entry.key,
            span: entry.key_span,
            value: Cow::Borrowed(&entry.value),
        })
    });
    Traits(traits.map(|found| (found.id, found)).collect())
}

/// Reports the key of a trait that is not a shape ID: usually one of Smithy's traits
/// without its namespace.
fn trait_id(key: &str, span: Span) -> Diagnostic {
    let diagnostic = invalid_shape_id(key, span);
    let names = traits::all().map(|known| known.id);
    let prelude: Vec<&str> = names.filter_map(ids::in_prelude).collect();
    let name = key.rsplit(['#', '.', '@']).next().unwrap_or_default();
    match closest(name, prelude) {
        Some(name) => diagnostic.suggest(
            "Smithy's traits are in the namespace `smithy.api`",
            span,
            format!("\"smithy.api#{name}\""),
        ),
        None => diagnostic,
    }
}

fn service(fields: &Properties<'_, '_>, report: &mut DiagnosticReport) -> Service {
    let known = [
        "type",
        "traits",
        "mixins",
        "version",
        "operations",
        "resources",
        "errors",
        "rename",
    ];
    fields.only(&known, report);
    Service {
        version: fields.string("version", report).map(str::to_owned),
        operations: fields.references("operations", report),
        resources: fields.references("resources", report),
        errors: fields.references("errors", report),
        rename: rename(fields, report),
    }
}

fn rename(fields: &Properties<'_, '_>, report: &mut DiagnosticReport) -> Vec<Rename> {
    let Some(value) = fields.get("rename") else {
        return Vec::new();
    };
    let names = object("`rename`", value, report);
    let entries = names.into_iter().flat_map(|names| names.entries());
    entries
        .filter_map(|entry| {
            let id = shape_id(&entry.key, entry.key_span, report);
            let name = string("the new name of a shape", &entry.value, report)?;
            identifier(name, entry.value.span, report);
            Some(Rename {
                shape: Reference {
                    id: id?,
                    span: entry.key_span,
                },
                name: name.to_owned(),
                span: entry.value.span,
            })
        })
        .collect()
}

fn resource(fields: &Properties<'_, '_>, report: &mut DiagnosticReport) -> Resource {
    const LIFECYCLE: [&str; 6] = ["create", "put", "read", "update", "delete", "list"];
    let known = [
        "type",
        "traits",
        "mixins",
        "identifiers",
        "properties",
        "operations",
        "collectionOperations",
        "resources",
    ];
    fields.only(&[&known[..], &LIFECYCLE].concat(), report);
    let lifecycle: Vec<(&str, Reference)> = LIFECYCLE
        .into_iter()
        .filter_map(|name| Some((name, fields.reference(name, report)?)))
        .collect();
    let instance = fields.references("operations", report);
    let collection = fields.references("collectionOperations", report);
    let of_lifecycle = lifecycle.iter().map(|(_, reference)| reference);
    let identifiers: Vec<Identifier> = named_references(fields, "identifiers", report);
    let properties = named_references(fields, "properties", report);
    let data = identifiers.iter().chain(&properties);
    Resource {
        data: data.map(|entry| entry.target.clone()).collect(),
        operations: of_lifecycle
            .chain(&instance)
            .chain(&collection)
            .cloned()
            .collect(),
        identifiers,
        lifecycle,
        instance,
        collection,
        resources: fields.references("resources", report),
    }
}

/// The entries of an object of references.
fn named_references(
    fields: &Properties<'_, '_>,
    name: &str,
    report: &mut DiagnosticReport,
) -> Vec<Identifier> {
    let map = fields.get(name);
    let map = map.and_then(|map| object(&format!("`{name}`"), map, report));
    let entries = map.into_iter().flat_map(|map| map.entries());
    entries
        .filter_map(|entry| {
            Some(Identifier {
                name: entry.key.to_string(),
                span: entry.key_span,
                target: reference(&entry.value, report)?,
            })
        })
        .collect()
}

fn operation(fields: &Properties<'_, '_>, report: &mut DiagnosticReport) -> Operation {
    let known = ["type", "traits", "mixins", "input", "output", "errors"];
    fields.only(&known, report);
    Operation {
        input: fields.reference("input", report),
        output: fields.reference("output", report),
        errors: fields.references("errors", report),
    }
}
