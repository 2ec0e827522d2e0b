//! Documentation of the model.

use crate::model::{self, Member};
use crate::sink::{Address, Block, Docs, Markdown, markdown};

use super::super::context::LowerContext;
use super::{commonmark, html};

/// The documentation traits of a shape, member or operation.
pub(crate) fn lower(context: &LowerContext<'_>, source: &model::Docs) -> Docs {
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

/// Our own words, followed by a text of the model in the same paragraph.
pub(super) fn sentence(words: Markdown, context: &LowerContext<'_>, text: &str) -> Docs {
    let mut docs = read(context, text);
    match docs.0.first_mut() {
        Some(Block::Paragraph(first)) => *first = markdown!("{} {}", words, *first),
        _ => docs.0.insert(0, Block::Paragraph(words)),
    }
    docs
}

/// The documentation traits, or this text if there are none.
pub(crate) fn lower_or(
    context: &LowerContext<'_>,
    source: &model::Docs,
    fallback: Markdown,
) -> Docs {
    let docs = lower(context, source);
    if docs.is_empty() {
        Docs::paragraph(fallback)
    } else {
        docs
    }
}

/// The documentation of a member, or else that of its target.
pub(crate) fn of_member(context: &LowerContext<'_>, member: &Member) -> Docs {
    let docs = lower(context, &member.docs);
    if !docs.is_empty() {
        return docs;
    }
    let fallback = markdown!("The member {}.", Markdown::code(&member.name));
    lower_or(context, &context.model.shape(&member.target).docs, fallback)
}

/// A text of the model.
pub(crate) fn text(context: &LowerContext<'_>, text: &str) -> Docs {
    read(context, text)
}

/// A text of the model inside a sentence.
pub(super) fn inline(context: &LowerContext<'_>, text: &str) -> Markdown {
    match read(context, text).0.as_slice() {
        [Block::Paragraph(paragraph)] => paragraph.clone(),
        _ => Markdown::label(text),
    }
}

pub(super) fn read(context: &LowerContext<'_>, text: &str) -> Docs {
    if html::is_html(text) {
        html::read(context, text)
    } else {
        commonmark::read(context, text)
    }
}
