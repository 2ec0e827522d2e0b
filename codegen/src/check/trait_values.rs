//! Trait values that have their own syntax.

use super::CheckContext;
use crate::ast::Traits;
use crate::diagnostic::{Code, Diagnostic, DiagnosticReport};
use crate::json::{Value, ValueKind};
use crate::model::ShapeId;
use crate::traits::ids;

pub(super) fn check(context: &CheckContext<'_, '_>, report: &mut DiagnosticReport) {
    for subject in context.subjects() {
        let traits = subject.traits();
        if let Some(value) = traits.value(ids::MEDIA_TYPE) {
            text(value, "media type", is_media_type, "`image/png`", report);
        }
        if let Some(value) = traits.value(ids::XML_NAME) {
            text(
                value,
                "name in XML",
                is_xml_name,
                "`book` or `b:book`",
                report,
            );
        }
        if let Some(value) = traits.value(ids::ENUM) {
            for name in value
                .elements()
                .iter()
                .filter_map(|entry| entry.get("name"))
            {
                text(
                    name,
                    "name of an enum value",
                    is_name,
                    "`LARGE_BOOK`",
                    report,
                );
            }
        }
        if let Some(resource) = traits
            .value(ids::ARN_REFERENCE)
            .and_then(|arn| arn.get("type"))
        {
            text(
                resource,
                "type of a resource",
                is_cloudformation_type,
                "`AWS::IAM::Role`",
                report,
            );
        }
        api_key(traits, report);
        if let Some(root) = traits.value(ids::JSON).and_then(|json| json.get("root")) {
            self::root(root, report);
        }
    }
}

/// Reports a `root` of `codegen.rules#json` that is neither a shape id nor an array
/// of them. The shapes are in other models.
fn root(root: &Value<'_>, report: &mut DiagnosticReport) {
    let ids = match &root.kind {
        ValueKind::Array(ids) if !ids.is_empty() => ids,
        _ => std::slice::from_ref(root),
    };
    for id in ids {
        if id.as_str().and_then(ShapeId::parse).is_none() {
            let title = "invalid `root` of `json`";
            report.push(
                Diagnostic::new(Code::TraitValue, title, id.span)
                    .label("expected a shape ID")
                    .help("example: `\"com.example#Message\"`, or an array of shape IDs"),
            );
        }
    }
}

/// Reports a text with invalid syntax.
fn text(
    value: &Value<'_>,
    noun: &str,
    is_valid: fn(&str) -> bool,
    example: &str,
    report: &mut DiagnosticReport,
) {
    // `form` reports empty texts and values that are not strings.
    let Some(text) = value.as_str().filter(|text| !text.is_empty()) else {
        return;
    };
    if !is_valid(text) {
        let title = format!("invalid {noun} `{text}`");
        report.push(
            Diagnostic::new(Code::TraitValue, title, value.span)
                .help(format!("example: {example}")),
        );
    }
}

/// Whether a text is a media type (RFC 9110, section 8.3.1): a type, a subtype
/// and parameters.
fn is_media_type(text: &str) -> bool {
    let mut parts = text.split(';').map(str::trim);
    let types = parts.next().and_then(|types| types.split_once('/'));
    let is_type = types.is_some_and(|(kind, subtype)| is_token(kind) && is_token(subtype));
    let is_parameter = |part: &str| {
        part.split_once('=').is_some_and(|(name, value)| {
            let quoted = value
                .strip_prefix('"')
                .and_then(|rest| rest.strip_suffix('"'));
            is_token(name) && (is_token(value) || quoted.is_some())
        })
    };
    is_type && parts.all(is_parameter)
}

/// Whether a text is a token (RFC 9110, section 5.6.2), such as the name of a
/// header or a method.
pub(super) fn is_token(text: &str) -> bool {
    let is_tchar = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !text.is_empty() && text.bytes().all(is_tchar)
}

/// `^[a-zA-Z_][a-zA-Z_0-9-]*(:[a-zA-Z_][a-zA-Z_0-9-]*)?$` of Smithy's prelude.
fn is_xml_name(text: &str) -> bool {
    let is_part = |part: &str| {
        let starts = part.starts_with(|char: char| char.is_ascii_alphabetic() || char == '_');
        starts
            && part
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte))
    };
    match text.split_once(':') {
        Some((prefix, name)) => is_part(prefix) && is_part(name),
        None => is_part(text),
    }
}

/// Whether a text is a provider, a service and a resource: `AWS::IAM::Role`.
/// Modules have a fourth part.
fn is_cloudformation_type(text: &str) -> bool {
    let mut parts = text.split("::");
    let is_part =
        |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    matches!(parts.clone().count(), 3 | 4) && parts.all(is_part)
}

/// `^[a-zA-Z_]+[a-zA-Z_0-9]*$` of Smithy's prelude.
fn is_name(text: &str) -> bool {
    let starts = text.starts_with(|char: char| char.is_ascii_alphabetic() || char == '_');
    starts
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// Smithy's `HttpApiKeyAuthTrait` validator.
fn api_key(traits: &Traits<'_>, report: &mut DiagnosticReport) {
    let Some(value) = traits.value(ids::HTTP_API_KEY_AUTH) else {
        return;
    };
    if let (Some(scheme), Some("query")) = (value.get("scheme"), value.str("in")) {
        let title = "`scheme` of `httpApiKeyAuth` without a header";
        report.push(
            Diagnostic::new(Code::TraitValue, title, scheme.span)
                .label("only allowed if `in` is `header`")
                .help("remove it, or send the key in a header"),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn media_types_have_a_type_and_a_subtype() {
        for (text, expected) in [
            ("image/png", true),
            ("application/vnd.api+json; charset=utf-8", true),
            ("text/plain; title=\"a b\"", true),
            ("png", false),
            ("image/", false),
            ("image/png/x", false),
            ("image /png", false),
            ("image/png; charset", false),
        ] {
            assert_eq!(is_media_type(text), expected, "{text}");
        }
    }

    #[test]
    fn names_in_xml_may_have_a_prefix() {
        for (text, expected) in [
            ("book", true),
            ("b:book", true),
            ("_b-1", true),
            ("1book", false),
            ("b:", false),
            ("a:b:c", false),
        ] {
            assert_eq!(is_xml_name(text), expected, "{text}");
        }
    }
}
