//! What to do about a connection that fails, where the cause tells it.

use std::error::Error as StdError;
use std::io;

use rustls::{CertificateError, Error as TlsError};

/// A hint for an error of the layers below, if there is one.
pub(super) fn find(error: &(dyn StdError + 'static)) -> Option<&'static str> {
    let mut next = Some(error);
    while let Some(error) = next {
        let found = error
            .downcast_ref::<io::Error>()
            .and_then(io_hint)
            .or_else(|| error.downcast_ref().and_then(http_hint))
            .or_else(|| name_hint(error));
        if found.is_some() {
            return found;
        }
        next = error.source();
    }
    None
}

fn io_hint(error: &io::Error) -> Option<&'static str> {
    // What an error of the system is made of is no source of it.
    if let Some(inner) = error.get_ref() {
        return match inner.downcast_ref::<io::Error>() {
            Some(inner) => io_hint(inner),
            None => inner.downcast_ref().and_then(tls_hint),
        };
    }
    match error.kind() {
        io::ErrorKind::ConnectionRefused => Some(
            "nothing listens there: check host and port of the endpoint URL, and whether the \
             server runs",
        ),
        io::ErrorKind::NetworkUnreachable | io::ErrorKind::HostUnreachable => Some(
            "no way leads there from this machine: check its network; proxies of the environment \
             are not used",
        ),
        _ => None,
    }
}

fn tls_hint(error: &TlsError) -> Option<&'static str> {
    match error {
        TlsError::InvalidMessage(_) => Some(
            "what answers does not speak TLS: check the port of the endpoint URL, or begin it with \
             http://",
        ),
        TlsError::InvalidCertificate(CertificateError::UnknownIssuer) => Some(
            "the certificate is of an authority that is not trusted here: name a file with its \
             certificate in AWS_CA_BUNDLE or SSL_CERT_FILE",
        ),
        TlsError::InvalidCertificate(
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. },
        ) => Some("the certificate is for another host: check the host of the endpoint URL"),
        TlsError::InvalidCertificate(
            CertificateError::Expired
            | CertificateError::ExpiredContext { .. }
            | CertificateError::NotValidYet
            | CertificateError::NotValidYetContext { .. },
        ) => Some("the certificate is not valid now: check the machine's clock"),
        _ => None,
    }
}

fn http_hint(error: &hyper::Error) -> Option<&'static str> {
    // A server that expects TLS answers plain HTTP with an alert of TLS. A head
    // without end counts as one that does not parse, too.
    let is_foreign = error.is_parse() && !error.to_string().contains("too large");
    is_foreign.then_some(
        "what answers does not speak HTTP: a server that expects TLS has a URL that begins with \
         https://",
    )
}

/// Errors of looking up a name have no type that could be told apart.
fn name_hint(error: &(dyn StdError + 'static)) -> Option<&'static str> {
    error.to_string().starts_with("dns error").then_some(
        "the host is not known here: check the region and the endpoint URL, and whether this \
         machine can look up names",
    )
}
