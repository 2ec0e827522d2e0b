//! `server/required.rs`: the required members inside the JSON of requests.

use proc_macro2::TokenStream;
use quote::quote;

use crate::rust::{Nested, RequiredMembers};

/// A constant for each table.
pub(super) fn items(tables: &[RequiredMembers]) -> TokenStream {
    let tables = tables.iter().map(|table| {
        let (name, required) = (&table.name, &table.required);
        let nested = nested(&table.nested, &TokenStream::new());
        quote! {
            pub(crate) static #name: runtime::codegen::server::RequiredMembers = runtime::codegen::server::RequiredMembers {
                required: &[#(#required),*],
                nested: &[#nested],
            };
        }
    });
    quote! { #(#tables)* }
}

/// The table of an input, without its own required members, which validation
/// checks.
pub(super) fn of_input(members: &[(String, Nested)]) -> TokenStream {
    if members.is_empty() {
        return TokenStream::new();
    }
    let nested = nested(members, &quote! { crate::server::required:: });
    quote! {
        static MEMBERS: runtime::codegen::server::RequiredMembers = runtime::codegen::server::RequiredMembers {
            required: &[],
            nested: &[#nested],
        };
    }
}

/// Members and their tables, in the module `tables`.
fn nested(members: &[(String, Nested)], tables: &TokenStream) -> TokenStream {
    let members = members.iter().map(|(name, inner)| {
        let inner = nested_type(inner, tables);
        quote! { (#name, #inner) }
    });
    quote! { #(#members),* }
}

fn nested_type(nested: &Nested, tables: &TokenStream) -> TokenStream {
    match nested {
        Nested::Structure(name) => {
            quote! { runtime::codegen::server::Nested::Structure(&#tables #name) }
        }
        Nested::List(inner) => {
            let inner = nested_type(inner, tables);
            quote! { runtime::codegen::server::Nested::List(&#inner) }
        }
        Nested::Map(inner) => {
            let inner = nested_type(inner, tables);
            quote! { runtime::codegen::server::Nested::Map(&#inner) }
        }
    }
}
