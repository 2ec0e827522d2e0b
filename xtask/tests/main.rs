//! The tests of the commands, in one program: linked once.

mod book;
mod cli;
mod conformance;
mod drift;
mod formats;
mod models;
mod report;
mod support;
mod tools;
mod tree;
mod upstream;
