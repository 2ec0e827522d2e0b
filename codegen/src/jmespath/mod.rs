//! JMESPath: paths into inputs and outputs, for waiters and endpoint rules.

mod functions;
mod lexer;
mod parser;
mod walk;

pub(crate) use parser::parse;
pub(crate) use walk::{Root, walk};
