//! Splits names into words.

use std::collections::BTreeMap;

use heck::{ToSnakeCase, ToUpperCamelCase};

/// Words with inner capitals. Other acronyms (`S3File`, `HTTPServer`) do not
/// need to be listed: the last capital begins a new word.
const ACRONYMS: &[&str] = &[
    // Plurals of acronyms.
    "ACLs",
    "AMIs",
    "APIs",
    "ARNs",
    "CIDRs",
    "CPUs",
    "DBs",
    "GPUs",
    "IDs",
    "IPs",
    "JSONs",
    "MFAs",
    "OSes",
    "OUs",
    "PDFs",
    "SKUs",
    "SLAs",
    "TTLs",
    "URIs",
    "URLs",
    "UUIDs",
    "VCPUs",
    "VMs",
    "VPCs",
    "vCPU",
    "vCPUs",
    // Units.
    "GBps",
    "GiB",
    "KBps",
    "KiB",
    "MBps",
    "MiB",
    "TiB",
    // Protocols, formats and kinds of things.
    "GraphQL",
    "IPv4",
    "IPv6",
    "IaaS",
    "IoT",
    "LoRaWAN",
    "NoSQL",
    "OAuth",
    "PaaS",
    "SaaS",
    "WiFi",
    "iSCSI",
    "mTLS",
    // Products.
    "DevOps",
    "DynamoDB",
    "GitHub",
    "GitLab",
    "MySQL",
    "PostgreSQL",
    "YouTube",
    "iOS",
    "macOS",
];

/// The words of a service and [`ACRONYMS`], by their first letter in lower
/// case, longest first.
#[derive(Clone, Debug)]
pub(super) struct Words(BTreeMap<u8, Vec<String>>);

impl Words {
    /// Creates the table. `own` is the word list of the service.
    pub(super) fn new(own: &[String]) -> Self {
        let mut words: Vec<String> = own.to_vec();
        words.extend(ACRONYMS.iter().map(|&word| word.to_owned()));
        words.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        words.dedup();
        let mut by_first: BTreeMap<u8, Vec<String>> = BTreeMap::new();
        for word in words {
            let first = word.bytes().next().unwrap_or_default();
            let alike = by_first.entry(first.to_ascii_lowercase()).or_default();
            alike.push(word);
        }
        Self(by_first)
    }

    /// `OpenGitHubIssue` as `open_github_issue`.
    pub(super) fn snake(&self, name: &str) -> String {
        self.split(name).to_snake_case()
    }

    /// `US_EAST_1` as `UsEast1`. A name that already has this case keeps its
    /// spelling, including acronyms.
    pub(super) fn upper_camel(&self, name: &str) -> String {
        let begins = name.starts_with(|c: char| c.is_ascii_uppercase());
        let mixed = name.contains(|c: char| c.is_ascii_lowercase());
        let whole = name.chars().all(|c| c.is_ascii_alphanumeric());
        if begins && whole && (mixed || name.len() == 1) {
            return name.to_owned();
        }
        self.split(name).to_upper_camel_case()
    }

    /// The name with each known word spelled so that its capitals no longer
    /// split it: `_Github_` for `GitHub`.
    fn split(&self, name: &str) -> String {
        let mut split = String::with_capacity(name.len());
        let mut rest = name;
        let mut previous = None;
        while let Some(first) = rest.chars().next() {
            match self.at(rest, previous) {
                Some(length) => {
                    let (word, after) = rest.split_at(length);
                    split.push('_');
                    split.push_str(&capitalised(word));
                    if after.starts_with(|c: char| c.is_ascii_alphabetic()) {
                        split.push('_');
                    }
                    previous = word.chars().next_back();
                    rest = after;
                }
                None => {
                    split.push(first);
                    previous = Some(first);
                    rest = rest.strip_prefix(first).unwrap_or_default();
                }
            }
        }
        split
    }

    /// The length of the known word at the beginning of `rest`, if a word can
    /// begin and end there. `previous` is the character before it.
    fn at(&self, rest: &str, previous: Option<char>) -> Option<usize> {
        let after_word = previous.is_some_and(|c| c.is_ascii_alphanumeric());
        let begins = !after_word || rest.starts_with(|c: char| c.is_ascii_uppercase());
        if !begins {
            return None;
        }
        let first = rest.bytes().next()?.to_ascii_lowercase();
        let word = self.0.get(&first)?.iter().find(|word| {
            let Some(after) = strip_word(rest, word, after_word) else {
                return false;
            };
            let next = after.chars().next();
            if word.ends_with(|c: char| c.is_ascii_uppercase()) {
                // `NoSQL` ends neither in `NoSQLite` nor in `NoSQLITE`.
                !next.is_some_and(|c| c.is_ascii_alphabetic()) || next_word_begins(after)
            } else {
                !next.is_some_and(|c| c.is_ascii_lowercase())
            }
        })?;
        Some(word.len())
    }
}

/// `rest` without `word`, when it begins with it. At the very beginning of a
/// name the first letter may be in lower case, as in `gitHubId`.
fn strip_word<'a>(rest: &'a str, word: &str, after_word: bool) -> Option<&'a str> {
    if let Some(after) = rest.strip_prefix(word) {
        return Some(after);
    }
    if after_word {
        return None;
    }
    let lower = word.chars().next()?.to_ascii_lowercase();
    rest.strip_prefix(lower)?.strip_prefix(word.get(1..)?)
}

/// Whether `text` begins with an upper-case and a lower-case letter, as words
/// do.
fn next_word_begins(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(|c| c.is_ascii_uppercase())
        && chars.next().is_some_and(|c| c.is_ascii_lowercase())
}

fn capitalised(word: &str) -> String {
    let lower = word.to_ascii_lowercase();
    let mut chars = lower.chars();
    match chars.next() {
        Some(first) => first.to_ascii_uppercase().to_string() + chars.as_str(),
        None => lower,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words() -> Words {
        Words::new(&["GitHub".to_owned()])
    }

    #[test]
    fn snake_case() {
        for (name, expected) in [
            ("OpenGitHubIssue", "open_github_issue"),
            ("gitHubId", "github_id"),
            ("unregisteredGitHubAccounts", "unregistered_github_accounts"),
            ("GitHubris", "git_hubris"),
            ("sourceS3PresignedUrl", "source_s3_presigned_url"),
            ("S3File", "s3_file"),
            ("EC2Instance", "ec2_instance"),
            ("HTTPServer", "http_server"),
            ("OAuth2Client", "oauth2_client"),
            ("IPv6Net", "ipv6_net"),
            ("ipv6Net", "ipv6_net"),
            ("resourceARNs", "resource_arns"),
            ("ARNsList", "arns_list"),
            ("NoSQLDatabase", "nosql_database"),
            ("vCPUCount", "vcpu_count"),
            ("maxVCPUs", "max_vcpus"),
            ("V1Beta1", "v1_beta1"),
            ("foo_bar", "foo_bar"),
            ("Foo_Bar", "foo_bar"),
            ("__123foo", "123foo"),
            ("a", "a"),
        ] {
            assert_eq!(words().snake(name), expected, "{name}");
        }
    }

    #[test]
    fn upper_camel_case() {
        for (name, expected) in [
            ("GitHubAccountSummary", "GitHubAccountSummary"),
            ("S3File", "S3File"),
            ("HTTPServer", "HTTPServer"),
            ("INCOMPLETE", "Incomplete"),
            ("US_EAST_1", "UsEast1"),
            ("t2_micro", "T2Micro"),
            ("Foo_Bar", "FooBar"),
            ("inProgress", "InProgress"),
            ("IPV4", "Ipv4"),
            ("A", "A"),
            ("AB", "Ab"),
        ] {
            assert_eq!(words().upper_camel(name), expected, "{name}");
        }
    }
}
