//! `Serialize` and `Deserialize` in data models, which keep unknown parts.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::rust::{
    DataForm, DataMember, FieldRef, Struct, TaggedForm, Type, Union, UnionVariant, phrases,
};

use super::tokens::{self, MEMBER, doc_text};
use super::{json, value};

/// The field with the unknown members.
pub(super) fn field(shape: &Struct) -> Option<TokenStream> {
    shape.data.as_ref()?;
    let docs = doc_text(phrases::UNKNOWN_MEMBERS, MEMBER);
    Some(quote! { #docs pub unknown: runtime::codegen::UnknownMembers })
}

/// The unknown members in `Debug`.
pub(super) fn debug(shape: &Struct) -> Option<TokenStream> {
    shape.data.as_ref()?;
    Some(quote! { .field("unknown", &self.unknown) })
}

/// The implementations for a structure.
pub(super) fn of_structure(shape: &Struct, form: &DataForm) -> TokenStream {
    let members = &form.members;
    let name = &shape.path.name;
    let names = members.iter().filter_map(|member| match member {
        DataMember::Field(field) => Some(&field.wire_name),
        DataMember::Constant(wire, _) => Some(wire),
        DataMember::Flattened(_) => None,
    });
    let arms: Vec<TokenStream> = members.iter().filter_map(read_member).collect();
    let (parameter, body) = if arms.is_empty() {
        (
            quote! { _ },
            quote! { runtime::codegen::data::unread(value) },
        )
    } else {
        let body = quote! {
            match name { #(#arms,)* _ => runtime::codegen::data::unread(value) }
        };
        (quote! { name }, body)
    };
    let constants: Vec<&String> = members
        .iter()
        .filter_map(|member| match member {
            DataMember::Constant(wire, _) => Some(wire),
            DataMember::Field(_) | DataMember::Flattened(_) => None,
        })
        .collect();
    let constants = (!constants.is_empty()).then(|| {
        quote! { const CONSTANTS: &'static [&'static str] = &[#(#constants),*]; }
    });
    let flattened = members.iter().find_map(|member| match member {
        DataMember::Flattened(field) => Some(read_flattened(field)),
        DataMember::Field(_) | DataMember::Constant(..) => None,
    });
    let written = members.iter().map(write_member);
    let impls = impls(
        name,
        &quote! { runtime::codegen::data::read_members(document) },
        &form.expected,
    );
    let into_blob = into_blob(name, shape.is_written_root);
    quote! {
        impl runtime::codegen::data::Members for #name {
            const NAMES: &'static [&'static str] = &[#(#names),*];
            #constants

            #[inline]
            fn read_member(
                &mut self,
                #parameter: &str,
                value: runtime::codegen::Document,
            ) -> std::option::Option<runtime::codegen::Misread> {
                #body
            }

            #flattened

            #[inline]
            fn unknown(&mut self) -> &mut runtime::codegen::UnknownMembers { &mut self.unknown }
        }

        impl runtime::codegen::data::WriteMembers for #name {
            fn write_members<M: serde::ser::SerializeMap>(
                &self,
                object: &mut runtime::codegen::json::ObjectWriter<M>,
            ) -> std::result::Result<(), M::Error> {
                #(#written;)*
                runtime::codegen::data::write_unknown(object, &self.unknown)
            }
        }

        #impls
        #into_blob
    }
}

fn read_member(member: &DataMember) -> Option<TokenStream> {
    Some(match member {
        DataMember::Field(field) => {
            let (wire, name) = (&field.wire_name, &field.name);
            let codec = codec(field);
            quote! { #wire => runtime::codegen::data::set::<#codec, _>(&mut self.#name, value) }
        }
        DataMember::Constant(wire, constant) => {
            let constant = value::owned(constant);
            quote! { #wire => runtime::codegen::data::constant(#constant, value) }
        }
        DataMember::Flattened(_) => return None,
    })
}

fn codec(field: &FieldRef) -> TokenStream {
    tokens::codec(&field.codec).unwrap_or_else(|| quote! { runtime::codegen::json::Plain })
}

fn read_flattened(field: &FieldRef) -> TokenStream {
    let name = &field.name;
    let value = match field.ty {
        Type::Boxed(_) => quote! {
            runtime::codegen::data::read_flattened(entries).map(std::boxed::Box::new)
        },
        _ => quote! { runtime::codegen::data::read_flattened(entries) },
    };
    quote! {
        #[inline]
        fn read_flattened(&mut self, entries: &mut runtime::codegen::data::Entries) {
            self.#name = #value;
        }
    }
}

fn write_member(member: &DataMember) -> TokenStream {
    match member {
        DataMember::Field(field) => {
            let written = json::write_member(&quote! { self }, field);
            quote! { #written? }
        }
        DataMember::Constant(wire, constant) => {
            let constant = value::expression(constant);
            quote! { object.required(#wire, &#constant)? }
        }
        DataMember::Flattened(field) => {
            let name = &field.name;
            quote! { runtime::codegen::data::write_flattened(object, self.#name.as_ref())? }
        }
    }
}

/// The implementations for a union.
pub(super) fn of_union(shape: &Union, form: &TaggedForm) -> TokenStream {
    let name = &shape.path.name;
    let tag = &form.tag;
    let tags = shape.variants.iter().map(|variant| &variant.wire_name);
    let read = shape
        .variants
        .iter()
        .map(|variant| read_variant(variant, form));
    let written = shape
        .variants
        .iter()
        .map(|variant| write_variant(variant, form));
    let impls = impls(
        name,
        &quote! { runtime::codegen::data::read_union(document) },
        &form.expected,
    );
    let into_blob = into_blob(name, shape.is_written_root);
    let ignore_case = form
        .ignore_case
        .then(|| quote! { const IGNORE_CASE: bool = true; });
    quote! {
        impl runtime::codegen::data::Tagged for #name {
            const TAG: &'static str = #tag;
            #ignore_case
            const TAGS: &'static [&'static str] = &[#(#tags),*];

            #[inline]
            fn read_variant(
                tag: &str,
                entries: &mut runtime::codegen::data::Entries,
            ) -> std::option::Option<Self> {
                match tag { #(#read,)* _ => None }
            }

            #[inline]
            fn from_unknown(variant: runtime::codegen::UnknownVariant) -> Self {
                Self::Unknown(variant)
            }
        }

        impl runtime::codegen::data::WriteMembers for #name {
            fn write_members<M: serde::ser::SerializeMap>(
                &self,
                object: &mut runtime::codegen::json::ObjectWriter<M>,
            ) -> std::result::Result<(), M::Error> {
                match self {
                    #(#written,)*
                    Self::Unknown(variant) => {
                        runtime::codegen::data::write_variant(object, #tag, variant)
                    }
                }
            }
        }

        #impls
        #into_blob
    }
}

fn read_variant(variant: &UnionVariant, form: &TaggedForm) -> TokenStream {
    let (wire, name) = (&variant.wire_name, &variant.variant);
    let value = if !variant.has_value {
        quote! { Some(Self::#name) }
    } else if form.inline {
        let members = quote! { runtime::codegen::data::take_all(entries) };
        let members = match variant.ty {
            Type::Boxed(_) => quote! { std::boxed::Box::new(#members) },
            _ => members,
        };
        quote! { Some(Self::#name(#members)) }
    } else {
        let codec = tokens::codec(&variant.codec);
        let codec = codec.unwrap_or_else(|| quote! { runtime::codegen::json::Plain });
        let take = if variant.is_optional {
            quote! { take_or_default }
        } else {
            quote! { take }
        };
        quote! { runtime::codegen::data::#take::<#codec, _, _>(entries, #wire, Self::#name) }
    };
    quote! { #wire => #value }
}

fn write_variant(variant: &UnionVariant, form: &TaggedForm) -> TokenStream {
    let (wire, name, tag) = (&variant.wire_name, &variant.variant, &form.tag);
    let tagged = quote! { object.required(#tag, #wire) };
    if !variant.has_value {
        return quote! { Self::#name => #tagged };
    }
    let content = if form.inline {
        quote! { runtime::codegen::data::WriteMembers::write_members(value, object) }
    } else {
        match tokens::codec(&variant.codec) {
            None => quote! { object.required(#wire, value) },
            Some(codec) => quote! { object.required_as::<#codec, _>(#wire, value) },
        }
    };
    quote! { Self::#name(value) => { #tagged?; #content } }
}

/// The conversion of a written root into the content of a member.
pub(super) fn into_blob(name: &Ident, is_written_root: bool) -> Option<TokenStream> {
    is_written_root.then(|| {
        quote! {
            impl std::convert::From<#name> for runtime::codegen::JsonBlob {
                #[inline]
                fn from(value: #name) -> Self { runtime::codegen::json_blob(&value) }
            }
        }
    })
}

/// The implementations for every type of a data model.
fn impls(name: &Ident, read: &TokenStream, expected: &str) -> TokenStream {
    let serialize = json::serialize_with(
        name,
        &quote! { runtime::codegen::data::serialize(self, serializer) },
    );
    let from_document = from_document(name, read);
    let deserialize = json::deserialize(
        name,
        &quote! { runtime::codegen::data::deserialize(deserializer, #expected) },
    );
    quote! { #serialize #from_document #deserialize }
}

/// Implements `FromDocument` with this body, in which `document` is in scope.
pub(super) fn from_document(name: &Ident, read: &TokenStream) -> TokenStream {
    quote! {
        impl runtime::codegen::data::FromDocument for #name {
            #[inline]
            fn from_document(
                document: runtime::codegen::Document,
            ) -> runtime::codegen::data::Reading<Self> {
                #read
            }
        }
    }
}
