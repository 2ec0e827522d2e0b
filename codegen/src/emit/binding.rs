//! HTTP bindings that requests and responses share.

use proc_macro2::TokenStream;
use quote::quote;

use crate::rust::{FieldRef, HeaderBinding, TextForm, TimestampFormat, Type};

use super::tokens::{self, as_option};

/// Sets a header of `message` to a field of `owner`.
pub(super) fn header_out(
    message: &TokenStream,
    owner: &TokenStream,
    header: &HeaderBinding,
) -> TokenStream {
    let (name, field) = (&header.name, &header.field.name);
    let is_list = matches!(header.field.ty, Type::List(..));
    let entries = as_option(owner, &header.field);
    match (is_list, header.format.map(codec)) {
        (false, None) => quote! { #message.header(#name, &#owner.#field)?; },
        (false, Some(codec)) => {
            quote! { #message.header_as::<#codec, _>(#name, &#owner.#field)?; }
        }
        (true, None) => quote! { #message.header_list(#name, #entries)?; },
        (true, Some(codec)) => {
            quote! { #message.header_list_as::<#codec, _>(#name, #entries)?; }
        }
    }
}

/// The method that writes a payload: `json`, or `json_as` with its format.
pub(super) fn json_call(field: &FieldRef) -> TokenStream {
    match tokens::codec(&field.codec) {
        Some(codec) => quote! { json_as::<#codec, _> },
        None => quote! { json },
    }
}

/// The format of a payload in JSON.
pub(super) fn json_codec(field: &FieldRef) -> TokenStream {
    tokens::codec(&field.codec).unwrap_or_else(|| quote! { runtime::codegen::json::Plain })
}

pub(super) fn codec(form: TextForm) -> TokenStream {
    match form {
        TextForm::Timestamp(TimestampFormat::DateTime) => {
            quote! { runtime::codegen::json::DateTime }
        }
        TextForm::Timestamp(TimestampFormat::HttpDate) => {
            quote! { runtime::codegen::json::HttpDate }
        }
        TextForm::Timestamp(TimestampFormat::EpochSeconds) => {
            quote! { runtime::codegen::json::EpochSeconds }
        }
        TextForm::Base64 => quote! { runtime::codegen::Base64Text },
    }
}
