//! The documentation of rules about the relations of values inside a shape.

use crate::model::{
    Advice, AdvisedLimit, Constraints, Dependency, Length, MemberCondition, MemberPath,
    MemberState, Node, Shape, ShapeKind, Structure,
};
use crate::names::NameKind;
use crate::sink::{Markdown, markdown};

use super::super::context::LowerContext;
use super::listed::listed;
use super::numbers::{bounds, length, range};
use super::text::inline;

/// The totals and conditions of a structure, as sentences.
pub(super) fn of_structure(
    context: &LowerContext<'_>,
    shape: &Shape,
    structure: &Structure,
) -> Vec<Markdown> {
    let totals = structure.totals.iter().map(|total| {
        let path = path(context, shape, &total.path);
        let bounds = Markdown::plain(&entries(total.entries)).capitalized();
        markdown!("{} in all of {}.", bounds, path)
    });
    let conditions = structure.conditions.iter();
    totals
        .chain(conditions.flat_map(|condition| self::condition(context, shape, condition)))
        .collect()
}

fn entries(length: Length) -> String {
    bounds(length, |count| if count == 1 { "entry" } else { "entries" })
}

fn condition(context: &LowerContext<'_>, shape: &Shape, condition: &Dependency) -> Vec<Markdown> {
    let must: Markdown = if condition.advice { "should" } else { "must" }.into();
    let reason = match &condition.reason {
        Some(reason) => markdown!("; {}", inline(context, reason)),
        None => Markdown::default(),
    };
    let cases = |form: CaseForm| {
        let cases = condition.when.iter();
        listed(
            cases
                .map(|member| case(context, shape, member, form))
                .collect(),
        )
    };
    let rule = |members: &[MemberPath], be: &'static str| {
        let members = members.iter().map(|member| path(context, shape, member));
        let members = listed(members.collect());
        let cases = cases(CaseForm::Clause);
        let be = Markdown::from(be);
        markdown!("{} {} {} when {}{}.", members, must, be, cases, reason)
    };
    let mut sentences = Vec::new();
    if !condition.require.is_empty() {
        sentences.push(rule(&condition.require, "be set"));
    }
    if !condition.forbid.is_empty() {
        sentences.push(rule(&condition.forbid, "not be set"));
    }
    if sentences.is_empty() {
        let cases = cases(CaseForm::Phrase);
        sentences.push(match condition.when.as_slice() {
            [one] if one.state == MemberState::Set => {
                markdown!("{} {} not be set{}.", cases, must, reason)
            }
            [_] => markdown!("{} is not allowed{}.", cases, reason),
            _ => markdown!("{} {} not be combined{}.", cases, must, reason),
        });
    }
    sentences
}

/// The form of a condition in a sentence.
#[derive(Clone, Copy, PartialEq, Eq)]
enum CaseForm {
    /// `a is b`.
    Clause,
    /// `a b`.
    Phrase,
}

fn case(
    context: &LowerContext<'_>,
    shape: &Shape,
    member: &MemberCondition,
    form: CaseForm,
) -> Markdown {
    let name = path(context, shape, &member.path);
    let target = target(context, shape, &member.path);
    let is_clause = form == CaseForm::Clause;
    let words = |clause: &'static str, phrase: &'static str| {
        Markdown::from(if is_clause { clause } else { phrase })
    };
    match &member.state {
        MemberState::Set if is_clause => markdown!("{} is set", name),
        MemberState::Set => name,
        MemberState::OneOf(values) => {
            let values = alternatives(context, target, values);
            markdown!("{}{}{}", name, words(" is ", " "), values)
        }
        MemberState::Length(bounds) => {
            let bounds = target.map(|target| length(target, *bounds));
            let bounds = Markdown::plain(&bounds.unwrap_or_default());
            markdown!("{}{}{}", name, words(" has ", " with "), bounds)
        }
        MemberState::Matching(pattern) => {
            let expression = Markdown::code(&pattern.expression);
            markdown!("{}{}{}", name, words(" matches ", " matching "), expression)
        }
    }
}

/// `a, b or c`.
fn alternatives(context: &LowerContext<'_>, target: Option<&Shape>, values: &[Node]) -> Markdown {
    let values = values.iter().map(|value| match (value, target) {
        (Node::String(name), Some(union)) if matches!(union.kind, ShapeKind::Union(_)) => {
            markdown!("`{}`", context.member(union, name, NameKind::UnionVariant))
        }
        (Node::String(text), _) => Markdown::code(text),
        (other, _) => Markdown::code(&other.to_string()),
    });
    let values: Vec<Markdown> = values.collect();
    match values.split_last() {
        None => Markdown::default(),
        Some((last, [])) => last.clone(),
        Some((last, others)) => markdown!("{} or {}", Markdown::joined(others, ", "), last),
    }
}

/// The rules about entries of a list and the advised limits, as phrases.
pub(super) fn of_value(
    context: &LowerContext<'_>,
    shape: &Shape,
    constraints: &Constraints,
) -> Vec<Markdown> {
    let mut phrases = Vec::new();
    if let ShapeKind::List(list) = &shape.kind {
        let entry = context.model.shape(&list.member.target);
        let paths = |paths: &[MemberPath]| {
            let paths = paths.iter().map(|it| path(context, entry, it));
            listed(paths.collect())
        };
        if !constraints.unique_by.is_empty() {
            phrases.push(markdown!("unique {}", paths(&constraints.unique_by)));
        }
        if !constraints.uniform.is_empty() {
            let names = paths(&constraints.uniform);
            phrases.push(markdown!("the same {} in all entries", names));
        }
        if !constraints.all_or_none.is_empty() {
            let names = paths(&constraints.all_or_none);
            phrases.push(markdown!("{} in all entries or in none", names));
        }
    }
    let advised = constraints.advised.iter();
    phrases.extend(advised.map(|advice| self::advised(context, shape, advice)));
    phrases
}

fn advised(context: &LowerContext<'_>, shape: &Shape, advice: &Advice) -> Markdown {
    let limit = match &advice.limit {
        AdvisedLimit::Length(limit) => Markdown::plain(&length(shape, *limit)),
        AdvisedLimit::Utf16Length(length) => {
            let unit = |count| match count {
                1 => "UTF-16 code unit",
                _ => "UTF-16 code units",
            };
            Markdown::plain(&bounds(*length, unit))
        }
        AdvisedLimit::Bytes(length) => {
            let unit = |count| if count == 1 { "byte" } else { "bytes" };
            Markdown::plain(&bounds(*length, unit))
        }
        AdvisedLimit::Range(limit) => Markdown::plain(&range(limit)),
        AdvisedLimit::Pattern(pattern) => {
            markdown!("matching {}", Markdown::code(&pattern.expression))
        }
        AdvisedLimit::UniqueItems => "unique entries".into(),
    };
    markdown!("advised {} ({})", limit, inline(context, &advice.message))
}

/// A path of Rust names.
fn path(context: &LowerContext<'_>, start: &Shape, path: &MemberPath) -> Markdown {
    let mut names = Vec::new();
    let mut shape = start;
    for name in path {
        shape = entry(context, shape);
        let kind = match shape.kind {
            ShapeKind::Union(_) => NameKind::UnionVariant,
            _ => context.member_kind(&shape.id),
        };
        names.push(context.member(shape, name, kind).to_string());
        shape = step(context, shape, name).unwrap_or(shape);
    }
    Markdown::code(&names.join("."))
}

/// The shape at the end of a path.
fn target<'c>(
    context: &'c LowerContext<'_>,
    start: &'c Shape,
    path: &MemberPath,
) -> Option<&'c Shape> {
    path.iter().try_fold(start, |shape, name| {
        step(context, entry(context, shape), name)
    })
}

fn step<'c>(context: &'c LowerContext<'_>, shape: &Shape, name: &str) -> Option<&'c Shape> {
    let members = shape.members();
    let member = members.into_iter().find(|member| member.name == name)?;
    Some(context.model.shape(&member.target))
}

/// The shape of the innermost entries, if the shape is a list.
fn entry<'c>(context: &'c LowerContext<'_>, mut shape: &'c Shape) -> &'c Shape {
    while let ShapeKind::List(list) = &shape.kind {
        shape = context.model.shape(&list.member.target);
    }
    shape
}
