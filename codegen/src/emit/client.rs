//! `client.rs`.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::rust::{Crate, Operation, phrases};

use super::tokens::{ITEM, MEMBER, doc, doc_text, path};

/// All items of the file.
pub(super) fn items(client: &Crate) -> TokenStream {
    let docs = doc(&client.docs.client, ITEM);
    let methods = client.operations.iter().map(method);
    let builder_docs = doc_text(phrases::CLIENT_BUILDER, ITEM);
    let builder = doc_text(phrases::BUILDER, MEMBER);
    let from_env = doc(&client.docs.from_env, MEMBER);
    let from_stub = doc(&client.docs.from_stub, MEMBER);
    let rules = client.endpoint_rules.as_ref().map(|_| {
        quote! {
            const ENDPOINT_RULES: std::option::Option<&'static runtime::codegen::endpoint::RuleSet> =
                Some(&crate::endpoint::RULES);
        }
    });
    let credentials = client.optional_credentials.then(|| {
        quote! {
            const CREDENTIALS: runtime::codegen::CredentialsUse = runtime::codegen::CredentialsUse::Optional;
        }
    });
    let settings = client.settings.iter().map(|name| {
        let name = Ident::new(name, Span::call_site());
        quote! { impl runtime::codegen::#name for Client {} }
    });
    quote! {
        #builder_docs
        pub type Builder = runtime::codegen::Builder<Client>;

        #docs
        #[derive(Clone)]
        pub struct Client {
            pub(crate) backend: runtime::codegen::Backend,
        }

        impl Client {
            #builder
            #[inline]
            pub fn builder() -> Builder { Builder::new() }

            #from_env
            #[cfg(feature = "http")]
            #[inline]
            pub async fn from_env() -> std::result::Result<Self, runtime::codegen::ConfigError> {
                Self::builder().build_from_env().await
            }

            #from_stub
            #[inline]
            pub fn from_stub(stub: impl crate::Stub) -> Self {
                Self { backend: runtime::codegen::Backend::stub(crate::stub::StubDispatch(stub)) }
            }

            #(#methods)*
        }

        impl runtime::codegen::ServiceClient for Client {
            const SERVICE: &'static runtime::codegen::Service = &crate::service::SERVICE;
            #rules

            #credentials

            #[inline]
            fn from_handle(handle: runtime::codegen::Handle) -> Self {
                Self { backend: runtime::codegen::Backend::service(handle) }
            }
        }

        #(#settings)*

        impl std::fmt::Debug for Client {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.backend.fmt(f)
            }
        }
    }
}

fn method(operation: &Operation) -> TokenStream {
    let method = &operation.method;
    let ty = path(&operation.path);
    let docs = doc_text(&operation.docs.client, MEMBER);
    quote! {
        #docs
        #[inline]
        pub fn #method(&self) -> #ty { #ty::new(self.clone()) }
    }
}
