//! Documentation of a model, in Rust comments and Markdown pages: any content stays
//! text.

// The tests of hostile text compare files in the same way.
#[allow(
    clippy::unwrap_used,
    clippy::panic,
    unreachable_pub,
    dead_code,
    reason = "shared with tests, in which a panic is a failure"
)]
#[path = "../../codegen/tests/shared/hostile.rs"]
mod hostile;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use codegen::{Files, Options, RuntimeSource, Scope, Source, Unsupported};
use serde_json::json;

use crate::budget::Budget;
use crate::failure::fail;
use crate::mutate;
use crate::target::Target;

pub(crate) const TARGET: Target = Target {
    name: "documentation",
    budget: Budget {
        allocations: 200_000,
        allocations_per_byte: 1_000,
        held: 4 * 1024 * 1024,
        held_per_byte: 2_000,
    },
    largest: 4 * 1024,
    run,
    seeds,
    mutate: mutate::bytes,
};

fn run(input: &[u8]) {
    static EXPECTED: OnceLock<BTreeMap<String, Vec<String>>> = OnceLock::new();
    let expected = EXPECTED.get_or_init(|| shapes(&files("Text")));
    let text = String::from_utf8_lossy(input);
    let files = files(&text);
    let found = shapes(&files);
    if found.keys().ne(expected.keys()) {
        fail("documentation adds or removes a file");
    }
    for (path, found) in &found {
        let written = files.get(path).unwrap_or_default();
        if codegen::visible(&written.replace('\n', "")) != written.replace('\n', "") {
            fail(&format!("{path} has hidden characters:\n{written}"));
        }
        if expected
            .get(path)
            .is_some_and(|expected| !fits(found, expected))
        {
            fail(&format!(
                "documentation becomes code in {path}: {found:?}\n{written}"
            ));
        }
    }
}

/// Returns whether a file has the expected items. Text without a summary omits a
/// table column.
fn fits(found: &[String], expected: &[String]) -> bool {
    let columns = |item: &str| item.strip_prefix("table of ")?.parse::<usize>().ok();
    found.len() == expected.len()
        && found.iter().zip(expected).all(|(found, expected)| {
            found == expected || columns(found).is_some_and(|found| Some(found) < columns(expected))
        })
}

fn shapes(files: &Files) -> BTreeMap<String, Vec<String>> {
    let shapes = files.iter().map(|(path, text)| {
        let shape = match path.rsplit('.').next() {
            Some("rs") => hostile::shape_of_crate(text),
            Some("md") => hostile::shape_of_page(text),
            _ => hostile::shape_of_manifest(text),
        };
        (path.to_owned(), shape)
    });
    shapes.collect()
}

/// Generates a client in which all documentation is this text.
fn files(text: &str) -> Files {
    let docs = json!({ "smithy.api#documentation": text });
    let string = json!({ "target": "smithy.api#String", "traits": docs });
    let model = json!({ "smithy": "2.0", "shapes": {
        "c.e#Service": {
            "type": "service", "version": "2026-01-01", "operations": [{ "target": "c.e#Get" }],
            "traits": {
                "aws.api#service": { "sdkId": "Service", "endpointPrefix": "service" },
                "aws.auth#sigv4": { "name": "service" },
                "aws.protocols#restJson1": {},
                "smithy.api#title": format!("Service {text}"),
                "smithy.api#documentation": text
            }
        },
        "c.e#Get": {
            "type": "operation", "input": { "target": "c.e#Input" },
            "output": { "target": "c.e#Output" },
            "traits": {
                "smithy.api#http": { "method": "POST", "uri": "/", "code": 200 },
                "smithy.api#documentation": text
            }
        },
        "c.e#Input": { "type": "structure", "members": { "a": string } },
        "c.e#Output": { "type": "structure", "members": { "k": { "target": "c.e#Kind" } } },
        "c.e#Kind": { "type": "enum", "traits": docs, "members": {
            "A": { "target": "smithy.api#Unit", "traits": {
                "smithy.api#enumValue": "a", "smithy.api#documentation": text
            } }
        } }
    }});
    let source = Source::new("model.json", model.to_string());
    let options = Options {
        scope: Scope::Crate {
            name: "example".to_owned(),
            runtime: RuntimeSource::Path("../runtime".to_owned()),
        },
        model_path: "model.json".to_owned(),
        unsupported: Unsupported::Rejected,
        modules: Vec::new(),
    };
    let mut files = Files::default();
    for outcome in [
        codegen::generate(&source, &options),
        codegen::document(&source, &options),
    ] {
        if let Some(defect) = outcome.defect {
            fail(&format!("a defect: {defect}"));
        }
        files.0.extend(outcome.files.unwrap_or_default().0);
    }
    files
}

fn seeds() -> Vec<Vec<u8>> {
    [
        "Sends *one* message. See [the guide](https://example.com) or `code`.\n\n- a\n- b\n\n1. c\n",
        "<p>Sends <b>one</b> message.</p><ul><li><p>a <code>b</code></p></li></ul><note><p>x</p></note>",
        "x\n\n```\nhostile_marker!();\n```\n\n~~~ rust\nhostile_marker!();\n~~~\n\n    indented\n",
        "| a | b |\n|---|---|\n| c | d |\n\n# Heading\n\nText\n====\n\n> quote\n\n[^1]: note\n\n- [ ] x",
        "<p>&#96;&#96;&#96;</p><pre>~~~\nx</pre><br/>&nbsp;&lt;script&gt; \u{202e} \r \0 https://a.b/c",
        "<a href=\"javascript:x\">y</a> ![i](x.png) [z]: http://x\n\n[a] <b onclick='x'> `` ` `` **_x_** \\",
        "*/ fn hostile_marker() {} /* #![x] \" ' r#\" {{ x }} {% raw %}",
    ]
    .map(|text| text.as_bytes().to_vec())
    .into()
}
