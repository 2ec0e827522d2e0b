//! Bounds as Rust ranges.

use proc_macro2::TokenStream;
use quote::quote;

use crate::rust::Bound;

/// `1..=100`, `..=100`, `1..`.
pub(super) fn range(bound: &Bound) -> TokenStream {
    bounds(bound, |text| text.parse().ok())
}

pub(super) fn bounds(bound: &Bound, written: impl Fn(&str) -> Option<TokenStream>) -> TokenStream {
    let end = |text: &Option<String>| text.as_deref().and_then(&written);
    let (min, max) = (end(&bound.min), end(&bound.max));
    match max {
        Some(max) => quote! { #min..=#max },
        None => quote! { #min.. },
    }
}
