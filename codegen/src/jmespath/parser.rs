//! From the words of a path to an expression.

use crate::model::{Comparison, PathExpr};

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
        Token::Name(name) => format!("`{name}`"),
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
            Token::Name(name) => Ok(PathExpr::Field(name)),
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
            Token::Mark("[") => match self.tokens.first() {
                Some(Token::Number(_) | Token::Mark("*")) => self.bracket(PathExpr::Current),
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
            "." => Ok(then(left, self.expr(40)?)),
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

    /// After `[`: a position, or all elements.
    fn bracket(&mut self, left: PathExpr) -> Result<PathExpr, String> {
        if self.skip("*") {
            self.expect("]")?;
            return Ok(PathExpr::Each(Box::new(left), self.each()?));
        }
        let Some(Token::Number(position)) = self.next().cloned() else {
            return Err(
                "between brackets stands a position, `*`, or `?` and a condition".to_owned(),
            );
        };
        self.expect("]")?;
        let index = PathExpr::Index(position);
        Ok(PathExpr::Then(Box::new(left), Box::new(index)))
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

    /// After `name(`.
    fn call(&mut self, name: &str) -> Result<PathExpr, String> {
        let mut arguments = Vec::new();
        while !self.skip(")") {
            if !arguments.is_empty() {
                self.expect(",")?;
            }
            arguments.push(self.expr(0)?);
        }
        let mut given = arguments.into_iter().map(Box::new);
        match (name, given.next(), given.next(), given.next()) {
            ("length", Some(of), None, None) => Ok(PathExpr::Length(of)),
            ("keys", Some(of), None, None) => Ok(PathExpr::Keys(of)),
            ("contains", Some(of), Some(wanted), None) => Ok(PathExpr::Contains(of, wanted)),
            ("length" | "keys" | "contains", ..) => {
                Err(format!("`{name}` has another number of arguments"))
            }
            _ => Err(format!(
                "the function `{name}` is not supported; `length`, `keys` and `contains` are"
            )),
        }
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
                r#"Compare(Length(Filter(Field("a"), Field("b"), Current)), Greater, Literal(Number(0.0)))"#,
            ),
            (
                "contains(a[].b, 'x') || !c && d",
                r#"Or(Contains(Flatten(Field("a"), Field("b")), Literal(Text("x"))), And(Not(Field("c")), Field("d")))"#,
            ),
            ("keys(a)", r#"Keys(Field("a"))"#),
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
                "sum(a)",
                "the function `sum` is not supported; `length`, `keys` and `contains` are",
            ),
            ("length()", "`length` has another number of arguments"),
            ("{a: b}", "`{` is not supported there"),
            ("a[0:1]", "`:` is not supported there"),
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
