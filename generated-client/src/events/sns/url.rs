//! The URL of a certificate.

use super::error::SignatureError;
use crate::whatsapp::SnsNotification;

/// The domains of SNS, without service and Region.
const DOMAINS: [&str; 2] = [".amazonaws.com", ".amazonaws.com.cn"];

/// Returns the certificate URL if it is an SNS URL: HTTPS, the host
/// `sns.REGION.amazonaws.com` or `.com.cn`, and a path that ends with `.pem`.
///
/// ```
/// # use socialmessaging::events::sns::certificate_url;
/// # use socialmessaging::whatsapp::SnsNotification;
/// let url = "https://sns.us-east-1.amazonaws.com/SimpleNotificationService-0.pem";
/// let notification = SnsNotification::new().with_signing_cert_url(url);
/// assert_eq!(certificate_url(&notification)?, url);
/// let forged = SnsNotification::new().with_signing_cert_url("https://example.com/a.pem");
/// assert!(certificate_url(&forged).is_err());
/// # Ok::<(), socialmessaging::events::sns::SignatureError>(())
/// ```
///
/// # Errors
/// The notification has no certificate URL, or a different one.
pub fn certificate_url(notification: &SnsNotification) -> Result<&str, SignatureError> {
    let url = notification.signing_cert_url();
    let url = url.or_else(|| notification.lambda_signing_cert_url());
    let url = url.ok_or(SignatureError::Missing("SigningCertURL"))?;
    match is_of_sns(url) {
        true => Ok(url),
        false => Err(SignatureError::CertificateUrl),
    }
}

/// Compares character by character, because URL parsers disagree about unusual
/// URLs.
fn is_of_sns(url: &str) -> bool {
    let Some((host, path)) = url
        .strip_prefix("https://")
        .and_then(|rest| rest.split_once('/'))
    else {
        return false;
    };
    let region = host.strip_prefix("sns.").and_then(|rest| {
        let mut domains = DOMAINS.iter();
        domains.find_map(|domain| rest.strip_suffix(domain))
    });
    let is_region = |region: &str| {
        let mut bytes = region.bytes();
        !region.is_empty()
            && bytes.all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'-')
    };
    let mut bytes = path.bytes();
    region.is_some_and(is_region)
        && bytes.all(|it| it.is_ascii_alphanumeric() || b"-_./".contains(&it))
        && !path.contains("..")
        && path.len() > ".pem".len()
        && path.ends_with(".pem")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepts_only_urls_of_sns() {
        for url in [
            "https://sns.us-east-1.amazonaws.com/SimpleNotificationService-01d0.pem",
            "https://sns.cn-north-1.amazonaws.com.cn/SimpleNotificationService-01d0.pem",
        ] {
            assert!(is_of_sns(url), "{url}");
        }
        for url in [
            "",
            "http://sns.us-east-1.amazonaws.com/a.pem",
            "https://sns.us-east-1.amazonaws.com",
            "https://sns.us-east-1.amazonaws.com/.pem",
            "https://sns.us-east-1.amazonaws.com/a.pem?x=.pem",
            "https://sns.us-east-1.amazonaws.com/a.pem#.pem",
            "https://sns.us-east-1.amazonaws.com/a.txt",
            "https://sns.us-east-1.amazonaws.com/b/../a.pem",
            "https://sns.us-east-1.amazonaws.com:8443/a.pem",
            "https://sns.us-east-1.amazonaws.com@example.com/a.pem",
            "https://me@sns.us-east-1.amazonaws.com/a.pem",
            "https://sns.us-east-1.amazonaws.com.example.com/a.pem",
            "https://example.com/sns.us-east-1.amazonaws.com/a.pem",
            "https://sns..amazonaws.com/a.pem",
            "https://sns.a.b.amazonaws.com/a.pem",
            "https://sns.amazonaws.com/a.pem",
            "https://xsns.us-east-1.amazonaws.com/a.pem",
            "https://sns.US-EAST-1.amazonaws.com/a.pem",
            "https://bucket.s3.us-east-1.amazonaws.com/a.pem",
            "https:///sns.us-east-1.amazonaws.com/a.pem",
            "https://sns.us-east-1.amazonaws.com\\.example.com/a.pem",
        ] {
            assert!(!is_of_sns(url), "{url}");
        }
    }
}
