//! Values as expressions.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::rust::{Node, Sparsity, Type, Value};

use super::tokens::{path, ty};

/// The expression of a value as the argument of a setter, which converts it.
pub(super) fn expression(value: &Value) -> TokenStream {
    match value {
        Value::Empty(of) => empty(of),
        Value::Bool(value) => quote! { #value },
        Value::Integer(value) => integer(*value),
        Value::Float(text, of) => float(text, of),
        Value::Text(text) | Value::Bytes(text) | Value::Json(text) | Value::Stream(text) => {
            text_literal(text)
        }
        Value::Binary(bytes) => {
            let literal = Literal::byte_string(bytes);
            quote! { bytes::Bytes::from_static(#literal) }
        }
        Value::BigNumber(text, of) => big_number(text, of),
        Value::Document(node) => document(node),
        Value::Timestamp(millis) => timestamp(*millis),
        Value::Variant(of, variant) => {
            let of = path(of);
            quote! { #of::#variant }
        }
        Value::UnknownText(of, text) => {
            let of = path(of);
            quote! { #of::from(#text) }
        }
        Value::UnknownNumber(of, number) => {
            let of = path(of);
            let number = integer(*number);
            quote! { #of::from(#number) }
        }
        Value::Struct(of, arguments, setters) => {
            let of = path(of);
            let arguments = arguments.iter().map(expression);
            let setters = setters.iter().map(|(setter, value)| {
                let value = expression(value);
                quote! { .#setter(#value) }
            });
            quote! { #of::new(#(#arguments),*) #(#setters)* }
        }
        Value::Union(of, variant, value) => {
            let of = path(of);
            let value = owned(value);
            quote! { #of::#variant(#value) }
        }
        Value::List(entries, of) => list(entries, of),
        Value::Map(entries, of) => map(entries, of),
        Value::Boxed(value) => {
            let value = owned(value);
            quote! { std::boxed::Box::new(#value) }
        }
        Value::Variable(name) => quote! { #name },
    }
}

/// The empty value of a type in a field.
pub(super) fn empty(of: &Type) -> TokenStream {
    match of {
        Type::Bool => quote! { false },
        Type::I8 | Type::I16 | Type::I32 | Type::I64 => quote! { 0 },
        Type::F32 | Type::F64 => quote! { 0.0 },
        Type::String => quote! { std::string::String::new() },
        Type::Bytes => quote! { bytes::Bytes::new() },
        Type::Json => quote! { runtime::codegen::JsonBlob::default() },
        Type::Stream => quote! { runtime::codegen::ByteStream::default() },
        Type::Timestamp => quote! { runtime::codegen::Timestamp::UNIX_EPOCH },
        Type::BigInteger | Type::BigDecimal => {
            let of = ty(of);
            quote! { #of::default() }
        }
        Type::Document => quote! { runtime::codegen::Document::Null },
        Type::Enum(name) => {
            let name = path(name);
            quote! { #name::from("") }
        }
        Type::IntEnum(name) => {
            let name = path(name);
            quote! { #name::from(0) }
        }
        Type::Struct(name) => {
            let name = path(name);
            quote! { <#name as runtime::codegen::json::Object>::empty() }
        }
        Type::Union(name) => {
            let name = path(name);
            quote! { <#name as runtime::codegen::json::Union>::empty() }
        }
        Type::List(..) => quote! { std::vec::Vec::new() },
        Type::Map(..) => quote! { std::collections::BTreeMap::new() },
        Type::Boxed(inner) => {
            let inner = empty(inner);
            quote! { std::boxed::Box::new(#inner) }
        }
    }
}

/// The expression of a value that is not converted.
pub(super) fn owned(value: &Value) -> TokenStream {
    let written = expression(value);
    match value {
        Value::Text(_) => quote! { std::string::String::from(#written) },
        Value::Bytes(_) => quote! { bytes::Bytes::from(#written) },
        Value::Json(_) => quote! { runtime::codegen::JsonBlob::from(#written) },
        Value::Stream(_) => quote! { runtime::codegen::ByteStream::from(#written) },
        Value::List(entries, of) => {
            let entries = entries.iter().map(|entry| entry_owned(entry.as_ref(), of));
            quote! { std::vec::Vec::from([#(#entries),*]) }
        }
        Value::Map(entries, of) => {
            let entries = entries.iter().map(|(key, entry)| {
                let entry = entry_owned(entry.as_ref(), of);
                quote! { (std::string::String::from(#key), #entry) }
            });
            quote! { std::collections::BTreeMap::from([#(#entries),*]) }
        }
        _ => written,
    }
}

fn list(entries: &[Option<Value>], of: &Type) -> TokenStream {
    if entries.is_empty() {
        let of = ty(of);
        return quote! { <#of>::new() };
    }
    let entries = entries.iter().map(|entry| entry_given(entry.as_ref(), of));
    quote! { [#(#entries),*] }
}

fn map(entries: &[(String, Option<Value>)], of: &Type) -> TokenStream {
    if entries.is_empty() {
        let of = ty(of);
        return quote! { <#of>::new() };
    }
    let entries = entries.iter().map(|(key, entry)| {
        let entry = entry_given(entry.as_ref(), of);
        quote! { (#key, #entry) }
    });
    quote! { [#(#entries),*] }
}

/// An entry of a list or map as the argument of a setter. Setters convert
/// simple entries, but not those in options or inner lists.
fn entry_given(entry: Option<&Value>, of: &Type) -> TokenStream {
    match (entry, of) {
        (Some(value), Type::List(inner, Sparsity::Dense) | Type::Map(inner, Sparsity::Dense))
            if inner.is_into() =>
        {
            expression(value)
        }
        _ => entry_owned(entry, of),
    }
}

fn entry_owned(entry: Option<&Value>, of: &Type) -> TokenStream {
    let sparse = matches!(
        of,
        Type::List(_, Sparsity::Sparse) | Type::Map(_, Sparsity::Sparse)
    );
    match (entry, sparse) {
        (Some(value), true) => {
            let value = owned(value);
            quote! { Some(#value) }
        }
        (Some(value), false) => owned(value),
        (None, _) => quote! { None },
    }
}

/// A number of any size.
pub(super) fn big_number(text: &str, of: &Type) -> TokenStream {
    let of = ty(of);
    quote! { #of::literal(#text) }
}

fn document(node: &Node) -> TokenStream {
    match node {
        Node::Null => quote! { runtime::codegen::Document::Null },
        Node::Bool(value) => quote! { runtime::codegen::Document::from(#value) },
        Node::Number(number) => {
            let number = big_number(number.as_str(), &Type::BigDecimal);
            quote! { runtime::codegen::Document::from(#number) }
        }
        Node::String(text) => {
            let text = text_literal(text);
            quote! { runtime::codegen::Document::from(#text) }
        }
        Node::Array(entries) => {
            let entries = entries.iter().map(document);
            quote! { runtime::codegen::Document::from(std::vec::Vec::from([#(#entries),*])) }
        }
        Node::Object(entries) => {
            let entries = entries.iter().map(|(key, entry)| {
                let entry = document(entry);
                quote! { (std::string::String::from(#key), #entry) }
            });
            quote! {
                runtime::codegen::Document::from(std::collections::BTreeMap::from([#(#entries),*]))
            }
        }
    }
}

/// A string literal: raw if it has one line and something to escape.
pub(super) fn text_literal(text: &str) -> TokenStream {
    let raw = text.contains(['"', '\\']) && !text.contains(char::is_control);
    let hashes = if text.contains("\"#") { "##" } else { "#" };
    let literal = raw
        .then(|| {
            format!("r{hashes}\"{text}\"{hashes}")
                .parse::<Literal>()
                .ok()
        })
        .flatten()
        .unwrap_or_else(|| Literal::string(text));
    quote! { #literal }
}

/// An integer literal with separated thousands.
fn integer(value: i64) -> TokenStream {
    let absolute = value.saturating_abs();
    let literal = separated(absolute)
        .parse::<Literal>()
        .unwrap_or_else(|_| Literal::i64_unsuffixed(absolute));
    if value == i64::MIN {
        quote! { i64::MIN }
    } else if value < 0 {
        quote! { -#literal }
    } else {
        quote! { #literal }
    }
}

/// `1_728_518_400`; four digits stay together.
fn separated(absolute: i64) -> String {
    let digits = absolute.to_string();
    if digits.len() <= 4 {
        return digits;
    }
    let mut text = String::new();
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            text.push('_');
        }
        text.push(digit);
    }
    text
}

fn float(text: &str, of: &Type) -> TokenStream {
    let of = ty(of);
    match text {
        "NaN" => quote! { #of::NAN },
        "Infinity" | "inf" => quote! { #of::INFINITY },
        "-Infinity" | "-inf" => quote! { #of::NEG_INFINITY },
        _ => {
            let value: f64 = text.parse().unwrap_or_default();
            let literal = Literal::f64_unsuffixed(value.abs());
            if value.is_sign_negative() {
                quote! { -#literal }
            } else {
                quote! { #literal }
            }
        }
    }
}

fn timestamp(millis: i64) -> TokenStream {
    if millis.rem_euclid(1000) == 0 {
        let seconds = integer(millis.div_euclid(1000));
        quote! { runtime::codegen::Timestamp::from_secs(#seconds) }
    } else {
        let millis = integer(millis);
        quote! { runtime::codegen::Timestamp::from_millis(#millis) }
    }
}
