//! Amazon Resource Names, as far as validation reads them.

/// Returns the Region of an ARN; `None` for other text, and for ARNs without a
/// Region, such as those of IAM.
///
/// The format is `arn:partition:service:region:account-id:resource` ([AWS
/// General Reference]).
///
/// [AWS General Reference]:
///     https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
pub(super) fn region(arn: &str) -> Option<&str> {
    let mut parts = arn.splitn(6, ':');
    let is_arn = parts.next() == Some("arn");
    let region = parts.nth(2)?;
    let has_resource = parts.nth(1).is_some();
    (is_arn && has_resource && !region.is_empty()).then_some(region)
}

#[cfg(test)]
mod tests {
    #[test]
    fn reads_the_region_of_arns() {
        for (arn, expected) in [
            (
                "arn:aws:sns:eu-west-1:123456789012:topic",
                Some("eu-west-1"),
            ),
            ("arn:aws-cn:s:cn-north-1:1:a:b/c", Some("cn-north-1")),
            ("arn:aws:iam::123456789012:role/r", None),
            ("arn:aws:s3:::bucket", None),
            ("arn:aws:sns:eu-west-1:123456789012", None),
            ("urn:aws:sns:eu-west-1:1:topic", None),
            ("phone-number-id-1", None),
            ("", None),
        ] {
            assert_eq!(super::region(arn), expected, "{arn}");
        }
    }
}
