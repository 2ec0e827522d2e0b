//! The partitions of AWS: groups of regions with their own DNS suffixes.

/// A group of regions.
#[derive(Debug, PartialEq, Eq)]
pub struct Partition {
    /// The name, as in ARNs.
    pub name: &'static str,
    /// The suffix of host names.
    pub dns_suffix: &'static str,
    /// The suffix of dual-stack host names.
    pub dual_stack_dns_suffix: &'static str,
    /// Whether there are FIPS hosts.
    pub supports_fips: bool,
    /// Whether there are dual-stack hosts.
    pub supports_dual_stack: bool,
    /// The region that signs for services without regions.
    pub implicit_global_region: &'static str,
    /// The region that represents the whole partition.
    global: &'static str,
    /// The prefixes of the names of its regions, before a word and a number:
    /// `us` for `us-east-1`.
    region_prefixes: &'static [&'static str],
}

const AWS: Partition = Partition {
    name: "aws",
    dns_suffix: "amazonaws.com",
    dual_stack_dns_suffix: "api.aws",
    supports_fips: true,
    supports_dual_stack: true,
    implicit_global_region: "us-east-1",
    global: "aws-global",
    region_prefixes: &["us", "eu", "ap", "sa", "ca", "me", "af", "il", "mx"],
};

/// Every partition but `aws`, the default for unknown regions.
const OTHERS: [Partition; 7] = [
    Partition {
        name: "aws-cn",
        dns_suffix: "amazonaws.com.cn",
        dual_stack_dns_suffix: "api.amazonwebservices.com.cn",
        supports_fips: true,
        supports_dual_stack: true,
        implicit_global_region: "cn-northwest-1",
        global: "aws-cn-global",
        region_prefixes: &["cn"],
    },
    Partition {
        name: "aws-us-gov",
        dns_suffix: "amazonaws.com",
        dual_stack_dns_suffix: "api.aws",
        supports_fips: true,
        supports_dual_stack: true,
        implicit_global_region: "us-gov-west-1",
        global: "aws-us-gov-global",
        region_prefixes: &["us-gov"],
    },
    Partition {
        name: "aws-iso",
        dns_suffix: "c2s.ic.gov",
        dual_stack_dns_suffix: "api.aws.ic.gov",
        supports_fips: true,
        supports_dual_stack: true,
        implicit_global_region: "us-iso-east-1",
        global: "aws-iso-global",
        region_prefixes: &["us-iso"],
    },
    Partition {
        name: "aws-iso-b",
        dns_suffix: "sc2s.sgov.gov",
        dual_stack_dns_suffix: "api.aws.scloud",
        supports_fips: true,
        supports_dual_stack: true,
        implicit_global_region: "us-isob-east-1",
        global: "aws-iso-b-global",
        region_prefixes: &["us-isob"],
    },
    Partition {
        name: "aws-iso-e",
        dns_suffix: "cloud.adc-e.uk",
        dual_stack_dns_suffix: "api.cloud-aws.adc-e.uk",
        supports_fips: true,
        supports_dual_stack: true,
        implicit_global_region: "eu-isoe-west-1",
        global: "aws-iso-e-global",
        region_prefixes: &["eu-isoe"],
    },
    Partition {
        name: "aws-iso-f",
        dns_suffix: "csp.hci.ic.gov",
        dual_stack_dns_suffix: "api.aws.hci.ic.gov",
        supports_fips: true,
        supports_dual_stack: true,
        implicit_global_region: "us-isof-south-1",
        global: "aws-iso-f-global",
        region_prefixes: &["us-isof"],
    },
    Partition {
        name: "aws-eusc",
        dns_suffix: "amazonaws.eu",
        dual_stack_dns_suffix: "api.amazonwebservices.eu",
        supports_fips: true,
        supports_dual_stack: true,
        implicit_global_region: "eusc-de-east-1",
        global: "aws-eusc-global",
        region_prefixes: &["eusc-de"],
    },
];

/// The partition that a region belongs to.
pub(crate) fn for_region(region: &str) -> &'static Partition {
    let prefix = region_prefix(region);
    OTHERS
        .iter()
        .find(|partition| {
            partition.global == region
                || prefix.is_some_and(|prefix| partition.region_prefixes.contains(&prefix))
        })
        .unwrap_or(&AWS)
}

/// Returns the part before `-word-number` at the end of a region's name.
fn region_prefix(region: &str) -> Option<&str> {
    let (rest, number) = region.rsplit_once('-')?;
    let (prefix, word) = rest.rsplit_once('-')?;
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    let is_word = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphanumeric());
    (is_number && is_word).then_some(prefix)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_partition_of_a_region() {
        for (region, name) in [
            ("us-east-1", "aws"),
            ("eu-central-1", "aws"),
            ("ap-southeast-5", "aws"),
            ("mx-central-1", "aws"),
            ("cn-north-1", "aws-cn"),
            ("us-gov-west-1", "aws-us-gov"),
            ("us-iso-east-1", "aws-iso"),
            ("us-isob-east-1", "aws-iso-b"),
            ("eu-isoe-west-1", "aws-iso-e"),
            ("us-isof-south-1", "aws-iso-f"),
            ("eusc-de-east-1", "aws-eusc"),
            ("aws-global", "aws"),
            ("aws-iso-b-global", "aws-iso-b"),
            // Names that only resemble those of a partition.
            ("eusc-fr-east-1", "aws"),
            ("us-gov-west", "aws"),
            ("cn-north-one", "aws"),
            ("cn", "aws"),
            ("moon-base-1", "aws"),
        ] {
            assert_eq!(for_region(region).name, name, "{region}");
        }
        assert!(AWS.region_prefixes.contains(&"us"));
    }
}
