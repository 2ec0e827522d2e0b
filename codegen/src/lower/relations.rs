//! Rules about the relations of values inside a shape, and the paths to these
//! values.

use crate::model::{
    Constraints, Dependency, Enforced, MemberCondition, MemberPath, MemberState, Node, Shape,
    ShapeKind,
};
use crate::names::NameKind;
use crate::rust::{self, CaseValue, Check, Field, Leaf, LengthUnit, Limit, Place, ShownName, Step};

use super::bounds::length;
use super::context::LowerContext;
use super::field::Fields;
use super::{pattern, shown, ty};

/// The totals and conditions of a structure. `own` are its fields.
pub(super) fn of_structure(
    context: &LowerContext<'_>,
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
        let place = place(&total.path, End::Length)?.0;
        Some(Check::Total(place, length(total.entries)))
    });
    let conditions = structure.conditions.iter().filter(|it| is_checked(it));
    let conditions = conditions.map(|condition| {
        let Dependency {
            when,
            require,
            forbid,
            reason,
            advice,
        } = condition;
        let places = |paths: &[MemberPath]| {
            let places = paths.iter().filter_map(|path| place(path, End::Value));
            places.map(|(place, _)| place).collect()
        };
        let when = when.iter().filter_map(|member| {
            let (place, shape) = place(&member.path, End::Case)?;
            Some(rust::MemberCondition {
                state: state(member, &place, shape),
                place,
            })
        });
        let when: Vec<rust::MemberCondition> = when.collect();
        Check::Dependency(Box::new(rust::Dependency {
            sensitive: when.iter().any(|member| member.place.sensitive),
            when,
            require: places(require),
            forbid: places(forbid),
            reason: reason.clone(),
            advice: *advice,
        }))
    });
    totals.chain(conditions).collect()
}

/// Whether clients can evaluate a condition.
fn is_checked(condition: &Dependency) -> bool {
    condition.when.iter().all(|member| match &member.state {
        MemberState::Matching(pattern) => pattern.enforced == Enforced::Yes,
        MemberState::Set | MemberState::OneOf(_) | MemberState::Length(_) => true,
    })
}

/// The state of a member of this shape.
fn state(member: &MemberCondition, place: &Place, shape: &Shape) -> rust::MemberState {
    match &member.state {
        MemberState::Set => rust::MemberState::Set,
        MemberState::OneOf(values) => {
            let values = values.iter();
            let values = values.filter_map(|value| case_value(value, place, shape));
            rust::MemberState::OneOf(values.collect())
        }
        MemberState::Length(bounds) => {
            let unit = match shape.kind {
                ShapeKind::List(_) | ShapeKind::Map(_) => LengthUnit::Entries,
                ShapeKind::Blob => LengthUnit::Bytes,
                _ => LengthUnit::Characters,
            };
            rust::MemberState::Length(length(*bounds), unit)
        }
        MemberState::Matching(pattern) => {
            rust::MemberState::Matching(pattern::pattern(&pattern.expression))
        }
    }
}

fn case_value(value: &Node, place: &Place, shape: &Shape) -> Option<CaseValue> {
    match value {
        Node::String(text) => Some(match (&place.leaf, &shape.kind) {
            (Leaf::Union(_, variants), ShapeKind::Union(members)) => {
                let mut members = members.iter().zip(variants);
                let (_, (variant, name)) = members.find(|(member, _)| member.name == *text)?;
                CaseValue::Variant(variant.clone(), name.clone())
            }
            _ => CaseValue::Text(text.clone()),
        }),
        Node::Number(number) => Some(CaseValue::Integer(number.as_i64()?)),
        Node::Bool(value) => Some(CaseValue::Boolean(*value)),
        Node::Null | Node::Array(_) | Node::Object(_) => None,
    }
}

/// The rules about the entries of a list.
pub(super) fn of_list(
    context: &LowerContext<'_>,
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
        places.map(|(place, _)| place).collect::<Vec<Place>>()
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
    /// That value, as a condition of a rule.
    Case,
    /// That value, or the entries if it is a list.
    Values,
    /// The length of that value; 1 if it has none.
    Length,
    /// Whether there is a value.
    Presence,
}

/// The separator of names in the message of a violation.
const MENTION: &str = ".";

/// The separator of names in the path of a violation.
const POINTER: &str = "/";

impl End {
    /// The separator of names in the path.
    fn separator(self) -> &'static str {
        match self {
            Self::Length | Self::Case => MENTION,
            Self::Value | Self::Values | Self::Presence => POINTER,
        }
    }
}

/// The start of a path: a structure or union, with the fields of a structure.
#[derive(Clone, Copy)]
struct Start<'a> {
    shape: &'a Shape,
    own: &'a [Field],
}

impl<'a> Start<'a> {
    /// Lowers a path to a place and its shape. `None` if the path does not exist.
    fn place(
        self,
        context: &LowerContext<'a>,
        fields: &'a Fields,
        path: &MemberPath,
        end: End,
    ) -> Option<(Place, &'a Shape)> {
        let (mut shape, mut own) = (self.shape, self.own);
        let mut names: Vec<ShownName> = Vec::new();
        let mut place = Place {
            name: shown::joined([], ""),
            steps: Vec::new(),
            leaf: Leaf::Other,
            sensitive: false,
        };
        for (position, name) in path.iter().enumerate() {
            let is_last = position + 1 == path.len();
            if position > 0 {
                shape = entries(context, shape, &mut place);
                own = fields.of(&shape.id);
            }
            let members = shape.members();
            let member = members.iter().find(|member| member.name == *name)?;
            place.sensitive |= shape.sensitive || member.sensitive;
            let step = match &shape.kind {
                ShapeKind::Structure(_) => {
                    let field = own.iter().find(|field| field.model_name == *name)?;
                    Step::Field {
                        name: if is_last {
                            Some(shown::field(context, member, &field.name))
                        } else {
                            shown::through_field(context, member, &field.name)
                        },
                        field: field.reference(),
                    }
                }
                ShapeKind::Union(_) => {
                    let variant = context.member(shape, name, NameKind::UnionVariant);
                    Step::Variant {
                        name: match (is_last, end.separator()) {
                            (false, _) => shown::through_variant(shape, member, &variant),
                            (true, MENTION) => Some(shown::variant(shape, member, &variant)),
                            (true, _) => Some(shown::pointer_to_variant(shape, member, &variant)),
                        },
                        union: context.path(shape),
                        variant,
                        ty: ty::of_member(context, shape, member),
                    }
                }
                _ => return None,
            };
            if let Step::Field { name, .. } | Step::Variant { name, .. } = &step {
                names.extend(name.clone());
            }
            place.steps.push(step);
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
        place.name = shown::joined(&names, end.separator());
        place.leaf = match end {
            End::Length if matches!(shape.kind, ShapeKind::List(_) | ShapeKind::Map(_)) => {
                Leaf::Length
            }
            End::Length => Leaf::Once,
            End::Presence => Leaf::Other,
            End::Value | End::Case | End::Values => leaf(context, shape),
        };
        Some((place, shape))
    }
}

/// Steps into the entries of a shape as long as it is a list.
fn entries<'a>(context: &LowerContext<'a>, mut shape: &'a Shape, place: &mut Place) -> &'a Shape {
    while let ShapeKind::List(list) = &shape.kind {
        place.sensitive |= shape.sensitive || list.member.sensitive;
        place.steps.push(Step::Items(ty::sparsity(list.sparse)));
        shape = context.model.shape(&list.member.target);
    }
    shape
}

fn leaf(context: &LowerContext<'_>, shape: &Shape) -> Leaf {
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
                let variant = context.member(shape, &member.name, NameKind::UnionVariant);
                (variant, shown::variant_value(shape, member))
            });
            Leaf::Union(context.path(shape), variants.collect())
        }
        _ => Leaf::Other,
    }
}
