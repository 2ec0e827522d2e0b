//! The request from which generated code reads an input.

use std::collections::BTreeMap;

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE, HeaderMap};
use serde::de::DeserializeOwned;

use super::accept;
use super::reply::Rejection;
use super::required::RequiredMembers;
use super::text::TextValues;
use crate::message::response::{self, ResponseError};
use crate::wire::encode::{self, FromText};
use crate::wire::json::Codec;
use crate::wire::json::leniency::strict;

/// The default limit of a request body: 10 MiB.
pub(super) const BODY_LIMIT: usize = 10 * 1024 * 1024;

/// A routed request: path labels, query, headers and body.
///
/// ```
/// # use runtime::server::Incoming;
/// let request = http::Request::get("/v1/books?author=Le%20Guin&page=2").body(Default::default())?;
/// let request = Incoming::new(request, Vec::new());
/// assert_eq!(request.query("author").one::<String>()?.as_deref(), Some("Le Guin"));
/// assert_eq!(request.query("page").one::<i32>()?, Some(2));
/// assert!(request.query("author").one::<i32>().is_err());
/// assert_eq!(request.query("shelf").one::<String>()?, None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Incoming {
    labels: Vec<(&'static str, String)>,
    query: Vec<(String, String)>,
    headers: HeaderMap,
    body: Bytes,
    /// The limit of the body and of the values in it, in bytes.
    limit: usize,
}

impl Incoming {
    /// Creates a request from an HTTP request and its path labels.
    #[must_use]
    pub fn new(request: http::Request<Bytes>, labels: Vec<(&'static str, String)>) -> Self {
        let (parts, body) = request.into_parts();
        Self {
            labels,
            query: super::query::query_pairs(parts.uri.query().unwrap_or_default()),
            headers: parts.headers,
            body,
            limit: BODY_LIMIT,
        }
    }

    /// Sets the limit of the values in the body, in bytes.
    pub(super) fn with_limit(mut self, limit: usize) -> Self {
        self.limit = limit;
        self
    }

    /// Deserializes the body from JSON. An empty body is read as `{}`.
    ///
    /// # Errors
    /// Content-Type is not `application/json` (only a request without a body
    /// may omit it), the body is not a JSON object, or a value does not have the
    /// type in the model.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, Rejection> {
        self.expect_json()?;
        if self.body.trim_ascii() == b"null" {
            // Smithy: JSON that is not an object cannot be a structure.
            return Err(Rejection::serialization("the body is null, not an object"));
        }
        strict(|| response::read_json(&self.body, self.limit))
            .map_err(|error| self.unreadable(&error))
    }

    fn unreadable(&self, error: &ResponseError) -> Rejection {
        if error.is_too_large() {
            Rejection::values_too_large(self.limit)
        } else {
            Rejection::serialization(error.to_string())
        }
    }

    /// Checks that Content-Type is JSON, unless both header and body are
    /// missing.
    fn expect_json(&self) -> Result<(), Rejection> {
        let declared = self.headers.get(CONTENT_TYPE);
        if declared.is_some() || !self.body.is_empty() {
            self.expect_media_type(JSON)?;
        }
        Ok(())
    }

    /// Like [`json`](Self::json), and checks the required members of structures
    /// in the body: deserialization reads missing ones as empty.
    ///
    /// # Errors
    /// Same as [`json`](Self::json); also if a required member is missing.
    pub fn json_with<T: DeserializeOwned>(
        &self,
        members: &RequiredMembers,
    ) -> Result<T, Rejection> {
        let value = self.json()?;
        let missing = members.missing(&self.body);
        if missing.is_empty() {
            Ok(value)
        } else {
            Err(Rejection::missing(missing))
        }
    }

    /// Like [`json_with`](Self::json_with), for the payload `member`. `members`
    /// describes the input.
    ///
    /// # Errors
    /// Same as [`json_with`](Self::json_with).
    pub fn json_payload<T: DeserializeOwned>(
        &self,
        member: &str,
        members: &RequiredMembers,
    ) -> Result<T, Rejection> {
        let value = self.json()?;
        self.check_payload(member, members)?;
        Ok(value)
    }

    /// Like [`json`](Self::json), with the codec `C`; `None` for `null`.
    ///
    /// # Errors
    /// Same as [`json`](Self::json).
    pub fn json_as<C: Codec<T>, T>(&self) -> Result<Option<T>, Rejection> {
        self.expect_json()?;
        strict(|| response::read_json_as::<C, T>(&self.body, self.limit))
            .map_err(|error| self.unreadable(&error))
    }

    /// Like [`json_payload`](Self::json_payload), with the codec `C`; `None`
    /// for `null`.
    ///
    /// # Errors
    /// Same as [`json_with`](Self::json_with).
    pub fn json_payload_as<C: Codec<T>, T>(
        &self,
        member: &str,
        members: &RequiredMembers,
    ) -> Result<Option<T>, Rejection> {
        let value = self.json_as::<C, T>()?;
        self.check_payload(member, members)?;
        Ok(value)
    }

    /// Checks the required members of structures in the payload.
    fn check_payload(&self, member: &str, members: &RequiredMembers) -> Result<(), Rejection> {
        let missing = members.missing_in(member, &self.body);
        if missing.is_empty() {
            Ok(())
        } else {
            Err(Rejection::missing(missing))
        }
    }

    /// Checks that Content-Type has this media type; parameters are ignored.
    ///
    /// # Errors
    /// Content-Type has another media type or is missing.
    pub fn expect_media_type(&self, media_type: &str) -> Result<(), Rejection> {
        let declared = self.headers.get(CONTENT_TYPE);
        let declared = declared.map(|value| String::from_utf8_lossy(value.as_bytes()));
        let essence = declared.as_deref().map(essence);
        if essence.is_some_and(|essence| essence.eq_ignore_ascii_case(media_type)) {
            Ok(())
        } else {
            Err(Rejection::unsupported_media_type(
                media_type,
                declared.as_deref(),
            ))
        }
    }

    /// Checks that the header Accept allows a response of this media type.
    ///
    /// # Errors
    /// The header has only other media types.
    pub fn expect_accepted(&self, media_type: &str) -> Result<(), Rejection> {
        let values = self.headers.get_all(ACCEPT).iter();
        let values: Vec<_> = values
            .map(|value| String::from_utf8_lossy(value.as_bytes()))
            .collect();
        let ranges = values.iter().flat_map(|value| value.split(','));
        let ranges: Vec<&str> = ranges.filter(|range| !range.trim().is_empty()).collect();
        if ranges.is_empty() || accept::allows(&ranges, media_type) {
            Ok(())
        } else {
            Err(Rejection::not_acceptable(media_type, &values.join(", ")))
        }
    }

    /// Checks that the body is empty, for operations without a payload.
    ///
    /// # Errors
    /// The body is not empty.
    pub fn without_body(&self) -> Result<(), Rejection> {
        if self.body.is_empty() {
            Ok(())
        } else {
            Err(Rejection::unexpected_body())
        }
    }

    /// Returns the body unchanged.
    #[must_use]
    pub fn body(&self) -> Bytes {
        self.body.clone()
    }

    /// Returns the body as text.
    ///
    /// # Errors
    /// The body is not UTF-8.
    pub fn text(&self) -> Result<String, Rejection> {
        String::from_utf8(self.body.to_vec())
            .map_err(|_| Rejection::serialization("the body is not UTF-8 text"))
    }

    /// Returns the value of a path label.
    #[must_use]
    pub fn label(&self, member: &str) -> TextValues {
        let labels = self.labels.iter().filter(|(name, _)| *name == member);
        TextValues {
            location: format!("the path label {member}"),
            texts: labels.map(|(_, text)| text.clone()).collect(),
            present: false,
        }
    }

    /// Returns the values of a query parameter.
    #[must_use]
    pub fn query(&self, name: &str) -> TextValues {
        let parameters = self.query.iter().filter(|(given, _)| given == name);
        TextValues {
            location: format!("the query parameter {name}"),
            texts: parameters.map(|(_, text)| text.clone()).collect(),
            present: false,
        }
    }

    /// Returns the first value of each query parameter, except those in
    /// `excluded`.
    ///
    /// # Errors
    /// A value is not valid for its type.
    pub fn query_params<T: FromText>(
        &self,
        excluded: &[&str],
    ) -> Result<BTreeMap<String, T>, Rejection> {
        let mut entries = BTreeMap::new();
        for (name, _) in &self.query {
            if !excluded.contains(&name.as_str())
                && let Some(value) = self.query(name).one()?
            {
                entries.insert(name.clone(), value);
            }
        }
        Ok(entries)
    }

    /// Returns all values of each query parameter, except those in `excluded`.
    ///
    /// # Errors
    /// A value is not valid for its type.
    pub fn query_param_lists<T: FromText>(
        &self,
        excluded: &[&str],
    ) -> Result<BTreeMap<String, Vec<T>>, Rejection> {
        let mut entries = BTreeMap::new();
        for (name, _) in &self.query {
            if !excluded.contains(&name.as_str())
                && let Some(values) = self.query(name).list()?
            {
                entries.insert(name.clone(), values);
            }
        }
        Ok(entries)
    }

    /// Returns the values of a header.
    #[must_use]
    pub fn header(&self, name: &str) -> TextValues {
        let values = self.headers.get_all(name).iter();
        TextValues {
            location: format!("the header {name}"),
            texts: values
                .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
                .collect(),
            present: false,
        }
    }

    /// Returns the entries of a header that contains a comma-separated list.
    #[must_use]
    pub fn header_list(&self, name: &str) -> TextValues {
        let header = self.header(name);
        TextValues {
            present: !header.texts.is_empty(),
            texts: encode::list_entries(header.texts.iter().map(String::as_str)),
            ..header
        }
    }

    /// Returns the values of all headers with the prefix by the rest of their
    /// names; `None` if there are none.
    #[must_use]
    pub fn prefix_headers<T: FromText>(&self, prefix: &str) -> Option<BTreeMap<String, T>> {
        let entries = encode::prefixed(&self.headers, prefix);
        (!entries.is_empty()).then_some(entries)
    }
}

/// Shows the size of the body, but no values of the input: they may be
/// sensitive.
impl std::fmt::Debug for Incoming {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Incoming")
            .field("body_bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

const JSON: &str = "application/json";

/// Returns the media type without its parameters.
fn essence(media_type: &str) -> &str {
    media_type.split(';').next().unwrap_or_default().trim()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::encode::Base64Text;
    use crate::wire::json::{Base64, DateTime, List, Map};
    use crate::wire::timestamp::Timestamp;

    #[test]
    fn reads_header_lists() {
        let request = http::Request::get("/")
            .header("x-tags", "a, b")
            .header("x-none", "");
        let request = Incoming::new(request.body(Bytes::new()).unwrap(), Vec::new());
        let list = |name: &str| request.header_list(name).list::<String>().unwrap();
        assert_eq!(list("x-tags").unwrap(), ["a", "b"]);
        assert_eq!(list("x-none"), Some(Vec::new()));
        assert_eq!(list("x-unset"), None);
        assert!(request.header_list("x-tags").list::<i32>().is_err());
    }

    #[test]
    fn checks_the_accepted_media_types() {
        for (accept, expected) in [
            (&[][..], None),
            (&[""], None),
            (&["text/html", "*/*;q=0.1"], None),
            (&["text/html"], Some(406)),
        ] {
            let request = accept
                .iter()
                .fold(http::Request::get("/"), |request, value| {
                    request.header(ACCEPT, *value)
                });
            let request = Incoming::new(request.body(Bytes::new()).unwrap(), Vec::new());
            let rejection = request.expect_accepted("application/json").err();
            let status = rejection.map(|rejection| rejection.status().as_u16());
            assert_eq!(status, expected, "{accept:?}");
        }
    }

    /// The message of the rejection, `None` for a valid body.
    fn rejected<C: Codec<T>, T>(body: &str) -> Option<String> {
        let request = http::Request::post("/").header(CONTENT_TYPE, "application/json");
        let request = request.body(Bytes::from(body.to_owned())).unwrap();
        let read = Incoming::new(request, Vec::new()).json_as::<C, T>();
        read.err().map(|rejection| rejection.message().to_owned())
    }

    #[test]
    fn rejects_malformed_json() {
        type Lists = BTreeMap<String, Vec<String>>;
        let lists = rejected::<Map<List>, Lists>;
        let blobs = rejected::<List<Base64>, Vec<Bytes>>;
        let times = rejected::<List<DateTime>, Vec<Timestamp>>;
        for (found, expected) in [
            (lists(r#"{"a": ["b"]}"#), None),
            (
                lists(r#"{"a": ["b", null]}"#),
                Some("expected a string, found null at /a/1"),
            ),
            (
                lists(r#"{"a": null}"#),
                Some("expected a list, found null at /a"),
            ),
            (blobs(r#"["YmxvYg=="]"#), None),
            (
                blobs(r#"["YmxvYg="]"#),
                Some("expected base64 text, found a string at /0"),
            ),
            (times(r#"["1985-04-12T23:20:50Z"]"#), None),
            (
                times(r#"["1985-04-12T23:20:50+01:00"]"#),
                Some("expected a time in RFC 3339 with the offset Z, found a string at /0"),
            ),
        ] {
            let found = found.map(|message| match message.split_once(" (line") {
                Some((message, _)) => message.to_owned(),
                None => message,
            });
            assert_eq!(found.as_deref(), expected);
        }
    }

    #[test]
    fn rejects_malformed_text() {
        let request = http::Request::get("/?time=1985-04-12T23:20:50%2B01:00&number=inf&text=YQ");
        let request = Incoming::new(request.body(Bytes::new()).unwrap(), Vec::new());
        assert!(
            request
                .query("time")
                .one_as::<DateTime, Timestamp>()
                .is_err()
        );
        assert!(request.query("number").one::<f64>().is_err());
        assert!(
            request
                .query("text")
                .one_as::<Base64Text, String>()
                .is_err()
        );
    }

    #[test]
    fn checks_the_content_type() {
        for (declared, body, expected) in [
            (Some("application/json"), "{}", None),
            (Some("Application/JSON; charset=utf-8"), "[]", Some(400)),
            (Some("application/json"), "", None),
            (Some("application/json"), " null", Some(400)),
            (Some("text/plain"), "{}", Some(415)),
            (Some("text/plain"), "", Some(415)),
            (None, "{}", Some(415)),
            (None, "", None),
        ] {
            let mut request = http::Request::post("/");
            if let Some(declared) = declared {
                request = request.header(CONTENT_TYPE, declared);
            }
            let request = Incoming::new(request.body(Bytes::from(body)).unwrap(), Vec::new());
            let read = request.json::<BTreeMap<String, String>>();
            let status = read.err().map(|rejection| rejection.status().as_u16());
            assert_eq!(status, expected, "{declared:?} {body}");
        }
    }
}
