//! The transport over `fetch` of a JavaScript host: a browser, a worker or Node.js.

use ::http::{HeaderMap, HeaderName, HeaderValue, Request, Response, StatusCode};
use bytes::Bytes;
use js_sys::futures::JsFuture;
use js_sys::{Array, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;

use super::{Limits, Transport, TransportError};
use crate::base::future::BoxFuture;
use crate::base::host::javascript::run_local;

#[wasm_bindgen]
extern "C" {
    fn fetch(url: &str, options: &Object) -> Promise;

    #[wasm_bindgen(js_name = AbortController)]
    type AbortController;

    #[wasm_bindgen(constructor, js_class = AbortController)]
    fn new() -> AbortController;

    #[wasm_bindgen(method, getter)]
    fn signal(this: &AbortController) -> JsValue;

    #[wasm_bindgen(method)]
    fn abort(this: &AbortController);

    type FetchResponse;

    #[wasm_bindgen(method, getter)]
    fn status(this: &FetchResponse) -> u16;

    #[wasm_bindgen(method, getter)]
    fn headers(this: &FetchResponse) -> JsValue;

    #[wasm_bindgen(method, getter)]
    fn body(this: &FetchResponse) -> Option<ReadableStream>;

    type ReadableStream;

    #[wasm_bindgen(method, js_name = getReader)]
    fn reader(this: &ReadableStream) -> Reader;

    type Reader;

    #[wasm_bindgen(method)]
    fn read(this: &Reader) -> Promise;
}

/// Sends with `fetch` of the JavaScript host. The default transport with the feature
/// `fetch`, on `wasm32-unknown-unknown`.
///
/// Requests have no cookies, and redirects are errors. The host handles
/// connections, DNS and certificates. It reports all their failures as the same
/// error, so [`maybe_sent`](TransportError::maybe_sent) is `true` for each.
/// Only Node.js reports that no connection was established.
///
/// The host sets the header `host`, which is signed, from the URL. A browser needs a
/// server that allows the request (CORS), and shows only the headers of a response that
/// the server exposes.
#[derive(Debug, Clone, Copy, Default)]
pub struct FetchTransport;

impl FetchTransport {
    /// Creates the transport.
    #[must_use]
    pub fn new() -> Self {
        Self
    }
}

impl Transport for FetchTransport {
    fn send(
        &self,
        request: Request<Bytes>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        Box::pin(async move {
            let exchange = run_local(move || exchange(request, limits));
            let ended = || TransportError::interrupted("the host ended the task");
            exchange.await.ok_or_else(ended)?
        })
    }
}

/// Aborts an exchange that its caller has dropped. Has no effect after its end.
struct Abort(AbortController);

impl Drop for Abort {
    fn drop(&mut self) {
        self.0.abort();
    }
}

async fn exchange(
    request: Request<Bytes>,
    limits: Limits,
) -> Result<Response<Bytes>, TransportError> {
    let abort = Abort(AbortController::new());
    let options = options(&request, &abort).map_err(|error| failure(&error))?;
    let fetched = JsFuture::from(fetch(&request.uri().to_string(), &options)).await;
    let fetched: FetchResponse = fetched.map_err(|error| failure(&error))?.unchecked_into();
    // Browsers hide a redirect, and its status.
    let Ok(status) = StatusCode::from_u16(fetched.status()) else {
        return Err(TransportError::interrupted("the response is a redirect"));
    };
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = status;
    *response.headers_mut() = headers(&fetched);
    match body(&fetched, limits.response_size).await {
        Ok(body) => Ok(response.map(|_| body)),
        Err(error) => Err(error.with_head(response.into_parts().0)),
    }
}

fn options(request: &Request<Bytes>, abort: &Abort) -> Result<Object, JsValue> {
    let headers = Array::new();
    for (name, value) in request.headers() {
        // The host sets these.
        if name == ::http::header::HOST || name == ::http::header::CONTENT_LENGTH {
            continue;
        }
        let value: String = value.as_bytes().iter().copied().map(char::from).collect();
        headers.push(&Array::of2(&name.as_str().into(), &value.into()));
    }
    let options = Object::new();
    let set = |name: &str, value: &JsValue| Reflect::set(&options, &name.into(), value);
    set("method", &request.method().as_str().into())?;
    set("headers", &headers)?;
    // Not even an empty body with GET.
    if !request.body().is_empty() {
        set("body", &Uint8Array::from(request.body().as_ref()))?;
    }
    set("signal", &abort.0.signal())?;
    set("cache", &"no-store".into())?;
    set("credentials", &"omit".into())?;
    set("redirect", &"manual".into())?;
    Ok(options)
}

/// Returns the headers of a response, without those that are not HTTP.
fn headers(response: &FetchResponse) -> HeaderMap {
    let mut headers = HeaderMap::new();
    let pairs = js_sys::try_iter(&response.headers()).ok().flatten();
    for pair in pairs.into_iter().flatten().flatten() {
        let pair = Array::from(&pair);
        let (Some(name), Some(value)) = (pair.get(0).as_string(), pair.get(1).as_string()) else {
            continue;
        };
        // The host uses one character for each byte.
        let value: Vec<u8> = value.chars().map(|char| char as u8).collect();
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::from_bytes(&value))
        {
            headers.append(name, value);
        }
    }
    headers
}

/// Reads the body of a response in chunks, so that it never takes more memory
/// than the limit.
async fn body(response: &FetchResponse, limit: usize) -> Result<Bytes, TransportError> {
    let Some(stream) = response.body() else {
        return Ok(Bytes::new());
    };
    let reader = stream.reader();
    let mut body = Vec::new();
    loop {
        let read = JsFuture::from(reader.read()).await;
        let piece = read.and_then(|read| Reflect::get(&read, &"value".into()));
        let piece = piece.map_err(|error| TransportError::interrupted(text(&error)))?;
        if piece.is_undefined() {
            return Ok(body.into());
        }
        let piece: Uint8Array = piece.unchecked_into();
        let length = piece.length() as usize;
        if length > limit - body.len() {
            return Err(TransportError::response_too_large(limit));
        }
        body.extend_from_slice(&piece.to_vec());
    }
}

/// The codes of errors of Node.js that prove that there was no connection.
const UNCONNECTED: &[&str] = &[
    "EAI_AGAIN",
    "ECONNREFUSED",
    "ENETUNREACH",
    "ENOTFOUND",
    "UND_ERR_CONNECT_TIMEOUT",
];

/// Returns the error of a request without a response.
fn failure(error: &JsValue) -> TransportError {
    let code = property(error, "cause").and_then(|cause| property(&cause, "code")?.as_string());
    match code {
        Some(code) if UNCONNECTED.contains(&code.as_str()) => TransportError::connect(text(error)),
        _ => TransportError::interrupted(text(error)),
    }
}

/// Returns the messages of an error and of its cause.
fn text(error: &JsValue) -> String {
    let message = |error: &JsValue| property(error, "message")?.as_string();
    let text = message(error).unwrap_or_else(|| "`fetch` failed".to_owned());
    match property(error, "cause").and_then(|cause| message(&cause)) {
        Some(cause) if !cause.is_empty() => format!("{text}: {cause}"),
        _ => text,
    }
}

fn property(value: &JsValue, name: &str) -> Option<JsValue> {
    // Throws for values that are not objects.
    Reflect::get(value, &name.into()).ok()
}
