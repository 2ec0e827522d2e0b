//! Endpoint rules, their tests, and their parameters.

use super::{CheckContext, OperationSite, Subject};
use crate::ast::Traits;
use crate::diagnostic::{Code, Diagnostic, DiagnosticReport};
use crate::jmespath::{self, Root, walk};
use crate::json::{Entry, Value};
use crate::model::{RuleSet, RuleType, ShapeType};
use crate::phrases::closest;
use crate::resolve::endpoint::{
    self, PARAMETER_TYPES, RuleError, is_of, parameter_type, type_name,
};
use crate::source::Span;
use crate::traits::ids;

pub(super) fn check(context: &CheckContext<'_, '_>, report: &mut DiagnosticReport) {
    let Some(service) = context.ast.shape(&context.model.service.id) else {
        return;
    };
    let Some(found) = service.traits.value(ids::ENDPOINT_RULE_SET) else {
        return;
    };
    let (rules, errors) = endpoint::rule_set(found);
    report_all(errors, Code::EndpointRule, report);
    built_ins(found, report);
    if let Some(cases) = service.traits.value(ids::ENDPOINT_TESTS) {
        let (_, errors) = endpoint::tests(cases, &rules);
        report_all(errors, Code::EndpointTest, report);
    }
    let bindings = ParameterBindings {
        rules: &rules,
        span: found.get("parameters").map_or(found.span, |v| v.span),
    };
    bindings.client_context(&service.traits, report);
    for site in context.operations() {
        bindings.static_context(&site.shape.traits, report);
        bindings.operation_context(context, &site, report);
    }
    bindings.members(context, report);
}

fn report_all(errors: Vec<RuleError>, code: Code, report: &mut DiagnosticReport) {
    for error in errors {
        let diagnostic = Diagnostic::new(code, error.title, error.span);
        report.push(match error.help {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        });
    }
}

/// Reports built-in parameters that clients do not support.
fn built_ins(rules: &Value<'_>, report: &mut DiagnosticReport) {
    let parameters = rules.get("parameters").into_iter();
    for entry in parameters.flat_map(|parameters| parameters.entries()) {
        if let Some(name) = entry.value.get("builtIn")
            && let Some(text) = name.as_str()
            && endpoint::built_in(text).is_none()
        {
            let title = format!("unsupported built-in `{text}`");
            let note = format!(
                "clients use the default of `{}`, or leave it unset",
                entry.key
            );
            report.push(Diagnostic::new(Code::EndpointRules, title, name.span).note(note));
        }
    }
}

/// Checks the traits that set parameters of the rules.
struct ParameterBindings<'t> {
    rules: &'t RuleSet,
    /// The declaration of the parameters.
    span: Span,
}

impl ParameterBindings<'_> {
    fn client_context(&self, traits: &Traits<'_>, report: &mut DiagnosticReport) {
        for entry in entries(traits, ids::CLIENT_CONTEXT_PARAMS) {
            let ty = entry.value.str("type").and_then(parameter_type);
            let Some(ty) = ty else {
                let span = entry.value.get("type").map_or(entry.value.span, |v| v.span);
                let title = format!("`{}` has an invalid type", entry.key);
                report.push(
                    Diagnostic::new(Code::EndpointParameter, title, span)
                        .help(format!("valid types are {PARAMETER_TYPES}")),
                );
                continue;
            };
            self.check_declared(&entry.key, &ty, entry.key_span, report);
        }
    }

    fn static_context(&self, traits: &Traits<'_>, report: &mut DiagnosticReport) {
        for entry in entries(traits, ids::STATIC_CONTEXT_PARAMS) {
            let Some(value) = entry.value.get("value") else {
                let title = format!("`{}` needs a `value`", entry.key);
                let code = Code::EndpointParameter;
                report.push(Diagnostic::new(code, title, entry.value.span));
                continue;
            };
            let types = [RuleType::Text, RuleType::Boolean, RuleType::Texts];
            let title = format!("a parameter cannot be {}", value.noun());
            match types.into_iter().find(|ty| is_of(ty, value)) {
                Some(ty) => self.check_declared(&entry.key, &ty, entry.key_span, report),
                None => report.push(
                    Diagnostic::new(Code::EndpointParameter, title, value.span)
                        .help(format!("valid types are {PARAMETER_TYPES}")),
                ),
            }
        }
    }

    fn operation_context(
        &self,
        context: &CheckContext<'_, '_>,
        site: &OperationSite<'_, '_>,
        report: &mut DiagnosticReport,
    ) {
        for entry in entries(&site.shape.traits, ids::OPERATION_CONTEXT_PARAMS) {
            let code = Code::EndpointParameter;
            let Some((place, path)) = entry.value.get("path").and_then(|v| Some((v, v.as_str()?)))
            else {
                let title = format!("`{}` needs a `path`", entry.key);
                report.push(Diagnostic::new(code, title, entry.value.span));
                continue;
            };
            let root = Root::Shape(&site.operation.input);
            let walked = jmespath::parse(path).and_then(|path| walk(context.model, root, &path));
            if let Err(problem) = walked {
                let title = format!("invalid path: {problem}");
                report.push(
                    Diagnostic::new(code, title, place.span)
                        .secondary(site.shape.span, "the operation"),
                );
            }
            let known = self
                .rules
                .parameters
                .iter()
                .find(|known| known.name == entry.key);
            let ty = known.map_or(RuleType::Text, |known| known.ty.clone());
            self.check_declared(&entry.key, &ty, entry.key_span, report);
        }
    }

    fn members(&self, context: &CheckContext<'_, '_>, report: &mut DiagnosticReport) {
        for subject in context.subjects() {
            let Subject::Member(shape, member) = subject else {
                continue;
            };
            let mut operations = context.model.operations.values();
            let Some(found) = member.traits.value(ids::CONTEXT_PARAM) else {
                continue;
            };
            let (Some(name), true) = (
                found.get("name"),
                operations.any(|operation| operation.input == shape.id),
            ) else {
                continue;
            };
            let ty = match subject.kind(context.ast) {
                Some(ShapeType::String | ShapeType::Enum) => RuleType::Text,
                Some(ShapeType::Boolean) => RuleType::Boolean,
                Some(ShapeType::List) => RuleType::Texts,
                _ => {
                    let title = format!("`{}` cannot be an endpoint parameter", member.name);
                    report.push(
                        Diagnostic::new(Code::EndpointParameter, title, found.span)
                            .secondary(member.span, "the member")
                            .help("use a string, a boolean or a list of strings"),
                    );
                    continue;
                }
            };
            self.check_declared(name.as_str().unwrap_or_default(), &ty, name.span, report);
        }
    }

    /// Reports a parameter that the rules do not declare, or declare with a
    /// different type.
    fn check_declared(&self, name: &str, ty: &RuleType, span: Span, report: &mut DiagnosticReport) {
        let known = self.rules.parameters.iter();
        let Some(parameter) = known.clone().find(|known| known.name == name) else {
            let title = format!("unknown endpoint parameter `{name}`");
            let diagnostic = Diagnostic::new(Code::EndpointParameter, title, span)
                .secondary(self.span, "the rules declare these parameters");
            let names = known.map(|known| known.name.as_str());
            report.push(match closest(name, names) {
                Some(similar) => diagnostic.suggest(
                    "a parameter with a similar name exists",
                    span,
                    format!("\"{similar}\""),
                ),
                None => diagnostic.help("declare it in the rules, or remove it here"),
            });
            return;
        };
        if parameter.ty != *ty {
            let title = format!(
                "`{name}` is a `{}`, but the rules declare a `{}`",
                type_name(ty),
                type_name(&parameter.ty)
            );
            report.push(
                Diagnostic::new(Code::EndpointParameter, title, span)
                    .secondary(self.span, "declared here"),
            );
        }
    }
}

fn entries<'t, 'a>(traits: &'t Traits<'a>, id: &str) -> impl Iterator<Item = &'t Entry<'a>> {
    traits
        .value(id)
        .into_iter()
        .flat_map(|value| value.entries())
}
