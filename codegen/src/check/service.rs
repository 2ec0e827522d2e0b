//! Requirements on the service.

use super::CheckContext;
use crate::ast::{self, Shape, Traits};
use crate::diagnostic::{Code, Diagnostic, DiagnosticReport};
use crate::phrases::list;
use crate::resolve::{self, NO_AUTH};
use crate::source::Span;
use crate::traits::ids;

pub(super) fn check(context: &CheckContext<'_, '_>, report: &mut DiagnosticReport) {
    let mut services: Vec<_> = context.ast.services().collect();
    services.sort_by_key(|(shape, _)| shape.span);
    let mut services = services.into_iter();
    let Some((shape, service)) = services.next() else {
        if context.ast.data_model.is_some() {
            return;
        }
        let start = context.ast.span.start;
        let span = Span {
            start,
            end: start + 1,
        };
        report.push(
            Diagnostic::new(Code::NoService, "the model has no service", span)
                .label("no shape of type `service` in this file")
                .help("add a service that lists the operations")
                .help(format!(
                    "if the model has only data, add `\"{}\": {{\"title\": \"…\"}}` to its \
                     `metadata`",
                    ids::DATA_MODEL
                )),
        );
        return;
    };
    for (other, _) in services {
        let title = format!("second service `{}`", other.id.name());
        report.push(
            Diagnostic::new(Code::SeveralServices, title, other.span)
                .secondary(shape.span, "first service")
                .note("a client is generated for one service")
                .help("move each service to its own model"),
        );
    }
    protocol(shape, report);
    version(shape, service, report);
    auth(context, shape, report);
    if !shape.traits.has(ids::AWS_SERVICE) {
        let service = &context.model.service;
        let title = format!(
            "`{}` has no `{aws_service}` trait",
            service.id.name(),
            aws_service = ids::AWS_SERVICE
        );
        report.push(
            Diagnostic::new(Code::NoServiceTrait, title, shape.span)
                .note(format!(
                    "the client guesses the endpoint prefix `{}` and the SDK ID `{}`",
                    service.endpoint_prefix, service.sdk_id
                ))
                .help("add the trait with `sdkId` and `endpointPrefix`"),
        );
    }
}

fn protocol(shape: &Shape<'_>, report: &mut DiagnosticReport) {
    let expected = ids::REST_JSON_1;
    if shape.traits.has(expected) {
        return;
    }
    let title = format!("`{}` does not support restJson1", shape.id.name());
    let mut diagnostic = Diagnostic::new(Code::NoProtocol, title, shape.span)
        .label(format!("no `{expected}` trait"));
    let others = shape.traits.iter();
    let mut others = others.filter(|found| {
        found.id.starts_with("aws.protocols#") || found.id.starts_with("smithy.protocols#")
    });
    diagnostic = match others.next() {
        Some(other) => diagnostic
            .secondary(other.span, "declared protocol")
            .note("restJson1 is the only supported protocol"),
        None => diagnostic.help(format!("add `\"{expected}\": {{}}` to its traits")),
    };
    report.push(diagnostic);
}

fn version(shape: &Shape<'_>, service: &ast::Service, report: &mut DiagnosticReport) {
    if service.version.as_deref().unwrap_or_default().is_empty() {
        let title = format!("`{}` has no version", shape.id.name());
        report.push(
            Diagnostic::new(Code::NoVersion, title, shape.span)
                .label("missing or empty `version`")
                .help(r#"add the API version, usually a date: `"version": "2024-01-01"`"#),
        );
    }
}

fn auth(context: &CheckContext<'_, '_>, shape: &Shape<'_>, report: &mut DiagnosticReport) {
    let declared = resolve::declared(context.ast, &shape.traits);
    if declared.is_empty() && !shape.traits.has(ids::AUTH) {
        let title = format!("`{}` declares no authentication scheme", shape.id.name());
        report.push(
            Diagnostic::new(Code::NoAuth, title, shape.span)
                .label(format!("no `{sigv4}` trait", sigv4 = ids::SIGV4))
                .help(format!(
                    r#"add `"{}": {{"name": "…"}}` with the signing name of the service"#,
                    ids::SIGV4
                ))
                .note("clients send unsigned requests")
                .help(format!(
                    r#"if requests are meant to be unsigned, add `"{}": []`"#,
                    ids::AUTH
                )),
        );
    }
    listed(&shape.traits, shape, &declared, report);
    for site in context.operations() {
        listed(&site.shape.traits, shape, &declared, report);
    }
}

/// Reports schemes in `auth` that the service does not declare.
fn listed(
    traits: &Traits<'_>,
    service: &Shape<'_>,
    declared: &[&str],
    report: &mut DiagnosticReport,
) {
    let ids = traits.value(ids::AUTH).into_iter();
    for element in ids.flat_map(|ids| ids.elements()) {
        let Some(id) = element.as_str() else { continue };
        if id == NO_AUTH || service.traits.has(id) {
            continue;
        }
        let title = format!("undeclared authentication scheme `{id}`");
        let mut diagnostic = Diagnostic::new(Code::UndeclaredScheme, title, element.span)
            .secondary(service.span, "not a trait of this service");
        if !declared.is_empty() {
            diagnostic = diagnostic.note(format!("declared schemes: {}", list(declared)));
        }
        report.push(diagnostic);
    }
}
