//! The signing key, derived once per day.

use std::fmt;
use std::sync::{Mutex, PoisonError};

use super::date::SigningTime;
use super::settings::Scope;
use crate::base::hashing::{Hashing, HmacKey};
use crate::base::hex::HexHash;
use crate::base::identity::Credentials;

/// Caches the signing key of the last day, region, service and secret.
///
/// Deriving a key takes four HMACs, and nearly all requests of a client share
/// one key. `Debug` hides the key.
#[derive(Default)]
pub(crate) struct KeyCache(Mutex<Option<Entry>>);

struct Entry {
    date: Vec<u8>,
    region: String,
    service: String,
    secret_access_key: String,
    key: HmacKey,
}

impl KeyCache {
    /// Returns the signature of `text`.
    pub(crate) fn sign(
        &self,
        hashing: Hashing,
        credentials: &Credentials,
        scope: Scope<'_>,
        time: &SigningTime,
        text: &[u8],
    ) -> HexHash {
        let key = self.key(hashing, credentials, scope, time);
        HexHash::new(hashing.hmac(&key, text).as_ref())
    }

    fn key(
        &self,
        hashing: Hashing,
        credentials: &Credentials,
        scope: Scope<'_>,
        time: &SigningTime,
    ) -> HmacKey {
        let secret = credentials.secret_access_key();
        // No code panics while holding the lock, and a stored key is always
        // complete, so a poisoned lock is safe to use.
        let mut entry = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match &*entry {
            Some(entry)
                if entry.date == time.date()
                    && entry.region == scope.region
                    && entry.service == scope.service
                    && entry.secret_access_key == secret =>
            {
                entry.key.clone()
            }
            _ => {
                let key = derive(hashing, secret, scope, time.date());
                *entry = Some(Entry {
                    date: time.date().to_owned(),
                    region: scope.region.to_owned(),
                    service: scope.service.to_owned(),
                    secret_access_key: secret.to_owned(),
                    key: key.clone(),
                });
                key
            }
        }
    }
}

fn derive(hashing: Hashing, secret_access_key: &str, scope: Scope<'_>, date: &[u8]) -> HmacKey {
    let start = hashing.hmac_key(format!("AWS4{secret_access_key}").as_bytes());
    let (region, service) = (scope.region.as_bytes(), scope.service.as_bytes());
    [date, region, service, b"aws4_request"]
        .iter()
        .fold(start, |key, part| {
            hashing.hmac_key(hashing.hmac(&key, part).as_ref())
        })
}

impl fmt::Debug for KeyCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeyCache").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use super::*;

    /// Changes each part of a key's identity in turn; a used cache must sign like an
    /// empty one.
    #[test]
    fn caches_keys_by_day_region_service_and_secret() {
        let today = SystemTime::UNIX_EPOCH + Duration::from_secs(1_440_938_160);
        let tomorrow = today + Duration::from_secs(86_400);
        let cases = [
            (today, "us-east-1", "a", "secret"),
            (today, "us-east-1", "a", "other"),
            (today, "us-east-1", "a", "secret"),
            (tomorrow, "us-east-1", "a", "secret"),
            (today, "us-west-2", "a", "secret"),
            (today, "us-east-1", "b", "secret"),
        ];
        let cache = KeyCache::default();
        let mut signatures = Vec::new();
        for (time, region, service, secret) in cases {
            let credentials = Credentials::new("AKID", secret);
            let scope = Scope { region, service };
            let time = SigningTime::new(time).expect("in range");
            let signature = cache.sign(Hashing, &credentials, scope, &time, b"text");
            assert_eq!(
                signature,
                KeyCache::default().sign(Hashing, &credentials, scope, &time, b"text")
            );
            signatures.push(signature.as_str().to_owned());
        }
        assert_eq!(signatures[0], signatures[2]);
        signatures.remove(2);
        signatures.sort();
        signatures.dedup();
        assert_eq!(signatures.len(), 5);
    }

    #[test]
    fn debug_output_hides_keys() {
        let cache = KeyCache::default();
        let time = SigningTime::new(SystemTime::UNIX_EPOCH).expect("in range");
        let scope = Scope {
            region: "us-east-1",
            service: "a",
        };
        cache.sign(
            Hashing,
            &Credentials::new("AKID", "se-cret"),
            scope,
            &time,
            b"",
        );
        assert_eq!(format!("{cache:?}"), "KeyCache { .. }");
    }
}
