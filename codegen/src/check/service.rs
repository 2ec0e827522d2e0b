//! What a service that speaks restJson1 needs.

use super::Context;
use crate::ast::{self, Shape, Traits};
use crate::diagnostic::{Code, Diagnostic, Report};
use crate::phrases::list;
use crate::resolve::{self, NO_AUTH};
use crate::source::Span;
use crate::traits::ids;

pub(super) fn check(context: &Context<'_, '_>, report: &mut Report) {
    let mut services: Vec<_> = context.ast.services().collect();
    services.sort_by_key(|(shape, _)| shape.span);
    let mut services = services.into_iter();
    let Some((shape, service)) = services.next() else {
        let start = context.ast.span.start;
        let span = Span {
            start,
            end: start + 1,
        };
        report.push(
            Diagnostic::new(Code::NoService, "the model has no service", span)
                .label("no shape of the type `service` in this file")
                .help("add a service that lists the operations: a client is made of a service"),
        );
        return;
    };
    for (other, _) in services {
        let title = format!("`{}` is a second service", other.id.name());
        report.push(
            Diagnostic::new(Code::SeveralServices, title, other.span)
                .secondary(shape.span, "the first one")
                .help("write a model of its own for each service: a client is made of one"),
        );
    }
    protocol(shape, report);
    version(shape, service, report);
    auth(context, shape, report);
    if !shape.traits.has(ids::AWS_SERVICE) {
        let service = &context.model.service;
        let title = format!("`{}` does not say what AWS calls it", service.id.name());
        report.push(
            Diagnostic::new(Code::NoServiceTrait, title, shape.span)
                .label("no `aws.api#service` trait")
                .note(format!(
                    "without it, the host name starts with `{}` and settings are looked up as `{}`",
                    service.endpoint_prefix, service.sdk_id
                ))
                .help("add the trait, with `sdkId` and `endpointPrefix`"),
        );
    }
}

fn protocol(shape: &Shape<'_>, report: &mut Report) {
    let expected = ids::REST_JSON_1;
    if shape.traits.has(expected) {
        return;
    }
    let title = format!("`{}` does not speak restJson1", shape.id.name());
    let mut diagnostic = Diagnostic::new(Code::NoProtocol, title, shape.span)
        .label(format!("no `{expected}` trait"));
    let others = shape.traits.iter();
    let mut others = others.filter(|found| {
        found.id.starts_with("aws.protocols#") || found.id.starts_with("smithy.protocols#")
    });
    diagnostic = match others.next() {
        Some(other) => diagnostic
            .secondary(other.span, "the protocol that it speaks")
            .note("restJson1 is the only protocol that clients can be generated for"),
        None => diagnostic.help(format!("add `\"{expected}\": {{}}` to its traits")),
    };
    report.push(diagnostic);
}

fn version(shape: &Shape<'_>, service: &ast::Service, report: &mut Report) {
    if service.version.as_deref().unwrap_or_default().is_empty() {
        let title = format!("`{}` does not say which version it is", shape.id.name());
        report.push(
            Diagnostic::new(Code::NoVersion, title, shape.span)
                .label("no `version`, or an empty one")
                .help(
                    r#"add the version of the API, most often a date: `"version": "2024-01-01"`"#,
                ),
        );
    }
}

fn auth(context: &Context<'_, '_>, shape: &Shape<'_>, report: &mut Report) {
    let declared = resolve::declared(context.ast, &shape.traits);
    if declared.is_empty() && !shape.traits.has(ids::AUTH) {
        let title = format!("`{}` does not say how requests are signed", shape.id.name());
        report.push(
            Diagnostic::new(Code::NoAuth, title, shape.span)
                .label("no `aws.auth#sigv4` trait")
                .help(format!(
                    r#"add `"{}": {{"name": "…"}}` with the name that the service has in signatures"#,
                    ids::SIGV4
                ))
                .note("clients send requests without a signature")
                .help(format!(r#"add `"{}": []` when that is meant"#, ids::AUTH)),
        );
    }
    listed(&shape.traits, shape, &declared, report);
    for site in context.operations() {
        listed(&site.shape.traits, shape, &declared, report);
    }
}

/// The schemes that an `auth` trait lists have to be declared by the service.
fn listed(traits: &Traits<'_>, service: &Shape<'_>, declared: &[&str], report: &mut Report) {
    let ids = traits.value(ids::AUTH).into_iter();
    for element in ids.flat_map(|ids| ids.elements()) {
        let Some(id) = element.as_str() else { continue };
        if id == NO_AUTH || service.traits.has(id) {
            continue;
        }
        let title = format!("the service does not declare the scheme `{id}`");
        let mut diagnostic = Diagnostic::new(Code::UndeclaredScheme, title, element.span)
            .secondary(service.span, "the service");
        if !declared.is_empty() {
            diagnostic = diagnostic.note(format!("it declares {}", list(declared)));
        }
        report.push(diagnostic);
    }
}
