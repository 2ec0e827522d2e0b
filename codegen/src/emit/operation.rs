//! A file of `operation/`: a request builder and an error enum.

use proc_macro2::TokenStream;
use quote::quote;

use crate::rust::{FieldRef, Operation, Pagination, Struct, Type, phrases};

use super::tokens::{self, ITEM, MEMBER, as_option, doc, doc_text, path};
use super::{access, examples, waiter, wire};

/// All items of the file.
pub(super) fn items(operation: &Operation, input: &Struct, library: &str) -> TokenStream {
    let builder = builder(operation, input, library);
    let wire = wire::operation(operation);
    let paginated = operation
        .pagination
        .as_ref()
        .map(|pagination| paginated(operation, pagination));
    let errors = errors(operation);
    let waiters = waiter::constants(&operation.waiters);
    quote! { #builder #waiters #wire #paginated #errors }
}

/// The type of requests with its setters.
fn builder(operation: &Operation, input: &Struct, library: &str) -> TokenStream {
    let name = &operation.path.name;
    let docs = doc(&examples::operation_docs(operation, library), ITEM);
    let input_type = path(&operation.input);
    let output_type = path(&operation.output);
    let error = &operation.error;
    let setters = input.fields.iter().map(access::request_setters);
    let pages = operation.pagination.as_ref().map(page_methods);
    let waiters = waiter::methods(&operation.waiters);
    let replace_input = doc_text(phrases::REPLACE_INPUT, MEMBER);
    let as_input = doc_text(phrases::AS_INPUT, MEMBER);
    let options = doc_text(phrases::OPTIONS, MEMBER);
    let send_docs = doc(&operation.docs.send, MEMBER);
    let must_use = phrases::MUST_SEND;
    quote! {
        #docs
        #[derive(Clone, Debug)]
        #[must_use = #must_use]
        pub struct #name {
            client: crate::Client,
            input: #input_type,
            options: runtime::codegen::CallOptions,
        }

        impl #name {
            #[inline]
            pub(crate) fn new(client: crate::Client) -> Self {
                Self {
                    client,
                    input: #input_type::new(),
                    options: runtime::codegen::CallOptions::new(),
                }
            }

            #(#setters)*

            #replace_input
            #[inline]
            pub fn input(mut self, input: #input_type) -> Self {
                self.input = input;
                self
            }

            #as_input
            #[inline]
            pub fn as_input(&self) -> &#input_type { &self.input }

            #options
            #[inline]
            pub fn options(mut self, options: runtime::codegen::CallOptions) -> Self {
                self.options = options;
                self
            }

            #send_docs
            #[inline]
            pub async fn send(
                self,
            ) -> std::result::Result<#output_type, runtime::codegen::Error<#error>> {
                self.client.backend.call::<Self>(self.input, self.options).await
            }

            #pages

            #waiters
        }
    }
}

fn page_methods(pagination: &Pagination) -> TokenStream {
    let pages_docs = doc_text(phrases::PAGES, MEMBER);
    let items_docs = doc_text(phrases::ITEMS, MEMBER);
    let items = pagination.items.as_ref().map(|_| {
        quote! {
            #items_docs
            #[inline]
            pub fn items(self) -> runtime::codegen::Items<Self> { self.pages().items() }
        }
    });
    quote! {
        #pages_docs
        #[inline]
        pub fn pages(self) -> runtime::codegen::Pages<Self> {
            let Self { client, input, options } = self;
            runtime::codegen::Pages::new(input, move |input| {
                let request = Self { client: client.clone(), input, options: options.clone() };
                std::boxed::Box::pin(request.send())
            })
        }

        #items
    }
}

fn paginated(operation: &Operation, pagination: &Pagination) -> TokenStream {
    let name = &operation.path.name;
    let input = path(&operation.input);
    let output = path(&operation.output);
    let token = as_option(&quote! { input }, &pagination.input_token);
    let token_field = &pagination.input_token.name;
    let next = follow(&quote! { output }, &pagination.output_token);
    let (item, items_parameter, items) = match &pagination.items {
        Some((fields, Type::Map(entry, sparsity))) => {
            let entry = tokens::entry(entry, *sparsity);
            let entries = take(fields);
            (
                quote! { (std::string::String, #entry) },
                quote! { output },
                quote! { #entries.into_iter().collect() },
            )
        }
        Some((fields, items)) => {
            let item = match items {
                Type::List(item, sparsity) => tokens::entry(item, *sparsity),
                other => tokens::ty(other),
            };
            (item, quote! { output }, take(fields))
        }
        None => (
            output.clone(),
            quote! { output },
            quote! { std::vec::Vec::from([output]) },
        ),
    };
    quote! {
        impl runtime::codegen::Paginated for #name {
            type Item = #item;

            #[inline]
            fn token(input: &#input) -> std::option::Option<&str> { #token }

            #[inline]
            fn next_token(output: &#output) -> std::option::Option<&str> { #next }

            #[inline]
            fn set_token(input: &mut #input, token: std::string::String) {
                input.#token_field = Some(token);
            }

            #[inline]
            fn items(#items_parameter: #output) -> std::vec::Vec<Self::Item> { #items }
        }
    }
}

/// An expression for an optional reference to the value at a path from `owner`.
fn follow(owner: &TokenStream, fields: &[FieldRef]) -> TokenStream {
    let [first, others @ ..] = fields else {
        return quote! { None };
    };
    let first = as_option(owner, first);
    let steps = others.iter().map(|field| {
        let value = as_option(&quote! { value }, field);
        quote! { .and_then(|value| #value) }
    });
    quote! { #first #(#steps)* }
}

/// The list at a path from `output`, by value.
fn take(fields: &[FieldRef]) -> TokenStream {
    let [first, others @ ..] = fields else {
        return quote! { std::vec::Vec::new() };
    };
    let name = &first.name;
    if others.is_empty() {
        return if first.optional {
            quote! { output.#name.unwrap_or_default() }
        } else {
            quote! { output.#name }
        };
    }
    let start = if first.optional {
        quote! { output.#name }
    } else {
        quote! { Some(output.#name) }
    };
    let steps = others.iter().map(|field| {
        let name = &field.name;
        if field.optional {
            quote! { .and_then(|value| value.#name) }
        } else {
            quote! { .map(|value| value.#name) }
        }
    });
    quote! { #start #(#steps)* .unwrap_or_default() }
}

/// The enum of the operation's errors.
fn errors(operation: &Operation) -> TokenStream {
    let name = &operation.error;
    let docs = doc_text(&operation.docs.error, ITEM);
    let variants = operation.errors.iter().map(|error| {
        let docs = doc_text(error.docs(), MEMBER);
        let variant = &error.variant;
        let of = path(&error.path);
        quote! { #docs #variant(#of) }
    });
    let trait_impl = operation_error(operation);
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name { #(#variants),* }

        #trait_impl

        impl std::fmt::Display for #name {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(runtime::codegen::ServiceError::modeled(self), f)
            }
        }

        impl std::error::Error for #name {}
    }
}

fn operation_error(operation: &Operation) -> TokenStream {
    let name = &operation.error;
    let request = &operation.path.name;
    let read = operation.errors.iter().map(|error| {
        let (variant, code) = (&error.variant, &error.code);
        let read = match error.http_binding {
            None => quote! { response.json() },
            Some(_) => quote! { runtime::codegen::FromResponse::from_response(response) },
        };
        quote! { #code => Some(#read.map(Self::#variant)) }
    });
    let from_response = if operation.errors.is_empty() {
        quote! { None }
    } else {
        quote! { match code { #(#read,)* _ => None } }
    };
    let code_parameter = unused_without(operation, &quote! { code });
    let response_parameter = unused_without(operation, &quote! { response });
    let modeled = if operation.errors.is_empty() {
        quote! { match *self {} }
    } else {
        let variants = operation.errors.iter().map(|error| &error.variant);
        quote! { match self { #(Self::#variants(error) => error,)* } }
    };
    quote! {
        impl runtime::codegen::OperationError for #name {
            const METADATA: std::option::Option<&'static runtime::codegen::Metadata> =
                Some(<#request as runtime::codegen::Operation>::METADATA);

            #[inline]
            fn from_response(
                #code_parameter: &str,
                #response_parameter: &runtime::codegen::Response,
            ) -> std::option::Option<std::result::Result<Self, runtime::codegen::ResponseError>> {
                #from_response
            }
        }

        impl runtime::codegen::ServiceError for #name {
            #[inline]
            fn modeled(&self) -> &(dyn runtime::codegen::ModeledError + 'static) { #modeled }
        }
    }
}

/// The name of a parameter, or `_` when an operation without errors leaves it
/// unused.
fn unused_without(operation: &Operation, name: &TokenStream) -> TokenStream {
    if operation.errors.is_empty() {
        quote! { _ }
    } else {
        name.clone()
    }
}
