//! Required members inside the JSON of requests. Clients tolerate missing
//! members, and the server side reads with the same code, so it checks these
//! members by tables.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, Span};

use crate::rust::{
    DataType, Field, Nested, Origin, Path, Presence, Required, RequiredMembers, Struct, Type,
};

use super::owners::transitive_owners;

/// The tables of types in requests, and the members with these types.
pub(super) fn required(inputs: &[Struct], types: &[DataType]) -> Required {
    let shapes: BTreeMap<&Ident, RequestShape<'_>> = types
        .iter()
        .filter_map(|shape| Some((shape.name(), RequestShape::new(shape)?)))
        .collect();
    let checked = checked(&shapes);
    let tables = checked.iter().filter_map(|name| shapes.get(name));
    let tables = tables
        .map(|shape| RequiredMembers {
            name: shape.table.clone(),
            required: shape.required.clone(),
            nested: nested(&shapes, &checked, &shape.members),
        })
        .collect();
    let inputs = inputs
        .iter()
        .map(|input| nested(&shapes, &checked, &members(&input.fields)))
        .collect();
    Required { tables, inputs }
}

/// A structure or union that is part of requests.
struct RequestShape<'a> {
    table: Ident,
    required: Vec<String>,
    members: Vec<(&'a str, &'a Type)>,
}

impl<'a> RequestShape<'a> {
    fn new(shape: &'a DataType) -> Option<Self> {
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
        // Module names may be raw identifiers; names of constants never are.
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

/// Whether a request must have the member. A default replaces a missing one.
fn is_required(field: &Field) -> bool {
    field.required && !matches!(field.presence, Presence::Default(_))
}

/// The types with required members, directly or in a part.
fn checked<'a>(shapes: &BTreeMap<&'a Ident, RequestShape<'a>>) -> BTreeSet<&'a Ident> {
    let parts = shapes.iter().map(|(name, shape)| {
        let parts = shape.members.iter().filter_map(|(_, ty)| part(ty));
        (*name, parts.map(|part| &part.name).collect())
    });
    transitive_owners(&parts.collect(), |name| {
        shapes
            .get(name)
            .is_some_and(|shape| !shape.required.is_empty())
    })
}

/// The structure or union in a type.
fn part(ty: &Type) -> Option<&Path> {
    match ty {
        Type::Struct(path) | Type::Union(path) if path.origin == Origin::Types => Some(path),
        Type::List(inner, _) | Type::Map(inner, _) | Type::Boxed(inner) => part(inner),
        _ => None,
    }
}

fn nested(
    shapes: &BTreeMap<&Ident, RequestShape<'_>>,
    checked: &BTreeSet<&Ident>,
    members: &[(&str, &Type)],
) -> Vec<(String, Nested)> {
    let members = members.iter().filter_map(|(name, ty)| {
        let path = part(ty).filter(|path| checked.contains(&path.name))?;
        let table = &shapes.get(&path.name)?.table;
        Some(((*name).to_owned(), nested_type(ty, table)))
    });
    members.collect()
}

fn nested_type(ty: &Type, table: &Ident) -> Nested {
    match ty {
        Type::List(inner, _) => Nested::List(Box::new(nested_type(inner, table))),
        Type::Map(inner, _) => Nested::Map(Box::new(nested_type(inner, table))),
        Type::Boxed(inner) => nested_type(inner, table),
        _ => Nested::Structure(table.clone()),
    }
}
