//! `client.rs`.

use std::collections::BTreeSet;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::rust::{Auth, Compression, Crate, Operation, phrases};

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
    let schemes = || {
        client
            .operations
            .iter()
            .flat_map(|operation| &operation.auth)
    };
    let credentials = schemes().any(|scheme| *scheme != Auth::SigV4).then(|| {
        quote! {
            const CREDENTIALS: runtime::codegen::CredentialsUse = runtime::codegen::CredentialsUse::Optional;
        }
    });
    let uses: BTreeSet<&str> = schemes().filter_map(setting).collect();
    let compresses = |operation: &Operation| operation.request.compression == Compression::Gzip;
    let compression = client.operations.iter().any(compresses).then(|| {
        quote! { impl runtime::codegen::UsesCompression for Client {} }
    });
    let uses = uses.into_iter().map(|name| {
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

        #(#uses)*

        #compression

        impl std::fmt::Debug for Client {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.backend.fmt(f)
            }
        }
    }
}

/// The trait that enables the setter of a scheme on the builder.
fn setting(scheme: &Auth) -> Option<&'static str> {
    match scheme {
        Auth::SigV4 | Auth::Anonymous => None,
        Auth::Bearer => Some("UsesBearer"),
        Auth::Basic => Some("UsesBasic"),
        Auth::ApiKeyHeader(..) | Auth::ApiKeyQuery(_) => Some("UsesApiKey"),
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
