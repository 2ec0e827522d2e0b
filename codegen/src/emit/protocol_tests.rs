//! `tests/protocol/`.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

use crate::format::RustFile;
use crate::rust::{
    BodyAssertion, MALFORMED, MalformedTest, MalformedTestFile, ProtocolTests, RejectionBody,
    RequestTest, ResponseTest, ResponseTestKind, TestFile, phrases,
};
use crate::sink::Docs;

use super::tokens::{ITEM, doc, doc_text, path};
use super::value::{expression, text_literal};

/// `tests/protocol/main.rs`.
pub(super) fn main(tests: &ProtocolTests, library: &str) -> RustFile {
    let modules = tests.client.iter().map(|file| declaration(&file.module));
    let malformed = (!tests.server.is_empty()).then(|| {
        let module = declaration(&Ident::new(MALFORMED, Span::call_site()));
        quote! { #[cfg(feature = "server")] #module }
    });
    let items = quote! { #(#modules)* #malformed };
    test_file(Docs::paragraph(phrases::PROTOCOL_TESTS), items, library)
}

fn declaration(module: &Ident) -> TokenStream {
    quote! { mod #module; }
}

fn test_file(docs: Docs, items: TokenStream, library: &str) -> RustFile {
    RustFile {
        docs,
        items,
        tests: Some(library.to_owned()),
        ..RustFile::default()
    }
}

/// `tests/protocol/malformed_requests/mod.rs`.
pub(super) fn malformed_root(files: &[MalformedTestFile], library: &str) -> RustFile {
    let modules = files.iter().map(|file| declaration(&file.module));
    let stub = doc_text(phrases::NO_STUB, ITEM);
    let server = doc_text(phrases::UNIMPLEMENTED_SERVER, ITEM);
    let items = quote! {
        #(#modules)*

        #stub
        struct NoStub;

        impl crate::Stub for NoStub {}

        #server
        fn new_server() -> runtime::codegen::server::Server {
            crate::server::server(NoStub)
        }
    };
    test_file(Docs::paragraph(phrases::MALFORMED_TESTS), items, library)
}

/// A file of tests of the server side.
pub(super) fn malformed_file(file: &MalformedTestFile, library: &str) -> RustFile {
    let tests = file.tests.iter().map(malformed);
    test_file(file.docs.clone(), tests.collect(), library)
}

fn malformed(test: &MalformedTest) -> TokenStream {
    let MalformedTest {
        name,
        docs,
        method,
        uri,
        query,
        headers,
        body,
        status,
        expected_headers,
        expected_body,
    } = test;
    let docs = doc(docs, ITEM);
    let mut steps = Vec::new();
    if !query.is_empty() {
        steps.push(quote! { .query(&[#(#query),*]) });
    }
    if !headers.is_empty() {
        let headers = pairs(headers);
        steps.push(quote! { .headers(&#headers) });
    }
    if !body.is_empty() {
        let body = text_literal(body);
        steps.push(quote! { .body(#body) });
    }
    let status = Literal::u16_unsuffixed(*status);
    steps.push(quote! { .expect_status(#status) });
    if !expected_headers.is_empty() {
        let headers = pairs(expected_headers);
        steps.push(quote! { .expect_headers(&#headers) });
    }
    match expected_body {
        RejectionBody::Any => {}
        RejectionBody::Contents(media_type, contents) => {
            let contents = text_literal(contents);
            steps.push(quote! { .expect_body(#media_type, #contents) });
        }
        RejectionBody::MessageRegex(pattern) => {
            let pattern = text_literal(pattern);
            steps.push(quote! { .expect_message(#pattern) });
        }
    }
    quote! {
        #docs
        #[tokio::test]
        async fn #name() {
            runtime::codegen::malformed::request(#method, #uri) #(#steps)*
                .check(&super::new_server())
                .await;
        }
    }
}

/// A file of tests.
pub(super) fn file(file: &TestFile, library: &str) -> RustFile {
    let requests = file.requests.iter().map(request);
    let responses = file.responses.iter().map(response);
    test_file(
        file.docs.clone(),
        requests.chain(responses).collect(),
        library,
    )
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
