//! Data models: roots, tagged unions, and the formats of members.

use super::{CheckContext, Subject};
use crate::ast::{Member, Shape, Trait};
use crate::diagnostic::{Code, Diagnostic, DiagnosticReport};
use crate::json::{Value, ValueKind};
use crate::model::{Content, ShapeId, ShapeKind, ShapeType, Tagged};
use crate::traits::ids;

/// The traits that are only allowed in data models.
const OWN: &[&str] = &[
    ids::ROOT,
    ids::TAGGED,
    ids::FLATTENED,
    ids::CONSTANT,
    ids::STRING_OR_NUMBER,
    ids::JSON_TEXT,
];

pub(super) fn check(context: &CheckContext<'_, '_>, report: &mut DiagnosticReport) {
    if !context.model.is_data_model() {
        for subject in context.subjects() {
            let traits = OWN.iter().filter_map(|id| subject.traits().get(id));
            for found in traits {
                report.push(outside(context, found));
            }
        }
        return;
    }
    roots(context, report);
    for subject in context.subjects() {
        match subject {
            Subject::Shape(shape) if shape.kind() == ShapeType::Union => {
                union(context, shape, report);
            }
            Subject::Shape(shape) if shape.kind() == ShapeType::Structure => {
                structure(context, shape, report);
            }
            Subject::Shape(_) => {}
            Subject::Member(_, member) => {
                if let Some(found) = member.traits.get(ids::CONSTANT) {
                    constant(context, member, found, report);
                }
            }
        }
        written_as_number(context, subject, report);
    }
}

fn outside(context: &CheckContext<'_, '_>, found: &Trait<'_>) -> Diagnostic {
    let name = found.id.split_once('#').map_or(found.id, |(_, name)| name);
    let title = format!("`{name}` outside a data model");
    let diagnostic = Diagnostic::new(Code::OutsideDataModel, title, found.span)
        .label("only data models have this trait");
    match context.ast.services().next() {
        Some((service, _)) => diagnostic
            .secondary(
                service.span,
                "a model with a service cannot be a data model",
            )
            .help("move the shape to a separate model without a service"),
        None => diagnostic.help(format!(
            "name the data model: add `\"{}\": {{\"title\": \"…\"}}` to the `metadata`",
            ids::DATA_MODEL
        )),
    }
}

fn roots(context: &CheckContext<'_, '_>, report: &mut DiagnosticReport) {
    let Some(header) = &context.ast.data_model else {
        return;
    };
    let none = context
        .model
        .data
        .as_ref()
        .is_some_and(|data| data.roots.is_empty());
    if none {
        report.push(
            Diagnostic::new(Code::NoRoot, "data model without a root", header.span)
                .label(format!(
                    "no structure or union has `{root}`",
                    root = ids::ROOT
                ))
                .help(format!(
                    "mark the values that callers write or read: `\"{root}\": \"read\"`",
                    root = ids::ROOT
                )),
        );
    }
}

fn union(context: &CheckContext<'_, '_>, shape: &Shape<'_>, report: &mut DiagnosticReport) {
    let resolved = context.model.shape(&shape.id);
    let Some(tagged) = &resolved.tagged else {
        if context.model.connected.contains(&shape.id) {
            let title = format!("`{}` is not tagged", shape.id.name());
            report.push(
                Diagnostic::new(Code::TaggedUnion, title, shape.span)
                    .label(format!("no `{tagged}` trait", tagged = ids::TAGGED))
                    .help(format!(
                        "add the trait with the member that names the variant: \
                         `\"{tagged}\": {{\"tag\": \"type\"}}`",
                        tagged = ids::TAGGED
                    )),
            );
        }
        return;
    };
    let ShapeKind::Union(members) = &resolved.kind else {
        return;
    };
    optional_variants(context, shape, tagged, report);
    for (member, node) in members.iter().zip(shape.members()) {
        let target = context.ast.kind(&member.target);
        let is_structure = target == Some(ShapeType::Structure) || member.target.is_unit();
        if tagged.content == Content::Inline && !is_structure {
            let title = format!("`{}` has no members to put next to the tag", member.name);
            report.push(
                Diagnostic::new(Code::TaggedUnion, title, node.target.span)
                    .label("not a structure")
                    .help("target a structure, or use `\"content\": \"member\"`"),
            );
        }
        if tagged.content == Content::Member && member.wire_name() == tagged.tag {
            report.push(same_name(&tagged.tag, node));
        }
        if tagged.content == Content::Inline {
            let inner = context.ast.shape(&member.target);
            let inner = inner.into_iter().flat_map(|shape| shape.members());
            for clash in inner.filter(|inner| wire_name(inner) == tagged.tag) {
                report.push(same_name(&tagged.tag, clash));
            }
        }
    }
}

/// Reports names in `optional` of variants that are not structures.
fn optional_variants(
    context: &CheckContext<'_, '_>,
    shape: &Shape<'_>,
    tagged: &Tagged,
    report: &mut DiagnosticReport,
) {
    let names = shape.traits.value(ids::TAGGED);
    let names = names.and_then(|value| value.get("optional"));
    for name in names.into_iter().flat_map(|names| names.elements()) {
        let member = shape.members().iter();
        let mut member = member.filter(|member| name.as_str() == Some(member.name.as_ref()));
        let target = member.next().map(|member| &member.target.id);
        let kind = target.and_then(|target| context.ast.kind(target));
        if kind != Some(ShapeType::Structure) || tagged.content == Content::Inline {
            report.push(
                Diagnostic::new(
                    Code::TaggedUnion,
                    "variant that cannot be optional",
                    name.span,
                )
                .label("not a variant with a structure in a member")
                .help("remove it, or name a variant whose value is a structure"),
            );
        }
    }
}

fn same_name(tag: &str, member: &Member<'_>) -> Diagnostic {
    let title = format!("`{}` has the name of the tag", member.name);
    Diagnostic::new(Code::TaggedUnion, title, member.span)
        .label(format!("`{tag}` names the variant"))
        .help("rename the member with `jsonName`, or choose another tag")
}

fn wire_name<'m>(member: &'m Member<'_>) -> &'m str {
    member.traits.str(ids::JSON_NAME).unwrap_or(&member.name)
}

/// Reports names that a flattened union shares with the other members.
fn structure(context: &CheckContext<'_, '_>, shape: &Shape<'_>, report: &mut DiagnosticReport) {
    let flattened = shape.members().iter();
    let flattened = flattened.filter(|member| member.traits.has(ids::FLATTENED));
    for member in flattened {
        let target = context.model.shape(&member.target.id);
        let Some(tagged) = &target.tagged else {
            // An untagged union is reported elsewhere.
            continue;
        };
        let taken = names_next_to(context, &member.target.id, tagged);
        let others = shape.members().iter();
        for other in others.filter(|other| !other.traits.has(ids::FLATTENED)) {
            if taken.iter().any(|name| name == wire_name(other)) {
                let title = format!("`{}` collides with a flattened union", other.name);
                report.push(
                    Diagnostic::new(Code::FlattenedName, title, other.span)
                        .label("also the name of its tag or content")
                        .secondary(member.span, "the flattened union")
                        .help("rename one of them with `jsonName`"),
                );
            }
        }
    }
}

/// Returns the names that a union occupies in the surrounding object. Members of
/// inline variants do not count: the members of the structure take precedence.
fn names_next_to(context: &CheckContext<'_, '_>, union: &ShapeId, tagged: &Tagged) -> Vec<String> {
    let mut names = vec![tagged.tag.clone()];
    if tagged.content == Content::Member {
        let members = context.model.shape(union).members();
        names.extend(members.iter().map(|member| member.wire_name().to_owned()));
    }
    names
}

fn constant(
    context: &CheckContext<'_, '_>,
    member: &Member<'_>,
    found: &Trait<'_>,
    report: &mut DiagnosticReport,
) {
    let kind = context.ast.kind(&member.target.id);
    let fits = match (kind, &found.value.kind) {
        (Some(ShapeType::String), ValueKind::String(_))
        | (Some(ShapeType::Boolean), ValueKind::Bool(_)) => true,
        (Some(ShapeType::Integer | ShapeType::Long), ValueKind::Number(_)) => {
            let number = found.value.as_number();
            number.is_some_and(|number| number.as_i64().is_some())
        }
        // A wrong target is reported elsewhere.
        (
            Some(ShapeType::String | ShapeType::Boolean | ShapeType::Integer | ShapeType::Long),
            _,
        ) => false,
        _ => true,
    };
    if !fits {
        let kind = kind.map_or_else(|| "the target".to_owned(), ShapeType::noun);
        let title = format!("constant of the wrong type for `{}`", member.name);
        report.push(
            Diagnostic::new(Code::Constant, title, found.value.span)
                .label(format!("not a value of {kind}"))
                .secondary(member.target.span, "the type"),
        );
    }
}

/// Reports text that is written as a number.
fn written_as_number(
    context: &CheckContext<'_, '_>,
    subject: Subject<'_, '_>,
    report: &mut DiagnosticReport,
) {
    let Some(found) = subject.traits().value(ids::STRING_OR_NUMBER) else {
        return;
    };
    let is_text = subject.kind(context.ast) == Some(ShapeType::String);
    if is_text && found.str("written") == Some("number") {
        let span = found
            .get("written")
            .map_or(found.span, |value: &Value<'_>| value.span);
        report.push(
            Diagnostic::new(Code::WrittenForm, "string written as a number", span)
                .label("not every string is a number")
                .help("target a number, or use `\"written\": \"string\"`"),
        );
    }
}
