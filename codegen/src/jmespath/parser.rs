//! The parser of paths.

use crate::model::{Comparison, PathExpr, PathSlice};
use crate::phrases::closest;

use super::functions::{named, names};
use super::lexer::{Token, tokens};

/// The maximum depth of nested expressions.
const DEEPEST: usize = 64;

/// Parses a path. The error is the reason why it is invalid.
pub(crate) fn parse(text: &str) -> Result<PathExpr, String> {
    let tokens = tokens(text)?;
    let mut parser = Parser {
        tokens: &tokens,
        depth: 0,
    };
    let expr = parser.expr(0)?;
    match parser.tokens.first() {
        None => Ok(expr),
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

/// Tokens with less binding power end the right side of a projection.
const PROJECTION: u8 = 10;

struct Parser<'t> {
    tokens: &'t [Token],
    depth: usize,
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

    fn expr(&mut self, binding: u8) -> Result<PathExpr, String> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err("it is nested too deeply".to_owned());
        }
        let mut left = self.prefix()?;
        while binding_power(self.tokens.first()) > binding {
            left = self.infix(left)?;
        }
        self.depth -= 1;
        Ok(left)
    }

    /// The start of an expression.
    fn prefix(&mut self) -> Result<PathExpr, String> {
        let token = self.next().ok_or("it ends too early")?;
        match token.clone() {
            Token::Literal(value) => Ok(PathExpr::Literal(value)),
            Token::Name(name) if self.skip("(") => self.call(&name),
            Token::Name(name) | Token::Quoted(name) => Ok(PathExpr::Field(name)),
            Token::Number(_) => Err("a number must be in brackets or backticks".to_owned()),
            Token::Mark("@") => Ok(PathExpr::Current),
            Token::Mark("!") => Ok(PathExpr::Not(Box::new(self.expr(45)?))),
            Token::Mark("(") => {
                let inner = self.expr(0)?;
                self.expect(")")?;
                Ok(inner)
            }
            Token::Mark("*") => self.value_projection(PathExpr::Current),
            Token::Mark("[]") => self.flatten(PathExpr::Current),
            Token::Mark("[?") => self.filter(PathExpr::Current),
            Token::Mark("{") => self.multi_select_hash(),
            Token::Mark("[") => match self.tokens {
                [Token::Number(_) | Token::Mark(":"), ..]
                | [Token::Mark("*"), Token::Mark("]"), ..] => self.bracket(PathExpr::Current),
                _ => self.multi_select_list(),
            },
            token => Err(format!("unexpected {}", described(&token))),
        }
    }

    /// The continuation of an expression.
    fn infix(&mut self, left: PathExpr) -> Result<PathExpr, String> {
        let token = self.next().cloned();
        let Some(Token::Mark(mark)) = token else {
            return Err("it ends too early".to_owned());
        };
        let subexpression = |left, right| PathExpr::Subexpression(Box::new(left), Box::new(right));
        match mark {
            "." if self.skip("*") => self.value_projection(left),
            "." if self.skip("[") => Ok(subexpression(left, self.multi_select_list()?)),
            "." if self.skip("{") => Ok(subexpression(left, self.multi_select_hash()?)),
            "." => match self.tokens.first() {
                Some(Token::Name(_) | Token::Quoted(_)) => Ok(subexpression(left, self.expr(40)?)),
                Some(token) => Err(format!("{} is not allowed after `.`", described(token))),
                None => Err("it ends too early".to_owned()),
            },
            "[" => self.bracket(left),
            "[]" => self.flatten(left),
            "[?" => self.filter(left),
            "|" => Ok(subexpression(left, self.expr(1)?)),
            "||" => Ok(PathExpr::Or(Box::new(left), Box::new(self.expr(2)?))),
            "&&" => Ok(PathExpr::And(Box::new(left), Box::new(self.expr(3)?))),
            _ => {
                let comparison = comparison(mark);
                let comparison = comparison.ok_or_else(|| format!("unexpected `{mark}`"))?;
                let right = self.expr(5)?;
                Ok(PathExpr::Comparison(
                    Box::new(left),
                    comparison,
                    Box::new(right),
                ))
            }
        }
    }

    /// After `[`: an index, a slice, or `*`.
    fn bracket(&mut self, left: PathExpr) -> Result<PathExpr, String> {
        if self.skip("*") {
            self.expect("]")?;
            return Ok(PathExpr::ListProjection(Box::new(left), self.projected()?));
        }
        let start = self.number();
        if self.skip(":") {
            let slice = self.slice(start)?;
            return Ok(PathExpr::SliceProjection(
                Box::new(left),
                slice,
                self.projected()?,
            ));
        }
        let Some(position) = start else {
            return Err(
                "brackets contain an index, a slice, `*`, or `?` and a condition".to_owned(),
            );
        };
        self.expect("]")?;
        let index = PathExpr::Index(position);
        Ok(PathExpr::Subexpression(Box::new(left), Box::new(index)))
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

    /// After the first colon.
    fn slice(&mut self, start: Option<i64>) -> Result<PathSlice, String> {
        let stop = self.number();
        let step = if self.skip(":") { self.number() } else { None };
        self.expect("]")?;
        match step.unwrap_or(1) {
            0 => Err("the step of a slice cannot be `0`".to_owned()),
            step => Ok(PathSlice { start, stop, step }),
        }
    }

    fn value_projection(&mut self, left: PathExpr) -> Result<PathExpr, String> {
        Ok(PathExpr::ValueProjection(Box::new(left), self.projected()?))
    }

    fn flatten(&mut self, left: PathExpr) -> Result<PathExpr, String> {
        Ok(PathExpr::Flatten(Box::new(left), self.projected()?))
    }

    fn filter(&mut self, left: PathExpr) -> Result<PathExpr, String> {
        let condition = Box::new(self.expr(0)?);
        self.expect("]")?;
        Ok(PathExpr::FilterProjection(
            Box::new(left),
            condition,
            self.projected()?,
        ))
    }

    /// The right side of a projection, which applies to each element.
    fn projected(&mut self) -> Result<Box<PathExpr>, String> {
        let mut each = PathExpr::Current;
        while binding_power(self.tokens.first()) > PROJECTION {
            // An inner projection continues with the elements of this one.
            each = match self.infix(each)? {
                PathExpr::Subexpression(left, right) if *left == PathExpr::Current => *right,
                each => each,
            };
        }
        Ok(Box::new(each))
    }

    /// After `[`: expressions up to `]`.
    fn multi_select_list(&mut self) -> Result<PathExpr, String> {
        let mut entries = vec![self.expr(0)?];
        while self.skip(",") {
            entries.push(self.expr(0)?);
        }
        self.expect("]")?;
        Ok(PathExpr::MultiSelectList(entries))
    }

    /// After `{`: names with expressions, up to `}`.
    fn multi_select_hash(&mut self) -> Result<PathExpr, String> {
        let mut entries: Vec<(String, PathExpr)> = Vec::new();
        loop {
            let key = match self.next() {
                Some(Token::Name(key) | Token::Quoted(key)) => key.clone(),
                _ => return Err("braces contain names, each with `:` and a path".to_owned()),
            };
            self.expect(":")?;
            let value = self.expr(0)?;
            // Of duplicate names, the last counts.
            entries.retain(|(known, _)| *known != key);
            entries.push((key, value));
            if !self.skip(",") {
                break;
            }
        }
        self.expect("}")?;
        Ok(PathExpr::MultiSelectHash(entries))
    }

    /// After `name(`.
    fn call(&mut self, name: &str) -> Result<PathExpr, String> {
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
        Ok(PathExpr::Call(function, arguments))
    }
}

fn comparison(mark: &str) -> Option<Comparison> {
    Some(match mark {
        "==" => Comparison::Equal,
        "!=" => Comparison::NotEqual,
        "<" => Comparison::Less,
        "<=" => Comparison::LessOrEqual,
        ">" => Comparison::Greater,
        ">=" => Comparison::GreaterOrEqual,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parses_paths() {
        for (text, expected) in [
            ("status", r#"Field("status")"#),
            ("\"a b\"", r#"Field("a b")"#),
            ("a.b", r#"Subexpression(Field("a"), Field("b"))"#),
            ("a[-1]", r#"Subexpression(Field("a"), Index(-1))"#),
            (
                "a[*].b.c",
                r#"ListProjection(Field("a"), Subexpression(Field("b"), Field("c")))"#,
            ),
            ("a[].b", r#"Flatten(Field("a"), Field("b"))"#),
            (
                "a[].b[].c",
                r#"Flatten(Flatten(Field("a"), Field("b")), Field("c"))"#,
            ),
            ("a.*.b", r#"ValueProjection(Field("a"), Field("b"))"#),
            (
                "a[?b=='x'].c",
                r#"FilterProjection(Field("a"), Comparison(Field("b"), Equal, Literal(String("x"))), Field("c"))"#,
            ),
            (
                "length(a[?b]) > `0`",
                r#"Comparison(Call(Length, [FilterProjection(Field("a"), Field("b"), Current)]), Greater, Literal(Number(0.0)))"#,
            ),
            (
                "contains(a[].b, 'x') || !c && d",
                r#"Or(Call(Contains, [Flatten(Field("a"), Field("b")), Literal(String("x"))]), And(Not(Field("c")), Field("d")))"#,
            ),
            ("keys(a)", r#"Call(Keys, [Field("a")])"#),
            (
                "a[].to_string(@)",
                r#"Flatten(Field("a"), Call(ToString, [Current]))"#,
            ),
            (
                "sort_by(a, &b.c)[0]",
                r#"Subexpression(Call(SortBy, [Field("a"), Subexpression(Field("b"), Field("c"))]), Index(0))"#,
            ),
            (
                "map(&b, a) | not_null(@, c)",
                r#"Subexpression(Call(Map, [Field("b"), Field("a")]), Call(NotNull, [Current, Field("c")]))"#,
            ),
            (
                "a[1:-1].b",
                r#"SliceProjection(Field("a"), PathSlice { start: Some(1), stop: Some(-1), step: 1 }, Field("b"))"#,
            ),
            (
                "[::-2]",
                "SliceProjection(Current, PathSlice { start: None, stop: None, step: -2 }, Current)",
            ),
            (
                "a.{b: c, \"d e\": f[0]}",
                r#"Subexpression(Field("a"), MultiSelectHash([("b", Field("c")), ("d e", Subexpression(Field("f"), Index(0)))]))"#,
            ),
            (
                "[*.a]",
                r#"MultiSelectList([ValueProjection(Current, Field("a"))])"#,
            ),
            (
                "a == `[1, {\"b\": null}]`",
                r#"Comparison(Field("a"), Equal, Literal(Array([Number(1.0), Object([("b", Null)])])))"#,
            ),
            (
                "a[*].[b, c]",
                r#"ListProjection(Field("a"), MultiSelectList([Field("b"), Field("c")]))"#,
            ),
            (
                "a[*].b | [0]",
                r#"Subexpression(ListProjection(Field("a"), Field("b")), Subexpression(Current, Index(0)))"#,
            ),
            ("`true`", "Literal(Boolean(true))"),
            ("`plain`", r#"Literal(String("plain"))"#),
            ("(a)", r#"Field("a")"#),
        ] {
            let found = parse(text).map(|path| format!("{path:?}"));
            assert_eq!(found.as_deref(), Ok(expected), "{text}");
        }
    }

    #[test]
    fn reports_invalid_paths() {
        for (text, problem) in [
            ("", "it ends too early"),
            ("a.", "it ends too early"),
            (
                "a[",
                "brackets contain an index, a slice, `*`, or `?` and a condition",
            ),
            ("a[0", "expected `]` at the end"),
            ("a b", "unexpected `b`"),
            ("a == ", "it ends too early"),
            ("'a", "unclosed '"),
            (
                "lenght(a)",
                "unknown function `lenght`; did you mean `length`?",
            ),
            ("frob(a)", "unknown function `frob`"),
            ("length()", "wrong number of arguments for `length`"),
            ("not_null()", "wrong number of arguments for `not_null`"),
            ("sort_by(a, b)", "expected `&` before `b`"),
            ("sort(&a)", "unexpected `&`"),
            ("\"length\"(a)", "unexpected `(`"),
            ("a{b: c}", "unexpected `{`"),
            ("a.{b}", "expected `:` before `}`"),
            ("a.{}", "braces contain names, each with `:` and a path"),
            ("a.`1`", "a literal is not allowed after `.`"),
            ("a.@", "`@` is not allowed after `.`"),
            ("a[0:1:0]", "the step of a slice cannot be `0`"),
            ("a[0:1:2:3]", "expected `]` before `:`"),
            ("a[:b]", "expected `]` before `b`"),
            ("a # b", "`#` is not supported"),
            (
                "99999999999999999999",
                "`99999999999999999999` is not a valid integer",
            ),
        ] {
            assert_eq!(parse(text), Err(problem.to_owned()), "{text}");
        }
        let deep = "(".repeat(1000);
        assert_eq!(parse(&deep), Err("it is nested too deeply".to_owned()));
        let bangs = "!".repeat(1000);
        assert_eq!(parse(&bangs), Err("it is nested too deeply".to_owned()));
    }
}
