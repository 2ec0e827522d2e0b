//! Access to nested values, and the rules about these values.

use proc_macro2::TokenStream;
use quote::quote;

use crate::rust::{Bound, FieldRef, Leaf, Place, Sparsity, Step, Type, phrases};

use super::bounds::range;
use super::tokens::{as_option, path, shown_name};

/// The check of a total.
pub(super) fn total(place: &Place, bound: &Bound) -> TokenStream {
    let name = shown_name(&place.name);
    let bound = range(bound);
    let Some((Step::Field { field, .. }, steps)) = place.steps.split_first() else {
        return TokenStream::new();
    };
    let first = as_option(&quote! { self }, field);
    let rest = walk(steps, &place.leaf, Access::Borrowed);
    quote! { check.total(#name, #bound, #first, |value, walk| #rest); }
}

/// The check that values are unique.
pub(super) fn unique_by(place: &Place, sparsity: Sparsity) -> TokenStream {
    let walk = entry(sparsity, walk(&place.steps, &place.leaf, Access::Borrowed));
    let check = quote! { check.unique_by(value, |value, walk| #walk) };
    hidden(place.sensitive, check)
}

/// The check that values are equal.
pub(super) fn uniform(place: &Place, sparsity: Sparsity) -> TokenStream {
    let name = shown_name(&place.name);
    let owner = quote! { value };
    let value = option(&owner, &place.steps);
    let scalar = match &place.leaf {
        Leaf::Text => quote! { #value.map(runtime::codegen::Scalar::from) },
        Leaf::Union(union, variants) => {
            let union = path(union);
            let arms = variants.iter().map(|(variant, name)| {
                quote! { #union::#variant { .. } => #name }
            });
            let unknown = phrases::UNKNOWN_VARIANT_STATE;
            quote! {
                #value.map(|value| runtime::codegen::Scalar::Variant(match value {
                    #(#arms,)*
                    _ => #unknown,
                }))
            }
        }
        Leaf::Length | Leaf::Once | Leaf::Other => {
            let is_set = is_some(&owner, &place.steps);
            quote! { Some(runtime::codegen::Scalar::set(#is_set)) }
        }
        leaf => {
            let scalar = scalar(leaf, Access::Borrowed);
            quote! { #value.map(|value| runtime::codegen::Scalar::from(#scalar)) }
        }
    };
    let scalar = match sparsity {
        Sparsity::Dense => scalar,
        Sparsity::Sparse => quote! { value.as_ref().and_then(|value| #scalar) },
    };
    let check = quote! { check.uniform(#name, value, |value| #scalar) };
    hidden(place.sensitive, check)
}

fn hidden(sensitive: bool, check: TokenStream) -> TokenStream {
    if sensitive {
        quote! { check.sensitive(|check| #check) }
    } else {
        check
    }
}

/// A statement about an entry of a list. `null` satisfies every rule.
pub(super) fn entry(sparsity: Sparsity, statement: TokenStream) -> TokenStream {
    match sparsity {
        Sparsity::Dense => statement,
        Sparsity::Sparse => quote! { if let Some(value) = value { #statement } },
    }
}

/// The type of a variable.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Access {
    /// A reference to the borrowed form, such as `&str`.
    Borrowed,
    /// A reference to the owned form, such as `&String`.
    Owned,
}

/// The statement that walks from `value` along the steps and visits the leaf.
fn walk(steps: &[Step], leaf: &Leaf, access: Access) -> TokenStream {
    let Some((step, rest)) = steps.split_first() else {
        let value = match leaf {
            Leaf::Length => quote! { runtime::codegen::Scalar::count(value.len()) },
            Leaf::Once => quote! { runtime::codegen::Scalar::count(1) },
            leaf => scalar(leaf, access),
        };
        return quote! { walk.visit(#value) };
    };
    match step {
        Step::Field { name, field } => {
            let value = as_option(&quote! { value }, field);
            let parameter = parameter(rest, leaf);
            let rest = walk(rest, leaf, Access::Borrowed);
            match name.as_ref().map(shown_name) {
                Some(name) => quote! { walk.member(#name, #value, |#parameter, walk| #rest) },
                None => quote! { if let Some(#parameter) = #value { #rest } },
            }
        }
        Step::Variant {
            name,
            union,
            variant,
            ty,
        } => {
            let union = path(union);
            let value = borrowed(ty);
            let parameter = parameter(rest, leaf);
            let rest = walk(rest, leaf, Access::Borrowed);
            let next = match name.as_ref().map(shown_name) {
                Some(name) => quote! { walk.member(#name, Some(#value), |#parameter, walk| #rest) },
                None => rest,
            };
            quote! { if let #union::#variant(value) = value { #next; } }
        }
        Step::Items(sparsity) => {
            let rest = entry(*sparsity, walk(rest, leaf, Access::Owned));
            quote! { walk.items(value, |value, walk| #rest) }
        }
    }
}

/// The closure parameter for the value of a step; `_` if only its presence
/// matters.
fn parameter(rest: &[Step], leaf: &Leaf) -> TokenStream {
    match (rest, leaf) {
        ([], Leaf::Once) => quote! { _ },
        _ => quote! { value },
    }
}

/// The comparable value of `value`.
fn scalar(leaf: &Leaf, access: Access) -> TokenStream {
    match leaf {
        Leaf::Text if access == Access::Borrowed => quote! { value },
        Leaf::Text | Leaf::Enum => quote! { value.as_str() },
        Leaf::IntEnum => quote! { i64::from(value.as_i32()) },
        Leaf::Integer(Type::I64) | Leaf::Boolean => quote! { *value },
        Leaf::Integer(_) => quote! { i64::from(*value) },
        Leaf::Union(..) | Leaf::Length | Leaf::Once | Leaf::Other => {
            quote! { runtime::codegen::Scalar::Set }
        }
    }
}

/// A reference to the value of a variant, from the variable of its pattern.
pub(super) fn borrowed(ty: &Type) -> TokenStream {
    match ty {
        Type::Boxed(_) => quote! { value.as_ref() },
        Type::String => quote! { value.as_str() },
        Type::List(..) => quote! { value.as_slice() },
        _ => quote! { value },
    }
}

/// An expression for an optional reference to the value at a place without
/// lists.
pub(super) fn option(owner: &TokenStream, steps: &[Step]) -> TokenStream {
    let Some((first, others)) = steps.split_first() else {
        return quote! { None };
    };
    let first = step(owner, first);
    let others = others.iter().map(|next| match next {
        Step::Field { field, .. } if !field.optional => {
            let value = reference(&quote! { value }, field);
            quote! { .map(|value| #value) }
        }
        next => {
            let value = step(&quote! { value }, next);
            quote! { .and_then(|value| #value) }
        }
    });
    quote! { #first #(#others)* }
}

pub(super) fn step(owner: &TokenStream, step: &Step) -> TokenStream {
    match step {
        Step::Field { field, .. } => as_option(owner, field),
        Step::Variant {
            union, variant, ty, ..
        } => {
            let union = path(union);
            let value = borrowed(ty);
            quote! {
                match #owner {
                    #union::#variant(value) => Some(#value),
                    _ => None,
                }
            }
        }
        Step::Items(_) => quote! { None },
    }
}

/// A reference to the value of a field that is not an option.
pub(super) fn reference(owner: &TokenStream, field: &FieldRef) -> TokenStream {
    let name = &field.name;
    match field.ty {
        Type::String => quote! { #owner.#name.as_str() },
        Type::List(..) => quote! { #owner.#name.as_slice() },
        _ => quote! { &#owner.#name },
    }
}

/// Whether there is a value at a place without lists.
pub(super) fn is_some(owner: &TokenStream, steps: &[Step]) -> TokenStream {
    match steps {
        [Step::Field { field, .. }] if field.optional => {
            let name = &field.name;
            quote! { #owner.#name.is_some() }
        }
        [Step::Field { .. }] => quote! { true },
        steps => {
            let value = option(owner, steps);
            quote! { #value.is_some() }
        }
    }
}
