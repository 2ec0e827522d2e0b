//! The operations of the model that the emulator of the client does not simulate.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use ::codegen::model::Model;
use anyhow::{Context as _, Result};

/// The file with the emulator's table of operations, whose rows have the form
/// `method(Operation) => function;`.
const TABLE: &str = "generated-client/src/emulator/operations/mod.rs";

/// Returns the operations of the workspace's model that its emulator does not simulate.
/// A workspace without the table has no emulator.
pub(super) fn missing(root: &Path, model: &Model) -> Result<Vec<String>> {
    let table = match fs::read_to_string(root.join(TABLE)) {
        Ok(table) => table,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error).with_context(|| format!("cannot read `{TABLE}`")),
    };
    let operations = model.operations.values().map(|operation| &*operation.name);
    Ok(without_row(&table, operations))
}

/// Returns the operations without a row in the table; none for another service,
/// none of whose operations have one.
fn without_row<'n>(table: &str, operations: impl Iterator<Item = &'n str>) -> Vec<String> {
    let (known, missing): (Vec<_>, Vec<_>) =
        operations.partition(|name| table.contains(&format!("({name}) =>")));
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
        let table = "get(Get) => a::get;\nput(Put) => a::put;\n";
        for (operations, expected) in [
            (&["Get", "Put"][..], &[][..]),
            (&["Get", "Move", "GetAll"], &["Move", "GetAll"]),
            (&["Lend", "Return"], &[]),
        ] {
            assert_eq!(without_row(table, operations.iter().copied()), expected);
        }
    }
}
