//! Documentation of the model as Markdown for rustdoc.

mod commonmark;
mod html;
mod limits;
mod listed;
mod numbers;
mod reader;
mod relations;
mod text;

pub(super) use limits::{limits, rules};
pub(super) use numbers::digits;
pub(super) use text::{lower, lower_or, of_member, text};
