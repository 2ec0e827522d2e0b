//! Accessors and setters.

use proc_macro2::TokenStream;
use quote::quote;

use crate::rust::{Field, Presence, Sparsity, Type, phrases};

use super::tokens::{self, MEMBER, doc, doc_text};

/// `x()`: the value of a field, borrowed.
pub(super) fn accessor(field: &Field) -> TokenStream {
    let name = &field.name;
    let borrowed = tokens::borrowed(&field.ty);
    let optional = field.presence == Presence::Optional;
    let (returned, value) = match (&field.ty, optional) {
        (ty, false) if ty.is_copy() => (quote! { #borrowed }, quote! { self.#name }),
        (ty, true) if ty.is_copy() => (
            quote! { std::option::Option<#borrowed> },
            quote! { self.#name },
        ),
        (Type::List(..), true) => (
            quote! { &#borrowed },
            quote! { self.#name.as_deref().unwrap_or_default() },
        ),
        (Type::String | Type::Boxed(_), true) => (
            quote! { std::option::Option<&#borrowed> },
            quote! { self.#name.as_deref() },
        ),
        (_, true) => (
            quote! { std::option::Option<&#borrowed> },
            quote! { self.#name.as_ref() },
        ),
        (_, false) => (quote! { &#borrowed }, quote! { &self.#name }),
    };
    let docs = doc_text(phrases::accessor(field), MEMBER);
    quote! {
        #docs
        #[inline]
        pub fn #name(&self) -> #returned { #value }
    }
}

/// `with_x(…)`: returns the structure with a new value.
pub(super) fn with(field: &Field) -> TokenStream {
    let name = &field.name;
    let with = &field.with;
    let parameter = parameter(&field.ty);
    let value = converted(&field.ty, &quote! { value });
    let value = match field.presence {
        Presence::Optional => quote! { Some(#value) },
        Presence::Required | Presence::Default(_) => value,
    };
    let docs = doc_text(phrases::with(field), MEMBER);
    quote! {
        #docs
        #[inline]
        pub fn #with(mut self, value: #parameter) -> Self {
            self.#name = #value;
            self
        }
    }
}

/// The setters of a request for a member of its input.
pub(super) fn request_setters(field: &Field) -> TokenStream {
    let name = &field.name;
    let set = &field.set;
    let ty = tokens::ty(&field.ty);
    let parameter = parameter(&field.ty);
    let value = converted(&field.ty, &quote! { value });
    let mut docs = field.docs.clone();
    docs.push(phrases::setter(field));
    let docs = doc(&docs, MEMBER);
    let set_docs = doc_text(phrases::set(field), MEMBER);
    quote! {
        #docs
        #[inline]
        pub fn #name(mut self, value: #parameter) -> Self {
            self.input.#name = Some(#value);
            self
        }

        #set_docs
        #[inline]
        pub fn #set(mut self, value: std::option::Option<#ty>) -> Self {
            self.input.#name = value;
            self
        }
    }
}

/// The type of a parameter that accepts values of a type.
pub(super) fn parameter(of: &Type) -> TokenStream {
    let plain = tokens::ty(of);
    match of {
        Type::List(inner, Sparsity::Dense) if inner.is_into() => {
            let inner = tokens::ty(inner);
            quote! {
                impl std::iter::IntoIterator<Item = impl std::convert::Into<#inner>>
            }
        }
        Type::List(inner, sparsity) => {
            let inner = tokens::entry(inner, *sparsity);
            quote! { impl std::iter::IntoIterator<Item = #inner> }
        }
        Type::Map(inner, sparsity) => {
            let value = match sparsity {
                Sparsity::Dense if inner.is_into() => {
                    let inner = tokens::ty(inner);
                    quote! { impl std::convert::Into<#inner> }
                }
                _ => tokens::entry(inner, *sparsity),
            };
            quote! {
                impl std::iter::IntoIterator<
                    Item = (impl std::convert::Into<std::string::String>, #value)
                >
            }
        }
        Type::Boxed(_) => quote! { impl std::convert::Into<#plain> },
        _ if of.is_into() => quote! { impl std::convert::Into<#plain> },
        _ => plain,
    }
}

/// The conversion of such a parameter.
pub(super) fn converted(of: &Type, name: &TokenStream) -> TokenStream {
    match of {
        Type::List(inner, Sparsity::Dense) if inner.is_into() => {
            quote! { #name.into_iter().map(std::convert::Into::into).collect() }
        }
        Type::List(..) => quote! { #name.into_iter().collect() },
        Type::Map(inner, sparsity) => {
            let value = match sparsity {
                Sparsity::Dense if inner.is_into() => quote! { value.into() },
                _ => quote! { value },
            };
            quote! { #name.into_iter().map(|(key, value)| (key.into(), #value)).collect() }
        }
        Type::Boxed(_) => quote! { #name.into() },
        _ if of.is_into() => quote! { #name.into() },
        _ => quote! { #name },
    }
}
