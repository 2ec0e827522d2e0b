//! `endpoint.rs`: the endpoint rules and their tests.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

use crate::format::RustFile;
use crate::rust::{
    BuiltIn, EndpointCase, EndpointParameter, EndpointProperty, EndpointRules, EndpointSetting,
    EndpointTemplate, FormatPart, OperationParameter, ParameterBinding, ParameterGetter,
    ParameterSource, ParameterValue, Position, RuleBlock, RuleBranch, RuleCondition, RuleEnd,
    RuleScope, RuleValue, Type, UnsetParameter, phrases,
};

use super::tokens::{ITEM, MEMBER, as_option, doc, doc_text, path};
use super::value::expression;
use super::waiter;

/// All items of the file.
pub(super) fn items(rules: &EndpointRules) -> TokenStream {
    let docs = doc_text(phrases::ENDPOINT_RULES, ITEM);
    let built_ins = rules.built_ins.iter().map(|(name, built_in)| {
        let built_in = match built_in {
            BuiltIn::Region => quote! { Region },
            BuiltIn::UseFips => quote! { UseFips },
            BuiltIn::UseDualStack => quote! { UseDualStack },
            BuiltIn::Endpoint => quote! { Endpoint },
        };
        quote! { (#name, runtime::codegen::endpoint::BuiltIn::#built_in) }
    });
    let scope = match rules.scope {
        RuleScope::Client => quote! { Client },
        RuleScope::Call => quote! { Call },
    };
    let argument = if rules.parameters.is_empty() {
        quote! { _ }
    } else {
        quote! { parameters }
    };
    let parameters = rules.parameters.iter().map(parameter);
    let resolve = block(&rules.rules, Tail::Value);
    let tests = (!rules.tests.is_empty()).then(|| quote! { #[cfg(test)] mod tests; });
    let settings = (!rules.settings.is_empty()).then(|| settings(&rules.settings));
    quote! {
        #tests

        #docs
        pub(crate) static RULES: runtime::codegen::endpoint::RuleSet = runtime::codegen::endpoint::RuleSet {
            built_ins: &[#(#built_ins),*],
            scope: runtime::codegen::endpoint::RuleScope::#scope,
            resolve,
        };

        #settings

        fn resolve(
            #argument: &runtime::codegen::endpoint::Parameters,
        ) -> std::result::Result<
            runtime::codegen::endpoint::ResolvedEndpoint,
            runtime::codegen::endpoint::RulesError,
        > {
            #(#parameters)*
            #resolve
        }
    }
}

fn getter(getter: ParameterGetter) -> TokenStream {
    match getter {
        ParameterGetter::Text => quote! { text },
        ParameterGetter::Boolean => quote! { boolean },
        ParameterGetter::Texts => quote! { texts },
    }
}

fn parameter(parameter: &EndpointParameter) -> TokenStream {
    let (variable, name) = (&parameter.variable, &parameter.name);
    let get = getter(parameter.getter);
    let otherwise = match &parameter.unset {
        UnsetParameter::Optional => quote! {},
        UnsetParameter::Fails => {
            quote! { .ok_or_else(|| runtime::codegen::endpoint::RulesError::unset(#name))? }
        }
        UnsetParameter::Text(text) => quote! { .unwrap_or(#text) },
        UnsetParameter::Boolean(value) => quote! { .unwrap_or(#value) },
        UnsetParameter::Texts(texts) if texts.is_empty() => quote! { .unwrap_or_default() },
        UnsetParameter::Texts(texts) => {
            return quote! {
                let otherwise = [#(#texts.to_owned()),*];
                let #variable = parameters.#get(#name).unwrap_or(&otherwise);
            };
        }
    };
    quote! { let #variable = parameters.#get(#name) #otherwise; }
}

/// Whether the last expression of a block is its value or is returned.
#[derive(Clone, Copy)]
enum Tail {
    Value,
    Return,
}

fn block(block: &RuleBlock, tail: Tail) -> TokenStream {
    let branches = block.branches.iter().map(branch);
    let last = match &block.last {
        RuleEnd::Endpoint(endpoint) => {
            let endpoint = target(endpoint);
            quote! { Ok(#endpoint) }
        }
        RuleEnd::Error(message) => {
            let message = value(message);
            quote! { Err(runtime::codegen::endpoint::RulesError::new(#message)) }
        }
        RuleEnd::NoMatch => quote! { Err(runtime::codegen::endpoint::RulesError::no_match()) },
    };
    let last = match tail {
        Tail::Value => last,
        Tail::Return => quote! { return #last; },
    };
    quote! { #(#branches)* #last }
}

fn branch(branch: &RuleBranch) -> TokenStream {
    let conditions = branch.conditions.iter().map(|condition| match condition {
        RuleCondition::Is(is) => value(is),
        RuleCondition::Some(name, option) => {
            let option = value(option);
            quote! { let Some(#name) = #option }
        }
    });
    let then = block(&branch.then, Tail::Return);
    quote! { if #(#conditions)&&* { #then } }
}

fn target(target: &EndpointTemplate) -> TokenStream {
    let url = value(&target.url);
    let headers = target.headers.iter().map(|(name, values)| {
        let values = values.iter().map(value);
        quote! { .with_header(#name, std::vec::Vec::from([#(#values),*])) }
    });
    let properties = target.properties.iter().map(|(name, value)| {
        let value = property(value);
        quote! { .with_property(#name, #value) }
    });
    quote! { runtime::codegen::endpoint::ResolvedEndpoint::new(#url) #(#headers)* #(#properties)* }
}

fn property(of: &EndpointProperty) -> TokenStream {
    match of {
        EndpointProperty::Text(text) => {
            let text = value(text);
            quote! { runtime::codegen::endpoint::Property::from(#text) }
        }
        EndpointProperty::Boolean(value) => {
            quote! { runtime::codegen::endpoint::Property::Boolean(#value) }
        }
        EndpointProperty::Integer(value) => {
            let value = Literal::i64_unsuffixed(*value);
            quote! { runtime::codegen::endpoint::Property::Integer(#value) }
        }
        EndpointProperty::List(values) => {
            let values = values.iter().map(property);
            quote! { runtime::codegen::endpoint::Property::List(std::vec::Vec::from([#(#values),*])) }
        }
        EndpointProperty::Map(entries) => {
            let entries = entries.iter().map(|(name, value)| {
                let value = property(value);
                quote! { (#name, #value) }
            });
            quote! { runtime::codegen::endpoint::Property::Map(std::vec::Vec::from([#(#entries),*])) }
        }
    }
}

fn value(of: &RuleValue) -> TokenStream {
    let all = |values: &[RuleValue]| values.iter().map(value).collect::<Vec<_>>();
    match of {
        RuleValue::Text(text) => quote! { #text },
        RuleValue::Boolean(value) => quote! { #value },
        RuleValue::Integer(value) => {
            let value = Literal::usize_unsuffixed(*value);
            quote! { #value }
        }
        RuleValue::Variable(name) => quote! { #name },
        RuleValue::Format(parts) => format(parts),
        RuleValue::Field(of, name) => {
            let of = value(of);
            quote! { #of.#name }
        }
        RuleValue::Get(of, position) => {
            let (of, at) = (value(of), get(*position));
            quote! { #of.#at }
        }
        RuleValue::Take(of, position) => {
            let (of, at) = (value(of), take(*position));
            quote! { #of.into_iter().#at }
        }
        RuleValue::Not(of) => {
            let of = value(of);
            quote! { !#of }
        }
        RuleValue::Equal(one, other) => {
            let (one, other) = (value(one), value(other));
            quote! { #one == #other }
        }
        RuleValue::Unequal(one, other) => {
            let (one, other) = (value(one), value(other));
            quote! { #one != #other }
        }
        RuleValue::IsEmpty(of) => {
            let of = value(of);
            quote! { #of.is_empty() }
        }
        RuleValue::Call(function, arguments) => {
            let function = ident(function);
            let arguments = all(arguments);
            quote! { runtime::codegen::endpoint::functions::#function(#(#arguments),*) }
        }
        RuleValue::Edge(edge) => {
            let edge = ident(edge);
            quote! { runtime::codegen::endpoint::functions::Edge::#edge }
        }
        RuleValue::Borrow(of) => {
            let of = value(of);
            quote! { &#of }
        }
        RuleValue::Some(of) => {
            let of = value(of);
            quote! { Some(#of) }
        }
        RuleValue::If(condition, yes, no) => {
            let (condition, yes, no) = (value(condition), value(yes), value(no));
            quote! { if #condition { #yes } else { #no } }
        }
        of => method(of),
    }
}

/// An expression with the syntax of a method call.
fn method(of: &RuleValue) -> TokenStream {
    let (of, call) = match of {
        RuleValue::IsSome(of) => (of, quote! { is_some() }),
        RuleValue::IsNone(of) => (of, quote! { is_none() }),
        RuleValue::AsStr(of) => (of, quote! { as_str() }),
        RuleValue::MapAsStr(of) => (of, quote! { map(std::string::String::as_str) }),
        RuleValue::ToOwned(of) => (of, quote! { to_owned() }),
        RuleValue::MapToOwned(of) => (of, quote! { map(str::to_owned) }),
        RuleValue::Map(of, name, inner) => {
            let inner = value(inner);
            (of, quote! { map(|#name| #inner) })
        }
        RuleValue::AndThen(of, name, inner) => {
            let inner = value(inner);
            (of, quote! { and_then(|#name| #inner) })
        }
        RuleValue::OrElse(of, other) => {
            let other = value(other);
            (of, quote! { or_else(|| #other) })
        }
        RuleValue::UnwrapOrElse(of, other) => match other.as_ref() {
            // Clippy wants no closure for a value that costs nothing.
            RuleValue::Boolean(other) => (of, quote! { unwrap_or(#other) }),
            RuleValue::Variable(other) => (of, quote! { unwrap_or(#other) }),
            other => {
                let other = value(other);
                (of, quote! { unwrap_or_else(|| #other) })
            }
        },
        of => return value(of),
    };
    let of = value(of);
    quote! { #of.#call }
}

fn format(parts: &[FormatPart]) -> TokenStream {
    let mut text = String::new();
    let mut arguments = Vec::new();
    for part in parts {
        match part {
            FormatPart::Literal(literal) => {
                text.push_str(&literal.replace('{', "{{").replace('}', "}}"));
            }
            FormatPart::Inline(name) => text.push_str(&format!("{{{name}}}")),
            FormatPart::Argument(argument) => {
                text.push_str("{}");
                arguments.push(value(argument));
            }
        }
    }
    quote! { format!(#text #(, #arguments)*) }
}

fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}

/// The settings as methods of the builder.
fn settings(settings: &[EndpointSetting]) -> TokenStream {
    let docs = doc_text(phrases::ENDPOINT_SETTINGS, ITEM);
    let declared = settings.iter().map(|setting| {
        let docs = doc(&setting.docs, MEMBER);
        let signature = signature(setting);
        quote! { #docs #[must_use] #signature; }
    });
    let methods = settings.iter().map(|setting| {
        let signature = signature(setting);
        let name = &setting.name;
        let value = match setting.getter {
            ParameterGetter::Text => quote! { value.into() },
            ParameterGetter::Boolean | ParameterGetter::Texts => quote! { value },
        };
        let into = match setting.getter {
            ParameterGetter::Text => {
                quote! { let value: std::string::String = #value; }
            }
            ParameterGetter::Boolean | ParameterGetter::Texts => quote! {},
        };
        quote! { #signature { #into self.endpoint_parameter(#name, value) } }
    });
    quote! {
        #docs
        pub trait EndpointSettings: std::marker::Sized { #(#declared)* }

        impl EndpointSettings for runtime::codegen::Builder<crate::Client> { #(#methods)* }
    }
}

fn signature(setting: &EndpointSetting) -> TokenStream {
    let method = &setting.method;
    let ty = match setting.getter {
        ParameterGetter::Text => quote! { impl std::convert::Into<std::string::String> },
        ParameterGetter::Boolean => quote! { bool },
        ParameterGetter::Texts => quote! { std::vec::Vec<std::string::String> },
    };
    quote! { fn #method(self, value: #ty) -> Self }
}

/// `endpoint_parameters` of an operation that binds parameters.
pub(super) fn of_operation(parameters: &[OperationParameter]) -> Option<TokenStream> {
    if parameters.is_empty() {
        return None;
    }
    let mut argument = quote! { _ };
    let calls = parameters.iter().map(|parameter| {
        let name = &parameter.name;
        match &parameter.source {
            ParameterSource::Static(value) => {
                let value = parameter_value(value);
                quote! { .with(#name, #value) }
            }
            ParameterSource::Path(path, getter) => {
                argument = quote! { input };
                let path = waiter::path(path);
                let of = self::getter(*getter);
                quote! { .with_option(#name, runtime::codegen::jmespath::#of(&#path, input)) }
            }
            ParameterSource::Field(field) => {
                argument = quote! { input };
                let value = as_option(&quote! { input }, field);
                let value = match field.ty {
                    Type::Bool => quote! { #value.copied() },
                    Type::Enum(_) => quote! { #value.map(|value| value.as_str()) },
                    Type::List(..) => quote! { #value.map(<[_]>::to_vec) },
                    _ => value,
                };
                quote! { .with_option(#name, #value) }
            }
        }
    });
    let calls: Vec<TokenStream> = calls.collect();
    Some(quote! {
        fn endpoint_parameters(#argument: &Self::Input) -> runtime::codegen::endpoint::Parameters {
            runtime::codegen::endpoint::Parameters::new() #(#calls)*
        }
    })
}

fn parameter_value(value: &ParameterValue) -> TokenStream {
    match value {
        ParameterValue::Text(text) => quote! { #text },
        ParameterValue::Boolean(value) => quote! { #value },
        ParameterValue::Texts(texts) => {
            quote! { std::vec::Vec::from([#(std::string::String::from(#texts)),*]) }
        }
    }
}

/// `endpoint/tests.rs`.
pub(super) fn tests(cases: &[EndpointCase]) -> RustFile {
    let cases = cases.iter().map(case);
    RustFile {
        items: cases.collect(),
        ..RustFile::default()
    }
}

fn case(case: &EndpointCase) -> TokenStream {
    let name = &case.name;
    let docs = doc(&case.docs, ITEM);
    let expected = match &case.expected {
        RuleEnd::Endpoint(endpoint) => {
            let endpoint = target(endpoint);
            quote! { Ok(#endpoint) }
        }
        RuleEnd::Error(text) => {
            let text = value(text);
            quote! { Err(runtime::codegen::endpoint::RulesError::new(#text)) }
        }
        RuleEnd::NoMatch => quote! { Err(runtime::codegen::endpoint::RulesError::no_match()) },
    };
    let checks = case.bindings.iter().map(binding);
    quote! {
        #docs
        #[test]
        fn #name() {
            let expected = #expected;
            #(#checks)*
        }
    }
}

fn binding(binding: &ParameterBinding) -> TokenStream {
    let parameters = binding.parameters.iter().map(|(name, value)| {
        let value = parameter_value(value);
        quote! { .with(#name, #value) }
    });
    let start = match &binding.operation {
        None => quote! { runtime::codegen::endpoint::Parameters::new() },
        Some((operation, input)) => {
            let operation = path(operation);
            let input = expression(input);
            quote! { <#operation as runtime::codegen::Operation>::endpoint_parameters(&#input) }
        }
    };
    quote! {
        let parameters = #start #(#parameters)*;
        assert_eq!((super::RULES.resolve)(&parameters), expected);
    }
}

/// An element of a list.
fn get(position: Position) -> TokenStream {
    match position {
        Position::FromStart(0) => quote! { first() },
        Position::FromStart(position) => {
            let position = Literal::usize_unsuffixed(position);
            quote! { get(#position) }
        }
        Position::FromEnd(0) => quote! { last() },
        Position::FromEnd(position) => {
            let position = Literal::usize_unsuffixed(position);
            quote! { iter().nth_back(#position) }
        }
    }
}

/// An element of an iterator.
fn take(position: Position) -> TokenStream {
    match position {
        Position::FromStart(0) => quote! { next() },
        Position::FromStart(position) => {
            let position = Literal::usize_unsuffixed(position);
            quote! { nth(#position) }
        }
        Position::FromEnd(0) => quote! { next_back() },
        Position::FromEnd(position) => {
            let position = Literal::usize_unsuffixed(position);
            quote! { nth_back(#position) }
        }
    }
}
