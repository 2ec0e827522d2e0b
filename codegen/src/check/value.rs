//! Checks JSON values against shapes: defaults, values of traits that the model
//! defines, protocol tests and examples.

use super::CheckContext;
use super::limits::violated;
use crate::ast::{Member, Shape};
use crate::diagnostic::{Code, Diagnostic, DiagnosticReport};
use crate::json::{Value, ValueKind};
use crate::model::{Constraints, ShapeId, ShapeType};
use crate::phrases::{closest, list};
use crate::source::Span;
use crate::traits::ids;

/// The purpose of a value, which decides how strictly it is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// The value of a trait that the model defines.
    Trait,
    Default,
    /// The input of a request test: nested structures need their required
    /// members, and enum values must be listed.
    RequestTest,
    /// The output of a response test: members may be unset, and enum values must
    /// be listed.
    ResponseTest,
    /// The output of a response test from a newer version of the service.
    OpenResponseTest,
    /// An example in the documentation: enum values must be listed.
    Example,
}

/// Reports values that do not match the shape.
pub(super) fn check(
    context: &CheckContext<'_, '_>,
    id: &ShapeId,
    value: &Value<'_>,
    purpose: Purpose,
    code: Code,
    report: &mut DiagnosticReport,
) {
    let check = Check {
        context,
        purpose,
        code,
        whole: value.span,
    };
    check.value(id, value, report);
}

struct Check<'c, 'a> {
    context: &'c CheckContext<'c, 'a>,
    purpose: Purpose,
    code: Code,
    /// The span of the top-level value.
    whole: Span,
}

impl Check<'_, '_> {
    // The recursion is bounded by the depth of the JSON value.
    fn value(&self, id: &ShapeId, value: &Value<'_>, report: &mut DiagnosticReport) {
        let ast = self.context.ast;
        // `targets` reports unknown targets.
        let Some(kind) = ast.kind(id) else { return };
        let shape = ast.shape(id);
        // `defaults` checks those of the member, too.
        if self.purpose == Purpose::Trait {
            let constraints = &self.context.model.shape(id).constraints;
            self.limits(id.name(), constraints, Some(kind), value, report);
        }
        let expected = match (kind, &value.kind) {
            (ShapeType::Document, _) => return,
            (ShapeType::Structure, ValueKind::Object(_)) => {
                return self.structure(id, shape, value, report);
            }
            (ShapeType::Union, ValueKind::Object(_)) => {
                return self.union(id, shape, value, report);
            }
            (ShapeType::Structure | ShapeType::Union, _) => "an object",
            (ShapeType::List, ValueKind::Array(elements)) => {
                for element in elements {
                    self.nested(shape, "member", element, report);
                }
                return;
            }
            (ShapeType::List, _) => "an array",
            (ShapeType::Map, ValueKind::Object(_)) => {
                for entry in value.entries() {
                    self.nested(shape, "value", &entry.value, report);
                }
                return;
            }
            (ShapeType::Map, _) => "an object",
            (ShapeType::Boolean, ValueKind::Bool(_)) => return,
            (ShapeType::Boolean, _) => "`true` or `false`",
            (ShapeType::String | ShapeType::Enum, ValueKind::String(text)) => {
                return self.listed(shape, text, value, report);
            }
            (ShapeType::Blob, ValueKind::String(_)) => return,
            (ShapeType::String | ShapeType::Enum | ShapeType::Blob, _) => "a string",
            (ShapeType::Timestamp, ValueKind::Number(_) | ValueKind::String(_)) => return,
            (ShapeType::Timestamp, _) => "a timestamp: a number of seconds or a string",
            (ShapeType::IntEnum, ValueKind::Number(text)) => {
                return self.listed(shape, text, value, report);
            }
            (ShapeType::Float | ShapeType::Double, ValueKind::String(text)) => {
                match text.as_ref() {
                    "NaN" | "Infinity" | "-Infinity" => return,
                    _ => "a number",
                }
            }
            (ShapeType::Float | ShapeType::Double, ValueKind::Number(_)) => return,
            (ShapeType::BigDecimal, ValueKind::Number(_)) => return,
            (ShapeType::BigDecimal, ValueKind::String(text)) if is_decimal(text) => return,
            (ShapeType::BigInteger, ValueKind::Number(text)) if is_integer(text) => return,
            (ShapeType::BigInteger, ValueKind::String(text)) if is_integer(text) => return,
            (ShapeType::BigInteger, _) => "an integer, as a number or a string",
            (_, ValueKind::Number(_)) => {
                let number = value.as_number().and_then(|number| number.as_i64());
                if number.is_some_and(|number| within(kind, number)) {
                    return;
                }
                "an integer in the range of the type"
            }
            _ => "a number",
        };
        let subject = match self.purpose {
            Purpose::Trait => "the value of the trait",
            Purpose::Default => "the default",
            Purpose::RequestTest | Purpose::ResponseTest | Purpose::OpenResponseTest => "the test",
            Purpose::Example => "the example",
        };
        let title = format!("{subject} does not match `{}`", id.name());
        let label = format!("expected {expected}, found {}", value.noun());
        report.push(Diagnostic::new(self.code, title, value.span).label(label));
    }

    /// Checks the value of a trait against constraints of its definition.
    fn limits(
        &self,
        name: &str,
        constraints: &Constraints,
        kind: Option<ShapeType>,
        value: &Value<'_>,
        report: &mut DiagnosticReport,
    ) {
        if let Some(rule) = violated(constraints, kind, value) {
            let title = format!("the value of the trait violates a constraint of `{name}`");
            report.push(Diagnostic::new(self.code, title, value.span).label(rule));
        }
    }

    /// Checks the value of a member of a shape.
    fn member(
        &self,
        container: &ShapeId,
        member: &Member<'_>,
        value: &Value<'_>,
        report: &mut DiagnosticReport,
    ) {
        if self.purpose == Purpose::Trait {
            let resolved = self.context.resolved(container, &member.name);
            let kind = self.context.ast.kind(&member.target.id);
            if let Some(resolved) = resolved {
                self.limits(&member.name, &resolved.constraints, kind, value, report);
            }
        }
        self.value(&member.target.id, value, report);
    }

    fn nested(
        &self,
        shape: Option<&Shape<'_>>,
        name: &str,
        value: &Value<'_>,
        report: &mut DiagnosticReport,
    ) {
        let Some(shape) = shape else { return };
        // Tests may have `null` in lists and maps that are not sparse: clients
        // drop it.
        if matches!(value.kind, ValueKind::Null) {
            return;
        }
        if let Some(member) = shape.member(name) {
            self.member(&shape.id, member, value, report);
        }
    }

    fn structure(
        &self,
        id: &ShapeId,
        shape: Option<&Shape<'_>>,
        value: &Value<'_>,
        report: &mut DiagnosticReport,
    ) {
        for entry in value.entries() {
            let member = shape.and_then(|shape| shape.member(&entry.key));
            match member {
                // `null` means unset.
                Some(_) if matches!(entry.value.kind, ValueKind::Null) => {}
                Some(member) => self.member(id, member, &entry.value, report),
                None => {
                    let unknown = self.unknown(id, shape, entry, report);
                    report.push(unknown);
                }
            }
        }
        let members = shape.into_iter().flat_map(|shape| shape.members());
        for member in members.filter(|member| self.is_needed(member, value)) {
            if value.get(&member.name).is_none() {
                let title = format!("missing member `{}` of `{}`", member.name, id.name());
                report.push(
                    Diagnostic::new(self.code, title, value.span)
                        .label(format!("`{}` is missing", member.name))
                        .secondary(member.span, "required here"),
                );
            }
        }
    }

    /// Whether the value must have a member. Top-level members of an input are
    /// optional, because tests may leave them unset.
    fn is_needed(&self, member: &Member<'_>, structure: &Value<'_>) -> bool {
        let has = |id| member.traits.has(id);
        has(ids::REQUIRED)
            && match self.purpose {
                Purpose::Trait => true,
                Purpose::RequestTest => {
                    structure.span != self.whole && !has(ids::CLIENT_OPTIONAL) && !has(ids::DEFAULT)
                }
                _ => false,
            }
    }

    fn union(
        &self,
        id: &ShapeId,
        shape: Option<&Shape<'_>>,
        value: &Value<'_>,
        report: &mut DiagnosticReport,
    ) {
        let mut set = 0;
        for entry in value.entries() {
            set += usize::from(!matches!(entry.value.kind, ValueKind::Null));
            match shape.and_then(|shape| shape.member(&entry.key)) {
                Some(_) if matches!(entry.value.kind, ValueKind::Null) => {}
                Some(member) => self.value(&member.target.id, &entry.value, report),
                None if self.purpose == Purpose::OpenResponseTest => {}
                None => {
                    let unknown = self.unknown(id, shape, entry, report);
                    report.push(unknown);
                }
            }
        }
        if set != 1 {
            let title = format!(
                "union `{}` needs exactly one member, found {set}",
                id.name()
            );
            report.push(Diagnostic::new(self.code, title, value.span).label("expected one member"));
        }
    }

    fn unknown(
        &self,
        id: &ShapeId,
        shape: Option<&Shape<'_>>,
        entry: &crate::json::Entry<'_>,
        report: &mut DiagnosticReport,
    ) -> Diagnostic {
        let title = format!("unknown member `{}` of `{}`", entry.key, id.name());
        // Only a warning for traits: the definition in the model may be outdated.
        let code = match self.purpose {
            Purpose::Trait => Code::TraitProperty,
            _ => self.code,
        };
        let diagnostic = Diagnostic::new(code, title, entry.key_span);
        let members = shape.into_iter().flat_map(|shape| shape.members());
        let names: Vec<&str> = members.map(|member| member.name.as_ref()).collect();
        let diagnostic = match shape {
            Some(shape) => diagnostic.secondary(shape.span, "defined here"),
            None => diagnostic,
        };
        let similar = report
            .may_search()
            .then(|| closest(&entry.key, names.iter().copied()));
        match similar.flatten() {
            Some(name) => diagnostic.suggest(
                "a member with a similar name exists",
                entry.key_span,
                format!("\"{name}\""),
            ),
            None if names.is_empty() => diagnostic.note("the shape has no members"),
            None => diagnostic.note(format!("known members: {}", list(&names))),
        }
    }

    /// Checks a value against the values of an enum.
    fn listed(
        &self,
        shape: Option<&Shape<'_>>,
        text: &str,
        value: &Value<'_>,
        report: &mut DiagnosticReport,
    ) {
        let Some(shape) = shape else { return };
        if self.purpose == Purpose::OpenResponseTest {
            return;
        }
        let values = super::enums::values(shape);
        if values.is_empty() || values.iter().any(|known| known == text) {
            return;
        }
        let title = format!("unknown value `{text}` of `{}`", shape.id.name());
        let diagnostic =
            Diagnostic::new(self.code, title, value.span).secondary(shape.span, "defined here");
        let similar = report
            .may_search()
            .then(|| closest(text, values.iter().map(String::as_str)));
        report.push(match similar.flatten() {
            Some(known) => diagnostic.suggest(
                "a similar value exists",
                value.span,
                if shape.kind() == ShapeType::IntEnum {
                    known.to_owned()
                } else {
                    format!("\"{known}\"")
                },
            ),
            None => diagnostic,
        });
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a text is a JSON number without a fraction or an exponent.
fn is_integer(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    is_digits(digits) && (digits == "0" || !digits.starts_with('0'))
}

/// Whether a text is a JSON number.
fn is_decimal(text: &str) -> bool {
    let (number, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
    let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    is_integer(whole) && is_digits(fraction) && is_digits(exponent)
}

/// Whether an integer shape can represent a number.
pub(super) fn within(kind: ShapeType, number: i64) -> bool {
    match kind {
        ShapeType::Byte => i8::try_from(number).is_ok(),
        ShapeType::Short => i16::try_from(number).is_ok(),
        ShapeType::Integer | ShapeType::IntEnum => i32::try_from(number).is_ok(),
        _ => true,
    }
}
