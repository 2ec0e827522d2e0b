//! Root certificates.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, ConfigBuilder, RootCertStore, WantsVerifier};

use super::provider::provider;
use crate::base::blocking;

/// The trusted certificates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Roots {
    /// Those of the machine, or of `SSL_CERT_FILE` and `SSL_CERT_DIR`.
    Native,
    /// Those in this PEM file, and no others.
    File(PathBuf),
}

/// The root certificates for TLS cannot be read.
#[derive(Debug, Clone)]
pub(super) struct RootsError(String);

impl fmt::Display for RootsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "no root certificates for TLS: {}; install your system's package (often \
            `ca-certificates`), or set a PEM file with `ca_bundle` of the builder, \
             AWS_CA_BUNDLE (for `build_from_env`) or SSL_CERT_FILE",
            self.0
        )
    }
}

impl std::error::Error for RootsError {}

/// The TLS settings, created for the first connection.
#[derive(Debug)]
pub(super) struct Tls {
    roots: Roots,
    own: OnceLock<Arc<ClientConfig>>,
}

/// Reading the machine's certificates takes tens of milliseconds, so all
/// clients of a process share them.
static NATIVE: OnceLock<Arc<ClientConfig>> = OnceLock::new();

/// The timeout for reading the root certificates of the machine.
/// `SSL_CERT_FILE` may name a file that never ends.
const NATIVE_TIME: Duration = Duration::from_secs(10);

impl Tls {
    pub(super) fn new(roots: Roots) -> Self {
        Self {
            roots,
            own: OnceLock::new(),
        }
    }

    /// Returns the settings. The first call reads files, on its own thread.
    pub(super) async fn config(self: &Arc<Self>) -> Result<Arc<ClientConfig>, RootsError> {
        let cell = match self.roots {
            Roots::Native => &NATIVE,
            Roots::File(_) => &self.own,
        };
        if let Some(config) = cell.get() {
            return Ok(Arc::clone(config));
        }
        let loaded = match &self.roots {
            Roots::Native => blocking::within(NATIVE_TIME, native)
                .await
                .map_err(problem)??,
            Roots::File(path) => from_file(path).await?,
        };
        // Calls that load them at the same time share the first result.
        Ok(Arc::clone(cell.get_or_init(|| loaded)))
    }
}

fn problem(problem: impl ToString) -> RootsError {
    RootsError(problem.to_string())
}

fn builder() -> Result<ConfigBuilder<ClientConfig, WantsVerifier>, RootsError> {
    ClientConfig::builder_with_provider(Arc::new(provider()))
        .with_safe_default_protocol_versions()
        .map_err(problem)
}

fn native() -> Result<Arc<ClientConfig>, RootsError> {
    let loaded = rustls_native_certs::load_native_certs();
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(loaded.certs);
    if roots.is_empty() {
        let errors: Vec<String> = loaded.errors.iter().map(ToString::to_string).collect();
        return Err(problem(match errors.as_slice() {
            [] => "this machine has none".to_owned(),
            errors => errors.join(", "),
        }));
    }
    let builder = builder()?.with_root_certificates(roots);
    Ok(Arc::new(builder.with_no_client_auth()))
}

async fn from_file(path: &Path) -> Result<Arc<ClientConfig>, RootsError> {
    let in_file = |what: String| problem(format!("{}: {what}", path.display()));
    let mut roots = RootCertStore::empty();
    let content = blocking::read_file(path).await;
    let content = content.map_err(|error| in_file(error.to_string()))?;
    for certificate in CertificateDer::pem_slice_iter(&content) {
        let certificate = certificate.map_err(|error| in_file(error.to_string()))?;
        roots
            .add(certificate)
            .map_err(|error| in_file(error.to_string()))?;
    }
    if roots.is_empty() {
        return Err(in_file("the file has no certificates".to_owned()));
    }
    Ok(Arc::new(
        builder()?
            .with_root_certificates(roots)
            .with_no_client_auth(),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn rejects_bundles_without_certificates() {
        for (path, part) in [
            ("/no/such/bundle.pem", "/no/such/bundle.pem: "),
            (
                concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"),
                "the file has no certificates",
            ),
        ] {
            let tls = Arc::new(Tls::new(Roots::File(path.into())));
            let error = tls.config().await.expect_err("no roots").to_string();
            assert!(error.contains(part), "{error}");
            assert!(error.contains("ca-certificates") && error.contains("SSL_CERT_FILE"));
        }
    }
}
