//! `constraints.rs`: a function for each constrained shape.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::rust::{Constraint, Limit, Mistake, Sparsity, Type, ValueRule};

use super::bounds::{bounds, range};
use super::pattern;
use super::places;
use super::tokens::{self, ITEM, borrowed, doc_text};
use super::value::big_number;

/// All items of the file.
pub(super) fn items(constraints: &[Constraint]) -> TokenStream {
    constraints.iter().map(function).collect()
}

fn function(constraint: &Constraint) -> TokenStream {
    let name = &constraint.name;
    let docs = doc_text(&constraint.docs, ITEM);
    let value = borrowed(&constraint.ty);
    let patterns = constraint.limits.iter().filter_map(pattern);
    let mistakes = mistakes(&constraint.mistakes);
    let limits = constraint
        .limits
        .iter()
        .map(|one| limit(one, &constraint.ty));
    let explain = mistakes
        .as_ref()
        .map(|_| quote! { check.explain(&MISTAKES, value) });
    let limits: Vec<TokenStream> = limits.chain(explain).collect();
    let limits = match (constraint.sensitive, limits.as_slice()) {
        (true, [limit]) => quote! { check.sensitive(|check| #limit); },
        (true, limits) => quote! { check.sensitive(|check| { #(#limits;)* }); },
        (false, limits) => quote! { #(#limits;)* },
    };
    quote! {
        #docs
        #[inline]
        pub(crate) fn #name(value: &#value, check: &mut runtime::codegen::Check<'_>) {
            #(#patterns)*
            #mistakes
            #limits
        }
    }
}

/// The pattern of a limit, if it has one.
fn pattern(limit: &Limit) -> Option<TokenStream> {
    match limit {
        Limit::Pattern(pattern) => {
            let pattern = pattern::pattern(pattern);
            Some(quote! {
                static PATTERN: runtime::codegen::Pattern = #pattern;
            })
        }
        _ => None,
    }
}

/// The table of mistakes, if there are any.
fn mistakes(mistakes: &[Mistake]) -> Option<TokenStream> {
    let count = Literal::usize_unsuffixed(mistakes.len());
    let entries = mistakes.iter().map(|Mistake { pattern, message }| {
        let pattern = pattern::pattern(pattern);
        quote! { runtime::codegen::Mistake::new(#pattern, #message) }
    });
    (!mistakes.is_empty()).then(|| {
        quote! {
            static MISTAKES: [runtime::codegen::Mistake; #count] = [#(#entries),*];
        }
    })
}

fn limit(limit: &Limit, of: &Type) -> TokenStream {
    match limit {
        Limit::Length(bound) => {
            let bound = range(bound);
            quote! { check.length(#bound, value) }
        }
        Limit::Range(bound) if matches!(of, Type::BigInteger | Type::BigDecimal) => {
            let bound = bounds(bound, |text| Some(big_number(text, of)));
            quote! { check.range(#bound, value.clone()) }
        }
        Limit::Range(bound) => {
            let bound = range(bound);
            quote! { check.range(#bound, *value) }
        }
        Limit::Pattern(_) => quote! { check.pattern(&PATTERN, value) },
        Limit::ArnRegion(advice) => quote! { check.arn_region(#advice, value) },
        Limit::JsonObject => quote! { check.json_object(value) },
        Limit::KnownValue => {
            let wire = match of {
                Type::IntEnum(_) => quote! { i64::from(value.as_i32()) },
                _ => quote! { value.as_str() },
            };
            let of = tokens::ty(of);
            quote! { check.known_value(!matches!(value, #of::Unknown(_)), #wire) }
        }
        Limit::Unique => quote! { check.unique(value) },
        Limit::UniqueBy(place, sparsity) => places::unique_by(place, *sparsity),
        Limit::Uniform(place, sparsity) => places::uniform(place, *sparsity),
        Limit::Bytes(bound) => {
            let bound = range(bound);
            quote! { check.byte_length(#bound, value) }
        }
        Limit::Utf16Length(bound) => {
            let bound = range(bound);
            quote! { check.utf16_length(#bound, value) }
        }
        Limit::Advised(reason, inner) => {
            let check = self::limit(inner, of);
            let check = quote! { check.advise(|check| #check) };
            let check = match pattern(inner) {
                Some(pattern) => quote! { { #pattern #check } },
                None => check,
            };
            quote! { check.because(#reason, |check| #check) }
        }
        Limit::Items(rule, of) => {
            let rule = entry_rule(Some(rule), of);
            quote! { check.items(value, #rule) }
        }
        Limit::Entries(key, value, of) => {
            let key = match key {
                Some(rule) => plain_rule(rule, &Type::String),
                None => quote! { runtime::codegen::unchecked::<str> },
            };
            let value = entry_rule(value.as_ref(), of);
            quote! { check.entries(value, #key, #value) }
        }
    }
}

/// The rule of the entries of a list or map. `null` satisfies every rule.
fn entry_rule(rule: Option<&ValueRule>, of: &Type) -> TokenStream {
    let (Type::List(inner, sparsity) | Type::Map(inner, sparsity)) = of else {
        return TokenStream::new();
    };
    let entry = tokens::entry(inner, *sparsity);
    match (rule, sparsity) {
        (None, _) => quote! { runtime::codegen::unchecked::<#entry> },
        (Some(rule), Sparsity::Dense) => plain_rule(rule, inner),
        (Some(rule), Sparsity::Sparse) => {
            let rule = plain_rule(rule, inner);
            quote! {
                |value: &#entry, check: &mut runtime::codegen::Check<'_>| {
                    if let Some(value) = value {
                        #rule(value, check);
                    }
                }
            }
        }
    }
}

fn plain_rule(rule: &ValueRule, of: &Type) -> TokenStream {
    match rule {
        ValueRule::Function(name) => quote! { #name },
        ValueRule::Nested => {
            let of = tokens::ty(of);
            quote! { <#of as runtime::codegen::Validate>::check }
        }
    }
}
