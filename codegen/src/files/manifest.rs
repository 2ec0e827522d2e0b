//! The manifest, README and `src/lib.rs` of a whole crate.

use askama::Template;

use crate::rust::{Operation, Service};

/// The values for the templates.
pub(super) struct Templates<'a> {
    /// The first line, without comment marks.
    pub(super) notice: &'a str,
    /// The name of the package.
    pub(super) name: &'a str,
    /// The path of the runtime's package.
    pub(super) runtime: &'a str,
    /// The service.
    pub(super) service: &'a Service,
    /// Its operations.
    pub(super) operations: &'a [Operation],
    /// The features of the runtime that it needs.
    pub(super) features: &'a [&'static str],
    /// The authorization of requests, unless it is SigV4 alone.
    pub(super) authorization: Option<&'a str>,
    /// The first example.
    pub(super) call: &'a str,
    /// Whether there are protocol tests.
    pub(super) has_tests: bool,
}

#[derive(Template)]
#[template(path = "Cargo.toml.txt", escape = "none")]
struct Manifest<'a> {
    notice: &'a str,
    name: &'a str,
    runtime: &'a str,
    features: &'a [&'static str],
    service: &'a Service,
    has_tests: bool,
}

#[derive(Template)]
#[template(path = "README.md.txt", escape = "none")]
struct Readme<'a> {
    notice: &'a str,
    name: &'a str,
    service: &'a Service,
    operations: &'a [Operation],
    authorization: Option<&'a str>,
    call: &'a str,
}

#[derive(Template)]
#[template(path = "lib.rs.txt", escape = "none")]
struct Library<'a> {
    notice: &'a str,
    features: &'a [&'static str],
    service: &'a Service,
    has_waiters: bool,
}

impl Templates<'_> {
    /// The files with their paths.
    pub(super) fn render(&self) -> Result<Vec<(String, String)>, askama::Error> {
        let Self {
            notice,
            name,
            runtime,
            service,
            operations,
            features,
            authorization,
            call,
            has_tests,
        } = *self;
        let manifest = Manifest {
            notice,
            name,
            runtime,
            features,
            service,
            has_tests,
        };
        let readme = Readme {
            notice,
            name,
            service,
            operations,
            authorization,
            call,
        };
        let library = Library {
            notice,
            features,
            service,
            has_waiters: operations
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
