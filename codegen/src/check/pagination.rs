//! The members of `paginated`.

use super::{CheckContext, OperationSite};
use crate::ast::{Member, Shape};
use crate::diagnostic::{Code, Diagnostic, DiagnosticReport};
use crate::json::Value;
use crate::model::{ShapeId, ShapeType};
use crate::phrases::{closest, list};
use crate::resolve::member_path;
use crate::source::Span;
use crate::traits::Kinds;
use crate::traits::ids;

/// Smithy only warns about maps, because older services have them.
const TOKENS: Kinds = Kinds::new(&[ShapeType::String, ShapeType::Map]);

pub(super) fn check(context: &CheckContext<'_, '_>, report: &mut DiagnosticReport) {
    let service = context.ast.shape(&context.model.service.id);
    for site in context.operations() {
        if let Some(own) = site.shape.traits.get(ids::PAGINATED) {
            let shared = service.and_then(|service| service.traits.value(ids::PAGINATED));
            let part = |name: &'static str| own.value.get(name).or_else(|| shared?.get(name));
            let pages = Pages {
                context,
                site: &site,
            };
            for name in ["inputToken", "outputToken"] {
                if part(name).is_none() {
                    report.push(pages.incomplete(name, own.span));
                }
            }
            pages.input(part("inputToken"), TOKENS, "a string", report);
            pages.input(part("pageSize"), Kinds::INTEGERS, "an integer", report);
            pages.output(part("outputToken"), TOKENS, "a string", report);
            pages.output(part("items"), Kinds::COLLECTIONS, "a list or map", report);
            if let Some(token) = part("inputToken") {
                pages.optional(token, report);
            }
        }
    }
}

/// The pagination of one operation.
struct Pages<'p, 'c, 'a> {
    context: &'p CheckContext<'c, 'a>,
    site: &'p OperationSite<'c, 'a>,
}

impl Pages<'_, '_, '_> {
    fn incomplete(&self, name: &str, span: Span) -> Diagnostic {
        let title = format!(
            "`paginated` of `{}` has no `{name}`",
            self.site.operation.name
        );
        Diagnostic::new(Code::PaginationMember, title, span)
            .label(format!("no `{name}` here or in `paginated` of the service"))
            .help(format!("set `{name}` to the member that holds the token"))
    }

    fn input(
        &self,
        value: Option<&Value<'_>>,
        expected: Kinds,
        noun: &str,
        report: &mut DiagnosticReport,
    ) {
        let name = value.and_then(|value| Some((value, value.as_str()?)));
        if let Some((value, name)) = name.filter(|(_, name)| !name.is_empty()) {
            let id = &self.site.operation.input;
            self.path(
                value,
                id,
                &[name.to_owned()],
                "input",
                expected,
                noun,
                report,
            );
        }
    }

    fn output(
        &self,
        value: Option<&Value<'_>>,
        expected: Kinds,
        noun: &str,
        report: &mut DiagnosticReport,
    ) {
        let path = value.and_then(|value| Some((value, value.as_str()?)));
        if let Some((value, path)) = path.filter(|(_, path)| !path.is_empty()) {
            let id = &self.site.operation.output;
            let names = member_path(path);
            self.path(value, id, &names, "output", expected, noun, report);
        }
    }

    #[expect(clippy::too_many_arguments, reason = "one rule, four uses")]
    fn path(
        &self,
        value: &Value<'_>,
        start: &ShapeId,
        names: &[String],
        message: &str,
        expected: Kinds,
        noun: &str,
        report: &mut DiagnosticReport,
    ) {
        let ast = self.context.ast;
        let mut id = start.clone();
        let mut last: Option<&Member<'_>> = None;
        for name in names {
            let shape = ast.shape(&id);
            let Some(member) = shape.and_then(|shape| shape.member(name)) else {
                report.push(self.unknown_member(value, shape, name, message));
                return;
            };
            id = member.target.id.clone();
            last = Some(member);
        }
        let (Some(member), Some(kind)) = (last, ast.kind(&id)) else {
            return;
        };
        if !expected.contains(kind) {
            let title = format!("`{}` is {}, not {noun}", member.name, kind.noun());
            report.push(
                Diagnostic::new(Code::PaginationType, title, value.span)
                    .label(format!("expected {noun}"))
                    .secondary(member.target.span, kind.noun()),
            );
        }
    }

    fn unknown_member(
        &self,
        value: &Value<'_>,
        shape: Option<&Shape<'_>>,
        name: &str,
        message: &str,
    ) -> Diagnostic {
        let title = format!(
            "unknown {message} member `{name}` of `{}`",
            self.site.operation.name
        );
        let diagnostic =
            Diagnostic::new(Code::PaginationMember, title, value.span).label("unknown member");
        let Some(shape) = shape else {
            return diagnostic.secondary(self.site.shape.span, format!("has no {message}"));
        };
        let diagnostic = diagnostic.secondary(shape.span, format!("the {message}"));
        let members = shape.members().iter();
        let names: Vec<&str> = members.map(|member| member.name.as_ref()).collect();
        // Replacing a whole path by its last member would break it.
        let whole = value.as_str() == Some(name);
        match closest(name, names.iter().copied()) {
            Some(similar) if whole => diagnostic.suggest(
                "a member with a similar name exists",
                value.span,
                format!("\"{similar}\""),
            ),
            _ if names.is_empty() => diagnostic,
            _ => diagnostic.note(format!("known members: {}", list(&names))),
        }
    }

    /// Reports a required input token.
    fn optional(&self, token: &Value<'_>, report: &mut DiagnosticReport) {
        let members = self.context.ast.members(&self.site.operation.input);
        let name = token.as_str().unwrap_or_default();
        let member = members.iter().find(|member| member.name == name);
        let required = member.and_then(|member| member.traits.get(ids::REQUIRED));
        if let Some(required) = required {
            let title = format!("the input token `{name}` is required");
            report.push(
                Diagnostic::new(Code::PaginationType, title, token.span)
                    .label("the first request has no token")
                    .secondary(required.span, "required here")
                    .help("remove `required` from the member"),
            );
        }
    }
}
