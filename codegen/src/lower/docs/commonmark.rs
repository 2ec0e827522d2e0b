//! Documentation in CommonMark, as Smithy defines it.

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd, TextMergeStream};

use crate::sink::Docs;

use super::super::context::LowerContext;
use super::reader::{Mark, Reader};

/// The blocks of a text. HTML in it is shown as text: most is a placeholder
/// such as `<folder name>`.
pub(super) fn read(context: &LowerContext<'_>, text: &str) -> Docs {
    let mut reader = Reader::new(context);
    // The text of the code block that is open.
    let mut code: Option<String> = None;
    for event in TextMergeStream::new(Parser::new_ext(text, Options::empty())) {
        match event {
            Event::Text(text) => match &mut code {
                Some(code) => code.push_str(&text),
                None => reader.text(&text),
            },
            Event::Code(text) => reader.code(&text),
            Event::Html(text) | Event::InlineHtml(text) => reader.text(&text),
            Event::SoftBreak | Event::HardBreak => reader.text(" "),
            Event::Rule => reader.end(),
            Event::Start(tag) => match tag {
                Tag::CodeBlock(CodeBlockKind::Fenced(_) | CodeBlockKind::Indented) => {
                    code = Some(String::new());
                }
                Tag::List(first) => {
                    reader.list(first.map(|first| u32::try_from(first).unwrap_or(u32::MAX)));
                }
                Tag::Item => reader.item(),
                Tag::Emphasis => reader.open(Mark::Emphasis),
                Tag::Strong => reader.open(Mark::Strong),
                // Documentation viewers load no pictures.
                Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => {
                    reader.open(Mark::Link(Some(dest_url.into_string())));
                }
                Tag::Paragraph | Tag::Heading { .. } | Tag::HtmlBlock | Tag::BlockQuote(_) => {
                    // The first paragraph of an entry belongs to it.
                }
                // Events of disabled extensions.
                _ => {}
            },
            Event::End(tag) => match tag {
                TagEnd::CodeBlock => reader.code_block(&code.take().unwrap_or_default()),
                TagEnd::List(_) => reader.end_list(),
                TagEnd::Emphasis => reader.close(&Mark::Emphasis),
                TagEnd::Strong => reader.close(&Mark::Strong),
                TagEnd::Link | TagEnd::Image => reader.close(&Mark::Link(None)),
                TagEnd::Heading(level) => reader.end_heading(level as u8),
                TagEnd::Paragraph | TagEnd::Item | TagEnd::HtmlBlock | TagEnd::BlockQuote(_) => {
                    reader.end();
                }
                _ => {}
            },
            // Events of disabled extensions.
            Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::FootnoteReference(_)
            | Event::TaskListMarker(_) => {}
        }
    }
    reader.finish()
}
