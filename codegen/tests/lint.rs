//! Lints and suppressions.

use codegen::{Code, Color, Diagnostics, Source, Unsupported};

const SHIPPED: &str = include_str!("../../model/socialmessaging.json");
const BOOKSHOP: &str = include_str!("fixtures/valid/bookshop.json");
const UNDOCUMENTED: &str = include_str!("fixtures/invalid/M0901-undocumented.json");

fn validate(text: &str) -> Diagnostics {
    codegen::validate(&Source::new("model.json", text), Unsupported::Rejected)
}

/// The code and line of every diagnostic.
fn found(text: &str) -> Vec<(Code, usize)> {
    let diagnostics = validate(text);
    let all = diagnostics.iter();
    all.map(|found| (found.code, diagnostics.position(found.primary.span).line))
        .collect()
}

#[test]
fn shipped_model_has_no_diagnostics() {
    let diagnostics = validate(SHIPPED);
    assert!(
        diagnostics.is_empty(),
        "{}",
        diagnostics.render(Color::Never)
    );
}

#[test]
fn generates_without_linting() {
    let source = Source::new("model.json", UNDOCUMENTED);
    let (model, diagnostics) = codegen::read(&source, Unsupported::Rejected);
    assert!(model.is_some() && diagnostics.is_empty());
}

#[test]
fn truncates_repeated_warnings() {
    let unused = (0..30)
        .map(|number| format!("\"com.example#Unused{number}\": {{ \"type\": \"string\" }}, "));
    let shapes = format!("\"shapes\": {{ {}", unused.collect::<String>());
    let model = UNDOCUMENTED.replacen("\"shapes\": {", &shapes, 1);
    let diagnostics = validate(&model);
    let all = diagnostics.iter();
    let all = all.filter(|found| found.code == Code::Unreferenced).count();
    assert_eq!(all, 30);
    let text = diagnostics.render(Color::Never);
    let shown = text.matches("warning[M0902]: unused shape `").count();
    let hidden = format!(
        "warning[M0902]: unused shape: {} more not shown",
        all - shown
    );
    assert!(shown > 0 && text.contains(&hidden), "{text}");
    assert!(
        text.ends_with("Use `--format json` to list all of them.\n"),
        "{text}"
    );
}

#[test]
fn lints_only_valid_models() {
    let broken = UNDOCUMENTED.replacen("smithy.api#String", "smithy.api#Strang", 1);
    let codes: Vec<Code> = found(&broken).into_iter().map(|(code, _)| code).collect();
    assert_eq!(codes, [Code::MissingTarget]);
}

/// `UNDOCUMENTED` with these suppressions in its metadata and on the member `title`.
fn with_suppressions(metadata: &str, on_title: &str) -> String {
    let start = format!("{{\"metadata\": {{\"suppressions\": [{metadata}]}},");
    let title = r#""title": { "target": "smithy.api#String" }"#;
    assert!(UNDOCUMENTED.contains(title));
    let traits = format!(
        r#""title": {{ "target": "smithy.api#String", "traits": {{ "smithy.api#suppress": [{on_title}] }} }}"#
    );
    UNDOCUMENTED
        .replacen('{', &start, 1)
        .replacen(title, &traits, 1)
}

#[test]
fn suppresses_warnings_in_scope() {
    // How many of the five warnings remain, and the code reported for the
    // suppression.
    for (metadata, on_title, left, reported) in [
        ("", "", 5, None),
        ("", r#""M0901""#, 4, None),
        ("", r#""Missing", "M0901""#, 4, None),
        ("", r#""M0902""#, 5, Some(Code::UnusedSuppression)),
        (
            r#"{"id": "M0901", "namespace": "*", "reason": "A draft."}"#,
            "",
            0,
            None,
        ),
        (
            r#"{"id": "M0901", "namespace": "com.example", "reason": "A draft."}"#,
            "",
            0,
            None,
        ),
        (
            r#"{"id": "M0901", "namespace": "com.other", "reason": "A draft."}"#,
            "",
            5,
            Some(Code::UnusedSuppression),
        ),
        (
            r#"{"id": "M0901", "namespace": "*", "reason": " "}"#,
            "",
            0,
            Some(Code::SuppressionReason),
        ),
        (
            r#"{"id": "M0101", "namespace": "*", "reason": "A draft."}"#,
            "",
            5,
            Some(Code::UnusedSuppression),
        ),
        (
            r#"{"id": "HttpMethodSemantics", "namespace": "*"}"#,
            "",
            5,
            None,
        ),
    ] {
        let found = found(&with_suppressions(metadata, on_title));
        let count = found.iter().filter(|(code, _)| *code == Code::Undocumented);
        assert_eq!(count.count(), left, "{metadata} {on_title}");
        let mut others = found.iter().map(|(code, _)| *code);
        let other = others.find(|code| *code != Code::Undocumented);
        assert_eq!(other, reported, "{metadata} {on_title}");
    }
}

#[test]
fn does_not_suppress_errors() {
    let suppressed = r#"{"id": "M0101", "namespace": "*", "reason": "A draft."}"#;
    let broken =
        with_suppressions(suppressed, "").replacen("smithy.api#String", "smithy.api#Text", 1);
    assert_eq!(found(&broken).first().unwrap().0, Code::MissingTarget);
}

#[test]
fn accepts_a_trait_of_a_newer_smithy_with_a_reason() {
    let newer = r#""smithy.api#newTrait": {}, "smithy.api#documentation":"#;
    for (suppression, traits, expected) in [
        ("", newer, vec![Code::MisspelledTrait]),
        (
            r#"{"id": "M0218.smithy.api#newTrait", "namespace": "*", "reason": "Smithy 3."}"#,
            newer,
            vec![],
        ),
        // Another trait is still an error.
        (
            r#"{"id": "M0218.smithy.api#newTrait", "namespace": "*", "reason": "Smithy 3."}"#,
            r#""smithy.api#newTrait": {}, "smithy.api#requierd": {}, "smithy.api#documentation":"#,
            vec![Code::MisspelledTrait],
        ),
        (
            r#"{"id": "M0218.smithy.api#newTrait", "namespace": "*"}"#,
            newer,
            vec![Code::MisspelledTrait],
        ),
        (
            r#"{"id": "M0218", "namespace": "*", "reason": "Smithy 3."}"#,
            newer,
            vec![Code::MisspelledTrait],
        ),
        (
            r#"{"id": "M0218.smithy.api#newTrait", "namespace": "*", "reason": "Smithy 3."}"#,
            r#""smithy.api#documentation":"#,
            vec![Code::UnusedSuppression],
        ),
    ] {
        let end = if suppression.is_empty() { "" } else { "," };
        let start = format!("\"suppressions\": [{suppression}{end}");
        let text = SHIPPED.replacen("\"suppressions\": [", &start, 1).replacen(
            r#""smithy.api#documentation":"#,
            traits,
            1,
        );
        let codes: Vec<Code> = found(&text).into_iter().map(|(code, _)| code).collect();
        assert_eq!(codes, expected, "{suppression} {traits}");
    }
}

#[test]
fn truncates_warnings_per_code() {
    let diagnostics = validate(BOOKSHOP);
    let text = diagnostics.render(Color::Never);
    let shown = text.matches("warning[M0901]: `").count();
    assert_eq!(shown, 10, "{text}");
    let all = diagnostics
        .iter()
        .filter(|found| found.code == Code::Undocumented)
        .count();
    let hidden = format!(
        "warning[M0901]: missing documentation: {} more",
        all - shown
    );
    assert!(text.contains(&hidden), "{text}");
}
