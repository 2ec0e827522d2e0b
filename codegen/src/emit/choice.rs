//! A file of `types/` with an enum, an intEnum or a union.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::rust::{Enum, IntEnum, Union};

use super::tokens::{self, ITEM, MEMBER, doc, doc_text};
use super::{json, validate};

/// All items of a file with an enum.
pub(super) fn text(shape: &Enum) -> TokenStream {
    let name = &shape.path.name;
    let docs = doc(&shape.docs, ITEM);
    let derive = derive(
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
        &quote! { runtime::json::read_string(deserializer).map(Self::from) },
    );
    let as_str = doc_text("The value as it is sent.", MEMBER);
    let values = doc_text("The values that were known when this was written.", MEMBER);
    quote! {
        #docs
        #derive
        #[non_exhaustive]
        pub enum #name { #(#variants,)* #unknown }

        impl #name {
            #as_str
            pub fn as_str(&self) -> &str {
                match self { #(#to_text,)* Self::Unknown(value) => value }
            }

            #values
            pub const fn values() -> &'static [&'static str] { &[#(#known),*] }
        }

        #debug

        impl std::fmt::Display for #name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::convert::From<&str> for #name {
            fn from(value: &str) -> Self {
                match value { #(#from_text,)* _ => Self::Unknown(value.to_owned()) }
            }
        }

        impl std::convert::From<std::string::String> for #name {
            fn from(value: std::string::String) -> Self {
                match value.as_str() { #(#from_text,)* _ => Self::Unknown(value) }
            }
        }

        #serialize
        #deserialize

        impl runtime::text::HttpValue for #name {
            fn each_text(&self, each: &mut dyn FnMut(&str)) { each(self.as_str()); }
        }

        impl runtime::text::FromText for #name {
            fn from_text(text: &str) -> std::option::Option<Self> { Some(Self::from(text)) }
        }
    }
}

/// All items of a file with an intEnum.
pub(super) fn number(shape: &IntEnum) -> TokenStream {
    let name = &shape.path.name;
    let docs = doc(&shape.docs, ITEM);
    let derive = derive(
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
        &quote! { <i32 as serde::Deserialize>::deserialize(deserializer).map(Self::from) },
    );
    let as_i32 = doc_text("The value as it is sent.", MEMBER);
    let values = doc_text("The values that were known when this was written.", MEMBER);
    quote! {
        #docs
        #derive
        #[non_exhaustive]
        pub enum #name { #(#variants,)* #unknown }

        impl #name {
            #as_i32
            pub fn as_i32(&self) -> i32 {
                match self { #(#to_number,)* Self::Unknown(value) => *value }
            }

            #values
            pub const fn values() -> &'static [i32] { &[#(#known),*] }
        }

        #debug

        impl std::fmt::Display for #name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(&self.as_i32(), f)
            }
        }

        impl std::convert::From<i32> for #name {
            fn from(value: i32) -> Self {
                match value { #(#from_number,)* _ => Self::Unknown(value) }
            }
        }

        #serialize
        #deserialize

        impl runtime::text::HttpValue for #name {
            fn each_text(&self, each: &mut dyn FnMut(&str)) {
                runtime::text::HttpValue::each_text(&self.as_i32(), each);
            }
        }

        impl runtime::text::FromText for #name {
            fn from_text(text: &str) -> std::option::Option<Self> {
                <i32 as runtime::text::FromText>::from_text(text).map(Self::from)
            }
        }
    }
}

/// All items of a file with a union.
pub(super) fn union(shape: &Union) -> TokenStream {
    let name = &shape.path.name;
    let docs = doc(&shape.docs, ITEM);
    let hidden = shape.redacted || shape.variants.iter().any(|variant| variant.redacted);
    let derive = derive(hidden, &["Clone", "PartialEq"]);
    let variants = shape.variants.iter().map(|variant| {
        let docs = doc(&variant.docs, MEMBER);
        let name = &variant.variant;
        let ty = tokens::ty(&variant.ty);
        quote! { #docs #name(#ty) }
    });
    let unknown = doc_text(
        "A member that was not known when this was written, by its name. It cannot be sent.",
        MEMBER,
    );
    let debug = if hidden {
        Some(union_debug(shape))
    } else {
        None
    };
    let serialize = json::serialize_with(name, &union_writer(shape));
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
        impl runtime::json::Union for #name {
            const NAME: &'static str = #model_name;

            fn empty() -> Self { Self::Unknown(std::string::String::new()) }

            fn read_variant<'de, A: serde::de::MapAccess<'de>>(
                name: &str,
                value: runtime::json::Member<'_, A>,
            ) -> std::result::Result<std::option::Option<Self>, A::Error> {
                Ok(match name {
                    #(#arms,)*
                    _ => value.is_set()?.then(|| Self::Unknown(name.to_owned())),
                })
            }
        }
    };
    let deserialize = json::deserialize(name, &quote! { runtime::json::read_union(deserializer) });
    let validate = validate::of_union(shape);
    quote! {
        #docs
        #derive
        #[non_exhaustive]
        pub enum #name { #(#variants,)* #unknown Unknown(std::string::String) }

        #debug
        #serialize
        #union
        #deserialize
        #validate
    }
}

fn union_writer(shape: &Union) -> TokenStream {
    let arms = shape.variants.iter().map(|variant| {
        let (wire, name) = (&variant.wire_name, &variant.variant);
        let required = match tokens::codec(&variant.codec) {
            None => quote! { required },
            Some(codec) => quote! { required_as::<#codec, _> },
        };
        quote! { Self::#name(member) => object.#required(#wire, member)? }
    });
    let refusal = format!("an unknown member of {} cannot be sent", shape.model_name);
    quote! {
        let mut object = runtime::json::ObjectWriter::new(serializer)?;
        match self {
            #(#arms,)*
            Self::Unknown(_) => return Err(serde::ser::Error::custom(#refusal)),
        }
        object.end()
    }
}

fn union_debug(shape: &Union) -> TokenStream {
    let name = &shape.path.name;
    let text = name.to_string();
    let body = if shape.redacted {
        quote! { f.debug_tuple(#text).field(&runtime::Redacted).finish() }
    } else {
        let arms = shape.variants.iter().map(|variant| {
            let name = &variant.variant;
            let text = name.to_string();
            if variant.redacted {
                quote! {
                    Self::#name(_) => f.debug_tuple(#text).field(&runtime::Redacted).finish()
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
    };
    quote! {
        impl std::fmt::Debug for #name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { #body }
        }
    }
}

fn derive(hidden: bool, traits: &[&str]) -> TokenStream {
    let mut traits = traits.to_vec();
    if !hidden {
        traits.push("Debug");
    }
    tokens::derive(&traits)
}

fn unknown(of: &TokenStream) -> TokenStream {
    let docs = doc_text(
        "A value that was not known when this was written. It is kept and sent as it is.",
        MEMBER,
    );
    quote! { #docs Unknown(#of) }
}

fn debug(name: &Ident, hidden: bool) -> Option<TokenStream> {
    let text = name.to_string();
    hidden.then(|| {
        quote! {
            impl std::fmt::Debug for #name {
                fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    f.debug_tuple(#text).field(&runtime::Redacted).finish()
                }
            }
        }
    })
}
