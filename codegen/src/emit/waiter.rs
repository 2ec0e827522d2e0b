//! Waiters of an operation, and JMESPath expressions.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use crate::rust::{
    Acceptor, Comparator, Expected, Matcher, PathComparator, PathExpr, PathLiteral, PathSlice,
    Waiter, WaiterState,
};

use super::tokens::{MEMBER, doc};

/// The methods of the request builder.
pub(super) fn methods(waiters: &[Waiter]) -> TokenStream {
    let methods = waiters.iter().map(|waiter| {
        let (method, constant) = (&waiter.method, &waiter.constant);
        let docs = doc(&waiter.docs, MEMBER);
        quote! {
            #docs
            #[inline]
            pub fn #method(self) -> runtime::codegen::Waiter<Self> {
                let Self { client, input, options } = self;
                runtime::codegen::Waiter::new(&#constant, input, move |input| {
                    let request = Self { client: client.clone(), input, options: options.clone() };
                    std::boxed::Box::pin(request.send())
                })
            }
        }
    });
    methods.collect()
}

/// The specifications of waiters.
pub(super) fn constants(waiters: &[Waiter]) -> TokenStream {
    let constants = waiters.iter().map(|waiter| {
        let (constant, name) = (&waiter.constant, &waiter.name);
        let min_delay = Literal::u32_unsuffixed(waiter.min_delay);
        let max_delay = Literal::u32_unsuffixed(waiter.max_delay);
        let acceptors = waiter.acceptors.iter().map(acceptor);
        quote! {
            static #constant: runtime::codegen::WaiterSpec = runtime::codegen::WaiterSpec {
                name: #name,
                min_delay: std::time::Duration::from_secs(#min_delay),
                max_delay: std::time::Duration::from_secs(#max_delay),
                acceptors: &[#(#acceptors),*],
            };
        }
    });
    constants.collect()
}

fn acceptor(acceptor: &Acceptor) -> TokenStream {
    let state = match acceptor.state {
        WaiterState::Success => quote! { Success },
        WaiterState::Failure => quote! { Failure },
        WaiterState::Retry => quote! { Retry },
    };
    let matcher = match &acceptor.matcher {
        Matcher::Success(success) => quote! { Success(#success) },
        Matcher::ErrorType(name) => quote! { ErrorType(#name) },
        Matcher::Output(found) => {
            let expected = expected(found);
            quote! { Output(#expected) }
        }
        Matcher::InputOutput(found) => {
            let expected = expected(found);
            quote! { InputOutput(#expected) }
        }
    };
    quote! {
        runtime::codegen::waiter::Acceptor {
            state: runtime::codegen::waiter::WaiterState::#state,
            matcher: runtime::codegen::waiter::Matcher::#matcher,
        }
    }
}

fn expected(found: &Expected) -> TokenStream {
    let path = path(&found.path);
    let expected = &found.expected;
    let comparator = match found.comparator {
        PathComparator::StringEquals => quote! { StringEquals },
        PathComparator::BooleanEquals => quote! { BooleanEquals },
        PathComparator::AllStringEquals => quote! { AllStringEquals },
        PathComparator::AnyStringEquals => quote! { AnyStringEquals },
    };
    quote! {
        runtime::codegen::waiter::Expected {
            path: #path,
            comparator: runtime::codegen::waiter::PathComparator::#comparator,
            expected: #expected,
        }
    }
}

/// A path as a constant.
pub(super) fn path(of: &PathExpr) -> TokenStream {
    let two = |one: &PathExpr, other: &PathExpr| {
        let (one, other) = (path(one), path(other));
        quote! { &#one, &#other }
    };
    let variant = match of {
        PathExpr::Current => quote! { Current },
        PathExpr::Field(name) => quote! { Field(#name) },
        PathExpr::Index(position) => {
            let position = Literal::i64_unsuffixed(*position);
            quote! { Index(#position) }
        }
        PathExpr::Literal(literal) => {
            let literal = self::literal(literal);
            quote! { Literal(runtime::codegen::jmespath::Literal::#literal) }
        }
        PathExpr::Subexpression(one, other) => {
            let inner = two(one, other);
            quote! { Subexpression(#inner) }
        }
        PathExpr::ListProjection(one, other) => {
            let inner = two(one, other);
            quote! { ListProjection(#inner) }
        }
        PathExpr::ValueProjection(one, other) => {
            let inner = two(one, other);
            quote! { ValueProjection(#inner) }
        }
        PathExpr::Flatten(one, other) => {
            let inner = two(one, other);
            quote! { Flatten(#inner) }
        }
        PathExpr::SliceProjection(list, slice, each) => {
            let (list, slice, each) = (path(list), self::slice(slice), path(each));
            quote! { SliceProjection(&#list, #slice, &#each) }
        }
        PathExpr::FilterProjection(list, condition, each) => {
            let inner = two(condition, each);
            let list = path(list);
            quote! { FilterProjection(&#list, #inner) }
        }
        PathExpr::Or(one, other) => {
            let inner = two(one, other);
            quote! { Or(#inner) }
        }
        PathExpr::And(one, other) => {
            let inner = two(one, other);
            quote! { And(#inner) }
        }
        PathExpr::Not(of) => {
            let of = path(of);
            quote! { Not(&#of) }
        }
        PathExpr::Comparison(one, comparison, other) => {
            let (one, other) = (path(one), path(other));
            let comparison = self::comparison(*comparison);
            quote! { Comparison(&#one, runtime::codegen::jmespath::Comparator::#comparison, &#other) }
        }
        PathExpr::MultiSelectList(paths) => {
            let paths = paths.iter().map(path);
            quote! { MultiSelectList(&[#(#paths),*]) }
        }
        PathExpr::MultiSelectHash(entries) => {
            let entries = entries.iter().map(|(key, value)| {
                let value = path(value);
                quote! { (#key, #value) }
            });
            quote! { MultiSelectHash(&[#(#entries),*]) }
        }
        PathExpr::Call(function, arguments) => {
            // The runtime's functions have the names of the model's.
            let function = format_ident!("{}", format!("{function:?}"));
            let arguments = arguments.iter().map(path);
            quote! { Call(runtime::codegen::jmespath::Function::#function, &[#(#arguments),*]) }
        }
    };
    quote! { runtime::codegen::jmespath::Expression::#variant }
}

fn slice(slice: &PathSlice) -> TokenStream {
    let position = |position: Option<i64>| match position {
        Some(position) => {
            let position = Literal::i64_unsuffixed(position);
            quote! { Some(#position) }
        }
        None => quote! { None },
    };
    let (start, stop) = (position(slice.start), position(slice.stop));
    let step = Literal::i64_unsuffixed(slice.step);
    quote! { runtime::codegen::jmespath::Slice { start: #start, stop: #stop, step: #step } }
}

fn literal(literal: &PathLiteral) -> TokenStream {
    match literal {
        PathLiteral::String(text) => quote! { String(#text) },
        PathLiteral::Number(number) => {
            let number = Literal::f64_unsuffixed(*number);
            quote! { Number(#number) }
        }
        PathLiteral::Boolean(value) => quote! { Boolean(#value) },
        PathLiteral::Null => quote! { Null },
        PathLiteral::Array(elements) => {
            let elements = elements.iter().map(nested);
            quote! { Array(&[#(#elements),*]) }
        }
        PathLiteral::Object(entries) => {
            let entries = entries.iter().map(|(key, value)| {
                let value = nested(value);
                quote! { (#key, #value) }
            });
            quote! { Object(&[#(#entries),*]) }
        }
    }
}

fn nested(literal: &PathLiteral) -> TokenStream {
    let literal = self::literal(literal);
    quote! { runtime::codegen::jmespath::Literal::#literal }
}

fn comparison(comparison: Comparator) -> TokenStream {
    match comparison {
        Comparator::Equal => quote! { Equal },
        Comparator::NotEqual => quote! { NotEqual },
        Comparator::Less => quote! { Less },
        Comparator::LessOrEqual => quote! { LessOrEqual },
        Comparator::Greater => quote! { Greater },
        Comparator::GreaterOrEqual => quote! { GreaterOrEqual },
    }
}
