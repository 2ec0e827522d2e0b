//! The forms of traits as schemas.

use crate::model::Node;
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

/// What the rules say beyond the form, as far as a schema can say it.
pub(super) fn refined(id: &str, schema: Node) -> Node {
    let name = id.split_once('#').map_or(id, |(_, name)| name);
    match name {
        "length" | "range" => with(schema, [("minProperties", number(1))]),
        "enumValue" => object([
            ("type", texts(["string", "integer"])),
            ("minLength", number(1)),
        ]),
        "httpError" => with(schema, [("minimum", number(400)), ("maximum", number(599))]),
        "exactlyOneOf" | "atMostOneOf" => {
            let group = object([
                ("type", text("array")),
                ("items", object([("type", text("string"))])),
                ("minItems", number(2)),
                ("uniqueItems", Node::Bool(true)),
            ]);
            with(schema, [("items", group)])
        }
        "http" => {
            let properties = object([
                ("method", object([("pattern", text("^[A-Z-]+$"))])),
                ("uri", object([("pattern", text("^/"))])),
                (
                    "code",
                    object([("minimum", number(200)), ("maximum", number(299))]),
                ),
            ]);
            let more = object([("properties", properties)]);
            with(schema, [("allOf", Node::Array(vec![more]))])
        }
        _ => schema,
    }
}
