//! The shapes as they stand in the file.

use std::fmt::Write as _;

use crate::ast::{Body, Member, Model, Operation, Reference, Resource, Service, Shape, Trait};
use crate::diagnostic::Diagnostics;
use crate::source::Span;

use super::Of;

pub(super) fn dump(model: &Model<'_>, of: &Of<'_>, places: &Diagnostics) -> String {
    let mut dump = Dump {
        text: String::new(),
        places,
    };
    for shape in model.shapes.iter().filter(|shape| of.has(&shape.id)) {
        dump.shape(shape);
    }
    dump.text
}

struct Dump<'d> {
    text: String,
    places: &'d Diagnostics,
}

impl Dump<'_> {
    fn line(&mut self, depth: usize, text: &str) {
        let _ = writeln!(self.text, "{}{text}", "  ".repeat(depth));
    }

    /// Line and column of what begins here.
    fn at(&self, span: Span) -> String {
        let position = self.places.position(span);
        format!("{}:{}", position.line, position.column)
    }

    fn shape(&mut self, shape: &Shape<'_>) {
        let kind = match &shape.body {
            Body::Apply => "apply",
            Body::Data(kind, _) => kind.name(),
            Body::Service(_) => "service",
            Body::Resource(_) => "resource",
            Body::Operation(_) => "operation",
        };
        let member = shape.member.iter().map(|member| format!("${member}"));
        let id = format!("{}{}", shape.id, member.collect::<String>());
        let at = self.at(shape.span);
        self.line(0, &format!("{id}  {kind}, {at}"));
        self.references("mixins", &shape.mixins);
        match &shape.body {
            Body::Apply => {}
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

    fn traits(&mut self, depth: usize, traits: &[Trait<'_>]) {
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
