//! Rules between members: `exactlyOneOf`, `atMostOneOf`, `requiredKeys`.

use super::{Context, Subject};
use crate::ast::{Kind, Member, Shape};
use crate::diagnostic::{Code, Diagnostic, Report};
use crate::model::ShapeId;
use crate::phrases::{closest, list};
use crate::resolve::map_path;
use crate::source::Value;
use crate::traits::ids;

pub(super) fn check(context: &Context<'_, '_>, report: &mut Report) {
    for subject in context.subjects() {
        match subject {
            Subject::Shape(shape) => {
                for id in [ids::EXACTLY_ONE_OF, ids::AT_MOST_ONE_OF] {
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

fn check_group(shape: &Shape<'_>, group: &Value<'_>, report: &mut Report) {
    let mut names: Vec<&str> = Vec::new();
    for element in group.elements() {
        let Some(name) = element.as_str() else {
            continue;
        };
        if names.contains(&name) {
            let title = format!("the member `{name}` stands twice in one group");
            report.push(
                Diagnostic::new(Code::MemberGroup, title, element.span)
                    .label("here again")
                    .help("remove it, or name the member that was meant"),
            );
        }
        names.push(name);
        match shape.member(name) {
            None => {
                let title = format!("`{}` has no member `{name}`", shape.id.name());
                report.push(absent(Code::MemberGroup, title, shape, name, element));
            }
            Some(member) => {
                if let Some(required) = member.traits.get(ids::REQUIRED) {
                    let title = format!("`{name}` is required, so that it is always set");
                    report.push(
                        Diagnostic::new(Code::MemberGroup, title, element.span)
                            .label("this group leaves open which member is set")
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
        let title = "a group of fewer than two members";
        report.push(
            Diagnostic::new(Code::MemberGroup, title, group.span)
                .label("there is nothing to choose between")
                .help("name at least two members; use `required` for a single one"),
        );
    }
}

/// That a structure has no member with a name, with the one that was meant.
fn absent(
    code: Code,
    title: String,
    shape: &Shape<'_>,
    name: &str,
    value: &Value<'_>,
) -> Diagnostic {
    let members = shape.members().iter();
    let names: Vec<&str> = members.map(|member| member.name.as_ref()).collect();
    let diagnostic = Diagnostic::new(code, title, value.span)
        .label("no such member")
        .secondary(shape.span, "the structure");
    match closest(name, names.iter().copied()) {
        Some(similar) => diagnostic.suggest(
            "a member with a similar name exists",
            value.span,
            format!("\"{similar}\""),
        ),
        None if names.is_empty() => diagnostic,
        None => diagnostic.note(format!("its members: {}", list(&names))),
    }
}

fn required_keys(
    context: &Context<'_, '_>,
    member: &Member<'_>,
    rule: &Value<'_>,
    report: &mut Report,
) {
    if let Some(keys) = rule.get("keys")
        && keys.elements().is_empty()
    {
        report.push(
            Diagnostic::new(Code::RequiredKeys, "no keys are required", keys.span)
                .label("expected a key")
                .help("name the keys, or remove the trait"),
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
                let title = format!("`{}` has no member `{name}`", shape.id.name());
                report.push(absent(Code::RequiredKeys, title, shape, name, path));
            }
            return;
        };
        id = &next.target.id;
    }
    let Some(kind) = context.ast.kind(id) else {
        return;
    };
    if kind != Kind::Map {
        let what = names.last().map_or(member.name.as_ref(), String::as_str);
        let title = format!("`{what}` is {}, which has no keys", kind.noun());
        let span = path.map_or(rule.span, |path| path.span);
        let mut diagnostic = Diagnostic::new(Code::RequiredKeys, title, span)
            .label("expected a path to a map")
            .secondary(member.target.span, "the path starts at this shape");
        if path.is_none() {
            diagnostic = diagnostic.help("name the members that lead to the map in `path`");
        }
        report.push(diagnostic);
    }
}
