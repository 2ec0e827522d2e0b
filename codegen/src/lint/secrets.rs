//! Members that look like secrets but are not sensitive.

use super::LintContext;
use crate::ast::{Member, Shape};
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
    let names = Names::new(&context.model.service.words);
    for (shape, member) in context.fields() {
        if is_open(context, shape, member) && is_secret(&names.function(&member.name)) {
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
