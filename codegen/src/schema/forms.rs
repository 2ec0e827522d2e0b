//! Schemas for the forms of traits.

use crate::diagnostic::DiagnosticReport;
use crate::json;
use crate::model::Node;
use crate::source::Source;
use crate::traits::{Form, Presence};

use super::json::{entries_of, number, object, text, texts, with};
use super::reference;

/// The schema of values of a form.
pub(super) fn schema(form: Form) -> Node {
    let of_type = |name: &str| object([("type", text(name))]);
    match form {
        Form::Any => Node::Bool(true),
        Form::Object => of_type("object"),
        Form::Boolean => of_type("boolean"),
        Form::String => of_type("string"),
        Form::Text => with(of_type("string"), [("minLength", number(1))]),
        Form::Choice(choices) => object([("enum", texts(choices.iter().copied()))]),
        Form::Number => of_type("number"),
        Form::Integer => of_type("integer"),
        Form::Natural => with(of_type("integer"), [("minimum", number(0))]),
        Form::Id => reference("id"),
        Form::List(inner) => with(of_type("array"), [("items", schema(*inner))]),
        Form::Map(inner) => with(
            of_type("object"),
            [("additionalProperties", schema(*inner))],
        ),
        Form::ListOr(element, other) => {
            let forms = vec![schema(Form::List(element)), schema(*other)];
            object([("anyOf", Node::Array(forms))])
        }
        Form::Structure(fields) => {
            let properties = fields.iter();
            let properties = properties.map(|field| (field.name.to_owned(), schema(field.form)));
            let required = fields
                .iter()
                .filter(|field| field.presence == Presence::Required)
                .map(|field| field.name);
            let mut structure = with(
                of_type("object"),
                [("additionalProperties", Node::Bool(false))],
            );
            if !fields.is_empty() {
                structure = with(structure, [("properties", entries_of(properties))]);
            }
            let required: Vec<&str> = required.collect();
            if !required.is_empty() {
                structure = with(structure, [("required", texts(required))]);
            }
            structure
        }
    }
}

/// The schema with additional keywords, a JSON object.
pub(super) fn refined(keywords: &str, schema: Node) -> Node {
    let source = Source::new("keywords", keywords);
    let keywords = json::read(&source, &mut DiagnosticReport::default());
    match keywords.map(|keywords| keywords.to_node()) {
        Some(Node::Object(keywords)) if !keywords.is_empty() => {
            let mut all = with(schema, []);
            if let Node::Object(all) = &mut all {
                all.extend(keywords);
            }
            all
        }
        _ => schema,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::traits;

    #[test]
    fn keywords_of_traits_are_json_objects() {
        for known in traits::all() {
            let source = Source::new("keywords", known.schema);
            let mut report = DiagnosticReport::default();
            let keywords = json::read(&source, &mut report).unwrap();
            assert!(keywords.as_object().is_some(), "{}", known.id);
            assert_eq!(report.len(), 0, "{}", known.id);
        }
    }
}
