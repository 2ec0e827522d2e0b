//! `codegen::fix`, which `validate --fix` uses.

use std::path::Path;

use codegen::{Color, Fixed, Source, Unsupported, fix};

const SHIPPED: &str = include_str!("../../model/socialmessaging.json");
const BASE: &str = include_str!("fixtures/invalid/M0903-unbounded-list.json");

fn fixed(text: &str) -> Fixed {
    fix(&Source::new("model.json", text), Unsupported::Rejected)
}

/// Each edit breaks the model. The flag tells whether the fix is automatic.
#[test]
fn fixes_mechanical_errors() {
    let table = [
        // A misspelled type, target, trait, property and value; an invalid trait value.
        (r#""type": "structure""#, r#""type": "strcture""#, true),
        (
            "com.example#GetBookOutput\" },\n",
            "com.example#GetBookOuput\" },\n",
            true,
        ),
        ("smithy.api#httpLabel", "smithy.api#htpLabel", true),
        (r#""members""#, r#""membrs""#, true),
        (r#""GET""#, r#""get""#, true),
        (
            r#""smithy.api#httpLabel": {}"#,
            r#""smithy.api#httpLabel": true"#,
            true,
        ),
        // A missing comma and a trailing comma.
        (r#""smithy": "2.0","#, r#""smithy": "2.0""#, true),
        (
            r#""smithy.api#httpLabel": {}"#,
            r#""smithy.api#httpLabel": {},"#,
            true,
        ),
        // Inputs and outputs are not confused, however similar their names are.
        (
            "\"com.example#GetBookOutput\": {",
            "\"com.example#Shelf\": {",
            false,
        ),
        // Ambiguous fixes need the author.
        (r#""uri": "/books/{id}""#, r#""uri": "/books""#, false),
        (r#""version": "2026-01-01","#, "", false),
    ];
    for (right, wrong, mechanical) in table {
        assert!(BASE.contains(right), "{right}");
        let broken = BASE.replacen(right, wrong, 1);
        let before = codegen::validate(
            &Source::new("model.json", broken.as_str()),
            Unsupported::Rejected,
        );
        assert!(before.has_errors() || !mechanical, "{wrong}");
        let fixed = fixed(&broken);
        if mechanical {
            assert_eq!(fixed.text, BASE, "{wrong}");
            assert_eq!(fixed.fixes.len(), 1, "{wrong}");
        } else {
            assert_eq!((fixed.text, fixed.fixes), (broken, vec![]), "{wrong}");
        }
    }
}

#[test]
fn fixes_errors_hidden_by_others() {
    // The missing comma hides all other errors, and the wrong type hides those
    // in its shape.
    let broken = BASE
        .replacen(r#""smithy": "2.0","#, r#""smithy": "2.0""#, 1)
        .replacen(r#""type": "structure""#, r#""type": "strcture""#, 1)
        .replace("smithy.api#httpLabel", "smithy.api#htpLabel")
        .replacen("com.example#Languages", "com.example#Language", 1);
    let fixed = fixed(&broken);
    assert_eq!(fixed.text, BASE);
    let codes: Vec<&str> = fixed.fixes.iter().map(|fix| fix.code.as_str()).collect();
    assert_eq!(codes, ["M0001", "M0004", "M0218", "M0101"]);
}

#[test]
fn is_idempotent_and_adds_no_errors() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/invalid");
    let mut count = 0;
    for entry in folder.read_dir().unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        let before = codegen::validate(
            &Source::new("model.json", text.as_str()),
            Unsupported::Rejected,
        );
        let once = fixed(&text);
        count += once.fixes.len();
        let path = path.display();
        assert_eq!(once.fixes.is_empty(), once.text == text, "{path}");
        // Hidden errors may become visible, but a valid model stays valid.
        if !before.has_errors() {
            assert!(!once.diagnostics.has_errors(), "{path}");
        }
        let twice = fixed(&once.text);
        assert_eq!((twice.text, twice.fixes), (once.text, vec![]), "{path}");
    }
    assert!(count > 10, "{count}");
}

#[test]
fn removes_unused_suppressions() {
    let fixed = fixed(include_str!("fixtures/invalid/M0909-suppression.json"));
    let left = fixed.diagnostics.render(Color::Never);
    assert!(left.contains("unknown rule `M0999`"), "{left}");
    assert_eq!(fixed.fixes.len(), 3, "{:?}", fixed.fixes);
    assert!(!fixed.text.contains("M0906"), "{}", fixed.text);
}

#[test]
fn leaves_valid_models_unchanged() {
    let fixed = fixed(SHIPPED);
    assert_eq!((fixed.text.as_str(), fixed.fixes), (SHIPPED, vec![]));
}
