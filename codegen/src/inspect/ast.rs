//! The shapes and statements of a file, in order.

use std::fmt::Write as _;

use crate::ast::{
    Ast, Body, Member, Operation, Reference, Resource, Service, Shape, Statement, Traits,
};
use crate::diagnostic::Diagnostics;
use crate::source::Span;

use super::Selection;

pub(super) fn dump(ast: &Ast<'_>, selection: &Selection<'_>, places: &Diagnostics) -> String {
    let shapes = ast.shapes.values().filter(|shape| selection.has(&shape.id));
    let shapes = shapes.map(|shape| (shape.span, Entry::Shape(shape)));
    let statements = ast.statements.iter();
    let statements = statements.filter(|statement| selection.has(&statement.shape));
    let statements = statements.map(|statement| (statement.span, Entry::Statement(statement)));
    let mut entries: Vec<(Span, Entry<'_, '_>)> = shapes.chain(statements).collect();
    entries.sort_by_key(|(span, _)| *span);
    let mut dump = Dump {
        text: String::new(),
        places,
    };
    for (_, entry) in entries {
        match entry {
            Entry::Shape(shape) => dump.shape(shape),
            Entry::Statement(statement) => dump.statement(statement),
        }
    }
    dump.text
}

/// An entry of `shapes` in the file.
enum Entry<'e, 'a> {
    Shape(&'e Shape<'a>),
    Statement(&'e Statement<'a>),
}

struct Dump<'d> {
    text: String,
    places: &'d Diagnostics,
}

impl Dump<'_> {
    fn line(&mut self, depth: usize, text: &str) {
        let _ = writeln!(self.text, "{}{text}", "  ".repeat(depth));
    }

    /// Line and column of the start of a span.
    fn at(&self, span: Span) -> String {
        let position = self.places.position(span);
        format!("{}:{}", position.line, position.column)
    }

    fn statement(&mut self, statement: &Statement<'_>) {
        let member = statement.member.iter().map(|member| format!("${member}"));
        let id = format!("{}{}", statement.shape, member.collect::<String>());
        let at = self.at(statement.span);
        self.line(0, &format!("{id}  apply, {at}"));
        self.traits(1, &statement.traits);
    }

    fn shape(&mut self, shape: &Shape<'_>) {
        let at = self.at(shape.span);
        let kind = shape.kind().name();
        self.line(0, &format!("{}  {kind}, {at}", shape.id));
        self.references("mixins", &shape.mixins);
        match &shape.body {
            Body::Data(_, members) => {
                for member in members {
                    self.member(member);
                }
            }
            Body::Service(service) => self.service(service),
            Body::Resource(resource) => self.resource(resource),
            Body::Operation(operation) => self.operation(operation),
        }
        self.traits(1, &shape.traits);
    }

    fn member(&mut self, member: &Member<'_>) {
        let at = self.at(member.span);
        self.line(1, &format!("{}: {}, {at}", member.name, member.target.id));
        self.traits(2, &member.traits);
    }

    fn traits(&mut self, depth: usize, traits: &Traits<'_>) {
        let mut traits: Vec<_> = traits.iter().collect();
        traits.sort_by_key(|found| found.span);
        for found in traits {
            let value = found.value.to_node();
            self.line(depth, &format!("@{} {value}", found.id));
        }
    }

    fn references(&mut self, name: &str, references: &[Reference]) {
        for reference in references {
            self.line(1, &format!("{name}: {}", reference.id));
        }
    }

    fn service(&mut self, service: &Service) {
        if let Some(version) = &service.version {
            self.line(1, &format!("version: {version}"));
        }
        self.references("operations", &service.operations);
        self.references("resources", &service.resources);
        self.references("errors", &service.errors);
        for rename in &service.rename {
            self.line(
                1,
                &format!("rename: {} to {}", rename.shape.id, rename.name),
            );
        }
    }

    fn resource(&mut self, resource: &Resource) {
        self.references("data", &resource.data);
        self.references("operations", &resource.operations);
        self.references("resources", &resource.resources);
    }

    fn operation(&mut self, operation: &Operation) {
        self.references("input", operation.input.as_slice());
        self.references("output", operation.output.as_slice());
        self.references("errors", &operation.errors);
    }
}
