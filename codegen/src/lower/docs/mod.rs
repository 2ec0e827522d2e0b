//! Documentation of the model as Markdown for rustdoc.

mod commonmark;
mod html;
mod reader;
mod relations;

use std::fmt::Display;

use crate::model::{self, Enforced, Length, Member, MemberGroup, Number, Range, Shape, ShapeKind};
use crate::sink::{Address, Block, Docs, Markdown, markdown};

use super::context::Context;

/// The documentation traits of a shape, member or operation.
pub(super) fn lower(context: &Context<'_>, source: &model::Docs) -> Docs {
    let mut docs = Docs::default();
    if let Some(deprecated) = &source.deprecated {
        let mut text = Markdown::from("**Deprecated**");
        if let Some(since) = &deprecated.since {
            text = markdown!("{} since {}", text, Markdown::plain(since));
        }
        docs.extend(sentence(
            markdown!("{}.", text),
            context,
            deprecated.message.as_deref().unwrap_or_default(),
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
        docs.extend(sentence("Recommended.".into(), context, reason));
    }
    if let Some(since) = &source.since {
        docs.push(markdown!("Since {}.", Markdown::plain(since)));
    }
    for link in &source.links {
        let label = Markdown::label(&link.title);
        docs.push(match Address::web(&link.url) {
            Some(address) => markdown!("See {}.", Markdown::link(&label, &address)),
            None => markdown!("See {} ({}).", label, Markdown::code(&link.url)),
        });
    }
    docs
}

/// Our own words, then a text of the model in the same paragraph.
fn sentence(words: Markdown, context: &Context<'_>, text: &str) -> Docs {
    let mut docs = read(context, text);
    match docs.0.first_mut() {
        Some(Block::Paragraph(first)) => *first = markdown!("{} {}", words, *first),
        _ => docs.0.insert(0, Block::Paragraph(words)),
    }
    docs
}

/// The documentation traits, or this text if there are none.
pub(super) fn lower_or(context: &Context<'_>, source: &model::Docs, fallback: Markdown) -> Docs {
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
    let fallback = markdown!("The member {}.", Markdown::code(&member.name));
    lower_or(context, &context.model.shape(&member.target).docs, fallback)
}

/// A text of the model.
pub(super) fn text(context: &Context<'_>, text: &str) -> Docs {
    read(context, text)
}

/// A text of the model inside a sentence.
fn inline(context: &Context<'_>, text: &str) -> Markdown {
    match read(context, text).0.as_slice() {
        [Block::Paragraph(paragraph)] => paragraph.clone(),
        _ => Markdown::label(text),
    }
}

fn read(context: &Context<'_>, text: &str) -> Docs {
    if html::is_html(text) {
        html::read(context, text)
    } else {
        commonmark::read(context, text)
    }
}

/// The constraints of a member, a phrase each.
pub(super) fn limits(context: &Context<'_>, member: &Member) -> Vec<Markdown> {
    let shape = context.model.shape(&member.target);
    let constraints = context.model.constraints(member);
    let mut limits = Vec::new();
    let numbers = constraints.length.map(|limit| length(shape, limit));
    let numbers = numbers
        .into_iter()
        .chain(constraints.range.as_ref().map(range));
    limits.extend(numbers.map(|limit| Markdown::plain(&limit)));
    if let Some(pattern) = &constraints.pattern {
        let expression = Markdown::code(&pattern.expression);
        limits.push(match pattern.enforced {
            Enforced::Yes => markdown!("matching {}", expression),
            Enforced::No => markdown!("matching {} (checked by the service only)", expression),
        });
    }
    if shape.json.is_some() {
        limits.push("a JSON object".into());
    }
    if constraints.arn_region.is_some() {
        limits.push("an ARN only in the client's Region".into());
    }
    if constraints.unique_items {
        limits.push("unique entries".into());
    }
    limits.extend(relations::of_value(context, shape, &constraints));
    if let ShapeKind::List(list) = &shape.kind {
        let inner = self::limits(context, &list.member);
        if !inner.is_empty() {
            limits.push(markdown!("each entry {}", Markdown::joined(&inner, ", ")));
        }
    }
    for required in &member.required_keys {
        let keys: Vec<Markdown> = required
            .keys
            .iter()
            .map(|key| Markdown::code(key))
            .collect();
        let keys = Markdown::joined(&keys, ", ");
        limits.push(match required.path.as_slice() {
            [] => markdown!("with the key {}", keys),
            path => markdown!("{} with the key {}", Markdown::code(&path.join(".")), keys),
        });
    }
    limits
}

/// The rules between the members of a structure, a sentence each.
pub(super) fn rules(context: &Context<'_>, shape: &Shape) -> Vec<Markdown> {
    let ShapeKind::Structure(structure) = &shape.kind else {
        return Vec::new();
    };
    let kind = context.member_kind(&shape.id);
    let listed = |names: &MemberGroup| {
        let names = names.iter();
        let names = names.map(|name| markdown!("`{}`", context.member(shape, name, kind)));
        listed(names.collect())
    };
    let exactly = structure
        .exactly_one_of
        .iter()
        .map(|names| markdown!("Exactly one of {} must be set.", listed(names)));
    let at_most = structure
        .at_most_one_of
        .iter()
        .map(|names| markdown!("At most one of {} may be set.", listed(names)));
    let at_least = structure
        .at_least_one_of
        .iter()
        .map(|names| markdown!("At least one of {} must be set.", listed(names)));
    let mut rules: Vec<Markdown> = exactly.chain(at_least).chain(at_most).collect();
    rules.extend(relations::of_structure(context, shape, structure));
    rules
}

/// `a, b and c`.
fn listed(items: Vec<Markdown>) -> Markdown {
    match items.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => markdown!("{} and {}", Markdown::joined(others, ", "), last),
        None => Markdown::default(),
    }
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
    bounds(length, unit)
}

/// `1 to 100 characters`, in a unit that depends on the count.
fn bounds(length: Length, unit: impl Fn(u64) -> &'static str) -> String {
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
