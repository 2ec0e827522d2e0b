//! Where a path leads in the shapes of a model.

use crate::model::{Member, Model, PathExpr, PathFunction, ShapeId, ShapeKind};
use crate::text::{closest, list};

/// Where a path begins.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Root<'m> {
    /// At a structure.
    Shape(&'m ShapeId),
    /// At an object of the input and the output of an operation.
    Exchange(&'m ShapeId, &'m ShapeId),
}

/// A place on the way.
#[derive(Clone, Debug, PartialEq)]
enum At {
    Shape(ShapeId),
    Exchange(ShapeId, ShapeId),
    List(Box<At>),
    /// An object that the path itself has made.
    Object(Vec<(String, At)>),
    /// One of several things: whatever is asked of it may be there.
    Anything,
    /// A text, a number, or whatever else has no members.
    Scalar,
}

/// The path with the names that members have in JSON, or what it names that
/// does not exist.
pub(crate) fn walk(model: &Model, root: Root<'_>, path: &PathExpr) -> Result<PathExpr, String> {
    let at = match root {
        Root::Shape(id) => At::Shape(id.clone()),
        Root::Exchange(input, output) => At::Exchange(input.clone(), output.clone()),
    };
    step(model, &at, path).map(|(path, _)| path)
}

fn step(model: &Model, at: &At, path: &PathExpr) -> Result<(PathExpr, At), String> {
    let go = |at: &At, path: &PathExpr| -> Result<(Box<PathExpr>, At), String> {
        let (path, at) = step(model, at, path)?;
        Ok((Box::new(path), at))
    };
    Ok(match path {
        PathExpr::Current => (PathExpr::Current, at.clone()),
        PathExpr::Field(name) => field(model, at, name)?,
        PathExpr::Index(position) => (PathExpr::Index(*position), element(model, at)?),
        PathExpr::Literal(literal) => (PathExpr::Literal(literal.clone()), At::Scalar),
        PathExpr::Then(first, second) => {
            let (first, at) = go(at, first)?;
            let (second, at) = go(&at, second)?;
            (PathExpr::Then(first, second), at)
        }
        PathExpr::Each(of, each) => {
            let (of, at) = go(at, of)?;
            let (each, at) = go(&element(model, &at)?, each)?;
            (PathExpr::Each(of, each), At::List(Box::new(at)))
        }
        PathExpr::Values(of, each) => {
            let (of, at) = go(at, of)?;
            let (each, at) = go(&value(model, &at)?, each)?;
            (PathExpr::Values(of, each), At::List(Box::new(at)))
        }
        PathExpr::Flatten(of, each) => {
            let (of, at) = go(at, of)?;
            let inner = element(model, &at)?;
            let inner = element(model, &inner).unwrap_or(inner);
            let (each, at) = go(&inner, each)?;
            (PathExpr::Flatten(of, each), At::List(Box::new(at)))
        }
        PathExpr::Slice(of, slice, each) => {
            let (of, at) = go(at, of)?;
            let (each, at) = go(&element(model, &at)?, each)?;
            (PathExpr::Slice(of, *slice, each), At::List(Box::new(at)))
        }
        PathExpr::Filter(of, condition, each) => {
            let (of, at) = go(at, of)?;
            let inner = element(model, &at)?;
            let (condition, _) = go(&inner, condition)?;
            let (each, at) = go(&inner, each)?;
            (
                PathExpr::Filter(of, condition, each),
                At::List(Box::new(at)),
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
        PathExpr::Not(of) => (PathExpr::Not(go(at, of)?.0), At::Scalar),
        PathExpr::Compare(one, comparison, other) => {
            let (one, other) = (go(at, one)?.0, go(at, other)?.0);
            (PathExpr::Compare(one, *comparison, other), At::Scalar)
        }
        PathExpr::List(paths) => {
            let (paths, ats) = all(model, at, paths)?;
            let element = ats.into_iter().reduce(either).unwrap_or(At::Anything);
            (PathExpr::List(paths), At::List(Box::new(element)))
        }
        PathExpr::Object(entries) => {
            let (mut paths, mut ats) = (Vec::new(), Vec::new());
            for (key, path) in entries {
                let (path, at) = step(model, at, path)?;
                paths.push((key.clone(), path));
                ats.push((key.clone(), at));
            }
            (PathExpr::Object(paths), At::Object(ats))
        }
        PathExpr::Call(function, arguments) => call(model, at, *function, arguments)?,
    })
}

/// Several paths from one place.
fn all(model: &Model, at: &At, paths: &[PathExpr]) -> Result<(Vec<PathExpr>, Vec<At>), String> {
    let walked = paths.iter().map(|path| step(model, at, path));
    Ok(walked
        .collect::<Result<Vec<_>, String>>()?
        .into_iter()
        .unzip())
}

/// Where something is that is at one place or at another.
fn either(one: At, other: At) -> At {
    if one == other { one } else { At::Anything }
}

fn call(
    model: &Model,
    at: &At,
    function: PathFunction,
    arguments: &[PathExpr],
) -> Result<(PathExpr, At), String> {
    // What is written with `&` begins at the elements of the other argument.
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
    let found = ats.into_iter().reduce(either).unwrap_or(At::Anything);
    let list = |at| At::List(Box::new(at));
    let result = match function {
        PathFunction::Map => list(found),
        PathFunction::Keys => list(At::Scalar),
        PathFunction::Values => list(value(model, &found)?),
        PathFunction::Sort | PathFunction::SortBy | PathFunction::Reverse => found,
        PathFunction::MaxBy | PathFunction::MinBy => element(model, &found)?,
        PathFunction::NotNull => found,
        PathFunction::Merge | PathFunction::ToArray => At::Anything,
        _ => At::Scalar,
    };
    Ok((PathExpr::Call(function, walked), result))
}

/// The member with this name.
fn field(model: &Model, at: &At, name: &str) -> Result<(PathExpr, At), String> {
    let plain = || PathExpr::Field(name.to_owned());
    let members = match at {
        At::Exchange(input, output) => {
            let id = match name {
                "input" => input,
                "output" => output,
                _ => return Err(format!("`{name}` is neither `input` nor `output`")),
            };
            return Ok((plain(), At::Shape(id.clone())));
        }
        At::Anything => return Ok((plain(), At::Anything)),
        At::Object(entries) => {
            let entry = entries.iter().find(|(key, _)| key == name);
            return match entry {
                Some((_, at)) => Ok((plain(), at.clone())),
                None => Err(format!("no `{name}` is among the names between the braces")),
            };
        }
        At::List(_) => return Err(format!("`{name}` is asked of a list: write `[].{name}`")),
        At::Scalar => return Err(format!("`{name}` is asked of a value without members")),
        At::Shape(id) => match &model.shape(id).kind {
            ShapeKind::Structure(structure) => &structure.members,
            ShapeKind::Union(members) => members,
            ShapeKind::Map(map) => return Ok((plain(), At::Shape(map.value.target.clone()))),
            ShapeKind::Document => return Ok((plain(), at.clone())),
            ShapeKind::List(_) => {
                return Err(format!("`{name}` is asked of a list: write `[].{name}`"));
            }
            _ => return Err(format!("`{name}` is asked of a value without members")),
        },
    };
    match members.iter().find(|member| member.name == name) {
        Some(member) if model.shape(&member.target).streaming => {
            Err(format!("`{name}` is a stream, which no path looks into"))
        }
        Some(member) => {
            let wire = PathExpr::Field(member.wire_name().to_owned());
            Ok((wire, At::Shape(member.target.clone())))
        }
        None => Err(absent(at, members, name)),
    }
}

fn absent(at: &At, members: &[Member], name: &str) -> String {
    let owner = match at {
        At::Shape(id) => format!("`{}`", id.name()),
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
fn element(model: &Model, at: &At) -> Result<At, String> {
    match at {
        At::List(inner) => Ok(*inner.clone()),
        At::Shape(id) => match &model.shape(id).kind {
            ShapeKind::List(list) => Ok(At::Shape(list.member.target.clone())),
            ShapeKind::Document => Ok(at.clone()),
            _ => Err(format!("`{}` is no list", id.name())),
        },
        At::Anything => Ok(At::Anything),
        At::Exchange(..) | At::Object(_) | At::Scalar => {
            Err("brackets stand after what is no list".to_owned())
        }
    }
}

/// The values of a map, or all members of a structure.
fn value(model: &Model, at: &At) -> Result<At, String> {
    match at {
        At::Shape(id) => match &model.shape(id).kind {
            ShapeKind::Map(map) => Ok(At::Shape(map.value.target.clone())),
            ShapeKind::Document => Ok(at.clone()),
            ShapeKind::Structure(_) => Ok(At::Anything),
            _ => Err(format!("`{}` is no map", id.name())),
        },
        At::Anything | At::Object(_) => Ok(At::Anything),
        _ => Err("`*` stands after what is no map".to_owned()),
    }
}
