//! `client.rs`: the handle that everything begins with.

use std::collections::BTreeSet;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::rust::{Auth, Block, Compression, Crate, Docs, Operation};

use super::tokens::{ITEM, MEMBER, doc, doc_text, path};

/// All items of the file.
pub(super) fn items(client: &Crate) -> TokenStream {
    let docs = doc(&docs(client), ITEM);
    let methods = client.operations.iter().map(method);
    let builder_docs = doc_text("The settings of a [`Client`] that is yet to be made.", ITEM);
    let builder = doc_text(
        "Settings of a new client: region, credentials, endpoint, timeouts, retries, validation.",
        MEMBER,
    );
    let from_env = doc(&from_env(), MEMBER);
    let from_stub = doc(&from_stub(client), MEMBER);
    let rules = client.endpoint_rules.as_ref().map(|_| {
        quote! {
            const ENDPOINT_RULES: std::option::Option<&'static runtime::endpoint::RuleSet> =
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
            const CREDENTIALS: runtime::CredentialsUse = runtime::CredentialsUse::Optional;
        }
    });
    let uses: BTreeSet<&str> = schemes().filter_map(setting).collect();
    let compresses = |operation: &Operation| operation.request.compression == Compression::Gzip;
    let compression = client.operations.iter().any(compresses).then(|| {
        quote! { impl runtime::compression::UsesCompression for Client {} }
    });
    let uses = uses.into_iter().map(|name| {
        let name = Ident::new(name, Span::call_site());
        quote! { impl runtime::auth::#name for Client {} }
    });
    quote! {
        #builder_docs
        pub type Builder = runtime::Builder<Client>;

        #docs
        #[derive(Clone)]
        pub struct Client {
            pub(crate) backend: crate::stub::Backend,
        }

        impl Client {
            #builder
            pub fn builder() -> Builder { Builder::new() }

            #from_env
            pub async fn from_env() -> std::result::Result<Self, runtime::ConfigError> {
                Self::builder().build_from_env().await
            }

            #from_stub
            pub fn from_stub(stub: impl crate::Stub) -> Self {
                Self { backend: crate::stub::Backend::Stub(std::sync::Arc::new(crate::stub::Checked(stub))) }
            }

            #(#methods)*
        }

        impl runtime::ServiceClient for Client {
            const SERVICE: &'static runtime::Service = &crate::service::SERVICE;
            #rules

            #credentials

            fn from_handle(handle: runtime::Handle) -> Self {
                Self { backend: crate::stub::Backend::Service(handle) }
            }
        }

        #(#uses)*

        #compression

        impl std::fmt::Debug for Client {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct("Client").finish_non_exhaustive()
            }
        }
    }
}

/// The trait that gives the builder the setter of a scheme.
fn setting(scheme: &Auth) -> Option<&'static str> {
    match scheme {
        Auth::SigV4 | Auth::Anonymous => None,
        Auth::Bearer => Some("UsesBearer"),
        Auth::Basic => Some("UsesBasic"),
        Auth::ApiKeyHeader(..) | Auth::ApiKeyQuery(_) => Some("UsesApiKey"),
    }
}

fn docs(client: &Crate) -> Docs {
    let mut docs = Docs::paragraph(format!("A client of {}.", client.service.title));
    docs.extend(client.service.docs.clone());
    if let Some(authorization) = &client.authorization {
        docs.push(authorization.clone());
    }
    docs.push(
        "A client is a handle: cloning it is cheap, and clones share connections, credentials and \
         the retry budget. Make one for each region and keep it.",
    );
    docs
}

fn from_env() -> Docs {
    let mut docs = Docs::paragraph(
        "A client with region, credentials and endpoint from the usual AWS sources: environment \
         variables, the shared config and credentials files, and what the machine offers.",
    );
    docs.heading("Errors");
    docs.push("No region and no endpoint is set anywhere, or a setting cannot be read.");
    docs
}

fn from_stub(client: &Crate) -> Docs {
    let mut docs = Docs::paragraph(
        "A client that answers from `stub` and sends nothing: a test double. Input is validated as \
         it is for a real service. An `Arc` of a stub is one, too, so that the test can keep another.",
    );
    // The shortest names make the clearest example.
    let shortest = |operation: &&Operation| operation.model_name.len();
    if let Some(operation) = client.operations.iter().min_by_key(shortest) {
        docs.heading("Example");
        docs.0.push(Block::Code(
            String::new(),
            stub_example(&client.service.library, operation),
        ));
    }
    docs
}

/// A stub with one operation, as it stands in documentation.
fn stub_example(library: &str, operation: &Operation) -> Vec<String> {
    let (method, error) = (&operation.method, &operation.error);
    let (input, output) = (&operation.input.name, &operation.output.name);
    vec![
        format!("use {library}::input::{input};"),
        format!("use {library}::operation::{error};"),
        format!("use {library}::output::{output};"),
        format!("use {library}::{{Client, Error, Stub}};"),
        String::new(),
        "struct Answers;".to_owned(),
        String::new(),
        "impl Stub for Answers {".to_owned(),
        format!("    async fn {method}("),
        "        &self,".to_owned(),
        format!("        input: {input},"),
        format!("    ) -> Result<{output}, Error<{error}>> {{"),
        format!("        Ok({output}::new())"),
        "    }".to_owned(),
        "}".to_owned(),
        String::new(),
        "let client = Client::from_stub(Answers);".to_owned(),
    ]
}

fn method(operation: &Operation) -> TokenStream {
    let method = &operation.method;
    let ty = path(&operation.path);
    let name = &operation.path.name;
    let summary = operation.docs.summary();
    let docs = doc_text(
        &format!("{summary} See [`{name}`](crate::operation::{name})."),
        MEMBER,
    );
    quote! {
        #docs
        pub fn #method(&self) -> #ty { #ty::of(self.clone()) }
    }
}
