//! The operations that the emulator of the client simulates.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use ::codegen::model::Model;
use anyhow::{Context as _, Result};

/// The list of simulated operations, one name per line. The emulator reads it,
/// and its tests compare it with the operations that it handles.
const SIMULATED: &str = "generated-client/src/emulator/simulated.txt";

/// Returns the operations of the workspace's model that its emulator does not simulate.
/// A workspace without the list has no emulator.
pub(super) fn missing(root: &Path, model: &Model) -> Result<Vec<String>> {
    let list = match fs::read_to_string(root.join(SIMULATED)) {
        Ok(list) => list,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error).with_context(|| format!("cannot read `{SIMULATED}`")),
    };
    let operations = model.operations.values().map(|operation| &*operation.name);
    Ok(unlisted(&list, operations))
}

/// Returns the operations that are not in the list; none for another service,
/// none of whose operations are in it.
fn unlisted<'n>(list: &str, operations: impl Iterator<Item = &'n str>) -> Vec<String> {
    let (known, missing): (Vec<_>, Vec<_>) =
        operations.partition(|name| list.lines().any(|line| line == *name));
    if known.is_empty() {
        return Vec::new();
    }
    missing.into_iter().map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_operations_of_the_same_service() {
        let list = "Get\nPut\n";
        for (operations, expected) in [
            (&["Get", "Put"][..], &[][..]),
            (&["Get", "Move", "GetAll"], &["Move", "GetAll"]),
            (&["Lend", "Return"], &[]),
        ] {
            assert_eq!(unlisted(list, operations.iter().copied()), expected);
        }
    }
}
