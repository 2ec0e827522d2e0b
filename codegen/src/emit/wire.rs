//! `impl Operation`: how an input becomes a request, and a response an output.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::rust::{
    Body, Checksum, FieldRef, HeaderBinding, HostPart, Method, Operation, PathPart, Payload,
    PayloadKind, PayloadSigning, Request, Response, StreamLength, TextForm, TimestampFormat, Type,
};

use super::endpoint;
use super::json::write_member;
use super::tokens::{self, as_option, path};

/// The implementation for the type of requests.
pub(super) fn operation(operation: &Operation) -> TokenStream {
    let name = &operation.path.name;
    let input = path(&operation.input);
    let output = path(&operation.output);
    let error = &operation.error;
    let fill = operation.token.as_ref().map(|token| {
        quote! {
            fn fill(input: &mut #input, random: &dyn runtime::Random) {
                runtime::operation::fill_token(&mut input.#token, random);
            }
        }
    });
    let (input_parameter, request) = request(&operation.request, &operation.response);
    let (response_parameter, read) = response(&operation.response, &output, &quote! { output });
    let endpoint_parameters = endpoint::of_operation(&operation.endpoint_parameters);
    quote! {
        impl runtime::Operation for #name {
            type Input = #input;
            type Output = #output;
            type Error = #error;

            const METADATA: &'static runtime::Metadata = &METADATA;

            #fill

            fn request(
                #input_parameter: &#input,
            ) -> std::result::Result<runtime::Request, runtime::RequestError> {
                #request
            }

            #endpoint_parameters

            fn output(
                #response_parameter: &runtime::Response,
            ) -> std::result::Result<#output, runtime::ResponseError> {
                #read
            }
        }
    }
}

/// The name of the parameter and the body of `request`.
fn request(request: &Request, response: &Response) -> (TokenStream, TokenStream) {
    let method = match &request.method {
        Method::Standard(name) => quote! { runtime::Method::#name },
        Method::Other(name) => quote! { runtime::request::method(#name)? },
    };
    let path = request_path(&request.path);
    let new = quote! { runtime::Request::new(#method, #path) };
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
    // A header of its own replaces one from the map.
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
    if request.checksum == Checksum::ContentMd5 {
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
        request.host_prefix(runtime::request::HostPrefix::new(#first) #(#steps)*);
    })
}

/// Sets a header of `message` to a field of `owner`.
pub(super) fn header_out(
    message: &TokenStream,
    owner: &TokenStream,
    header: &HeaderBinding,
) -> TokenStream {
    let (name, field) = (&header.name, &header.field.name);
    let is_list = matches!(header.field.ty, Type::List(..));
    let entries = as_option(owner, &header.field);
    match (is_list, header.format.map(codec)) {
        (false, None) => quote! { #message.header(#name, &#owner.#field)?; },
        (false, Some(codec)) => {
            quote! { #message.header_as::<#codec, _>(#name, &#owner.#field)?; }
        }
        (true, None) => quote! { #message.header_list(#name, #entries)?; },
        (true, Some(codec)) => {
            quote! { #message.header_list_as::<#codec, _>(#name, #entries)?; }
        }
    }
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
    quote! { runtime::request::Path::new(#first) #(#steps)* }
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
        (PayloadKind::Stream(media_type, StreamLength::Required), _) => {
            let name = &payload.field.wire_name;
            quote! { request.sized_stream(#name, #media_type, payload)?; }
        }
        (PayloadKind::Raw(media_type), Type::Enum(_)) => quote! {
            request.payload(#media_type, payload.as_str().to_owned());
        },
        (PayloadKind::Raw(media_type), _) => quote! {
            request.payload(#media_type, payload.clone());
        },
    };
    // An unset structure is one without members.
    let otherwise = matches!(payload.field.ty, Type::Struct(_))
        .then(|| quote! { else { request.payload("application/json", "{}"); } });
    quote! {
        if let Some(payload) = &input.#field {
            #write
        }
        #otherwise
    }
}

/// `impl FromResponse`: how an error is read whose members are not all in the
/// body.
pub(super) fn error(name: &Ident, bound: &Response) -> TokenStream {
    let (parameter, read) = response(bound, &quote! { Self }, &quote! { error });
    quote! {
        impl runtime::response::FromResponse for #name {
            fn from_response(
                #parameter: &runtime::Response,
            ) -> std::result::Result<Self, runtime::ResponseError> {
                #read
            }
        }
    }
}

/// The name of the parameter and the body of what reads an output, called
/// `owner` in it.
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

/// `json`, or `json_as` with the form that it needs: to write a payload.
pub(super) fn json_call(field: &FieldRef) -> TokenStream {
    match tokens::codec(&field.codec) {
        Some(codec) => quote! { json_as::<#codec, _> },
        None => quote! { json },
    }
}

/// The form of a payload that is read from JSON.
pub(super) fn json_codec(field: &FieldRef) -> TokenStream {
    tokens::codec(&field.codec).unwrap_or_else(|| quote! { runtime::json::Plain })
}

/// Whether a payload has a form of its own in JSON, not that of an object.
pub(super) fn is_json_value(payload: &Payload) -> bool {
    payload.kind == PayloadKind::Json
        && matches!(
            payload.field.ty,
            Type::List(..) | Type::Map(..) | Type::Document
        )
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
    if is_json_value(payload) {
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
        (PayloadKind::Raw(_), Type::String) => quote! { response.text()? },
        (PayloadKind::Raw(_) | PayloadKind::Stream(..), _) => {
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
    let read = match (is_list, header.format.map(codec)) {
        (false, None) => quote! { response.header(#name)? },
        (false, Some(codec)) => quote! { response.header_as::<#codec, _>(#name)? },
        (true, None) => quote! { response.header_list(#name)? },
        (true, Some(codec)) => quote! { response.header_list_as::<#codec, _>(#name)? },
    };
    let place = &field.name;
    if field.optional {
        quote! { #owner.#place = #read; }
    } else {
        quote! {
            if let Some(value) = #read {
                #owner.#place = value;
            }
        }
    }
}

pub(super) fn codec(form: TextForm) -> TokenStream {
    match form {
        TextForm::Timestamp(TimestampFormat::DateTime) => quote! { runtime::json::DateTime },
        TextForm::Timestamp(TimestampFormat::HttpDate) => quote! { runtime::json::HttpDate },
        TextForm::Timestamp(TimestampFormat::EpochSeconds) => {
            quote! { runtime::json::EpochSeconds }
        }
        TextForm::Base64 => quote! { runtime::text::Base64Text },
    }
}
