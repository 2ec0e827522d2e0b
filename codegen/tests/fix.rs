//! What `--fix` does to a model, and what it leaves alone.

use std::path::Path;

use codegen::{Colour, Fixed, Source, Unsupported, fix};

const SHIPPED: &str = include_str!("../../model/socialmessaging.json");
const BASE: &str = include_str!("fixtures/invalid/M0903-unbounded-list.json");

fn fixed(text: &str) -> Fixed {
    fix(&Source::new("model.json", text), Unsupported::Refused)
}

/// Each edit breaks the model; what stands there afterwards mends it. `None`
/// means that nobody but the author can.
#[test]
fn what_is_mechanical_is_mended() {
    let table = [
        // A type, a target, a trait, a property, a choice, a mark.
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
        // A comma too many, and one too few.
        (r#""smithy": "2.0","#, r#""smithy": "2.0""#, true),
        (
            r#""smithy.api#httpLabel": {}"#,
            r#""smithy.api#httpLabel": {},"#,
            true,
        ),
        // What one gives is not what it takes, however alike the names are.
        (
            "\"com.example#GetBookOutput\": {",
            "\"com.example#Shelf\": {",
            false,
        ),
        // Which of the two is meant, and what it is about, is not to be guessed.
        (r#""uri": "/books/{id}""#, r#""uri": "/books""#, false),
        (r#""version": "2026-01-01","#, "", false),
    ];
    for (right, wrong, mechanical) in table {
        assert!(BASE.contains(right), "{right}");
        let broken = BASE.replacen(right, wrong, 1);
        let before = codegen::validate(
            &Source::new("model.json", broken.as_str()),
            Unsupported::Refused,
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
fn several_mistakes_are_mended_in_one_run_whatever_hides_them() {
    // The comma hides everything, the type what stands in the shape.
    let broken = BASE
        .replacen(r#""smithy": "2.0","#, r#""smithy": "2.0""#, 1)
        .replacen(r#""type": "structure""#, r#""type": "strcture""#, 1)
        .replace("smithy.api#httpLabel", "smithy.api#htpLabel")
        .replacen("com.example#Languages", "com.example#Language", 1);
    let fixed = fixed(&broken);
    assert_eq!(fixed.text, BASE);
    let codes: Vec<&str> = fixed.fixes.iter().map(|fix| fix.code.as_str()).collect();
    assert_eq!(codes, ["M0001", "M0004", "M0201", "M0101"]);
}

#[test]
fn no_fixture_is_made_worse_and_once_is_enough() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/invalid");
    let mut mended = 0;
    for entry in folder.read_dir().unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        let before = codegen::validate(
            &Source::new("model.json", text.as_str()),
            Unsupported::Refused,
        );
        let once = fixed(&text);
        mended += once.fixes.len();
        let path = path.display();
        assert_eq!(once.fixes.is_empty(), once.text == text, "{path}");
        // What was hidden may come to light, errors do not appear elsewhere.
        if !before.has_errors() {
            assert!(!once.diagnostics.has_errors(), "{path}");
        }
        let twice = fixed(&once.text);
        assert_eq!((twice.text, twice.fixes), (once.text, vec![]), "{path}");
    }
    assert!(mended > 10, "{mended}");
}

#[test]
fn suppressions_without_effect_are_removed_and_the_file_stays_json() {
    let fixed = fixed(include_str!("fixtures/invalid/M0909-suppression.json"));
    let left = fixed.diagnostics.render(Colour::Never);
    assert!(left.contains("unknown rule `M0999`"), "{left}");
    assert_eq!(fixed.fixes.len(), 3, "{:?}", fixed.fixes);
    assert!(!fixed.text.contains("M0906"), "{}", fixed.text);
}

#[test]
fn a_model_without_mistakes_stays_as_it_is() {
    let fixed = fixed(SHIPPED);
    assert_eq!((fixed.text.as_str(), fixed.fixes), (SHIPPED, vec![]));
}
