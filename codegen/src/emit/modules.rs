//! The `mod.rs` files.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::format::RustFile;
use crate::rust::{Crate, DataModule, Module};
use crate::sink::Docs;

/// `generated/mod.rs`.
pub(super) fn root(client: &Crate, modules: &[Module]) -> RustFile {
    let rules = client.endpoint_rules.as_ref();
    let endpoint = rules.map(|_| quote! { pub(crate) mod endpoint; });
    let settings = rules.is_some_and(|rules| !rules.settings.is_empty());
    let settings = settings.then(|| quote! { pub use endpoint::EndpointSettings; });
    let modules = modules.iter().map(|module| {
        let name = Ident::new(&module.name, Span::call_site());
        let feature = module.feature.as_ref();
        let feature = feature.map(|feature| quote! { #[cfg(feature = #feature)] });
        quote! { #feature pub mod #name; }
    });
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
            #(#modules)*

            pub use client::{Builder, Client};
            #settings
            pub use stub::Stub;
        },
        ..RustFile::default()
    }
}

/// The `mod.rs` of a data model.
pub(super) fn data(module: &DataModule) -> RustFile {
    let types = module.types.iter();
    let types = types.map(|shape| (shape.module().clone(), vec![shape.name().clone()]));
    let constraints = Ident::new("constraints", Span::call_site());
    RustFile {
        docs: module.docs.clone(),
        ..folder("", types.chain([(constraints, Vec::new())]).collect())
    }
}

/// A `mod.rs` that re-exports the types of its private modules.
pub(super) fn folder(docs: &'static str, mut modules: Vec<(Ident, Vec<Ident>)>) -> RustFile {
    modules.sort_by_key(|(module, _)| module.to_string());
    let declared = modules.iter().map(|(module, _)| quote! { mod #module; });
    let exported = modules
        .iter()
        .map(|(module, names)| match names.as_slice() {
            [] => TokenStream::new(),
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
