//! A sent message as a shell command and as Rust code.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use crate::emulator::account::REGION;

/// A request of `SendWhatsAppMessage`.
pub(super) struct Sent<'a> {
    pub(super) phone_number_id: Option<&'a str>,
    pub(super) version: Option<&'a str>,
    pub(super) body: &'a [u8],
}

impl Sent<'_> {
    /// Returns the request as a command, signed with the credentials of the shell.
    pub(super) fn curl(&self, url: &str) -> String {
        let mut body = json!({ "message": STANDARD.encode(self.body) });
        if let Some(id) = self.phone_number_id {
            body["originationPhoneNumberId"] = json!(id);
        }
        if let Some(version) = self.version {
            body["metaApiVersion"] = json!(version);
        }
        let body = quoted(&body.to_string());
        format!(
            "curl --aws-sigv4 'aws:amz:{REGION}:social-messaging' \\\n  \
             --user \"$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY\" \\\n  \
             --header 'content-type: application/json' \\\n  \
             --data {body} \\\n  \
             {}",
            quoted(&format!("{url}/v1/whatsapp/send"))
        )
    }

    /// Returns the request as Rust code with the client of this crate.
    pub(super) fn rust(&self) -> String {
        let mut code = "client\n    .send_whatsapp_message()\n".to_owned();
        if let Some(id) = self.phone_number_id {
            code.push_str(&format!("    .origination_phone_number_id({id:?})\n"));
        }
        if let Some(version) = self.version {
            code.push_str(&format!("    .meta_api_version({version:?})\n"));
        }
        let body = String::from_utf8_lossy(self.body);
        let fence = fence(&body);
        code.push_str(&format!("    .message(r{fence}\"{body}\"{fence})\n"));
        code.push_str("    .send()\n    .await?;\n");
        code
    }
}

/// Returns the number signs that a raw string with this text needs.
fn fence(text: &str) -> String {
    let runs = text.split('"').skip(1);
    let longest = runs.map(|rest| rest.len() - rest.trim_start_matches('#').len());
    "#".repeat(longest.max().map_or(0, |longest| longest + 1))
}

/// Quotes text for a shell.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fences_raw_strings() {
        for (text, expected) in [("a", ""), ("\"", "#"), ("\"#", "##"), ("#\"a#\"##b", "###")] {
            assert_eq!(fence(text), expected, "{text}");
        }
    }

    #[test]
    fn quotes_for_a_shell() {
        assert_eq!(quoted("it's $HOME"), r"'it'\''s $HOME'");
    }
}
