//! Values and their wire formats in JSON and text.

pub(crate) mod base64;
pub mod data;
pub(crate) mod document;
pub(crate) mod encode;
pub mod jmespath;
pub mod json;
pub(crate) mod json_blob;
pub(crate) mod number;
pub(crate) mod percent;
pub(crate) mod pointer;
mod time_text;
pub(crate) mod timestamp;
pub(crate) mod unknown;
pub(crate) mod validation;
