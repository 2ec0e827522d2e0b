//! Fuzz targets for everything that reads foreign text: responses, requests,
//! messages, events, models, settings, documents with credentials.
//!
//! A [`Target`] runs one input and panics if it finds a bug: the code under test
//! panics, breaks an invariant of the target, or exceeds the [`Budget`] in
//! allocations or memory. Two programs use the targets: `tests/corpus.rs` replays the
//! corpora and some mutations of them with each `cargo test`, and `scripts/fuzz` runs
//! libFuzzer for any length of time.

mod budget;
mod credentials;
mod documentation;
mod expressions;
mod failure;
mod http_message;
mod model;
mod mutate;
mod operations;
mod request;
mod response;
mod settings;
mod signing;
mod target;
mod transport;
mod whatsapp;

pub use budget::{Budget, Costs};
pub use mutate::Random;
pub use target::{Target, corpus};

/// All targets.
pub static TARGETS: &[Target] = &[
    credentials::TARGET,
    documentation::TARGET,
    whatsapp::EVENTS,
    expressions::TARGET,
    whatsapp::MESSAGES,
    model::TARGET,
    request::TARGET,
    response::TARGET,
    settings::TARGET,
    signing::TARGET,
];

/// Returns the target with this name.
pub fn target(name: &str) -> Option<&'static Target> {
    TARGETS.iter().find(|target| target.name == name)
}
