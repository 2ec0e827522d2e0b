//! The request of an input.

use proc_macro2::TokenStream;
use quote::quote;

use crate::rust::{
    Body, Checksum, Compression, FieldRef, HostPart, Method, PathPart, Payload, PayloadKind,
    PayloadSigning, Request, Response, StreamLength, Type,
};

use super::binding::{codec, header_out, json_call};
use super::json::write_member;

/// The parameter and the body of `request`.
pub(super) fn request(request: &Request, response: &Response) -> (TokenStream, TokenStream) {
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
    if let Some(field) = &request.query_params {
        let field = &field.name;
        let constant = request.constant_query.iter().map(|(name, _)| name);
        let taken = request
            .query
            .iter()
            .map(|query| &query.name)
            .chain(constant);
        steps.push(quote! {
            if let Some(entries) = &input.#field {
                request.query_params(entries, &[#(#taken),*]);
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
    let body = request_body(&request.body);
    let uses_input = request
        .path
        .iter()
        .any(|part| !matches!(part, PathPart::Text(_)))
        || request
            .host_prefix
            .iter()
            .any(|part| matches!(part, HostPart::Label(..)))
        || !request.query.is_empty()
        || request.query_params.is_some()
        || !request.headers.is_empty()
        || request.prefix_headers.is_some()
        || body.is_some();
    steps.extend(body);
    if response.is_streamed() {
        steps.push(quote! { request.stream_response(); });
    }
    if request.signing == PayloadSigning::Unsigned {
        steps.push(quote! { request.unsigned_payload(); });
    }
    // The checksum is that of the compressed body, which `encode` creates.
    if request.checksum == Checksum::ContentMd5 && request.compression == Compression::None {
        steps.push(quote! { request.content_md5(); });
    }
    let parameter = if uses_input {
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

/// `encode`, which compresses the body according to the settings of the client.
pub(super) fn encode(request: &Request) -> Option<TokenStream> {
    if request.compression == Compression::None {
        return None;
    }
    let checksum = (request.checksum == Checksum::ContentMd5).then(|| {
        quote! { request.content_md5(); }
    });
    Some(quote! {
        #[inline]
        fn encode(
            request: &mut runtime::codegen::Request,
            settings: &runtime::codegen::Extensions,
        ) -> std::result::Result<(), runtime::codegen::RequestError> {
            request.gzip(settings)?;
            #checksum
            Ok(())
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
        (PayloadKind::Json, _) => {
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
    // An unset structure is sent as an empty object.
    let otherwise = matches!(payload.field.ty, Type::Struct(_))
        .then(|| quote! { else { request.payload("application/json", "{}"); } });
    quote! {
        if let Some(payload) = &input.#field {
            #write
        }
        #otherwise
    }
}
