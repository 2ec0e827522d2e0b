//! Parameters of endpoint rules other than the settings of every client.

use crate::ast::Traits;
use crate::jmespath;
use crate::json::Value;
use crate::model::{ClientParameter, Node, PathExpr};
use crate::traits::ids;

use super::parameter_type;

/// `smithy.rules#clientContextParams`.
pub(crate) fn client_parameters(traits: &Traits<'_>) -> Vec<ClientParameter> {
    let declared = traits.value(ids::CLIENT_CONTEXT_PARAMS).into_iter();
    let declared = declared.flat_map(|parameters| parameters.entries());
    declared
        .filter_map(|entry| {
            Some(ClientParameter {
                name: entry.key.to_string(),
                ty: parameter_type(entry.value.str("type")?)?,
                documentation: entry.value.str("documentation").map(str::to_owned),
            })
        })
        .collect()
}

/// `smithy.rules#staticContextParams`.
pub(crate) fn static_parameters(traits: &Traits<'_>) -> Vec<(String, Node)> {
    let declared = traits.value(ids::STATIC_CONTEXT_PARAMS).into_iter();
    let declared = declared.flat_map(|parameters| parameters.entries());
    declared
        .filter_map(|entry| Some((entry.key.to_string(), entry.value.get("value")?)))
        .map(|(name, value)| (name, Value::to_node(value)))
        .collect()
}

/// `smithy.rules#operationContextParams`: the paths into the input.
pub(crate) fn path_parameters(traits: &Traits<'_>) -> Vec<(String, PathExpr)> {
    let declared = traits.value(ids::OPERATION_CONTEXT_PARAMS);
    let declared = declared.into_iter().flat_map(|value| value.entries());
    declared
        .filter_map(|entry| {
            let path = jmespath::parse(entry.value.str("path")?).ok()?;
            Some((entry.key.to_string(), path))
        })
        .collect()
}
