//! `new`, `Default`, and the empty value of a structure.

use proc_macro2::TokenStream;
use quote::quote;

use crate::rust::{Construction, Field, Presence, Struct, phrases};

use super::tokens::{MEMBER, doc_text};
use super::{access, response_metadata, value};

pub(super) fn new(shape: &Struct) -> TokenStream {
    let docs = doc_text(phrases::new(shape), MEMBER);
    let parameters: Vec<TokenStream> = shape
        .parameters()
        .map(|field| {
            let name = &field.name;
            let ty = access::parameter(&field.ty);
            quote! { #name: #ty }
        })
        .collect();
    let lint = shape.allow_too_many_arguments.then(|| {
        let reason = phrases::TOO_MANY_ARGUMENTS;
        quote! { #[expect(clippy::too_many_arguments, reason = #reason)] }
    });
    let body = match shape.construction {
        Construction::Derived => quote! { std::default::Default::default() },
        Construction::Empty | Construction::Required => literal(shape, |field| {
            let takes = shape.construction.takes(field);
            takes.then(|| {
                let name = &field.name;
                access::converted(&field.ty, &quote! { #name })
            })
        }),
        Construction::RequiredOptions => {
            let fields = shape.parameters().map(|field| {
                let name = &field.name;
                let value = access::converted(&field.ty, &quote! { #name });
                quote! { #name: Some(#value) }
            });
            quote! { Self { #(#fields,)* ..Self::default() } }
        }
    };
    quote! {
        #docs
        #lint
        #[inline]
        pub fn new(#(#parameters),*) -> Self { #body }
    }
}

/// The body of `json::Object::empty`.
pub(super) fn empty(shape: &Struct) -> TokenStream {
    match shape.construction {
        Construction::Derived | Construction::RequiredOptions => {
            quote! { std::default::Default::default() }
        }
        Construction::Empty => quote! { Self::new() },
        Construction::Required => literal(shape, |_| None),
    }
}

/// A structure literal with these values; the other fields are empty.
fn literal(shape: &Struct, given: impl Fn(&Field) -> Option<TokenStream>) -> TokenStream {
    let fields = shape.fields.iter().map(|field| {
        let name = &field.name;
        let value = given(field).unwrap_or_else(|| match &field.presence {
            Presence::Required => value::empty(&field.ty),
            Presence::Default(default) => value::owned(default),
            Presence::Optional => quote! { None },
        });
        if *name == value.to_string() {
            quote! { #name }
        } else {
            quote! { #name: #value }
        }
    });
    let fields = fields.chain(response_metadata::value(shape));
    quote! { Self { #(#fields),* } }
}

pub(super) fn default(shape: &Struct) -> Option<TokenStream> {
    let name = &shape.path.name;
    (shape.construction == Construction::Empty).then(|| {
        quote! {
            impl std::default::Default for #name {
                #[inline]
                fn default() -> Self { Self::new() }
            }
        }
    })
}
