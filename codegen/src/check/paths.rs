//! Paths from a shape to a nested member, for rules.

use super::CheckContext;
use crate::ast::{Member, Shape};
use crate::diagnostic::{Code, Diagnostic, DiagnosticReport};
use crate::json::Value;
use crate::model::{ShapeId, ShapeType};
use crate::phrases::{closest, list};
use crate::resolve::{PRESENCE_MARK, member_path};
use crate::source::Span;
use crate::traits::ids;

/// Whether a path may cross lists.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Lists {
    Entered,
    Rejected,
}

/// A path in the text.
#[derive(Clone, Copy)]
pub(super) struct Path<'t> {
    pub(super) text: &'t str,
    pub(super) span: Span,
    pub(super) lists: Lists,
}

impl<'t> Path<'t> {
    /// The path in a value; `None` if the value has the wrong type, which is
    /// reported elsewhere.
    pub(super) fn new(value: &'t Value<'_>, lists: Lists) -> Option<Self> {
        let text = value.as_str().filter(|text| !text.is_empty())?;
        let span = value.span;
        Some(Self { text, span, lists })
    }

    /// The path without its presence mark.
    pub(super) fn without_mark(self) -> Self {
        let text = self.text.strip_suffix(PRESENCE_MARK).unwrap_or(self.text);
        Self { text, ..self }
    }

    /// Returns the member at the end. Reports a path that does not exist.
    pub(super) fn follow<'c, 'a>(
        self,
        context: &CheckContext<'c, 'a>,
        start: &ShapeId,
        report: &mut DiagnosticReport,
    ) -> Option<&'c Member<'a>> {
        if let Some(unmarked) = self.text.strip_suffix(PRESENCE_MARK) {
            report.push(self.marked(unmarked));
            return None;
        }
        let names = member_path(self.text);
        let mut id = start;
        let mut member: Option<&Member<'_>> = None;
        for (position, name) in names.iter().enumerate() {
            if let Some(list) = member.filter(|_| context.ast.kind(id) == Some(ShapeType::List)) {
                if self.lists == Lists::Rejected {
                    report.push(self.into_list(list));
                    return None;
                }
                id = entry(context, id)?;
            }
            let kind = context.ast.kind(id)?;
            if !matches!(kind, ShapeType::Structure | ShapeType::Union) {
                report.push(self.into_simple(member, id, kind));
                return None;
            }
            let shape = context.ast.shape(id)?;
            let Some(next) = shape.member(name) else {
                let diagnostic = self.unknown(shape, &names, position, report.may_search());
                report.push(diagnostic);
                return None;
            };
            if let Some(constant) = next.traits.get(ids::CONSTANT) {
                report.push(self.into_constant(next, constant.span));
                return None;
            }
            member = Some(next);
            id = &next.target.id;
        }
        member
    }

    /// Creates a diagnostic about the path.
    pub(super) fn diagnostic(self, title: impl Into<String>) -> Diagnostic {
        Diagnostic::new(Code::RulePath, title, self.span)
    }

    fn marked(self, unmarked: &str) -> Diagnostic {
        let title = format!("`{PRESENCE_MARK}` at the end of a path");
        self.diagnostic(title)
            .label("only paths of `uniform` have this mark")
            .suggest("remove the mark", self.span, format!("\"{unmarked}\""))
    }

    fn into_constant(self, member: &Member<'_>, constant: Span) -> Diagnostic {
        let title = format!("`{}` is a constant", member.name);
        self.diagnostic(title)
            .label("its value never changes")
            .secondary(constant, "the constant")
            .help("name another member, or remove the rule")
    }

    fn into_list(self, member: &Member<'_>) -> Diagnostic {
        let title = format!("the path goes through the list `{}`", member.name);
        self.diagnostic(title)
            .label("this rule compares single values")
            .secondary(member.target.span, "a list")
            .help("add the rule to the shape of the entries, or use `totals` or `uniqueBy`")
    }

    fn into_simple(self, member: Option<&Member<'_>>, id: &ShapeId, kind: ShapeType) -> Diagnostic {
        let name = member.map_or_else(|| id.name(), |member| member.name.as_ref());
        let title = format!("`{name}` is {}, which has no members", kind.noun());
        let diagnostic = self.diagnostic(title);
        match member {
            Some(member) => diagnostic
                .label(format!("the path must end at `{name}`"))
                .secondary(member.target.span, kind.noun()),
            None => diagnostic
                .label("expected entries with members")
                .help(format!(
                    "to compare whole entries, use `{unique_items}`",
                    unique_items = ids::UNIQUE_ITEMS
                )),
        }
    }

    fn unknown(
        self,
        shape: &Shape<'_>,
        names: &[String],
        position: usize,
        may_search: bool,
    ) -> Diagnostic {
        let name = names.get(position).map_or("", String::as_str);
        let title = format!("unknown member `{name}` of `{}`", shape.id.name());
        let diagnostic = self
            .diagnostic(title)
            .label("unknown member")
            .secondary(shape.span, shape.kind().noun());
        let members = shape.members().iter();
        let known: Vec<&str> = members.map(|member| member.name.as_ref()).collect();
        let similar = may_search.then(|| closest(name, known.iter().copied()));
        match similar.flatten() {
            Some(similar) => {
                let mut names: Vec<&str> = names.iter().map(String::as_str).collect();
                if let Some(name) = names.get_mut(position) {
                    *name = similar;
                }
                let path = format!("\"{}\"", names.join("."));
                diagnostic.suggest("a member with a similar name exists", self.span, path)
            }
            None if known.is_empty() => diagnostic,
            None => diagnostic.note(format!("known members: {}", list(&known))),
        }
    }
}

/// Returns the shape of the entries of a list, or of the lists in it.
pub(super) fn entry<'c>(context: &CheckContext<'c, '_>, list: &ShapeId) -> Option<&'c ShapeId> {
    // `recursion` reports deeper lists.
    const DEPTH: usize = 64;
    let mut id = &context.ast.shape(list)?.member("member")?.target.id;
    for _ in 0..DEPTH {
        if context.ast.kind(id) != Some(ShapeType::List) {
            return Some(id);
        }
        id = &context.ast.shape(id)?.member("member")?.target.id;
    }
    None
}
