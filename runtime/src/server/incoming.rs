//! A request as generated code reads it.

use std::collections::BTreeMap;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderMap};
use serde::de::DeserializeOwned;

use super::reply::Rejection;
use super::required::Members;
use crate::message::response;
use crate::wire::encode::{self, FromText, ReadText};
use crate::wire::json::Codec;

/// A request that has found its operation.
///
/// ```
/// use runtime::server::Incoming;
///
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
}

impl Incoming {
    /// A request, and the members that are part of its path.
    #[must_use]
    pub fn new(request: http::Request<Bytes>, labels: Vec<(&'static str, String)>) -> Self {
        let (parts, body) = request.into_parts();
        Self {
            labels,
            query: super::query::pairs(parts.uri.query().unwrap_or_default()),
            headers: parts.headers,
            body,
        }
    }

    /// The body read as JSON. No body at all reads as `{}`.
    ///
    /// # Errors
    /// There is a body that is not declared as `application/json`, it is not
    /// JSON, or a value is not of the type that the model gives it.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, Rejection> {
        self.expect_json()?;
        response::read_json(&self.body).map_err(|error| Rejection::serialization(error.to_string()))
    }

    /// Makes sure that the body, if there is one, is declared as JSON.
    fn expect_json(&self) -> Result<(), Rejection> {
        let declared = self.headers.get(CONTENT_TYPE);
        if declared.is_some() || !self.body.is_empty() {
            self.expect_media_type(JSON)?;
        }
        Ok(())
    }

    /// As [`json`](Self::json), and looks for members that structures inside of
    /// the body must have: reading alone takes a missing one for empty.
    ///
    /// # Errors
    /// As [`json`](Self::json); also when such a member is missing.
    pub fn json_with<T: DeserializeOwned>(&self, members: &Members) -> Result<T, Rejection> {
        let value = self.json()?;
        let missing = members.missing(&self.body);
        if missing.is_empty() {
            Ok(value)
        } else {
            Err(Rejection::missing(missing))
        }
    }

    /// As [`json`](Self::json), of the member that is the body, and looks for
    /// members that structures inside of it must have. `members` are those of
    /// the input.
    ///
    /// # Errors
    /// As [`json_with`](Self::json_with).
    pub fn json_payload<T: DeserializeOwned>(
        &self,
        member: &str,
        members: &Members,
    ) -> Result<T, Rejection> {
        let value = self.json()?;
        self.complete(member, members)?;
        Ok(value)
    }

    /// As [`json`](Self::json), in the form `C`; `None` for `null`.
    ///
    /// # Errors
    /// As [`json`](Self::json).
    pub fn json_as<C: Codec<T>, T>(&self) -> Result<Option<T>, Rejection> {
        self.expect_json()?;
        response::read_json_as::<C, T>(&self.body)
            .map_err(|error| Rejection::serialization(error.to_string()))
    }

    /// As [`json_payload`](Self::json_payload), in the form `C`; `None` for
    /// `null`.
    ///
    /// # Errors
    /// As [`json_with`](Self::json_with).
    pub fn json_payload_as<C: Codec<T>, T>(
        &self,
        member: &str,
        members: &Members,
    ) -> Result<Option<T>, Rejection> {
        let value = self.json_as::<C, T>()?;
        self.complete(member, members)?;
        Ok(value)
    }

    /// Looks for what the member that is the body lacks.
    fn complete(&self, member: &str, members: &Members) -> Result<(), Rejection> {
        let missing = members.missing_in(member, &self.body);
        if missing.is_empty() {
            Ok(())
        } else {
            Err(Rejection::missing(missing))
        }
    }

    /// Makes sure that the header Content-Type has this media type, whatever
    /// its parameters.
    ///
    /// # Errors
    /// It has another, or is missing.
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

    /// Makes sure that there is no body, for an operation that takes none.
    ///
    /// # Errors
    /// There is one.
    pub fn without_body(&self) -> Result<(), Rejection> {
        if self.body.is_empty() {
            Ok(())
        } else {
            Err(Rejection::unexpected_body())
        }
    }

    /// The body as it is.
    #[must_use]
    pub fn body(&self) -> Bytes {
        self.body.clone()
    }

    /// The body as text.
    ///
    /// # Errors
    /// The body is not UTF-8.
    pub fn text(&self) -> Result<String, Rejection> {
        String::from_utf8(self.body.to_vec())
            .map_err(|_| Rejection::serialization("the body is not UTF-8 text"))
    }

    /// A member that is part of the path.
    #[must_use]
    pub fn label(&self, member: &str) -> Texts {
        let labels = self.labels.iter().filter(|(name, _)| *name == member);
        Texts {
            place: format!("the part {member} of the path"),
            texts: labels.map(|(_, text)| text.clone()).collect(),
            present: false,
        }
    }

    /// The query parameters of this name.
    #[must_use]
    pub fn query(&self, name: &str) -> Texts {
        let parameters = self.query.iter().filter(|(given, _)| given == name);
        Texts {
            place: format!("the query parameter {name}"),
            texts: parameters.map(|(_, text)| text.clone()).collect(),
            present: false,
        }
    }

    /// The first value of each query parameter, but for the names that `taken`
    /// lists.
    ///
    /// # Errors
    /// A text is not in the form of the values.
    pub fn query_params<T: FromText>(
        &self,
        taken: &[&str],
    ) -> Result<BTreeMap<String, T>, Rejection> {
        let mut entries = BTreeMap::new();
        for (name, _) in &self.query {
            if !taken.contains(&name.as_str())
                && let Some(value) = self.query(name).one()?
            {
                entries.insert(name.clone(), value);
            }
        }
        Ok(entries)
    }

    /// All values of each query parameter, but for the names that `taken`
    /// lists.
    ///
    /// # Errors
    /// A text is not in the form of the values.
    pub fn query_param_lists<T: FromText>(
        &self,
        taken: &[&str],
    ) -> Result<BTreeMap<String, Vec<T>>, Rejection> {
        let mut entries = BTreeMap::new();
        for (name, _) in &self.query {
            if !taken.contains(&name.as_str())
                && let Some(values) = self.query(name).list()?
            {
                entries.insert(name.clone(), values);
            }
        }
        Ok(entries)
    }

    /// A header.
    #[must_use]
    pub fn header(&self, name: &str) -> Texts {
        let values = self.headers.get_all(name).iter();
        Texts {
            place: format!("the header {name}"),
            texts: values
                .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
                .collect(),
            present: false,
        }
    }

    /// A header whose values are a list, with commas between the entries.
    #[must_use]
    pub fn header_list(&self, name: &str) -> Texts {
        let header = self.header(name);
        Texts {
            present: !header.texts.is_empty(),
            texts: encode::list_entries(header.texts.iter().map(String::as_str)),
            ..header
        }
    }

    /// The values of all headers whose name begins with the prefix, by the
    /// rest of the name; `None` when there is none.
    #[must_use]
    pub fn prefix_headers<T: FromText>(&self, prefix: &str) -> Option<BTreeMap<String, T>> {
        let entries = encode::prefixed(&self.headers, prefix);
        (!entries.is_empty()).then_some(entries)
    }
}

/// Shows the size of the body, not what an input has put into the request.
impl std::fmt::Debug for Incoming {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Incoming")
            .field("body_bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

/// The texts that stand in one place of a request.
#[derive(Clone)]
pub struct Texts {
    place: String,
    texts: Vec<String>,
    /// Whether there is a list even if it has no entries.
    present: bool,
}

impl Texts {
    /// The first text as a value; `None` when there is none.
    ///
    /// # Errors
    /// The text is not in the form of the value.
    pub fn one<T: FromText>(&self) -> Result<Option<T>, Rejection> {
        self.texts
            .first()
            .map(|text| self.read(T::from_text(text)))
            .transpose()
    }

    /// As [`one`](Self::one), in the form `C`.
    ///
    /// # Errors
    /// The text is not in that form.
    pub fn one_as<C: ReadText<T>, T>(&self) -> Result<Option<T>, Rejection> {
        self.texts
            .first()
            .map(|text| self.read(C::from_text(text)))
            .transpose()
    }

    /// All texts as values; `None` when there is none.
    ///
    /// # Errors
    /// A text is not in the form of the values.
    pub fn list<T: FromText>(&self) -> Result<Option<Vec<T>>, Rejection> {
        self.entries(self.texts.iter().map(|text| T::from_text(text)).collect())
    }

    /// As [`list`](Self::list), in the form `C`.
    ///
    /// # Errors
    /// A text is not in that form.
    pub fn list_as<C: ReadText<T>, T>(&self) -> Result<Option<Vec<T>>, Rejection> {
        self.entries(encode::read_list_as::<C, T>(&self.texts))
    }

    fn entries<T>(&self, values: Option<Vec<T>>) -> Result<Option<Vec<T>>, Rejection> {
        let values = self.read(values)?;
        Ok((self.present || !values.is_empty()).then_some(values))
    }

    fn read<T>(&self, value: Option<T>) -> Result<T, Rejection> {
        value.ok_or_else(|| {
            Rejection::serialization(format!("{} is not in the expected form", self.place))
        })
    }
}

/// Shows the place, not the texts, which may be sensitive.
impl std::fmt::Debug for Texts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Texts")
            .field("place", &self.place)
            .finish_non_exhaustive()
    }
}

/// The media type of JSON.
const JSON: &str = "application/json";

/// The media type without its parameters.
fn essence(media_type: &str) -> &str {
    media_type.split(';').next().unwrap_or_default().trim()
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn checks_the_content_type() {
        for (declared, body, expected) in [
            (Some("application/json"), "{}", None),
            (Some("Application/JSON; charset=utf-8"), "[]", Some(400)),
            (Some("application/json"), "", None),
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
