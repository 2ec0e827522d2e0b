//! Streaming blobs: Smithy's `StreamingTrait` and `RequestCompressionTrait`
//! validators.

use std::collections::BTreeSet;

use super::{CheckContext, OperationSite};
use crate::ast::Member;
use crate::diagnostic::{Code, Diagnostic, DiagnosticReport};
use crate::model::{ShapeId, ShapeType};
use crate::traits::ids;

/// The encodings of `requestCompression` that Smithy defines.
const ENCODINGS: &[&str] = &["gzip"];

pub(super) fn check(context: &CheckContext<'_, '_>, report: &mut DiagnosticReport) {
    let operations = || context.operations();
    let inputs: BTreeSet<&ShapeId> = operations().map(|site| &site.operation.input).collect();
    let outputs: BTreeSet<&ShapeId> = operations().map(|site| &site.operation.output).collect();
    for shape in context.ast.shapes.values() {
        let is_mixin = shape.traits.has(ids::MIXIN);
        for member in shape
            .members()
            .iter()
            .filter(|member| is_stream(context, member))
        {
            let is_input = inputs.contains(&shape.id);
            let is_output = outputs.contains(&shape.id);
            let is_nested = context.model.connected.contains(&shape.id) && !is_input && !is_output;
            if is_nested || shape.kind() != ShapeType::Structure {
                let text = "a stream is only allowed as the payload of an input or output";
                report.push(misused(context, member, text));
                continue;
            }
            if !is_mixin && !member.traits.has(ids::HTTP_PAYLOAD) {
                report.push(
                    misused(context, member, "a stream must be the whole body").help(format!(
                        "add `\"{http_payload}\": {{}}` to the member",
                        http_payload = ids::HTTP_PAYLOAD
                    )),
                );
            }
            if !is_mixin
                && ![ids::REQUIRED, ids::DEFAULT]
                    .iter()
                    .any(|id| member.traits.has(id))
            {
                report.push(
                    misused(context, member, "a stream cannot be absent").help(format!(
                        "add `\"{required}\": {{}}` or `\"{default}\": \"\"` to the member",
                        required = ids::REQUIRED,
                        default = ids::DEFAULT
                    )),
                );
            }
            let target = context.ast.shape(&member.target.id);
            if is_output && target.is_some_and(|target| target.traits.has(ids::REQUIRES_LENGTH)) {
                let text = "`requiresLength` is only allowed in inputs";
                report.push(misused(context, member, text).help("target another blob"));
            }
        }
    }
    for site in operations() {
        compression(context, &site, report);
    }
}

fn is_stream(context: &CheckContext<'_, '_>, member: &Member<'_>) -> bool {
    let target = context.ast.shape(&member.target.id);
    target
        .is_some_and(|target| target.kind() == ShapeType::Blob && target.traits.has(ids::STREAMING))
}

fn misused(context: &CheckContext<'_, '_>, member: &Member<'_>, rule: &str) -> Diagnostic {
    let title = format!("invalid streaming member `{}`", member.name);
    let diagnostic = Diagnostic::new(Code::Stream, title, member.span).label(rule);
    let target = context.ast.shape(&member.target.id);
    match target.and_then(|target| target.traits.get(ids::STREAMING)) {
        Some(found) => diagnostic.secondary(found.span, "the stream"),
        None => diagnostic,
    }
}

fn compression(
    context: &CheckContext<'_, '_>,
    site: &OperationSite<'_, '_>,
    report: &mut DiagnosticReport,
) {
    let Some(found) = site.shape.traits.get(ids::REQUEST_COMPRESSION) else {
        return;
    };
    let encodings = found.value.get("encodings").into_iter();
    for encoding in encodings.clone().flat_map(|list| list.elements()) {
        let name = encoding.as_str().unwrap_or_default();
        if !ENCODINGS.contains(&name.to_ascii_lowercase().as_str()) {
            let title = format!("unknown encoding `{name}` of `requestCompression`");
            report.push(
                Diagnostic::new(Code::TraitValue, title, encoding.span).label("expected `gzip`"),
            );
        }
    }
    for list in encodings.filter(|list| list.elements().is_empty()) {
        let title = "`requestCompression` without encodings";
        report.push(Diagnostic::new(Code::TraitValue, title, list.span).label("expected `gzip`"));
    }
    for member in context.ast.members(&site.operation.input) {
        let target = context.ast.shape(&member.target.id);
        let length = target.and_then(|target| target.traits.get(ids::REQUIRES_LENGTH));
        if let Some(length) = length {
            let title = format!("`{}` cannot be compressed", site.operation.name);
            report.push(
                Diagnostic::new(Code::Stream, title, found.span)
                    .label("the length of a compressed stream is unknown")
                    .secondary(length.span, "requires a known length")
                    .help("remove one of the traits"),
            );
        }
    }
}
