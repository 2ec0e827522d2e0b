//! Members that look like secrets but are not sensitive.

use super::LintContext;
use crate::ast::{Member, Shape, Traits};
use crate::diagnostic::{Code, Diagnostic, Report};
use crate::model::ShapeType;
use crate::names::Names;
use crate::traits::ids;

/// Suffixes of secrets, in snake case. Metadata of a secret (`secretArn`,
/// `passwordLength`) has other suffixes.
const SECRETS: &[&str] = &[
    "access_key",
    "access_token",
    "api_key",
    "auth_token",
    "bearer_token",
    "client_secret",
    "credential",
    "credentials",
    "passcode",
    "passphrase",
    "password",
    "pin",
    "private_key",
    "refresh_token",
    "secret",
    "secret_key",
    "secret_string",
    "security_token",
    "session_token",
];

pub(super) fn lint(context: &LintContext<'_, '_>, report: &mut Report) {
    let names = Names::new(&context.model.words);
    for (shape, member) in context.fields() {
        if is_open(context, shape, member)
            && is_secret(&names.function(&member.name))
            && !is_reference(context, &names, member)
        {
            report.push(diagnostic(context, shape, member));
        }
    }
}

fn is_secret(name: &str) -> bool {
    SECRETS.iter().any(|secret| {
        let before = name.strip_suffix(secret);
        before.is_some_and(|before| before.is_empty() || before.ends_with('_'))
    })
}

/// Last words of names of values that refer to a secret.
const REFERENCES: &[&str] = &[
    "alias",
    "arn",
    "file",
    "id",
    "identifier",
    "key_name",
    "location",
    "name",
    "path",
    "reference",
    "uri",
    "url",
    "version",
];

/// Texts in the first sentence of the documentation of such values. "The name" and "the
/// ID" need an object: "The name and password".
const DESCRIPTIONS: &[&str] = &[
    "amazon resource name",
    "(arn)",
    " arn of",
    " id of",
    " identifier",
    " ids of",
    " location of",
    " name of",
    " path of",
    " path to",
    " uri of",
    " url of",
];

/// Whether a member refers to a secret by an id, an ARN, a name or a path: the type, the
/// pattern or the documentation says so.
fn is_reference(context: &LintContext<'_, '_>, names: &Names, member: &Member<'_>) -> bool {
    let target = context.ast.shape(&member.target.id);
    let type_name = names.function(member.target.id.name());
    let ends = |end: &&str| {
        let before = type_name.strip_suffix(*end);
        before.is_some_and(|before| before.is_empty() || before.ends_with('_'))
    };
    if !member.target.id.is_prelude() && REFERENCES.iter().any(ends) {
        return true;
    }
    let refers = |traits: &Traits<'_>| {
        let pattern = traits.str(ids::PATTERN).unwrap_or_default();
        let is_arn = pattern.trim_start_matches(['^', '(']).starts_with("arn:");
        is_arn || describes_reference(traits.str(ids::DOCUMENTATION).unwrap_or_default())
    };
    refers(&member.traits) || target.is_some_and(|target| refers(&target.traits))
}

fn describes_reference(documentation: &str) -> bool {
    let text = documentation.to_ascii_lowercase();
    let sentence = text
        .split_once(". ")
        .map_or(text.as_str(), |(first, _)| first);
    DESCRIPTIONS.iter().any(|part| sentence.contains(part))
}

/// Whether a member is a string or blob that is not sensitive.
fn is_open(context: &LintContext<'_, '_>, shape: &Shape<'_>, member: &Member<'_>) -> bool {
    let target = context.ast.shape(&member.target.id);
    let kind = context.ast.kind(&member.target.id);
    matches!(kind, Some(ShapeType::String | ShapeType::Blob))
        && !shape.traits.has(ids::SENSITIVE)
        && !member.traits.has(ids::SENSITIVE)
        && !target.is_some_and(|target| target.traits.has(ids::SENSITIVE))
}

fn diagnostic(context: &LintContext<'_, '_>, shape: &Shape<'_>, member: &Member<'_>) -> Diagnostic {
    let title = format!(
        "secret `{}${}` is not sensitive",
        shape.id.name(),
        member.name
    );
    let diagnostic = Diagnostic::new(Code::OpenSecret, title, member.span)
        .label("appears in debug output, errors and logs");
    match context.ast.shape(&member.target.id) {
        Some(target) => diagnostic
            .secondary(target.span, "missing `smithy.api#sensitive`")
            .help(format!(
                "add `\"smithy.api#sensitive\": {{}}` to `{}`, or target another shape with that trait",
                target.id.name()
            )),
        None => diagnostic.help(
            "target a string or blob shape with the trait `\"smithy.api#sensitive\": {}`",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documentation_may_describe_a_reference() {
        for (text, expected) in [
            ("<p>The ARN of the secret in AWS Secrets Manager.</p>", true),
            ("The Amazon Resource Name (ARN) of the credentials.", true),
            ("The name of the secret.", true),
            ("The path to the file with the private key.", true),
            ("The ID of the API key.", true),
            (
                "The password of the user. The name of the user is another member.",
                false,
            ),
            ("The API key.", false),
            ("The user name and password.", false),
            ("", false),
        ] {
            assert_eq!(describes_reference(text), expected, "{text}");
        }
    }
}
