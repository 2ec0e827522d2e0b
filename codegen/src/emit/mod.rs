//! Converts the Rust description to tokens. Emitters only print: they cannot
//! fail, look nothing up and make no decisions.
//!
//! Functions that are not generic are `#[inline]`, so that the compiler generates code for
//! them only in programs that call them. Most programs use a small part of a client.

mod access;
mod binding;
mod bounds;
mod catalogue;
mod client;
mod conditions;
mod constraints;
mod construction;
mod data;
mod endpoint;
mod enums;
mod examples;
mod json;
mod modules;
mod named_file;
mod operation;
mod pattern;
mod places;
mod protocol_tests;
mod request;
mod required;
mod response_metadata;
mod server;
mod service;
mod structure;
mod stub;
mod tokens;
mod unions;
mod validate;
mod value;
mod waiter;
mod wire;

pub(crate) use examples::{example, first_call};

use proc_macro2::TokenStream;

use crate::rust::{Catalogue, Crate, DataModule, DataType, MALFORMED, Module, Struct, phrases};
use named_file::{NamedFile, at, module_file, plain, source, test};

/// The files of a client. The iterator creates them one by one, because tokens
/// take many times the memory of their text.
pub(crate) fn files<'c>(
    client: &'c Crate,
    modules: &'c [Module],
) -> impl Iterator<Item = NamedFile> + use<'c> {
    root(client, modules)
        .chain(structures("input", phrases::INPUTS, &client.inputs))
        .chain(structures("output", phrases::OUTPUTS, &client.outputs))
        .chain(structures("error", phrases::ERRORS, &client.errors))
        .chain(types(&client.types))
        .chain(operations(client))
        .chain(server(client))
        .chain(protocol_tests(client))
}

/// The files of a catalogue.
pub(crate) fn catalogue<'c>(
    catalogue: &'c Catalogue,
    library: &'c str,
) -> impl Iterator<Item = NamedFile> {
    let path = |module: &str| format!("tests/catalogue/{module}.rs");
    let root = (path("mod"), catalogue::root(catalogue, library));
    let files = catalogue.operations.iter().map(move |operation| {
        let file = catalogue::file(operation, library);
        (path(&module_file(&operation.module)), file)
    });
    std::iter::once(root).chain(files)
}

/// The files outside folders.
fn root<'c>(client: &'c Crate, modules: &'c [Module]) -> impl Iterator<Item = NamedFile> + use<'c> {
    let files = [
        (source("mod"), modules::root(client, modules)),
        (source("client"), plain(client::items(client))),
        (
            source("constraints"),
            plain(constraints::items(&client.constraints)),
        ),
        (source("service"), plain(service::items(&client.service))),
        (source("stub"), plain(stub::items(client))),
    ];
    let rules = client.endpoint_rules.iter().flat_map(|rules| {
        let items = (source("endpoint"), plain(endpoint::items(rules)));
        let tests = (!rules.tests.is_empty())
            .then(|| (source("endpoint/tests"), endpoint::tests(&rules.tests)));
        std::iter::once(items).chain(tests)
    });
    files.into_iter().chain(rules)
}

fn structures<'c>(
    folder: &'c str,
    docs: &'static str,
    structures: &'c [Struct],
) -> impl Iterator<Item = NamedFile> + use<'c> {
    let modules = structures
        .iter()
        .map(|shape| (shape.module.clone(), vec![shape.path.name.clone()]))
        .collect();
    let root = (
        source(&format!("{folder}/mod")),
        modules::folder(docs, modules),
    );
    let files = structures.iter().map(move |shape| {
        let path = source(&format!("{folder}/{}", module_file(&shape.module)));
        (path, plain(structure::items(shape)))
    });
    std::iter::once(root).chain(files)
}

fn types(types: &[DataType]) -> impl Iterator<Item = NamedFile> {
    let modules = types
        .iter()
        .map(|shape| (shape.module().clone(), vec![shape.name().clone()]))
        .collect();
    let root = (
        source("types/mod"),
        modules::folder(phrases::TYPES, modules),
    );
    let files = types.iter().map(|shape| {
        let path = source(&format!("types/{}", module_file(shape.module())));
        (path, at("crate::types", data_type(shape)))
    });
    std::iter::once(root).chain(files)
}

fn data_type(shape: &DataType) -> TokenStream {
    match shape {
        DataType::Struct(shape) => structure::items(shape),
        DataType::Enum(shape) => enums::string_enum(shape),
        DataType::IntEnum(shape) => enums::int_enum(shape),
        DataType::Union(shape) => unions::items(shape),
    }
}

/// The files of a data model.
pub(crate) fn data_module(module: &DataModule) -> impl Iterator<Item = NamedFile> {
    let folder = module.name.to_string();
    let home = format!("crate::{folder}");
    let path = move |name: &str| source(&format!("{folder}/{name}"));
    let root = (path("mod"), modules::data(module));
    let constraints = (
        path("constraints"),
        plain(constraints::items(&module.constraints)),
    );
    let files = module.types.iter().map(move |shape| {
        let path = path(&module_file(shape.module()));
        (path, at(&home, data_type(shape)))
    });
    [root, constraints].into_iter().chain(files)
}

fn operations(client: &Crate) -> impl Iterator<Item = NamedFile> {
    let modules = client
        .operations
        .iter()
        .map(|operation| {
            let names = vec![operation.path.name.clone(), operation.error.clone()];
            (operation.module.clone(), names)
        })
        .collect();
    let root = modules::folder(phrases::OPERATIONS, modules);
    let root = (source("operation/mod"), root);
    let operations = client.operations.iter().zip(&client.inputs);
    let files = operations.map(|(operation, input)| {
        let path = source(&format!("operation/{}", module_file(&operation.module)));
        let items = operation::items(operation, input, &client.service.library);
        (path, at("crate::operation", items))
    });
    std::iter::once(root).chain(files)
}

fn server(client: &Crate) -> impl Iterator<Item = NamedFile> {
    let required = &client.required;
    let root = (source("server/mod"), server::root(client));
    let tables = (!required.tables.is_empty()).then(|| {
        let items = required::items(&required.tables);
        (source("server/required"), plain(items))
    });
    let operations = client.operations.iter().zip(&required.inputs);
    let files = operations.map(|(operation, members)| {
        let path = source(&format!("server/{}", module_file(&operation.module)));
        (path, plain(server::operation(operation, members)))
    });
    std::iter::once(root).chain(tables).chain(files)
}

fn protocol_tests(client: &Crate) -> impl Iterator<Item = NamedFile> {
    let library = &client.service.library;
    client.tests.iter().flat_map(move |tests| {
        let main = (test("main"), protocol_tests::main(tests, library));
        let files = tests.client.iter().map(move |file| {
            let path = test(&module_file(&file.module));
            (path, protocol_tests::file(file, library))
        });
        let malformed = |name: &str| test(&format!("{MALFORMED}/{name}"));
        let root = (!tests.server.is_empty()).then(|| {
            let root = protocol_tests::malformed_root(&tests.server, library);
            (malformed("mod"), root)
        });
        let of_server = tests.server.iter().map(move |file| {
            let path = malformed(&module_file(&file.module));
            (path, protocol_tests::malformed_file(file, library))
        });
        let client = std::iter::once(main).chain(files);
        client.chain(root).chain(of_server)
    })
}
