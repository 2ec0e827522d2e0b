//! Regular expressions.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::rust::{Count, Pattern, Piece};

/// A constant expression of a pattern.
pub(super) fn pattern(pattern: &Pattern) -> TokenStream {
    let source = &pattern.source;
    match &pattern.pieces {
        Some(pieces) => {
            let pieces = list(pieces);
            quote! { runtime::codegen::Pattern::new(#source, #pieces) }
        }
        None => quote! { runtime::codegen::Pattern::regex(#source) },
    }
}

fn list(pieces: &[Piece]) -> TokenStream {
    let pieces = pieces.iter().map(piece);
    quote! { &[#(#pieces),*] }
}

fn piece(piece: &Piece) -> TokenStream {
    match piece {
        Piece::Start => quote! { runtime::codegen::Piece::Start },
        Piece::End => quote! { runtime::codegen::Piece::End },
        Piece::Text(text) => quote! { runtime::codegen::Piece::Text(#text) },
        Piece::Chars(ranges, count) => {
            let ranges = ranges
                .iter()
                .map(|(first, last)| quote! { (#first, #last) });
            let count = self::count(*count);
            quote! { runtime::codegen::Piece::Chars(&[#(#ranges),*], #count) }
        }
        Piece::Any(count) => {
            let count = self::count(*count);
            quote! { runtime::codegen::Piece::Any(#count) }
        }
        Piece::OneOf(alternatives) => {
            let alternatives = alternatives.iter().map(|one| list(one));
            quote! { runtime::codegen::Piece::OneOf(&[#(#alternatives),*]) }
        }
        Piece::Repeat(pieces) => {
            let pieces = list(pieces);
            quote! { runtime::codegen::Piece::Repeat(#pieces) }
        }
    }
}

fn count(count: Count) -> TokenStream {
    let min = Literal::u32_unsuffixed(count.min);
    match count.max.map(Literal::u32_unsuffixed) {
        Some(max) => quote! { #min..=#max },
        None => quote! { #min..=usize::MAX },
    }
}
