//! `stub.rs`: the trait of test doubles.

use proc_macro2::TokenStream;
use quote::quote;

use crate::rust::{Crate, Operation, phrases};

use super::tokens::{ITEM, MEMBER, doc_text, path};

/// All items of the file.
pub(super) fn items(client: &Crate) -> TokenStream {
    let stub_docs = doc_text(phrases::STUB, ITEM);
    let dispatch_docs = doc_text(phrases::STUB_DISPATCH, ITEM);
    let methods = client.operations.iter().map(method);
    let calls = client.operations.iter().map(|operation| {
        let (ty, method) = (path(&operation.path), &operation.method);
        let name = &operation.model_name;
        quote! { #name => call.handle::<#ty, _>(|input| self.0.#method(input)) }
    });
    quote! {
        #stub_docs
        pub trait Stub: std::marker::Send + std::marker::Sync + 'static { #(#methods)* }

        #dispatch_docs
        pub(crate) struct StubDispatch<S>(pub(crate) S);

        impl<S: Stub> runtime::codegen::DynStub for StubDispatch<S> {
            fn call(
                &self,
                call: runtime::codegen::StubCall,
            ) -> runtime::codegen::BoxFuture<'_, runtime::codegen::StubResult> {
                match call.operation() {
                    #(#calls,)*
                    _ => call.not_stubbed(),
                }
            }
        }
    }
}

fn method(operation: &Operation) -> TokenStream {
    let method = &operation.method;
    let (input, output) = (path(&operation.input), path(&operation.output));
    let error = &operation.error;
    let docs = doc_text(&operation.docs.stub, MEMBER);
    // Clippy expects a different receiver for a method named like a conversion.
    let lint = operation.allow_wrong_self_convention.then(|| {
        let reason = phrases::WRONG_SELF_CONVENTION;
        quote! { #[expect(clippy::wrong_self_convention, reason = #reason)] }
    });
    quote! {
        #docs
        #lint
        fn #method(
            &self,
            input: #input,
        ) -> impl std::future::Future<
            Output = std::result::Result<#output, runtime::codegen::Error<crate::operation::#error>>
        > + std::marker::Send {
            let _ = input;
            std::future::ready(Err(runtime::codegen::Error::not_stubbed()))
        }
    }
}
