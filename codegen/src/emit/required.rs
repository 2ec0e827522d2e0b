//! `server/required.rs`: which members the structures inside of a request's
//! JSON must have.

use proc_macro2::TokenStream;
use quote::quote;

use crate::rust::{Members, Nested};

/// A constant for each table.
pub(super) fn items(tables: &[Members]) -> TokenStream {
    let tables = tables.iter().map(|table| {
        let (name, required) = (&table.name, &table.required);
        let nested = nested(&table.nested, &TokenStream::new());
        quote! {
            pub(crate) static #name: runtime::server::Members = runtime::server::Members {
                required: &[#(#required),*],
                nested: &[#nested],
            };
        }
    });
    quote! { #(#tables)* }
}

/// The table of an input. What it requires itself is seen to by validation.
pub(super) fn of_input(members: &[(String, Nested)]) -> TokenStream {
    if members.is_empty() {
        return TokenStream::new();
    }
    let nested = nested(members, &quote! { crate::server::required:: });
    quote! {
        static MEMBERS: runtime::server::Members = runtime::server::Members {
            required: &[],
            nested: &[#nested],
        };
    }
}

/// Members and where they lead, to tables behind the path `tables`.
fn nested(members: &[(String, Nested)], tables: &TokenStream) -> TokenStream {
    let members = members.iter().map(|(name, leads)| {
        let leads = leads_to(leads, tables);
        quote! { (#name, #leads) }
    });
    quote! { #(#members),* }
}

fn leads_to(nested: &Nested, tables: &TokenStream) -> TokenStream {
    match nested {
        Nested::Members(name) => quote! { runtime::server::Nested::Structure(&#tables #name) },
        Nested::List(inner) => {
            let inner = leads_to(inner, tables);
            quote! { runtime::server::Nested::List(&#inner) }
        }
        Nested::Map(inner) => {
            let inner = leads_to(inner, tables);
            quote! { runtime::server::Nested::Map(&#inner) }
        }
    }
}
