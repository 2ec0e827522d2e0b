//! Errors of inputs without events.

use std::fmt;

use runtime::{Document, DocumentError};

/// The maximum number of member names in an error, and their maximum length.
const SHOWN_NAMES: usize = 5;
const SHOWN_LENGTH: usize = 40;

/// The input is not JSON, contains no events, or is too large.
///
/// The text names the members of a JSON object, but not their values, which may
/// be personal data.
///
/// ```
/// # use socialmessaging::events::{self, ParseError};
/// let error = events::parse(b"{\"to\": \"+14255550123\", \"type\": \"text\"}").unwrap_err();
/// assert!(matches!(error, ParseError::UnknownCarrier { .. }));
/// assert!(error.to_string().starts_with("no events in an object with `to`, `type`"));
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum ParseError {
    /// The input is not JSON.
    NotJson {
        /// The position and the reason.
        reason: String,
    },
    /// The input is JSON, but not a known carrier of events.
    UnknownCarrier {
        /// A description of the JSON.
        found: String,
    },
    /// The input is too large.
    TooLarge {
        /// The limit, with its unit.
        limit: &'static str,
    },
}

impl ParseError {
    pub(super) fn not_json(error: &DocumentError) -> Self {
        let text = error.to_string();
        // The variant says so already.
        let reason = text.strip_prefix("not a document: ").unwrap_or(&text);
        Self::NotJson {
            reason: reason.to_owned(),
        }
    }

    pub(super) fn unknown_carrier(document: &Document) -> Self {
        let found = match document {
            Document::Map(members) if members.is_empty() => "an empty object".to_owned(),
            Document::Map(members) => {
                let names = members.keys().take(SHOWN_NAMES);
                let names: Vec<String> = names.map(|name| format!("`{}`", shown(name))).collect();
                let more = if members.len() > SHOWN_NAMES {
                    ", …"
                } else {
                    ""
                };
                format!("an object with {}{more}", names.join(", "))
            }
            Document::List(_) => "a list without a part that contains events".to_owned(),
            Document::String(_) => "a string".to_owned(),
            Document::Number(_) => "a number".to_owned(),
            Document::Bool(_) => "a boolean".to_owned(),
            Document::Null => "null".to_owned(),
        };
        Self::UnknownCarrier { found }
    }
}

/// A foreign name without characters that could forge lines.
fn shown(name: &str) -> String {
    let plain = |character: char| character.is_ascii_graphic() && character != '`';
    name.chars()
        .take(SHOWN_LENGTH)
        .map(|it| if plain(it) { it } else { '?' })
        .collect()
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotJson { reason } => write!(f, "not JSON: {reason}"),
            Self::UnknownCarrier { found } => write!(
                f,
                "no events in {found}; expected the event of a Lambda function (`Records`), an SNS \
                 notification (`Type`, `Message`), an EventBridge event (`detail-type`), an AWS \
                 envelope (`whatsAppWebhookEntry`), or a Meta webhook (`entry`, `changes`, or \
                 `field` and `value`)"
            ),
            Self::TooLarge { limit } => {
                write!(f, "too large: more than {limit}; split the input")
            }
        }
    }
}

impl std::error::Error for ParseError {}
