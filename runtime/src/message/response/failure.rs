//! Code, message and request id of an error response.

use std::borrow::Cow;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};

use super::{Response, without_mark};
use crate::wire::json;

/// Returns the error code of a response.
///
/// It is in the header `x-amzn-errortype`, else in the body's member `code`,
/// else in `__type`. It is cut at the first colon, then after the last `#`:
/// services prefix a namespace and append a link.
#[must_use]
pub(crate) fn error_code(response: &Response) -> Option<String> {
    let header = response
        .headers
        .get("x-amzn-errortype")
        .and_then(|value| value.to_str().ok())
        // Proxies join headers with the same name into a list.
        .and_then(|value| value.split(',').find_map(bare_code));
    if let Some(code) = header {
        return Some(code.to_owned());
    }
    let body = ErrorBody::from_response(response);
    [body.code, body.kind]
        .iter()
        .flatten()
        .find_map(|code| bare_code(code))
        .map(str::to_owned)
}

/// Returns the service's error message: the body's member `message` or
/// `Message`.
#[must_use]
pub(crate) fn error_message(response: &Response) -> Option<String> {
    let body = ErrorBody::from_response(response);
    body.message.map(Cow::into_owned)
}

/// Returns the request id: the header `x-amzn-requestid`, else
/// `x-amzn-request-id`, else `x-amz-request-id`.
#[must_use]
pub(crate) fn request_id(response: &Response) -> Option<String> {
    ["x-amzn-requestid", "x-amzn-request-id", "x-amz-request-id"]
        .iter()
        .filter_map(|name| response.headers.get(*name)?.to_str().ok())
        .find(|id| !id.is_empty())
        .map(str::to_owned)
}

/// Removes namespace and link from a code.
fn bare_code(code: &str) -> Option<&str> {
    let code = code.split(':').next().unwrap_or_default();
    let code = code.rsplit('#').next().unwrap_or_default().trim();
    (!code.is_empty()).then_some(code)
}

/// The members that all errors have in their body.
#[derive(Default)]
struct ErrorBody<'a> {
    code: Option<Cow<'a, str>>,
    kind: Option<Cow<'a, str>>,
    message: Option<Cow<'a, str>>,
}

impl<'a> ErrorBody<'a> {
    /// Reads the body. One that is not a JSON object has no members.
    fn from_response(response: &'a Response) -> Self {
        json::from_slice(without_mark(&response.body)).unwrap_or_default()
    }
}

impl<'de> Deserialize<'de> for ErrorBody<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(BodyVisitor)
    }
}

struct BodyVisitor;

impl<'de> Visitor<'de> for BodyVisitor {
    type Value = ErrorBody<'de>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an error object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut body = ErrorBody::default();
        while let Some(MaybeText(name)) = map.next_key()? {
            let member = match name.as_deref() {
                Some("code") => &mut body.code,
                Some("__type") => &mut body.kind,
                Some("message" | "Message") => &mut body.message,
                _ => {
                    map.next_value::<IgnoredAny>()?;
                    continue;
                }
            };
            let MaybeText(value) = map.next_value()?;
            *member = value.or(member.take());
        }
        Ok(body)
    }
}

/// A string, or `None` for a value of any other type: an error whose code is a
/// number is still an error.
struct MaybeText<'de>(Option<Cow<'de, str>>);

impl<'de> Deserialize<'de> for MaybeText<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TextVisitor)
    }
}

struct TextVisitor;

impl<'de> Visitor<'de> for TextVisitor {
    type Value = MaybeText<'de>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("any value")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(MaybeText(Some(Cow::Borrowed(text))))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(MaybeText(Some(Cow::Owned(text.to_owned()))))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
        Ok(MaybeText(None))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
        Ok(MaybeText(None))
    }

    fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
        Ok(MaybeText(None))
    }

    fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
        Ok(MaybeText(None))
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(MaybeText(None))
    }

    fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(MaybeText(None))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(MaybeText(None))
    }
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderValue, StatusCode};

    use super::*;

    /// Names and values of headers.
    type Headers = [(&'static str, &'static str)];

    fn response(headers: &Headers, body: &'static str) -> Response {
        let headers = headers
            .iter()
            .map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_static(value)));
        Response::new(StatusCode::BAD_REQUEST, HeaderMap::from_iter(headers), body)
    }

    #[test]
    fn reads_error_codes() {
        let header = "x-amzn-errortype";
        let cases: &[(&Headers, &str, Option<&str>)] = &[
            (&[(header, "A")], "", Some("A")),
            (&[(header, "A:http://internal/")], "{}", Some("A")),
            (&[(header, "A, A")], "{}", Some("A")),
            (&[(header, ", ns#A:x, B")], "{}", Some("A")),
            (&[], "\u{feff}{\"code\":\"B\"}", Some("B")),
            (&[(header, "ns#A:http://x#y/")], "{}", Some("A")),
            (&[(header, "A")], r#"{"code":"B","__type":"C"}"#, Some("A")),
            (&[(header, "")], r#"{"code":"B"}"#, Some("B")),
            (&[(header, ":")], r#"{"code":"B"}"#, Some("B")),
            (&[], r#"{"__type":"C","code":"B"}"#, Some("B")),
            (&[], r#"{"code":"com.x#B:","message":"m"}"#, Some("B")),
            (&[], r#"{"__type":"com.x#C"}"#, Some("C")),
            (&[], r#"{"code":null,"__type":"C"}"#, Some("C")),
            (&[], r#"{"code":"","__type":"C"}"#, Some("C")),
            (&[], r#"{"code":17,"__type":"C"}"#, Some("C")),
            (&[], r#"{"code":{"x":[1]},"__type":["C"]}"#, None),
            (&[], r#"{"message":"m"}"#, None),
            (&[], "", None),
            (&[], "null", None),
            (&[], "<html>", None),
            (&[], r#"["code"]"#, None),
            (&[], r#"{"code":"B""#, None),
            (&[], r#"{"c\u006fde":"\u0042"}"#, Some("B")),
        ];
        for (headers, body, code) in cases {
            let response = response(headers, body);
            assert_eq!(
                error_code(&response).as_deref(),
                *code,
                "{headers:?} {body}"
            );
        }
    }

    #[test]
    fn reads_messages_and_request_ids() {
        let messages = [
            (r#"{"message":"m"}"#, Some("m")),
            (r#"{"Message":"M"}"#, Some("M")),
            (r#"{"message":null,"Message":"M"}"#, Some("M")),
            (r#"{"Message":"M","message":null}"#, Some("M")),
            (r#"{"message":1.5}"#, None),
            (r#"{"message":true,"deep":{"message":"x"}}"#, None),
            ("m", None),
        ];
        for (body, message) in messages {
            assert_eq!(
                error_message(&response(&[], body)).as_deref(),
                message,
                "{body}"
            );
        }
        let ids: &[(&Headers, Option<&str>)] = &[
            (&[("x-amzn-requestid", "a")], Some("a")),
            (
                &[("x-amzn-request-id", "b"), ("x-amzn-requestid", "")],
                Some("b"),
            ),
            (&[("x-amz-request-id", "c")], Some("c")),
            (&[], None),
        ];
        for (headers, id) in ids {
            assert_eq!(request_id(&response(headers, "")).as_deref(), *id);
        }
    }
}
