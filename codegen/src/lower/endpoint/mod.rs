//! Endpoint rules, as a function.

mod endpoint_tests;
mod parameters;
mod rule;
mod value;

use crate::jmespath::{Root, walk};
use crate::model::{self, RuleType};
use crate::names;
use crate::rust::{
    EndpointParameter, EndpointRules, EndpointSetting, OperationParameter, ParameterGetter,
    ParameterSource, ParameterValue, UnsetParameter,
};

use super::binding::Message;
use super::context::LowerContext;
use super::docs;
use super::field::Fields;
use parameters::{parameter_value, scope_of};
use value::{ValueForm, ValueScope};

/// The rules of the service.
pub(super) fn rules(context: &LowerContext<'_>, fields: &Fields) -> Option<EndpointRules> {
    let service = &context.model.service;
    let rules = service.endpoint_rules.as_ref()?;
    let mut scope = ValueScope::new(context);
    let parameters = rules.parameters.iter().filter_map(|parameter| {
        let is_used = rule::refer_to(&rules.rules, &parameter.name);
        let unset = unset(parameter);
        is_used.then(|| EndpointParameter {
            variable: scope.add(&parameter.name, form_of(&parameter.ty)),
            name: parameter.name.clone(),
            getter: getter(&parameter.ty),
            unset,
        })
    });
    let parameters: Vec<EndpointParameter> = parameters.collect();
    let built_ins = rules.parameters.iter();
    let built_ins =
        built_ins.filter_map(|parameter| Some((parameter.name.clone(), parameter.built_in?)));
    Some(EndpointRules {
        built_ins: built_ins.collect(),
        scope: scope_of(context),
        parameters,
        rules: rule::block(&rules.rules, &mut scope),
        settings: settings(context),
        tests: endpoint_tests::cases(context, fields),
    })
}

fn getter(ty: &RuleType) -> ParameterGetter {
    match ty {
        RuleType::Boolean => ParameterGetter::Boolean,
        RuleType::Texts => ParameterGetter::Texts,
        _ => ParameterGetter::Text,
    }
}

fn form_of(ty: &RuleType) -> ValueForm {
    match ty {
        RuleType::Boolean => ValueForm::Copy,
        _ => ValueForm::Borrowed,
    }
}

fn unset(parameter: &model::RuleParameter) -> UnsetParameter {
    match parameter.default.as_ref().and_then(parameter_value) {
        Some(ParameterValue::Text(text)) => UnsetParameter::Text(text),
        Some(ParameterValue::Boolean(value)) => UnsetParameter::Boolean(value),
        Some(ParameterValue::Texts(texts)) => UnsetParameter::Texts(texts),
        None if parameter.required => UnsetParameter::Fails,
        None => UnsetParameter::Optional,
    }
}

fn settings(context: &LowerContext<'_>) -> Vec<EndpointSetting> {
    let parameters = context.model.service.client_parameters.iter();
    parameters
        .map(|parameter| EndpointSetting {
            method: names::ident(&context.names.setting(&parameter.name)),
            name: parameter.name.clone(),
            getter: getter(&parameter.ty),
            docs: docs::text(
                context,
                parameter.documentation.as_deref().unwrap_or_default(),
            ),
        })
        .collect()
}

/// The parameters that an operation binds.
pub(super) fn operation_parameters(
    context: &LowerContext<'_>,
    operation: &model::Operation,
    input: Message<'_>,
) -> Vec<OperationParameter> {
    let Some(rules) = &context.model.service.endpoint_rules else {
        return Vec::new();
    };
    let parameters = rules.parameters.iter();
    parameters
        .filter_map(|parameter| {
            Some(OperationParameter {
                name: parameter.name.clone(),
                source: source(context, operation, input, parameter)?,
            })
        })
        .collect()
}

/// The source of a parameter. A constant of the operation takes precedence over
/// a member.
fn source(
    context: &LowerContext<'_>,
    operation: &model::Operation,
    input: Message<'_>,
    parameter: &model::RuleParameter,
) -> Option<ParameterSource> {
    let name = &parameter.name;
    let mut fixed = operation.static_context_params.iter();
    if let Some((_, value)) = fixed.find(|(known, _)| known == name) {
        return parameter_value(value).map(ParameterSource::Static);
    }
    let mut members = input.members();
    let member = members.find(|(member, _)| member.context_param.as_deref() == Some(name.as_str()));
    if let Some((_, field)) = member {
        return Some(ParameterSource::Field(field.reference()));
    }
    let mut paths = operation.operation_context_params.iter();
    let (_, path) = paths.find(|(known, _)| known == name)?;
    let path = walk(context.model, Root::Shape(&operation.input), path).ok()?;
    Some(ParameterSource::Path(path, getter(&parameter.ty)))
}
