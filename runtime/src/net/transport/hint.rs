//! Advice on connections that fail, from the cause of the failure.

use std::error::Error as StdError;
use std::fmt;
use std::io;

#[cfg(feature = "http")]
use super::hyper_hint as libraries;

/// The libraries for HTTP and TLS: none in a build without `http`.
#[cfg(not(feature = "http"))]
mod libraries {
    use std::error::Error as StdError;

    pub(super) fn find(_: &(dyn StdError + 'static)) -> Option<&'static str> {
        None
    }

    pub(crate) fn certificate(_: &(dyn StdError + 'static)) -> Option<&'static str> {
        None
    }
}

pub(super) use libraries::certificate;

/// Advice on a proxy that is set in the environment but not used by the client.
pub(crate) struct IgnoredProxy(pub(crate) &'static str);

impl fmt::Display for IgnoredProxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the environment variable {} sets a proxy, which this client does not use; enable the \
             feature `proxy` and set HTTPS_PROXY, or set a custom `Transport` on the builder",
            self.0
        )
    }
}

/// Returns the advice on an error of the layers below, if there is one.
pub(super) fn find(error: &(dyn StdError + 'static)) -> Option<&'static str> {
    let mut next = Some(error);
    while let Some(error) = next {
        let found = error
            .downcast_ref::<io::Error>()
            .and_then(io_hint)
            .or_else(|| libraries::find(error))
            .or_else(|| name_hint(error));
        if found.is_some() {
            return found;
        }
        next = error.source();
    }
    None
}

fn io_hint(error: &io::Error) -> Option<&'static str> {
    // The inner error of an I/O error is not its source.
    if let Some(inner) = error.get_ref() {
        return match inner.downcast_ref::<io::Error>() {
            Some(inner) => io_hint(inner),
            None => libraries::find(inner),
        };
    }
    match error.kind() {
        io::ErrorKind::ConnectionRefused => Some(
            "nothing listens there; check host and port of the endpoint URL, and that the server \
             is running",
        ),
        io::ErrorKind::NetworkUnreachable | io::ErrorKind::HostUnreachable => {
            Some("there is no route from this machine; check its network")
        }
        _ => None,
    }
}

/// Returns the advice on a failed name lookup, which only the text of the error
/// identifies.
fn name_hint(error: &(dyn StdError + 'static)) -> Option<&'static str> {
    error.to_string().starts_with("dns error").then_some(
        "unknown host; check the region and the endpoint URL, and that this machine can look up \
         names",
    )
}
