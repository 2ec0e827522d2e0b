//! Operations with page tokens but without `paginated`.

use super::LintContext;
use crate::ast::Member;
use crate::diagnostic::{Code, Diagnostic, DiagnosticReport};
use crate::model::{Operation, ShapeId, ShapeType};
use crate::names::Names;
use crate::traits::ids;

/// Names of page tokens, in snake case.
const TOKENS: &[&str] = &[
    "continuation_token",
    "marker",
    "next_marker",
    "next_page_token",
    "next_token",
    "page_token",
    "pagination_token",
    "starting_token",
];

pub(super) fn lint(context: &LintContext<'_, '_>, report: &mut DiagnosticReport) {
    let names = Names::new(&context.model.words);
    let operations = context.model.operations.values();
    for operation in operations.filter(|operation| operation.pagination.is_none()) {
        let token = |id: &ShapeId| {
            let members = context.ast.members(id).iter();
            let mut texts = members.filter(|member| has_kind(context, member, ShapeType::String));
            texts.find(|member| TOKENS.contains(&names.function(&member.name).as_str()))
        };
        if let (Some(sent), Some(received)) = (token(&operation.input), token(&operation.output)) {
            report.push(diagnostic(context, operation, sent, received));
        }
    }
}

fn has_kind(context: &LintContext<'_, '_>, member: &Member<'_>, kind: ShapeType) -> bool {
    context.ast.kind(&member.target.id) == Some(kind)
}

fn diagnostic(
    context: &LintContext<'_, '_>,
    operation: &Operation,
    sent: &Member<'_>,
    received: &Member<'_>,
) -> Diagnostic {
    let output = context.ast.members(&operation.output).iter();
    let mut lists = output.filter(|member| has_kind(context, member, ShapeType::List));
    // With several lists, the paginated one is unknown.
    let items = match (lists.next(), lists.next()) {
        (Some(list), None) => format!(", \"items\": \"{}\"", list.name),
        _ => String::new(),
    };
    let title = format!(
        "`{}` has page tokens but no `paginated` trait",
        operation.name
    );
    let shape = context.ast.shape(&operation.id);
    Diagnostic::new(
        Code::MissingPagination,
        title,
        shape.map_or(sent.span, |shape| shape.span),
    )
    .label(format!("missing `{paginated}`", paginated = ids::PAGINATED))
    .secondary(sent.span, "input token")
    .secondary(received.span, "output token")
    .note("without the trait, the client has no `pages()` and `items()`")
    .help(format!(
        "add `\"{paginated}\": {{\"inputToken\": \"{}\", \"outputToken\": \"{}\"{items}}}`",
        sent.name,
        received.name,
        paginated = ids::PAGINATED
    ))
}
