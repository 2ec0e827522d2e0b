//! Whether a JSON value is a value of a shape: for defaults, traits that a
//! model defines, protocol tests and examples.

use super::Context;
use crate::ast::Kind as ShapeKind;
use crate::ast::{Member, Shape};
use crate::diagnostic::{Code, Diagnostic, Report};
use crate::model::ShapeId;
use crate::phrases::{closest, list};
use crate::source::{Kind, Span, Value};
use crate::traits::ids;

/// What a value is for, which decides how strict its shape is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// The value of a trait that a model defines: everything counts.
    Trait,
    /// A default.
    Default,
    /// What a client sends in a test: parts of the input have what is required
    /// of them, and enum values are those that the model lists.
    RequestTest,
    /// What a client receives in a test: members may be unset, and enum values
    /// are those that the model lists.
    ResponseTest,
    /// What a client receives in a test, of a later model than this.
    OpenResponseTest,
    /// An example for people: enum values are those that the model lists.
    Example,
}

/// Reports, under a code, where a value is none of the shape with this id.
pub(super) fn check(
    context: &Context<'_, '_>,
    id: &ShapeId,
    value: &Value<'_>,
    purpose: Purpose,
    code: Code,
    report: &mut Report,
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
    context: &'c Context<'c, 'a>,
    purpose: Purpose,
    code: Code,
    /// Where the value as a whole stands.
    whole: Span,
}

impl Check<'_, '_> {
    // The recursion is bounded by the depth of the JSON value.
    fn value(&self, id: &ShapeId, value: &Value<'_>, report: &mut Report) {
        let ast = self.context.ast;
        // A missing target is reported where it stands.
        let Some(kind) = ast.kind(id) else { return };
        let shape = ast.shape(id);
        let expected = match (kind, &value.kind) {
            (ShapeKind::Document, _) => return,
            (ShapeKind::Structure, Kind::Object(_)) => {
                return self.structure(id, shape, value, report);
            }
            (ShapeKind::Union, Kind::Object(_)) => return self.union(id, shape, value, report),
            (ShapeKind::Structure | ShapeKind::Union, _) => "an object",
            (ShapeKind::List, Kind::Array(elements)) => {
                for element in elements {
                    self.nested(shape, "member", element, report);
                }
                return;
            }
            (ShapeKind::List, _) => "an array",
            (ShapeKind::Map, Kind::Object(_)) => {
                for entry in value.entries() {
                    self.nested(shape, "value", &entry.value, report);
                }
                return;
            }
            (ShapeKind::Map, _) => "an object",
            (ShapeKind::Boolean, Kind::Bool(_)) => return,
            (ShapeKind::Boolean, _) => "`true` or `false`",
            (ShapeKind::String | ShapeKind::Enum, Kind::String(text)) => {
                return self.listed(shape, text, value, report);
            }
            (ShapeKind::Blob, Kind::String(_)) => return,
            (ShapeKind::String | ShapeKind::Enum | ShapeKind::Blob, _) => "a string",
            (ShapeKind::Timestamp, Kind::Number(_) | Kind::String(_)) => return,
            (ShapeKind::Timestamp, _) => "seconds since 1970 or a date",
            (ShapeKind::IntEnum, Kind::Number(text)) => {
                return self.listed(shape, text, value, report);
            }
            (ShapeKind::Float | ShapeKind::Double, Kind::String(text)) => match text.as_ref() {
                "NaN" | "Infinity" | "-Infinity" => return,
                _ => "a number",
            },
            (ShapeKind::Float | ShapeKind::Double, Kind::Number(_)) => return,
            (ShapeKind::BigDecimal, Kind::Number(_)) => return,
            (ShapeKind::BigDecimal, Kind::String(text)) if is_decimal(text) => return,
            (ShapeKind::BigInteger, Kind::Number(text)) if is_integer(text) => return,
            (ShapeKind::BigInteger, Kind::String(text)) if is_integer(text) => return,
            (ShapeKind::BigInteger, _) => "digits alone, as a number or a string",
            (_, Kind::Number(_)) => {
                let number = value.as_number().and_then(|number| number.as_i64());
                if number.is_some_and(|number| within(kind, number)) {
                    return;
                }
                "a whole number that the type can hold"
            }
            _ => "a number",
        };
        let subject = match self.purpose {
            Purpose::Trait => "the value of the trait",
            Purpose::Default => "the default",
            Purpose::RequestTest | Purpose::ResponseTest | Purpose::OpenResponseTest => "the test",
            Purpose::Example => "the example",
        };
        let title = format!(
            "{subject} does not fit `{}`, which is {}",
            id.name(),
            kind.noun()
        );
        let label = format!("expected {expected}, found {}", value.noun());
        report.push(Diagnostic::new(self.code, title, value.span).label(label));
    }

    fn nested(
        &self,
        shape: Option<&Shape<'_>>,
        name: &str,
        value: &Value<'_>,
        report: &mut Report,
    ) {
        let Some(shape) = shape else { return };
        // A null of a list or map that is not sparse is what some tests are
        // about: clients leave it out.
        if matches!(value.kind, Kind::Null) {
            return;
        }
        if let Some(member) = shape.member(name) {
            self.value(&member.target.id, value, report);
        }
    }

    fn structure(
        &self,
        id: &ShapeId,
        shape: Option<&Shape<'_>>,
        value: &Value<'_>,
        report: &mut Report,
    ) {
        for entry in value.entries() {
            let member = shape.and_then(|shape| shape.member(&entry.key));
            match member {
                // Null is as good as unset.
                Some(_) if matches!(entry.value.kind, Kind::Null) => {}
                Some(member) => self.value(&member.target.id, &entry.value, report),
                None => report.push(self.unknown(id, shape, entry)),
            }
        }
        let members = shape.into_iter().flat_map(|shape| shape.members());
        for member in members.filter(|member| self.is_needed(member, value)) {
            if value.get(&member.name).is_none() {
                let title = format!("`{}` needs the member `{}`", id.name(), member.name);
                report.push(
                    Diagnostic::new(self.code, title, value.span)
                        .label(format!("no `{}` in here", member.name))
                        .secondary(member.span, "required here"),
                );
            }
        }
    }

    /// Whether a structure has to have a member. All members of an input may be
    /// unset in Rust, so that tests can be about that.
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
        report: &mut Report,
    ) {
        let mut set = 0;
        for entry in value.entries() {
            set += usize::from(!matches!(entry.value.kind, Kind::Null));
            match shape.and_then(|shape| shape.member(&entry.key)) {
                Some(_) if matches!(entry.value.kind, Kind::Null) => {}
                Some(member) => self.value(&member.target.id, &entry.value, report),
                None if self.purpose == Purpose::OpenResponseTest => {}
                None => report.push(self.unknown(id, shape, entry)),
            }
        }
        if set != 1 {
            let title = format!(
                "`{}` is a union, of which one member is set, not {set}",
                id.name()
            );
            report.push(Diagnostic::new(self.code, title, value.span).label("expected one entry"));
        }
    }

    fn unknown(
        &self,
        id: &ShapeId,
        shape: Option<&Shape<'_>>,
        entry: &crate::source::Entry<'_>,
    ) -> Diagnostic {
        let title = format!("`{}` has no member `{}`", id.name(), entry.key);
        // Traits grow: what is known of one may be older than the model.
        let code = match self.purpose {
            Purpose::Trait => Code::TraitProperty,
            _ => self.code,
        };
        let diagnostic = Diagnostic::new(code, title, entry.key_span);
        let members = shape.into_iter().flat_map(|shape| shape.members());
        let names: Vec<&str> = members.map(|member| member.name.as_ref()).collect();
        let diagnostic = match shape {
            Some(shape) => diagnostic.secondary(shape.span, "the shape"),
            None => diagnostic,
        };
        match closest(&entry.key, names.iter().copied()) {
            Some(name) => diagnostic.suggest(
                "a member with a similar name exists",
                entry.key_span,
                format!("\"{name}\""),
            ),
            None if names.is_empty() => diagnostic.note("it has no members at all"),
            None => diagnostic.note(format!("its members: {}", list(&names))),
        }
    }

    /// Values of enums.
    fn listed(
        &self,
        shape: Option<&Shape<'_>>,
        text: &str,
        value: &Value<'_>,
        report: &mut Report,
    ) {
        let Some(shape) = shape else { return };
        if self.purpose == Purpose::OpenResponseTest {
            return;
        }
        let values = super::enums::values(shape);
        if values.is_empty() || values.iter().any(|known| known == text) {
            return;
        }
        let title = format!("`{}` has no value `{text}`", shape.id.name());
        let diagnostic = Diagnostic::new(self.code, title, value.span)
            .secondary(shape.span, "the values are listed here");
        report.push(match closest(text, values.iter().map(String::as_str)) {
            Some(known) => diagnostic.suggest(
                "a similar value exists",
                value.span,
                if shape.kind() == ShapeKind::IntEnum {
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

/// Whether a text is a JSON number without fraction and exponent.
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

/// Whether an integer of a kind can hold a number.
pub(super) fn within(kind: ShapeKind, number: i64) -> bool {
    match kind {
        ShapeKind::Byte => i8::try_from(number).is_ok(),
        ShapeKind::Short => i16::try_from(number).is_ok(),
        ShapeKind::Integer | ShapeKind::IntEnum => i32::try_from(number).is_ok(),
        _ => true,
    }
}
