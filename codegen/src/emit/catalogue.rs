//! `tests/catalogue/`: examples of every operation, as implementations of the
//! trait `Example` of the workspace's tests.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::format::RustFile;
use crate::rust::{Catalogue, ExampleResponse, OperationExamples, phrases};
use crate::sink::Docs;

use super::tokens::{ITEM, doc_text, path};
use super::value::{expression, text_literal};

/// `tests/catalogue/mod.rs`.
pub(super) fn root(catalogue: &Catalogue, library: &str) -> RustFile {
    let modules = catalogue.operations.iter().map(|operation| {
        let module = &operation.module;
        quote! { mod #module; }
    });
    let operations = catalogue.operations.iter().map(|operation| {
        let of = path(&operation.path);
        quote! { Operation::new::<#of>() }
    });
    let errors = catalogue.errors.iter().map(|error| {
        let of = path(&error.path);
        let response = response(&error.response);
        quote! { ServiceError::new::<#of>(#response) }
    });
    let operations_docs = doc_text(phrases::CATALOGUE_OPERATIONS, ITEM);
    let errors_docs = doc_text(phrases::CATALOGUE_ERRORS, ITEM);
    RustFile {
        docs: Docs::paragraph(phrases::CATALOGUE),
        items: quote! {
            use super::{Example, Operation, Response, ServiceError};

            #(#modules)*

            #operations_docs
            pub static OPERATIONS: &[Operation] = &[#(#operations),*];

            #errors_docs
            pub static ERRORS: &[ServiceError] = &[#(#errors),*];
        },
        tests: Some(library.to_owned()),
        ..RustFile::default()
    }
}

/// A file of examples.
pub(super) fn file(operation: &OperationExamples, library: &str) -> RustFile {
    let of = path(&operation.path);
    let method = &operation.method;
    let (errors, secrets) = (&operation.errors, &operation.secrets);
    let secrets = secrets.iter().map(|text| text_literal(text));
    let full_response = response(&operation.full_response);
    let minimal_response = response(&operation.minimal_response);
    let full = expression(&operation.full);
    let invalid = expression(&operation.invalid);
    RustFile {
        docs: Docs::paragraph(phrases::examples(&operation.model_name)),
        items: quote! {
            use super::{Example, Response};

            impl Example for #of {
                const ERRORS: &'static [&'static str] = &[#(#errors),*];
                const SECRETS: &'static [&'static str] = &[#(#secrets),*];
                const FULL_RESPONSE: Response = #full_response;
                const MINIMAL_RESPONSE: Response = #minimal_response;

                fn full_input() -> Self::Input {
                    #full
                }

                fn invalid_input() -> Self::Input {
                    #invalid
                }

                async fn call(
                    client: crate::Client,
                    input: Self::Input,
                    options: crate::CallOptions,
                ) -> std::result::Result<Self::Output, crate::Error<Self::Error>> {
                    client.#method().input(input).options(options).send().await
                }
            }
        },
        tests: Some(library.to_owned()),
        ..RustFile::default()
    }
}

fn response(response: &ExampleResponse) -> TokenStream {
    let status = Literal::u16_unsuffixed(response.status);
    let headers = response
        .headers
        .iter()
        .map(|(name, value)| quote! { (#name, #value) });
    let body = text_literal(&response.body);
    quote! { Response { status: #status, headers: &[#(#headers),*], body: #body } }
}
