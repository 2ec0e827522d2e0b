//! Advice on errors of hyper and rustls.

use std::error::Error as StdError;
use std::io;

use rustls::{CertificateError, Error as TlsError};

#[cfg(feature = "proxy")]
use super::proxy::ProxyError;

/// Returns the advice on an error of either library, if there is one.
pub(super) fn find(error: &(dyn StdError + 'static)) -> Option<&'static str> {
    #[cfg(feature = "proxy")]
    if error.is::<ProxyError>() {
        return Some(
            "check the address, user and password of the proxy, and that it allows the host",
        );
    }
    let http = error.downcast_ref().and_then(http_hint);
    http.or_else(|| error.downcast_ref().and_then(tls_hint))
}

/// Returns the problem of the server's certificate and the advice on it, if that
/// is the cause of an error.
pub(super) fn certificate(error: &(dyn StdError + 'static)) -> Option<&'static str> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(TlsError::InvalidCertificate(problem)) = tls_error(error) {
            return Some(certificate_problem(problem));
        }
        next = error.source();
    }
    None
}

/// An error of TLS, which may be inside an error of the operating system.
fn tls_error<'a>(error: &'a (dyn StdError + 'static)) -> Option<&'a TlsError> {
    if let Some(error) = error.downcast_ref() {
        return Some(error);
    }
    let mut inner = error.downcast_ref::<io::Error>()?.get_ref()?;
    while let Some(error) = inner.downcast_ref::<io::Error>() {
        inner = error.get_ref()?;
    }
    inner.downcast_ref()
}

fn certificate_problem(error: &CertificateError) -> &'static str {
    match error {
        CertificateError::UnknownIssuer => {
            "its authority is unknown; add the authority's certificate with `ca_bundle` of the \
             builder, AWS_CA_BUNDLE (for `build_from_env`) or SSL_CERT_FILE"
        }
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            "it is for another host; check the host of the endpoint URL"
        }
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
            "it has expired; renew it, or set the clock of this machine"
        }
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            "it is not valid yet; set the clock of this machine"
        }
        CertificateError::Revoked => "it is revoked; replace it on the server",
        CertificateError::BadSignature => {
            "its signature is wrong; check that the authority in the CA bundle is the one that \
             issued it"
        }
        CertificateError::BadEncoding => "it is malformed; replace it on the server",
        CertificateError::InvalidPurpose | CertificateError::InvalidPurposeContext { .. } => {
            "it is not for servers; issue one with the purpose of server authentication"
        }
        CertificateError::Other(other) => match other.0.downcast_ref() {
            Some(webpki::Error::CaUsedAsEndEntity) => {
                "it is the certificate of an authority (CA:TRUE); issue one for the server, signed \
                 by that authority"
            }
            Some(webpki::Error::UnsupportedCertVersion) => {
                "it is not an X.509 version 3 certificate; issue a new one"
            }
            _ => "it breaks a rule of X.509; issue a new one",
        },
        _ => "it was rejected; issue a new one, or check the CA bundle",
    }
}

fn tls_hint(error: &TlsError) -> Option<&'static str> {
    match error {
        TlsError::InvalidMessage(_) => Some(
            "the server does not speak TLS; check the port of the endpoint URL, or begin it with \
             http://",
        ),
        _ => None,
    }
}

fn http_hint(error: &hyper::Error) -> Option<&'static str> {
    if !error.is_parse() {
        return None;
    }
    // hyper names the part of the head that it could not parse. A server that
    // expects TLS answers plain HTTP with a TLS alert, which has no HTTP
    // version.
    let text = error.to_string();
    if text.contains("too large") {
        Some("the head of the response is too large; look for a proxy that adds headers")
    } else if text.contains("version") {
        Some(
            "the server does not speak HTTP; if it expects TLS, begin the endpoint URL with \
             https://",
        )
    } else {
        Some("the response is HTTP with an invalid head; look for a faulty server or proxy")
    }
}
