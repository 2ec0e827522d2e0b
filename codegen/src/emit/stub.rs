//! `stub.rs`: the trait of test doubles, and the backend of clients.

use proc_macro2::TokenStream;
use quote::quote;

use crate::rust::{Crate, Operation, phrases};

use super::tokens::{ITEM, MEMBER, doc_text, path};

/// All items of the file.
pub(super) fn items(client: &Crate) -> TokenStream {
    let stub_docs = doc_text(phrases::STUB, ITEM);
    let dyn_docs = doc_text("[`Stub`] as an object-safe trait.", ITEM);
    let backend_docs = doc_text(
        "The backend of a client. The service is not behind the trait, so that a program has only \
         the code of the operations that it calls.",
        ITEM,
    );
    let answer_docs = doc_text("The result of a call.", ITEM);
    let checked_docs = doc_text("A stub behind validation.", ITEM);
    let shared_docs = doc_text("A stub that a test shares, to look at it afterwards.", ITEM);
    let stubs = client.operations.iter().map(stub_method);
    let shared = client.operations.iter().map(shared_method);
    let declared = client.operations.iter().map(|operation| {
        let convention = convention(operation);
        let method = dyn_method(operation);
        quote! { #convention #method }
    });
    let checked = client.operations.iter().map(|operation| {
        let ty = path(&operation.path);
        let method = &operation.method;
        let fill = operation.token.as_ref().map(|_| {
            quote! {
                let mut input = input;
                <#ty as runtime::codegen::Operation>::set_idempotency_token(&mut input, &runtime::codegen::SystemRandom);
            }
        });
        with_body(
            operation,
            &quote! {
                std::boxed::Box::pin(async move {
                    #fill
                    let validation = options.validation_over(runtime::codegen::Validation::Enforce);
                    runtime::codegen::check::<#ty>(&input, validation)?;
                    self.0.#method(input).await
                })
            },
        )
    });
    quote! {
        #stub_docs
        pub trait Stub: std::marker::Send + std::marker::Sync + 'static { #(#stubs)* }

        #shared_docs
        impl<S: Stub> Stub for std::sync::Arc<S> { #(#shared)* }

        #answer_docs
        pub(crate) type Answer<'a, O> = runtime::codegen::BoxFuture<
            'a,
            std::result::Result<
                <O as runtime::codegen::Operation>::Output,
                runtime::codegen::Error<<O as runtime::codegen::Operation>::Error>,
            >,
        >;

        #backend_docs
        #[derive(Clone)]
        pub(crate) enum Backend {
            Service(runtime::codegen::Handle),
            Stub(std::sync::Arc<dyn DynStub>),
        }

        #dyn_docs
        pub(crate) trait DynStub: std::marker::Send + std::marker::Sync { #(#declared;)* }

        #checked_docs
        pub(crate) struct Checked<S>(pub(crate) S);

        impl<S: Stub> DynStub for Checked<S> { #(#checked)* }
    }
}

fn stub_method(operation: &Operation) -> TokenStream {
    let method = &operation.method;
    let input = path(&operation.input);
    let result = result(operation);
    let docs = doc_text(
        &format!(
            "Handles [`{name}`](crate::operation::{name}).",
            name = operation.path.name
        ),
        MEMBER,
    );
    let convention = convention(operation);
    quote! {
        #docs
        #convention
        fn #method(
            &self,
            input: #input,
        ) -> impl std::future::Future<Output = #result> + std::marker::Send {
            let _ = input;
            std::future::ready(Err(runtime::codegen::Error::not_stubbed()))
        }
    }
}

fn shared_method(operation: &Operation) -> TokenStream {
    let method = &operation.method;
    let input = path(&operation.input);
    let result = result(operation);
    quote! {
        async fn #method(&self, input: #input) -> #result {
            S::#method(self, input).await
        }
    }
}

/// Clippy expects of a method with the name of a conversion what one that is
/// named after an operation cannot do.
fn convention(operation: &Operation) -> Option<TokenStream> {
    operation.allow_wrong_self_convention.then(|| {
        quote! {
            #[expect(clippy::wrong_self_convention, reason = "it is the name of the operation")]
        }
    })
}

fn dyn_method(operation: &Operation) -> TokenStream {
    let method = &operation.method;
    let input = path(&operation.input);
    let ty = path(&operation.path);
    quote! {
        fn #method(&self, input: #input, options: runtime::codegen::CallOptions) -> Answer<'_, #ty>
    }
}

fn with_body(operation: &Operation, body: &TokenStream) -> TokenStream {
    let signature = dyn_method(operation);
    quote! { #signature { #body } }
}

fn result(operation: &Operation) -> TokenStream {
    let output = path(&operation.output);
    let error = &operation.error;
    quote! { std::result::Result<#output, runtime::codegen::Error<crate::operation::#error>> }
}
