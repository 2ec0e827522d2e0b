//! Documentation, types and forms as tokens.
//!
//! All emitters write full paths; see [`crate::format`].

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::rust::{Codec, FieldRef, Path, ShownName, Sparsity, Type};
use crate::sink::{Docs, Markdown};

/// The maximum width of an item's documentation: 100 columns without `/// `.
pub(super) const ITEM: usize = 96;

/// The maximum width of documentation inside an item.
pub(super) const MEMBER: usize = 92;

/// Documentation: `///` lines.
pub(super) fn doc(docs: &Docs, width: usize) -> TokenStream {
    let lines = docs.lines(width).into_iter().map(|line| {
        // A doc comment keeps what follows the slashes, and one space is usual.
        let line = if line.is_empty() {
            line
        } else {
            format!(" {line}")
        };
        quote! { #[doc = #line] }
    });
    lines.collect()
}

/// Documentation of one paragraph.
pub(super) fn doc_text(text: impl Into<Markdown>, width: usize) -> TokenStream {
    doc(&Docs::paragraph(text), width)
}

/// A path within the crate.
pub(super) fn path(path: &Path) -> TokenStream {
    let module = Ident::new(path.origin.module(), Span::call_site());
    let name = &path.name;
    quote! { crate::#module::#name }
}

/// A type.
pub(super) fn ty(ty: &Type) -> TokenStream {
    match ty {
        Type::Bool => quote! { bool },
        Type::I8 => quote! { i8 },
        Type::I16 => quote! { i16 },
        Type::I32 => quote! { i32 },
        Type::I64 => quote! { i64 },
        Type::F32 => quote! { f32 },
        Type::F64 => quote! { f64 },
        Type::String => quote! { std::string::String },
        Type::Bytes => quote! { bytes::Bytes },
        Type::Json => quote! { runtime::codegen::JsonBlob },
        Type::Stream => quote! { runtime::codegen::ByteStream },
        Type::Timestamp => quote! { runtime::codegen::Timestamp },
        Type::BigInteger => quote! { runtime::codegen::BigInteger },
        Type::BigDecimal => quote! { runtime::codegen::BigDecimal },
        Type::Document => quote! { runtime::codegen::Document },
        Type::Enum(name) | Type::IntEnum(name) | Type::Struct(name) | Type::Union(name) => {
            path(name)
        }
        Type::List(inner, sparsity) => {
            let inner = entry(inner, *sparsity);
            quote! { std::vec::Vec<#inner> }
        }
        Type::Map(inner, sparsity) => {
            let inner = entry(inner, *sparsity);
            quote! { std::collections::BTreeMap<std::string::String, #inner> }
        }
        Type::Boxed(inner) => {
            let inner = self::ty(inner);
            quote! { std::boxed::Box<#inner> }
        }
    }
}

/// The type of an entry of a list or map.
pub(super) fn entry(inner: &Type, sparsity: Sparsity) -> TokenStream {
    let inner = ty(inner);
    match sparsity {
        Sparsity::Dense => inner,
        Sparsity::Sparse => quote! { std::option::Option<#inner> },
    }
}

/// The type behind a reference to values of a type.
pub(super) fn borrowed(of: &Type) -> TokenStream {
    match of {
        Type::String => quote! { str },
        Type::List(inner, sparsity) => {
            let inner = entry(inner, *sparsity);
            quote! { [#inner] }
        }
        Type::Boxed(inner) => ty(inner),
        other => ty(other),
    }
}

/// The type of a field.
pub(super) fn field_type(of: &Type, optional: bool) -> TokenStream {
    let of = ty(of);
    if optional {
        quote! { std::option::Option<#of> }
    } else {
        of
    }
}

/// A JSON format; `None` for the type's own format.
pub(super) fn codec(codec: &Codec) -> Option<TokenStream> {
    let container = |plain: TokenStream, inner: &Codec| match self::codec(inner) {
        Some(inner) => quote! { #plain<#inner> },
        None => plain,
    };
    match codec {
        Codec::Plain => None,
        Codec::Base64 => Some(quote! { runtime::codegen::json::Base64 }),
        Codec::EpochSeconds => Some(quote! { runtime::codegen::json::EpochSeconds }),
        Codec::DateTime => Some(quote! { runtime::codegen::json::DateTime }),
        Codec::HttpDate => Some(quote! { runtime::codegen::json::HttpDate }),
        Codec::Integer => Some(quote! { runtime::codegen::json::Integer }),
        Codec::Float => Some(quote! { runtime::codegen::json::Float }),
        Codec::LooseText => Some(quote! { runtime::codegen::data::LooseText }),
        Codec::LooseNumber(inner) => Some(container(
            quote! { runtime::codegen::data::LooseNumber },
            inner,
        )),
        Codec::NumberText(inner) => Some(container(
            quote! { runtime::codegen::data::NumberText },
            inner,
        )),
        Codec::JsonText(inner) => Some(container(
            quote! { runtime::codegen::data::JsonText },
            inner,
        )),
        Codec::List(inner, Sparsity::Dense) => {
            Some(container(quote! { runtime::codegen::json::List }, inner))
        }
        Codec::List(inner, Sparsity::Sparse) => Some(container(
            quote! { runtime::codegen::json::SparseList },
            inner,
        )),
        Codec::Map(inner, Sparsity::Dense) => {
            Some(container(quote! { runtime::codegen::json::Map }, inner))
        }
        Codec::Map(inner, Sparsity::Sparse) => Some(container(
            quote! { runtime::codegen::json::SparseMap },
            inner,
        )),
    }
}

/// The value of a field of `owner` as an option of a reference.
pub(super) fn as_option(owner: &TokenStream, field: &FieldRef) -> TokenStream {
    let name = &field.name;
    match (&field.ty, field.optional) {
        (Type::String | Type::List(..) | Type::Boxed(_), true) => {
            quote! { #owner.#name.as_deref() }
        }
        (_, true) => quote! { #owner.#name.as_ref() },
        (Type::String, false) => quote! { Some(#owner.#name.as_str()) },
        (Type::List(..), false) => quote! { Some(#owner.#name.as_slice()) },
        (_, false) => quote! { Some(&#owner.#name) },
    }
}

/// The name of a member as an argument: that in the model, and that in Rust if it
/// differs.
pub(super) fn shown_name(name: &ShownName) -> TokenStream {
    let model = &name.model;
    match &name.rust {
        None => quote! { #model },
        Some(rust) => quote! { (#model, #rust) },
    }
}

/// `derive` with these traits, and with `Debug` unless it is redacted.
pub(super) fn derive_debug(redacted: bool, traits: &[&str]) -> TokenStream {
    let mut traits = traits.to_vec();
    if !redacted {
        traits.push("Debug");
    }
    derive(&traits)
}

/// `derive` with these traits, sorted.
pub(super) fn derive(traits: &[&str]) -> TokenStream {
    let mut traits = traits.to_vec();
    traits.sort_unstable();
    let traits = traits
        .iter()
        .map(|name| Ident::new(name, Span::call_site()));
    quote! { #[derive(#(#traits),*)] }
}
