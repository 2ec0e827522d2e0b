//! From Rust's terms to tokens, one file for each kind of thing that is
//! written. Nothing here can fail, and nothing is looked up: whatever would be
//! a question has been answered in [`crate::rust`].

mod access;
mod choice;
mod client;
mod constraints;
mod endpoint;
mod json;
mod modules;
mod operation;
mod operation_docs;
mod request;
mod required;
mod server;
mod service;
mod structure;
mod stub;
mod tests;
mod tokens;
mod validate;
mod value;
mod waiter;
mod wire;

pub(crate) use operation_docs::{Retried, example, first_call, retried};

use proc_macro2::{Ident, TokenStream};

use crate::format::RustFile;
use crate::rust::{Crate, DataType, Struct};

/// The files of a client with their paths within the crate.
pub(crate) fn files(client: &Crate) -> Vec<(String, RustFile)> {
    let library = &client.service.library;
    let mut files = vec![
        (source("mod"), modules::root(client)),
        (source("client"), plain(client::items(client))),
        (
            source("constraints"),
            plain(constraints::items(&client.constraints)),
        ),
        (source("service"), plain(service::items(&client.service))),
        (source("stub"), plain(stub::items(client))),
    ];
    if let Some(rules) = &client.endpoint_rules {
        files.push((source("endpoint"), plain(endpoint::items(rules))));
        if !rules.tests.is_empty() {
            files.push((source("endpoint/tests"), endpoint::tests(&rules.tests)));
        }
    }
    structures(&mut files, "input", "What operations take.", &client.inputs);
    structures(
        &mut files,
        "output",
        "What operations return.",
        &client.outputs,
    );
    structures(
        &mut files,
        "error",
        "The errors of the service.",
        &client.errors,
    );
    types(&mut files, &client.types);
    operations(&mut files, client);
    server(&mut files, client);
    if !client.tests.is_empty() {
        files.push((test("main"), tests::main(&client.tests, library)));
    }
    for tests in &client.tests {
        files.push((
            test(&module_file(&tests.module)),
            tests::file(tests, library),
        ));
    }
    files
}

fn structures(
    files: &mut Vec<(String, RustFile)>,
    folder: &str,
    docs: &str,
    structures: &[Struct],
) {
    let modules = structures
        .iter()
        .map(|shape| (shape.module.clone(), vec![shape.path.name.clone()]))
        .collect();
    files.push((
        source(&format!("{folder}/mod")),
        modules::folder(docs, modules),
    ));
    for shape in structures {
        let path = source(&format!("{folder}/{}", module_file(&shape.module)));
        files.push((path, plain(structure::items(shape))));
    }
}

fn types(files: &mut Vec<(String, RustFile)>, types: &[DataType]) {
    let modules = types
        .iter()
        .map(|shape| (shape.module().clone(), vec![shape.name().clone()]))
        .collect();
    let docs = "What inputs, outputs and errors are made of.";
    files.push((source("types/mod"), modules::folder(docs, modules)));
    for shape in types {
        let items = match shape {
            DataType::Struct(shape) => structure::items(shape),
            DataType::Enum(shape) => choice::text(shape),
            DataType::IntEnum(shape) => choice::number(shape),
            DataType::Union(shape) => choice::union(shape),
        };
        let path = source(&format!("types/{}", module_file(shape.module())));
        files.push((path, at("crate::types", items)));
    }
}

fn operations(files: &mut Vec<(String, RustFile)>, client: &Crate) {
    let modules = client
        .operations
        .iter()
        .map(|operation| {
            let names = vec![operation.path.name.clone(), operation.error.clone()];
            (operation.module.clone(), names)
        })
        .collect();
    let docs = "Requests, and the errors of each operation.";
    files.push((source("operation/mod"), modules::folder(docs, modules)));
    for (operation, input) in client.operations.iter().zip(&client.inputs) {
        let path = source(&format!("operation/{}", module_file(&operation.module)));
        let items = operation::items(operation, input, &client.service.library);
        files.push((path, at("crate::operation", items)));
    }
}

fn server(files: &mut Vec<(String, RustFile)>, client: &Crate) {
    files.push((source("server/mod"), server::root(client)));
    let required = &client.required;
    if !required.tables.is_empty() {
        let items = required::items(&required.tables);
        files.push((source("server/required"), plain(items)));
    }
    for (operation, members) in client.operations.iter().zip(&required.inputs) {
        let path = source(&format!("server/{}", module_file(&operation.module)));
        files.push((path, plain(server::operation(operation, members))));
    }
}

fn plain(items: TokenStream) -> RustFile {
    RustFile {
        items,
        ..RustFile::default()
    }
}

/// A file whose items are known as those of a folder.
fn at(home: &'static str, items: TokenStream) -> RustFile {
    RustFile {
        home: Some(home),
        ..plain(items)
    }
}

fn source(path: &str) -> String {
    format!("src/generated/{path}.rs")
}

fn test(module: &str) -> String {
    format!("tests/protocol/{module}.rs")
}

/// Names of modules are never keywords, so a file is named like its module.
fn module_file(module: &Ident) -> String {
    tokens::plain(module)
}
