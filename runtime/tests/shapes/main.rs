//! The runtime as generated code and its users see it: reading, writing,
//! checking, errors and pages of a small service.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod checks;
mod errors;
mod pages;
mod properties;
mod readers;
mod reading;
#[expect(unreachable_pub, reason = "it is what generated libraries contain")]
mod sample;
mod writing;

/// A response with this status and body.
fn response(status: u16, body: impl Into<runtime::Bytes>) -> runtime::Response {
    let status = runtime::StatusCode::from_u16(status).unwrap();
    runtime::Response::new(status, runtime::HeaderMap::new(), body)
}

/// A response with these headers as well.
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

/// Compares with the snapshot of this name.
macro_rules! snapshot {
    ($name:literal, $value:expr) => {
        insta::with_settings!(
            { omit_expression => true, prepend_module_to_snapshot => false },
            { insta::assert_snapshot!($name, $value) }
        )
    };
}
pub(crate) use snapshot;
