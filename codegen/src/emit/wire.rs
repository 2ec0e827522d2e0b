//! `impl Operation`, and code that reads responses.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use crate::rust::{
    Auth, Body, FieldRef, HeaderBinding, Idempotency, Operation, Payload, PayloadKind, Response,
    SensitivePart, Sensitivity, Type,
};

use super::binding::{codec, json_codec};
use super::tokens::path;
use super::{endpoint, request};

/// The implementation for the type of requests.
pub(super) fn operation(operation: &Operation) -> TokenStream {
    let name = &operation.path.name;
    let input = path(&operation.input);
    let output = path(&operation.output);
    let error = &operation.error;
    let fill = operation.token.as_ref().map(|token| {
        quote! {
            #[inline]
            fn set_idempotency_token(input: &mut #input, random: &dyn runtime::codegen::Random) {
                runtime::codegen::fill_idempotency_token(&mut input.#token, random);
            }
        }
    });
    let model_name = &operation.model_name;
    let idempotency = match operation.idempotency {
        Idempotency::Readonly => quote! { Readonly },
        Idempotency::Idempotent => quote! { Idempotent },
        Idempotency::None => quote! { None },
    };
    let sensitivity = sensitivity(&operation.sensitivity);
    let auth = auth(&operation.auth);
    let encode = request::encode(&operation.request);
    let (input_parameter, build) = request::request(&operation.request);
    let (response_parameter, read) = response(&operation.response, &output, &quote! { output });
    let endpoint_parameters = endpoint::of_operation(&operation.endpoint_parameters);
    quote! {
        impl runtime::codegen::Operation for #name {
            type Input = #input;
            type Output = #output;
            type Error = #error;

            const METADATA: &'static runtime::codegen::Metadata = &runtime::codegen::Metadata {
                name: #model_name,
                service: &crate::service::SERVICE,
                idempotency: runtime::codegen::Idempotency::#idempotency,
                sensitivity: #sensitivity,
            };

            #auth

            #fill

            #[inline]
            fn request(
                #input_parameter: &#input,
            ) -> std::result::Result<runtime::codegen::Request, runtime::codegen::RequestError> {
                #build
            }

            #encode

            #endpoint_parameters

            #[inline]
            fn output(
                #response_parameter: &runtime::codegen::Response,
            ) -> std::result::Result<#output, runtime::codegen::ResponseError> {
                #read
            }

            #[inline]
            fn with_response_metadata(
                output: #output,
                metadata: runtime::codegen::ResponseMetadata,
            ) -> #output {
                output.with_response_metadata(metadata)
            }
        }
    }
}

fn sensitivity(sensitivity: &Sensitivity) -> TokenStream {
    let response = sensitivity.response;
    let response_maps = sensitivity.response_maps;
    if sensitivity.request.is_empty() && !response {
        return quote! { runtime::codegen::Sensitivity::NONE };
    }
    let parts = sensitivity.request.iter().map(|part| match part {
        SensitivePart::Member(name) => quote! { Member(#name) },
        SensitivePart::Payload => quote! { Payload },
        SensitivePart::Header(name) => quote! { Header(#name) },
        SensitivePart::PrefixHeaders(prefix) => quote! { PrefixHeaders(#prefix) },
        SensitivePart::Query(name) => quote! { Query(#name) },
        SensitivePart::QueryParams => quote! { QueryParams },
        SensitivePart::PathFrom(index) => {
            let index = Literal::usize_unsuffixed(*index);
            quote! { PathFrom(#index) }
        }
    });
    quote! {
        runtime::codegen::Sensitivity {
            request: &[#(runtime::codegen::SensitivePart::#parts),*],
            response: #response,
            response_maps: #response_maps,
        }
    }
}

/// The schemes of an operation, unless SigV4 is the only one.
fn auth(schemes: &[Auth]) -> Option<TokenStream> {
    if schemes == [Auth::SigV4] {
        return None;
    }
    let schemes = schemes.iter().map(|scheme| {
        let scheme = match scheme {
            Auth::SigV4 => return quote! { runtime::codegen::auth::Auth::SigV4 },
            Auth::Bearer => quote! { runtime::codegen::auth::Bearer },
            Auth::Basic => quote! { runtime::codegen::auth::Basic },
            Auth::Anonymous => quote! { runtime::codegen::auth::Anonymous },
            Auth::ApiKeyQuery(name) => quote! { runtime::codegen::auth::ApiKeyAuth::Query { name: #name } },
            Auth::ApiKeyHeader(name, scheme) => {
                let scheme = match scheme {
                    Some(scheme) => quote! { Some(#scheme) },
                    None => quote! { None },
                };
                quote! { runtime::codegen::auth::ApiKeyAuth::Header { name: #name, scheme: #scheme } }
            }
        };
        quote! { runtime::codegen::auth::Auth::Scheme(&#scheme) }
    });
    Some(quote! {
        const AUTH: &'static [runtime::codegen::auth::Auth] = &[#(#schemes),*];
    })
}

/// `impl FromResponse` for an error with a member outside the body.
pub(super) fn error(name: &Ident, binding: &Response) -> TokenStream {
    let (parameter, read) = response(binding, &quote! { Self }, &quote! { error });
    quote! {
        impl runtime::codegen::FromResponse for #name {
            #[inline]
            fn from_response(
                #parameter: &runtime::codegen::Response,
            ) -> std::result::Result<Self, runtime::codegen::ResponseError> {
                #read
            }
        }
    }
}

/// The parameter and the body of a function that reads the output `owner`.
fn response(
    response: &Response,
    output: &TokenStream,
    owner: &TokenStream,
) -> (TokenStream, TokenStream) {
    let start = match &response.body {
        Body::Json | Body::Members(_) => quote! { response.json() },
        Body::None | Body::Payload(_) => quote! { #output::new() },
    };
    let is_json = matches!(response.body, Body::Json | Body::Members(_));
    let mut steps = Vec::new();
    if let Body::Payload(payload) = &response.body {
        steps.push(payload_in(payload, owner));
    }
    steps.extend(
        response
            .headers
            .iter()
            .map(|header| header_in(header, owner)),
    );
    if let Some((prefix, field)) = &response.prefix_headers {
        let read = quote! { response.prefix_headers(#prefix) };
        let name = &field.name;
        steps.push(if field.optional {
            quote! { #owner.#name = Some(#read).filter(|entries| !entries.is_empty()); }
        } else {
            quote! { #owner.#name = #read; }
        });
    }
    if let Some(field) = &response.status {
        let name = &field.name;
        let status = quote! { i32::from(response.status.as_u16()) };
        let status = match &field.ty {
            Type::IntEnum(of) => {
                let of = path(of);
                quote! { #of::from(#status) }
            }
            _ => status,
        };
        steps.push(if field.optional {
            quote! { #owner.#name = Some(#status); }
        } else {
            quote! { #owner.#name = #status; }
        });
    }
    match (steps.is_empty(), is_json) {
        (true, true) => (quote! { response }, start),
        (true, false) => (quote! { _ }, quote! { Ok(#start) }),
        (false, json) => {
            let start = if json {
                quote! { let mut #owner: #output = #start?; }
            } else {
                quote! { let mut #owner = #start; }
            };
            let body = quote! {
                #start
                #(#steps)*
                Ok(#owner)
            };
            (quote! { response }, body)
        }
    }
}

fn payload_in(payload: &Payload, owner: &TokenStream) -> TokenStream {
    if let PayloadKind::Stream(..) = payload.kind {
        let name = &payload.field.name;
        return if payload.field.optional {
            quote! { #owner.#name = Some(response.stream()); }
        } else {
            quote! { #owner.#name = response.stream(); }
        };
    }
    if payload.kind == PayloadKind::JsonValue {
        let (codec, name) = (json_codec(&payload.field), &payload.field.name);
        let read = quote! { response.json_as::<#codec, _>()? };
        return if payload.field.optional {
            quote! { if !response.body.is_empty() { #owner.#name = #read; } }
        } else {
            quote! {
                if !response.body.is_empty() && let Some(value) = #read {
                    #owner.#name = value;
                }
            }
        };
    }
    let read = match (&payload.kind, &payload.field.ty) {
        (PayloadKind::Json, _) => quote! { response.json()? },
        (PayloadKind::Raw(_), Type::Bytes) => quote! { response.body.clone() },
        (PayloadKind::Raw(_), Type::Json) => quote! { response.body.clone().into() },
        (PayloadKind::Raw(_), Type::String) => quote! { response.text()? },
        (PayloadKind::Raw(_) | PayloadKind::Stream(..) | PayloadKind::JsonValue, _) => {
            quote! { response.text()?.into() }
        }
    };
    let name = &payload.field.name;
    let value = if payload.field.optional {
        quote! { Some(#read) }
    } else {
        read
    };
    quote! {
        if !response.body.is_empty() {
            #owner.#name = #value;
        }
    }
}

fn header_in(header: &HeaderBinding, owner: &TokenStream) -> TokenStream {
    let (name, field): (&str, &FieldRef) = (&header.name, &header.field);
    let is_list = matches!(field.ty, Type::List(..));
    let codec = header.format.map(codec);
    let place = &field.name;
    if field.optional {
        let read = match (is_list, codec) {
            (false, None) => quote! { response.optional_header(#name) },
            (false, Some(codec)) => quote! { response.optional_header_as::<#codec, _>(#name) },
            (true, None) => quote! { response.optional_header_list(#name) },
            (true, Some(codec)) => {
                quote! { response.optional_header_list_as::<#codec, _>(#name) }
            }
        };
        quote! { #owner.#place = #read; }
    } else {
        let read = match (is_list, codec) {
            (false, None) => quote! { response.header(#name)? },
            (false, Some(codec)) => quote! { response.header_as::<#codec, _>(#name)? },
            (true, None) => quote! { response.header_list(#name)? },
            (true, Some(codec)) => quote! { response.header_list_as::<#codec, _>(#name)? },
        };
        quote! {
            if let Some(value) = #read {
                #owner.#place = value;
            }
        }
    }
}
