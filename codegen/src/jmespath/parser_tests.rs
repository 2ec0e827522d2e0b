//! Tests of the parser.

use super::TOO_DEEP;
use super::parser::parse;

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
        ("", "unexpected end"),
        ("a.", "unexpected end"),
        (
            "a[",
            "brackets must contain an index, a slice, `*`, or `?` and a condition",
        ),
        ("a[0", "expected `]` at the end"),
        ("a b", "unexpected `b`"),
        ("a == ", "unexpected end"),
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
        (
            "a.{}",
            "braces must contain names, each with `:` and a path",
        ),
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
}

/// Every form that nests: its beginning, a repeated step, and the end for each
/// step.
const NESTED: &[(&str, &str, &str, &str)] = &[
    ("a", ".a", "", ""),
    ("a", "[0]", "", ""),
    ("a", "[]", "", ""),
    ("a", "[*]", "", ""),
    ("a", "[1:2]", "", ""),
    ("a", "[?a]", "", ""),
    ("a", ".*", "", ""),
    ("a", " | a", "", ""),
    ("a", " || a", "", ""),
    ("a", " && a", "", ""),
    ("a", " == a", "", ""),
    ("a", " < a", "", ""),
    ("a", ".[a]", "", ""),
    ("a", ".{a: a}", "", ""),
    ("", "(", "a", ")"),
    ("", "!", "a", ""),
    ("", "[", "a", "]"),
    ("", "{a: ", "a", "}"),
    ("", "a[?", "a", "]"),
    ("", "not_null(", "a", ")"),
    ("", "map(&", "a", ", a)"),
    ("", "sort_by(a, &", "a", ")"),
    ("", "(a || ", "a", ")"),
];

#[test]
fn bounds_the_depth_of_every_form() {
    // The stack of a thread of the standard library is 2 MiB.
    let thread = std::thread::Builder::new().stack_size(2 << 20).spawn(|| {
        for (begin, step, inner, end) in NESTED {
            let nested = |count: usize| {
                let (steps, ends) = (step.repeat(count), end.repeat(count));
                format!("{begin}{steps}{inner}{ends}")
            };
            let found = parse(&nested(20));
            assert!(found.is_ok(), "{}: {found:?}", nested(20));
            for count in [70, 100_000] {
                let found = parse(&nested(count));
                assert_eq!(found, Err(TOO_DEEP.to_owned()), "{step} {count} times");
            }
        }
        let literal = format!("`{}{}`", "[".repeat(65), "]".repeat(65));
        assert_eq!(parse(&literal), Err(TOO_DEEP.to_owned()));
        let literal = format!("`{}{}`", "[".repeat(100_000), "]".repeat(100_000));
        assert_eq!(parse(&literal), Err(TOO_DEEP.to_owned()));
    });
    thread.unwrap().join().unwrap();
}

#[test]
fn bounds_the_copies_of_an_input() {
    for (path, is_bounded) in [
        (
            "a | {b: @, c: @} | {b: @, c: @} | {b: @, c: @}".to_owned(),
            true,
        ),
        (format!("a{}", " | {b: @, c: @}".repeat(9)), false),
        (format!("a{}", " | [@, @]".repeat(9)), false),
        (format!("[{}]", vec!["a"; 256].join(", ")), true),
        (format!("[{}]", vec!["a"; 257].join(", ")), false),
        (format!("a{}", " || [a, a]".repeat(40)), true),
        (format!("a{}", " | map(&[@, @], @)".repeat(9)), false),
    ] {
        assert_eq!(parse(&path).is_ok(), is_bounded, "{path}");
    }
}
