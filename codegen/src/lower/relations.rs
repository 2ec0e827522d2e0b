//! Rules that relate values inside a shape, and the paths to these values.

use crate::model::{Constraints, Dependency, MemberPath, MemberValues, Node, Shape, ShapeKind};
use crate::names::Kind;
use crate::rust::{self, CaseValue, Check, Field, Leaf, Limit, Place, Step};

use super::check::length;
use super::context::Context;
use super::field::Fields;
use super::ty;

/// The totals and conditions of a structure. `own` are its fields.
pub(super) fn of_structure(
    context: &Context<'_>,
    fields: &Fields,
    shape: &Shape,
    own: &[Field],
) -> Vec<Check> {
    let ShapeKind::Structure(structure) = &shape.kind else {
        return Vec::new();
    };
    let start = Start { shape, own };
    let place = |path: &MemberPath, end| start.place(context, fields, path, end);
    let totals = structure.totals.iter().filter_map(|total| {
        let place = place(&total.path, End::Length)?;
        Some(Check::Total(place, length(total.entries)))
    });
    let conditions = structure.conditions.iter().map(|condition| {
        let Dependency {
            when,
            require,
            forbid,
            reason,
            advice,
        } = condition;
        let places = |paths: &[MemberPath]| {
            let places = paths.iter().filter_map(|path| place(path, End::Value));
            places.collect()
        };
        let when = when.iter().filter_map(|member| {
            let place = place(&member.path, End::Value)?;
            Some(cases(member, place))
        });
        Check::Dependency(Box::new(rust::Dependency {
            when: when.collect(),
            require: places(require),
            forbid: places(forbid),
            reason: reason.clone(),
            advice: *advice,
        }))
    });
    totals.chain(conditions).collect()
}

fn cases(member: &MemberValues, place: Place) -> rust::MemberValues {
    let values = member.values.iter().filter_map(|value| match value {
        Node::String(text) => Some(match &place.leaf {
            Leaf::Union(_, variants) => {
                let (variant, name) = variants.iter().find(|(_, name)| name == text)?;
                CaseValue::Variant(variant.clone(), name.clone())
            }
            _ => CaseValue::Text(text.clone()),
        }),
        Node::Number(number) => Some(CaseValue::Integer(number.as_i64()?)),
        Node::Bool(value) => Some(CaseValue::Boolean(*value)),
        Node::Null | Node::Array(_) | Node::Object(_) => None,
    });
    rust::MemberValues {
        values: values.collect(),
        place,
    }
}

/// The rules about the entries of a list.
pub(super) fn of_list(
    context: &Context<'_>,
    fields: &Fields,
    shape: &Shape,
    constraints: &Constraints,
) -> Vec<Limit> {
    let ShapeKind::List(list) = &shape.kind else {
        return Vec::new();
    };
    let entry = context.model.shape(&list.member.target);
    let start = Start {
        shape: entry,
        own: fields.of(&entry.id),
    };
    let sparsity = ty::sparsity(list.sparse);
    let places = |paths: &[MemberPath], end: End| {
        let places = paths.iter();
        let places = places.filter_map(|path| start.place(context, fields, path, end));
        places.collect::<Vec<Place>>()
    };
    let unique = places(&constraints.unique_by, End::Values);
    let mut uniform = places(&constraints.uniform, End::Value);
    uniform.extend(places(&constraints.all_or_none, End::Presence));
    let unique = unique
        .into_iter()
        .map(|place| Limit::UniqueBy(place, sparsity));
    let uniform = uniform
        .into_iter()
        .map(|place| Limit::Uniform(place, sparsity));
    unique.chain(uniform).collect()
}

/// The end of a path.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    /// The value of the last member.
    Value,
    /// That value, or the entries if it is a list.
    Values,
    /// The length of that value; 1 if it has none.
    Length,
    /// Whether there is a value.
    Presence,
}

/// The start of a path: a structure or union, with the fields of a structure.
#[derive(Clone, Copy)]
struct Start<'a> {
    shape: &'a Shape,
    own: &'a [Field],
}

impl Start<'_> {
    /// Lowers a path to a place. `None` if the path does not exist.
    fn place(
        self,
        context: &Context<'_>,
        fields: &Fields,
        path: &MemberPath,
        end: End,
    ) -> Option<Place> {
        let (mut shape, mut own) = (self.shape, self.own);
        let mut place = Place {
            steps: Vec::new(),
            leaf: Leaf::Other,
            sensitive: false,
        };
        for (position, name) in path.iter().enumerate() {
            if position > 0 {
                shape = entries(context, shape, &mut place);
                own = fields.of(&shape.id);
            }
            let members = shape.members();
            let member = members.iter().find(|member| member.name == *name)?;
            place.sensitive |= shape.sensitive || member.sensitive;
            place.steps.push(match &shape.kind {
                ShapeKind::Structure(_) => Step::Field {
                    model_name: name.clone(),
                    field: own
                        .iter()
                        .find(|field| field.model_name == *name)?
                        .reference(),
                },
                ShapeKind::Union(_) => Step::Variant {
                    model_name: name.clone(),
                    union: context.path(shape),
                    variant: context.member(shape, name, Kind::UnionVariant),
                    ty: ty::of_member(context, shape, member),
                },
                _ => return None,
            });
            shape = context.model.shape(&member.target);
        }
        if end == End::Values {
            shape = entries(context, shape, &mut place);
        }
        place.sensitive |= shape.sensitive;
        if end == End::Presence {
            // The presence of a value is not sensitive.
            place.sensitive = false;
        }
        place.leaf = match end {
            End::Length if matches!(shape.kind, ShapeKind::List(_) | ShapeKind::Map(_)) => {
                Leaf::Length
            }
            End::Length => Leaf::Once,
            End::Presence => Leaf::Other,
            End::Value | End::Values => leaf(context, shape),
        };
        Some(place)
    }
}

/// Steps into the entries of a shape while it is a list.
fn entries<'a>(context: &Context<'a>, mut shape: &'a Shape, place: &mut Place) -> &'a Shape {
    while let ShapeKind::List(list) = &shape.kind {
        place.sensitive |= shape.sensitive || list.member.sensitive;
        place.steps.push(Step::Items(ty::sparsity(list.sparse)));
        shape = context.model.shape(&list.member.target);
    }
    shape
}

fn leaf(context: &Context<'_>, shape: &Shape) -> Leaf {
    match &shape.kind {
        ShapeKind::String => Leaf::Text,
        ShapeKind::Enum(_) => Leaf::Enum,
        ShapeKind::IntEnum(_) => Leaf::IntEnum,
        ShapeKind::Byte | ShapeKind::Short | ShapeKind::Integer | ShapeKind::Long => {
            Leaf::Integer(ty::of_shape(context, &shape.id))
        }
        ShapeKind::Boolean => Leaf::Boolean,
        ShapeKind::Union(members) => {
            let variants = members.iter().map(|member| {
                let variant = context.member(shape, &member.name, Kind::UnionVariant);
                (variant, member.name.clone())
            });
            Leaf::Union(context.path(shape), variants.collect())
        }
        _ => Leaf::Other,
    }
}
