//! Rules that depend on the state of members.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::rust::{
    CaseValue, Dependency, Leaf, LengthUnit, MemberCondition, MemberState, Place, ShownName, Step,
};

use super::bounds::range;
use super::pattern;
use super::places::{entry, is_some, option, step};
use super::tokens::{as_option, path, shown_name};

/// A rule that depends on values.
pub(super) fn dependency(dependency: &Dependency) -> TokenStream {
    let Dependency {
        when,
        require,
        forbid,
        reason,
        advice,
        sensitive,
    } = dependency;
    let holds = when.iter().map(holds);
    let cases = when.iter().map(|member| {
        let name = &member.place.name;
        let (model, rust) = (&name.model, name.rust());
        let state = state(&member.state);
        quote! { runtime::codegen::When::new(#model, #rust, #state) }
    });
    let members =
        |method: TokenStream, in_lists: TokenStream, places: &[Place]| -> Vec<TokenStream> {
            let places = places.iter().map(|place| {
                if place.is_in_list() {
                    let walk = presence(&quote! { self }, &place.steps);
                    return quote! { check.#in_lists(WHEN, |walk| #walk) };
                }
                let name = shown_name(&place.name);
                let is_set = is_some(&quote! { self }, &place.steps);
                quote! { check.#method(WHEN, #name, #is_set) }
            });
            places.collect()
        };
    let mut checks = members(
        quote! { required_when },
        quote! { all_required_when },
        require,
    );
    checks.extend(members(
        quote! { forbidden_when },
        quote! { all_forbidden_when },
        forbid,
    ));
    if checks.is_empty() {
        checks.push(quote! { check.combination(WHEN) });
    }
    if *advice {
        checks = vec![around(&quote! { advise }, None, &checks)];
    }
    if let Some(reason) = reason {
        checks = vec![around(&quote! { because }, Some(reason), &checks)];
    }
    if *sensitive {
        checks = vec![around(&quote! { sensitive }, None, &checks)];
    }
    quote! {
        if #(#holds)&&* {
            const WHEN: &[runtime::codegen::When] = &[#(#cases),*];
            #(#checks;)*
        }
    }
}

/// Checks inside the closure of a method such as `advise`.
fn around(method: &TokenStream, argument: Option<&str>, checks: &[TokenStream]) -> TokenStream {
    let argument = argument.map(|argument| quote! { #argument, });
    match checks {
        [one] => quote! { check.#method(#argument |check| #one) },
        all => quote! { check.#method(#argument |check| { #(#all;)* }) },
    }
}

/// The statement that walks from `owner` along the steps and visits the last member,
/// set or not.
fn presence(owner: &TokenStream, steps: &[Step]) -> TokenStream {
    let value = quote! { value };
    let Some((step, rest)) = steps.split_first() else {
        return TokenStream::new();
    };
    match step {
        Step::Field { name, .. } | Step::Variant { name, .. } if rest.is_empty() => {
            let is_set = is_some(owner, steps);
            let name = name.as_ref().map(shown_name);
            quote! { walk.presence(#name, #is_set) }
        }
        Step::Field { name, field } => {
            let entered = as_option(owner, field);
            let rest = presence(&value, rest);
            member(name.as_ref(), &entered, &rest)
        }
        Step::Variant { name, .. } => {
            let entered = self::step(owner, step);
            let rest = presence(&value, rest);
            member(name.as_ref(), &entered, &rest)
        }
        Step::Items(sparsity) => {
            let rest = entry(*sparsity, presence(&value, rest));
            quote! { walk.items(#owner, |value, walk| #rest) }
        }
    }
}

/// The statement that walks into a member, or past it if it has no name.
fn member(name: Option<&ShownName>, value: &TokenStream, rest: &TokenStream) -> TokenStream {
    match name.map(shown_name) {
        Some(name) => quote! { walk.member(#name, #value, |value, walk| #rest) },
        None => quote! { if let Some(value) = #value { #rest } },
    }
}

/// The state of a member in a violation.
fn state(state: &MemberState) -> TokenStream {
    let state = match state {
        MemberState::Set => quote! { Set },
        MemberState::OneOf(values) => {
            let values = values.iter().map(CaseValue::shown);
            quote! { OneOf(&[#(#values),*]) }
        }
        MemberState::Length(bound, unit) => {
            let option = |bound: &Option<String>| match bound.as_deref().map(str::parse) {
                Some(Ok::<TokenStream, _>(bound)) => quote! { Some(#bound) },
                _ => quote! { None },
            };
            let (min, max) = (option(&bound.min), option(&bound.max));
            let unit = match unit {
                LengthUnit::Characters => quote! { Characters },
                LengthUnit::Bytes => quote! { Bytes },
                LengthUnit::Entries => quote! { Entries },
            };
            quote! { Length { min: #min, max: #max, unit: runtime::codegen::Unit::#unit } }
        }
        MemberState::Matching(pattern) => {
            let source = &pattern.source;
            quote! { Matching(#source) }
        }
    };
    quote! { runtime::codegen::MemberState::#state }
}

/// Whether a member is in a state.
fn holds(member: &MemberCondition) -> TokenStream {
    let steps = &member.place.steps;
    let owner = quote! { self };
    let test = match &member.state {
        MemberState::Set => return is_some(&owner, steps),
        MemberState::OneOf(values) => return has_value(member, values),
        MemberState::Length(bound, _) => {
            let bound = range(bound);
            quote! { (#bound).contains(&runtime::codegen::Length::length(value)) }
        }
        MemberState::Matching(pattern) => {
            let text = match member.place.leaf {
                Leaf::Enum => quote! { value.as_str() },
                _ => quote! { value },
            };
            let pattern = pattern::pattern(pattern);
            quote! {
                {
                    static PATTERN: runtime::codegen::Pattern = #pattern;
                    PATTERN.matches(#text)
                }
            }
        }
    };
    let value = option(&owner, steps);
    quote! { #value.is_some_and(|value| #test) }
}

/// Whether a member has one of the values.
fn has_value(member: &MemberCondition, values: &[CaseValue]) -> TokenStream {
    let steps = &member.place.steps;
    match steps.as_slice() {
        [Step::Field { field, .. }] if !field.optional => {
            let name = &field.name;
            let value = match member.place.leaf {
                Leaf::Text | Leaf::Enum => quote! { self.#name.as_str() },
                Leaf::IntEnum => quote! { self.#name.as_i32() },
                _ => quote! { self.#name },
            };
            is_one_of(&value, &member.place.leaf, values)
        }
        steps => {
            let option = option(&quote! { self }, steps);
            let value = match member.place.leaf {
                Leaf::Enum => quote! { value.as_str() },
                Leaf::IntEnum => quote! { value.as_i32() },
                Leaf::Integer(_) | Leaf::Boolean => quote! { *value },
                _ => quote! { value },
            };
            let is_one = is_one_of(&value, &member.place.leaf, values);
            quote! { #option.is_some_and(|value| #is_one) }
        }
    }
}

/// Whether an expression is one of the values.
fn is_one_of(compared: &TokenStream, leaf: &Leaf, values: &[CaseValue]) -> TokenStream {
    let patterns: Vec<TokenStream> = values
        .iter()
        .map(|value| match value {
            CaseValue::Text(text) => quote! { #text },
            CaseValue::Integer(number) => {
                let number = Literal::i64_unsuffixed(*number);
                quote! { #number }
            }
            CaseValue::Boolean(value) => quote! { #value },
            CaseValue::Variant(variant, _) => match leaf {
                Leaf::Union(union, _) => {
                    let union = path(union);
                    quote! { #union::#variant { .. } }
                }
                _ => TokenStream::new(),
            },
        })
        .collect();
    match (leaf, values) {
        (Leaf::Boolean, [CaseValue::Boolean(true)]) => compared.clone(),
        (Leaf::Boolean, [CaseValue::Boolean(false)]) => quote! { !#compared },
        (Leaf::Union(..), _) | (_, [_, _, ..]) => quote! { matches!(#compared, #(#patterns)|*) },
        _ => quote! { #compared == #(#patterns)* },
    }
}
