//! The parser of paths.

use std::collections::BTreeMap;

use crate::model::{Comparator, PathExpr, PathFunction, PathSlice};
use crate::phrases::closest;

use super::functions::{named, names};
use super::lexer::{Token, tokens};
use super::{DEEPEST, TOO_DEEP};

/// The maximum number of copies of its input in the result of an expression:
/// each `| {a: @, b: @}` would double the memory of its evaluation.
const MOST_COPIES: u64 = 256;

/// Parses a path. The error says why it is invalid.
pub(crate) fn parse(text: &str) -> Result<PathExpr, String> {
    let tokens = tokens(text)?;
    let mut parser = Parser {
        tokens: &tokens,
        depth: 0,
    };
    let parsed = parser.expr(0)?;
    match parser.tokens.first() {
        None if copies(&parsed.expr) > MOST_COPIES => Err(format!(
            "its result could contain its input more than {MOST_COPIES} times"
        )),
        None => Ok(parsed.expr),
        Some(token) => Err(format!("unexpected {}", described(token))),
    }
}

fn described(token: &Token) -> String {
    match token {
        Token::Name(name) | Token::Quoted(name) => format!("`{name}`"),
        Token::Number(number) => format!("`{number}`"),
        Token::Literal(_) => "a literal".to_owned(),
        Token::Mark(mark) => format!("`{mark}`"),
    }
}

/// The left binding power of a token, as in the reference implementation of
/// JMESPath; 0 ends an expression.
fn binding_power(token: Option<&Token>) -> u8 {
    match token {
        Some(Token::Mark(mark)) => match *mark {
            "|" => 1,
            "||" => 2,
            "&&" => 3,
            "==" | "!=" | "<" | "<=" | ">" | ">=" => 5,
            "[]" => 9,
            "[?" => 21,
            "." => 40,
            "[" => 55,
            _ => 0,
        },
        _ => 0,
    }
}

/// Tokens with lower binding power end the right-hand side of a projection.
const PROJECTION: u8 = 10;

struct Parser<'t> {
    tokens: &'t [Token],
    /// The number of enclosing expressions.
    depth: usize,
}

/// An expression with the depth of its tree.
struct Parsed {
    expr: PathExpr,
    depth: usize,
}

impl Parsed {
    /// An expression without subexpressions.
    fn leaf(expr: PathExpr) -> Self {
        Self { expr, depth: 1 }
    }

    /// An expression whose subexpressions have these depths.
    fn node(expr: PathExpr, depths: impl IntoIterator<Item = usize>) -> Result<Self, String> {
        let deepest = depths.into_iter().max().unwrap_or(0);
        if deepest < DEEPEST {
            let depth = deepest + 1;
            Ok(Self { expr, depth })
        } else {
            Err(TOO_DEEP.to_owned())
        }
    }

    /// An expression with two subexpressions.
    fn of_two(
        left: Self,
        right: Self,
        expr: impl FnOnce(Box<PathExpr>, Box<PathExpr>) -> PathExpr,
    ) -> Result<Self, String> {
        let depths = [left.depth, right.depth];
        Self::node(expr(Box::new(left.expr), Box::new(right.expr)), depths)
    }
}

impl Parser<'_> {
    fn next(&mut self) -> Option<&Token> {
        let (first, rest) = self.tokens.split_first()?;
        self.tokens = rest;
        Some(first)
    }

    fn skip(&mut self, mark: &str) -> bool {
        match self.tokens.split_first() {
            Some((Token::Mark(found), rest)) if *found == mark => {
                self.tokens = rest;
                true
            }
            _ => false,
        }
    }

    fn expect(&mut self, mark: &str) -> Result<(), String> {
        if self.skip(mark) {
            return Ok(());
        }
        Err(match self.tokens.first() {
            Some(token) => format!("expected `{mark}` before {}", described(token)),
            None => format!("expected `{mark}` at the end"),
        })
    }

    /// Starts a nested expression.
    fn descend(&mut self) -> Result<(), String> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(TOO_DEEP.to_owned());
        }
        Ok(())
    }

    fn expr(&mut self, binding: u8) -> Result<Parsed, String> {
        self.descend()?;
        let mut left = self.prefix()?;
        while binding_power(self.tokens.first()) > binding {
            left = self.infix(left)?;
        }
        self.depth -= 1;
        Ok(left)
    }

    /// The start of an expression.
    fn prefix(&mut self) -> Result<Parsed, String> {
        let current = Parsed::leaf(PathExpr::Current);
        let token = self.next().ok_or("unexpected end")?;
        match token.clone() {
            Token::Literal(value) => Ok(Parsed::leaf(PathExpr::Literal(value))),
            Token::Name(name) if self.skip("(") => self.call(&name),
            Token::Name(name) | Token::Quoted(name) => Ok(Parsed::leaf(PathExpr::Field(name))),
            Token::Number(_) => Err("a number must be in brackets or backticks".to_owned()),
            Token::Mark("@") => Ok(current),
            Token::Mark("!") => {
                let Parsed { expr, depth } = self.expr(45)?;
                Parsed::node(PathExpr::Not(Box::new(expr)), [depth])
            }
            Token::Mark("(") => {
                let inner = self.expr(0)?;
                self.expect(")")?;
                Ok(inner)
            }
            Token::Mark("*") => self.value_projection(current),
            Token::Mark("[]") => self.flatten(current),
            Token::Mark("[?") => self.filter(current),
            Token::Mark("{") => self.multi_select_hash(),
            Token::Mark("[") => match self.tokens {
                [Token::Number(_) | Token::Mark(":"), ..]
                | [Token::Mark("*"), Token::Mark("]"), ..] => self.bracket(current),
                _ => self.multi_select_list(),
            },
            token => Err(format!("unexpected {}", described(&token))),
        }
    }

    /// The continuation of an expression.
    fn infix(&mut self, left: Parsed) -> Result<Parsed, String> {
        let token = self.next().cloned();
        let Some(Token::Mark(mark)) = token else {
            return Err("unexpected end".to_owned());
        };
        match mark {
            "." if self.skip("*") => self.value_projection(left),
            "." if self.skip("[") => {
                let right = self.multi_select_list()?;
                Parsed::of_two(left, right, PathExpr::Subexpression)
            }
            "." if self.skip("{") => {
                let right = self.multi_select_hash()?;
                Parsed::of_two(left, right, PathExpr::Subexpression)
            }
            "." => match self.tokens.first() {
                Some(Token::Name(_) | Token::Quoted(_)) => {
                    let right = self.expr(40)?;
                    Parsed::of_two(left, right, PathExpr::Subexpression)
                }
                Some(token) => Err(format!("{} is not allowed after `.`", described(token))),
                None => Err("unexpected end".to_owned()),
            },
            "[" => self.bracket(left),
            "[]" => self.flatten(left),
            "[?" => self.filter(left),
            "|" => Parsed::of_two(left, self.expr(1)?, PathExpr::Subexpression),
            "||" => Parsed::of_two(left, self.expr(2)?, PathExpr::Or),
            "&&" => Parsed::of_two(left, self.expr(3)?, PathExpr::And),
            _ => {
                let comparison = comparison(mark);
                let comparison = comparison.ok_or_else(|| format!("unexpected `{mark}`"))?;
                Parsed::of_two(left, self.expr(5)?, |left, right| {
                    PathExpr::Comparison(left, comparison, right)
                })
            }
        }
    }

    /// Parses an index, a slice, or `*` after `[`.
    fn bracket(&mut self, left: Parsed) -> Result<Parsed, String> {
        if self.skip("*") {
            self.expect("]")?;
            let each = self.projected()?;
            return Parsed::of_two(left, each, PathExpr::ListProjection);
        }
        let start = self.number();
        if self.skip(":") {
            let slice = self.slice(start)?;
            let each = self.projected()?;
            return Parsed::of_two(left, each, |left, each| {
                PathExpr::SliceProjection(left, slice, each)
            });
        }
        let Some(position) = start else {
            return Err(
                "brackets must contain an index, a slice, `*`, or `?` and a condition".to_owned(),
            );
        };
        self.expect("]")?;
        let index = Parsed::leaf(PathExpr::Index(position));
        Parsed::of_two(left, index, PathExpr::Subexpression)
    }

    fn number(&mut self) -> Option<i64> {
        match self.tokens.split_first() {
            Some((Token::Number(number), rest)) => {
                self.tokens = rest;
                Some(*number)
            }
            _ => None,
        }
    }

    /// Parses a slice after its first colon.
    fn slice(&mut self, start: Option<i64>) -> Result<PathSlice, String> {
        let stop = self.number();
        let step = if self.skip(":") { self.number() } else { None };
        self.expect("]")?;
        match step.unwrap_or(1) {
            0 => Err("the step of a slice cannot be `0`".to_owned()),
            step => Ok(PathSlice { start, stop, step }),
        }
    }

    fn value_projection(&mut self, left: Parsed) -> Result<Parsed, String> {
        let each = self.projected()?;
        Parsed::of_two(left, each, PathExpr::ValueProjection)
    }

    fn flatten(&mut self, left: Parsed) -> Result<Parsed, String> {
        let each = self.projected()?;
        Parsed::of_two(left, each, PathExpr::Flatten)
    }

    fn filter(&mut self, left: Parsed) -> Result<Parsed, String> {
        let condition = self.expr(0)?;
        self.expect("]")?;
        let each = self.projected()?;
        let depths = [left.depth, condition.depth, each.depth];
        let (left, condition, each) = (left.expr, condition.expr, each.expr);
        let expr = PathExpr::FilterProjection(Box::new(left), Box::new(condition), Box::new(each));
        Parsed::node(expr, depths)
    }

    /// The right-hand side of a projection, which applies to each element.
    fn projected(&mut self) -> Result<Parsed, String> {
        self.descend()?;
        let mut each = Parsed::leaf(PathExpr::Current);
        while binding_power(self.tokens.first()) > PROJECTION {
            // An inner projection continues with the elements of this one.
            let Parsed { expr, depth } = self.infix(each)?;
            each = match expr {
                PathExpr::Subexpression(left, right) if *left == PathExpr::Current => Parsed {
                    expr: *right,
                    depth: depth - 1,
                },
                expr => Parsed { expr, depth },
            };
        }
        self.depth -= 1;
        Ok(each)
    }

    /// Parses expressions after `[`, up to `]`.
    fn multi_select_list(&mut self) -> Result<Parsed, String> {
        let mut entries = vec![self.expr(0)?];
        while self.skip(",") {
            entries.push(self.expr(0)?);
        }
        self.expect("]")?;
        let (entries, depths) = split(entries);
        Parsed::node(PathExpr::MultiSelectList(entries), depths)
    }

    /// Parses names with expressions after `{`, up to `}`.
    fn multi_select_hash(&mut self) -> Result<Parsed, String> {
        let mut keys = Vec::new();
        let mut positions: BTreeMap<String, usize> = BTreeMap::new();
        let mut values = Vec::new();
        loop {
            let key = match self.next() {
                Some(Token::Name(key) | Token::Quoted(key)) => key.clone(),
                _ => return Err("braces must contain names, each with `:` and a path".to_owned()),
            };
            self.expect(":")?;
            // Of duplicate names, the last one counts.
            positions.insert(key.clone(), keys.len());
            keys.push(key);
            values.push(self.expr(0)?);
            if !self.skip(",") {
                break;
            }
        }
        self.expect("}")?;
        let (values, depths) = split(values);
        let entries = keys.into_iter().zip(values).enumerate();
        let entries = entries
            .filter(|(position, (key, _))| positions.get(key) == Some(position))
            .map(|(_, entry)| entry);
        Parsed::node(PathExpr::MultiSelectHash(entries.collect()), depths)
    }

    /// Parses a call after `name(`.
    fn call(&mut self, name: &str) -> Result<Parsed, String> {
        let Some((function, parameters)) = named(name) else {
            let hint = closest(name, names());
            let hint = hint.map(|similar| format!("; did you mean `{similar}`?"));
            let hint = hint.unwrap_or_default();
            return Err(format!("unknown function `{name}`{hint}"));
        };
        let mut arguments = Vec::new();
        while !self.skip(")") {
            if !arguments.is_empty() {
                self.expect(",")?;
            }
            if parameters.is_path(arguments.len()) {
                self.expect("&")?;
            }
            arguments.push(self.expr(0)?);
        }
        if !parameters.fit(arguments.len()) {
            return Err(format!("wrong number of arguments for `{name}`"));
        }
        let (arguments, depths) = split(arguments);
        Parsed::node(PathExpr::Call(function, arguments), depths)
    }
}

/// Expressions and their depths.
fn split(parsed: Vec<Parsed>) -> (Vec<PathExpr>, Vec<usize>) {
    parsed.into_iter().map(|one| (one.expr, one.depth)).unzip()
}

/// Returns the maximum number of copies of the input in the result of an
/// expression.
fn copies(expr: &PathExpr) -> u64 {
    let each =
        |exprs: &[PathExpr]| -> u64 { exprs.iter().map(copies).fold(0, u64::saturating_add) };
    match expr {
        PathExpr::Current | PathExpr::Field(_) | PathExpr::Index(_) => 1,
        PathExpr::Literal(_) | PathExpr::Not(_) | PathExpr::Comparison(..) => 1,
        PathExpr::Subexpression(one, other)
        | PathExpr::ListProjection(one, other)
        | PathExpr::ValueProjection(one, other)
        | PathExpr::Flatten(one, other)
        | PathExpr::SliceProjection(one, _, other)
        | PathExpr::FilterProjection(one, _, other) => copies(one).saturating_mul(copies(other)),
        PathExpr::Or(one, other) | PathExpr::And(one, other) => copies(one).max(copies(other)),
        PathExpr::MultiSelectList(exprs) => each(exprs),
        PathExpr::MultiSelectHash(entries) => {
            let entries = entries.iter().map(|(_, expr)| copies(expr));
            entries.fold(0, u64::saturating_add)
        }
        PathExpr::Call(PathFunction::Map, exprs) => {
            exprs.iter().map(copies).fold(1, u64::saturating_mul)
        }
        PathExpr::Call(_, exprs) => each(exprs),
    }
}

fn comparison(mark: &str) -> Option<Comparator> {
    Some(match mark {
        "==" => Comparator::Equal,
        "!=" => Comparator::NotEqual,
        "<" => Comparator::Less,
        "<=" => Comparator::LessOrEqual,
        ">" => Comparator::Greater,
        ">=" => Comparator::GreaterOrEqual,
        _ => return None,
    })
}
