//! `Validate`.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::rust::{Check, FieldRef, Group, KeyComparison, Rule, Struct, Type, Union, plain};

use super::tokens::as_option;

/// The validation of a structure in requests.
pub(super) fn of_structure(shape: &Struct) -> Option<TokenStream> {
    let checks = shape.checks.as_ref()?;
    let checks = checks.iter().map(check).collect();
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
            let text = member_name(&variant.model_name, &plain(name));
            let rule = rule(variant.rule.as_ref()?);
            let value = match variant.ty {
                Type::Boxed(_) => quote! { value.as_ref() },
                Type::String => quote! { value.as_str() },
                Type::List(..) => quote! { value.as_slice() },
                _ => quote! { value },
            };
            Some((
                quote! { Self::#name(value) },
                quote! { check.member(#text, Some(#value), #rule) },
            ))
        })
        .collect();
    let checks = match arms.as_slice() {
        [] => Vec::new(),
        [(pattern, check)] => vec![quote! { if let #pattern = self { #check; } }],
        arms => {
            let arms = arms
                .iter()
                .map(|(pattern, check)| quote! { #pattern => #check });
            vec![quote! { match self { #(#arms,)* _ => {} } }]
        }
    };
    Some(validate(&union.path.name, union.redacted, checks))
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
            fn check(&self, #parameter: &mut runtime::codegen::Check<'_>) { #body }
        }
    }
}

fn check(check: &Check) -> TokenStream {
    match check {
        Check::Required(name, field) => {
            let name = member_name(name, &plain(field));
            quote! { check.required(#name, self.#field.is_some()); }
        }
        Check::Member(name, field, rule) => {
            let name = member_name(name, &plain(&field.name));
            let value = as_option(&quote! { self }, field);
            let rule = self::rule(rule);
            quote! { check.member(#name, #value, #rule); }
        }
        Check::Group(group, members) => {
            let method = match group {
                Group::ExactlyOne => quote! { exactly_one_of },
                Group::AtMostOne => quote! { at_most_one_of },
            };
            let members = members.iter().map(|member| {
                let name = &member.model_name;
                let field = &member.field.name;
                let rust = plain(field);
                let set = if member.field.optional {
                    quote! { self.#field.is_some() }
                } else {
                    quote! { true }
                };
                quote! { (#name, #rust, #set) }
            });
            quote! { check.#method(&[#(#members),*]); }
        }
        Check::RequiredKeys {
            path,
            fields,
            keys,
            compare,
        } => {
            let compare = match compare {
                KeyComparison::Exact => quote! { Exact },
                KeyComparison::IgnoreCase => quote! { IgnoreCase },
            };
            let map = path_to(fields);
            let names: Vec<String> = fields.iter().map(|field| plain(&field.name)).collect();
            let path = member_name(path, &names.join("."));
            quote! {
                check.required_keys(runtime::codegen::Keys::#compare, #path, #map, &[#(#keys),*]);
            }
        }
    }
}

/// The argument for a member: its name in the model, and that in Rust if it
/// differs.
fn member_name(model: &str, rust: &str) -> TokenStream {
    if model == rust {
        quote! { #model }
    } else {
        quote! { (#model, #rust) }
    }
}

/// An option of a reference to the value at a path.
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
fn rule(rule: &Rule) -> TokenStream {
    match rule {
        Rule::Function(name) => quote! { crate::constraints::#name },
        Rule::Nested => quote! { runtime::codegen::Validate::check },
    }
}
