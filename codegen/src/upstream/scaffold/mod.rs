//! Writes upstream facts into a model: missing operations with all shapes that they
//! need, and missing members, limits and errors of existing shapes. Prose and promises
//! are left to the author; `validate` reports them.

mod edit;
mod shapes;

use std::collections::BTreeMap;

use crate::ast::Ast;
use crate::check;
use crate::diagnostic::{DiagnosticReport, Diagnostics};
use crate::json::{Entry, Value};
use crate::layout;
use crate::model::{Model, ShapeId};
use crate::phrases::closest;
use crate::source::Source;

use super::align::Ids;
use super::{DescriptionForm, Upstream, accepted, parse, read, with_upstream};

/// A model with shapes from an upstream description.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scaffold {
    /// The text of the model, in canonical layout.
    pub text: String,
    /// The new shapes, and the changed ones, by name.
    pub written: Vec<Written>,
}

/// A shape or member that was written.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Written {
    /// The shape, or `Shape$member`.
    pub path: String,
    /// Whether it is new.
    pub is_new: bool,
}

/// The reason why nothing was written.
#[derive(Clone, Debug)]
pub enum ScaffoldError {
    /// The model or the description has errors.
    Invalid(Box<Diagnostics>),
    /// The description has no operation or shape with this name.
    Unknown {
        /// The requested name.
        name: String,
        /// The most similar name of the description.
        similar: Option<String>,
    },
}

impl From<Box<Diagnostics>> for ScaffoldError {
    fn from(diagnostics: Box<Diagnostics>) -> Self {
        Self::Invalid(diagnostics)
    }
}

/// Writes operations, shapes or members (`Shape$member`) of a description into a model,
/// by their names in the model.
///
/// An operation gets the trait `codegen.rules#undecided` instead of `readonly`
/// or `idempotent`: these are promises that only the author can make.
///
/// # Errors
/// The model or the description has errors, or the description lacks a name.
pub fn scaffold(
    model: &Source,
    upstream: &Upstream,
    names: &[String],
) -> Result<Scaffold, ScaffoldError> {
    let mut problems = DiagnosticReport::default();
    let value = parse(model, &mut problems).map_err(Box::new)?;
    let (ast, own) = read(&value, &mut problems);
    check::check(&ast, &own, &mut problems);
    let own = accepted(model, problems, own)?;
    with_upstream(
        upstream,
        &own.service.id.clone(),
        |form, other_ast, other| {
            let ids = Ids::new(&own, &other);
            let sides = Sides {
                form,
                ast: &ast,
                model: &own,
                upstream_ast: other_ast,
                upstream: &other,
                ids: &ids,
            };
            sides.write(&value, names)
        },
    )?
}

/// The two models.
struct Sides<'s, 'a, 'b> {
    form: DescriptionForm,
    ast: &'s Ast<'a>,
    model: &'s Model,
    upstream_ast: &'s Ast<'b>,
    upstream: &'s Model,
    ids: &'s Ids,
}

impl<'b> Sides<'_, '_, 'b> {
    fn write<'v>(&self, file: &Value<'v>, names: &[String]) -> Result<Scaffold, ScaffoldError>
    where
        'b: 'v,
    {
        let by_name: BTreeMap<String, &ShapeId> = self
            .upstream_ast
            .shapes
            .keys()
            .map(|id| (self.ids.get(id).name().to_owned(), id))
            .collect();
        let mut plan = Plan::new(file);
        for name in names {
            let (shape, member) = match name.split_once('$') {
                Some((shape, member)) => (shape, Some(member)),
                None => (name.as_str(), None),
            };
            let found = by_name.get(shape).copied();
            let has = |member| {
                let shape = found.and_then(|id| self.upstream_ast.shape(id));
                shape.is_some_and(|shape| shape.member(member).is_some())
            };
            let Some(id) = found.filter(|_| member.is_none_or(has)) else {
                let similar = closest(shape, by_name.keys().map(String::as_str));
                return Err(ScaffoldError::Unknown {
                    name: name.clone(),
                    similar: similar.map(str::to_owned).filter(|similar| similar != name),
                });
            };
            if self.ast.shape(&self.ids.get(id)).is_some() {
                self.merge(id, member, &mut plan);
            } else {
                plan.waiting.push(id.clone());
            }
        }
        while let Some(id) = plan.waiting.pop() {
            self.add(&id, &mut plan);
        }
        plan.written.sort();
        plan.written.dedup();
        Ok(Scaffold {
            text: layout::write(&plan.file()),
            written: plan.written,
        })
    }
}

/// The new content of the file.
struct Plan<'v> {
    file: Value<'v>,
    /// The shapes, in the order of the file.
    shapes: Vec<Entry<'v>>,
    positions: BTreeMap<String, usize>,
    /// Upstream shapes that the model needs.
    waiting: Vec<ShapeId>,
    written: Vec<Written>,
}

impl<'v> Plan<'v> {
    fn new(file: &Value<'v>) -> Self {
        let shapes = file.get("shapes").into_iter().flat_map(Value::entries);
        let shapes: Vec<Entry<'v>> = shapes.cloned().collect();
        let keys = shapes.iter().map(|entry| entry.key.clone().into_owned());
        Self {
            file: file.clone(),
            positions: keys.zip(0..).collect(),
            shapes,
            waiting: Vec::new(),
            written: Vec::new(),
        }
    }

    fn get(&self, id: &ShapeId) -> Option<&Value<'v>> {
        let position = *self.positions.get(&id.to_string())?;
        Some(&self.shapes.get(position)?.value)
    }

    /// Adds or replaces a shape.
    fn set(&mut self, id: &ShapeId, value: Value<'v>) {
        let key = id.to_string();
        let position = self.positions.get(&key);
        match position.and_then(|position| self.shapes.get_mut(*position)) {
            Some(entry) => entry.value = value,
            None => {
                self.positions.insert(key.clone(), self.shapes.len());
                self.shapes.push(Entry::with_span_of_value(key, value));
            }
        }
    }

    fn note(&mut self, path: impl Into<String>, is_new: bool) {
        let path = path.into();
        self.written.push(Written { path, is_new });
    }

    fn file(&self) -> Value<'v> {
        let shapes = Value::object(self.file.span, self.shapes.clone());
        edit::with(&self.file, "shapes", shapes)
    }
}
