//! The runtime through the types of a small service: reading, writing, validation,
//! errors and pagination.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a panic in a test helper fails the test"
)]

mod checks;
mod errors;
mod json_blobs;
mod pages;
mod properties;
mod readers;
mod reading;
mod relations;
#[expect(unreachable_pub, reason = "generated libraries contain the same code")]
mod sample;
mod writing;

/// Creates a response without headers.
fn response(status: u16, body: impl Into<runtime::Bytes>) -> runtime::Response {
    let status = runtime::StatusCode::from_u16(status).unwrap();
    runtime::Response::new(status, runtime::HeaderMap::new(), body)
}

/// Creates a response with headers.
fn response_with(
    status: u16,
    headers: &[(&'static str, &'static str)],
    body: impl Into<runtime::Bytes>,
) -> runtime::Response {
    let mut response = response(status, body);
    for (name, value) in headers {
        response.headers.append(*name, value.parse().unwrap());
    }
    response
}

/// Compares a value with the snapshot of this name.
macro_rules! snapshot {
    ($name:literal, $value:expr) => {
        insta::with_settings!(
            { omit_expression => true, prepend_module_to_snapshot => false },
            { insta::assert_snapshot!($name, $value) }
        )
    };
}
pub(crate) use snapshot;
