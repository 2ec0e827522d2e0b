//! The recipients of a campaign, from a CSV file.

use std::collections::BTreeMap;
use std::fmt;
use std::fmt::Write as _;
use std::io::Read;

use sha2::{Digest as _, Sha256};
use socialmessaging::messages::Template;

/// The number of bytes of a hash that are used as a key: 32 characters, which
/// are easy to copy and enough for millions of rows.
const KEY_BYTES: usize = 16;

/// The number of errors that are listed.
const MAX_ERRORS: usize = 10;

/// A message of the campaign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    /// Identifies the message across runs, even if lines move or are added.
    pub(crate) key: String,
    /// The line of the file.
    pub(crate) line: u64,
    pub(crate) phone: String,
    /// The variables of the template.
    pub(crate) values: Vec<String>,
}

/// The rows of a file.
#[derive(Debug)]
pub(crate) struct Recipients {
    /// The names of the variables: the columns after the first.
    pub(crate) names: Vec<String>,
    pub(crate) rows: Vec<Row>,
    /// The number of lines that repeat an earlier line.
    pub(crate) repeated: usize,
}

/// The errors of a file, by line.
#[derive(Debug)]
pub(crate) struct InvalidRecipients(pub(crate) Vec<String>);

impl fmt::Display for InvalidRecipients {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let listed = self.0.get(..MAX_ERRORS).unwrap_or(&self.0);
        f.write_str(&listed.join("\n"))?;
        match self.0.len() - listed.len() {
            0 => Ok(()),
            more => write!(f, "\nand {more} more"),
        }
    }
}

/// Reads a file whose first line has the names of its columns: first `phone`, then the
/// variables of the template.
pub(crate) fn read(file: impl Read) -> Result<Recipients, InvalidRecipients> {
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_reader(file);
    let mut errors = Vec::new();
    let names: Vec<String> = match reader.headers() {
        Ok(columns) => columns.iter().map(str::to_owned).collect(),
        Err(error) => return Err(InvalidRecipients(vec![error.to_string()])),
    };
    if names.first().map(String::as_str) != Some("phone") {
        errors.push("line 1: the first column must be `phone`".to_owned());
        return Err(InvalidRecipients(errors));
    }
    let mut rows = Vec::new();
    let mut lines = BTreeMap::new();
    let mut repeated = 0;
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                errors.push(error.to_string());
                continue;
            }
        };
        let line = record.position().map_or(0, csv::Position::line);
        let mut fields = record.iter().map(str::to_owned);
        let phone = fields.next().unwrap_or_default();
        let values: Vec<String> = fields.collect();
        let key = key(&phone, &values);
        if lines.insert(key.clone(), line).is_some() {
            repeated += 1;
            continue;
        }
        rows.push(Row {
            key,
            line,
            phone,
            values,
        });
    }
    if errors.is_empty() {
        let names = names.into_iter().skip(1).collect();
        Ok(Recipients {
            names,
            rows,
            repeated,
        })
    } else {
        Err(InvalidRecipients(errors))
    }
}

/// Returns a hash of the phone number and the variables. Journals and tags of messages
/// contain it, so they contain no phone number.
fn key(phone: &str, values: &[String]) -> String {
    let mut hash = Sha256::new();
    for field in std::iter::once(phone).chain(values.iter().map(String::as_str)) {
        hash.update((field.len() as u64).to_be_bytes());
        hash.update(field);
    }
    let mut key = String::with_capacity(2 * KEY_BYTES);
    for byte in hash.finalize().iter().take(KEY_BYTES) {
        // Writing to a string cannot fail.
        write!(key, "{byte:02x}").ok();
    }
    key
}

/// The template that is sent to every recipient.
#[derive(Clone, Debug)]
pub(crate) struct TemplateChoice {
    pub(crate) name: String,
    pub(crate) language: String,
    /// The names of the variables, if the template has named ones.
    pub(crate) named: Option<Vec<String>>,
}

impl TemplateChoice {
    /// Returns the message for a row, without a tag.
    pub(crate) fn message(&self, row: &Row) -> Template {
        let message = Template::new(&row.phone, &self.name, &self.language);
        match &self.named {
            _ if row.values.is_empty() => message,
            Some(names) => message.named_body(names.iter().zip(&row.values)),
            None => message.body(&row.values),
        }
    }

    /// Checks the messages of all rows.
    pub(crate) fn check(&self, rows: &[Row]) -> Result<(), InvalidRecipients> {
        let mut errors = Vec::new();
        for row in rows {
            if let Err(violations) = self.message(row).validate() {
                errors.push(format!("line {}: {violations}", row.line));
            }
        }
        if errors.is_empty() {
            Ok(())
        } else {
            Err(InvalidRecipients(errors))
        }
    }
}

/// Returns the tag of a message. It contains the id of the campaign, because
/// other campaigns may send the same variables to the same recipient, and the
/// attempt, so that an event about an earlier attempt cannot be mistaken for
/// one about the last.
pub(crate) fn tag(campaign: &str, key: &str, attempt: u32) -> String {
    format!("{campaign}.{key}.{attempt}")
}

/// Splits a tag of the campaign into the key of a row and the attempt.
pub(crate) fn read_tag<'a>(tag: &'a str, campaign: &str) -> Option<(&'a str, u32)> {
    let tag = tag.strip_prefix(campaign)?.strip_prefix('.')?;
    let (key, attempt) = tag.rsplit_once('.')?;
    Some((key, attempt.parse().ok()?))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

    use socialmessaging::JsonBlob;

    use super::*;

    fn choice() -> TemplateChoice {
        TemplateChoice {
            name: "order_ready".to_owned(),
            language: "en_US".to_owned(),
            named: None,
        }
    }

    #[test]
    fn reads_rows_and_skips_repeated_ones() {
        let file = "phone,name,order\n\
            +14255550123,Ada,4711\n\
            +14255550124,\"Lovelace, Ada\",4712\n\
            +14255550123, Ada ,4711\n\
            +14255550123,Ada,4713\n";
        let read = read(file.as_bytes()).unwrap();
        assert_eq!(read.names, ["name", "order"]);
        assert_eq!(read.repeated, 1);
        let lines: Vec<u64> = read.rows.iter().map(|row| row.line).collect();
        assert_eq!(lines, [2, 3, 5]);
        assert_eq!(read.rows[1].values, ["Lovelace, Ada", "4712"]);
    }

    #[test]
    fn keys_do_not_depend_on_the_line() {
        let first = read("phone,a\n+1425,x\n+1426,y\n".as_bytes()).unwrap();
        let second = read("phone,a\n+1426,y\n+1427,z\n+1425,x\n".as_bytes()).unwrap();
        assert_eq!(first.rows[0].key, second.rows[2].key);
        assert_eq!(first.rows[1].key, second.rows[0].key);
        assert_ne!(
            key("+14", &["25".to_owned()]),
            key("+1425", &[String::new()])
        );
    }

    #[test]
    fn lists_every_error_with_its_line() {
        let error = read("name\nAda\n".as_bytes()).unwrap_err().to_string();
        assert_eq!(error, "line 1: the first column must be `phone`");
        let error = read("phone,a\n+1425,x,y\n+1426\n".as_bytes()).unwrap_err();
        assert_eq!(error.0.len(), 2, "{error}");
        let invalid = read("phone\n+14255550123\nhello\n".as_bytes()).unwrap();
        let error = choice().check(&invalid.rows).unwrap_err();
        assert_eq!(error.0.len(), 1, "{error}");
        assert!(error.0[0].starts_with("line 3: "), "{error}");
    }

    #[test]
    fn messages_have_their_variables() {
        let read = read("phone,name\n+14255550123,Ada\n".as_bytes()).unwrap();
        let row = &read.rows[0];
        let named = TemplateChoice {
            named: Some(read.names),
            ..choice()
        };
        let json = JsonBlob::from(named.message(row));
        let json: serde_json::Value = serde_json::from_slice(&json).unwrap();
        let parameter = &json["template"]["components"][0]["parameters"][0];
        assert_eq!(parameter["parameter_name"], "name");
        assert_eq!(parameter["text"], "Ada");
    }

    #[test]
    fn tags_belong_to_a_campaign() {
        let tag = tag("9f02", "row", 2);
        assert_eq!(read_tag(&tag, "9f02"), Some(("row", 2)));
        assert_eq!(read_tag(&tag, "9f03"), None);
        assert_eq!(read_tag(&tag, "9f"), None);
        assert_eq!(read_tag("somebody else's", "9f02"), None);
    }
}
