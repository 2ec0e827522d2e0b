//! `server/`: routes, and for each operation, code that reads requests and
//! writes responses.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use crate::format::RustFile;
use crate::rust::{
    Body, Crate, FieldRef, Nested, Operation, PathPart, Payload, PayloadKind, Request, Response,
    RouteSegment, TextForm, Type, phrases,
};

use super::binding::{codec, header_out, json_call, json_codec};
use super::json::write_member;
use super::required;
use crate::sink::Docs;

use super::tokens::{ITEM, doc_text, path};

/// `server/mod.rs`: finds the operation of a request and calls the stub.
pub(super) fn root(client: &Crate) -> RustFile {
    let modules: TokenStream = client
        .operations
        .iter()
        .map(|operation| {
            let module = &operation.module;
            quote! { mod #module; }
        })
        .collect();
    let tables = match client.required.tables.as_slice() {
        [] => TokenStream::new(),
        _ => quote! { mod required; },
    };
    let server_docs = doc_text(phrases::NEW_SERVER, ITEM);
    let routes = client.operations.iter().map(route);
    // By name, so that adding or removing an operation changes no other line.
    let calls = client.operations.iter().map(|operation| {
        let (ty, method) = (path(&operation.path), &operation.method);
        let name = &operation.model_name;
        quote! {
            #name => <#ty as runtime::codegen::server::Serve>::handle(
                request,
                |input| self.0.#method(input),
            )
        }
    });
    RustFile {
        docs: Docs::paragraph(phrases::SERVER),
        items: quote! {
            #modules
            #tables

            #server_docs
            pub fn server(stub: impl crate::Stub) -> runtime::codegen::server::Server {
                runtime::codegen::server::Server::new(Stubbed(stub))
            }

            struct Stubbed<S>(S);

            impl<S: crate::Stub> runtime::codegen::server::Dispatch for Stubbed<S> {
                fn service(&self) -> &'static runtime::codegen::Service { &crate::service::SERVICE }

                fn routes(&self) -> &'static [runtime::codegen::server::Route] { ROUTES }

                fn call<'a>(
                    &'a self,
                    operation: &'static str,
                    request: runtime::codegen::server::ServerRequest<'a>,
                ) -> runtime::codegen::BoxFuture<
                    'a,
                    std::result::Result<runtime::codegen::server::Reply, runtime::codegen::server::Rejection>,
                > {
                    match operation {
                        #(#calls,)*
                        _ => std::boxed::Box::pin(std::future::ready(Err(
                            runtime::codegen::server::Rejection::unrouted(),
                        ))),
                    }
                }
            }

            static ROUTES: &[runtime::codegen::server::Route] = &[#(#routes),*];
        },
        ..RustFile::default()
    }
}

fn route(operation: &Operation) -> TokenStream {
    let ty = path(&operation.path);
    let method = operation.request.method.text();
    let segments = operation.request.route.iter().map(segment);
    let query = operation
        .request
        .constant_query
        .iter()
        .map(|(name, value)| quote! { (#name, #value) });
    quote! {
        runtime::codegen::server::Route {
            operation: <#ty as runtime::codegen::Operation>::METADATA,
            method: #method,
            path: &[#(runtime::codegen::server::Segment::#segments),*],
            query: &[#(#query),*],
        }
    }
}

fn segment(segment: &RouteSegment) -> TokenStream {
    match segment {
        RouteSegment::Text(text) => quote! { Text(#text) },
        RouteSegment::Label(name) => quote! { Label(#name) },
        RouteSegment::Greedy(name) => quote! { Greedy(#name) },
    }
}

/// `server/<operation>.rs`. `members` are the members of the input that contain
/// required members.
pub(super) fn operation(operation: &Operation, members: &[(String, Nested)]) -> TokenStream {
    let name = path(&operation.path);
    let input = path(&operation.input);
    let output = path(&operation.output);
    let error = &operation.error;
    let read = read(&operation.request, &input, members);
    let accepts = operation.response.media_type.as_ref();
    let accepts = accepts.map(|media_type| quote! { request.expect_accepted(#media_type)?; });
    let members = required::of_input(members);
    let (written, write) = write(&operation.response, &quote! { output });
    let (failed, write_error) = write_error(operation);
    quote! {
        #members

        impl runtime::codegen::server::Serve for #name {
            fn read(
                request: &runtime::codegen::server::Incoming,
            ) -> std::result::Result<#input, runtime::codegen::server::Rejection> {
                #accepts
                #read
            }

            fn write(
                #written: &#output,
            ) -> std::result::Result<runtime::codegen::server::Reply, runtime::codegen::RequestError> {
                #write
            }

            fn write_error(
                #failed: &crate::operation::#error,
            ) -> std::result::Result<runtime::codegen::server::Reply, runtime::codegen::RequestError> {
                #write_error
            }
        }
    }
}

/// The body of `read`.
fn read(request: &Request, input: &TokenStream, members: &[(String, Nested)]) -> TokenStream {
    let json = match (&request.body, members) {
        (Body::None | Body::Payload(_), _) => None,
        (Body::Json | Body::Members(_), []) => Some(quote! { request.json() }),
        (Body::Json | Body::Members(_), _) => Some(quote! { request.json_with(&MEMBERS) }),
    };
    let mut steps = Vec::new();
    if let Body::Payload(payload) = &request.body {
        steps.push(payload_in(payload, members));
    }
    for part in &request.path {
        match part {
            PathPart::Text(_) => {}
            PathPart::Label(name, field, format) => {
                steps.push(assign(field, &quote! { label }, name, *format));
            }
            PathPart::GreedyLabel(name, field) => {
                steps.push(assign(field, &quote! { label }, name, None));
            }
        }
    }
    for query in &request.query {
        steps.push(assign(
            &query.field,
            &quote! { query },
            &query.name,
            query.format,
        ));
    }
    if let Some(params) = &request.query_params {
        let method = match &params.field.ty {
            Type::Map(inner, _) if matches!(**inner, Type::List(..)) => {
                quote! { query_param_lists }
            }
            _ => quote! { query_params },
        };
        let (name, unread) = (&params.field.name, &params.unread);
        steps.push(quote! { input.#name = Some(request.#method(&[#(#unread),*])?); });
    }
    for header in &request.headers {
        let method = match header.field.ty {
            Type::List(..) => quote! { header_list },
            _ => quote! { header },
        };
        steps.push(assign(&header.field, &method, &header.name, header.format));
    }
    if let Some((prefix, field)) = &request.prefix_headers {
        let name = &field.name;
        steps.push(quote! { input.#name = request.prefix_headers(#prefix); });
    }
    let nothing = matches!(request.body, Body::None).then(|| quote! { request.without_body()?; });
    match (steps.is_empty(), json) {
        (true, Some(json)) => json,
        (true, None) => quote! { #nothing Ok(#input::new()) },
        (false, json) => {
            let start = match json {
                Some(json) => quote! { let mut input: #input = #json?; },
                None => quote! { #nothing let mut input = #input::new(); },
            };
            quote! {
                #start
                #(#steps)*
                Ok(input)
            }
        }
    }
}

/// Sets a field of the input to a value of the request.
fn assign(
    field: &FieldRef,
    place: &TokenStream,
    name: &str,
    format: Option<TextForm>,
) -> TokenStream {
    let is_list = matches!(field.ty, Type::List(..));
    let read = match (is_list, format.map(codec)) {
        (false, None) => quote! { one() },
        (false, Some(codec)) => quote! { one_as::<#codec, _>() },
        (true, None) => quote! { list() },
        (true, Some(codec)) => quote! { list_as::<#codec, _>() },
    };
    let field = &field.name;
    quote! { input.#field = request.#place(#name).#read?; }
}

/// Reads the field that is the body.
fn payload_in(payload: &Payload, members: &[(String, Nested)]) -> TokenStream {
    let (name, wire_name) = (&payload.field.name, &payload.field.wire_name);
    if payload.kind == PayloadKind::JsonValue {
        let codec = json_codec(&payload.field);
        let read = match members {
            [] => quote! { request.json_as::<#codec, _>()? },
            _ => quote! { request.json_payload_as::<#codec, _>(#wire_name, &MEMBERS)? },
        };
        return quote! { if !request.body().is_empty() { input.#name = #read; } };
    }
    let media_type = payload.required_media_type.as_ref();
    let expected = media_type.map(|media_type| quote! { request.expect_media_type(#media_type)?; });
    let read = match (&payload.kind, &payload.field.ty, members) {
        (PayloadKind::Json, _, []) => quote! { request.json()? },
        (PayloadKind::Json, _, _) => quote! { request.json_payload(#wire_name, &MEMBERS)? },
        (PayloadKind::Raw(_), Type::Bytes, _) => quote! { request.body() },
        (PayloadKind::Stream(..), ..) => quote! { request.body().into() },
        (PayloadKind::Raw(_), Type::Json, _) => quote! { request.body().into() },
        (PayloadKind::Raw(_), Type::String, _) => quote! { request.text()? },
        (PayloadKind::Raw(_) | PayloadKind::JsonValue, ..) => quote! { request.text()?.into() },
    };
    quote! {
        if !request.body().is_empty() {
            #expected
            input.#name = Some(#read);
        }
    }
}

/// The parameter and the body of `write`. The parameter is `owner`, or unused.
fn write(response: &Response, owner: &TokenStream) -> (TokenStream, TokenStream) {
    let code = Literal::u16_unsuffixed(response.code);
    let steps = write_steps(response, owner);
    if steps.is_empty() {
        return (
            quote! { _ },
            quote! { Ok(runtime::codegen::server::Reply::new(#code)) },
        );
    }
    let body = quote! {
        let mut reply = runtime::codegen::server::Reply::new(#code);
        #(#steps)*
        Ok(reply)
    };
    (owner.clone(), body)
}

fn write_steps(response: &Response, owner: &TokenStream) -> Vec<TokenStream> {
    let headers = response.headers.iter();
    let mut steps: Vec<TokenStream> = headers
        .map(|header| header_out(&quote! { reply }, owner, header))
        .collect();
    if let Some((prefix, field)) = &response.prefix_headers {
        let name = &field.name;
        steps.push(if_set(
            field,
            &quote! { &#owner.#name },
            &quote! { reply.prefix_headers(#prefix, value)?; },
        ));
    }
    if let Some(field) = &response.status {
        let name = &field.name;
        let (value, status) = match field.ty {
            Type::IntEnum(_) => (quote! { &#owner.#name }, quote! { value.as_i32() }),
            _ => (quote! { #owner.#name }, quote! { value }),
        };
        let step = quote! { reply.status(#status); };
        steps.push(if_set(field, &value, &step));
    }
    match &response.body {
        Body::None => {}
        Body::Json => steps.push(quote! { reply.json(#owner)?; }),
        Body::Members(fields) => steps.push(members_out(fields, owner)),
        Body::Payload(payload) => steps.push(payload_out(payload, owner)),
    }
    steps
}

fn members_out(fields: &[FieldRef], owner: &TokenStream) -> TokenStream {
    let members: Vec<TokenStream> = fields
        .iter()
        .map(|field| write_member(owner, field))
        .collect();
    match members.split_last() {
        Some((last, others)) => quote! {
            reply.json_members(|object| {
                #(#others?;)*
                #last
            })?;
        },
        None => TokenStream::new(),
    }
}

fn payload_out(payload: &Payload, owner: &TokenStream) -> TokenStream {
    let name = &payload.field.name;
    let step = match (&payload.kind, &payload.field.ty) {
        (PayloadKind::Json | PayloadKind::JsonValue, _) => {
            let call = json_call(&payload.field);
            quote! { reply.#call(value)?; }
        }
        (PayloadKind::Stream(media_type, _), _) => {
            quote! { reply.stream(#media_type, value)?; }
        }
        (PayloadKind::Raw(media_type), Type::Enum(_)) => {
            quote! { reply.payload(#media_type, value.as_str().to_owned()); }
        }
        (PayloadKind::Raw(media_type), _) => quote! { reply.payload(#media_type, value.clone()); },
    };
    if_set(&payload.field, &quote! { &#owner.#name }, &step)
}

/// Runs `step` if the field has a `value`.
fn if_set(field: &FieldRef, value: &TokenStream, step: &TokenStream) -> TokenStream {
    if field.optional {
        quote! { if let Some(value) = #value { #step } }
    } else {
        quote! {
            let value = #value;
            #step
        }
    }
}

/// The parameter and the body of `write_error`.
fn write_error(operation: &Operation) -> (TokenStream, TokenStream) {
    let name: &Ident = &operation.error;
    if operation.errors.is_empty() {
        return (quote! { error }, quote! { match *error {} });
    }
    let arms = operation.errors.iter().map(|error| {
        let variant = &error.variant;
        let written = match &error.http_binding {
            None => quote! { Self::json_error_reply(error) },
            Some(binding) => {
                let steps = write_steps(binding, &quote! { error });
                quote! {
                    let mut reply = Self::error_reply(error)?;
                    #(#steps)*
                    Ok(reply)
                }
            }
        };
        quote! { crate::operation::#name::#variant(error) => { #written } }
    });
    (quote! { error }, quote! { match error { #(#arms)* } })
}
