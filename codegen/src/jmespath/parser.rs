//! From the words of a path to an expression.

use crate::model::{Comparison, PathExpr, PathSlice};
use crate::text::closest;

use super::functions::{named, names};
use super::lexer::{Token, tokens};

/// How deep expressions may be nested.
const DEEPEST: usize = 64;

/// Reads a path, or says what is wrong with it.
pub(crate) fn parse(text: &str) -> Result<PathExpr, String> {
    let tokens = tokens(text)?;
    let mut parser = Parser {
        tokens: &tokens,
        depth: 0,
    };
    let expr = parser.expr(0)?;
    match parser.tokens.first() {
        None => Ok(expr),
        Some(token) => Err(format!("{} is not expected", said(token))),
    }
}

fn said(token: &Token) -> String {
    match token {
        Token::Name(name) | Token::Quoted(name) => format!("`{name}`"),
        Token::Number(number) => format!("`{number}`"),
        Token::Literal(_) => "a literal".to_owned(),
        Token::Mark(mark) => format!("`{mark}`"),
    }
}

/// How strongly a mark binds what stands before it, as in the reference
/// implementation of JMESPath; 0 for those that end an expression.
fn strength(token: Option<&Token>) -> u8 {
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

/// What binds less ends the part of a projection that each element goes
/// through.
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
            Some(token) => format!("expected `{mark}` before {}", said(token)),
            None => format!("expected `{mark}` at the end"),
        })
    }

    fn expr(&mut self, binding: u8) -> Result<PathExpr, String> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err("it is nested too deep".to_owned());
        }
        let mut left = self.first()?;
        while strength(self.tokens.first()) > binding {
            left = self.further(left)?;
        }
        self.depth -= 1;
        Ok(left)
    }

    /// What an expression begins with.
    fn first(&mut self) -> Result<PathExpr, String> {
        let token = self.next().ok_or("something is missing at the end")?;
        match token.clone() {
            Token::Literal(value) => Ok(PathExpr::Literal(value)),
            Token::Name(name) if self.skip("(") => self.call(&name),
            Token::Name(name) | Token::Quoted(name) => Ok(PathExpr::Field(name)),
            Token::Number(_) => Err("a number stands between brackets or back-ticks".to_owned()),
            Token::Mark("@") => Ok(PathExpr::Current),
            Token::Mark("!") => Ok(PathExpr::Not(Box::new(self.expr(45)?))),
            Token::Mark("(") => {
                let inner = self.expr(0)?;
                self.expect(")")?;
                Ok(inner)
            }
            Token::Mark("*") => self.values(PathExpr::Current),
            Token::Mark("[]") => self.flatten(PathExpr::Current),
            Token::Mark("[?") => self.filter(PathExpr::Current),
            Token::Mark("{") => self.object(),
            Token::Mark("[") => match self.tokens {
                [Token::Number(_) | Token::Mark(":"), ..]
                | [Token::Mark("*"), Token::Mark("]"), ..] => self.bracket(PathExpr::Current),
                _ => self.list(),
            },
            token => Err(format!("{} is not expected", said(&token))),
        }
    }

    /// What follows an expression.
    fn further(&mut self, left: PathExpr) -> Result<PathExpr, String> {
        let token = self.next().cloned();
        let Some(Token::Mark(mark)) = token else {
            return Err("something is missing at the end".to_owned());
        };
        let then = |left, right| PathExpr::Then(Box::new(left), Box::new(right));
        match mark {
            "." if self.skip("*") => self.values(left),
            "." if self.skip("[") => Ok(then(left, self.list()?)),
            "." if self.skip("{") => Ok(then(left, self.object()?)),
            "." => match self.tokens.first() {
                Some(Token::Name(_) | Token::Quoted(_)) => Ok(then(left, self.expr(40)?)),
                Some(token) => Err(format!("{} stands after a `.`", said(token))),
                None => Err("something is missing at the end".to_owned()),
            },
            "[" => self.bracket(left),
            "[]" => self.flatten(left),
            "[?" => self.filter(left),
            "|" => Ok(then(left, self.expr(1)?)),
            "||" => Ok(PathExpr::Or(Box::new(left), Box::new(self.expr(2)?))),
            "&&" => Ok(PathExpr::And(Box::new(left), Box::new(self.expr(3)?))),
            _ => {
                let comparison = comparison(mark);
                let comparison = comparison.ok_or_else(|| format!("`{mark}` is not expected"))?;
                let right = self.expr(5)?;
                Ok(PathExpr::Compare(
                    Box::new(left),
                    comparison,
                    Box::new(right),
                ))
            }
        }
    }

    /// After `[`: a position, a part of the list, or all elements.
    fn bracket(&mut self, left: PathExpr) -> Result<PathExpr, String> {
        if self.skip("*") {
            self.expect("]")?;
            return Ok(PathExpr::Each(Box::new(left), self.each()?));
        }
        let start = self.number();
        if self.skip(":") {
            let slice = self.slice(start)?;
            return Ok(PathExpr::Slice(Box::new(left), slice, self.each()?));
        }
        let Some(position) = start else {
            return Err(
                "between brackets stands a position, `*`, or `?` and a condition".to_owned(),
            );
        };
        self.expect("]")?;
        let index = PathExpr::Index(position);
        Ok(PathExpr::Then(Box::new(left), Box::new(index)))
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
            0 => Err("the step of a slice is not `0`".to_owned()),
            step => Ok(PathSlice { start, stop, step }),
        }
    }

    fn values(&mut self, left: PathExpr) -> Result<PathExpr, String> {
        Ok(PathExpr::Values(Box::new(left), self.each()?))
    }

    fn flatten(&mut self, left: PathExpr) -> Result<PathExpr, String> {
        Ok(PathExpr::Flatten(Box::new(left), self.each()?))
    }

    fn filter(&mut self, left: PathExpr) -> Result<PathExpr, String> {
        let condition = Box::new(self.expr(0)?);
        self.expect("]")?;
        Ok(PathExpr::Filter(Box::new(left), condition, self.each()?))
    }

    /// What each element of a projection goes through.
    fn each(&mut self) -> Result<Box<PathExpr>, String> {
        let mut each = PathExpr::Current;
        while strength(self.tokens.first()) > PROJECTION {
            // A projection within goes on with the elements of this one.
            each = match self.further(each)? {
                PathExpr::Then(left, right) if *left == PathExpr::Current => *right,
                each => each,
            };
        }
        Ok(Box::new(each))
    }

    /// After `[`: expressions up to `]`.
    fn list(&mut self) -> Result<PathExpr, String> {
        let mut entries = vec![self.expr(0)?];
        while self.skip(",") {
            entries.push(self.expr(0)?);
        }
        self.expect("]")?;
        Ok(PathExpr::List(entries))
    }

    /// After `{`: names with expressions, up to `}`.
    fn object(&mut self) -> Result<PathExpr, String> {
        let mut entries: Vec<(String, PathExpr)> = Vec::new();
        loop {
            let key = match self.next() {
                Some(Token::Name(key) | Token::Quoted(key)) => key.clone(),
                _ => return Err("between braces stand names, each with `:` and a path".to_owned()),
            };
            self.expect(":")?;
            let value = self.expr(0)?;
            // The last of those with one name counts.
            entries.retain(|(known, _)| *known != key);
            entries.push((key, value));
            if !self.skip(",") {
                break;
            }
        }
        self.expect("}")?;
        Ok(PathExpr::Object(entries))
    }

    /// After `name(`.
    fn call(&mut self, name: &str) -> Result<PathExpr, String> {
        let Some((function, parameters)) = named(name) else {
            let hint = closest(name, names());
            let hint = hint.map(|similar| format!("; did you mean `{similar}`?"));
            let hint = hint.unwrap_or_default();
            return Err(format!("there is no function `{name}`{hint}"));
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
            return Err(format!("`{name}` has another number of arguments"));
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
    fn paths_are_read() {
        for (text, expected) in [
            ("status", r#"Field("status")"#),
            ("\"a b\"", r#"Field("a b")"#),
            ("a.b", r#"Then(Field("a"), Field("b"))"#),
            ("a[-1]", r#"Then(Field("a"), Index(-1))"#),
            (
                "a[*].b.c",
                r#"Each(Field("a"), Then(Field("b"), Field("c")))"#,
            ),
            ("a[].b", r#"Flatten(Field("a"), Field("b"))"#),
            (
                "a[].b[].c",
                r#"Flatten(Flatten(Field("a"), Field("b")), Field("c"))"#,
            ),
            ("a.*.b", r#"Values(Field("a"), Field("b"))"#),
            (
                "a[?b=='x'].c",
                r#"Filter(Field("a"), Compare(Field("b"), Equal, Literal(Text("x"))), Field("c"))"#,
            ),
            (
                "length(a[?b]) > `0`",
                r#"Compare(Call(Length, [Filter(Field("a"), Field("b"), Current)]), Greater, Literal(Number(0.0)))"#,
            ),
            (
                "contains(a[].b, 'x') || !c && d",
                r#"Or(Call(Contains, [Flatten(Field("a"), Field("b")), Literal(Text("x"))]), And(Not(Field("c")), Field("d")))"#,
            ),
            ("keys(a)", r#"Call(Keys, [Field("a")])"#),
            (
                "a[].to_string(@)",
                r#"Flatten(Field("a"), Call(ToString, [Current]))"#,
            ),
            (
                "sort_by(a, &b.c)[0]",
                r#"Then(Call(SortBy, [Field("a"), Then(Field("b"), Field("c"))]), Index(0))"#,
            ),
            (
                "map(&b, a) | not_null(@, c)",
                r#"Then(Call(Map, [Field("b"), Field("a")]), Call(NotNull, [Current, Field("c")]))"#,
            ),
            (
                "a[1:-1].b",
                r#"Slice(Field("a"), PathSlice { start: Some(1), stop: Some(-1), step: 1 }, Field("b"))"#,
            ),
            (
                "[::-2]",
                "Slice(Current, PathSlice { start: None, stop: None, step: -2 }, Current)",
            ),
            (
                "a.{b: c, \"d e\": f[0]}",
                r#"Then(Field("a"), Object([("b", Field("c")), ("d e", Then(Field("f"), Index(0)))]))"#,
            ),
            ("[*.a]", r#"List([Values(Current, Field("a"))])"#),
            (
                "a == `[1, {\"b\": null}]`",
                r#"Compare(Field("a"), Equal, Literal(List([Number(1.0), Object([("b", Null)])])))"#,
            ),
            (
                "a[*].[b, c]",
                r#"Each(Field("a"), List([Field("b"), Field("c")]))"#,
            ),
            (
                "a[*].b | [0]",
                r#"Then(Each(Field("a"), Field("b")), Then(Current, Index(0)))"#,
            ),
            ("`true`", "Literal(Boolean(true))"),
            ("`plain`", r#"Literal(Text("plain"))"#),
            ("(a)", r#"Field("a")"#),
        ] {
            let found = parse(text).map(|path| format!("{path:?}"));
            assert_eq!(found.as_deref(), Ok(expected), "{text}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_said() {
        for (text, problem) in [
            ("", "something is missing at the end"),
            ("a.", "something is missing at the end"),
            (
                "a[",
                "between brackets stands a position, `*`, or `?` and a condition",
            ),
            ("a[0", "expected `]` at the end"),
            ("a b", "`b` is not expected"),
            ("a == ", "something is missing at the end"),
            ("'a", "' has no partner"),
            (
                "lenght(a)",
                "there is no function `lenght`; did you mean `length`?",
            ),
            ("frob(a)", "there is no function `frob`"),
            ("length()", "`length` has another number of arguments"),
            ("not_null()", "`not_null` has another number of arguments"),
            ("sort_by(a, b)", "expected `&` before `b`"),
            ("sort(&a)", "`&` is not expected"),
            ("\"length\"(a)", "`(` is not expected"),
            ("a{b: c}", "`{` is not expected"),
            ("a.{b}", "expected `:` before `}`"),
            (
                "a.{}",
                "between braces stand names, each with `:` and a path",
            ),
            ("a.`1`", "a literal stands after a `.`"),
            ("a.@", "`@` stands after a `.`"),
            ("a[0:1:0]", "the step of a slice is not `0`"),
            ("a[0:1:2:3]", "expected `]` before `:`"),
            ("a[:b]", "expected `]` before `b`"),
            ("a # b", "`#` is not supported there"),
            (
                "99999999999999999999",
                "`99999999999999999999` is no whole number",
            ),
        ] {
            assert_eq!(parse(text), Err(problem.to_owned()), "{text}");
        }
        let deep = "(".repeat(1000);
        assert_eq!(parse(&deep), Err("it is nested too deep".to_owned()));
        let bangs = "!".repeat(1000);
        assert_eq!(parse(&bangs), Err("it is nested too deep".to_owned()));
    }
}
