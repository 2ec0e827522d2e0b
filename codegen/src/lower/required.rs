//! Which members the structures inside of a request's JSON must have. Clients
//! read leniently, and the service's side with them, so that what is missing
//! would be forgotten.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, Span};

use crate::rust::{
    DataType, Field, Members, Nested, Origin, Path, Presence, Required, Struct, Type, Value,
};

use super::parts::with_part;

/// The tables of the types that are sent, and what leads to them.
pub(super) fn required(inputs: &[Struct], types: &[DataType]) -> Required {
    let sent: BTreeMap<&Ident, Sent<'_>> = types
        .iter()
        .filter_map(|shape| Some((shape.name(), Sent::of(shape)?)))
        .collect();
    let asking = asking(&sent);
    let tables = asking.iter().filter_map(|name| sent.get(name));
    let tables = tables
        .map(|shape| Members {
            name: shape.table.clone(),
            required: shape.required.clone(),
            nested: nested(&sent, &asking, &shape.members),
        })
        .collect();
    let inputs = inputs
        .iter()
        .map(|input| nested(&sent, &asking, &members(&input.fields)))
        .collect();
    Required { tables, inputs }
}

/// A structure or union that is part of requests.
struct Sent<'a> {
    table: Ident,
    required: Vec<String>,
    members: Vec<(&'a str, &'a Type)>,
}

impl<'a> Sent<'a> {
    fn of(shape: &'a DataType) -> Option<Self> {
        let (required, members) = match shape {
            DataType::Struct(shape) if shape.checks.is_some() => {
                let required = shape.fields.iter().filter(|field| is_required(field));
                let required = required.map(|field| field.wire_name.clone());
                (required.collect(), members(&shape.fields))
            }
            DataType::Union(shape) if shape.validated => {
                let variants = shape.variants.iter();
                let members = variants.map(|member| (member.wire_name.as_str(), &member.ty));
                (Vec::new(), members.collect())
            }
            _ => return None,
        };
        // Modules may be raw identifiers; constants never have to be.
        let module = shape.module().to_string();
        let module = module.trim_start_matches("r#").to_ascii_uppercase();
        Some(Self {
            table: Ident::new(&module, Span::call_site()),
            required,
            members,
        })
    }
}

fn members(fields: &[Field]) -> Vec<(&str, &Type)> {
    fields
        .iter()
        .map(|field| (field.wire_name.as_str(), &field.ty))
        .collect()
}

/// Whether a request must have it. A default stands in for what is missing.
fn is_required(field: &Field) -> bool {
    let has_default = match &field.presence {
        Presence::Always(value) => !matches!(value, Value::Empty(_)),
        Presence::Optional => false,
    };
    field.required && !has_default
}

/// The types that require members, themselves or in a part.
fn asking<'a>(sent: &BTreeMap<&'a Ident, Sent<'a>>) -> BTreeSet<&'a Ident> {
    let parts = sent.iter().map(|(name, shape)| {
        let parts = shape.members.iter().filter_map(|(_, ty)| part(ty));
        (*name, parts.map(|part| &part.name).collect())
    });
    with_part(&parts.collect(), |name| {
        sent.get(name)
            .is_some_and(|shape| !shape.required.is_empty())
    })
}

/// The structure or union that values of a type consist of.
fn part(ty: &Type) -> Option<&Path> {
    match ty {
        Type::Struct(path) | Type::Union(path) if path.origin == Origin::Types => Some(path),
        Type::List(inner, _) | Type::Map(inner, _) | Type::Boxed(inner) => part(inner),
        _ => None,
    }
}

fn nested(
    sent: &BTreeMap<&Ident, Sent<'_>>,
    asking: &BTreeSet<&Ident>,
    members: &[(&str, &Type)],
) -> Vec<(String, Nested)> {
    let members = members.iter().filter_map(|(name, ty)| {
        let path = part(ty).filter(|path| asking.contains(&path.name))?;
        let table = &sent.get(&path.name)?.table;
        Some(((*name).to_owned(), leads(ty, table)))
    });
    members.collect()
}

fn leads(ty: &Type, table: &Ident) -> Nested {
    match ty {
        Type::List(inner, _) => Nested::List(Box::new(leads(inner, table))),
        Type::Map(inner, _) => Nested::Map(Box::new(leads(inner, table))),
        Type::Boxed(inner) => leads(inner, table),
        _ => Nested::Members(table.clone()),
    }
}
