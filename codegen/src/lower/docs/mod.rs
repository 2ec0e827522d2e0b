//! Documentation of the model as Markdown for rustdoc.

mod html;
mod inline;
mod markdown;

use std::fmt::Display;

use crate::model::{self, Enforced, Length, Member, MemberGroup, Number, Range, Shape, ShapeKind};
use crate::rust::Docs;

use super::context::Context;

/// The documentation traits of a shape, member or operation.
pub(super) fn lower(context: &Context<'_>, source: &model::Docs) -> Docs {
    let mut docs = Docs::default();
    if let Some(deprecated) = &source.deprecated {
        let since = match &deprecated.since {
            Some(since) => format!(" since {since}"),
            None => String::new(),
        };
        let message = deprecated.message.as_deref().unwrap_or_default();
        docs.push(format!(
            "**Deprecated**{since}. {}",
            inline::markdown(context, message)
        ));
    }
    if let Some(text) = &source.documentation {
        docs.extend(read(context, text));
    }
    if source.unstable {
        docs.push("Unstable: it may change without notice.");
    }
    if source.internal {
        docs.push("Internal: not meant for customers.");
    }
    if let Some(reason) = &source.recommended {
        let reason = inline::markdown(context, reason);
        docs.push(format!("Recommended. {reason}").trim_end().to_owned());
    }
    if let Some(since) = &source.since {
        docs.push(format!("Since {}.", inline::markdown(context, since)));
    }
    for link in &source.links {
        docs.push(format!(
            "See [{}](<{}>).",
            inline::escaped(&link.title),
            link.url
        ));
    }
    docs
}

/// The documentation traits, or this text if there are none.
pub(super) fn lower_or(context: &Context<'_>, source: &model::Docs, fallback: &str) -> Docs {
    let docs = lower(context, source);
    if docs.is_empty() {
        Docs::paragraph(fallback)
    } else {
        docs
    }
}

/// The documentation of a member, else that of its target.
pub(super) fn of_member(context: &Context<'_>, member: &Member) -> Docs {
    let docs = lower(context, &member.docs);
    if !docs.is_empty() {
        return docs;
    }
    let fallback = format!("The member `{}`.", member.name);
    lower_or(
        context,
        &context.model.shape(&member.target).docs,
        &fallback,
    )
}

/// A text of the model.
pub(super) fn text(context: &Context<'_>, text: &str) -> Docs {
    read(context, text)
}

fn read(context: &Context<'_>, text: &str) -> Docs {
    if html::is_html(text) {
        Docs(html::blocks(context, text))
    } else {
        Docs(markdown::blocks(context, text))
    }
}

/// The constraints of a member, a phrase each.
pub(super) fn limits(context: &Context<'_>, member: &Member) -> Vec<String> {
    let shape = context.model.shape(&member.target);
    let constraints = context.model.constraints(member);
    let mut limits = Vec::new();
    limits.extend(constraints.length.map(|limit| length(shape, limit)));
    limits.extend(constraints.range.as_ref().map(range));
    if let Some(pattern) = &constraints.pattern {
        let checked = match pattern.enforced {
            Enforced::Yes => "",
            Enforced::No => " (checked by the service only)",
        };
        let expression = inline::code_span(&pattern.expression);
        limits.push(format!("matching {expression}{checked}"));
    }
    if constraints.arn_region.is_some() {
        limits.push("an ARN only in the client's Region".to_owned());
    }
    if constraints.unique_items {
        limits.push("unique entries".to_owned());
    }
    if let ShapeKind::List(list) = &shape.kind {
        let inner = self::limits(context, &list.member);
        if !inner.is_empty() {
            limits.push(format!("each entry {}", inner.join(", ")));
        }
    }
    for required in &member.required_keys {
        let keys: Vec<String> = required.keys.iter().map(|key| format!("`{key}`")).collect();
        let path = match required.path.as_slice() {
            [] => String::new(),
            path => format!("`{}` ", path.join(".")),
        };
        limits.push(format!("{path}with the key {}", keys.join(", ")));
    }
    limits
}

/// The rules between the members of a structure, a sentence each.
pub(super) fn rules(context: &Context<'_>, shape: &Shape) -> Vec<String> {
    let ShapeKind::Structure(structure) = &shape.kind else {
        return Vec::new();
    };
    let kind = context.member_kind(&shape.id);
    let listed = |names: &MemberGroup| {
        let names: Vec<String> = names
            .iter()
            .map(|name| format!("`{}`", context.member(shape, name, kind)))
            .collect();
        match names.split_last() {
            Some((last, [])) => last.clone(),
            Some((last, others)) => format!("{} and {last}", others.join(", ")),
            None => String::new(),
        }
    };
    let exactly = structure
        .exactly_one_of
        .iter()
        .map(|names| format!("Exactly one of {} must be set.", listed(names)));
    let at_most = structure
        .at_most_one_of
        .iter()
        .map(|names| format!("At most one of {} may be set.", listed(names)));
    exactly.chain(at_most).collect()
}

fn length(shape: &Shape, length: Length) -> String {
    let unit = |count: u64| match (&shape.kind, count) {
        (ShapeKind::Blob, 1) => "byte",
        (ShapeKind::Blob, _) => "bytes",
        (ShapeKind::List(_) | ShapeKind::Map(_), 1) => "entry",
        (ShapeKind::List(_) | ShapeKind::Map(_), _) => "entries",
        (_, 1) => "character",
        _ => "characters",
    };
    match (length.min.unwrap_or(0), length.max) {
        (min, Some(max)) if min == max => format!("exactly {} {}", grouped(max), unit(max)),
        (0, Some(max)) => format!("at most {} {}", grouped(max), unit(max)),
        (min, Some(max)) => format!("{} to {} {}", grouped(min), grouped(max), unit(max)),
        (min, None) => format!("at least {} {}", grouped(min), unit(min)),
    }
}

fn range(range: &Range) -> String {
    let text = |number: &Number| match number.as_i64() {
        Some(whole) => grouped(whole),
        None => number.to_string(),
    };
    match (&range.min, &range.max) {
        (Some(min), Some(max)) => format!("{} to {}", text(min), text(max)),
        (Some(min), None) => format!("at least {}", text(min)),
        (None, Some(max)) => format!("at most {}", text(max)),
        (None, None) => String::new(),
    }
}

/// An integer with separators: `2,048,000`.
fn grouped(number: impl Display) -> String {
    separated(&number.to_string(), ',', 3)
}

/// An integer literal: `2_048_000`.
pub(super) fn digits(number: impl Display) -> String {
    separated(&number.to_string(), '_', 4)
}

/// Separates the thousands of numbers with more digits than `whole`.
fn separated(number: &str, separator: char, whole: usize) -> String {
    let (sign, digits) = match number.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", number),
    };
    if digits.len() <= whole {
        return number.to_owned();
    }
    let mut text = sign.to_owned();
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            text.push(separator);
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_thousands() {
        for (number, for_people, for_rust) in [
            (5_i64, "5", "5"),
            (2048, "2,048", "2048"),
            (-12345, "-12,345", "-12_345"),
            (2_048_000, "2,048,000", "2_048_000"),
        ] {
            assert_eq!(grouped(number), for_people);
            assert_eq!(digits(number), for_rust);
        }
    }
}
