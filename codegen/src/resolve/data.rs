//! The parts of data models.

use std::collections::BTreeMap;

use crate::ast::{Ast, Traits};
use crate::json::{Value, ValueKind};
use crate::model::{Constant, Content, DataModel, MemberForm, RootUse, Tagged, Written};
use crate::traits::ids;

/// The roots of a model without a service.
pub(super) fn data_model(ast: &Ast<'_>) -> Option<DataModel> {
    let header = ast.data_model.as_ref()?;
    if ast.services().next().is_some() {
        return None;
    }
    let roots = ast.shapes.values().filter_map(|shape| {
        let used = match shape.traits.str(ids::ROOT)? {
            "written" => RootUse::Written,
            _ => RootUse::Read,
        };
        Some((shape.id.clone(), used))
    });
    Some(DataModel {
        title: header.title.to_owned(),
        roots: roots.collect::<BTreeMap<_, _>>(),
    })
}

/// The words that are cased as one word, from the service or the data model.
pub(super) fn words(ast: &Ast<'_>) -> Vec<String> {
    let service = ast.services().next();
    let of_service = service.and_then(|(shape, _)| shape.traits.value(ids::WORD_LIST));
    let of_service = of_service.into_iter().flat_map(|words| words.elements());
    let of_data = ast.data_model.iter().flat_map(|data| &data.words);
    of_service
        .filter_map(Value::as_str)
        .chain(of_data.copied())
        .map(str::to_owned)
        .collect()
}

/// `tagged` on a union.
pub(super) fn tagged(traits: &Traits<'_>) -> Option<Tagged> {
    let value = traits.value(ids::TAGGED)?;
    Some(Tagged {
        tag: value.str("tag")?.to_owned(),
        content: match value.str("content") {
            Some("inline") => Content::Inline,
            _ => Content::Member,
        },
        ignore_case: value.get("ignoreCase").and_then(Value::as_bool) == Some(true),
        optional: value.strings("optional"),
    })
}

/// The format of a member with these traits and these traits of its target.
pub(super) fn member_form(traits: &Traits<'_>, target: Option<&Traits<'_>>) -> MemberForm {
    let written = |traits: &Traits<'_>| {
        let value = traits.value(ids::STRING_OR_NUMBER)?;
        Some(match value.str("written")? {
            "string" => Written::String,
            _ => Written::Number,
        })
    };
    MemberForm {
        constant: traits.value(ids::CONSTANT).and_then(constant),
        flattened: traits.has(ids::FLATTENED),
        string_or_number: written(traits).or_else(|| written(target?)),
        json_text: traits.has(ids::JSON_TEXT),
    }
}

/// A constant; `None` for invalid values, which the checks report.
fn constant(value: &Value<'_>) -> Option<Constant> {
    match &value.kind {
        ValueKind::String(text) => Some(Constant::Text(text.to_string())),
        ValueKind::Bool(value) => Some(Constant::Bool(*value)),
        ValueKind::Number(_) => Some(Constant::Integer(value.as_number()?.as_i64()?)),
        _ => None,
    }
}
