//! A file of `input/`, `output/`, `types/` or `error/` with a structure.

use proc_macro2::TokenStream;
use quote::quote;

use crate::rust::{Construction, DebugForm, Docs, Field, Presence, Struct, Use};

use super::tokens::{self, ITEM, MEMBER, doc, doc_text, plain};
use super::{access, json, validate, value, wire};

/// All items of the file.
pub(super) fn items(shape: &Struct) -> TokenStream {
    let definition = definition(shape);
    let methods = methods(shape);
    let default = default(shape);
    let debug = debug(shape);
    let json = json::of_structure(shape);
    let validate = validate::of_structure(shape);
    let error = error(shape);
    let bound = shape.bound.as_ref();
    let bound = bound.map(|bound| wire::error(&shape.path.name, bound));
    quote! { #definition #methods #default #debug #json #validate #error #bound }
}

fn definition(shape: &Struct) -> TokenStream {
    let name = &shape.path.name;
    let docs = doc(&shape.docs, ITEM);
    let mut traits = vec!["Clone", "PartialEq"];
    if shape.debug == DebugForm::Derived {
        traits.push("Debug");
    }
    if shape.construction == Construction::Derived {
        traits.push("Default");
    }
    let derive = tokens::derive(&traits);
    let fields = shape.fields.iter().map(|field| {
        let docs = doc(&field_docs(field), MEMBER);
        let name = &field.name;
        let ty = tokens::field_type(&field.ty, field.presence == Presence::Optional);
        quote! { #docs pub #name: #ty }
    });
    quote! {
        #docs
        #derive
        #[non_exhaustive]
        pub struct #name { #(#fields),* }
    }
}

/// What a field holds, and what its values must fulfil.
fn field_docs(field: &Field) -> Docs {
    let mut docs = field.docs.clone();
    if let Some(limits) = limits(field) {
        docs.push(limits);
    }
    docs
}

/// `1 to 100 characters, matching …. Sensitive: …`.
pub(super) fn limits(field: &Field) -> Option<String> {
    let mut sentences = Vec::new();
    if !field.limits.is_empty() {
        let mut limits = field.limits.join(", ");
        if let Some(first) = limits.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        sentences.push(format!("{limits}."));
    }
    if field.redacted {
        sentences.push("Sensitive: `Debug` does not show it.".to_owned());
    }
    (!sentences.is_empty()).then(|| sentences.join(" "))
}

fn methods(shape: &Struct) -> TokenStream {
    let name = &shape.path.name;
    let new = new(shape);
    let accessors = shape.fields.iter().map(access::accessor);
    let setters = shape.fields.iter().map(access::with);
    quote! {
        impl #name {
            #new
            #(#accessors)*
            #(#setters)*
        }
    }
}

fn new(shape: &Struct) -> TokenStream {
    let what = match shape.used {
        Use::Input => "An input",
        Use::Output => "An output",
        Use::Nested => "A structure",
        Use::Error(_) => "An error",
    };
    match shape.construction {
        Construction::Derived => {
            let docs = doc_text(&format!("{what} with nothing set."), MEMBER);
            quote! {
                #docs
                pub fn new() -> Self { std::default::Default::default() }
            }
        }
        Construction::Empty => {
            let docs = if shape.checks.is_some() {
                format!("{what} whose members are unset or have their defaults.")
            } else {
                format!(
                    "{what} with nothing in it: a test sets what matters to it. Clients only \
                     receive them."
                )
            };
            let docs = doc_text(&docs, MEMBER);
            let literal = literal(shape, |_| None);
            quote! {
                #docs
                pub fn new() -> Self { #literal }
            }
        }
        Construction::Required => {
            let docs = doc_text(
                &format!("{what} with the members that are required. The others are unset."),
                MEMBER,
            );
            let given: Vec<&Field> = shape
                .fields
                .iter()
                .filter(|field| is_given(field))
                .collect();
            let parameters = given.iter().map(|field| {
                let name = &field.name;
                let ty = access::parameter(&field.ty);
                quote! { #name: #ty }
            });
            let literal = literal(shape, |field| {
                let name = &field.name;
                is_given(field).then(|| access::converted(&field.ty, &quote! { #name }))
            });
            // Clippy's limit is seven.
            let lint = (given.len() > 7).then(|| {
                quote! {
                    #[expect(clippy::too_many_arguments, reason = "the model requires each of them")]
                }
            });
            quote! {
                #docs
                #lint
                pub fn new(#(#parameters),*) -> Self { #literal }
            }
        }
    }
}

/// Whether `new` takes the field.
fn is_given(field: &Field) -> bool {
    matches!(
        field.presence,
        Presence::Always(crate::rust::Value::Empty(_))
    )
}

/// A structure with these fields, the others empty.
fn literal(shape: &Struct, given: impl Fn(&Field) -> Option<TokenStream>) -> TokenStream {
    let fields = shape.fields.iter().map(|field| {
        let name = &field.name;
        let value = given(field).unwrap_or_else(|| match &field.presence {
            Presence::Always(initial) => value::owned(initial),
            Presence::Optional => quote! { None },
        });
        if *name == value.to_string() {
            quote! { #name }
        } else {
            quote! { #name: #value }
        }
    });
    quote! { Self { #(#fields),* } }
}

/// What `json::Object::empty` does.
pub(super) fn empty(shape: &Struct) -> TokenStream {
    match shape.construction {
        Construction::Derived => quote! { std::default::Default::default() },
        Construction::Empty => quote! { Self::new() },
        Construction::Required => literal(shape, |_| None),
    }
}

fn default(shape: &Struct) -> Option<TokenStream> {
    let name = &shape.path.name;
    (shape.construction == Construction::Empty).then(|| {
        quote! {
            impl std::default::Default for #name {
                fn default() -> Self { Self::new() }
            }
        }
    })
}

fn debug(shape: &Struct) -> Option<TokenStream> {
    let name = &shape.path.name;
    let text = name.to_string();
    let body = match shape.debug {
        DebugForm::Derived => return None,
        DebugForm::Redacted => quote! { f.debug_tuple(#text).field(&runtime::Redacted).finish() },
        DebugForm::Fields => {
            let fields = shape.fields.iter().map(|field| {
                let name = &field.name;
                let text = plain(name);
                let shown = match (field.redacted, &field.presence) {
                    (false, _) => quote! { self.#name },
                    (true, Presence::Always(_)) => quote! { runtime::Redacted },
                    (true, Presence::Optional) => quote! { runtime::redact(&self.#name) },
                };
                quote! { .field(#text, &#shown) }
            });
            quote! { f.debug_struct(#text) #(#fields)* .finish() }
        }
    };
    Some(quote! {
        impl std::fmt::Debug for #name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { #body }
        }
    })
}

fn error(shape: &Struct) -> Option<TokenStream> {
    let Use::Error(message) = &shape.used else {
        return None;
    };
    let name = &shape.path.name;
    let code = &shape.model_name;
    let message = message.as_ref().and_then(|message| {
        let field = shape.fields.iter().find(|field| field.name == *message)?;
        Some(tokens::as_option(&quote! { self }, &field.reference()))
    });
    let message = message.unwrap_or_else(|| quote! { None });
    Some(quote! {
        impl runtime::ModeledError for #name {
            fn code(&self) -> &'static str { #code }

            fn message(&self) -> std::option::Option<&str> { #message }
        }

        impl std::fmt::Display for #name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                runtime::error::write_modeled(f, self)
            }
        }

        impl std::error::Error for #name {}
    })
}
