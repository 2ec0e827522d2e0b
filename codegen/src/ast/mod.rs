//! The JSON AST of Smithy 2.0 with the positions of its parts in the text, and
//! with mixins and `apply` statements resolved.

mod apply;
mod missing;
mod mixins;
mod parse;
pub(crate) mod prelude;
pub(crate) mod reader;
mod tree;

pub(crate) use missing::report_missing;
pub(crate) use parse::parse;

use crate::diagnostic::DiagnosticReport;
use crate::json::Value;
pub(crate) use tree::{
    Ast, Body, DataModel, Identifier, Member, Operation, Reference, Rename, Resource, Service,
    Shape, Statement, Suppression, Trait, Traits, UpstreamDifference,
};

/// Reads a model file, and resolves its mixins and `apply` statements.
pub(crate) fn read<'a>(value: &'a Value<'a>, report: &mut DiagnosticReport) -> Ast<'a> {
    let mut ast = parse(value, report);
    let statements = std::mem::take(&mut ast.statements);
    let mut inherited = apply::Inherited::new();
    let mut positions = apply::Positions::default();
    for statement in &statements {
        apply::apply(statement, &mut inherited, &mut positions, &mut ast, report);
    }
    mixins::resolve(&mut inherited, &mut ast, report);
    for statement in inherited.into_values().flatten() {
        apply::report_target(statement, &ast, report);
    }
    ast
}
