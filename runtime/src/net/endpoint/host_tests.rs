//! Hosts of all partitions and variants, and custom endpoints.

use proptest::prelude::*;

use super::{DualStack, Endpoint, Fips, functions};
use crate::base::region::Region;

#[test]
fn builds_hosts_of_every_partition() {
    #[rustfmt::skip]
    let cases = [
        ("us-east-1", "amazonaws.com", "api.aws"),
        ("eu-central-2", "amazonaws.com", "api.aws"),
        ("ap-southeast-5", "amazonaws.com", "api.aws"),
        ("sa-east-1", "amazonaws.com", "api.aws"),
        ("ca-west-1", "amazonaws.com", "api.aws"),
        ("me-central-1", "amazonaws.com", "api.aws"),
        ("af-south-1", "amazonaws.com", "api.aws"),
        ("il-central-1", "amazonaws.com", "api.aws"),
        ("mx-central-1", "amazonaws.com", "api.aws"),
        ("cn-north-1", "amazonaws.com.cn", "api.amazonwebservices.com.cn"),
        ("us-gov-west-1", "amazonaws.com", "api.aws"),
        ("us-iso-east-1", "c2s.ic.gov", "api.aws.ic.gov"),
        ("us-isob-east-1", "sc2s.sgov.gov", "api.aws.scloud"),
        ("eu-isoe-west-1", "cloud.adc-e.uk", "api.cloud-aws.adc-e.uk"),
        ("us-isof-south-1", "csp.hci.ic.gov", "api.aws.hci.ic.gov"),
        ("eusc-de-east-1", "amazonaws.eu", "api.amazonwebservices.eu"),
        ("moon-base-1", "amazonaws.com", "api.aws"),
    ];
    for (region, suffix, dual_stack_suffix) in cases {
        let region = Region::new(region).expect("a region");
        for (fips, dual_stack, expected) in [
            (
                Fips::Off,
                DualStack::Off,
                format!("https://shop.{region}.{suffix}"),
            ),
            (
                Fips::On,
                DualStack::Off,
                format!("https://shop-fips.{region}.{suffix}"),
            ),
            (
                Fips::Off,
                DualStack::On,
                format!("https://shop.{region}.{dual_stack_suffix}"),
            ),
            (
                Fips::On,
                DualStack::On,
                format!("https://shop-fips.{region}.{dual_stack_suffix}"),
            ),
        ] {
            let endpoint =
                Endpoint::for_service("shop", &region, fips, dual_stack).expect("a host");
            assert_eq!(endpoint.to_string(), expected);
        }
    }
}

#[test]
fn custom_endpoints_keep_their_base_path() {
    #[rustfmt::skip]
    let cases = [
        ("http://h", "/v1/x", "", "http://h/v1/x"),
        ("http://h/", "/v1/x", "", "http://h/v1/x"),
        ("http://h:8080/base/", "/v1/x", "", "http://h:8080/base/v1/x"),
        ("http://h:8080/base", "/v1/x", "a=b", "http://h:8080/base/v1/x?a=b"),
        ("https://h/a/b%20c", "/", "", "https://h/a/b%20c/"),
        ("HTTP://h", "/", "", "http://h/"),
        ("https://[::1]:443", "/v1", "", "https://[::1]:443/v1"),
        ("https://127.0.0.1", "/v1", "", "https://127.0.0.1/v1"),
    ];
    for (url, path, query, expected) in cases {
        let endpoint = Endpoint::custom(url).expect(url);
        assert_eq!(endpoint.uri(path, query).expect(url), expected, "{url}");
    }
}

#[test]
fn rejects_invalid_endpoints() {
    #[rustfmt::skip]
    let cases = [
        ("", "it is empty; leave it unset to use the service's own endpoint"),
        (" \n", "it is empty; leave it unset to use the service's own endpoint"),
        ("localhost", "it has no scheme; write it like https://host:port/path"),
        ("localhost:8080", "it has no scheme; write it like https://host:port/path"),
        ("/v1", "it has no scheme; write it like https://host:port/path"),
        ("http://", "it is not a valid URL; write it like https://host:port/path"),
        ("http:///v1", "it is not a valid URL; write it like https://host:port/path"),
        ("http://:80", "it has no host"),
        ("http://h:65536", "its port is not a number up to 65535"),
        ("http://h:99999/base", "its port is not a number up to 65535"),
        ("http://[::1]:", "its port is not a number up to 65535"),
        ("ftp://h", "its scheme is neither http nor https"),
        ("http://h?x=1", "it has a query (?…), which requests would lose"),
        ("http://h/#x", "it has a fragment (#…), which is never sent"),
        ("http://user@h", "it has a user or password before the host"),
        ("http://user:secret@h", "it has a user or password before the host"),
        ("http://h o", "it is not a valid URL; write it like https://host:port/path"),
        ("http://h\r\nx: y", "it is not a valid URL; write it like https://host:port/path"),
    ];
    for (url, problem) in cases {
        let error = Endpoint::custom(url).expect_err(url).to_string();
        assert!(
            error.ends_with(&format!("cannot be an endpoint: {problem}")),
            "{error}"
        );
        assert!(
            !error.contains("secret") && !error.contains('\n'),
            "{error}"
        );
    }
}

/// URLs of endpoints, and any other text.
fn any_url() -> impl Strategy<Value = String> {
    prop_oneof!["https?://[a-zA-Z0-9.:@\\[\\]_%/?#\\-]{0,20}", ".*"]
}

proptest! {
    #[test]
    fn parsed_endpoints_round_trip(text in any_url()) {
        if let Ok(endpoint) = Endpoint::custom(&text) {
            let shown = endpoint.to_string();
            prop_assert_eq!(Endpoint::custom(&shown), Ok(endpoint.clone()), "{}", shown);
            let uri = endpoint.uri("/v1", "a=1").unwrap();
            prop_assert_eq!(uri.query(), Some("a=1"), "{}", uri);
            prop_assert!(uri.path().ends_with("/v1") && uri.to_string().starts_with(&shown), "{}", uri);
        }
    }

    #[test]
    fn hosts_end_in_the_suffix_of_their_partition(name in "[a-z]{0,4}(-[a-z0-9]{1,6}){0,3}") {
        if let Ok(region) = Region::new(&name) {
            let endpoint = Endpoint::for_service("shop", &region, Fips::Off, DualStack::Off).unwrap();
            let partition = functions::partition(&name).unwrap();
            let expected = format!("https://shop.{name}.{}", partition.dns_suffix);
            prop_assert_eq!(endpoint.to_string(), expected);
        }
    }
}

#[test]
fn encodes_base_paths_beyond_ascii() {
    let endpoint = Endpoint::custom("http://h/Bücher/%20").expect("a URL");
    let uri = endpoint.uri("/v1", "").expect("a URI").to_string();
    assert_eq!(uri, "http://h/B%C3%BCcher/%20/v1");
    for url in ["http://h/a/../b", "http://h/.", "http://h/a/.."] {
        let error = Endpoint::custom(url).expect_err("dot segments").to_string();
        assert!(error.ends_with("its path has a segment . or .."), "{error}");
    }
}
