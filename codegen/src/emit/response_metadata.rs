//! The metadata of the response in an output.

use proc_macro2::TokenStream;
use quote::quote;

use crate::rust::{Struct, StructRole, phrases};

use super::tokens::{MEMBER, doc_text};

/// A part for outputs; `None` for other structures.
fn of_output(shape: &Struct, part: TokenStream) -> Option<TokenStream> {
    (shape.role == StructRole::Output).then_some(part)
}

/// The field in the definition.
pub(super) fn field(shape: &Struct) -> Option<TokenStream> {
    let ty = quote! { runtime::codegen::Uncompared<runtime::codegen::ResponseMetadata> };
    of_output(shape, quote! { response_metadata: #ty })
}

/// The field in an expression.
pub(super) fn value(shape: &Struct) -> Option<TokenStream> {
    let value = quote! { response_metadata: std::default::Default::default() };
    of_output(shape, value)
}

/// The field in `Debug`.
pub(super) fn debug(shape: &Struct) -> Option<TokenStream> {
    let value = quote! { .field("response_metadata", &self.response_metadata) };
    of_output(shape, value)
}

/// The accessor and the setter.
pub(super) fn methods(shape: &Struct) -> Option<TokenStream> {
    let docs = doc_text(phrases::RESPONSE_METADATA, MEMBER);
    let with_docs = doc_text(phrases::WITH_RESPONSE_METADATA, MEMBER);
    let methods = quote! {
        #docs
        #[inline]
        pub fn response_metadata(&self) -> &runtime::codegen::ResponseMetadata {
            &self.response_metadata
        }

        #with_docs
        #[inline]
        pub fn with_response_metadata(
            mut self,
            value: runtime::codegen::ResponseMetadata,
        ) -> Self {
            self.response_metadata = value.into();
            self
        }
    };
    of_output(shape, methods)
}
