//! Rules for endpoints that cannot be evaluated, their tests, and what they
//! are told.

use super::{Context, OperationSite, Subject};
use crate::ast::{Kind, Traits};
use crate::diagnostic::{Code, Diagnostic, Report};
use crate::jmespath::{self, Root, walk};
use crate::model::{RuleSet, RuleType};
use crate::phrases::closest;
use crate::resolve::endpoint::{self, Mistake, PARAMETER_TYPES, is_of, parameter_type, type_name};
use crate::source::{Entry, Span, Value};
use crate::traits::ids;

pub(super) fn check(context: &Context<'_, '_>, report: &mut Report) {
    let Some(service) = context.ast.shape(&context.model.service.id) else {
        return;
    };
    let Some(found) = service.traits.value(ids::ENDPOINT_RULE_SET) else {
        return;
    };
    let (rules, mistakes) = endpoint::rule_set(found);
    tell(mistakes, Code::EndpointRule, report);
    built_ins(found, report);
    if let Some(cases) = service.traits.value(ids::ENDPOINT_TESTS) {
        let (_, mistakes) = endpoint::tests(cases, &rules);
        tell(mistakes, Code::EndpointTest, report);
    }
    let told = Told {
        rules: &rules,
        span: found.get("parameters").map_or(found.span, |v| v.span),
    };
    told.of_client(&service.traits, report);
    for site in context.operations() {
        told.of_operation(&site.shape.traits, report);
        told.by_paths(context, &site, report);
    }
    told.of_members(context, report);
}

fn tell(mistakes: Vec<Mistake>, code: Code, report: &mut Report) {
    for mistake in mistakes {
        let diagnostic = Diagnostic::new(code, mistake.title, mistake.span);
        report.push(match mistake.help {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        });
    }
}

/// Settings that clients do not have.
fn built_ins(rules: &Value<'_>, report: &mut Report) {
    let parameters = rules.get("parameters").into_iter();
    for entry in parameters.flat_map(|parameters| parameters.entries()) {
        if let Some(name) = entry.value.get("builtIn")
            && let Some(text) = name.as_str()
            && endpoint::built_in(text).is_none()
        {
            let title = format!("clients have no setting `{text}`");
            let note = format!("`{}` has its default, or no value", entry.key);
            report.push(Diagnostic::new(Code::EndpointRules, title, name.span).note(note));
        }
    }
}

/// What rules are told, against what they ask for.
struct Told<'t> {
    rules: &'t RuleSet,
    /// Where the rules declare their parameters.
    span: Span,
}

impl Told<'_> {
    fn of_client(&self, traits: &Traits<'_>, report: &mut Report) {
        for entry in entries(traits, ids::CLIENT_CONTEXT_PARAMS) {
            let ty = entry.value.str("type").and_then(parameter_type);
            let Some(ty) = ty else {
                let span = entry.value.get("type").map_or(entry.value.span, |v| v.span);
                let title = format!("`{}` has a type that parameters cannot have", entry.key);
                report.push(
                    Diagnostic::new(Code::EndpointParameter, title, span)
                        .help(format!("the types are {PARAMETER_TYPES}")),
                );
                continue;
            };
            self.declared(&entry.key, &ty, entry.key_span, report);
        }
    }

    fn of_operation(&self, traits: &Traits<'_>, report: &mut Report) {
        for entry in entries(traits, ids::STATIC_CONTEXT_PARAMS) {
            let Some(value) = entry.value.get("value") else {
                let title = format!("`{}` has no `value`", entry.key);
                let code = Code::EndpointParameter;
                report.push(Diagnostic::new(code, title, entry.value.span));
                continue;
            };
            let types = [RuleType::Text, RuleType::Boolean, RuleType::Texts];
            let title = format!("{} is no value of a parameter", value.noun());
            match types.into_iter().find(|ty| is_of(ty, value)) {
                Some(ty) => self.declared(&entry.key, &ty, entry.key_span, report),
                None => report.push(
                    Diagnostic::new(Code::EndpointParameter, title, value.span)
                        .help(format!("the types are {PARAMETER_TYPES}")),
                ),
            }
        }
    }

    fn by_paths(
        &self,
        context: &Context<'_, '_>,
        site: &OperationSite<'_, '_>,
        report: &mut Report,
    ) {
        for entry in entries(&site.shape.traits, ids::OPERATION_CONTEXT_PARAMS) {
            let code = Code::EndpointParameter;
            let Some((place, path)) = entry.value.get("path").and_then(|v| Some((v, v.as_str()?)))
            else {
                let title = format!("`{}` has no `path`", entry.key);
                report.push(Diagnostic::new(code, title, entry.value.span));
                continue;
            };
            let root = Root::Shape(&site.operation.input);
            let walked = jmespath::parse(path).and_then(|path| walk(context.model, root, &path));
            if let Err(problem) = walked {
                let title = format!("this path leads nowhere: {problem}");
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
            self.declared(&entry.key, &ty, entry.key_span, report);
        }
    }

    fn of_members(&self, context: &Context<'_, '_>, report: &mut Report) {
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
                Some(Kind::String | Kind::Enum) => RuleType::Text,
                Some(Kind::Boolean) => RuleType::Boolean,
                Some(Kind::List) => RuleType::Texts,
                _ => {
                    let title = format!("`{}` cannot be told to the rules", member.name);
                    report.push(
                        Diagnostic::new(Code::EndpointParameter, title, found.span)
                            .secondary(member.span, "the member")
                            .help("only strings, booleans and lists of strings can be"),
                    );
                    continue;
                }
            };
            self.declared(name.as_str().unwrap_or_default(), &ty, name.span, report);
        }
    }

    /// A parameter that the rules have, of a type that it has there.
    fn declared(&self, name: &str, ty: &RuleType, span: Span, report: &mut Report) {
        let known = self.rules.parameters.iter();
        let Some(parameter) = known.clone().find(|known| known.name == name) else {
            let title = format!("the rules for endpoints have no parameter `{name}`");
            let diagnostic = Diagnostic::new(Code::EndpointParameter, title, span)
                .secondary(self.span, "these are the parameters");
            let names = known.map(|known| known.name.as_str());
            report.push(match closest(name, names) {
                Some(similar) => diagnostic.suggest(
                    "a parameter with a similar name exists",
                    span,
                    format!("\"{similar}\""),
                ),
                None => diagnostic.help("declare it there, or take it out here"),
            });
            return;
        };
        if parameter.ty != *ty {
            let title = format!(
                "`{name}` is a `{}` in the rules for endpoints, not a `{}`",
                type_name(&parameter.ty),
                type_name(ty)
            );
            report.push(
                Diagnostic::new(Code::EndpointParameter, title, span)
                    .secondary(self.span, "the parameters of the rules"),
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
