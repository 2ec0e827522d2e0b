//! `Serialize` and `Deserialize`, without derive.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::rust::{FieldRef, Struct};

use super::{construction, tokens};

/// The implementations for a structure.
pub(super) fn of_structure(shape: &Struct) -> TokenStream {
    let serialize = serialize(shape);
    let object = object(shape);
    let deserialize = deserialize(
        &shape.path.name,
        &quote! { runtime::codegen::json::read_object(deserializer) },
    );
    quote! { #serialize #object #deserialize }
}

fn serialize(shape: &Struct) -> TokenStream {
    let members = shape.fields.iter().map(|field| {
        let written = write_member(&quote! { self }, &field.reference());
        quote! { #written?; }
    });
    let body = if shape.fields.is_empty() {
        quote! { runtime::codegen::json::ObjectWriter::new(serializer)?.end() }
    } else {
        quote! {
            let mut object = runtime::codegen::json::ObjectWriter::new(serializer)?;
            #(#members)*
            object.end()
        }
    };
    serialize_with(&shape.path.name, &body)
}

/// Implements `Serialize` with this body, in which `serializer` is in scope.
pub(super) fn serialize_with(name: &Ident, body: &TokenStream) -> TokenStream {
    quote! {
        impl serde::Serialize for #name {
            fn serialize<S: serde::Serializer>(
                &self,
                serializer: S,
            ) -> std::result::Result<S::Ok, S::Error> {
                #body
            }
        }
    }
}

/// Writes a field of `owner` into `object`.
pub(super) fn write_member(owner: &TokenStream, field: &FieldRef) -> TokenStream {
    let name = &field.name;
    let wire = &field.wire_name;
    let method = method(field);
    quote! { object.#method(#wire, &#owner.#name) }
}

/// The method of readers and writers, such as `required` or
/// `optional_as::<json::List, _>`.
fn method(field: &FieldRef) -> TokenStream {
    match (field.optional, tokens::codec(&field.codec)) {
        (true, None) => quote! { optional },
        (false, None) => quote! { required },
        (true, Some(codec)) => quote! { optional_as::<#codec, _> },
        (false, Some(codec)) => quote! { required_as::<#codec, _> },
    }
}

fn object(shape: &Struct) -> TokenStream {
    let empty = construction::empty(shape);
    let arms = shape.fields.iter().map(|field| {
        let (name, names) = (&field.name, field.read_names());
        let method = method(&field.reference());
        quote! { #(#names)|* => value.#method(&mut self.#name) }
    });
    let (name, body) = if shape.fields.is_empty() {
        (quote! { _ }, quote! { value.skip() })
    } else {
        let body = quote! { match name { #(#arms,)* _ => value.skip() } };
        (quote! { name }, body)
    };
    object_with(&shape.path.name, &shape.model_name, &empty, &name, &body)
}

/// Implements `Object` with this empty value and this body, which reads the
/// member `name` from `value`.
pub(super) fn object_with(
    of: &Ident,
    model_name: &str,
    empty: &TokenStream,
    name: &TokenStream,
    body: &TokenStream,
) -> TokenStream {
    quote! {
        impl runtime::codegen::json::Object for #of {
            const NAME: &'static str = #model_name;

            #[inline]
            fn empty() -> Self { #empty }

            fn read_member<'de, A: serde::de::MapAccess<'de>>(
                &mut self,
                #name: &str,
                value: runtime::codegen::json::Member<'_, A>,
            ) -> std::result::Result<(), A::Error> {
                #body
            }
        }
    }
}

/// Implements `Deserialize` with this body, in which `deserializer` is in
/// scope.
pub(super) fn deserialize(name: &Ident, body: &TokenStream) -> TokenStream {
    quote! {
        impl<'de> serde::Deserialize<'de> for #name {
            fn deserialize<D: serde::Deserializer<'de>>(
                deserializer: D,
            ) -> std::result::Result<Self, D::Error> {
                #body
            }
        }
    }
}
