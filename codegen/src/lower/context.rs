//! The model and its names, for all of lowering.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::Ident;

use crate::model::{Member, Model, Operation, Shape, ShapeId, ShapeKind};
use crate::names::{self, NameKind, Names};
use crate::rust::{Origin, Path};

use super::cycles::Cycles;
use super::usage::{Usage, checkable};

/// The model, its names, and the uses of its shapes.
pub(super) struct LowerContext<'a> {
    /// The model.
    pub(super) model: &'a Model,
    /// The module of a data model.
    module: Option<String>,
    /// The naming of the service.
    pub(super) names: Names,
    /// The uses of shapes.
    pub(super) usage: Usage,
    /// The structures and unions that contain themselves.
    pub(super) cycles: Cycles<'a>,
    /// The names of the functions that check constraints: of shapes, and of
    /// members that have their own constraints.
    functions: BTreeMap<(ShapeId, Option<String>), String>,
    /// The inputs of operations, whose members have more reserved names.
    inputs: BTreeSet<&'a ShapeId>,
    /// The names of all members, for documentation that refers to them.
    members: BTreeSet<&'a str>,
    /// The shapes and operations that have documentation, by name.
    documented: BTreeMap<&'a str, Path>,
}

impl<'a> LowerContext<'a> {
    pub(super) fn new(model: &'a Model) -> Self {
        Self::in_module(model, None)
    }

    /// The context of a data model, whose types are in this module.
    pub(super) fn in_module(model: &'a Model, module: Option<&str>) -> Self {
        let mut context = Self {
            model,
            module: module.map(str::to_owned),
            names: Names::for_model(model),
            usage: Usage::new(model),
            cycles: Cycles::new(model),
            functions: BTreeMap::new(),
            inputs: names::inputs(model),
            members: BTreeSet::new(),
            documented: BTreeMap::new(),
        };
        context.functions = context.name_functions();
        for shape in model.connected_shapes() {
            context
                .members
                .extend(shape.members().iter().map(|member| member.name.as_str()));
        }
        for id in context.usage.types.iter().chain(&context.usage.errors) {
            let shape = model.shape(id);
            let path = context.path(shape);
            context.documented.insert(&shape.name, path);
        }
        for operation in model.operations.values() {
            let path = context.operation(operation);
            context.documented.insert(&operation.name, path);
        }
        context
    }

    /// The type of the requests of an operation.
    pub(super) fn operation(&self, operation: &Operation) -> Path {
        Path {
            origin: Origin::Operation,
            name: names::ident(&self.names.request(operation)),
        }
    }

    /// The input of an operation, regardless of its name in the model.
    pub(super) fn input(&self, operation: &Operation) -> Path {
        Path {
            origin: Origin::Input,
            name: self.named_after(operation, "Input"),
        }
    }

    /// The output of an operation, regardless of its name in the model.
    pub(super) fn output(&self, operation: &Operation) -> Path {
        Path {
            origin: Origin::Output,
            name: self.named_after(operation, "Output"),
        }
    }

    /// A type that belongs to an operation.
    pub(super) fn named_after(&self, operation: &Operation, suffix: &str) -> Ident {
        names::ident(&format!("{}{suffix}", self.names.request(operation)))
    }

    /// The type of a shape in `types` or `error`.
    pub(super) fn path(&self, shape: &Shape) -> Path {
        let origin = match &self.module {
            Some(module) => Origin::Data(module.clone()),
            None if self.usage.errors.contains(&shape.id) => Origin::Error,
            None => Origin::Types,
        };
        Path {
            origin,
            name: names::ident(&self.names.shape(shape)),
        }
    }

    /// The private module of a shape.
    pub(super) fn module(&self, shape: &Shape) -> Ident {
        names::ident(&self.names.shape_module(shape))
    }

    /// The method of the client for an operation.
    pub(super) fn method(&self, operation: &Operation) -> Ident {
        names::ident(&self.names.method(operation))
    }

    /// A member of a shape, or a value of an enum.
    pub(super) fn member(&self, of: &Shape, name: &str, kind: NameKind) -> Ident {
        names::ident(&self.names.member(&of.id, name, kind))
    }

    /// The kind of the members of a structure.
    pub(super) fn member_kind(&self, structure: &ShapeId) -> NameKind {
        if self.inputs.contains(structure) {
            NameKind::InputMember
        } else {
            NameKind::Member
        }
    }

    /// The function that checks values of a shape.
    pub(super) fn shape_function(&self, shape: &Shape) -> Option<Ident> {
        let name = self.functions.get(&(shape.id.clone(), None))?;
        Some(names::ident(name))
    }

    /// The function that checks values of a member with its own constraints.
    pub(super) fn member_function(&self, container: &Shape, member: &Member) -> Option<Ident> {
        let key = (container.id.clone(), Some(member.name.clone()));
        Some(names::ident(self.functions.get(&key)?))
    }

    /// Whether a member has its own rule instead of its target's.
    pub(super) fn has_own_rule(&self, member: &Member) -> bool {
        !member.constraints.is_empty()
    }

    /// Whether clients can check any of a member's constraints, including those
    /// of its target and of the parts of a list or map.
    fn is_checked(&self, member: &Member) -> bool {
        let target = self.model.shape(&member.target);
        let mut parts = target.members().into_iter();
        checkable(&self.model.constraints(member))
            || target.json.is_some()
            || parts.any(|part| self.usage.constrained.contains(&part.target))
    }

    /// Whether `name` in documentation is the name of a member.
    pub(super) fn is_member(&self, name: &str) -> bool {
        self.members.contains(name)
    }

    /// The type that `name` in documentation refers to.
    pub(super) fn documented(&self, name: &str) -> Option<&Path> {
        self.documented.get(name)
    }

    /// Gives a unique name to a function for each shape and member with
    /// constraints.
    fn name_functions(&self) -> BTreeMap<(ShapeId, Option<String>), String> {
        let mut wanted = Vec::new();
        for id in &self.usage.constrained {
            let shape = self.model.shape(id);
            if !matches!(shape.kind, ShapeKind::Structure(_) | ShapeKind::Union(_)) {
                wanted.push(((id.clone(), None), self.names.function(&shape.name)));
            }
        }
        for shape in self.model.connected_shapes() {
            for member in shape.members() {
                let streamed = self.model.shape(&member.target).streaming;
                if self.has_own_rule(member)
                    && self.is_checked(member)
                    && !streamed
                    && self.usage.input_reachable.contains(&shape.id)
                {
                    let name = format!("{}_{}", shape.name, member.name);
                    let key = (shape.id.clone(), Some(member.name.clone()));
                    wanted.push((key, self.names.function(&name)));
                }
            }
        }
        // The functions call each other and have these parameters.
        let mut taken = BTreeSet::from(["value".to_owned(), "check".to_owned()]);
        let mut functions = BTreeMap::new();
        for (key, mut name) in wanted {
            while !taken.insert(name.clone()) {
                name.push_str("_rule");
            }
            functions.insert(key, name);
        }
        functions
    }
}
