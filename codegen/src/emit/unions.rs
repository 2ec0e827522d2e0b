//! A file of `types/` with a union.

use proc_macro2::TokenStream;
use quote::quote;

use crate::rust::{DebugForm, Union, phrases};

use super::tokens::{self, ITEM, MEMBER, derive_debug, doc, doc_text};
use super::{data, json, validate};

/// All items of a file with a union.
pub(super) fn items(shape: &Union) -> TokenStream {
    let name = &shape.path.name;
    let docs = doc(&shape.docs, ITEM);
    let derive = derive_debug(shape.debug != DebugForm::Derived, &["Clone", "PartialEq"]);
    let variants = shape.variants.iter().map(|variant| {
        let docs = doc(&variant.docs, MEMBER);
        let name = &variant.variant;
        if !variant.has_value {
            return quote! { #docs #name };
        }
        let ty = tokens::ty(&variant.ty);
        quote! { #docs #name(#ty) }
    });
    let (unknown, unknown_type) = match shape.tagged {
        None => (
            doc_text(phrases::UNKNOWN_MEMBER, MEMBER),
            quote! { runtime::codegen::UnknownValue<std::string::String> },
        ),
        Some(_) => (
            doc_text(phrases::UNKNOWN_VARIANT, MEMBER),
            quote! { runtime::codegen::UnknownVariant },
        ),
    };
    let debug = debug(shape);
    let json = match &shape.tagged {
        Some(form) => data::of_union(shape, form),
        None => json(shape),
    };
    let validate = validate::of_union(shape);
    let lint = shape.tagged.as_ref().map(|_| {
        let reason = phrases::LARGE_ENUM_VARIANT;
        quote! { #[allow(clippy::large_enum_variant, reason = #reason)] }
    });
    quote! {
        #docs
        #derive
        #lint
        #[non_exhaustive]
        pub enum #name { #(#variants,)* #unknown Unknown(#unknown_type) }

        #debug
        #json
        #validate
    }
}

/// `Serialize` and `Deserialize` of a union, as an object with one member.
fn json(shape: &Union) -> TokenStream {
    let name = &shape.path.name;
    let serialize = json::serialize_with(name, &writer(shape));
    let arms = shape.variants.iter().map(|variant| {
        let (wire, name) = (&variant.wire_name, &variant.variant);
        let value = match tokens::codec(&variant.codec) {
            None => quote! { value },
            Some(codec) => quote! { value_as::<#codec, _> },
        };
        quote! { #wire => value.#value()?.map(Self::#name) }
    });
    let model_name = &shape.model_name;
    let union = quote! {
        impl runtime::codegen::json::Union for #name {
            const NAME: &'static str = #model_name;

            #[inline]
            fn empty() -> Self { Self::Unknown(runtime::codegen::unknown_value(std::string::String::new())) }

            fn read_variant<'de, A: serde::de::MapAccess<'de>>(
                name: &str,
                value: runtime::codegen::json::Member<'_, A>,
            ) -> std::result::Result<std::option::Option<Self>, A::Error> {
                Ok(match name {
                    #(#arms,)*
                    _ => value.unknown(name, |name| Self::Unknown(runtime::codegen::unknown_value(name)))?,
                })
            }
        }
    };
    let deserialize = json::deserialize(
        name,
        &quote! { runtime::codegen::json::read_union(deserializer) },
    );
    quote! { #serialize #union #deserialize }
}

fn writer(shape: &Union) -> TokenStream {
    let arms = shape.variants.iter().map(|variant| {
        let (wire, name) = (&variant.wire_name, &variant.variant);
        let required = match tokens::codec(&variant.codec) {
            None => quote! { required },
            Some(codec) => quote! { required_as::<#codec, _> },
        };
        quote! { Self::#name(member) => object.#required(#wire, member)? }
    });
    let reason = &shape.unwritable;
    quote! {
        let mut object = runtime::codegen::json::ObjectWriter::new(serializer)?;
        match self {
            #(#arms,)*
            Self::Unknown(_) => return Err(serde::ser::Error::custom(#reason)),
        }
        object.end()
    }
}

fn debug(shape: &Union) -> Option<TokenStream> {
    let name = &shape.path.name;
    let text = name.to_string();
    let body = match shape.debug {
        DebugForm::Derived => return None,
        DebugForm::Redacted => {
            quote! { f.debug_tuple(#text).field(&runtime::codegen::Redacted).finish() }
        }
        DebugForm::Fields => {
            let arms = shape.variants.iter().map(|variant| {
                let name = &variant.variant;
                let text = name.to_string();
                if !variant.has_value {
                    quote! { Self::#name => f.write_str(#text) }
                } else if variant.redacted {
                    quote! {
                        Self::#name(_) => f.debug_tuple(#text).field(&runtime::codegen::Redacted).finish()
                    }
                } else {
                    quote! { Self::#name(member) => f.debug_tuple(#text).field(member).finish() }
                }
            });
            quote! {
                match self {
                    #(#arms,)*
                    Self::Unknown(name) => f.debug_tuple("Unknown").field(name).finish(),
                }
            }
        }
    };
    Some(quote! {
        impl std::fmt::Debug for #name {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { #body }
        }
    })
}
