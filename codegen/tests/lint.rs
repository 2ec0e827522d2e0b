//! What reviewers would ask about, and how a model answers.

use codegen::{Code, Colour, Diagnostics, Source, Unsupported};

const SHIPPED: &str = include_str!("../../model/socialmessaging.json");
const BOOKSHOP: &str = include_str!("fixtures/valid/bookshop.json");
const UNDOCUMENTED: &str = include_str!("fixtures/invalid/M0901-undocumented.json");

fn validate(text: &str) -> Diagnostics {
    codegen::validate(&Source::new("model.json", text), Unsupported::Refused)
}

/// Code and line of everything that there is to say.
fn found(text: &str) -> Vec<(Code, usize)> {
    let diagnostics = validate(text);
    let places = diagnostics.iter();
    places
        .map(|found| (found.code, diagnostics.position(found.primary.span).line))
        .collect()
}

#[test]
fn there_is_nothing_to_say_of_the_model_of_this_workspace() {
    let diagnostics = validate(SHIPPED);
    assert!(
        diagnostics.is_empty(),
        "{}",
        diagnostics.render(Colour::Never)
    );
}

#[test]
fn a_client_is_generated_without_a_word_about_design() {
    let source = Source::new("model.json", UNDOCUMENTED);
    let (model, diagnostics) = codegen::read(&source, Unsupported::Refused);
    assert!(model.is_some() && diagnostics.is_empty());
}

#[test]
fn of_many_alike_a_few_are_shown_and_the_others_counted() {
    let unused = (0..30)
        .map(|number| format!("\"com.example#Unused{number}\": {{ \"type\": \"string\" }}, "));
    let shapes = format!("\"shapes\": {{ {}", unused.collect::<String>());
    let model = UNDOCUMENTED.replacen("\"shapes\": {", &shapes, 1);
    let diagnostics = validate(&model);
    let all = diagnostics.iter();
    let all = all.filter(|found| found.code == Code::Unreferenced).count();
    assert_eq!(all, 30);
    let text = diagnostics.render(Colour::Never);
    let shown = text.matches("warning[M0902]: nothing leads").count();
    let hidden = format!(
        "warning[M0902]: {} more of these are not shown: ",
        all - shown
    );
    assert!(shown > 0 && text.contains(&hidden), "{text}");
    assert!(
        text.ends_with("All are in the output of `--format json`.\n"),
        "{text}"
    );
}

#[test]
fn design_is_looked_at_once_there_are_no_mistakes() {
    let broken = UNDOCUMENTED.replacen("smithy.api#String", "smithy.api#Strang", 1);
    let codes: Vec<Code> = found(&broken).into_iter().map(|(code, _)| code).collect();
    assert_eq!(codes, [Code::MissingTarget]);
}

/// The model without documentation, with more in its metadata, and in the
/// traits of one member.
fn suppressing(metadata: &str, of_title: &str) -> String {
    let start = format!("{{\"metadata\": {{\"suppressions\": [{metadata}]}},");
    let title = r#""title": { "target": "smithy.api#String" }"#;
    assert!(UNDOCUMENTED.contains(title));
    let traits = format!(
        r#""title": {{ "target": "smithy.api#String", "traits": {{ "smithy.api#suppress": [{of_title}] }} }}"#
    );
    UNDOCUMENTED
        .replacen('{', &start, 1)
        .replacen(title, &traits, 1)
}

#[test]
fn warnings_are_suppressed_where_the_model_says_so() {
    // How many of the five are left, and what is said of the suppression.
    for (metadata, of_title, left, of_suppression) in [
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
        let found = found(&suppressing(metadata, of_title));
        let count = found.iter().filter(|(code, _)| *code == Code::Undocumented);
        assert_eq!(count.count(), left, "{metadata} {of_title}");
        let mut others = found.iter().map(|(code, _)| *code);
        let other = others.find(|code| *code != Code::Undocumented);
        assert_eq!(other, of_suppression, "{metadata} {of_title}");
    }
}

#[test]
fn an_error_cannot_be_suppressed() {
    let suppressed = r#"{"id": "M0101", "namespace": "*", "reason": "A draft."}"#;
    let broken = suppressing(suppressed, "").replacen("smithy.api#String", "smithy.api#Text", 1);
    assert_eq!(found(&broken).first().unwrap().0, Code::MissingTarget);
}

#[test]
fn a_rule_that_is_broken_everywhere_does_not_drown_the_others() {
    let diagnostics = validate(BOOKSHOP);
    let text = diagnostics.render(Colour::Never);
    let shown = text.matches("warning[M0901]: `").count();
    assert_eq!(shown, 10, "{text}");
    let all = diagnostics
        .iter()
        .filter(|found| found.code == Code::Undocumented)
        .count();
    let hidden = format!("warning[M0901]: {} more of these", all - shown);
    assert!(text.contains(&hidden), "{text}");
}
