//! The parameters of endpoint rules.

use crate::model::{self, Node};
use crate::rust::{ParameterValue, RuleScope};

use super::super::context::LowerContext;

/// Whether operations bind parameters.
pub(super) fn scope_of(context: &LowerContext<'_>) -> RuleScope {
    let mut operations = context.model.operations.values();
    let binds = |operation: &model::Operation| {
        let mut members = context.model.members(&operation.input).iter();
        !operation.static_context_params.is_empty()
            || !operation.operation_context_params.is_empty()
            || members.any(|member| member.context_param.is_some())
    };
    if operations.any(binds) {
        RuleScope::Call
    } else {
        RuleScope::Client
    }
}

pub(super) fn parameter_value(node: &Node) -> Option<ParameterValue> {
    match node {
        Node::String(text) => Some(ParameterValue::Text(text.clone())),
        Node::Bool(value) => Some(ParameterValue::Boolean(*value)),
        Node::Array(texts) => {
            let texts = texts.iter().map(|text| text.as_str().map(str::to_owned));
            Some(ParameterValue::Texts(texts.collect::<Option<_>>()?))
        }
        Node::Null | Node::Number(_) | Node::Object(_) => None,
    }
}
