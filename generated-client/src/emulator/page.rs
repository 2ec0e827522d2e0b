//! The page that shows the chats, at `/`.

mod files;

use http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use http::{HeaderValue, Response};
use runtime::Bytes;

/// The path of the page.
pub(super) const PATH: &str = "/";

/// The prefix of the files that the page loads.
const FILES: &str = "/_emulator/page/";

/// The file of the page itself.
const INDEX: &str = "index.html";

/// Allows only the emulator's files, so that the page works offline and text in
/// messages cannot become code.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
     connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
);

/// Returns the page or a file of it.
pub(super) fn file(path: &str) -> Option<Response<Bytes>> {
    let name = match path {
        PATH => INDEX,
        path => path.strip_prefix(FILES).filter(|name| *name != INDEX)?,
    };
    let (content_type, content) = (files::media_type(name), files::content(name)?);
    let mut response = Response::new(Bytes::from_static(content.as_bytes()));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(CONTENT_SECURITY_POLICY, POLICY);
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Some(response)
}
