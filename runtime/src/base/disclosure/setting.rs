//! Values of settings in errors.

use std::fmt;

use crate::base::printable::OneLine;

/// The maximum length of a shown value, in characters.
const LONGEST: usize = 128;

/// Words in a value that name a secret, in lower case: if a line is mistaken
/// for a continuation, its name becomes part of the value before it.
const SECRET_NAMES: [&str; 5] = ["secret", "token", "password", "access_key", "bearer "];

/// Displays the value of a setting in backticks, or only its length if the value
/// may be a secret.
///
/// A user may mistype the name of a setting, swap two values, or indent a line so
/// that it continues the one before it.
pub(crate) struct SettingValue<'a>(pub(crate) &'a str);

impl fmt::Display for SettingValue<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = self.0;
        if value.lines().nth(1).is_some() {
            let lines = value.lines().count();
            return write!(
                f,
                "a value of {lines} lines (hidden; an indented line continues the one before it)"
            );
        }
        if is_secret(value) {
            let length = value.chars().count();
            return write!(
                f,
                "a value of {length} characters (hidden: it may be a secret)"
            );
        }
        write!(f, "`{}`", OneLine::new(value))
    }
}

/// Displays the path of a file from a setting by the rules of [`SettingValue`],
/// without backticks.
pub(crate) struct PathValue<'a>(pub(crate) &'a str);

impl fmt::Display for PathValue<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_shown = !is_secret(self.0) && self.0.lines().nth(1).is_none();
        if is_shown {
            OneLine::new(self.0).fmt(f)
        } else {
            write!(
                f,
                "(a path of {} characters, hidden)",
                self.0.chars().count()
            )
        }
    }
}

/// Whether a value may be a key, a token or a password.
fn is_secret(value: &str) -> bool {
    let lower = value.to_ascii_lowercase();
    let is_named = SECRET_NAMES.iter().any(|name| lower.contains(name));
    let is_path = ["/", "~", "./", "../", "\\"]
        .iter()
        .any(|start| value.starts_with(start))
        || value
            .get(1..)
            .is_some_and(|rest| rest.starts_with(":\\") || rest.starts_with(":/"));
    if is_arn(value) {
        return false;
    }
    // A path may have a directory called `secrets` and any number of parts.
    if is_path {
        return value.split(['/', '\\']).any(is_key_like);
    }
    is_named
        || value.contains('=')
        || value.chars().count() > LONGEST
        || is_long_base64(value)
        || value.split(['.', ':', '@', ' ', '/']).any(is_key_like)
}

/// Whether a value is an ARN, whose parts are not secret.
fn is_arn(value: &str) -> bool {
    value.starts_with("arn:")
        && value.matches(':').count() >= 5
        && !value.contains(char::is_whitespace)
}

/// Whether a part of a value looks random: at least 20 characters with
/// upper-case letters, lower-case letters and digits, or 32 hexadecimal digits.
fn is_key_like(part: &str) -> bool {
    let runs = part.split(|c: char| !c.is_ascii_alphanumeric());
    runs.into_iter().any(|run| {
        let has = |class: fn(&u8) -> bool| run.bytes().any(|byte| class(&byte));
        let is_mixed = has(u8::is_ascii_uppercase) && has(u8::is_ascii_lowercase);
        let is_hex = run.bytes().all(|byte| byte.is_ascii_hexdigit());
        (run.len() >= 20 && is_mixed && has(u8::is_ascii_digit))
            || (run.len() >= 32 && is_hex)
            || run.len() >= 40
    })
}

/// Whether a value has the length and the characters of a secret access key or
/// of a token, which may have slashes and plus signs anywhere.
fn is_long_base64(value: &str) -> bool {
    let has = |class: fn(&u8) -> bool| value.bytes().any(|byte| class(&byte));
    let is_base64 = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=');
    value.len() >= 32
        && value.bytes().all(is_base64)
        && has(u8::is_ascii_uppercase)
        && has(u8::is_ascii_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_values_without_the_form_of_a_secret() {
        for value in [
            "",
            "us-east-1",
            "US-EAST-1",
            "yes",
            "0",
            "AdministratorAccess-123456789012",
            "Ec2InstanceMetadata",
            "my profile",
            "dev/Team2",
            "arn:aws:iam::123456789012:role/ServiceRoleOf2024Production",
        ] {
            assert_eq!(SettingValue(value).to_string(), format!("`{value}`"));
        }
        for path in [
            "/home/Ada/Projects2024/aws/secrets/config",
            "C:\\Users\\Ada\\.aws",
            "~/x",
        ] {
            assert_eq!(PathValue(path).to_string(), path);
        }
    }

    #[test]
    fn hides_values_with_the_name_or_form_of_a_secret() {
        for value in [
            "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
            "us-east-1 aws_secret_access_key = abc",
            "true\naws_secret_access_key = abc",
            "x=abc",
            "my-secret",
            "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N",
            "0123456789abcdef0123456789abcdef",
            "Bearer abc",
            &"IQoJb3JpZ2luX2Vj/+".repeat(20),
            "/wJalrXUtnFEMIK7MDENG/bPxRfiCYEXAMPLEKEY",
        ] {
            for shown in [
                SettingValue(value).to_string(),
                PathValue(value).to_string(),
            ] {
                assert!(shown.contains("hidden"), "{shown}");
                assert!(!shown.contains("abc") && !shown.contains("XUtn"), "{shown}");
            }
        }
        let continued = SettingValue("us-east-1\nabc").to_string();
        assert_eq!(
            continued,
            "a value of 2 lines (hidden; an indented line continues the one before it)"
        );
    }
}
