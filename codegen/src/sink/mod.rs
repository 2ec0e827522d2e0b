//! Writers of text into files.
//!
//! Text of a model is data: it never becomes a key in a manifest, a Rust item,
//! a test or markup. Each place for text has one writer here, and a type that
//! only this writer creates. Templates and emitters accept these types.
//!
//! | place | type |
//! |---|---|
//! | string of TOML | [`TomlString`] |
//! | comment line of a file | [`Notice`] |
//! | doc comment, blocks of Markdown | [`Docs`], [`Blocks`] |
//! | running text of Markdown | [`Markdown`] |
//! | cell of a table of Markdown | [`Table`] |
//! | JSON | [`visible_json`] |
//! | line of a terminal | [`visible`] |
//!
//! Rust literals and names are tokens of `quote`, and file paths consist of
//! names from `crate::names`.

mod blocks;
mod docs;
mod json;
mod manifest;
mod markdown;
mod table;
mod visible;

pub(crate) use blocks::{Blocks, Fence, Fenced};
pub(crate) use docs::{Block, Docs, InnerDoc, Marker};
pub(crate) use json::visible_json;
pub(crate) use manifest::{Notice, TomlString};
pub(crate) use markdown::{Address, Markdown, checked, has_only_positions, markdown};
pub(crate) use table::Table;
pub use visible::visible;
pub(crate) use visible::visible_except;
