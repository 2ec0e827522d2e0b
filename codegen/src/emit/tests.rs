//! `tests/protocol/`.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::format::RustFile;
use crate::rust::{
    BodyAssertion, Path, RequestTest, ResponseTest, ResponseTestKind, TestFile, phrases,
};
use crate::sink::Docs;

use super::tokens::{ITEM, doc, path};
use super::value::{expression, text_literal};

/// `tests/protocol/main.rs`.
pub(super) fn main(files: &[TestFile], library: &str) -> RustFile {
    let modules = files.iter().map(|file| {
        let module = &file.module;
        quote! { mod #module; }
    });
    RustFile {
        docs: Docs::paragraph(phrases::PROTOCOL_TESTS),
        items: modules.collect(),
        tests: Some(library.to_owned()),
        ..RustFile::default()
    }
}

/// A file of tests.
pub(super) fn file(file: &TestFile, library: &str) -> RustFile {
    let requests = file.requests.iter().map(request);
    let responses = file.responses.iter().map(response);
    RustFile {
        docs: Docs::paragraph(phrases::protocol_tests(&file.subject)),
        items: quote! { #(#requests)* #(#responses)* },
        tests: Some(library.to_owned()),
        ..RustFile::default()
    }
}

fn request(test: &RequestTest) -> TokenStream {
    let name = &test.name;
    let docs = doc(&test.docs, ITEM);
    let call = &test.method_of_client;
    let input = expression(&test.input);
    let (method, uri) = (&test.method, &test.uri);
    let new = match &test.host {
        None => quote! { runtime::codegen::protocol::client::<crate::Client>() },
        Some(host) => {
            quote! { runtime::codegen::protocol::client_with_host::<crate::Client>(#host) }
        }
    };
    let mut expected = Vec::new();
    let mut expect = |name: TokenStream, values: &[String]| {
        if !values.is_empty() {
            expected.push(quote! { .#name(&[#(#values),*]) });
        }
    };
    expect(quote! { query }, &test.query);
    expect(quote! { forbid_query }, &test.forbid_query);
    expect(quote! { require_query }, &test.require_query);
    expect(quote! { forbid_headers }, &test.forbid_headers);
    expect(quote! { require_headers }, &test.require_headers);
    if !test.headers.is_empty() {
        let headers = pairs(&test.headers);
        expected.push(quote! { .headers(&#headers) });
    }
    if let Some(host) = &test.resolved_host {
        expected.push(quote! { .host(#host) });
    }
    match &test.body {
        BodyAssertion::Any => {}
        BodyAssertion::Json(body) => {
            let body = text_literal(body);
            expected.push(quote! { .json(#body) });
        }
        BodyAssertion::Exact(body) => {
            let body = text_literal(body);
            expected.push(quote! { .body(#body) });
        }
    }
    quote! {
        #docs
        #[tokio::test]
        async fn #name() {
            let (client, sent) = #new;
            let input = #input;
            let _ = client.#call().input(input).send().await;
            runtime::codegen::protocol::expect(#method, #uri) #(#expected)* .check(&sent);
        }
    }
}

fn response(test: &ResponseTest) -> TokenStream {
    let name = &test.name;
    let docs = doc(&test.docs, ITEM);
    let call = &test.method_of_client;
    let status = Literal::u16_unsuffixed(test.status);
    let headers = pairs(&test.headers);
    let body = text_literal(&test.body);
    let labels = test.labels.iter().map(|(setter, value)| {
        let value = expression(value);
        quote! { .#setter(#value) }
    });
    let check = match &test.kind {
        ResponseTestKind::Output(output) => {
            let expected = expression(output);
            // NaN is not equal to itself, but its text is. The text has the
            // metadata of the response, too.
            let compare = if output.has_nan() {
                quote! {
                    let expected = #expected
                        .with_response_metadata(output.response_metadata().clone());
                    assert_eq!(format!("{output:?}"), format!("{expected:?}"));
                }
            } else {
                quote! {
                    let expected = #expected;
                    assert_eq!(output, expected);
                }
            };
            quote! {
                let output = client.#call() #(#labels)* .send().await.unwrap();
                #compare
            }
        }
        ResponseTestKind::Error(of, variant, error) => {
            let of: &Path = of;
            let of = path(of);
            let error = expression(error);
            quote! {
                let error = client.#call() #(#labels)* .send().await.unwrap_err();
                assert_eq!(error.status(), Some(#status));
                let expected = Some(#of::#variant(#error));
                assert_eq!(error.service_error(), expected.as_ref());
            }
        }
    };
    quote! {
        #docs
        #[tokio::test]
        async fn #name() {
            let client: crate::Client =
                runtime::codegen::protocol::client_with_response(#status, &#headers, #body);
            #check
        }
    }
}

fn pairs(headers: &[(String, String)]) -> TokenStream {
    let pairs = headers
        .iter()
        .map(|(name, value)| quote! { (#name, #value) });
    quote! { [#(#pairs),*] }
}
