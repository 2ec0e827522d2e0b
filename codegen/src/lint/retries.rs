//! Traits that make clients retry an operation that probably must not be
//! repeated.

use super::LintContext;
use crate::ast::Shape;
use crate::diagnostic::{Code, Diagnostic, DiagnosticReport};
use crate::model::{Idempotency, Operation};
use crate::names::Names;
use crate::traits::ids;

/// First words of the names of operations that only read. With these, POST is
/// only a way to send a long query.
const READS: &[&str] = &[
    "check", "count", "describe", "detect", "estimate", "evaluate", "fetch", "filter", "find",
    "get", "head", "list", "lookup", "preview", "query", "read", "scan", "search", "select",
    "simulate", "test", "validate", "verify", "view",
];

/// First words of the names of operations that change something.
const CHANGES: &[&str] = &[
    "accept",
    "activate",
    "add",
    "append",
    "apply",
    "approve",
    "associate",
    "attach",
    "attest",
    "cancel",
    "claim",
    "close",
    "complete",
    "confirm",
    "copy",
    "create",
    "deactivate",
    "delete",
    "deploy",
    "deregister",
    "detach",
    "disable",
    "disassociate",
    "enable",
    "import",
    "increment",
    "insert",
    "invite",
    "modify",
    "move",
    "pay",
    "post",
    "publish",
    "purchase",
    "put",
    "register",
    "reject",
    "remove",
    "rename",
    "replace",
    "reset",
    "restore",
    "revoke",
    "rotate",
    "run",
    "send",
    "set",
    "start",
    "stop",
    "submit",
    "tag",
    "transfer",
    "untag",
    "update",
    "upload",
    "write",
];

/// First words of the names of operations that have a further effect each time.
const REPEATS: &[&str] = &[
    "add",
    "append",
    "copy",
    "create",
    "increment",
    "insert",
    "invite",
    "pay",
    "post",
    "publish",
    "purchase",
    "run",
    "send",
    "start",
    "submit",
    "transfer",
];

pub(super) fn lint(context: &LintContext<'_, '_>, report: &mut DiagnosticReport) {
    let names = Names::new(&context.model.words);
    for operation in context.model.operations.values() {
        let Some(shape) = context.ast.shape(&operation.id) else {
            continue;
        };
        let name = names.function(&operation.name);
        let mut words = name.split('_').skip_while(|word| *word == "batch");
        let verb = words.next().unwrap_or_default();
        match operation.idempotency {
            Idempotency::Readonly => readonly(operation, shape, verb, report),
            Idempotency::Idempotent => idempotent(context, operation, shape, verb, report),
            Idempotency::None => {}
        }
    }
}

/// Smithy's `HttpMethodSemantics` expects `readonly` exactly on GET, HEAD, OPTIONS
/// and TRACE, which RFC 9110, section 9.2.1, defines as safe.
fn readonly(operation: &Operation, shape: &Shape<'_>, verb: &str, report: &mut DiagnosticReport) {
    let method = operation.http.method.as_str();
    let reason = match method {
        _ if CHANGES.contains(&verb) => format!("`{verb}` promises a change"),
        "PUT" | "DELETE" | "PATCH" => format!("HTTP does not define {method} as safe"),
        "POST" if !READS.contains(&verb) => "HTTP does not define POST as safe".to_owned(),
        _ => return,
    };
    push(
        operation,
        shape,
        ids::READONLY,
        &reason,
        "changes nothing",
        report,
    );
}

/// RFC 9110, section 9.2.2, defines PUT, DELETE and the safe methods as idempotent.
fn idempotent(
    context: &LintContext<'_, '_>,
    operation: &Operation,
    shape: &Shape<'_>,
    verb: &str,
    report: &mut DiagnosticReport,
) {
    let members = context.model.members(&operation.input);
    let has_token = members.iter().any(|member| member.idempotency_token);
    let is_repeated = matches!(operation.http.method.as_str(), "POST" | "PATCH");
    if is_repeated && !has_token && REPEATS.contains(&verb) {
        let reason = format!("`{verb}` promises a further effect, and the input has no token");
        let claim = "has the same effect when it is repeated";
        push(operation, shape, ids::IDEMPOTENT, &reason, claim, report);
    }
}

fn push(
    operation: &Operation,
    shape: &Shape<'_>,
    id: &str,
    reason: &str,
    claim: &str,
    report: &mut DiagnosticReport,
) {
    let Some(found) = shape.traits.get(id) else {
        return;
    };
    let adjective = ids::short(id);
    let (name, method) = (&operation.name, &operation.http.method);
    let title = format!("{method} operation `{name}` is {adjective}");
    report.push(
        Diagnostic::new(Code::UnsafeRetry, title, found.span)
            .label("clients repeat the operation after any transient failure")
            .secondary(shape.span, reason)
            .help(format!(
                "remove the trait, unless the operation {claim}; then suppress {} and give the reason",
                Code::UnsafeRetry
            )),
    );
}
