//! The pages of all codes, and their examples.

#![expect(clippy::unwrap_used, reason = "a failed test panics")]

use std::collections::BTreeSet;

use codegen::upstream::{self, Upstream};
use codegen::{Code, Source, Unsupported, explain};

/// The upstream description of the service in the examples.
const UPSTREAM: &str = include_str!("fixtures/upstream/library.json");

/// The data model beside the examples.
const MESSAGES: &str = include_str!("fixtures/valid/messages.json");

/// The model around the examples: top-level properties, and shapes.
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
                    "smithy.api#documentation": "The ISBN of the book.",
                    "smithy.api#httpLabel": {}, "smithy.api#required": {} } } } }"#,
    ),
    (
        "com.example#GetBookOutput",
        r#"{ "type": "structure", "members": {
                "title": { "target": "smithy.api#String", "traits": {
                    "smithy.api#documentation": "The title of the book." } } } }"#,
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
                "smithy.api#documentation": "The token of the next page.",
                "smithy.api#httpQuery": "nextToken" } } } }"#,
    ),
    (
        "com.example#ListBooksOutput",
        r#"{ "type": "structure", "members": {
                "books": { "target": "com.example#Titles", "traits": {
                    "smithy.api#documentation": "The titles of the books." } },
                "total": { "target": "smithy.api#Integer", "traits": {
                    "smithy.api#documentation": "The number of books." } },
                "nextToken": { "target": "smithy.api#String", "traits": {
                    "smithy.api#documentation": "The token of the next page." } } } }"#,
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
    ("codegen.rules#constant", DEFINITION),
    (
        "codegen.rules#totals",
        r#"{ "type": "document", "traits": { "smithy.api#trait": { "selector": "structure" } } }"#,
    ),
    (
        "codegen.rules#conditions",
        r#"{ "type": "document", "traits": { "smithy.api#trait": { "selector": "structure" } } }"#,
    ),
    (
        "codegen.rules#advised",
        r#"{ "type": "document", "traits": { "smithy.api#trait": { "selector": "string" } } }"#,
    ),
    (
        "codegen.rules#requiredKeys",
        r#"{ "type": "document", "traits": { "smithy.api#trait": { "selector": "member" } } }"#,
    ),
];

/// The model around the examples of data models: top-level properties, and shapes.
const DATA_FILE: &[(&str, &str)] = &[
    ("smithy", r#""2.0""#),
    (
        "metadata",
        r#"{ "codegen.rules#dataModel": { "title": "Messages" } }"#,
    ),
];
const DATA_SHAPES: &[(&str, &str)] = &[
    ("codegen.rules#constant", DEFINITION),
    ("codegen.rules#flattened", DEFINITION),
    ("codegen.rules#json", DEFINITION),
    ("codegen.rules#root", DEFINITION),
    ("codegen.rules#stringOrNumber", DEFINITION),
    ("codegen.rules#tagged", DEFINITION),
];
const DEFINITION: &str = r#"{ "type": "document", "traits": { "smithy.api#trait": {} } }"#;

/// Completes an example to a model: adds the entries of the model around it that
/// the example does not define. The text of the example does not change.
fn model(example: &str, code: Code) -> String {
    let (file, shapes) = if code > Code::OutsideDataModel {
        (DATA_FILE, DATA_SHAPES)
    } else {
        (FILE, SHAPES)
    };
    let defined: BTreeSet<&str> = example
        .lines()
        .filter_map(|line| line.strip_prefix('"')?.split_once('"'))
        .map(|(key, _)| key)
        .collect();
    let others = |entries: &[(&'static str, &'static str)]| -> Vec<String> {
        let entries = entries.iter().filter(|(key, _)| !defined.contains(key));
        entries
            .map(|(key, value)| format!("\"{key}\": {value}"))
            .collect()
    };
    let (mut file, mut shapes) = (others(file), others(shapes));
    // The page does not repeat the lists of a deep one.
    if example.contains("com.example#Level17") {
        shapes.extend((2..17).map(|level| {
            let (id, next) = (format!("Level{level:02}"), format!("Level{:02}", level + 1));
            format!(
                r#""com.example#{id}": {{ "type": "list", "member": {{ "target": "com.example#{next}" }} }}"#
            )
        }));
    }
    let is_shapes = defined.iter().all(|key| key.contains('#'));
    let part = if is_shapes { &mut shapes } else { &mut file };
    part.push(example.to_owned());
    if !defined.contains("shapes") {
        file.push(format!("\"shapes\": {{\n{}\n}}", shapes.join(",\n")));
    }
    format!("{{\n{}\n}}\n", file.join(",\n"))
}

/// Returns the codes reported for an example on the page of `code`. Codes of
/// unsupported features and design count only on their own pages.
fn codes(example: &str, code: Code) -> BTreeSet<&'static str> {
    let source = Source::new("example.json", model(example, code));
    // Operations are only skipped on request.
    let unsupported = if code == Code::SkippedOperation {
        Unsupported::Skipped
    } else {
        Unsupported::Rejected
    };
    let diagnostics = match code {
        Code::UpstreamOperation | Code::UpstreamDifference | Code::StaleDifference => {
            let upstream = Upstream::new(Source::new("service-2.json", UPSTREAM));
            upstream::compare(&source, &upstream).unwrap().diagnostics
        }
        Code::JsonRoot => {
            let messages = Source::new("messages.json", MESSAGES);
            codegen::validate_with_models(&source, unsupported, &[messages])
        }
        _ => codegen::validate(&source, unsupported),
    };
    let codes = diagnostics.iter().map(|found| found.code.as_str());
    let is_ignored =
        |found: &str, family| found.starts_with(family) && !code.as_str().starts_with(family);
    codes
        .filter(|found| !is_ignored(found, "M08") && !is_ignored(found, "M09"))
        .collect()
}

#[test]
fn every_code_has_a_complete_page() {
    for &code in Code::ALL {
        let text = explain::page(code).text;
        assert!(
            !text.is_empty(),
            "src/explain/pages/{code}.md does not exist"
        );
        let mut fences = text.split("```json\n");
        let prose = fences.next().unwrap();
        assert_eq!(fences.count(), 2, "{code}: a wrong and a right example");
        assert!(text.contains("```\n\nRight:"), "{code}");
        assert!(text.ends_with("```\n"), "{code}");
        let (prose, _) = prose.split_once("\n\nWrong:").unwrap_or_default();
        assert!(
            prose.contains("\n\n"),
            "{code}: needs a summary and a reason"
        );
        let mut in_code = false;
        let prose = text.lines().filter(|line| {
            in_code ^= line.starts_with("```");
            !in_code
        });
        let width = prose.map(|line| line.chars().count()).max();
        assert!(width <= Some(100), "{code}: lines are at most 100 wide");
    }
}

#[test]
fn wrong_example_violates_only_its_rule() {
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
fn right_example_is_valid() {
    let found = Code::ALL.iter().map(|&code| {
        let right = explain::page(code).right();
        (code, codes(right, code))
    });
    let broken = found.filter(|(_, found)| !found.is_empty());
    assert_eq!(broken.collect::<Vec<_>>(), []);
}

#[test]
fn index_lists_every_code_once() {
    let index = explain::index();
    for code in Code::ALL {
        assert_eq!(index.matches(code.as_str()).count(), 1, "{code}");
    }
}

#[test]
fn finds_codes_in_any_case() {
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
