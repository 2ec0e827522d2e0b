//! The manifest, README and `src/lib.rs` of a whole crate.

use askama::Template;

use super::runtime_source::RuntimeSource;
use crate::model::Model;
use crate::rust::Crate;
use crate::sink::{
    Blocks, Docs, Fence, Fenced, InnerDoc, Markdown, Notice, Table, TomlString, markdown,
};

/// The parts of the files.
pub(super) struct Templates<'a> {
    /// The first line, without comment markers.
    pub(super) notice: &'a Notice,
    /// The name of the package.
    pub(super) name: &'a str,
    /// The source of the runtime.
    pub(super) runtime: &'a RuntimeSource,
    /// The model.
    pub(super) model: &'a Model,
    /// The client.
    pub(super) client: &'a Crate,
    /// The first example.
    pub(super) call: &'a str,
}

#[derive(Template)]
#[template(path = "Cargo.toml.txt", escape = "none")]
struct Manifest<'a> {
    notice: &'a Notice,
    name: TomlString,
    description: TomlString,
    library: TomlString,
    is_published: bool,
    runtime: TomlString,
    features: &'a [&'static str],
    has_tests: bool,
}

#[derive(Template)]
#[template(path = "README.md.txt", escape = "none")]
struct Readme<'a> {
    notice: &'a Notice,
    name: Markdown,
    docs: Blocks,
    call: Option<Blocks>,
    settings: Blocks,
    operations: Blocks,
}

#[derive(Template)]
#[template(path = "lib.rs.txt", escape = "none")]
struct Library<'a> {
    notice: &'a Notice,
    docs: InnerDoc,
    recursion_limit: Option<usize>,
    features: &'a [&'static str],
    has_waiters: bool,
}

impl Templates<'_> {
    /// The files with their paths.
    pub(super) fn render(&self) -> Result<Vec<(String, String)>, askama::Error> {
        let Self {
            notice,
            name,
            runtime,
            model,
            client,
            call,
        } = *self;
        let manifest = Manifest {
            notice,
            name: TomlString::new(name),
            description: TomlString::new(&description(model)),
            library: TomlString::new(&client.service.library),
            is_published: matches!(runtime, RuntimeSource::Version(_)),
            runtime: match runtime {
                RuntimeSource::Path(path) => TomlString::new(path),
                RuntimeSource::Version(version) => TomlString::new(version),
            },
            features: &client.features,
            has_tests: client.tests.is_some(),
        };
        let readme = Readme {
            notice,
            name: Markdown::label(name),
            docs: introduction(client).blocks(WIDTH),
            call: (!call.is_empty())
                .then(|| Blocks::from(&Fenced::new(Fence::Rust, call.trim_end()))),
            settings: settings(client.authorization.as_ref()).blocks(WIDTH),
            operations: operations(client),
        };
        let library = Library {
            notice,
            docs: library_docs(client).inner_doc(),
            recursion_limit: client.recursion_limit,
            features: &client.features,
            has_waiters: client
                .operations
                .iter()
                .any(|operation| !operation.waiters.is_empty()),
        };
        let files = [
            ("Cargo.toml", manifest.render()?),
            ("README.md", readme.render()?),
            ("src/lib.rs", library.render()?),
        ];
        // Askama removes the final line break of a template.
        Ok(files
            .into_iter()
            .map(|(path, text)| (path.to_owned(), text + "\n"))
            .collect())
    }
}

/// A one-line description for package lists.
fn description(model: &Model) -> String {
    let title: Vec<&str> = model.service.title.split_whitespace().collect();
    format!("Client for {}.", title.join(" "))
}

/// The width of running text in the README.
const WIDTH: usize = 120;

fn introduction(client: &Crate) -> Docs {
    let service = &client.service;
    let version = Markdown::plain(&service.version);
    Docs::paragraph(if version.is_empty() {
        markdown!("A Rust client for {}.", service.title)
    } else {
        markdown!("A Rust client for {} ({}).", service.title, version)
    })
}

/// Describes the setup of the client.
fn settings(authorization: Option<&Markdown>) -> Docs {
    let sources = Markdown::from(
        "The client takes region, credentials and endpoint from the usual AWS sources: \
         environment, profile, container, instance.",
    );
    Docs::paragraph(match authorization {
        Some(authorization) => markdown!("{} {}", sources, authorization),
        None => sources,
    })
}

fn operations(client: &Crate) -> Blocks {
    let mut table = Table::new(&["operation", "method", "idempotent"]);
    for operation in &client.operations {
        let idempotent = if operation.is_idempotent() {
            "yes"
        } else {
            "no"
        };
        table.row([
            Markdown::label(&operation.model_name),
            markdown!("`{}`", operation.method),
            idempotent.into(),
        ]);
    }
    table.blocks()
}

/// The front page of the crate's documentation.
fn library_docs(client: &Crate) -> Docs {
    let mut docs = Docs::paragraph(markdown!("A client for {}.", client.service.title));
    docs.push(
        "Start with a [`Client`]: [`Client::from_env`] takes region, credentials and endpoint from \
         the usual AWS sources, [`Client::builder`] from the program. Each operation is a method \
         that returns a request builder; `send` sends the request.",
    );
    docs.heading("Setters");
    docs.push(
        "Requests and [`Client::builder`] have a setter with the name of each member, and `set_x` \
         for an `Option`. Inputs, outputs, types and options come from `new` or `default`, change \
         with `with_x`, and return members with `x()`. Lists and maps are set as a whole. The \
         module [`operation`](operation#setters) has all rules.",
    );
    docs
}
