//! Rules that relate members: `exactlyOneOf`, `atLeastOneOf`, `atMostOneOf`,
//! `requiredKeys`.

use super::{CheckContext, Subject};
use crate::ast::{Member, Shape};
use crate::diagnostic::{Code, Diagnostic, DiagnosticReport};
use crate::json::Value;
use crate::model::{ShapeId, ShapeType};
use crate::phrases::{closest, list};
use crate::resolve::map_path;
use crate::traits::ids;

pub(super) fn check(context: &CheckContext<'_, '_>, report: &mut DiagnosticReport) {
    for subject in context.subjects() {
        match subject {
            Subject::Shape(shape) => {
                for id in [
                    ids::EXACTLY_ONE_OF,
                    ids::AT_LEAST_ONE_OF,
                    ids::AT_MOST_ONE_OF,
                ] {
                    let groups = shape.traits.value(id);
                    for group in groups.into_iter().flat_map(|groups| groups.elements()) {
                        check_group(shape, group, report);
                    }
                }
            }
            Subject::Member(_, member) => {
                if let Some(rule) = member.traits.value(ids::REQUIRED_KEYS) {
                    required_keys(context, member, rule, report);
                }
            }
        }
    }
}

fn check_group(shape: &Shape<'_>, group: &Value<'_>, report: &mut DiagnosticReport) {
    let mut names: Vec<&str> = Vec::new();
    for element in group.elements() {
        let Some(name) = element.as_str() else {
            continue;
        };
        if names.contains(&name) {
            let title = format!("duplicate member `{name}` in a group");
            report.push(
                Diagnostic::new(Code::MemberGroup, title, element.span)
                    .label("duplicate")
                    .help("remove it, or name another member"),
            );
        }
        names.push(name);
        match shape.member(name) {
            None => {
                let title = format!("unknown member `{name}` of `{}`", shape.id.name());
                report.push(unknown_member(
                    Code::MemberGroup,
                    title,
                    shape,
                    name,
                    element,
                ));
            }
            Some(member) => {
                if let Some(required) = member.traits.get(ids::REQUIRED) {
                    let title = format!("required member `{name}` in a group of alternatives");
                    report.push(
                        Diagnostic::new(Code::MemberGroup, title, element.span)
                            .label("members of a group must be optional")
                            .secondary(required.span, "required here")
                            .help(
                                "remove `required` from the member, or the member from the group",
                            ),
                    );
                }
            }
        }
    }
    if group.elements().len() < 2 {
        let title = "group of fewer than two members";
        report.push(
            Diagnostic::new(Code::MemberGroup, title, group.span)
                .label("no alternatives")
                .help("name at least two members, or make the single member `required`"),
        );
    }
}

fn unknown_member(
    code: Code,
    title: String,
    shape: &Shape<'_>,
    name: &str,
    value: &Value<'_>,
) -> Diagnostic {
    let members = shape.members().iter();
    let names: Vec<&str> = members.map(|member| member.name.as_ref()).collect();
    let diagnostic = Diagnostic::new(code, title, value.span)
        .label("unknown member")
        .secondary(shape.span, "the structure");
    match closest(name, names.iter().copied()) {
        Some(similar) => diagnostic.suggest(
            "a member with a similar name exists",
            value.span,
            format!("\"{similar}\""),
        ),
        None if names.is_empty() => diagnostic,
        None => diagnostic.note(format!("known members: {}", list(&names))),
    }
}

fn required_keys(
    context: &CheckContext<'_, '_>,
    member: &Member<'_>,
    rule: &Value<'_>,
    report: &mut DiagnosticReport,
) {
    if let Some(keys) = rule.get("keys")
        && keys.elements().is_empty()
    {
        report.push(
            Diagnostic::new(Code::RequiredKeys, "`requiredKeys` without keys", keys.span)
                .label("expected at least one key")
                .help("add a key, or remove the trait"),
        );
    }
    let path = rule.get("path");
    let names = map_path(path.and_then(Value::as_str).unwrap_or_default());
    let mut id: &ShapeId = &member.target.id;
    for name in &names {
        let Some(shape) = context.ast.shape(id) else {
            return;
        };
        let Some(next) = shape.member(name) else {
            if let Some(path) = path {
                let title = format!("unknown member `{name}` of `{}`", shape.id.name());
                report.push(unknown_member(Code::RequiredKeys, title, shape, name, path));
            }
            return;
        };
        id = &next.target.id;
    }
    let Some(kind) = context.ast.kind(id) else {
        return;
    };
    if kind != ShapeType::Map {
        let name = names.last().map_or(member.name.as_ref(), String::as_str);
        let title = format!("`{name}` is {}, not a map", kind.noun());
        let span = path.map_or(rule.span, |path| path.span);
        let mut diagnostic = Diagnostic::new(Code::RequiredKeys, title, span)
            .label("expected a map")
            .secondary(member.target.span, "the path starts here");
        if path.is_none() {
            diagnostic = diagnostic.help("set `path` to the member that is a map");
        }
        report.push(diagnostic);
    }
}
