//! The user agent: which client, for which service, on which system.

use http::HeaderValue;

use crate::call::service::Service;
use crate::settings::config::ConfigError;

/// The maximum length of the name of a program, in bytes.
const LONGEST_NAME: usize = 50;

/// Returns the value of `User-Agent`, in the format of AWS's own clients.
pub(super) fn user_agent(service: &Service, app_name: Option<&str>) -> HeaderValue {
    // The version is optional in a model.
    let version = match service.version {
        "" => String::new(),
        version => format!("#{}", token(version)),
    };
    let mut agent = format!(
        "{}/{} ua/2.1 api/{}{version} os/{} md/arch#{} lang/rust",
        token(service.crate_name),
        token(service.crate_version),
        token(service.sdk_id),
        token(std::env::consts::OS),
        token(std::env::consts::ARCH),
    );
    if let Some(name) = app_name {
        agent.push_str(" app/");
        agent.push_str(&token(name));
    }
    HeaderValue::try_from(agent).unwrap_or(HeaderValue::from_static("rust"))
}

/// Checks the name of the program.
pub(super) fn check_app_name(name: &str, set_by: &str) -> Result<(), ConfigError> {
    if (1..=LONGEST_NAME).contains(&name.len()) && name.chars().all(is_token) {
        return Ok(());
    }
    Err(ConfigError::Setting {
        set_by: set_by.to_owned(),
        value: name.to_owned(),
        expected: "1 to 50 letters, digits and characters of !#$%&'*+-.^_`|~",
    })
}

fn token(text: &str) -> String {
    text.chars()
        .map(|character| if is_token(character) { character } else { '_' })
        .collect()
}

/// The characters of a token in HTTP (RFC 9110, section 5.6.2).
fn is_token(character: char) -> bool {
    character.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(character)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepts_only_tokens_as_app_names() {
        for (name, valid) in [
            ("orders", true),
            ("orders-1.2", true),
            ("", false),
            ("a b", false),
            ("a\r\nb", false),
            ("a/b", false),
            ("ü", false),
            (&"a".repeat(50), true),
            (&"a".repeat(51), false),
        ] {
            assert_eq!(check_app_name(name, "app_name").is_ok(), valid, "{name:?}");
        }
    }
}
