//! Signing with the service's clock when the machine's own is wrong.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime};

use jiff::fmt::rfc2822::DateTimeParser;

use crate::call::error::CredentialsRefusal;
use crate::message::response::Response;
use crate::net::sigv4::SigningTime;

/// How far clocks may be apart before it explains a refused signature. AWS
/// accepts five minutes.
const TOLERANCE: Duration = Duration::from_secs(4 * 60);

/// By how many seconds the service's clock is ahead of the machine's, as far as
/// a client has learned.
#[derive(Debug, Default)]
pub(crate) struct ClockSkew {
    seconds: AtomicI64,
}

impl ClockSkew {
    /// The time that the service has when the machine has `local`.
    pub(crate) fn correct(&self, local: SystemTime) -> SystemTime {
        let seconds = self.seconds.load(Ordering::Relaxed);
        let by = Duration::from_secs(seconds.unsigned_abs());
        let corrected = if seconds < 0 {
            local.checked_sub(by)
        } else {
            local.checked_add(by)
        };
        corrected.unwrap_or(local)
    }

    /// Remembers that the service has `service` when the machine has `local`.
    pub(crate) fn learn(&self, local: SystemTime, service: SystemTime) {
        let seconds = match service.duration_since(local) {
            Ok(ahead) => i64::try_from(ahead.as_secs()).unwrap_or(0),
            // A service that is behind by a part of a second is named by whole
            // seconds, the next lower of which is right.
            Err(behind) => {
                let behind = behind.duration();
                let up = u64::from(behind.subsec_nanos() > 0);
                i64::try_from(behind.as_secs() + up).map_or(0, |seconds| -seconds)
            }
        };
        self.seconds.store(seconds, Ordering::Relaxed);
    }
}

/// The service's time, when it refused a signature and that time is so far from
/// the time of signing that it explains why.
pub(crate) fn measure_skew(
    response: &Response,
    code: Option<&str>,
    signed_at: SystemTime,
) -> Option<SystemTime> {
    // Any other status leaves it open whether the request was carried out.
    if !response.status.is_client_error()
        || !code
            .and_then(CredentialsRefusal::from_code)
            .is_some_and(CredentialsRefusal::depends_on_time)
    {
        return None;
    }
    let date = response.headers.get(http::header::DATE)?.to_str().ok()?;
    let service: SystemTime = DateTimeParser::new().parse_timestamp(date).ok()?.into();
    // With a time that no signature can name, no later request could be signed,
    // and so none could correct the error.
    SigningTime::new(service)?;
    let apart = match service.duration_since(signed_at) {
        Ok(ahead) => ahead,
        Err(behind) => behind.duration(),
    };
    (apart > TOLERANCE).then_some(service)
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderValue, StatusCode};

    use super::*;

    /// Sun, 30 Aug 2015 12:36:00 GMT.
    fn signed() -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(1_440_938_160)
    }

    #[test]
    fn measures_skew_only_from_signature_errors_with_distant_dates() {
        let refused = "InvalidSignatureException";
        for (code, date, seconds) in [
            (refused, "Sun, 30 Aug 2015 13:36:00 GMT", Some(3_600)),
            (refused, "Sun, 30 Aug 2015 12:40:01 GMT", Some(241)),
            (refused, "Sun, 30 Aug 2015 12:40:00 GMT", None),
            (refused, "Sun, 30 Aug 2015 12:31:59 GMT", Some(-241)),
            (refused, "Sun, 30 Aug 2015 12:32:00 GMT", None),
            (refused, "yesterday", None),
            (refused, "Wed, 31 Dec 1969 23:59:59 GMT", None),
            (
                "RequestTimeTooSkewed",
                "Sun, 30 Aug 2015 13:36:00 GMT",
                Some(3_600),
            ),
            (
                "AccessDeniedException",
                "Sun, 30 Aug 2015 13:36:00 GMT",
                None,
            ),
        ] {
            let headers =
                HeaderMap::from_iter([(http::header::DATE, HeaderValue::from_static(date))]);
            let response = Response::new(StatusCode::FORBIDDEN, headers, "");
            let skew = ClockSkew::default();
            let measured = measure_skew(&response, Some(code), signed());
            assert_eq!(measured.is_some(), seconds.is_some(), "{code} {date}");
            if let Some(service) = measured {
                skew.learn(signed(), service);
                assert_eq!(skew.correct(signed()), service, "{date}");
                assert_eq!(Some(skew.seconds.load(Ordering::Relaxed)), seconds);
            }
        }
    }

    #[test]
    fn measures_skew_only_from_client_errors() {
        for (status, counts) in [(400, true), (403, true), (302, false), (502, false)] {
            let date = HeaderValue::from_static("Sun, 30 Aug 2015 13:36:00 GMT");
            let headers = HeaderMap::from_iter([(http::header::DATE, date)]);
            let status = StatusCode::from_u16(status).expect("a status");
            let response = Response::new(status, headers, "");
            let measured = measure_skew(&response, Some("RequestExpired"), signed());
            assert_eq!(measured.is_some(), counts, "{status}");
        }
    }
}
