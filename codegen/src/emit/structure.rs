//! A file of `input/`, `output/`, `types/` or `error/` with a structure.

use proc_macro2::TokenStream;
use quote::quote;

use crate::rust::{Construction, DebugForm, Presence, Struct, StructRole, phrases};

use super::tokens::{self, ITEM, MEMBER, doc};
use super::{access, construction, data, json, response_metadata, validate, wire};

/// All items of the file.
pub(super) fn items(shape: &Struct) -> TokenStream {
    let definition = definition(shape);
    let methods = methods(shape);
    let default = construction::default(shape);
    let debug = debug(shape);
    let json = match &shape.data {
        Some(form) => data::of_structure(shape, form),
        None => json::of_structure(shape),
    };
    let validate = validate::of_structure(shape);
    let error = error(shape);
    let binding = shape.http_binding.as_ref();
    let binding = binding.map(|binding| wire::error(&shape.path.name, binding));
    quote! { #definition #methods #default #debug #json #validate #error #binding }
}

fn definition(shape: &Struct) -> TokenStream {
    let name = &shape.path.name;
    let docs = doc(&shape.docs, ITEM);
    let mut traits = vec!["Clone", "PartialEq"];
    if shape.debug == DebugForm::Derived {
        traits.push("Debug");
    }
    if matches!(
        shape.construction,
        Construction::Derived | Construction::RequiredOptions
    ) {
        traits.push("Default");
    }
    let derive = tokens::derive(&traits);
    let fields = shape.fields.iter().map(|field| {
        let docs = doc(&phrases::field(shape, field), MEMBER);
        let name = &field.name;
        let ty = tokens::field_type(&field.ty, field.presence == Presence::Optional);
        quote! { #docs pub #name: #ty }
    });
    let fields = fields.chain(response_metadata::field(shape));
    let fields = fields.chain(data::field(shape));
    quote! {
        #docs
        #derive
        #[non_exhaustive]
        pub struct #name { #(#fields),* }
    }
}

fn methods(shape: &Struct) -> TokenStream {
    let name = &shape.path.name;
    let new = construction::new(shape);
    let accessors = shape.fields.iter().map(access::accessor);
    let setters = shape.fields.iter().map(access::with);
    let metadata = response_metadata::methods(shape);
    quote! {
        impl #name {
            #new
            #(#accessors)*
            #(#setters)*
            #metadata
        }
    }
}

fn debug(shape: &Struct) -> Option<TokenStream> {
    let name = &shape.path.name;
    let text = name.to_string();
    let body = match shape.debug {
        DebugForm::Derived => return None,
        DebugForm::Redacted => {
            quote! { f.debug_tuple(#text).field(&runtime::codegen::Redacted).finish() }
        }
        DebugForm::Fields => {
            let fields = shape.fields.iter().map(|field| {
                let name = &field.name;
                let text = field.plain_name();
                let shown = match (field.redacted, &field.presence) {
                    (false, _) => quote! { self.#name },
                    (true, Presence::Required | Presence::Default(_)) => {
                        quote! { runtime::codegen::Redacted }
                    }
                    (true, Presence::Optional) => quote! { runtime::codegen::redact(&self.#name) },
                };
                quote! { .field(#text, &#shown) }
            });
            let fields = fields.chain(response_metadata::debug(shape));
            let fields = fields.chain(data::debug(shape));
            quote! { f.debug_struct(#text) #(#fields)* .finish() }
        }
    };
    Some(quote! {
        impl std::fmt::Debug for #name {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { #body }
        }
    })
}

fn error(shape: &Struct) -> Option<TokenStream> {
    let StructRole::Error(message) = &shape.role else {
        return None;
    };
    let name = &shape.path.name;
    let code = &shape.model_name;
    let message = match message {
        Some(field) => tokens::as_option(&quote! { self }, field),
        None => quote! { None },
    };
    Some(quote! {
        impl runtime::codegen::ModeledError for #name {
            #[inline]
            fn code(&self) -> &'static str { #code }

            #[inline]
            fn message(&self) -> std::option::Option<&str> { #message }
        }

        impl std::fmt::Display for #name {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                runtime::codegen::write_modeled(f, self)
            }
        }

        impl std::error::Error for #name {}
    })
}
