//! Resolution of paths against the shapes of a model.

use crate::model::{Member, Model, PathExpr, PathFunction, ShapeId, ShapeKind};
use crate::phrases::{closest, list};

/// The start of a path.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Root<'m> {
    /// A structure.
    Shape(&'m ShapeId),
    /// An object with the input and output of an operation.
    Exchange(&'m ShapeId, &'m ShapeId),
}

/// The type of a value on the path.
#[derive(Clone, Debug, PartialEq)]
enum Type {
    Shape(ShapeId),
    Exchange(ShapeId, ShapeId),
    List(Box<Type>),
    /// An object that the path creates.
    Object(Vec<(String, Type)>),
    /// One of several types, which may have any member.
    Anything,
    /// A string, a number, or any other value without members.
    Scalar,
}

/// The path with the JSON names of members. The error names the first part that
/// does not exist.
pub(crate) fn walk(model: &Model, root: Root<'_>, path: &PathExpr) -> Result<PathExpr, String> {
    let at = match root {
        Root::Shape(id) => Type::Shape(id.clone()),
        Root::Exchange(input, output) => Type::Exchange(input.clone(), output.clone()),
    };
    step(model, &at, path).map(|(path, _)| path)
}

fn step(model: &Model, at: &Type, path: &PathExpr) -> Result<(PathExpr, Type), String> {
    let go = |at: &Type, path: &PathExpr| -> Result<(Box<PathExpr>, Type), String> {
        let (path, at) = step(model, at, path)?;
        Ok((Box::new(path), at))
    };
    Ok(match path {
        PathExpr::Current => (PathExpr::Current, at.clone()),
        PathExpr::Field(name) => field(model, at, name)?,
        PathExpr::Index(position) => (PathExpr::Index(*position), element(model, at)?),
        PathExpr::Literal(literal) => (PathExpr::Literal(literal.clone()), Type::Scalar),
        PathExpr::Subexpression(first, second) => {
            let (first, at) = go(at, first)?;
            let (second, at) = go(&at, second)?;
            (PathExpr::Subexpression(first, second), at)
        }
        PathExpr::ListProjection(of, each) => {
            let (of, at) = go(at, of)?;
            let (each, at) = go(&element(model, &at)?, each)?;
            (PathExpr::ListProjection(of, each), Type::List(Box::new(at)))
        }
        PathExpr::ValueProjection(of, each) => {
            let (of, at) = go(at, of)?;
            let (each, at) = go(&value(model, &at)?, each)?;
            (
                PathExpr::ValueProjection(of, each),
                Type::List(Box::new(at)),
            )
        }
        PathExpr::Flatten(of, each) => {
            let (of, at) = go(at, of)?;
            let inner = element(model, &at)?;
            let inner = element(model, &inner).unwrap_or(inner);
            let (each, at) = go(&inner, each)?;
            (PathExpr::Flatten(of, each), Type::List(Box::new(at)))
        }
        PathExpr::SliceProjection(of, slice, each) => {
            let (of, at) = go(at, of)?;
            let (each, at) = go(&element(model, &at)?, each)?;
            (
                PathExpr::SliceProjection(of, *slice, each),
                Type::List(Box::new(at)),
            )
        }
        PathExpr::FilterProjection(of, condition, each) => {
            let (of, at) = go(at, of)?;
            let inner = element(model, &at)?;
            let (condition, _) = go(&inner, condition)?;
            let (each, at) = go(&inner, each)?;
            (
                PathExpr::FilterProjection(of, condition, each),
                Type::List(Box::new(at)),
            )
        }
        PathExpr::Or(one, other) => {
            let (one, at_one) = go(at, one)?;
            let (other, at_other) = go(at, other)?;
            (PathExpr::Or(one, other), either(at_one, at_other))
        }
        PathExpr::And(one, other) => {
            let (one, at_one) = go(at, one)?;
            let (other, at_other) = go(at, other)?;
            (PathExpr::And(one, other), either(at_one, at_other))
        }
        PathExpr::Not(of) => (PathExpr::Not(go(at, of)?.0), Type::Scalar),
        PathExpr::Comparison(one, comparison, other) => {
            let (one, other) = (go(at, one)?.0, go(at, other)?.0);
            (PathExpr::Comparison(one, *comparison, other), Type::Scalar)
        }
        PathExpr::MultiSelectList(paths) => {
            let (paths, ats) = all(model, at, paths)?;
            let element = ats.into_iter().reduce(either).unwrap_or(Type::Anything);
            (
                PathExpr::MultiSelectList(paths),
                Type::List(Box::new(element)),
            )
        }
        PathExpr::MultiSelectHash(entries) => {
            let (mut paths, mut ats) = (Vec::new(), Vec::new());
            for (key, path) in entries {
                let (path, at) = step(model, at, path)?;
                paths.push((key.clone(), path));
                ats.push((key.clone(), at));
            }
            (PathExpr::MultiSelectHash(paths), Type::Object(ats))
        }
        PathExpr::Call(function, arguments) => call(model, at, *function, arguments)?,
    })
}

/// Resolves several paths from one value.
fn all(model: &Model, at: &Type, paths: &[PathExpr]) -> Result<(Vec<PathExpr>, Vec<Type>), String> {
    let walked = paths.iter().map(|path| step(model, at, path));
    Ok(walked
        .collect::<Result<Vec<_>, String>>()?
        .into_iter()
        .unzip())
}

/// The type of a value that has either type.
fn either(one: Type, other: Type) -> Type {
    if one == other { one } else { Type::Anything }
}

fn call(
    model: &Model,
    at: &Type,
    function: PathFunction,
    arguments: &[PathExpr],
) -> Result<(PathExpr, Type), String> {
    // Expressions with `&` apply to the elements of the other argument.
    let (walked, ats) = match (function, arguments) {
        (PathFunction::Map, [each, list]) => {
            let (list, of) = step(model, at, list)?;
            let (each, at) = step(model, &element(model, &of)?, each)?;
            (vec![each, list], vec![at])
        }
        (PathFunction::SortBy | PathFunction::MaxBy | PathFunction::MinBy, [list, key]) => {
            let (list, of) = step(model, at, list)?;
            let (key, _) = step(model, &element(model, &of)?, key)?;
            (vec![list, key], vec![of])
        }
        _ => all(model, at, arguments)?,
    };
    let found = ats.into_iter().reduce(either).unwrap_or(Type::Anything);
    let list = |at| Type::List(Box::new(at));
    let result = match function {
        PathFunction::Map => list(found),
        PathFunction::Keys => list(Type::Scalar),
        PathFunction::Values => list(value(model, &found)?),
        PathFunction::Sort | PathFunction::SortBy | PathFunction::Reverse => found,
        PathFunction::MaxBy | PathFunction::MinBy => element(model, &found)?,
        PathFunction::NotNull => found,
        PathFunction::Merge | PathFunction::ToArray => Type::Anything,
        _ => Type::Scalar,
    };
    Ok((PathExpr::Call(function, walked), result))
}

/// The member with this name.
fn field(model: &Model, at: &Type, name: &str) -> Result<(PathExpr, Type), String> {
    let plain = || PathExpr::Field(name.to_owned());
    let members = match at {
        Type::Exchange(input, output) => {
            let id = match name {
                "input" => input,
                "output" => output,
                _ => return Err(format!("`{name}` is neither `input` nor `output`")),
            };
            return Ok((plain(), Type::Shape(id.clone())));
        }
        Type::Anything => return Ok((plain(), Type::Anything)),
        Type::Object(entries) => {
            let entry = entries.iter().find(|(key, _)| key == name);
            return match entry {
                Some((_, at)) => Ok((plain(), at.clone())),
                None => Err(format!("the braces have no name `{name}`")),
            };
        }
        Type::List(_) => return Err(format!("a list has no member `{name}`: write `[].{name}`")),
        Type::Scalar => return Err(format!("a value of a simple type has no member `{name}`")),
        Type::Shape(id) => match &model.shape(id).kind {
            ShapeKind::Structure(structure) => &structure.members,
            ShapeKind::Union(members) => members,
            ShapeKind::Map(map) => return Ok((plain(), Type::Shape(map.value.target.clone()))),
            ShapeKind::Document => return Ok((plain(), at.clone())),
            ShapeKind::List(_) => {
                return Err(format!("a list has no member `{name}`: write `[].{name}`"));
            }
            _ => return Err(format!("a value of a simple type has no member `{name}`")),
        },
    };
    match members.iter().find(|member| member.name == name) {
        Some(member) if model.shape(&member.target).streaming => {
            Err(format!("`{name}` is a stream, which paths cannot read"))
        }
        Some(member) => {
            let wire = PathExpr::Field(member.wire_name().to_owned());
            Ok((wire, Type::Shape(member.target.clone())))
        }
        None => Err(absent(at, members, name)),
    }
}

fn absent(at: &Type, members: &[Member], name: &str) -> String {
    let owner = match at {
        Type::Shape(id) => format!("`{}`", id.name()),
        _ => "it".to_owned(),
    };
    let names: Vec<&str> = members.iter().map(|member| member.name.as_str()).collect();
    let hint = match (closest(name, names.iter().copied()), names.as_slice()) {
        (Some(similar), _) => format!("; did you mean `{similar}`?"),
        (None, []) => String::new(),
        (None, names) => format!("; its members are {}", list(names)),
    };
    format!("{owner} has no member `{name}`{hint}")
}

/// The elements of a list.
fn element(model: &Model, at: &Type) -> Result<Type, String> {
    match at {
        Type::List(inner) => Ok(*inner.clone()),
        Type::Shape(id) => match &model.shape(id).kind {
            ShapeKind::List(list) => Ok(Type::Shape(list.member.target.clone())),
            ShapeKind::Document => Ok(at.clone()),
            _ => Err(format!("`{}` is not a list", id.name())),
        },
        Type::Anything => Ok(Type::Anything),
        Type::Exchange(..) | Type::Object(_) | Type::Scalar => {
            Err("brackets must follow a list".to_owned())
        }
    }
}

/// The values of a map, or all members of a structure.
fn value(model: &Model, at: &Type) -> Result<Type, String> {
    match at {
        Type::Shape(id) => match &model.shape(id).kind {
            ShapeKind::Map(map) => Ok(Type::Shape(map.value.target.clone())),
            ShapeKind::Document => Ok(at.clone()),
            ShapeKind::Structure(_) => Ok(Type::Anything),
            _ => Err(format!("`{}` is not a map", id.name())),
        },
        Type::Anything | Type::Object(_) => Ok(Type::Anything),
        _ => Err("`*` must follow a map".to_owned()),
    }
}
