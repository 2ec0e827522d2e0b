//! Tests of selectors.

use super::*;
use crate::diagnostic::DiagnosticReport;
use crate::source::Source;
use crate::{ast, json};

const MODEL: &str = r#"{"smithy": "2.0", "shapes": {
    "a#S": {"type": "service", "version": "1", "operations": [{"target": "a#Get"}],
        "errors": [{"target": "a#Bad"}]},
    "a#Get": {"type": "operation", "input": {"target": "a#In"}, "output": {"target": "a#Out"}},
    "a#In": {"type": "structure", "members": {
        "id": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}},
        "tags": {"target": "a#Tags"}}},
    "a#Out": {"type": "structure", "members": {"kind": {"target": "a#Kind"}}},
    "a#Tags": {"type": "list", "member": {"target": "a#Tag"}},
    "a#Tag": {"type": "structure", "members": {"key": {"target": "smithy.api#String"}}},
    "a#Kind": {"type": "enum", "members": {"A": {"target": "smithy.api#Unit"}}},
    "a#Bad": {"type": "structure", "members": {},
        "traits": {"smithy.api#error": "client", "smithy.api#httpError": 418}}
}}"#;

/// The ids that a selector selects, without the namespace.
fn selected(selector: &str) -> String {
    let source = Source::new("model.json", MODEL);
    let mut report = DiagnosticReport::default();
    let spans = json::read(&source, &mut report).expect("JSON");
    let ast = ast::read(&spans, &mut report);
    let graph = Graph::new(&ast);
    let steps = parse(selector).unwrap_or_else(|| panic!("{selector}"));
    let mut found = Vec::new();
    for shape in ast.shapes.values() {
        let id = shape.id.name();
        let members = shape.members().iter().map(|member| Some(&*member.name));
        for member in std::iter::once(None).chain(members) {
            if graph.selects(&steps, &shape.id, member) == Some(true) {
                found.push(match member {
                    Some(member) => format!("{id}${member}"),
                    None => id.to_owned(),
                });
            }
        }
    }
    found.sort();
    found.join(" ")
}

#[test]
fn selects_shapes_and_members() {
    for (selector, expected) in [
        ("structure", "Bad In Out Tag"),
        ("string", "Kind"),
        (":is(list, operation)", "Get Tags"),
        ("structure > member", "In$id In$tags Out$kind Tag$key"),
        ("member > list", "Tags"),
        ("member [trait|required]", "In$id"),
        (
            "structure > :not([trait|required])",
            "In$tags Out$kind Tag$key",
        ),
        ("structure [trait|error = server, client]", "Bad"),
        ("[trait|httpError = 418]", "Bad"),
        (
            "[trait|error ?= false] [id|name = In, Bad]",
            "In In$id In$tags",
        ),
        ("[id|name ^= 'ta' i]", "Tag Tag$key Tags Tags$member"),
        ("[id = 'a#In$id']", "In$id"),
        ("[id|member $= y]", "Tag$key"),
        ("[id|namespace != a]", ""),
        ("operation -[input]-> structure", "In"),
        (
            "operation -[input, output]-> structure > member > string",
            "Kind",
        ),
        ("structure :test(> member > list)", "In"),
        ("structure :test(<-[error]- service)", "Bad"),
        ("structure :not(:test(~> string))", "Bad"),
        (
            "service ~> member :test(> string)",
            "In$id Out$kind Tag$key",
        ),
        ("member :test(-[container]-> [id|name = Tag])", "Tag$key"),
        ("simpleType", "Kind"),
    ] {
        assert_eq!(selected(selector), expected, "{selector}");
    }
}

#[test]
fn selects_from_a_shape() {
    let source = Source::new("model.json", MODEL);
    let mut report = DiagnosticReport::default();
    let spans = json::read(&source, &mut report).expect("JSON");
    let ast = ast::read(&spans, &mut report);
    let graph = Graph::new(&ast);
    let id = ShapeId::parse("a#In").expect("an id");
    for (selector, expected) in [("> member", 2), ("[id|name = In]", 1), ("union", 0)] {
        let steps = parse(selector).expect("a selector");
        let found = graph.selected_from(&steps, &id, None).expect("a budget");
        assert_eq!(found.len(), expected, "{selector}");
    }
}

#[test]
fn stops_at_the_limit_of_steps() {
    let source = Source::new("model.json", MODEL);
    let mut report = DiagnosticReport::default();
    let spans = json::read(&source, &mut report).expect("JSON");
    let ast = ast::read(&spans, &mut report);
    let graph = Graph::new(&ast);
    let steps = parse(":test(~> string)").expect("a selector");
    let id = ShapeId::parse("a#In").expect("an id");
    assert_eq!(graph.selects(&steps, &id, None), Some(true));
    graph.budget.set(3);
    assert_eq!(graph.selects(&steps, &id, None), None);
}
