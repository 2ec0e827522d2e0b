//! Clock skew: signatures with the time of the service if the machine's clock is
//! wrong.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime};

use crate::call::error::CredentialsRejection;
use crate::message::response::Response;
use crate::net::sigv4::SigningTime;
use crate::wire::timestamp::Timestamp;

/// The difference of the clocks that explains a rejected signature. AWS accepts
/// five minutes.
const TOLERANCE: Duration = Duration::from_secs(4 * 60);

/// The difference between the service's clock and the machine's, in seconds.
#[derive(Debug, Default)]
pub(crate) struct ClockSkew {
    seconds: AtomicI64,
}

impl ClockSkew {
    /// Converts a time of the machine to the time of the service.
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

    /// Stores the difference between the times of the service and the machine.
    pub(crate) fn learn(&self, local: SystemTime, service: SystemTime) {
        let seconds = match service.duration_since(local) {
            Ok(ahead) => i64::try_from(ahead.as_secs()).unwrap_or(0),
            // The Date header has whole seconds, rounded down.
            Err(behind) => {
                let behind = behind.duration();
                let up = u64::from(behind.subsec_nanos() > 0);
                i64::try_from(behind.as_secs() + up).map_or(0, |seconds| -seconds)
            }
        };
        self.seconds.store(seconds, Ordering::Relaxed);
    }
}

/// Returns the service's time if the service rejected a signature and the
/// difference from the time of signing explains it.
pub(crate) fn measure_skew(
    response: &Response,
    code: Option<&str>,
    signed_at: SystemTime,
) -> Option<SystemTime> {
    // With any other status, the request may have been processed.
    if !response.status.is_client_error()
        || !code
            .and_then(CredentialsRejection::from_code)
            .is_some_and(CredentialsRejection::depends_on_time)
    {
        return None;
    }
    let date = response.headers.get(http::header::DATE)?.to_str().ok()?;
    let service = SystemTime::from(Timestamp::from_http_date(date)?);
    // A time that signatures cannot express would make every later request fail.
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
        let rejected = "InvalidSignatureException";
        for (code, date, seconds) in [
            (rejected, "Sun, 30 Aug 2015 13:36:00 GMT", Some(3_600)),
            (rejected, "Sun, 30 Aug 2015 12:40:01 GMT", Some(241)),
            (rejected, "Sun, 30 Aug 2015 12:40:00 GMT", None),
            (rejected, "Sun, 30 Aug 2015 12:31:59 GMT", Some(-241)),
            (rejected, "Sun, 30 Aug 2015 12:32:00 GMT", None),
            (rejected, "yesterday", None),
            (rejected, "Wed, 31 Dec 1969 23:59:59 GMT", None),
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
