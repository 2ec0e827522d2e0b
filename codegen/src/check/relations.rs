//! Rules about the relations of values inside a shape: `totals`, `uniqueBy`,
//! `uniform`, `conditions`.

use std::collections::BTreeSet;

use super::paths::{Lists, Path, entry};
use super::{CheckContext, Subject};
use crate::ast::{Member, Shape};
use crate::diagnostic::{Code, Diagnostic, DiagnosticReport};
use crate::json::{Entry, Value, ValueKind};
use crate::model::{ShapeId, ShapeType};
use crate::phrases::{closest, list};
use crate::traits::{Kinds, LENGTHS, ids};

/// The types whose values `uniqueBy` compares.
const COMPARED: Kinds = Kinds::STRINGS.and(&[
    ShapeType::Byte,
    ShapeType::Short,
    ShapeType::Integer,
    ShapeType::Long,
    ShapeType::IntEnum,
]);

pub(super) fn check(context: &CheckContext<'_, '_>, report: &mut DiagnosticReport) {
    for subject in context.subjects() {
        let traits = subject.traits();
        let id = match subject {
            Subject::Shape(shape) => &shape.id,
            Subject::Member(_, member) => &member.target.id,
        };
        let elements = |id| traits.value(id).map_or(&[][..], Value::elements);
        for total in elements(ids::TOTALS) {
            if let Some(path) = total.get("path") {
                member_at(context, id, path, Lists::Entered, report);
            }
        }
        // `traits` reports the rules on other shapes.
        if subject.kind(context.ast) == Some(ShapeType::List) {
            let (unique, uniform) = (elements(ids::UNIQUE_BY), elements(ids::UNIFORM));
            duplicates(unique, report);
            duplicates(uniform, report);
            if let Some(entry) = context.ast.shape(id).and_then(|list| list.member("member")) {
                for path in unique {
                    unique_by(context, &entry.target.id, path, report);
                }
                for path in uniform {
                    same_everywhere(context, &entry.target.id, path, report);
                }
            }
        }
        if let Subject::Shape(shape) = subject {
            for value in elements(ids::CONDITIONS) {
                Condition { shape, value }.check(context, report);
            }
        }
    }
}

/// Follows a path to the member at its end; `None` if there is none.
fn member_at<'c, 'a>(
    context: &CheckContext<'c, 'a>,
    start: &ShapeId,
    path: &Value<'_>,
    lists: Lists,
    report: &mut DiagnosticReport,
) -> Option<&'c Member<'a>> {
    Path::new(path, lists)?.follow(context, start, report)
}

/// Checks a path of `uniform`, which may end with the mark of presence.
fn same_everywhere(
    context: &CheckContext<'_, '_>,
    start: &ShapeId,
    path: &Value<'_>,
    report: &mut DiagnosticReport,
) {
    if let Some(path) = Path::new(path, Lists::Rejected) {
        path.without_mark().follow(context, start, report);
    }
}

fn duplicates(paths: &[Value<'_>], report: &mut DiagnosticReport) {
    let mut seen = BTreeSet::new();
    for path in paths {
        if let Some(text) = path.as_str()
            && !seen.insert(text)
        {
            let title = format!("duplicate path `{text}`");
            report.push(Diagnostic::new(Code::RulePath, title, path.span).help("remove it"));
        }
    }
}

fn unique_by(
    context: &CheckContext<'_, '_>,
    start: &ShapeId,
    path: &Value<'_>,
    report: &mut DiagnosticReport,
) {
    let Some(member) = member_at(context, start, path, Lists::Entered, report) else {
        return;
    };
    let target = &member.target.id;
    let value = match context.ast.kind(target) {
        Some(ShapeType::List) => entry(context, target),
        _ => Some(target),
    };
    let kind = value.and_then(|id| context.ast.kind(id));
    if let Some(kind) = kind.filter(|kind| !COMPARED.contains(*kind)) {
        let title = format!("`{}` has values that cannot be compared", member.name);
        report.push(
            Diagnostic::new(Code::RulePath, title, path.span)
                .label("the path must end at a string, enum or integer")
                .secondary(member.target.span, kind.noun()),
        );
    }
}

/// An element of `conditions`.
struct Condition<'c, 'a> {
    shape: &'c Shape<'a>,
    value: &'c Value<'a>,
}

impl Condition<'_, '_> {
    fn check(&self, context: &CheckContext<'_, '_>, report: &mut DiagnosticReport) {
        let Some(when) = self.value.get("when") else {
            return;
        };
        if when.as_object().is_some() && when.entries().next().is_none() {
            report.push(
                Diagnostic::new(Code::Condition, "`when` without members", when.span)
                    .label("the rule would apply always")
                    .help("name a member and its values, or use other rules"),
            );
        }
        for entry in when.entries() {
            self.when(context, entry, report);
        }
        let mut seen: BTreeSet<&str> = when.entries().map(|entry| entry.key.as_ref()).collect();
        for name in ["require", "forbid"] {
            let Some(paths) = self.value.get(name) else {
                continue;
            };
            if matches!(&paths.kind, ValueKind::Array(paths) if paths.is_empty()) {
                let title = format!("`{name}` is empty");
                report.push(
                    Diagnostic::new(Code::Condition, title, paths.span)
                        .help("name a member, or remove the property"),
                );
            }
            for path in paths.elements() {
                let Some(text) = path.as_str() else { continue };
                if !seen.insert(text) {
                    let title = format!("`{text}` is in a condition twice");
                    report.push(
                        Diagnostic::new(Code::Condition, title, path.span)
                            .label("duplicate")
                            .help(
                                "name a member once, in `when`, `require` or `forbid`; to forbid \
                                values of `when`, remove `require` and `forbid`",
                            ),
                    );
                    continue;
                }
                let member = member_at(context, &self.shape.id, path, Lists::Entered, report);
                if let Some(member) = member {
                    self.optional(member, text, path.span, report);
                }
            }
        }
    }

    /// Reports a required member of the structure, because it is always set.
    fn optional(
        &self,
        member: &Member<'_>,
        path: &str,
        span: crate::source::Span,
        report: &mut DiagnosticReport,
    ) {
        if let Some(required) = member.traits.get(ids::REQUIRED)
            && self.shape.member(path).is_some()
        {
            let title = format!("the required member `{path}` is always set");
            report.push(
                Diagnostic::new(Code::Condition, title, span)
                    .secondary(required.span, "required here")
                    .help("remove it from the condition, or `required` from the member"),
            );
        }
    }

    fn when(
        &self,
        context: &CheckContext<'_, '_>,
        entry: &Entry<'_>,
        report: &mut DiagnosticReport,
    ) {
        let path = Path {
            text: &entry.key,
            span: entry.key_span,
            lists: Lists::Rejected,
        };
        let Some(member) = path.follow(context, &self.shape.id, report) else {
            return;
        };
        if entry.value.as_object().is_some() {
            state(context, member, &entry.value, report);
            return;
        }
        let values = entry.value.elements();
        if values.is_empty() {
            self.optional(member, &entry.key, entry.key_span, report);
        }
        let Some(kind) = context.ast.kind(&member.target.id) else {
            return;
        };
        let target = context.ast.shape(&member.target.id);
        let mut seen = BTreeSet::new();
        for value in values {
            if !seen.insert(value.to_node().to_string()) {
                let title = "duplicate value in a condition";
                report.push(Diagnostic::new(Code::Condition, title, value.span).help("remove it"));
            }
            let text = match (kind, &value.kind) {
                (ShapeType::Boolean, ValueKind::Bool(_)) => continue,
                (
                    ShapeType::Byte | ShapeType::Short | ShapeType::Integer | ShapeType::Long,
                    ValueKind::Number(_),
                ) if value
                    .as_number()
                    .is_some_and(|number| number.as_i64().is_some()) =>
                {
                    continue;
                }
                (ShapeType::IntEnum, ValueKind::Number(text)) => (*text).to_owned(),
                (
                    ShapeType::String | ShapeType::Enum | ShapeType::Union,
                    ValueKind::String(text),
                ) => text.to_string(),
                _ => {
                    report.push(wrong_type(member, kind, value));
                    continue;
                }
            };
            let known = match (kind, target) {
                (ShapeType::Union, Some(union)) => {
                    let members = union.members().iter();
                    members.map(|member| member.name.to_string()).collect()
                }
                (_, Some(target)) => super::enums::values(target),
                (_, None) => Vec::new(),
            };
            if !known.is_empty() && !known.contains(&text) {
                let may_search = report.may_search();
                report.push(unknown_value(member, &text, value, &known, may_search));
            }
        }
    }
}

/// Checks a state of a member that is not a list of values.
fn state(
    context: &CheckContext<'_, '_>,
    member: &Member<'_>,
    value: &Value<'_>,
    report: &mut DiagnosticReport,
) {
    let known = ["length", "pattern"];
    let states: Vec<&Entry<'_>> = value
        .entries()
        .filter(|entry| known.contains(&entry.key.as_ref()))
        .collect();
    let [entry] = states.as_slice() else {
        let title = format!("a condition with {} states, not one", states.len());
        report.push(
            Diagnostic::new(Code::Condition, title, value.span)
                .help("write a list of values, or one of `length` and `pattern`"),
        );
        return;
    };
    let kinds = match entry.key.as_ref() {
        "length" => LENGTHS,
        _ => Kinds::STRINGS,
    };
    let kind = context.ast.kind(&member.target.id);
    if let Some(kind) = kind.filter(|kind| !kinds.contains(*kind)) {
        let title = format!("`{}` does not apply to {}", entry.key, kind.noun());
        report.push(
            Diagnostic::new(Code::Condition, title, entry.key_span)
                .secondary(member.target.span, kind.noun())
                .help("write a list of values, or name another member"),
        );
    }
}

fn wrong_type(member: &Member<'_>, kind: ShapeType, value: &Value<'_>) -> Diagnostic {
    let (name, noun) = (&member.name, kind.noun());
    let expected = match kind {
        ShapeType::Union => "write the name of a member of the union",
        ShapeType::String | ShapeType::Enum => "write a string",
        ShapeType::Boolean => "write `true` or `false`",
        ShapeType::Byte
        | ShapeType::Short
        | ShapeType::Integer
        | ShapeType::Long
        | ShapeType::IntEnum => "write an integer",
        _ => {
            let title = format!("a condition cannot compare `{name}`, {noun}");
            return Diagnostic::new(Code::Condition, title, value.span)
                .secondary(member.target.span, noun)
                .help("write `[]`: the condition can only be that the member is set");
        }
    };
    let title = format!("`{name}` is {noun}, not {}", value.noun());
    Diagnostic::new(Code::Condition, title, value.span)
        .secondary(member.target.span, noun)
        .help(expected)
}

fn unknown_value(
    member: &Member<'_>,
    text: &str,
    value: &Value<'_>,
    known: &[String],
    may_search: bool,
) -> Diagnostic {
    let title = format!("unknown value `{text}` of `{}`", member.name);
    let diagnostic = Diagnostic::new(Code::Condition, title, value.span)
        .label("the condition is never true")
        .secondary(member.target.span, "its values are listed");
    let similar = may_search.then(|| closest(text, known.iter().map(String::as_str)));
    match similar.flatten() {
        Some(similar) if matches!(value.kind, ValueKind::String(_)) => diagnostic.suggest(
            "a similar value exists",
            value.span,
            format!("\"{similar}\""),
        ),
        _ => diagnostic.note(format!("known values: {}", list(known))),
    }
}
