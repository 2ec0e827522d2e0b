//! Hosts of all partitions and variants, and custom endpoints.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a panic in a test helper fails the test"
)]

use runtime::endpoint::Endpoint;
use runtime::{DualStack, Fips, Region};

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
            let endpoint = Endpoint::of_service("shop", &region, fips, dual_stack).expect("a host");
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
        ("", "it is no URL; write it like https://host:port/path"),
        ("localhost", "it has no scheme; write it like https://host:port/path"),
        ("localhost:8080", "it has no scheme; write it like https://host:port/path"),
        ("/v1", "it has no scheme; write it like https://host:port/path"),
        ("http://", "it is no URL; write it like https://host:port/path"),
        ("http:///v1", "it is no URL; write it like https://host:port/path"),
        ("http://:80", "it has no host"),
        ("http://h:65536", "its port is no number up to 65535"),
        ("http://h:99999/base", "its port is no number up to 65535"),
        ("http://[::1]:", "its port is no number up to 65535"),
        ("ftp://h", "its scheme is neither http nor https"),
        ("http://h?x=1", "it has a query (?…), which requests would lose"),
        ("http://h/#x", "it has a fragment (#…), which is never sent"),
        ("http://user@h", "it has a user or password before the host"),
        ("http://user:secret@h", "it has a user or password before the host"),
        ("http://h o", "it is no URL; write it like https://host:port/path"),
        ("http://h\r\nx: y", "it is no URL; write it like https://host:port/path"),
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
