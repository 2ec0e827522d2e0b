//! Verification of notifications, with certificates from SNS.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::{Request, StatusCode};
use runtime::codegen::data::FromDocument;
use runtime::transport::{Limits, Transport};
use runtime::{Document, Timestamp};

use super::certificate::Certificate;
use super::error::SignatureError;
use super::url::certificate_url;
use super::verify::verify;
use crate::events::recent::Recent;
use crate::whatsapp::SnsNotification;

/// The maximum number of cached certificates. SNS has one per Region and
/// replaces it about once a year.
const MAX_CERTIFICATES: usize = 64;

/// The maximum size of a certificate in bytes.
const MAX_CERTIFICATE: usize = 64 * 1024;

/// The maximum size of a notification in bytes. SNS limits a message to 256
/// KiB.
const MAX_NOTIFICATION: usize = 1024 * 1024;

/// The timeout for fetching a certificate. SNS waits 15 seconds for a response.
const TIMEOUT: Duration = Duration::from_secs(5);

/// Verifies that notifications come from SNS and belong to your topics.
///
/// It fetches each certificate once and caches it. The module has an
/// [example](crate::events::sns).
pub struct SnsVerifier {
    transport: Arc<dyn Transport>,
    topics: BTreeSet<String>,
    /// The URLs of certificates that are trusted although they are not SNS
    /// URLs.
    trusted: BTreeSet<String>,
    certificates: Mutex<Recent<String, Arc<Certificate>>>,
}

impl SnsVerifier {
    /// Creates a verifier for notifications of these topics. Others are rejected,
    /// because anyone can have SNS sign notifications of their own topic.
    pub fn new<T: Into<String>>(
        transport: impl Transport,
        topics: impl IntoIterator<Item = T>,
    ) -> Self {
        Self {
            transport: Arc::new(transport),
            topics: topics.into_iter().map(Into::into).collect(),
            trusted: BTreeSet::new(),
            certificates: Mutex::new(Recent::new(MAX_CERTIFICATES)),
        }
    }

    /// Also accepts notifications whose certificate has exactly this URL, such as
    /// those of an emulator. Use it only in tests: the owner of the URL can sign
    /// notifications.
    ///
    /// ```
    /// # use socialmessaging::events::sns::SnsVerifier;
    /// # use socialmessaging::transport::HttpTransport;
    /// let topic = "arn:aws:sns:us-east-1:123456789012:whatsapp-events";
    /// let verifier = SnsVerifier::new(HttpTransport::new(), [topic])
    ///     .with_certificate_url("http://127.0.0.1:8480/_emulator/sns/certificate.pem");
    /// ```
    #[must_use]
    pub fn with_certificate_url(mut self, url: impl Into<String>) -> Self {
        self.trusted.insert(url.into());
        self
    }

    /// Verifies the body of an SNS request and returns the notification.
    ///
    /// # Errors
    /// SNS did not sign the notification, its topic is not listed, or the
    /// certificate cannot be fetched.
    pub async fn verify(
        &self,
        body: &[u8],
        now: impl Into<Timestamp>,
    ) -> Result<SnsNotification, SignatureError> {
        let notification = read(body).ok_or(SignatureError::Missing("Type"))?;
        self.verify_notification(&notification, now).await?;
        Ok(notification)
    }

    /// Verifies a notification.
    ///
    /// # Errors
    /// See [`verify`](Self::verify).
    pub async fn verify_notification(
        &self,
        notification: &SnsNotification,
        now: impl Into<Timestamp>,
    ) -> Result<(), SignatureError> {
        let topic = notification.topic_arn();
        let topic = topic.ok_or(SignatureError::Missing("TopicArn"))?;
        if !self.topics.contains(topic) {
            return Err(SignatureError::Topic);
        }
        let given = notification.signing_cert_url();
        let url = match given.filter(|url| self.trusted.contains(*url)) {
            Some(url) => url,
            None => certificate_url(notification)?,
        };
        let certificate = self.certificate(url).await?;
        verify(notification, &certificate, now)
    }

    /// Returns the certificate at an SNS URL.
    async fn certificate(&self, url: &str) -> Result<Arc<Certificate>, SignatureError> {
        let key = url.to_owned();
        if let Some(known) = self.with_certificates(|it| it.touch(&key).cloned()) {
            return Ok(known);
        }
        let certificate = Arc::new(self.fetch(url).await?);
        let kept = Arc::clone(&certificate);
        self.with_certificates(|certificates| certificates.insert(key, kept));
        Ok(certificate)
    }

    async fn fetch(&self, url: &str) -> Result<Certificate, SignatureError> {
        let request = Request::get(url).body(Bytes::new());
        let request = request.map_err(|_| SignatureError::CertificateUrl)?;
        let mut limits = Limits::default();
        limits.connect = Some(TIMEOUT);
        limits.timeout = Some(TIMEOUT);
        limits.response_size = MAX_CERTIFICATE;
        let response = self.transport.send(request, limits).await;
        let response = response.map_err(SignatureError::transport)?;
        match response.status() {
            StatusCode::OK => Certificate::from_pem(response.body()),
            status => Err(SignatureError::Fetch(format!("status {status}").into())),
        }
    }

    /// Accesses the certificates. A panic cannot leave them inconsistent.
    fn with_certificates<T>(
        &self,
        change: impl FnOnce(&mut Recent<String, Arc<Certificate>>) -> T,
    ) -> T {
        change(
            &mut self
                .certificates
                .lock()
                .unwrap_or_else(PoisonError::into_inner),
        )
    }
}

impl fmt::Debug for SnsVerifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SnsVerifier")
            .field("transport", &self.transport)
            .field("topics", &self.topics)
            .finish_non_exhaustive()
    }
}

/// Reads a notification; `None` for anything else.
fn read(body: &[u8]) -> Option<SnsNotification> {
    let text = std::str::from_utf8(body).ok();
    let text = text.filter(|text| text.len() <= MAX_NOTIFICATION)?;
    let document: Document = text.parse().ok()?;
    SnsNotification::from_document(document).value
}
