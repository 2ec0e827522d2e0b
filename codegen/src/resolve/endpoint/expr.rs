//! Expressions of rules.

use crate::json::{Value, ValueKind};
use crate::model::{Position, RuleExpr, RuleExprKind, RuleFunction, RuleType, TemplatePart};
use crate::phrases::{closest, list};
use crate::source::Span;

use super::RuleErrors;
use super::functions::{Argument, SIGNATURES, SPECIAL, attributes, noun, optional};
use super::template::{Piece, pieces};

/// The names to which expressions may refer, with their types. A later one
/// shadows an earlier one.
pub(super) type Variables = Vec<(String, RuleType)>;

/// Reads expressions.
pub(super) struct Reader<'r> {
    pub(super) errors: &'r mut RuleErrors,
    pub(super) scope: Variables,
    /// The meaning of text.
    pub(super) texts: Texts,
    /// The number of enclosing rules and expressions.
    pub(super) depth: usize,
    /// The number of conditions in effect.
    pub(super) conditions: usize,
}

/// The maximum depth of rules and expressions: all stages recurse into them.
const DEEPEST: usize = 64;

/// The meaning of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Texts {
    /// A template, as in rules.
    Templates,
    /// A literal, as in tests.
    Plain,
}

impl Reader<'_> {
    /// Reads a nested rule or expression.
    pub(super) fn nested<T>(
        &mut self,
        span: Span,
        read: impl FnOnce(&mut Self) -> Option<T>,
    ) -> Option<T> {
        if self.depth == DEEPEST {
            let title = format!("nested more than {DEEPEST} levels deep");
            return self.errors.add(span, title);
        }
        self.depth += 1;
        let found = read(self);
        self.depth -= 1;
        found
    }

    /// Reads an expression; `None` if it is invalid.
    pub(super) fn expr(&mut self, value: &Value<'_>) -> Option<RuleExpr> {
        self.nested(value.span, |reader| reader.nested_expr(value))
    }

    fn nested_expr(&mut self, value: &Value<'_>) -> Option<RuleExpr> {
        match &value.kind {
            ValueKind::String(text) => self.template(text, value.span),
            ValueKind::Bool(literal) => {
                Some(typed(RuleExprKind::Boolean(*literal), RuleType::Boolean))
            }
            ValueKind::Number(_) => match value.as_number().and_then(|number| number.as_i64()) {
                Some(number) => Some(typed(RuleExprKind::Integer(number), RuleType::Integer)),
                None => self.errors.add(value.span, "number is not an integer"),
            },
            ValueKind::Object(_) if value.get("ref").is_some() => {
                let name = value.str("ref").unwrap_or_default();
                self.reference(name, value.span)
            }
            ValueKind::Object(_) if value.get("fn").is_some() => self.call(value),
            _ => self.errors.add_with_help(
                value.span,
                format!("{} is not a valid rule expression", value.noun()),
                "write a string, a boolean, a number, `{\"ref\": …}` or `{\"fn\": …, \"argv\": […]}`",
            ),
        }
    }

    /// Reads an expression whose value is always set and has this type.
    pub(super) fn of_type(&mut self, value: &Value<'_>, ty: &RuleType) -> Option<RuleExpr> {
        let expr = self.expr(value)?;
        self.fits(&expr, ty, value.span).then_some(expr)
    }

    fn fits(&mut self, expr: &RuleExpr, ty: &RuleType, span: Span) -> bool {
        if expr.ty == *ty {
            return true;
        }
        let title = format!("expected {}, found {}", noun(ty), noun(&expr.ty));
        if expr.ty == optional(ty.clone()) {
            let help = "check it with `isSet`, or `assign` it in an earlier condition";
            self.errors.add_with_help::<()>(span, title, help);
        } else {
            self.errors.add::<()>(span, title);
        }
        false
    }

    /// The value of a name.
    fn reference(&mut self, name: &str, span: Span) -> Option<RuleExpr> {
        let known = self.scope.iter().rev().find(|(known, _)| known == name);
        if let Some((_, ty)) = known {
            return Some(typed(RuleExprKind::Reference(name.to_owned()), ty.clone()));
        }
        let title = format!("unknown name `{name}`");
        let names = self.scope.iter().map(|(name, _)| name.as_str());
        let help = match closest(name, names) {
            Some(similar) => format!("did you mean `{similar}`?"),
            None => "declare it in `parameters`, or `assign` it in an earlier condition".to_owned(),
        };
        self.errors.add_with_help(span, title, help)
    }

    fn template(&mut self, text: &str, span: Span) -> Option<RuleExpr> {
        if self.texts == Texts::Plain {
            let parts = vec![TemplatePart::Literal(text.to_owned())];
            return Some(typed(RuleExprKind::Template(parts), RuleType::Text));
        }
        let Some(pieces) = pieces(text) else {
            return self.errors.add_with_help(
                span,
                "unmatched brace in a template",
                "write `{{` and `}}` for literal braces",
            );
        };
        let mut parts = Vec::new();
        for piece in pieces {
            parts.push(match piece {
                Piece::Literal(text) => TemplatePart::Literal(text),
                Piece::Hole(name, path) => {
                    let mut expr = self.reference(name, span)?;
                    if let Some(path) = path {
                        expr = self.follow(expr, path, span)?;
                    }
                    if !self.fits(&expr, &RuleType::Text, span) {
                        return None;
                    }
                    TemplatePart::Expr(expr)
                }
            });
        }
        Some(typed(RuleExprKind::Template(parts), RuleType::Text))
    }

    fn call(&mut self, value: &Value<'_>) -> Option<RuleExpr> {
        let name = value.str("fn").unwrap_or_default();
        let span = value.get("fn").map_or(value.span, |name| name.span);
        let arguments = value.get("argv").map_or(&[][..], Value::elements);
        match name {
            "getAttr" => return self.attribute(arguments, value.span),
            "coalesce" => return self.coalesce(arguments, value.span),
            "ite" => return self.if_else(arguments, value.span),
            _ => {}
        }
        let Some(signature) = SIGNATURES.iter().find(|known| known.name == name) else {
            let names = SIGNATURES.iter().map(|known| known.name);
            let names: Vec<&str> = names.chain(SPECIAL.iter().copied()).collect();
            let title = format!("unknown function `{name}`");
            let help = match closest(name, names.iter().copied()) {
                Some(similar) => format!("did you mean `{similar}`?"),
                None => format!("known functions: {}", list(&names)),
            };
            return self.errors.add_with_help(span, title, help);
        };
        self.count(name, arguments, signature.arguments.len(), value.span)?;
        let mut exprs = Vec::new();
        for (argument, expected) in arguments.iter().zip(signature.arguments) {
            exprs.push(match expected.ty() {
                Some(ty) => self.of_type(argument, &ty)?,
                None => self.expr(argument)?,
            });
            if *expected == Argument::Integer {
                self.natural(argument)?;
            }
        }
        let kind = RuleExprKind::Call(signature.function, exprs);
        Some(typed(kind, (signature.result)()))
    }

    fn count(
        &mut self,
        name: &str,
        arguments: &[Value<'_>],
        expected: usize,
        span: Span,
    ) -> Option<()> {
        if arguments.len() == expected {
            return Some(());
        }
        let plural = if expected == 1 { "" } else { "s" };
        let found = arguments.len();
        let title = format!("`{name}` takes {expected} argument{plural}, not {found}");
        self.errors.add(span, title)
    }

    /// Reads a position: a non-negative literal.
    fn natural(&mut self, value: &Value<'_>) -> Option<usize> {
        let number = value.as_number().and_then(|number| number.as_i64());
        match number.and_then(|number| usize::try_from(number).ok()) {
            Some(number) => Some(number),
            None => self
                .errors
                .add(value.span, "expected a non-negative integer"),
        }
    }

    fn attribute(&mut self, arguments: &[Value<'_>], span: Span) -> Option<RuleExpr> {
        self.count("getAttr", arguments, 2, span)?;
        let [of, path] = arguments else { return None };
        let of = self.expr(of)?;
        match path.as_str() {
            Some(text) => self.follow(of, text, path.span),
            None => self
                .errors
                .add(path.span, "the path of `getAttr` must be a string"),
        }
    }

    /// The value at a path, such as `resourceId[0]`.
    fn follow(&mut self, mut expr: RuleExpr, path: &str, span: Span) -> Option<RuleExpr> {
        for step in path.split('.') {
            let (name, positions) = match step.split_once('[') {
                Some((name, positions)) => (name, Some(positions)),
                None => (step, None),
            };
            if !name.is_empty() {
                expr = self.named(expr, name, span)?;
            }
            for position in positions.into_iter().flat_map(|text| text.split('[')) {
                let Some(position) = position.strip_suffix(']').and_then(self::position) else {
                    return self.errors.add(
                        span,
                        format!("`{path}` is not a valid path: write an index as `[0]` or `[-1]`"),
                    );
                };
                expr = self.indexed(expr, position, span)?;
            }
        }
        Some(expr)
    }

    fn named(&mut self, expr: RuleExpr, name: &str, span: Span) -> Option<RuleExpr> {
        let (inner, is_optional) = unwrapped(&expr.ty);
        let known = attributes(inner);
        let Some(attribute) = known.iter().find(|known| known.name == name) else {
            let title = format!("unknown attribute `{name}` of {}", noun(inner));
            let names: Vec<&str> = known.iter().map(|known| known.name).collect();
            let help = match (closest(name, names.iter().copied()), names.as_slice()) {
                (Some(similar), _) => format!("did you mean `{similar}`?"),
                (None, []) => "only partitions, ARNs and URLs have attributes".to_owned(),
                (None, names) => format!("known attributes: {}", list(names)),
            };
            return self.errors.add_with_help(span, title, help);
        };
        let ty = rewrapped(attribute.ty.clone(), is_optional);
        Some(typed(
            RuleExprKind::Attribute(Box::new(expr), attribute),
            ty,
        ))
    }

    fn indexed(&mut self, expr: RuleExpr, position: Position, span: Span) -> Option<RuleExpr> {
        let (inner, _) = unwrapped(&expr.ty);
        if *inner != RuleType::Texts {
            let title = format!("{} cannot be indexed", noun(inner));
            return self.errors.add(span, title);
        }
        let kind = RuleExprKind::Index(Box::new(expr), position);
        Some(typed(kind, optional(RuleType::Text)))
    }

    fn coalesce(&mut self, arguments: &[Value<'_>], span: Span) -> Option<RuleExpr> {
        if arguments.len() < 2 {
            let title = "`coalesce` takes at least 2 arguments";
            return self.errors.add(span, title);
        }
        let mut exprs: Vec<RuleExpr> = Vec::new();
        for argument in arguments {
            let expr = self.expr(argument)?;
            if let Some(first) = exprs.first() {
                self.check_same_type(first, &expr, argument.span)?;
            }
            exprs.push(expr);
        }
        let all_optional = exprs.iter().all(|expr| unwrapped(&expr.ty).1);
        let inner = exprs.first().map(|expr| unwrapped(&expr.ty).0.clone())?;
        let ty = rewrapped(inner, all_optional);
        Some(typed(RuleExprKind::Call(RuleFunction::Coalesce, exprs), ty))
    }

    fn if_else(&mut self, arguments: &[Value<'_>], span: Span) -> Option<RuleExpr> {
        self.count("ite", arguments, 3, span)?;
        let [condition, yes, no] = arguments else {
            return None;
        };
        let condition = self.of_type(condition, &RuleType::Boolean)?;
        let yes = self.expr(yes)?;
        let other = self.expr(no)?;
        self.check_same_type(&yes, &other, no.span)?;
        let is_optional = unwrapped(&yes.ty).1 || unwrapped(&other.ty).1;
        let ty = rewrapped(unwrapped(&yes.ty).0.clone(), is_optional);
        let kind = RuleExprKind::Call(RuleFunction::IfElse, vec![condition, yes, other]);
        Some(typed(kind, ty))
    }

    /// Whether two values have the same type, apart from being optional.
    /// Records are not supported.
    fn check_same_type(&mut self, one: &RuleExpr, other: &RuleExpr, span: Span) -> Option<()> {
        let (inner, found) = (unwrapped(&one.ty).0, unwrapped(&other.ty).0);
        if !matches!(inner, RuleType::Text | RuleType::Boolean) {
            let title = format!("expected strings or booleans, found {}", noun(inner));
            return self.errors.add(span, title);
        }
        if inner == found {
            return Some(());
        }
        let title = format!("expected {}, found {}", noun(inner), noun(found));
        self.errors.add(span, title)
    }
}

/// Parses a position: `0` is the first, `-1` the last.
fn position(text: &str) -> Option<Position> {
    let Some(back) = text.strip_prefix('-') else {
        return text.parse().ok().map(Position::FromStart);
    };
    let back: usize = back.parse().ok()?;
    back.checked_sub(1).map(Position::FromEnd)
}

fn typed(kind: RuleExprKind, ty: RuleType) -> RuleExpr {
    RuleExpr { kind, ty }
}

/// The type of a value without `Optional`, and whether it is optional.
pub(super) fn unwrapped(ty: &RuleType) -> (&RuleType, bool) {
    match ty {
        RuleType::Optional(inner) => (inner, true),
        other => (other, false),
    }
}

fn rewrapped(ty: RuleType, is_optional: bool) -> RuleType {
    if is_optional { optional(ty) } else { ty }
}
