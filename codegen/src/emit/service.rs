//! `service.rs`.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::rust::{Retryable, Service, phrases};

use super::tokens::{ITEM, doc_text};

/// All items of the file.
pub(super) fn items(service: &Service) -> TokenStream {
    let docs = doc_text(phrases::service(&service.title), ITEM);
    let errors = service.errors.iter().map(|error| {
        let code = &error.code;
        let status = Literal::u16_unsuffixed(error.status);
        let retryable = match error.retryable {
            Retryable::No => quote! { No },
            Retryable::Yes => quote! { Yes },
            Retryable::Throttling => quote! { Throttling },
        };
        quote! {
            runtime::codegen::ErrorShape {
                code: #code,
                status: #status,
                retryable: runtime::codegen::Retryable::#retryable,
            }
        }
    });
    let Service {
        sdk_id,
        endpoint_prefix,
        signing_name,
        version,
        library,
        ..
    } = service;
    quote! {
        #docs
        pub(crate) static SERVICE: runtime::codegen::Service = runtime::codegen::Service {
            sdk_id: #sdk_id,
            endpoint_prefix: #endpoint_prefix,
            signing_name: #signing_name,
            version: #version,
            crate_name: env!("CARGO_PKG_NAME"),
            crate_version: env!("CARGO_PKG_VERSION"),
            telemetry: runtime::codegen::telemetry!(#library),
            errors: &[#(#errors),*],
        };
    }
}
