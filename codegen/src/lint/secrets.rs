//! Members that look like secrets but are not sensitive.

use super::LintContext;
use crate::ast::{Member, Shape, Traits};
use crate::diagnostic::{Code, Diagnostic, DiagnosticReport};
use crate::model::ShapeType;
use crate::names::Names;
use crate::traits::ids;

/// Suffixes of secrets, in snake case. Metadata of a secret (`secretArn`,
/// `passwordLength`) has other suffixes.
const SECRETS: &[&str] = &[
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
    "secret_access_key",
    "secret_key",
    "secret_string",
    "security_token",
    "session_token",
];

pub(super) fn lint(context: &LintContext<'_, '_>, report: &mut DiagnosticReport) {
    let names = Names::new(&context.model.words);
    for (shape, member) in context.fields() {
        let name = names.function(&member.name);
        let others = shape.members().iter();
        let others = others.map(|other| names.function(&other.name));
        if is_open(context, shape, member)
            && is_secret(&name)
            && !is_reference(context, &names, member)
            && !is_role(context, &name, member)
            && !is_bookmark(&name, others)
        {
            report.push(diagnostic(context, shape, member));
        }
    }
}

/// Whether credentials are given by naming a role: "Specifies the required
/// credentials as an IAM role".
fn is_role(context: &LintContext<'_, '_>, name: &str, member: &Member<'_>) -> bool {
    let names_role = |traits: &Traits<'_>| {
        let text = traits.str(ids::DOCUMENTATION).unwrap_or_default();
        text.to_ascii_lowercase().contains("iam role")
    };
    let target = context.ast.shape(&member.target.id);
    (name.ends_with("credential") || name.ends_with("credentials"))
        && (names_role(&member.traits) || target.is_some_and(|target| names_role(&target.traits)))
}

/// Whether a session token is a position in a session of the service. The
/// session token of credentials comes with a key.
fn is_bookmark(name: &str, mut others: impl Iterator<Item = String>) -> bool {
    let is_key = |other: String| other.contains("access_key") || other.ends_with("secret_key");
    name.ends_with("session_token") && !others.any(is_key)
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

/// Texts in the first sentence of the documentation of such values, and of values that are not
/// secret: flags, names of things, and values that only the service can decrypt. "The name" and
/// "the ID" need an object: "The name and password".
const DESCRIPTIONS: &[&str] = &[
    "amazon resource name",
    "(arn)",
    " arn of",
    " encrypted",
    " id of",
    " identifier",
    " identifies",
    " ids of",
    " location of",
    " name of",
    " path of",
    " path to",
    " to locate",
    " uri of",
    " url of",
    " whether ",
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
        && !target.is_some_and(|target| {
            // The values of an enum are in the model.
            target.traits.has(ids::SENSITIVE) || target.traits.has(ids::ENUM)
        })
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
            .secondary(
                target.span,
                format!("missing `{sensitive}`", sensitive = ids::SENSITIVE),
            )
            .help(format!(
                "add `\"{sensitive}\": {{}}` to `{}`, or target another shape with that trait",
                target.id.name(),
                sensitive = ids::SENSITIVE
            )),
        None => diagnostic.help(format!(
            "target a string or blob shape with the trait `\"{sensitive}\": {{}}`",
            sensitive = ids::SENSITIVE
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Members of structures, by name, with documentation, type and expected
    /// reports. They resemble members of AWS's models.
    const MEMBERS: &[(&str, &str, &str, bool)] = &[
        ("password", "The password of the user.", "String", true),
        ("masterUserPassword", "", "String", true),
        ("personalPIN", "The user's meeting PIN.", "String", true),
        (
            "apiKey",
            "The key that you got from the push service.",
            "String",
            true,
        ),
        ("privateKey", "For SSH, the private key.", "Blob", true),
        (
            "clientSecret",
            "The OAuth 2.0 client secret.",
            "String",
            true,
        ),
        (
            "refreshToken",
            "The credentials used to get new tokens.",
            "String",
            true,
        ),
        ("secretAccessKey", "The secret key.", "String", true),
        (
            "credential",
            "The API key that you received.",
            "String",
            true,
        ),
        (
            "accessKey",
            "The access key, for example, a user name.",
            "String",
            false,
        ),
        ("apiKeyId", "", "String", false),
        (
            "credentials",
            "The credentials. Use an IAM role.",
            "String",
            false,
        ),
        ("password", "", "Kind", false),
        ("passwordLength", "", "String", false),
        ("apiKey", "The encrypted API key.", "String", false),
        (
            "credential",
            "The name or ARN of the credentials.",
            "String",
            false,
        ),
        ("accessToken", "The unit of the time.", "Unit", false),
        ("secret", "", "SecretArn", false),
    ];

    #[test]
    fn reports_secrets() {
        for (name, docs, target, expected) in MEMBERS {
            let member = format!(
                r#"{{"{name}": {{"target": "a#{target}",
                    "traits": {{"smithy.api#documentation": "{docs}"}}}}}}"#
            );
            assert_eq!(reported(&member), usize::from(*expected), "{name}: {docs}");
        }
    }

    #[test]
    fn session_tokens_of_credentials_are_secret() {
        for (other, expected) in [("secretAccessKey", 2), ("accessKeyId", 1), ("session", 0)] {
            let member = |name: &str| format!(r#""{name}": {{"target": "a#String"}}"#);
            let members = format!("{{{}, {}}}", member("sessionToken"), member(other));
            assert_eq!(reported(&members), expected, "{other}");
        }
    }

    /// The number of reports for a structure with these members.
    fn reported(members: &str) -> usize {
        let text = format!(
            r#"{{"smithy": "2.0", "shapes": {{
                "a#A": {{"type": "service", "version": "1", "operations": [{{"target": "a#Get"}}],
                    "traits": {{"aws.protocols#restJson1": {{}}, "aws.auth#sigv4": {{"name": "a"}},
                        "aws.api#service": {{"sdkId": "A"}}}}}},
                "a#Get": {{"type": "operation", "input": {{"target": "a#GetInput"}},
                    "output": {{"target": "smithy.api#Unit"}},
                    "traits": {{"smithy.api#http": {{"method": "POST", "uri": "/"}}}}}},
                "a#String": {{"type": "string"}},
                "a#Blob": {{"type": "blob"}},
                "a#SecretArn": {{"type": "string"}},
                "a#Kind": {{"type": "enum", "members": {{"A": {{"target": "smithy.api#Unit"}}}}}},
                "a#Unit": {{"type": "string", "traits": {{"smithy.api#enum": [{{"value": "days"}}]}}}},
                "a#GetInput": {{"type": "structure", "members": {members}}}
            }}}}"#
        );
        let source = crate::Source::new("model.json", text);
        let diagnostics = crate::validate(&source, crate::Unsupported::Rejected);
        assert!(!diagnostics.has_errors(), "{diagnostics:?}");
        let codes = diagnostics.iter().map(|diagnostic| diagnostic.code);
        codes.filter(|code| *code == Code::OpenSecret).count()
    }

    #[test]
    fn documentation_may_describe_a_reference() {
        for (text, expected) in [
            ("<p>The ARN of the secret in AWS Secrets Manager.</p>", true),
            ("The Amazon Resource Name (ARN) of the credentials.", true),
            ("The name of the secret.", true),
            ("The path to the file with the private key.", true),
            ("The ID of the API key.", true),
            ("The generated, encrypted API key. You can copy it.", true),
            ("<p>The unique token that identifies the scan.</p>", true),
            ("Specifies whether credentials are required.", true),
            (
                "An access token, which the service uses to locate the document.",
                true,
            ),
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
