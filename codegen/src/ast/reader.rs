//! Readers of JSON values with a fixed format, which report all deviations.

use crate::diagnostic::{Code, Diagnostic, DiagnosticReport};
use crate::json::{Object, Value, ValueKind};
use crate::model::{ShapeId, is_identifier};
use crate::phrases::{closest, list};
use crate::source::Span;

use super::{Reference, prelude};

/// An object of a fixed format.
#[derive(Clone, Copy)]
pub(crate) struct Properties<'a, 'r> {
    /// The noun for messages: "a structure".
    noun: &'r str,
    span: Span,
    object: &'a Object<'a>,
}

impl<'a, 'r> Properties<'a, 'r> {
    /// The value as an object. Any other type is reported.
    pub(crate) fn new(
        noun: &'r str,
        value: &'a Value<'a>,
        report: &mut DiagnosticReport,
    ) -> Option<Self> {
        let object = object(noun, value, report)?;
        Some(Self {
            noun,
            span: value.span,
            object,
        })
    }

    /// Reports properties other than these.
    pub(crate) fn only(&self, known: &[&str], report: &mut DiagnosticReport) {
        for entry in self.object.entries() {
            if known.contains(&entry.key.as_ref()) {
                continue;
            }
            let title = format!("unknown property `{}` of {}", entry.key, self.noun);
            let mut diagnostic = Diagnostic::new(Code::UnknownProperty, title, entry.key_span)
                .note(format!("known properties: {}", list(known)));
            if let Some(name) = closest(&entry.key, known.iter().copied()) {
                let span = entry.key_span;
                let title = "a property with a similar name exists";
                diagnostic = diagnostic.suggest(title, span, format!("\"{name}\""));
            }
            report.push(diagnostic);
        }
    }

    /// The value of a property.
    pub(crate) fn get(&self, name: &str) -> Option<&'a Value<'a>> {
        self.object.get(name)
    }

    /// The value of a required property.
    pub(crate) fn require(
        &self,
        name: &str,
        at: Span,
        report: &mut DiagnosticReport,
    ) -> Option<&'a Value<'a>> {
        let found = self.get(name);
        if found.is_none() {
            let title = format!("missing property `{name}` of {}", self.noun);
            report.push(
                Diagnostic::new(Code::MissingProperty, title, at)
                    .label(format!("`{name}` is required")),
            );
        }
        found
    }

    /// The string of a property.
    pub(crate) fn string(&self, name: &str, report: &mut DiagnosticReport) -> Option<&'a str> {
        string(&format!("`{name}`"), self.get(name)?, report)
    }

    /// The reference of a property.
    pub(crate) fn reference(&self, name: &str, report: &mut DiagnosticReport) -> Option<Reference> {
        reference(self.get(name)?, report)
    }

    /// The references of a property whose value is a list.
    pub(crate) fn references(&self, name: &str, report: &mut DiagnosticReport) -> Vec<Reference> {
        let Some(value) = self.get(name) else {
            return Vec::new();
        };
        let ValueKind::Array(elements) = &value.kind else {
            report.push(wrong_type(&format!("`{name}`"), "an array", value));
            return Vec::new();
        };
        let references = elements.iter();
        references
            .filter_map(|element| reference(element, report))
            .collect()
    }

    /// The span of the key of a property.
    pub(crate) fn key_span(&self, name: &str) -> Option<Span> {
        Some(self.object.entry(name)?.key_span)
    }

    /// The span of the object.
    pub(crate) fn span(&self) -> Span {
        self.span
    }
}

/// The value as an object. Any other type is reported.
pub(crate) fn object<'a>(
    noun: &str,
    value: &'a Value<'a>,
    report: &mut DiagnosticReport,
) -> Option<&'a Object<'a>> {
    let object = value.as_object();
    if object.is_none() {
        report.push(wrong_type(noun, "an object", value));
    }
    object
}

/// The value as a string. Any other type is reported.
pub(crate) fn string<'a>(
    noun: &str,
    value: &'a Value<'a>,
    report: &mut DiagnosticReport,
) -> Option<&'a str> {
    let text = value.as_str();
    if text.is_none() {
        report.push(wrong_type(noun, "a string", value));
    }
    text
}

/// The value as `{"target": id}`.
pub(crate) fn reference<'a>(
    value: &'a Value<'a>,
    report: &mut DiagnosticReport,
) -> Option<Reference> {
    let fields = Properties::new("a reference", value, report)?;
    fields.only(&["target"], report);
    target(&fields, fields.span(), report)
}

/// The `target` of a reference or member.
pub(crate) fn target(
    fields: &Properties<'_, '_>,
    at: Span,
    report: &mut DiagnosticReport,
) -> Option<Reference> {
    let value = fields.require("target", at, report)?;
    let text = string("`target`", value, report)?;
    let id = shape_id(text, value.span, report)?;
    Some(Reference {
        id,
        span: value.span,
    })
}

/// Parses the id of a shape.
pub(crate) fn shape_id(text: &str, span: Span, report: &mut DiagnosticReport) -> Option<ShapeId> {
    let id = ShapeId::parse(text);
    if id.is_none() {
        let diagnostic = invalid_shape_id(text, span);
        report.push(match prelude::similar(text) {
            Some(name) => diagnostic.suggest(
                "Smithy's own shapes are in the namespace `smithy.api`",
                span,
                format!("\"{}\"", ShapeId::prelude(name)),
            ),
            None => diagnostic,
        });
    }
    id
}

/// A text that is not the id of a shape.
pub(super) fn invalid_shape_id(text: &str, span: Span) -> Diagnostic {
    let title = format!("invalid shape ID `{text}`");
    Diagnostic::new(Code::Identifier, title, span)
        .help("write a namespace, `#` and a name: `com.example#Book`")
}

/// Reports an invalid name.
pub(crate) fn identifier(text: &str, span: Span, report: &mut DiagnosticReport) {
    if !is_identifier(text) {
        let title = format!("invalid identifier `{text}`");
        report.push(
            Diagnostic::new(Code::Identifier, title, span)
                .help("a name has ASCII letters, digits and `_`, and starts with a letter"),
        );
    }
}

/// A value of the wrong JSON type.
pub(crate) fn wrong_type(noun: &str, expected: &str, found: &Value<'_>) -> Diagnostic {
    let title = format!("{noun} must be {expected}, not {}", found.noun());
    Diagnostic::new(Code::WrongType, title, found.span).label(format!("expected {expected}"))
}
