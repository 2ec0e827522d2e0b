//! A file of `types/` with an enum or an intEnum.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::rust::{Enum, IntEnum, Origin, Path, phrases};

use super::tokens::{ITEM, MEMBER, derive_debug, doc, doc_text};
use super::{data, json};

/// All items of a file with an enum.
pub(super) fn string_enum(shape: &Enum) -> TokenStream {
    let name = &shape.path.name;
    let docs = doc(&shape.docs, ITEM);
    let derive = derive_debug(
        shape.redacted,
        &["Clone", "Eq", "Hash", "Ord", "PartialEq", "PartialOrd"],
    );
    let variants = shape.values.iter().map(|value| {
        let docs = doc(&value.docs, MEMBER);
        let variant = &value.variant;
        quote! { #docs #variant }
    });
    let unknown = unknown(&quote! { std::string::String });
    let to_text = shape.values.iter().map(|value| {
        let (variant, text) = (&value.variant, &value.value);
        quote! { Self::#variant => #text }
    });
    let from_text: Vec<TokenStream> = shape
        .values
        .iter()
        .map(|value| {
            let (variant, text) = (&value.variant, &value.value);
            quote! { #text => Self::#variant }
        })
        .collect();
    let known = shape.values.iter().map(|value| &value.value);
    let debug = debug(name, shape.redacted);
    let serialize = json::serialize_with(name, &quote! { serializer.serialize_str(self.as_str()) });
    let deserialize = json::deserialize(
        name,
        &quote! { runtime::codegen::json::read_enum(deserializer) },
    );
    let other = text_forms(&shape.path);
    let as_str = doc_text(phrases::WIRE_VALUE, MEMBER);
    let values = doc_text(phrases::KNOWN_VALUES, MEMBER);
    quote! {
        #docs
        #derive
        #[non_exhaustive]
        pub enum #name { #(#variants,)* #unknown }

        impl #name {
            #as_str
            #[inline]
            pub fn as_str(&self) -> &str {
                match self { #(#to_text,)* Self::Unknown(value) => value.as_str() }
            }

            #values
            pub const fn values() -> &'static [&'static str] { &[#(#known),*] }
        }

        #debug

        impl std::fmt::Display for #name {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::convert::From<&str> for #name {
            #[inline]
            fn from(value: &str) -> Self {
                match value { #(#from_text,)* _ => Self::Unknown(runtime::codegen::unknown_value(value.to_owned())) }
            }
        }

        impl std::convert::From<std::string::String> for #name {
            #[inline]
            fn from(value: std::string::String) -> Self {
                match value.as_str() { #(#from_text,)* _ => Self::Unknown(runtime::codegen::unknown_value(value)) }
            }
        }

        #serialize
        #deserialize

        #other
    }
}

/// The formats of a string enum outside JSON; in a data model, its format in
/// documents.
fn text_forms(path: &Path) -> TokenStream {
    let name = &path.name;
    if let Origin::Data(_) = path.origin {
        return data::from_document(
            name,
            &quote! { runtime::codegen::data::read_text(document) },
        );
    }
    quote! {
        impl runtime::codegen::HttpValue for #name {
            #[inline]
            fn each_text(&self, each: &mut dyn FnMut(&str)) { each(self.as_str()); }
        }

        impl runtime::codegen::FromText for #name {
            #[inline]
            fn from_text(text: &str) -> std::option::Option<Self> { Some(Self::from(text)) }
        }
    }
}

/// All items of a file with an intEnum.
pub(super) fn int_enum(shape: &IntEnum) -> TokenStream {
    let name = &shape.path.name;
    let docs = doc(&shape.docs, ITEM);
    let derive = derive_debug(
        shape.redacted,
        &[
            "Clone",
            "Copy",
            "Eq",
            "Hash",
            "Ord",
            "PartialEq",
            "PartialOrd",
        ],
    );
    let variants = shape.values.iter().map(|value| {
        let docs = doc(&value.docs, MEMBER);
        let variant = &value.variant;
        quote! { #docs #variant }
    });
    let unknown = unknown(&quote! { i32 });
    let literal = |value: i32| proc_macro2::Literal::i32_unsuffixed(value);
    let to_number = shape.values.iter().map(|value| {
        let (variant, number) = (&value.variant, literal(value.value));
        quote! { Self::#variant => #number }
    });
    let from_number = shape.values.iter().map(|value| {
        let (variant, number) = (&value.variant, literal(value.value));
        quote! { #number => Self::#variant }
    });
    let known = shape.values.iter().map(|value| literal(value.value));
    let debug = debug(name, shape.redacted);
    let serialize = json::serialize_with(name, &quote! { serializer.serialize_i32(self.as_i32()) });
    let deserialize = json::deserialize(
        name,
        &quote! { runtime::codegen::json::read_integer(deserializer).map(Self::from) },
    );
    let other = number_forms(&shape.path);
    let as_i32 = doc_text(phrases::WIRE_VALUE, MEMBER);
    let values = doc_text(phrases::KNOWN_VALUES, MEMBER);
    quote! {
        #docs
        #derive
        #[non_exhaustive]
        pub enum #name { #(#variants,)* #unknown }

        impl #name {
            #as_i32
            #[inline]
            pub fn as_i32(&self) -> i32 {
                match self { #(#to_number,)* Self::Unknown(value) => value.as_i32() }
            }

            #values
            pub const fn values() -> &'static [i32] { &[#(#known),*] }
        }

        #debug

        impl std::fmt::Display for #name {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(&self.as_i32(), f)
            }
        }

        impl std::convert::From<i32> for #name {
            #[inline]
            fn from(value: i32) -> Self {
                match value { #(#from_number,)* _ => Self::Unknown(runtime::codegen::unknown_value(value)) }
            }
        }

        #serialize
        #deserialize

        #other
    }
}

/// The formats of an intEnum outside JSON; in a data model, its format in
/// documents.
fn number_forms(path: &Path) -> TokenStream {
    let name = &path.name;
    if let Origin::Data(_) = path.origin {
        return data::from_document(
            name,
            &quote! { runtime::codegen::data::read_number(document) },
        );
    }
    quote! {
        impl runtime::codegen::HttpValue for #name {
            #[inline]
            fn each_text(&self, each: &mut dyn FnMut(&str)) {
                runtime::codegen::HttpValue::each_text(&self.as_i32(), each);
            }
        }

        impl runtime::codegen::FromText for #name {
            #[inline]
            fn from_text(text: &str) -> std::option::Option<Self> {
                <i32 as runtime::codegen::FromText>::from_text(text).map(Self::from)
            }
        }
    }
}

fn unknown(of: &TokenStream) -> TokenStream {
    let docs = doc_text(phrases::UNKNOWN_VALUE, MEMBER);
    quote! { #docs Unknown(runtime::codegen::UnknownValue<#of>) }
}

fn debug(name: &Ident, hidden: bool) -> Option<TokenStream> {
    let text = name.to_string();
    hidden.then(|| {
        quote! {
            impl std::fmt::Debug for #name {
                #[inline]
                fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    f.debug_tuple(#text).field(&runtime::codegen::Redacted).finish()
                }
            }
        }
    })
}
