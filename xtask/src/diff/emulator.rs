//! The operations that the emulator of the client simulates.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use ::codegen::model::Model;
use anyhow::{Context as _, Result};

/// The list of simulated operations, one name per line. The emulator reads it, and its
/// tests compare it with the operations that it answers.
const SIMULATED: &str = "generated-client/src/emulator/simulated.txt";

/// Returns the operations of the workspace's model that its emulator does not simulate.
/// A workspace without the list has no emulator.
pub(super) fn missing(root: &Path, model: &Model) -> Result<Vec<String>> {
    let list = match fs::read_to_string(root.join(SIMULATED)) {
        Ok(list) => list,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error).with_context(|| format!("cannot read `{SIMULATED}`")),
    };
    let operations = model.operations.values().map(|operation| &operation.name);
    let missing = operations.filter(|name| !list.lines().any(|line| line == *name));
    Ok(missing.cloned().collect())
}
