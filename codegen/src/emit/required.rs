//! Which members the structures inside of a request's JSON must have, for the
//! service's side: reading is lenient, as clients need it, and forgets it.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::rust::{Crate, DataType, Field, Struct, Type};

/// `server/required.rs`: a table for each structure; `None` when nothing is
/// required anywhere.
pub(super) fn items(client: &Crate) -> Option<TokenStream> {
    let tables: Vec<TokenStream> = structures(client)
        .filter(|shape| asks(client, shape, &mut Vec::new()))
        .map(|shape| {
            let name = table(shape);
            let required = shape.fields.iter().filter(|field| field.required);
            let required = required.map(|field| &field.wire_name);
            let nested = nested(client, &shape.fields, &TokenStream::new());
            quote! {
                pub(crate) static #name: runtime::server::Members = runtime::server::Members {
                    required: &[#(#required),*],
                    nested: &[#(#nested),*],
                };
            }
        })
        .collect();
    (!tables.is_empty()).then(|| quote! { #(#tables)* })
}

/// The table of an input, when a structure inside of it requires members.
/// Those of the input itself are seen to by validation.
pub(super) fn of_input(client: &Crate, input: &Struct) -> Option<TokenStream> {
    let nested = nested(client, &input.fields, &quote! { crate::server::required:: });
    (!nested.is_empty()).then(|| {
        quote! {
            static MEMBERS: runtime::server::Members = runtime::server::Members {
                required: &[],
                nested: &[#(#nested),*],
            };
        }
    })
}

/// The members that lead to structures with required members, whose tables
/// stand behind the path `tables`.
fn nested(client: &Crate, fields: &[Field], tables: &TokenStream) -> Vec<TokenStream> {
    fields
        .iter()
        .filter_map(|field| {
            let name = &field.wire_name;
            let nested = of_type(client, &field.ty, tables)?;
            Some(quote! { (#name, #nested) })
        })
        .collect()
}

fn of_type(client: &Crate, ty: &Type, tables: &TokenStream) -> Option<TokenStream> {
    match ty {
        Type::Struct(path) => {
            let shape = structures(client).find(|shape| shape.path == *path)?;
            asks(client, shape, &mut Vec::new()).then(|| {
                let name = table(shape);
                quote! { runtime::server::Nested::Structure(&#tables #name) }
            })
        }
        Type::List(inner, _) => {
            let inner = of_type(client, inner, tables)?;
            Some(quote! { runtime::server::Nested::List(&#inner) })
        }
        Type::Map(inner, _) => {
            let inner = of_type(client, inner, tables)?;
            Some(quote! { runtime::server::Nested::Map(&#inner) })
        }
        Type::Boxed(inner) => of_type(client, inner, tables),
        _ => None,
    }
}

/// Whether a structure, or one inside of it, is part of requests and requires
/// members. `above` holds those that it is inside of.
fn asks<'a>(client: &'a Crate, shape: &'a Struct, above: &mut Vec<&'a Ident>) -> bool {
    let name = &shape.path.name;
    if shape.checks.is_none() || above.contains(&name) {
        return false;
    }
    above.push(name);
    let asks = shape.fields.iter().any(|field| {
        field.required
            || inside(&field.ty).is_some_and(|name| {
                structures(client)
                    .find(|shape| shape.path.name == *name)
                    .is_some_and(|shape| asks(client, shape, above))
            })
    });
    above.pop();
    asks
}

/// The structure that values of a type consist of.
fn inside(ty: &Type) -> Option<&Ident> {
    match ty {
        Type::Struct(path) => Some(&path.name),
        Type::List(inner, _) | Type::Map(inner, _) | Type::Boxed(inner) => inside(inner),
        _ => None,
    }
}

fn structures(client: &Crate) -> impl Iterator<Item = &Struct> {
    client.types.iter().filter_map(|shape| match shape {
        DataType::Struct(shape) => Some(shape),
        _ => None,
    })
}

fn table(shape: &Struct) -> Ident {
    let module = super::tokens::plain(&shape.module);
    Ident::new(&module.to_ascii_uppercase(), Span::call_site())
}
