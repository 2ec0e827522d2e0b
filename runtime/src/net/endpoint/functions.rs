//! The functions of Smithy's rules engine that endpoint rules call ("Rules
//! engine standard library functions" and "AWS rules engine library functions"
//! of the Smithy 2.0 specification). `None` is the specification's empty value.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::partition::{self, Partition};
use crate::wire::percent::percent_encode;

/// `aws.partition`: the partition of a region; `aws` for unknown regions.
#[must_use]
pub fn partition(region: &str) -> Option<&'static Partition> {
    Some(partition::for_region(region))
}

/// The parts of an ARN.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arn {
    /// The partition.
    pub partition: String,
    /// The service.
    pub service: String,
    /// The region; may be empty.
    pub region: String,
    /// The account; may be empty.
    pub account_id: String,
    /// The resource, split at `:` and `/`.
    pub resource_id: Vec<String>,
}

/// `aws.parseArn`: the parts of an ARN.
#[must_use]
pub fn parse_arn(text: &str) -> Option<Arn> {
    let mut parts = text.splitn(6, ':');
    let prefix = parts.next()?;
    let mut part = || parts.next();
    let (partition, service, region, account_id) = (part()?, part()?, part()?, part()?);
    let resource = part()?;
    let complete =
        prefix == "arn" && !partition.is_empty() && !service.is_empty() && !resource.is_empty();
    complete.then(|| Arn {
        partition: partition.to_owned(),
        service: service.to_owned(),
        region: region.to_owned(),
        account_id: account_id.to_owned(),
        resource_id: resource.split([':', '/']).map(str::to_owned).collect(),
    })
}

/// `aws.isVirtualHostableS3Bucket`: whether a bucket can be a host label.
#[must_use]
pub fn is_virtual_hostable_s3_bucket(bucket: &str, allow_sub_domains: bool) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let is_label = |label: &str| {
        label.bytes().all(|byte| plain(byte) || byte == b'-') && is_edged_by(label, plain)
    };
    if !(3..=63).contains(&bucket.len()) || bucket.parse::<Ipv4Addr>().is_ok() {
        return false;
    }
    if allow_sub_domains {
        bucket.split('.').all(is_label)
    } else {
        is_label(bucket)
    }
}

/// Returns whether the first and the last byte are of this kind.
fn is_edged_by(label: &str, kind: impl Fn(u8) -> bool) -> bool {
    let bytes = label.as_bytes();
    bytes.first().copied().is_some_and(&kind) && bytes.last().copied().is_some_and(&kind)
}

/// `isValidHostLabel`: whether text can be a label of a host, or several with
/// dots between them.
#[must_use]
pub fn is_valid_host_label(text: &str, allow_sub_domains: bool) -> bool {
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && is_edged_by(label, |byte| byte != b'-')
    };
    if allow_sub_domains {
        text.split('.').all(is_label)
    } else {
        is_label(text)
    }
}

/// The parts of a URL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Url {
    /// `http` or `https`.
    pub scheme: String,
    /// The host, with its port when there is one.
    pub authority: String,
    /// The path, unchanged.
    pub path: String,
    /// The path, beginning and ending with a slash.
    pub normalized_path: String,
    /// Whether the host is an IP address.
    pub is_ip: bool,
}

/// `parseURL`: the parts of a URL without query and fragment.
#[must_use]
pub fn parse_url(text: &str) -> Option<Url> {
    if text.contains(['?', '#']) {
        return None;
    }
    let uri: http::Uri = text.parse().ok()?;
    let scheme = uri
        .scheme_str()
        .filter(|scheme| matches!(*scheme, "http" | "https"))?;
    let authority = uri.authority()?;
    // A colon precedes a port.
    let after_host = authority.as_str().rsplit(']').next()?;
    if after_host.contains(':') && authority.port_u16().is_none() {
        return None;
    }
    let written = text.split_once("://")?.1;
    let path = written
        .find('/')
        .map_or("", |start| written.split_at(start).1);
    let normalized_path = match path.trim_matches('/') {
        "" => "/".to_owned(),
        inner => format!("/{inner}/"),
    };
    let host = authority.host();
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    Some(Url {
        scheme: scheme.to_owned(),
        authority: authority.as_str().to_owned(),
        path: path.to_owned(),
        normalized_path,
        is_ip: host.parse::<Ipv4Addr>().is_ok() || bare.parse::<Ipv6Addr>().is_ok(),
    })
}

/// The end from which [`substring`] counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edge {
    /// Forward from the first character.
    Start,
    /// Backward from the last character.
    End,
}

/// `substring`: a part of ASCII text, from `start` to before `stop`.
#[must_use]
pub fn substring(text: &str, start: usize, stop: usize, from: Edge) -> Option<String> {
    if !text.is_ascii() || start >= stop || text.len() < stop {
        return None;
    }
    let range = match from {
        Edge::Start => start..stop,
        Edge::End => text.len() - stop..text.len() - start,
    };
    text.get(range).map(str::to_owned)
}

/// `uriEncode`: text with all characters escaped that are not unreserved in
/// URIs.
#[must_use]
pub fn uri_encode(text: &str) -> String {
    percent_encode(text)
}

/// `split`: the parts of text between delimiters, at most `limit` of them
/// unless that is 0.
#[must_use]
pub fn split(text: &str, delimiter: &str, limit: usize) -> Vec<String> {
    let parts: Vec<&str> = match limit {
        0 => text.split(delimiter).collect(),
        limit => text.splitn(limit, delimiter).collect(),
    };
    parts.into_iter().map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parses_arns() {
        for (text, expected) in [
            (
                "arn:aws:s3:us-east-1:123:bucket/a:b",
                Some(("aws", "s3", "us-east-1", "123", vec!["bucket", "a", "b"])),
            ),
            ("arn:aws:s3:::x", Some(("aws", "s3", "", "", vec!["x"]))),
            ("arn:aws:s3:::", None),
            ("arn:aws::::x", None),
            ("arn::s3:::x", None),
            ("urn:aws:s3:::x", None),
            ("arn:aws:s3::x", None),
        ] {
            let found = parse_arn(text);
            let found = found.as_ref().map(|arn| {
                let resource: Vec<&str> = arn.resource_id.iter().map(String::as_str).collect();
                let Arn {
                    partition,
                    service,
                    region,
                    account_id,
                    ..
                } = arn;
                (&**partition, &**service, &**region, &**account_id, resource)
            });
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn validates_host_labels() {
        let long = "a".repeat(64);
        for (text, whole, dotted) in [
            ("a", true, true),
            ("Abc-9", true, true),
            ("a.b", false, true),
            ("a..b", false, false),
            ("-a", false, false),
            ("a-", false, false),
            ("a_b", false, false),
            ("", false, false),
            (&long, false, false),
        ] {
            assert_eq!(is_valid_host_label(text, false), whole, "{text}");
            assert_eq!(is_valid_host_label(text, true), dotted, "{text}");
        }
    }

    #[test]
    fn validates_bucket_names() {
        for (text, whole, dotted) in [
            ("mybucket", true, true),
            ("my-bucket9", true, true),
            ("my.bucket", false, true),
            ("my..bucket", false, false),
            ("my.-bucket", false, false),
            ("MyBucket", false, false),
            ("ab", false, false),
            ("192.168.100.200", false, false),
            ("-bucket", false, false),
        ] {
            assert_eq!(is_virtual_hostable_s3_bucket(text, false), whole, "{text}");
            assert_eq!(is_virtual_hostable_s3_bucket(text, true), dotted, "{text}");
        }
    }

    #[test]
    fn parses_urls() {
        for (text, expected) in [
            (
                "https://example.com",
                Some(("https", "example.com", "", "/", false)),
            ),
            (
                "http://example.com:80/a/b",
                Some(("http", "example.com:80", "/a/b", "/a/b/", false)),
            ),
            (
                "https://127.0.0.1/",
                Some(("https", "127.0.0.1", "/", "/", true)),
            ),
            (
                "https://[fe80::1]",
                Some(("https", "[fe80::1]", "", "/", true)),
            ),
            ("https://example.com?q", None),
            ("https://example.com/#f", None),
            ("ftp://example.com", None),
            ("http://example.com:b/c", None),
            ("http://example.com:99999", None),
            ("example.com", None),
            ("", None),
        ] {
            let found = parse_url(text);
            let found = found.as_ref().map(|url| {
                (
                    &*url.scheme,
                    &*url.authority,
                    &*url.path,
                    &*url.normalized_path,
                    url.is_ip,
                )
            });
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn cuts_splits_and_encodes_text() {
        for (text, start, stop, from, expected) in [
            ("abcdef", 0, 2, Edge::Start, Some("ab")),
            ("abcdef", 0, 2, Edge::End, Some("ef")),
            ("abcdef", 1, 6, Edge::End, Some("abcde")),
            ("abc", 0, 4, Edge::Start, None),
            ("abc", 2, 2, Edge::Start, None),
            ("äbc", 0, 1, Edge::Start, None),
        ] {
            assert_eq!(
                substring(text, start, stop, from).as_deref(),
                expected,
                "{text}"
            );
        }
        assert_eq!(split("a--b--c", "--", 2), ["a", "b--c"]);
        assert_eq!(split("a--b--c", "--", 0), ["a", "b", "c"]);
        assert_eq!(uri_encode("a b/ü~"), "a%20b%2F%C3%BC~");
    }

    #[test]
    fn finds_partitions() {
        let found = partition("us-gov-west-1").map(|partition| partition.name);
        assert_eq!(found, Some("aws-us-gov"));
    }
}
