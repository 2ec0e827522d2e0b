//! Error codes of AWS services that reject credentials.

/// The reason why a service rejected the credentials of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CredentialsRejection {
    /// The temporary credentials have expired.
    Expired,
    /// The service does not know the access key or the session token.
    Unknown,
    /// The signature does not match the request.
    Signature,
    /// The signature lacks a part.
    Incomplete,
    /// The request has no signature.
    Missing,
    /// The time of the signature differs too much from that of the service.
    Time,
    /// The code of Amazon EC2 for any of these, and for some missing permissions.
    Unspecified,
}

impl CredentialsRejection {
    /// Returns the reason for a code; `None` for codes that do not reject
    /// credentials. `AccessDenied` and similar codes accept them, and name the
    /// missing permission.
    ///
    /// The codes are those of the "Common Error Types" in AWS's API references
    /// (<https://docs.aws.amazon.com/social-messaging/latest/APIReference/CommonErrors.html>),
    /// in the form of the Query protocol and with the suffix of the JSON
    /// protocols, and those that Amazon S3
    /// (<https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html>)
    /// and Amazon EC2
    /// (<https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html>)
    /// list instead. `RequestInTheFuture` is in the lists of clock skew of AWS's
    /// own SDKs.
    pub(crate) fn from_code(code: &str) -> Option<Self> {
        Some(match code {
            "ExpiredToken" | "ExpiredTokenException" | "TokenRefreshRequired" => Self::Expired,
            "InvalidAccessKeyId"
            | "InvalidClientTokenId"
            | "InvalidToken"
            | "UnrecognizedClient"
            | "UnrecognizedClientException" => Self::Unknown,
            "InvalidSignature" | "InvalidSignatureException" | "SignatureDoesNotMatch" => {
                Self::Signature
            }
            "IncompleteSignature" | "IncompleteSignatureException" => Self::Incomplete,
            "MissingAuthenticationToken" | "MissingAuthenticationTokenException" => Self::Missing,
            "RequestExpired" | "RequestInTheFuture" | "RequestTimeTooSkewed" => Self::Time,
            "AuthFailure" => Self::Unspecified,
            _ => return None,
        })
    }

    /// Whether a wrong clock can be the reason.
    pub(crate) fn depends_on_time(self) -> bool {
        matches!(self, Self::Signature | Self::Time | Self::Unspecified)
    }

    /// Returns the advice for the caller.
    pub(super) fn advice(self) -> &'static str {
        match self {
            Self::Expired => {
                "the credentials have expired: sign in again, for example with `aws sso login`, or \
                 renew the session token"
            }
            Self::Unknown => {
                "the service does not know the credentials: check that the access key exists and \
                 is active, that the session token belongs to it, and that the account has the \
                 region enabled"
            }
            Self::Signature => {
                "check that the secret access key belongs to the access key id, and that no proxy \
                 changes the request"
            }
            Self::Incomplete => {
                "the signature arrived incomplete: check that no proxy changes the header \
                 `Authorization`"
            }
            Self::Missing => {
                "the request arrived without a signature: check the endpoint URL, and that no \
                 proxy removes the header `Authorization`"
            }
            Self::Time => "set the clock of this machine, or send the request without delay",
            Self::Unspecified => {
                "check that the access key exists and is active, that the secret access key \
                 belongs to it, that the account may use the resource, and the clock of this \
                 machine"
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::CredentialsRejection::{self, *};

    #[test]
    fn recognizes_rejected_credentials_by_code() {
        for (code, expected) in [
            ("ExpiredToken", Some(Expired)),
            ("ExpiredTokenException", Some(Expired)),
            ("TokenRefreshRequired", Some(Expired)),
            ("InvalidAccessKeyId", Some(Unknown)),
            ("InvalidClientTokenId", Some(Unknown)),
            ("InvalidToken", Some(Unknown)),
            ("UnrecognizedClient", Some(Unknown)),
            ("UnrecognizedClientException", Some(Unknown)),
            ("InvalidSignature", Some(Signature)),
            ("InvalidSignatureException", Some(Signature)),
            ("SignatureDoesNotMatch", Some(Signature)),
            ("IncompleteSignature", Some(Incomplete)),
            ("IncompleteSignatureException", Some(Incomplete)),
            ("MissingAuthenticationToken", Some(Missing)),
            ("MissingAuthenticationTokenException", Some(Missing)),
            ("RequestExpired", Some(Time)),
            ("RequestInTheFuture", Some(Time)),
            ("RequestTimeTooSkewed", Some(Time)),
            ("AuthFailure", Some(Unspecified)),
            ("AccessDenied", None),
            ("AccessDeniedException", None),
            ("NotAuthorized", None),
            ("OptInRequired", None),
            ("UnauthorizedOperation", None),
            ("ThrottlingException", None),
            ("ValidationError", None),
            ("", None),
        ] {
            assert_eq!(CredentialsRejection::from_code(code), expected, "{code}");
        }
    }
}
