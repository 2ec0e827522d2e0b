//! A small service, hand-written like generated code.

mod operations;
mod shapes;

use std::collections::BTreeMap;

use runtime::codegen::{Check, ErrorShape, Pattern, Retryable, Service, unchecked};
use runtime::{Bytes, Validate};

pub use operations::{AddBook, AddBookError, ListBooks};
pub use shapes::{
    AddBookInput, AddBookOutput, Edition, Genre, ListBooksInput, ListBooksOutput,
    OutOfStockException,
};

// service.rs

pub static SERVICE: Service = Service {
    sdk_id: "Bookshop",
    endpoint_prefix: "bookshop",
    signing_name: "bookshop",
    version: "2024-01-01",
    crate_name: "bookshop",
    crate_version: "0.1.0",
    telemetry: runtime::codegen::telemetry!("bookshop"),
    errors: &[
        ErrorShape {
            code: "BusyException",
            status: 409,
            retryable: Retryable::Throttling,
        },
        ErrorShape {
            code: "OutOfStockException",
            status: 409,
            retryable: Retryable::Yes,
        },
    ],
};

// constraints.rs

fn title(value: &str, check: &mut Check) {
    static PATTERN: Pattern = Pattern::regex("^[A-Za-z ]+$");
    check.length(1..=20, value);
    check.pattern(&PATTERN, value);
}

fn pin(value: &str, check: &mut Check) {
    check.sensitive(|check| check.length(1..=6, value));
}

fn cover(value: &Bytes, check: &mut Check) {
    check.sensitive(|check| check.length(1..=2_048_000, value));
}

fn edition_list(value: &[Edition], check: &mut Check) {
    check.length(..=3, value);
    check.items(value, <Edition as Validate>::check);
}

fn tag_list(value: &[String], check: &mut Check) {
    check.items(value, title);
}

fn labels(value: &BTreeMap<String, String>, check: &mut Check) {
    check.entries(value, title, unchecked::<String>);
}

fn max_results(value: &i32, check: &mut Check) {
    check.range(1..=100, *value);
}
