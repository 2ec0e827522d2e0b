//! The text format of values in queries, headers and path labels.

use std::collections::BTreeMap;

use http::header::{HeaderMap, HeaderValue};

use crate::wire::base64;
use crate::wire::json::{DateTime, EpochSeconds, HttpDate};
use crate::wire::timestamp::Timestamp;

/// A value that can be bound to a query parameter, a header or a path label.
///
/// An unset option and an empty list have no string; a list has one string per
/// entry. Generated enums implement this with their wire name.
///
/// ```
/// # use runtime::codegen::{HttpValue, Method, Request};
/// struct Color(&'static str);
/// impl HttpValue for Color {
///     fn each_text(&self, each: &mut dyn FnMut(&str)) {
///         each(self.0);
///     }
/// }
///
/// let mut request = Request::new(Method::GET, "/paint");
/// request.query("color", &vec![Color("red"), Color("sea green")]);
/// request.query("depth", &None::<i32>);
/// assert_eq!(request.query, "color=red&color=sea%20green");
/// ```
#[doc(hidden)]
pub trait HttpValue {
    /// Calls `each` with every string of the value, in order.
    fn each_text(&self, each: &mut dyn FnMut(&str));
}

/// A text format of a value that has several: `DateTime`, `HttpDate` and
/// `EpochSeconds` for timestamps.
#[doc(hidden)]
pub trait TextCodec<T: ?Sized> {
    /// Calls `each` with every string of the value, in order.
    fn each_text(value: &T, each: &mut dyn FnMut(&str));
}

/// A value that can be parsed from a header.
#[doc(hidden)]
pub trait FromText: Sized {
    /// Parses the text; `None` if it is invalid for the type.
    fn from_text(text: &str) -> Option<Self>;
}

/// Like [`FromText`], for values with several text formats.
#[doc(hidden)]
pub trait ReadText<T> {
    /// Parses the text of a response; `None` if it is not in this format.
    fn from_text(text: &str) -> Option<T>;

    /// Parses the text of a request, for servers; `None` if it is malformed
    /// according to Smithy.
    fn from_request(text: &str) -> Option<T> {
        Self::from_text(text)
    }
}

impl HttpValue for str {
    fn each_text(&self, each: &mut dyn FnMut(&str)) {
        each(self);
    }
}

impl HttpValue for String {
    fn each_text(&self, each: &mut dyn FnMut(&str)) {
        each(self);
    }
}

impl HttpValue for bool {
    fn each_text(&self, each: &mut dyn FnMut(&str)) {
        each(if *self { "true" } else { "false" });
    }
}

impl<T: HttpValue + ?Sized> HttpValue for &T {
    fn each_text(&self, each: &mut dyn FnMut(&str)) {
        (**self).each_text(each);
    }
}

impl<T: HttpValue> HttpValue for Option<T> {
    fn each_text(&self, each: &mut dyn FnMut(&str)) {
        if let Some(value) = self {
            value.each_text(each);
        }
    }
}

impl<T: HttpValue> HttpValue for Vec<T> {
    fn each_text(&self, each: &mut dyn FnMut(&str)) {
        for value in self {
            value.each_text(each);
        }
    }
}

/// An entry of a sparse list.
impl<T: FromText> FromText for Option<T> {
    fn from_text(text: &str) -> Option<Self> {
        T::from_text(text).map(Some)
    }
}

/// An entry of a sparse list.
impl<C: ReadText<T>, T> ReadText<Option<T>> for C {
    fn from_text(text: &str) -> Option<Option<T>> {
        C::from_text(text).map(Some)
    }

    fn from_request(text: &str) -> Option<Option<T>> {
        C::from_request(text).map(Some)
    }
}

impl FromText for String {
    fn from_text(text: &str) -> Option<Self> {
        Some(text.to_owned())
    }
}

impl FromText for bool {
    fn from_text(text: &str) -> Option<Self> {
        text.trim().parse().ok()
    }
}

macro_rules! integers {
    ($($integer:ty)*) => {$(
        impl HttpValue for $integer {
            fn each_text(&self, each: &mut dyn FnMut(&str)) {
                each(&self.to_string());
            }
        }

        impl FromText for $integer {
            fn from_text(text: &str) -> Option<Self> {
                text.trim().parse().ok()
            }
        }
    )*};
}

integers!(i8 i16 i32 i64);

macro_rules! floats {
    ($($float:ty)*) => {$(
        impl HttpValue for $float {
            fn each_text(&self, each: &mut dyn FnMut(&str)) {
                match crate::wire::json::name_of_special(f64::from(*self)) {
                    Some(name) => each(name),
                    None => each(&self.to_string()),
                }
            }
        }

        impl FromText for $float {
            fn from_text(text: &str) -> Option<Self> {
                let text = text.trim();
                // Rust reads `inf` and `nan` in any case, too.
                let is_number = text.bytes().all(|byte| {
                    byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.' | b'e' | b'E')
                });
                match crate::wire::json::special_by_name(text) {
                    Some(value) => Some(value as Self),
                    None if is_number => text.parse().ok(),
                    None => None,
                }
            }
        }
    )*};
}

floats!(f32 f64);

/// An unset option has no string.
impl<C: TextCodec<T>, T> TextCodec<Option<T>> for C {
    fn each_text(value: &Option<T>, each: &mut dyn FnMut(&str)) {
        if let Some(value) = value {
            C::each_text(value, each);
        }
    }
}

/// A list has the strings of its entries.
impl<C: TextCodec<T>, T> TextCodec<Vec<T>> for C {
    fn each_text(value: &Vec<T>, each: &mut dyn FnMut(&str)) {
        for value in value {
            C::each_text(value, each);
        }
    }
}

/// Base64-encoded text, for strings with a media type in headers.
pub struct Base64Text;

impl TextCodec<String> for Base64Text {
    fn each_text(value: &String, each: &mut dyn FnMut(&str)) {
        each(&base64::to_base64(value.as_bytes()));
    }
}

impl ReadText<String> for Base64Text {
    fn from_text(text: &str) -> Option<String> {
        String::from_utf8(base64::from_base64(text.trim())?).ok()
    }

    fn from_request(text: &str) -> Option<String> {
        String::from_utf8(base64::from_padded_base64(text.trim())?).ok()
    }
}

macro_rules! times {
    ($($form:ident: $write:expr, $read:expr, $read_request:expr;)*) => {$(
        impl TextCodec<Timestamp> for $form {
            fn each_text(value: &Timestamp, each: &mut dyn FnMut(&str)) {
                let write: fn(&Timestamp) -> String = $write;
                each(&write(value));
            }
        }

        impl ReadText<Timestamp> for $form {
            fn from_text(text: &str) -> Option<Timestamp> {
                let read: fn(&str) -> Option<Timestamp> = $read;
                read(text)
            }

            fn from_request(text: &str) -> Option<Timestamp> {
                let read: fn(&str) -> Option<Timestamp> = $read_request;
                read(text)
            }
        }
    )*};
}

times! {
    DateTime: |time| time.to_string(), |text| text.parse().ok(), Timestamp::from_utc_date_time;
    HttpDate: |time| time.to_http_date(), Timestamp::from_http_date, Timestamp::from_http_date;
    EpochSeconds: |time| time.to_epoch_seconds(), epoch_seconds, epoch_seconds;
}

fn epoch_seconds(text: &str) -> Option<Timestamp> {
    text.trim()
        .parse()
        .ok()
        .and_then(Timestamp::from_epoch_seconds)
}

/// Formats a list as the value of a header, with quotes where necessary.
pub(crate) fn quoted_list<T: HttpValue>(entries: &[T]) -> String {
    joined(entries, |entry, each| {
        entry.each_text(&mut |text| {
            // Parsers trim unquoted entries, so outer whitespace needs quotes.
            if text.is_empty() || text.contains([',', '"']) || text.trim() != text {
                each(&format!(
                    "\"{}\"",
                    text.replace('\\', "\\\\").replace('"', "\\\"")
                ));
            } else {
                each(text);
            }
        });
    })
}

/// Like [`quoted_list`], for forms that never need quotes.
pub(crate) fn list_as<C: TextCodec<T>, T>(entries: &[T]) -> String {
    joined(entries, |entry, each| C::each_text(entry, each))
}

fn joined<T>(entries: &[T], texts: impl Fn(&T, &mut dyn FnMut(&str))) -> String {
    let mut joined = String::new();
    let mut first = true;
    for entry in entries {
        texts(entry, &mut |text| {
            if !std::mem::replace(&mut first, false) {
                joined.push_str(", ");
            }
            joined.push_str(text);
        });
    }
    joined
}

/// Splits the values of a list header into entries and removes quotes. An empty
/// value has no entries.
pub(crate) fn list_entries<'v>(values: impl Iterator<Item = &'v str>) -> Vec<String> {
    let mut entries = Vec::new();
    for value in values.filter(|value| !value.trim().is_empty()) {
        let mut entry = String::new();
        let mut characters = value.chars();
        let mut quoted = false;
        // The length of the entry up to its last quote; whitespace before that
        // is kept.
        let mut kept = 0;
        while let Some(character) = characters.next() {
            match character {
                '"' => {
                    quoted = !quoted;
                    kept = entry.len();
                }
                '\\' if quoted => entry.extend(characters.next()),
                ',' if !quoted => {
                    entries.push(without_blanks(&mut entry, kept));
                    kept = 0;
                }
                // Whitespace before an entry is not part of it.
                _ if !quoted && entry.is_empty() && character.is_whitespace() => {}
                _ => entry.push(character),
            }
        }
        entries.push(without_blanks(&mut entry, kept));
    }
    entries
}

/// Takes the entry and trims its end, except for quoted whitespace.
fn without_blanks(entry: &mut String, kept: usize) -> String {
    let mut taken = std::mem::take(entry);
    let end = taken.trim_end().len().max(kept);
    taken.truncate(end);
    taken
}

/// Returns the text of a header value. HTTP does not define the encoding of
/// non-ASCII bytes; current clients and servers send UTF-8.
pub(crate) fn header_text(value: &HeaderValue) -> Option<&str> {
    std::str::from_utf8(value.as_bytes()).ok()
}

/// Collects the headers whose names start with the prefix, keyed by the rest of
/// the name. Values that do not parse are skipped.
pub(crate) fn prefixed<T: FromText>(headers: &HeaderMap, prefix: &str) -> BTreeMap<String, T> {
    let prefix = prefix.to_ascii_lowercase();
    let entries = headers.iter().filter_map(|(name, value)| {
        let key = name.as_str().strip_prefix(&prefix)?;
        Some((key.to_owned(), T::from_text(header_text(value)?)?))
    });
    entries.collect()
}

/// Parses the entries of a list with `read`. An HTTP date contains a comma, so two
/// entries may be one value. `None` if an entry is invalid.
pub(crate) fn read_list<T>(entries: &[String], read: impl Fn(&str) -> Option<T>) -> Option<Vec<T>> {
    let mut values = Vec::new();
    let mut rest = entries;
    while let [first, others @ ..] = rest {
        rest = others;
        let value = match (read(first), others) {
            (None, [second, others @ ..]) => {
                rest = others;
                read(&format!("{first}, {second}"))
            }
            (value, _) => value,
        };
        values.push(value?);
    }
    Some(values)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(value: &str) -> Vec<String> {
        list_entries(std::iter::once(value))
    }

    #[test]
    fn quoted_header_lists_round_trip() {
        for (list, value) in [
            (vec![], ""),
            (vec!["a"], "a"),
            (vec!["a, b"], r#""a, b""#),
            (vec![""], r#""""#),
            (
                vec!["a", "", r#"say "x\y""#, "d e"],
                r#"a, "", "say \"x\\y\"", d e"#,
            ),
            (vec![" a", "b\t", " "], "\" a\", \"b\t\", \" \""),
        ] {
            assert_eq!(quoted_list(&list), value);
            assert_eq!(entries(value), list, "{value}");
        }
        assert_eq!(
            quoted_list(&[Some(1), None, Some(2)]),
            "1, 2",
            "nulls are skipped"
        );
        for (value, list) in [
            ("a,b ,c", vec!["a", "b", "c"]),
            (" ", vec![]),
            (" \"a \" , b ", vec!["a ", "b"]),
        ] {
            assert_eq!(entries(value), list, "{value}");
        }
        let two = list_entries(["a", "b, c"].into_iter());
        assert_eq!(two, ["a", "b", "c"], "joins two headers of one name");
    }

    #[test]
    fn date_lists_keep_the_comma_of_each_date() {
        let dates = "Thu, 10 Oct 2024 00:00:00 GMT, Fri, 11 Oct 2024 00:00:00 GMT";
        let read: Vec<Timestamp> = read_list(&entries(dates), HttpDate::from_text).unwrap();
        assert_eq!(list_as::<HttpDate, _>(&read), dates);
        assert_eq!(read.len(), 2);
        for other in ["Thu, 10 Oct 2024 00:00:00 GMT, Fri", "x", "x, y, z"] {
            let read: Option<Vec<Timestamp>> = read_list(&entries(other), HttpDate::from_text);
            assert_eq!(read, None, "{other}");
        }
    }

    #[test]
    fn base64_text_round_trips() {
        let text = "true é".to_owned();
        Base64Text::each_text(&text, &mut |encoded| {
            assert_eq!(encoded, "dHJ1ZSDDqQ==");
            assert_eq!(Base64Text::from_text(encoded), Some(text.clone()));
        });
        for other in ["*", "/w=="] {
            assert_eq!(<Base64Text as ReadText<String>>::from_text(other), None);
        }
    }
}
