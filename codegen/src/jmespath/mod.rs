//! JMESPath: paths into inputs and outputs, for waiters and endpoint rules.

mod functions;
mod lexer;
mod parser;
#[cfg(test)]
mod parser_tests;
mod walk;

pub(crate) use parser::parse;
pub(crate) use walk::{Root, walk};

/// The maximum depth of an expression as a tree. A chain such as `a.b.c` is a
/// tree as deep as it is long. Parsing, evaluation, `Drop` and the compiler of
/// the generated constant recurse into it.
const DEEPEST: usize = 64;

/// The error of a deeper expression.
const TOO_DEEP: &str = "it is nested more than 64 levels deep";
