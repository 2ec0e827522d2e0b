//! The JSON format of trait values.

use crate::diagnostic::{Code, Diagnostic, DiagnosticReport};
use crate::json::{Value, ValueKind};
use crate::model::ShapeId;
use crate::phrases::{closest, list};
use crate::traits::{Form, FormField, Presence};

/// Reports values that do not have the expected format. `noun` names the value
/// in messages: "`httpQuery`", "`min` of `length`".
///
/// `code` is the code of wrong values.
pub(super) fn check(
    noun: &str,
    value: &Value<'_>,
    form: Form,
    code: Code,
    report: &mut DiagnosticReport,
) {
    let fits = match (form, &value.kind) {
        (Form::Any, _) | (Form::Object, ValueKind::Object(_)) => true,
        (Form::Boolean, ValueKind::Bool(_)) | (Form::String, ValueKind::String(_)) => true,
        (Form::Number, ValueKind::Number(_)) => true,
        (Form::Text, ValueKind::String(text)) => !text.is_empty(),
        (Form::Id, ValueKind::String(text)) => ShapeId::parse(text).is_some(),
        (Form::Integer, ValueKind::Number(_)) => whole(value).is_some(),
        (Form::Natural, ValueKind::Number(_)) => whole(value).is_some_and(|number| number >= 0),
        (Form::Choice(choices), ValueKind::String(text)) => {
            if !choices.contains(&text.as_ref()) {
                report.push(choice(noun, text, choices, value, code));
            }
            true
        }
        (Form::List(inner), ValueKind::Array(elements)) => {
            let noun = format!("an element of {noun}");
            for element in elements {
                check(&noun, element, *inner, code, report);
            }
            true
        }
        (Form::Map(inner), ValueKind::Object(_)) => {
            for entry in value.entries() {
                let noun = format!("`{}` of {noun}", entry.key);
                check(&noun, &entry.value, *inner, code, report);
            }
            true
        }
        (Form::ListOr(element, _), ValueKind::Array(_)) => {
            check(noun, value, Form::List(element), code, report);
            true
        }
        (Form::ListOr(_, other), ValueKind::Object(_)) => {
            check(noun, value, *other, code, report);
            true
        }
        (Form::Structure(fields), ValueKind::Object(_)) => {
            structure(noun, value, fields, code, report);
            true
        }
        _ => false,
    };
    if !fits {
        let title = format!("{noun} must be {}, not {}", form.noun(), found(value));
        let label = format!("expected {}", form.noun());
        let mut diagnostic = Diagnostic::new(code, title, value.span).label(label);
        diagnostic = if matches!(form, Form::Structure([])) {
            let title = "the trait takes no value";
            diagnostic.suggest(title, value.span, "{}")
        } else {
            diagnostic.help(format!("example: `{}`", form.example()))
        };
        report.push(diagnostic);
    }
}

fn whole(value: &Value<'_>) -> Option<i64> {
    value.as_number()?.as_i64()
}

fn found(value: &Value<'_>) -> String {
    match &value.kind {
        ValueKind::String(text) if text.is_empty() => "an empty string".to_owned(),
        ValueKind::String(text) if text.len() <= 40 => format!("the string `{text}`"),
        ValueKind::Number(text) => format!("`{text}`"),
        _ => value.noun().to_owned(),
    }
}

fn choice(noun: &str, text: &str, choices: &[&str], value: &Value<'_>, code: Code) -> Diagnostic {
    let title = format!("unknown value `{text}` of {noun}");
    let diagnostic = Diagnostic::new(code, title, value.span)
        .label(format!("expected one of {}", list(choices)));
    match closest(text, choices.iter().copied()) {
        Some(name) => {
            diagnostic.suggest("a similar value exists", value.span, format!("\"{name}\""))
        }
        None => diagnostic,
    }
}

fn structure(
    noun: &str,
    value: &Value<'_>,
    fields: &'static [FormField],
    code: Code,
    report: &mut DiagnosticReport,
) {
    let names: Vec<&str> = fields.iter().map(|field| field.name).collect();
    for entry in value.entries() {
        let field = fields.iter().find(|field| field.name == entry.key);
        if let Some(field) = field {
            let noun = format!("`{}` of {noun}", field.name);
            check(&noun, &entry.value, field.form, code, report);
            continue;
        }
        let title = format!("unknown property `{}` of {noun}", entry.key);
        let mut diagnostic = Diagnostic::new(Code::TraitProperty, title, entry.key_span);
        diagnostic = diagnostic.label("ignored");
        diagnostic = match names.as_slice() {
            [] => diagnostic.note("the trait has no properties"),
            names => diagnostic.note(format!("known properties: {}", list(names))),
        };
        if let Some(name) = closest(&entry.key, names.iter().copied()) {
            let title = "a property with a similar name exists";
            diagnostic = diagnostic.suggest(title, entry.key_span, format!("\"{name}\""));
        }
        report.push(diagnostic);
    }
    let required = fields
        .iter()
        .filter(|field| field.presence == Presence::Required);
    for field in required.filter(|field| value.get(field.name).is_none()) {
        let title = format!("missing property `{}` of {noun}", field.name);
        report.push(
            Diagnostic::new(code, title, value.span)
                .label(format!("`{}` is required", field.name))
                .help(format!("example: `{}`", Form::Structure(fields).example())),
        );
    }
}
