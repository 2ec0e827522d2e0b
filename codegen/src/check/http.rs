//! The `http`, `httpError` and `endpoint` traits.

use super::trait_values::is_token;
use super::{CheckContext, OperationSite};
use crate::diagnostic::{Code, Diagnostic, DiagnosticReport};
use crate::json::Value;
use crate::model::HostPart;
use crate::phrases::closest;
use crate::resolve::{host_prefix, uri};
use crate::traits::ids;

pub(super) fn check(context: &CheckContext<'_, '_>, report: &mut DiagnosticReport) {
    // `service` reports another protocol. Its operations need no `http`.
    let service = context.ast.shape(&context.model.service.id);
    let is_rest = service.is_none_or(|service| service.traits.has(ids::REST_JSON_1));
    for site in context.operations() {
        if is_rest || site.shape.traits.has(ids::HTTP) {
            http(&site, report);
        }
        endpoint(context, &site, report);
    }
    for shape in context.ast.shapes.values() {
        let status = shape.traits.value(ids::HTTP_ERROR);
        let number = status.and_then(|status| Some((status, status.as_number()?.as_i64()?)));
        let fault = shape.traits.str(ids::ERROR);
        if let (Some((status, number)), Some(fault)) = (number, fault) {
            let (expected, range) = match fault {
                "client" => ("400 to 499", 400..500),
                _ => ("500 to 599", 500..600),
            };
            if !(300..600).contains(&number) {
                let title = format!("{number} is not an error status");
                report.push(
                    Diagnostic::new(Code::StatusCode, title, status.span)
                        .label(format!("expected {expected}")),
                );
            } else if !range.contains(&number) {
                let title = format!("{number} is not a {fault} error status");
                let mut diagnostic = Diagnostic::new(Code::FaultStatus, title, status.span)
                    .label(format!("expected {expected}"));
                if let Some(error) = shape.traits.get(ids::ERROR) {
                    diagnostic = diagnostic
                        .secondary(error.value.span, format!("declared as a {fault} error"));
                }
                report.push(diagnostic);
            }
        }
    }
}

fn http(site: &OperationSite<'_, '_>, report: &mut DiagnosticReport) {
    let Some(found) = site.shape.traits.get(ids::HTTP) else {
        let title = format!("`{}` has no `http` trait", site.operation.name);
        report.push(
            Diagnostic::new(Code::MissingHttp, title, site.shape.span)
                .note("restJson1 requires a method and a URI for every operation")
                .help(format!(
                    r#"add `"{}": {{"method": "POST", "uri": "/path"}}` to its traits"#,
                    ids::HTTP
                )),
        );
        return;
    };
    let value = found.value.as_ref();
    if let Some(found) = value.get("method") {
        method(found, report);
    }
    if let Some(text) = value.get("uri")
        && let Err(reason) = uri(text.as_str().unwrap_or("/"))
    {
        let title = format!("invalid URI pattern of `{}`", site.operation.name);
        report.push(Diagnostic::new(Code::Uri, title, text.span).label(reason));
    }
    if let Some(code) = value.get("code")
        && let Some(number) = code.as_number().and_then(|number| number.as_i64())
        && !(200..=299).contains(&number)
    {
        let title = format!("{number} is not a success status");
        report
            .push(Diagnostic::new(Code::StatusCode, title, code.span).label("expected 200 to 299"));
    }
}

/// IANA's registry of HTTP methods (RFC 9110, section 16.1).
const METHODS: &[&str] = &[
    "ACL",
    "BASELINE-CONTROL",
    "BIND",
    "CHECKIN",
    "CHECKOUT",
    "CONNECT",
    "COPY",
    "DELETE",
    "GET",
    "HEAD",
    "LABEL",
    "LINK",
    "LOCK",
    "MERGE",
    "MKACTIVITY",
    "MKCALENDAR",
    "MKCOL",
    "MKREDIRECTREF",
    "MKWORKSPACE",
    "MOVE",
    "OPTIONS",
    "ORDERPATCH",
    "PATCH",
    "POST",
    "PROPFIND",
    "PROPPATCH",
    "PUT",
    "QUERY",
    "REBIND",
    "REPORT",
    "SEARCH",
    "TRACE",
    "UNBIND",
    "UNCHECKOUT",
    "UNLINK",
    "UNLOCK",
    "UPDATE",
    "UPDATEREDIRECTREF",
    "VERSION-CONTROL",
];

/// Any token is a method (RFC 9110, section 9.1), but an unregistered one is probably
/// misspelled.
fn method(found: &Value<'_>, report: &mut DiagnosticReport) {
    // `form` reports empty texts and values that are not strings.
    let Some(text) = found.as_str().filter(|text| !text.is_empty()) else {
        return;
    };
    if !is_token(text) {
        let title = format!("invalid HTTP method `{text}`");
        report.push(
            Diagnostic::new(Code::TraitValue, title, found.span)
                .label("expected a token, such as `GET` or `POST`"),
        );
    } else if METHODS.contains(&text.to_ascii_uppercase().as_str()) {
        if !METHODS.contains(&text) {
            let title = format!("invalid HTTP method `{text}`");
            report.push(
                Diagnostic::new(Code::TraitValue, title, found.span)
                    .label("expected upper case, such as `GET` or `POST`")
                    .suggest(
                        "HTTP methods are case-sensitive",
                        found.span,
                        format!("\"{}\"", text.to_ascii_uppercase()),
                    ),
            );
        }
    } else {
        let title = format!("unknown HTTP method `{text}`");
        let diagnostic = Diagnostic::new(Code::UnknownMethod, title, found.span)
            .label("not a registered method");
        report.push(match closest(text, METHODS.iter().copied()) {
            Some(known) => diagnostic.suggest(
                "a method with a similar name exists",
                found.span,
                format!("\"{known}\""),
            ),
            None => diagnostic.note("proxies and servers may reject the request"),
        });
    }
}

fn endpoint(
    context: &CheckContext<'_, '_>,
    site: &OperationSite<'_, '_>,
    report: &mut DiagnosticReport,
) {
    let input = context.ast.members(&site.operation.input);
    let bound = |name: &str| {
        let mut labels = input.iter();
        labels.any(|member| member.name == name && member.traits.has(ids::HOST_LABEL))
    };
    let endpoint = site.shape.traits.value(ids::ENDPOINT);
    let prefix = endpoint.and_then(|endpoint| endpoint.get("hostPrefix"));
    let text = prefix.and_then(|prefix| Some((prefix, prefix.as_str()?)));
    let mut labels = Vec::new();
    if let Some((prefix, text)) = text {
        match host_prefix(text) {
            Err(reason) => {
                let title = format!("invalid host prefix `{text}`");
                report.push(Diagnostic::new(Code::HostPrefix, title, prefix.span).label(reason));
                return;
            }
            Ok(pattern) => {
                for part in pattern.parts {
                    let HostPart::Label(name) = part else {
                        continue;
                    };
                    if !bound(&name) {
                        let title = format!("no member is bound to the label `{{{name}}}`");
                        report.push(
                            Diagnostic::new(Code::HostPrefix, title, prefix.span)
                                .label(format!("the input has no member `{name}` with `hostLabel`"))
                                .help(format!(
                                    "add the member, or add the trait `{host_label}` to it",
                                    host_label = ids::HOST_LABEL
                                )),
                        );
                    }
                    labels.push(name);
                }
            }
        }
    }
    for member in input {
        if let Some(found) = member.traits.get(ids::HOST_LABEL)
            && !labels.iter().any(|label| *label == member.name)
        {
            let title = format!("`{}` is bound to an unknown label", member.name);
            let mut diagnostic = Diagnostic::new(Code::HostPrefix, title, found.span)
                .secondary(site.shape.span, "the operation")
                .help(
                    "add the label to the `endpoint` trait of the operation, or remove this trait",
                );
            if let Some((prefix, _)) = text {
                let label = format!("no label `{{{}}}`", member.name);
                diagnostic = diagnostic.secondary(prefix.span, label);
            }
            report.push(diagnostic);
        }
    }
}
