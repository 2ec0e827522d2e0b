//! Lints: problems of API design in a valid model, one file per subject. All
//! lints can be suppressed, see `suppress`.

mod deprecation;
mod documentation;
mod lists;
mod names;
mod operations;
mod pages;
mod patterns;
mod retries;
mod secrets;
mod unused;

use crate::ast::{Ast, Member, Shape};
use crate::diagnostic::Report;
use crate::model::Model;

/// Runs every rule on a valid model.
pub(crate) fn lint(ast: &Ast<'_>, model: &Model, report: &mut Report) {
    let context = LintContext { ast, model };
    for rule in RULES {
        rule(&context, report);
    }
}

type Rule = fn(&LintContext<'_, '_>, &mut Report);

const RULES: &[Rule] = &[
    deprecation::lint,
    documentation::lint,
    lists::lint,
    names::lint,
    operations::lint,
    pages::lint,
    patterns::lint,
    retries::lint,
    secrets::lint,
    unused::lint,
];

/// The input of every rule: the AST locates shapes in the text, the model gives their
/// meaning.
struct LintContext<'c, 'a> {
    ast: &'c Ast<'a>,
    model: &'c Model,
}

impl<'c, 'a> LintContext<'c, 'a> {
    /// Iterates over the data shapes that operations use.
    fn shapes(&self) -> impl Iterator<Item = &'c Shape<'a>> {
        let connected = self.model.connected.iter();
        connected.filter_map(|id| self.ast.shape(id))
    }

    /// Iterates over the members of structures and unions.
    fn fields(&self) -> impl Iterator<Item = (&'c Shape<'a>, &'c Member<'a>)> {
        use crate::model::ShapeType;
        let shapes = self.shapes();
        let with_fields =
            shapes.filter(|shape| matches!(shape.kind(), ShapeType::Structure | ShapeType::Union));
        with_fields.flat_map(|shape| shape.members().iter().map(move |member| (shape, member)))
    }
}
