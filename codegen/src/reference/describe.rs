//! Descriptions of types, in Rust and on the wire.

use crate::rust::{Codec, Path, Sparsity, Type};
use crate::sink::{Address, Block, Blocks, Docs, Markdown, markdown};

use super::links::{Folder, Links};

/// The width of running text.
const WIDTH: usize = 100;

/// The Rust type, with a link to the generated type that it contains.
pub(super) fn rust_type(links: &Links, ty: &Type, folder: Folder) -> Markdown {
    let text = Markdown::code(&rust(ty));
    match innermost(ty).and_then(|path| links.address(path, folder)) {
        Some(address) => Markdown::link(&text, &Address::page(address)),
        None => text,
    }
}

/// The generated type in a type.
pub(super) fn innermost(ty: &Type) -> Option<&Path> {
    match ty {
        Type::Enum(path) | Type::IntEnum(path) | Type::Struct(path) | Type::Union(path) => {
            Some(path)
        }
        Type::List(inner, _) | Type::Map(inner, _) | Type::Boxed(inner) => innermost(inner),
        _ => None,
    }
}

fn rust(ty: &Type) -> String {
    let entry = |inner: &Type, sparsity: Sparsity| match sparsity {
        Sparsity::Dense => rust(inner),
        Sparsity::Sparse => format!("Option<{}>", rust(inner)),
    };
    match ty {
        Type::Bool => "bool".to_owned(),
        Type::I8 => "i8".to_owned(),
        Type::I16 => "i16".to_owned(),
        Type::I32 => "i32".to_owned(),
        Type::I64 => "i64".to_owned(),
        Type::F32 => "f32".to_owned(),
        Type::F64 => "f64".to_owned(),
        Type::String => "String".to_owned(),
        Type::Bytes => "Bytes".to_owned(),
        Type::Json => "JsonBlob".to_owned(),
        Type::Stream => "ByteStream".to_owned(),
        Type::Timestamp => "Timestamp".to_owned(),
        Type::BigInteger => "BigInteger".to_owned(),
        Type::BigDecimal => "BigDecimal".to_owned(),
        Type::Document => "Document".to_owned(),
        Type::Enum(path) | Type::IntEnum(path) | Type::Struct(path) | Type::Union(path) => {
            path.name.to_string()
        }
        Type::List(inner, sparsity) => format!("Vec<{}>", entry(inner, *sparsity)),
        Type::Map(inner, sparsity) => format!("BTreeMap<String, {}>", entry(inner, *sparsity)),
        Type::Boxed(inner) => format!("Box<{}>", rust(inner)),
    }
}

/// The JSON format.
pub(super) fn json(ty: &Type, codec: &Codec) -> String {
    let inner = |codec: &Codec| match codec {
        Codec::List(inner, _) | Codec::Map(inner, _) => inner.as_ref().clone(),
        _ => Codec::Plain,
    };
    match codec {
        Codec::LooseText | Codec::NumberText(_) => return "string or number".to_owned(),
        Codec::LooseNumber(_) => return "number or string".to_owned(),
        Codec::JsonText(inner) => return format!("string of JSON, {}", json(ty, inner)),
        _ => {}
    }
    match ty {
        Type::Bool => "boolean".to_owned(),
        Type::I8 | Type::I16 | Type::I32 | Type::I64 | Type::F32 | Type::F64 | Type::IntEnum(_) => {
            "number".to_owned()
        }
        Type::BigInteger | Type::BigDecimal => "number".to_owned(),
        Type::Document => "value".to_owned(),
        Type::String | Type::Enum(_) => "string".to_owned(),
        Type::Bytes | Type::Json => "base64 string".to_owned(),
        Type::Stream => "bytes, streamed".to_owned(),
        Type::Timestamp => match codec {
            Codec::DateTime => "string, RFC 3339".to_owned(),
            Codec::HttpDate => "string, RFC 9110".to_owned(),
            _ => "number, seconds since 1970".to_owned(),
        },
        Type::Struct(_) | Type::Union(_) => "object".to_owned(),
        Type::List(of, _) => format!("array of {}", plural(&json(of, &inner(codec)))),
        Type::Map(of, _) => format!("object of {}", plural(&json(of, &inner(codec)))),
        Type::Boxed(of) => json(of, codec),
    }
}

fn plural(noun: &str) -> String {
    match noun.split_once([' ', ',']) {
        _ if noun.starts_with("base64") => noun.replacen("string", "strings", 1),
        None => format!("{noun}s"),
        Some((first, _)) => noun.replacen(first, &format!("{first}s"), 1),
    }
}

/// Documentation as text.
pub(super) fn text(docs: &Docs) -> Blocks {
    docs.blocks(WIDTH)
}

/// The first paragraph, and the rest.
pub(super) fn split(docs: &Docs) -> (Markdown, Docs) {
    match docs.0.as_slice() {
        [Block::Paragraph(first), rest @ ..] => (first.clone(), Docs(rest.to_vec())),
        all => (Markdown::default(), Docs(all.to_vec())),
    }
}

/// Joins items with commas and a final "or" or "and".
pub(super) fn listed(items: &[Markdown], last: &'static str) -> Markdown {
    match items.split_last() {
        None => Markdown::default(),
        Some((only, [])) => only.clone(),
        Some((end, others)) => markdown!("{} {} {}", Markdown::joined(others, ", "), last, end),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn describes_forms_in_json() {
        let list = |ty| Type::List(Box::new(ty), Sparsity::Dense);
        let of = |codec| Codec::List(Box::new(codec), Sparsity::Dense);
        for (ty, codec, expected) in [
            (Type::String, Codec::Plain, "string"),
            (list(Type::String), Codec::Plain, "array of strings"),
            (
                list(Type::Bytes),
                of(Codec::Base64),
                "array of base64 strings",
            ),
            (
                list(Type::Timestamp),
                of(Codec::DateTime),
                "array of strings, RFC 3339",
            ),
            (
                Type::Map(Box::new(list(Type::I32)), Sparsity::Dense),
                Codec::Plain,
                "object of arrays of numbers",
            ),
        ] {
            assert_eq!(json(&ty, &codec), expected);
        }
    }
}
