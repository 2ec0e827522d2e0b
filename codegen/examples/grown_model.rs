//! Prints a model with any number of copies of everything, for
//! `scripts/measure-growth`.
//!
//! ```text
//! cargo run -p codegen --example grown_model -- 4
//! ```

#![allow(clippy::unwrap_used, reason = "for measuring; it can stop anywhere")]

#[path = "../tests/shared/grown.rs"]
mod grown;

fn main() {
    let copies = std::env::args()
        .nth(1)
        .and_then(|copies| copies.parse().ok());
    println!("{}", grown::model(copies.unwrap_or(1)));
}
