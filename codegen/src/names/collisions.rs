//! Collisions of names in Rust, and the numbers that resolve them.
//!
//! The first name of a scope is unchanged: in the order of the model for
//! members, in the order of ids for everything else. Later ones get the lowest
//! free number, starting with 2.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Model, Shape, ShapeId, ShapeKind};

use super::casing::{Casing, NameKind, inputs, members};

/// A scope in which names must be unique.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NameScope {
    /// Operations of the service.
    Operations,
    /// Structures, unions and enums that are nested in others.
    Types,
    /// Errors.
    Errors,
    /// Members of this kind in this shape.
    Members(ShapeId, NameKind),
}

/// A name, and its owner: an operation or shape, or the shape of the member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The operation or shape.
    pub id: ShapeId,
    /// The name in the model.
    pub name: String,
}

/// Two names of a scope that collide in Rust.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Collision {
    /// The scope.
    pub scope: NameScope,
    /// The first name, which is unchanged.
    pub first: Named,
    /// The name that collides with it.
    pub second: Named,
    /// The name in Rust that both would add to the scope.
    pub shared: String,
    /// The second's name in Rust.
    pub renamed: String,
}

/// The numbers of names that collide with others.
#[derive(Clone, Debug, Default)]
pub(super) struct Numbers {
    own: BTreeMap<ShapeId, u32>,
    members: BTreeMap<ShapeId, BTreeMap<String, u32>>,
}

impl Numbers {
    /// The number of an operation or shape.
    pub(super) fn own(&self, id: &ShapeId) -> Option<u32> {
        self.own.get(id).copied()
    }

    /// The number of a member.
    pub(super) fn member(&self, of: &ShapeId, name: &str) -> Option<u32> {
        self.members.get(of)?.get(name).copied()
    }
}

/// The collisions in a model. Generated names count, too: a member `foo` adds a
/// method `with_foo`.
pub fn collisions(model: &Model) -> Vec<Collision> {
    let names = Casing::new(&model.words);
    let mut found = Vec::new();
    for (scope, given) in scopes(model) {
        let clashing = name_clashes(&names, scope.kind(), &given);
        found.extend(clashing.into_iter().map(|clashing| Collision {
            scope: scope.clone(),
            first: clashing.first.named(),
            second: clashing.second.named(),
            renamed: names.numbered(clashing.second.name, scope.kind(), Some(clashing.number)),
            shared: clashing.name,
        }));
    }
    found
}

/// The numbers of all colliding names of a model.
pub(super) fn numbers(model: &Model, names: &Casing) -> Numbers {
    let mut numbers = Numbers::default();
    for (scope, given) in scopes(model) {
        for clashing in name_clashes(names, scope.kind(), &given) {
            let ModelName { id, name } = clashing.second;
            match scope {
                NameScope::Members(..) => {
                    let members = numbers.members.entry(id.clone()).or_default();
                    members.insert(name.to_owned(), clashing.number);
                }
                NameScope::Operations | NameScope::Types | NameScope::Errors => {
                    numbers.own.insert(id.clone(), clashing.number);
                }
            }
        }
    }
    numbers
}

/// A name of the model.
#[derive(Clone, Copy)]
struct ModelName<'m> {
    id: &'m ShapeId,
    name: &'m str,
}

impl ModelName<'_> {
    fn named(self) -> Named {
        Named {
            id: self.id.clone(),
            name: self.name.to_owned(),
        }
    }
}

impl NameScope {
    fn kind(&self) -> NameKind {
        match self {
            Self::Operations => NameKind::Operation,
            Self::Types | Self::Errors => NameKind::Type,
            Self::Members(_, kind) => *kind,
        }
    }
}

/// A name that collides with an earlier one.
struct NameClash<'m> {
    first: ModelName<'m>,
    second: ModelName<'m>,
    /// The common name.
    name: String,
    /// The number of the second.
    number: u32,
}

/// The names of a scope that collide with an earlier one.
fn name_clashes<'m>(names: &Casing, kind: NameKind, given: &[ModelName<'m>]) -> Vec<NameClash<'m>> {
    let mut taken: BTreeMap<String, ModelName<'m>> = BTreeMap::new();
    let mut clashing = Vec::new();
    for &second in given {
        let produced = names.produced(second.name, kind, None);
        let clash = produced
            .iter()
            .find_map(|name| Some((name, *taken.get(name)?)));
        match clash {
            Some((name, first)) => clashing.push((first, second, name.clone())),
            None => taken.extend(produced.into_iter().map(|name| (name, second))),
        }
    }
    // Numbers must not take the name of another.
    let mut name_clashes = Vec::new();
    let mut least: BTreeMap<String, u32> = BTreeMap::new();
    for (first, second, name) in clashing {
        // Earlier collisions with the same name have the lower numbers.
        let number = least.entry(name.clone()).or_insert(2);
        let mut produced = names.produced(second.name, kind, Some(*number));
        while produced.iter().any(|name| taken.contains_key(name)) {
            *number += 1;
            produced = names.produced(second.name, kind, Some(*number));
        }
        let number = *number;
        taken.extend(produced.into_iter().map(|name| (name, second)));
        name_clashes.push(NameClash {
            first,
            second,
            name,
            number,
        });
    }
    name_clashes
}

/// All scopes of a model and their names.
fn scopes(model: &Model) -> Vec<(NameScope, Vec<ModelName<'_>>)> {
    let operations = model.operations.values();
    let operations = operations.map(|operation| ModelName {
        id: &operation.id,
        name: &operation.name,
    });
    let (types, errors) = types(model);
    let mut scopes = vec![
        (NameScope::Operations, operations.collect()),
        (NameScope::Types, types),
        (NameScope::Errors, errors),
    ];
    let inputs = inputs(model);
    for shape in model.connected_shapes() {
        let Some((kind, names)) = members(shape, &inputs) else {
            continue;
        };
        let id = &shape.id;
        let given = names.into_iter().map(|name| ModelName { id, name });
        scopes.push((NameScope::Members(id.clone(), kind), given.collect()));
    }
    scopes
}

/// The shapes that become types, and the errors. Structures that are only
/// inputs or outputs are named after their operations.
fn types(model: &Model) -> (Vec<ModelName<'_>>, Vec<ModelName<'_>>) {
    let members = model.connected_shapes().flat_map(Shape::members);
    let parts: BTreeSet<&ShapeId> = members.map(|member| &member.target).collect();
    let (mut types, mut errors) = (Vec::new(), Vec::new());
    for shape in model.connected_shapes() {
        let given = ModelName {
            id: &shape.id,
            name: &shape.name,
        };
        match &shape.kind {
            ShapeKind::Structure(structure) if structure.error.is_some() => errors.push(given),
            ShapeKind::Structure(_) if !parts.contains(&shape.id) => {}
            ShapeKind::Structure(_)
            | ShapeKind::Enum(_)
            | ShapeKind::IntEnum(_)
            | ShapeKind::Union(_) => types.push(given),
            _ => {}
        }
    }
    (types, errors)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_colliding_names() {
        use NameKind::*;
        for (kind, given, expected) in [
            (Member, "fooBar x", ""),
            (
                Member,
                "fooBar x foo_bar",
                "foo_bar: foo_bar_2, not foo_bar",
            ),
            (Member, "foo withFoo", "withFoo: with_foo_2, not with_foo"),
            (Member, "foo setFoo", ""),
            (InputMember, "foo setFoo", "setFoo: set_foo_2, not set_foo"),
            // A name without a collision stays.
            (Member, "a_b aB a_b_2", "aB: a_b_3, not a_b"),
            (Member, "self Self", "Self: self_2, not self_"),
            (Variant, "A_B AB aB", "aB: AB2, not AB"),
            (
                Variant,
                "a_b a__b A_b",
                "a__b: AB2, not AB; A_b: AB3, not AB",
            ),
            (
                UnionVariant,
                "Unknown UnknownValue",
                "UnknownValue: UnknownValue2, not UnknownValue",
            ),
            (Type, "FooBar Foo_Bar", "Foo_Bar: FooBar2, not FooBar"),
            (
                Operation,
                "Send SendError",
                "SendError: send_error_2, not SendError",
            ),
        ] {
            let id = ShapeId::prelude("Any");
            let given: Vec<ModelName<'_>> = given
                .split(' ')
                .map(|name| ModelName { id: &id, name })
                .collect();
            let names = Casing::new(&[]);
            let clashing: Vec<String> = name_clashes(&names, kind, &given)
                .into_iter()
                .map(|clashing| {
                    let name = clashing.second.name;
                    let becomes = names.numbered(name, kind, Some(clashing.number));
                    format!("{name}: {becomes}, not {}", clashing.name)
                })
                .collect();
            assert_eq!(clashing.join("; "), expected);
        }
    }
}
