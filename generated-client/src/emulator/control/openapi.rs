//! The OpenAPI document of the control paths.

use serde_json::Value;

/// Returns the document, with the version of the crate.
pub(super) fn document() -> Result<Value, String> {
    let mut document: Value = serde_json::from_str(include_str!("openapi.json"))
        .map_err(|error| format!("the OpenAPI document is damaged: {error}"))?;
    document["info"]["version"] = env!("CARGO_PKG_VERSION").into();
    Ok(document)
}
