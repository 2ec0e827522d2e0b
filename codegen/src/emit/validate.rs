//! `Validate`.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::rust::{Check, FieldRef, Group, KeyComparison, Origin, Struct, Union, ValueRule};

use super::tokens::{as_option, shown_name};
use super::{conditions, places};

/// The validation of a structure in requests.
pub(super) fn of_structure(shape: &Struct) -> Option<TokenStream> {
    let checks = shape.checks.as_ref()?;
    let checks = checks
        .iter()
        .map(|one| check(one, &shape.path.origin))
        .collect();
    Some(validate(&shape.path.name, shape.sensitive, checks))
}

/// The validation of a union in requests.
pub(super) fn of_union(union: &Union) -> Option<TokenStream> {
    if !union.validated {
        return None;
    }
    let arms: Vec<(TokenStream, TokenStream)> = union
        .variants
        .iter()
        .filter_map(|variant| {
            let name = &variant.variant;
            let rule = rule(variant.rule.as_ref()?, &union.path.origin);
            let check = match variant.shown_name.as_ref().map(shown_name) {
                None => quote! { #rule(value, check) },
                Some(text) => {
                    let value = places::borrowed(&variant.ty);
                    quote! { check.member(#text, Some(#value), #rule) }
                }
            };
            Some((quote! { Self::#name(value) }, check))
        })
        .collect();
    let unknown = union.tagged.as_ref().map(|form| {
        let tag = &form.tag;
        let of = &union.path.name;
        (
            quote! { Self::Unknown(variant) },
            quote! {
                check.known_variant(
                    variant, #tag, <#of as runtime::codegen::data::Tagged>::TAGS,
                )
            },
        )
    });
    let arms: Vec<(TokenStream, TokenStream)> = arms.into_iter().chain(unknown).collect();
    let is_exhaustive = arms.len() > union.variants.len();
    let checks = match arms.as_slice() {
        [] => Vec::new(),
        [(pattern, check)] => vec![quote! { if let #pattern = self { #check; } }],
        arms => {
            let arms = arms
                .iter()
                .map(|(pattern, check)| quote! { #pattern => #check });
            let others = (!is_exhaustive).then(|| quote! { _ => {} });
            vec![quote! { match self { #(#arms,)* #others } }]
        }
    };
    Some(validate(&union.path.name, union.sensitive, checks))
}

fn validate(name: &Ident, sensitive: bool, checks: Vec<TokenStream>) -> TokenStream {
    let (parameter, body) = if checks.is_empty() {
        (quote! { _ }, TokenStream::new())
    } else if sensitive {
        (
            quote! { check },
            quote! { check.sensitive(|check| { #(#checks)* }); },
        )
    } else {
        (quote! { check }, quote! { #(#checks)* })
    };
    quote! {
        impl runtime::codegen::Validate for #name {
            #[inline]
            fn check(&self, #parameter: &mut runtime::codegen::Check<'_>) { #body }
        }
    }
}

fn check(check: &Check, origin: &Origin) -> TokenStream {
    match check {
        Check::Required(name, field) => {
            let name = shown_name(name);
            quote! { check.required(#name, self.#field.is_some()); }
        }
        Check::Member(name, field, rule) => {
            let name = shown_name(name);
            let value = as_option(&quote! { self }, field);
            let rule = self::rule(rule, origin);
            quote! { check.member(#name, #value, #rule); }
        }
        Check::Group(group, members) => {
            let method = match group {
                Group::Exactly => quote! { exactly_one_of },
                Group::AtLeast => quote! { at_least_one_of },
                Group::AtMost => quote! { at_most_one_of },
            };
            let members = members.iter().map(|member| {
                let (model, rust) = (&member.name.model, member.name.rust());
                let field = &member.field.name;
                let set = if member.field.optional {
                    quote! { self.#field.is_some() }
                } else {
                    quote! { true }
                };
                quote! { (#model, #rust, #set) }
            });
            quote! { check.#method(&[#(#members),*]); }
        }
        Check::OnlyKnown(forms) => {
            let forms = forms.iter().map(|(name, form)| quote! { (#name, #form) });
            quote! { check.only_known(&self.unknown, &[#(#forms),*]); }
        }
        Check::Flattened(field) => {
            let name = &field.name;
            quote! {
                if let Some(value) = &self.#name {
                    runtime::codegen::Validate::check(value, check);
                }
            }
        }
        Check::RequiredKeys {
            name,
            fields,
            keys,
            compare,
        } => {
            let compare = match compare {
                KeyComparison::Exact => quote! { Exact },
                KeyComparison::IgnoreCase => quote! { IgnoreCase },
            };
            let map = path_to(fields);
            let name = shown_name(name);
            quote! {
                check.required_keys(runtime::codegen::Keys::#compare, #name, #map, &[#(#keys),*]);
            }
        }
        Check::Total(place, bound) => places::total(place, bound),
        Check::Dependency(dependency) => conditions::dependency(dependency),
    }
}

/// An expression for an optional reference to the value at a path.
fn path_to(fields: &[FieldRef]) -> TokenStream {
    let [first, others @ ..] = fields else {
        return quote! { None };
    };
    let first = as_option(&quote! { self }, first);
    let steps = others.iter().map(|field| {
        let name = &field.name;
        if field.optional {
            let value = as_option(&quote! { value }, field);
            quote! { .and_then(|value| #value) }
        } else {
            quote! { .map(|value| &value.#name) }
        }
    });
    quote! { #first #(#steps)* }
}

/// A rule as an argument.
fn rule(rule: &ValueRule, origin: &Origin) -> TokenStream {
    match (rule, origin) {
        (ValueRule::Function(name), Origin::Data(module)) => {
            let module = Ident::new(module, Span::call_site());
            quote! { crate::#module::constraints::#name }
        }
        (ValueRule::Function(name), _) => quote! { crate::constraints::#name },
        (ValueRule::Nested, _) => quote! { runtime::codegen::Validate::check },
    }
}
