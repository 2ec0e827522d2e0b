//! The page of every rule: it is there, and its examples do what it says.

use std::collections::BTreeSet;

use codegen::{Code, Source, Unsupported, explain};

/// What the examples are laid over, an entry a line: the other keys of a
/// model, and its shapes.
const FILE: &[(&str, &str)] = &[("smithy", r#""2.0""#)];
const SHAPES: &[(&str, &str)] = &[
    (
        "com.example#Library",
        r#"{ "type": "service", "version": "2024-01-01",
            "operations": [{ "target": "com.example#GetBook" }, { "target": "com.example#ListBooks" }],
            "traits": {
                "smithy.api#documentation": "Lends books.",
                "aws.api#service": { "sdkId": "Library", "endpointPrefix": "library" },
                "aws.auth#sigv4": { "name": "library" },
                "aws.protocols#restJson1": {} } }"#,
    ),
    (
        "com.example#GetBook",
        r#"{ "type": "operation",
            "input": { "target": "com.example#GetBookInput" },
            "output": { "target": "com.example#GetBookOutput" },
            "traits": {
                "smithy.api#documentation": "Finds a book.",
                "smithy.api#http": { "method": "GET", "uri": "/books/{isbn}" },
                "smithy.api#readonly": {} } }"#,
    ),
    (
        "com.example#GetBookInput",
        r#"{ "type": "structure", "members": {
                "isbn": { "target": "com.example#Isbn", "traits": {
                    "smithy.api#documentation": "Which book.",
                    "smithy.api#httpLabel": {}, "smithy.api#required": {} } } } }"#,
    ),
    (
        "com.example#GetBookOutput",
        r#"{ "type": "structure", "members": {
                "title": { "target": "smithy.api#String", "traits": {
                    "smithy.api#documentation": "What it is called." } } } }"#,
    ),
    ("com.example#Isbn", r#"{ "type": "string" }"#),
    (
        "com.example#ListBooks",
        r#"{ "type": "operation",
            "input": { "target": "com.example#ListBooksInput" },
            "output": { "target": "com.example#ListBooksOutput" },
            "traits": {
                "smithy.api#documentation": "Lists the books.",
                "smithy.api#http": { "method": "GET", "uri": "/books" },
                "smithy.api#paginated": { "inputToken": "nextToken", "outputToken": "nextToken" },
                "smithy.api#readonly": {} } }"#,
    ),
    (
        "com.example#ListBooksInput",
        r#"{ "type": "structure", "members": { "nextToken": { "target": "smithy.api#String",
            "traits": {
                "smithy.api#documentation": "Where to go on.",
                "smithy.api#httpQuery": "nextToken" } } } }"#,
    ),
    (
        "com.example#ListBooksOutput",
        r#"{ "type": "structure", "members": {
                "books": { "target": "com.example#Titles", "traits": {
                    "smithy.api#documentation": "What they are called." } },
                "total": { "target": "smithy.api#Integer", "traits": {
                    "smithy.api#documentation": "How many there are." } },
                "nextToken": { "target": "smithy.api#String", "traits": {
                    "smithy.api#documentation": "Where to go on." } } } }"#,
    ),
    (
        "com.example#Titles",
        r#"{ "type": "list", "member": { "target": "smithy.api#String" } }"#,
    ),
    (
        "codegen.rules#exactlyOneOf",
        r#"{ "type": "list", "member": { "target": "com.example#Titles" },
            "traits": { "smithy.api#trait": { "selector": "structure" } } }"#,
    ),
    (
        "codegen.rules#mistakes",
        r#"{ "type": "document", "traits": { "smithy.api#trait": { "selector": "string" } } }"#,
    ),
    (
        "codegen.rules#requiredKeys",
        r#"{ "type": "document", "traits": { "smithy.api#trait": { "selector": "member" } } }"#,
    ),
];

/// A model made of an example: its entries, and those of the model around it
/// that it does not bring itself. The text of the example is left as it is.
fn model(example: &str) -> String {
    let brought: BTreeSet<&str> = example
        .lines()
        .filter_map(|line| line.strip_prefix('"')?.split_once('"'))
        .map(|(key, _)| key)
        .collect();
    let others = |entries: &[(&'static str, &'static str)]| -> Vec<String> {
        let entries = entries.iter().filter(|(key, _)| !brought.contains(key));
        entries
            .map(|(key, value)| format!("\"{key}\": {value}"))
            .collect()
    };
    let (mut file, mut shapes) = (others(FILE), others(SHAPES));
    let is_shapes = brought.iter().all(|key| key.contains('#'));
    let part = if is_shapes { &mut shapes } else { &mut file };
    part.push(example.to_owned());
    if !brought.contains("shapes") {
        file.push(format!("\"shapes\": {{\n{}\n}}", shapes.join(",\n")));
    }
    format!("{{\n{}\n}}\n", file.join(",\n"))
}

/// The codes of what is to be said of an example on the page of `code`. What
/// clients cannot do yet, and rules of design, are of no account where a page is
/// not about them.
fn codes(example: &str, code: Code) -> BTreeSet<&'static str> {
    let source = Source::new("example.json", model(example));
    // Nothing is left out unless that is asked for.
    let unsupported = if code == Code::SkippedOperation {
        Unsupported::Skipped
    } else {
        Unsupported::Refused
    };
    let diagnostics = codegen::validate(&source, unsupported);
    let codes = diagnostics.iter().map(|found| found.code.as_str());
    let aside =
        |found: &str, family| found.starts_with(family) && !code.as_str().starts_with(family);
    codes
        .filter(|found| !aside(found, "M08") && !aside(found, "M09"))
        .collect()
}

#[test]
fn every_rule_has_a_page_with_what_why_wrong_and_right() {
    for &code in Code::ALL {
        let text = explain::page(code).text;
        assert!(!text.is_empty(), "there is no src/explain/pages/{code}.md");
        let mut fences = text.split("```json\n");
        let prose = fences.next().unwrap();
        assert_eq!(fences.count(), 2, "{code}: a wrong and a right example");
        assert!(text.contains("```\n\nRight:"), "{code}");
        assert!(text.ends_with("```\n"), "{code}");
        let (prose, _) = prose.split_once("\n\nWrong:").unwrap_or_default();
        assert!(prose.contains("\n\n"), "{code}: say what and why");
        let width = text.lines().map(|line| line.chars().count()).max();
        assert!(width <= Some(120), "{code}: lines are at most 120 wide");
    }
}

#[test]
fn the_wrong_example_breaks_this_rule_and_no_other() {
    for &code in Code::ALL {
        let wrong = explain::page(code).wrong();
        assert_eq!(
            codes(wrong, code),
            BTreeSet::from([code.as_str()]),
            "{code}"
        );
    }
}

#[test]
fn the_right_example_breaks_no_rule() {
    let found = Code::ALL.iter().map(|&code| {
        let right = explain::page(code).right();
        (code, codes(right, code))
    });
    let broken = found.filter(|(_, found)| !found.is_empty());
    assert_eq!(broken.collect::<Vec<_>>(), []);
}

#[test]
fn every_rule_is_in_the_index_once() {
    let index = explain::index();
    for code in Code::ALL {
        assert_eq!(index.matches(code.as_str()).count(), 1, "{code}");
    }
}

#[test]
fn a_code_is_found_however_it_is_written() {
    let unknown = codes_of(explain::find("M0110").unwrap_err());
    assert!(unknown.is_some_and(|code| code.starts_with("M01")));
    for (text, found) in [
        ("M0101", Ok("M0101")),
        ("m0101", Ok("M0101")),
        ("E0308", Err(Some("M0308"))),
        ("lifetimes", Err(None)),
        ("", Err(None)),
    ] {
        let result = explain::find(text);
        assert_eq!(result.map(Code::as_str).map_err(codes_of), found, "{text}");
    }
}

fn codes_of(similar: Option<Code>) -> Option<&'static str> {
    similar.map(Code::as_str)
}
