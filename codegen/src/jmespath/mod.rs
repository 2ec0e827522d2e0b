//! JMESPath, as far as models use it: paths into inputs and outputs, for
//! waiters and for rules that choose endpoints.

mod lexer;
mod parser;
mod walk;

pub(crate) use parser::parse;
pub(crate) use walk::{Root, walk};
