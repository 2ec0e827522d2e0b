//! The `mod.rs` files.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::format::RustFile;
use crate::rust::Crate;
use crate::sink::Docs;

/// `generated/mod.rs`.
pub(super) fn root(client: &Crate) -> RustFile {
    let rules = client.endpoint_rules.as_ref();
    let endpoint = rules.map(|_| quote! { pub(crate) mod endpoint; });
    let settings = rules.is_some_and(|rules| !rules.settings.is_empty());
    let settings = settings.then(|| quote! { pub use endpoint::EndpointSettings; });
    RustFile {
        docs: Docs::default(),
        items: quote! {
            mod client;
            pub(crate) mod constraints;
            #endpoint
            pub mod error;
            pub mod input;
            pub mod operation;
            pub mod output;
            #[cfg(feature = "server")]
            pub mod server;
            pub(crate) mod service;
            pub(crate) mod stub;
            pub mod types;

            pub use client::{Builder, Client};
            #settings
            pub use stub::Stub;
        },
        ..RustFile::default()
    }
}

/// A `mod.rs` of private modules whose types are its own.
pub(super) fn folder(docs: &'static str, mut modules: Vec<(Ident, Vec<Ident>)>) -> RustFile {
    modules.sort_by_key(|(module, _)| module.to_string());
    let declared = modules.iter().map(|(module, _)| quote! { mod #module; });
    let exported = modules
        .iter()
        .map(|(module, names)| match names.as_slice() {
            [name] => quote! { pub use #module::#name; },
            names => quote! { pub use #module::{#(#names),*}; },
        });
    let declared: TokenStream = declared.collect();
    RustFile {
        docs: docs.into(),
        items: quote! { #declared #(#exported)* },
        ..RustFile::default()
    }
}
