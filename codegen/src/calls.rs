//! The Rust code with which callers use a part of a model, and the page of the
//! reference that describes the part, for reports about changes.

use std::collections::BTreeSet;

use crate::diff::{Change, Rule};
use crate::lower;
use crate::model::{Member, Model, Operation, Shape, ShapeId, ShapeKind};
use crate::names::{NameKind, Names, ident, inputs};
use crate::reference::Addresses;

/// The callers' view of a model without errors.
pub struct Calls<'m> {
    model: &'m Model,
    names: Names,
    inputs: BTreeSet<&'m ShapeId>,
    addresses: Addresses,
    /// The module of a data model.
    module: Option<String>,
}

impl<'m> Calls<'m> {
    /// Reads the names of a model, which are those of its client.
    pub fn new(model: &'m Model) -> Self {
        Self {
            model,
            names: Names::for_model(model),
            inputs: inputs(model),
            addresses: Addresses::new(&lower::lower(model)),
            module: None,
        }
    }

    /// Reads the names of a data model, which is a module of a client.
    pub fn in_module(model: &'m Model, module: &str) -> Self {
        Self {
            module: Some(module.to_owned()),
            addresses: Addresses::in_module(model, module),
            ..Self::new(model)
        }
    }

    /// Returns the code that uses the changed operation, member, value, type or error:
    /// `client.get_book().isbn(..)`. Returns `None` if the model does not have it.
    pub fn code(&self, change: &Change) -> Option<String> {
        if is_whole(change) {
            return None;
        }
        if let Some(operation) = self.model.operations.get(&change.shape) {
            return Some(match change.rule {
                Rule::OperationAdded | Rule::OperationRenamed => self.whole_call(operation),
                Rule::ErrorListed => self.error(operation, &change.text)?,
                _ => format!("client.{}()", written(&self.names.method(operation))),
            });
        }
        let shape = self.model.shapes.get(&change.shape)?;
        let member = change.path.split_once('$').map(|(_, member)| member);
        match member {
            Some(member) => self.member(shape, member),
            None => self.shape(shape),
        }
    }

    /// Returns the address of the page that describes the changed part, relative to the
    /// folder of the reference: `operations/get_book.md`, `types.md#book`.
    pub fn page(&self, change: &Change) -> Option<String> {
        if is_whole(change) {
            return None;
        }
        if let Some(operation) = self.model.operations.get(&change.shape) {
            return self.operation_page(operation);
        }
        let shape = self.model.shapes.get(&change.shape)?;
        let own = self
            .addresses
            .shape(&written(&self.names.shape(shape)), is_error(shape));
        if own.is_some() && !self.inputs.contains(&shape.id) {
            return own;
        }
        if self.module.is_some() {
            let (owner, _) = self.first_owner(shape)?;
            return self
                .addresses
                .shape(&written(&self.names.shape(owner)), false);
        }
        // Inputs, outputs and simple shapes are on the pages of operations.
        if let Some((operation, _)) = self.first_use(shape) {
            return self.operation_page(operation);
        }
        let first = change.operations.first()?;
        let mut operations = self.model.operations.values();
        let found = operations.find(|operation| operation.name == *first)?;
        self.operation_page(found)
    }

    /// The first input member with this shape.
    fn first_use(&self, shape: &Shape) -> Option<(&'m Operation, &'m Member)> {
        let mut uses = self.model.operations.values().flat_map(|operation| {
            let members = self.model.members(&operation.input).iter();
            members.map(move |member| (operation, member))
        });
        uses.find(|(_, member)| member.target == shape.id)
    }

    /// The first member of a structure or union of a data model that has values of
    /// this shape, possibly in lists and maps.
    fn first_owner(&self, shape: &Shape) -> Option<(&'m Shape, &'m Member)> {
        let mut seen = BTreeSet::new();
        let mut waiting = vec![&shape.id];
        while let Some(id) = waiting.pop() {
            for owner in self.model.connected_shapes() {
                let mut members = owner.members().into_iter();
                let Some(member) = members.find(|member| member.target == *id) else {
                    continue;
                };
                if matches!(owner.kind, ShapeKind::Structure(_) | ShapeKind::Union(_)) {
                    return Some((owner, member));
                }
                if seen.insert(&owner.id) {
                    waiting.push(&owner.id);
                }
            }
        }
        None
    }

    fn operation_page(&self, operation: &Operation) -> Option<String> {
        self.addresses
            .method(&written(&self.names.method(operation)))
    }

    /// The call with its required members.
    fn whole_call(&self, operation: &Operation) -> String {
        let mut code = format!("client.{}()", written(&self.names.method(operation)));
        let members = self.model.members(&operation.input).iter();
        for member in members.filter(|member| member.required && member.default.is_none()) {
            code.push_str(&format!(".{}(..)", self.setter(operation, member)));
        }
        code + ".send().await?"
    }

    fn setter(&self, operation: &Operation, member: &Member) -> String {
        let names = &self.names;
        written(&names.member(&operation.input, &member.name, NameKind::InputMember))
    }

    /// The variant for the error that the text of a change names.
    fn error(&self, operation: &Operation, text: &str) -> Option<String> {
        let shapes = operation.errors.iter().map(|id| self.model.shape(id));
        let mut named = shapes.filter(|shape| text.contains(&format!("`{}`", shape.name)));
        let variant = self.names.shape(named.next()?);
        Some(format!(
            "{}Error::{variant}(..)",
            self.names.request(operation)
        ))
    }

    fn member(&self, shape: &Shape, name: &str) -> Option<String> {
        let mut operations = self.model.operations.values();
        if let Some(operation) = operations.find(|operation| operation.input == shape.id) {
            let mut members = shape.members().into_iter();
            let member = members.find(|member| member.name == name)?;
            let setter = self.setter(operation, member);
            return Some(format!(
                "client.{}().{setter}(..)",
                written(&self.names.method(operation))
            ));
        }
        let rust = |kind| written(&self.names.member(&shape.id, name, kind));
        let ty = self.type_name(shape);
        let mut members = shape.members().into_iter();
        let found = members.find(|member| member.name == name);
        match &shape.kind {
            // Constants have no field.
            ShapeKind::Structure(_) => {
                found.filter(|member| member.form.constant.is_none())?;
                Some(format!("{ty}::{}()", rust(NameKind::Member)))
            }
            ShapeKind::Union(_) => {
                let is_empty = shape.tagged.is_some() && found?.target.is_unit();
                let content = if is_empty { "" } else { "(..)" };
                Some(format!("{ty}::{}{content}", rust(NameKind::UnionVariant)))
            }
            ShapeKind::Enum(values) if values.iter().any(|value| value.name == name) => {
                Some(format!("{ty}::{}", rust(NameKind::Variant)))
            }
            ShapeKind::IntEnum(values) if values.iter().any(|value| value.name == name) => {
                Some(format!("{ty}::{}", rust(NameKind::Variant)))
            }
            _ => None,
        }
    }

    /// The name of a type; outputs are named after their operation.
    fn type_name(&self, shape: &Shape) -> String {
        let mut operations = self.model.operations.values();
        let name = match operations.find(|operation| operation.output == shape.id) {
            Some(operation) => format!("{}Output", self.names.request(operation)),
            None => self.names.shape(shape),
        };
        match &self.module {
            Some(module) => format!("{}::{name}", written(module)),
            None => name,
        }
    }

    /// A type, or the first input member with the simple shape.
    fn shape(&self, shape: &Shape) -> Option<String> {
        let mut operations = self.model.operations.values();
        if let Some(operation) = operations.find(|operation| operation.input == shape.id) {
            return Some(format!(
                "client.{}()",
                written(&self.names.method(operation))
            ));
        }
        match &shape.kind {
            ShapeKind::Structure(_)
            | ShapeKind::Union(_)
            | ShapeKind::Enum(_)
            | ShapeKind::IntEnum(_) => Some(self.type_name(shape)),
            _ if self.model.is_data_model() => {
                let (owner, member) = self.first_owner(shape)?;
                self.member(owner, &member.name)
            }
            _ => {
                let (operation, member) = self.first_use(shape)?;
                let method = written(&self.names.method(operation));
                let setter = self.setter(operation, member);
                Some(format!("client.{method}().{setter}(..)"))
            }
        }
    }
}

/// Whether a change affects the whole model.
fn is_whole(change: &Change) -> bool {
    matches!(change.rule, Rule::ModelAdded | Rule::ModelRemoved)
}

/// The name in code: a raw identifier if it is a keyword.
fn written(name: &str) -> String {
    ident(name).to_string()
}

fn is_error(shape: &Shape) -> bool {
    match &shape.kind {
        ShapeKind::Structure(structure) => structure.error.is_some(),
        _ => false,
    }
}
