//! The request of an input.

use proc_macro2::TokenStream;
use quote::quote;

use crate::rust::{
    Body, FieldRef, HostPart, Method, PathPart, Payload, PayloadKind, Request, RequestStep,
    StreamLength, Type,
};

use super::binding::{codec, header_out, json_call};
use super::json::write_member;

/// The parameter and the body of `request`.
pub(super) fn request(request: &Request) -> (TokenStream, TokenStream) {
    let method = match &request.method {
        Method::Standard(name) => quote! { runtime::codegen::Method::#name },
        Method::Other(name) => quote! { runtime::codegen::method(#name)? },
    };
    let path = request_path(&request.path);
    let new = quote! { runtime::codegen::Request::new(#method, #path) };
    let mut steps = Vec::new();
    steps.extend(host_prefix(&request.host_prefix));
    for (name, value) in &request.constant_query {
        steps.push(quote! { request.query(#name, #value); });
    }
    for query in &request.query {
        let (name, field) = (&query.name, &query.field.name);
        steps.push(match query.format {
            None => quote! { request.query(#name, &input.#field); },
            Some(format) => {
                let codec = codec(format);
                quote! { request.query_as::<#codec, _>(#name, &input.#field); }
            }
        });
    }
    if let Some(params) = &request.query_params {
        let (field, unsent) = (&params.field.name, &params.unsent);
        steps.push(quote! {
            if let Some(entries) = &input.#field {
                request.query_params(entries, &[#(#unsent),*]);
            }
        });
    }
    // The header of a member overrides one from the map.
    if let Some((prefix, field)) = &request.prefix_headers {
        let field = &field.name;
        steps.push(quote! {
            if let Some(entries) = &input.#field {
                request.prefix_headers(#prefix, entries)?;
            }
        });
    }
    let headers = request.headers.iter();
    steps.extend(headers.map(|header| header_out(&quote! { request }, &quote! { input }, header)));
    steps.extend(request.blobs.iter().map(expected_blob));
    steps.extend(request_body(&request.body));
    steps.extend(request.finish.iter().map(step));
    let parameter = if request.reads_input() {
        quote! { input }
    } else {
        quote! { _ }
    };
    if steps.is_empty() {
        (parameter, quote! { Ok(#new) })
    } else {
        let body = quote! {
            let mut request = #new;
            #(#steps)*
            Ok(request)
        };
        (parameter, body)
    }
}

fn step(step: &RequestStep) -> TokenStream {
    match step {
        RequestStep::StreamResponse => quote! { request.stream_response(); },
        RequestStep::UnsignedPayload => quote! { request.unsigned_payload(); },
        RequestStep::Gzip => quote! { request.gzip(settings)?; },
        RequestStep::ContentMd5 => quote! { request.content_md5(); },
    }
}

/// `encode`, whose steps need the settings of the client.
pub(super) fn encode(request: &Request) -> Option<TokenStream> {
    let steps = request.encode.iter().map(step);
    (!request.encode.is_empty()).then(|| {
        quote! {
            #[inline]
            fn encode(
                request: &mut runtime::codegen::Request,
                settings: &runtime::codegen::Extensions,
            ) -> std::result::Result<(), runtime::codegen::RequestError> {
                #(#steps)*
                Ok(())
            }
        }
    })
}

fn host_prefix(parts: &[HostPart]) -> Option<TokenStream> {
    let (first, rest) = match parts {
        [] => return None,
        [HostPart::Text(text)] => return Some(quote! { request.host_prefix(#text); }),
        [HostPart::Text(text), rest @ ..] => (text.as_str(), rest),
        rest => ("", rest),
    };
    let steps = rest.iter().map(|part| match part {
        HostPart::Text(text) => quote! { .text(#text) },
        HostPart::Label(name, field) => {
            let field = &field.name;
            quote! { .label(#name, &input.#field)? }
        }
    });
    Some(quote! {
        request.host_prefix(runtime::codegen::HostPrefix::new(#first) #(#steps)*);
    })
}

fn request_path(parts: &[PathPart]) -> TokenStream {
    if let [PathPart::Text(text)] = parts {
        return quote! { #text };
    }
    let (first, rest) = match parts {
        [PathPart::Text(text), rest @ ..] => (text.as_str(), rest),
        rest => ("", rest),
    };
    let steps = rest.iter().map(|part| match part {
        PathPart::Text(text) => quote! { .text(#text) },
        PathPart::Label(name, field, None) => {
            let field = &field.name;
            quote! { .label(#name, &input.#field)? }
        }
        PathPart::Label(name, field, Some(format)) => {
            let field = &field.name;
            let codec = codec(*format);
            quote! { .label_as::<#codec, _>(#name, &input.#field)? }
        }
        PathPart::GreedyLabel(name, field) => {
            let field = &field.name;
            quote! { .greedy_label(#name, &input.#field)? }
        }
    });
    quote! { runtime::codegen::RequestPath::new(#first) #(#steps)* }
}

fn expected_blob(field: &FieldRef) -> TokenStream {
    let name = &field.name;
    if field.optional {
        quote! { request.expect_blob(&input.#name); }
    } else {
        quote! { request.expect_blob(&Some(&input.#name)); }
    }
}

fn request_body(body: &Body) -> Option<TokenStream> {
    match body {
        Body::None => None,
        Body::Json => Some(quote! { request.json(input)?; }),
        Body::Members(fields) => {
            let members = fields
                .iter()
                .map(|field| write_member(&quote! { input }, field));
            let members: Vec<TokenStream> = members.collect();
            Some(match members.split_last() {
                Some((last, [])) => quote! { request.json_members(|object| #last)?; },
                Some((last, others)) => quote! {
                    request.json_members(|object| {
                        #(#others?;)*
                        #last
                    })?;
                },
                None => TokenStream::new(),
            })
        }
        Body::Payload(payload) => Some(payload_out(payload)),
    }
}

fn payload_out(payload: &Payload) -> TokenStream {
    let field = &payload.field.name;
    let write = match (&payload.kind, &payload.field.ty) {
        (PayloadKind::Json | PayloadKind::JsonValue, _) => {
            let call = json_call(&payload.field);
            quote! { request.#call(payload)?; }
        }
        (PayloadKind::Stream(media_type, StreamLength::Any), _) => quote! {
            request.stream(#media_type, payload);
        },
        (PayloadKind::Stream(media_type, StreamLength::Required(name)), _) => quote! {
            request.sized_stream(#name, #media_type, payload)?;
        },
        (PayloadKind::Raw(media_type), Type::Enum(_)) => quote! {
            request.payload(#media_type, payload.as_str().to_owned());
        },
        (PayloadKind::Raw(media_type), _) => quote! {
            request.payload(#media_type, payload.clone());
        },
    };
    let otherwise = payload.unset.map(|(media_type, body)| {
        quote! { else { request.payload(#media_type, #body); } }
    });
    quote! {
        if let Some(payload) = &input.#field {
            #write
        }
        #otherwise
    }
}
