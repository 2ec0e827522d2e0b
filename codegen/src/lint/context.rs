//! The input of the rules.

use crate::ast::{Ast, Member, Shape};
use crate::model::Model;

/// The input of every rule: the AST locates shapes in the text, the model gives their
/// meaning.
pub(super) struct LintContext<'c, 'a> {
    pub(super) ast: &'c Ast<'a>,
    pub(super) model: &'c Model,
}

impl<'c, 'a> LintContext<'c, 'a> {
    /// Iterates over the data shapes that operations use.
    pub(super) fn shapes(&self) -> impl Iterator<Item = &'c Shape<'a>> {
        let connected = self.model.connected.iter();
        connected.filter_map(|id| self.ast.shape(id))
    }

    /// Iterates over the members of structures and unions.
    pub(super) fn fields(&self) -> impl Iterator<Item = (&'c Shape<'a>, &'c Member<'a>)> {
        use crate::model::ShapeType;
        let shapes = self.shapes();
        let with_fields =
            shapes.filter(|shape| matches!(shape.kind(), ShapeType::Structure | ShapeType::Union));
        with_fields.flat_map(|shape| shape.members().iter().map(move |member| (shape, member)))
    }
}
