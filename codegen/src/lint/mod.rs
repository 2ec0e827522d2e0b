//! What reviewers of an API would ask about: nothing that keeps a client from
//! being right, but that makes it worse to use, or that was forgotten. One file
//! per subject. Whatever is found can be suppressed, see `suppress`.

mod deprecation;
mod documentation;
mod lists;
mod names;
mod operations;
mod pages;
mod secrets;
mod unused;

use crate::ast::{Ast, Member, Shape};
use crate::diagnostic::Report;
use crate::model::Model;

/// Runs every rule on a model that has no mistakes.
pub(crate) fn lint(ast: &Ast<'_>, model: &Model, report: &mut Report) {
    let context = Context { ast, model };
    for rule in RULES {
        rule(&context, report);
    }
}

type Rule = fn(&Context<'_, '_>, &mut Report);

const RULES: &[Rule] = &[
    deprecation::lint,
    documentation::lint,
    lists::lint,
    names::lint,
    operations::lint,
    pages::lint,
    secrets::lint,
    unused::lint,
];

/// What rules look at: the AST for places in the text, the model for what
/// it all means.
struct Context<'c, 'a> {
    ast: &'c Ast<'a>,
    model: &'c Model,
}

impl<'c, 'a> Context<'c, 'a> {
    /// The data shapes that users of the client see: those that the operations
    /// lead to.
    fn shapes(&self) -> impl Iterator<Item = &'c Shape<'a>> {
        let connected = self.model.connected.iter();
        connected.filter_map(|id| self.ast.shape(id))
    }

    /// Their named members: fields and variants, not what stands for the
    /// entries of lists and maps, and not the values of enums.
    fn fields(&self) -> impl Iterator<Item = (&'c Shape<'a>, &'c Member<'a>)> {
        use crate::ast::Kind;
        let shapes = self.shapes();
        let with_fields =
            shapes.filter(|shape| matches!(shape.kind(), Kind::Structure | Kind::Union));
        with_fields.flat_map(|shape| shape.members().iter().map(move |member| (shape, member)))
    }
}
