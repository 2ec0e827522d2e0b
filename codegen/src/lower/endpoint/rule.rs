//! Rules and their conditions.

use crate::model::{
    Condition, EndpointRule, RuleBody, RuleEndpoint, RuleExpr, RuleExprKind, RuleFunction,
    RuleProperty, RuleType, TemplatePart,
};
use crate::rust::{
    EndpointProperty, EndpointTemplate, RuleBlock, RuleBranch, RuleCondition, RuleEnd, RuleValue,
};

use super::value::{ValueForm, ValueScope, inner, is_optional};

/// A sequence of rules, without those after one that always applies.
pub(super) fn block(rules: &[EndpointRule], scope: &mut ValueScope<'_, '_>) -> RuleBlock {
    let mut branches = Vec::new();
    for rule in rules {
        let outer = scope.len();
        let mut conditions = Vec::new();
        for (position, condition) in rule.conditions.iter().enumerate() {
            let later = rule.conditions.get(position + 1..).unwrap_or_default();
            let is_used = |name: &str| {
                later.iter().any(|later| refers(&later.value, name))
                    || body_refers(&rule.then, name)
            };
            lower(condition, &is_used, scope, &mut conditions);
        }
        conditions
            .retain(|condition| !matches!(condition, RuleCondition::Is(RuleValue::Boolean(true))));
        let then = then(&rule.then, scope);
        scope.truncate(outer);
        if conditions.is_empty() {
            branches.extend(then.branches);
            return RuleBlock {
                branches,
                last: then.last,
            };
        }
        branches.push(RuleBranch { conditions, then });
    }
    RuleBlock {
        branches,
        last: RuleEnd::NoMatch,
    }
}

fn then(then: &RuleBody, scope: &mut ValueScope<'_, '_>) -> RuleBlock {
    let last = match then {
        RuleBody::Rules(rules) => return block(rules, scope),
        RuleBody::Endpoint(endpoint) => RuleEnd::Endpoint(target(endpoint, scope)),
        RuleBody::Error(message) => RuleEnd::Error(scope.as_text(message)),
    };
    RuleBlock {
        branches: Vec::new(),
        last,
    }
}

/// A condition as one or two conditions in Rust.
fn lower(
    condition: &Condition,
    is_used: &dyn Fn(&str) -> bool,
    scope: &mut ValueScope<'_, '_>,
    conditions: &mut Vec<RuleCondition>,
) {
    let expr = &condition.value;
    if let Some(name) = narrowed(expr) {
        let ident = is_used(name).then(|| scope.narrow(name)).flatten();
        if let Some(ident) = ident {
            let option = RuleValue::Variable(ident.clone());
            conditions.push(RuleCondition::Some(ident, option));
            return;
        }
    }
    let (value, form) = scope.value(expr);
    let is_boolean = *inner(&expr.ty) == RuleType::Boolean;
    let assigned = condition.assign.as_deref().filter(|name| is_used(name));
    if let Some(name) = assigned {
        let (value, form) = match (form, is_optional(expr)) {
            (form, true) => (value, form),
            (ValueForm::Place, false) if *inner(&expr.ty) == RuleType::Text => (
                RuleValue::Some(Box::new(RuleValue::AsStr(Box::new(value)))),
                ValueForm::Borrowed,
            ),
            (ValueForm::Place, false) => {
                let borrowed = RuleValue::Borrow(Box::new(value));
                (RuleValue::Some(Box::new(borrowed)), ValueForm::Borrowed)
            }
            (form, false) => (RuleValue::Some(Box::new(value)), form),
        };
        let form = if form == ValueForm::Owned {
            ValueForm::Place
        } else {
            form
        };
        let ident = scope.add(name, form);
        conditions.push(RuleCondition::Some(ident.clone(), value));
        if is_boolean {
            conditions.push(RuleCondition::Is(RuleValue::Variable(ident)));
        }
        return;
    }
    conditions.push(RuleCondition::Is(match (is_optional(expr), is_boolean) {
        (false, true) => value,
        // Always set, and never `false`.
        (false, false) => RuleValue::Boolean(true),
        (true, true) => {
            let yes = RuleValue::Some(Box::new(RuleValue::Boolean(true)));
            RuleValue::Equal(Box::new(value), Box::new(yes))
        }
        (true, false) => RuleValue::IsSome(Box::new(value)),
    }));
}

/// The name that a condition proves to be set.
fn narrowed(expr: &RuleExpr) -> Option<&str> {
    let RuleExprKind::Call(RuleFunction::IsSet, arguments) = &expr.kind else {
        return None;
    };
    match arguments.as_slice() {
        [argument] if is_optional(argument) => match &argument.kind {
            RuleExprKind::Reference(name) => Some(name),
            _ => None,
        },
        _ => None,
    }
}

/// An endpoint.
pub(super) fn target(endpoint: &RuleEndpoint, scope: &ValueScope<'_, '_>) -> EndpointTemplate {
    let headers = endpoint.headers.iter().map(|(name, values)| {
        let values = values.iter().map(|value| scope.owned(value));
        (name.clone(), values.collect())
    });
    EndpointTemplate {
        url: scope.as_text(&endpoint.url),
        headers: headers.collect(),
        properties: entries(&endpoint.properties, scope),
    }
}

fn entries(
    properties: &[(String, RuleProperty)],
    scope: &ValueScope<'_, '_>,
) -> Vec<(String, EndpointProperty)> {
    let entries = properties.iter();
    entries
        .map(|(name, value)| (name.clone(), property(value, scope)))
        .collect()
}

fn property(value: &RuleProperty, scope: &ValueScope<'_, '_>) -> EndpointProperty {
    match value {
        RuleProperty::Text(text) => EndpointProperty::Text(scope.as_text(text)),
        RuleProperty::Boolean(value) => EndpointProperty::Boolean(*value),
        RuleProperty::Integer(value) => EndpointProperty::Integer(*value),
        RuleProperty::List(values) => {
            let values = values.iter().map(|value| property(value, scope));
            EndpointProperty::List(values.collect())
        }
        RuleProperty::Map(values) => EndpointProperty::Map(entries(values, scope)),
    }
}

/// Whether rules use a name.
pub(super) fn refer_to(rules: &[EndpointRule], name: &str) -> bool {
    rules.iter().any(|rule| {
        let mut conditions = rule.conditions.iter();
        conditions.any(|condition| refers(&condition.value, name)) || body_refers(&rule.then, name)
    })
}

fn body_refers(then: &RuleBody, name: &str) -> bool {
    match then {
        RuleBody::Rules(rules) => refer_to(rules, name),
        RuleBody::Error(message) => refers(message, name),
        RuleBody::Endpoint(endpoint) => {
            let mut headers = endpoint.headers.iter().flat_map(|(_, values)| values);
            let mut properties = endpoint.properties.iter();
            refers(&endpoint.url, name)
                || headers.any(|value| refers(value, name))
                || properties.any(|(_, property)| mentions(property, name))
        }
    }
}

fn mentions(property: &RuleProperty, name: &str) -> bool {
    match property {
        RuleProperty::Text(text) => refers(text, name),
        RuleProperty::Boolean(_) | RuleProperty::Integer(_) => false,
        RuleProperty::List(values) => values.iter().any(|value| mentions(value, name)),
        RuleProperty::Map(values) => values.iter().any(|(_, value)| mentions(value, name)),
    }
}

/// Whether the value of an expression depends on a name. `isSet` of a value
/// that is always set does not.
fn refers(expr: &RuleExpr, name: &str) -> bool {
    match &expr.kind {
        RuleExprKind::Boolean(_) | RuleExprKind::Integer(_) => false,
        RuleExprKind::Reference(known) => known == name,
        RuleExprKind::Template(parts) => parts.iter().any(|part| match part {
            TemplatePart::Literal(_) => false,
            TemplatePart::Expr(expr) => refers(expr, name),
        }),
        RuleExprKind::Attribute(of, _) | RuleExprKind::Index(of, _) => refers(of, name),
        RuleExprKind::Call(RuleFunction::IsSet, arguments) => arguments
            .iter()
            .any(|argument| is_optional(argument) && refers(argument, name)),
        RuleExprKind::Call(_, arguments) => arguments.iter().any(|argument| refers(argument, name)),
    }
}
