//! SHA-256 and HMAC: from ring with the feature `http`, from RustCrypto with
//! `signing`.

#[cfg(any(test, all(feature = "signing", not(feature = "http"))))]
mod pure;
#[cfg(feature = "http")]
mod ring;
#[cfg(not(any(feature = "http", feature = "signing")))]
mod unavailable;

#[cfg(all(feature = "signing", not(feature = "http")))]
use pure as provider;
#[cfg(feature = "http")]
use ring as provider;
#[cfg(not(any(feature = "http", feature = "signing")))]
use unavailable as provider;

pub(crate) use provider::{Hashing, HmacKey};

#[cfg(test)]
mod tests {
    use super::{pure, ring};
    use crate::base::hex::hex;

    /// Computes a hash and an HMAC with both libraries.
    fn both(key: &[u8], text: &[u8]) -> (String, String) {
        let one = pure::Hashing::available().expect("hash functions");
        let other = ring::Hashing::available().expect("hash functions");
        let hash = hex(one.sha256(text).as_ref());
        assert_eq!(hash, hex(other.sha256(text).as_ref()));
        let hmac = hex(one.hmac(&one.hmac_key(key), text).as_ref());
        assert_eq!(hmac, hex(other.hmac(&other.hmac_key(key), text).as_ref()));
        (hash, hmac)
    }

    #[test]
    fn computes_the_values_of_the_standards() {
        // FIPS 180-2, appendix B.1, and RFC 4231, sections 4.3 and 4.7.
        let (hash, _) = both(b"", b"abc");
        assert_eq!(
            hash,
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
        let (_, hmac) = both(b"Jefe", b"what do ya want for nothing?");
        assert_eq!(
            hmac,
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
        let text = b"Test Using Larger Than Block-Size Key - Hash Key First";
        let (_, hmac) = both(&[0xaa; 131], text);
        assert_eq!(
            hmac,
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        );
    }

    proptest::proptest! {
        #[test]
        fn both_libraries_agree(
            key in proptest::collection::vec(proptest::num::u8::ANY, 0..200),
            text in proptest::collection::vec(proptest::num::u8::ANY, 0..200),
        ) {
            both(&key, &text);
        }
    }
}
