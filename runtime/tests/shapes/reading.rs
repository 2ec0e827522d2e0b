//! Reading responses: lenient where services may change, precise about malformed
//! input.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use runtime::codegen::json::Codec;
use runtime::codegen::{Operation, json};
use runtime::{Bytes, Response, Timestamp};

use crate::sample::{AddBook, AddBookOutput, Edition, Genre, ListBooks, ListBooksOutput};
use crate::{response, response_with, snapshot};

fn read(body: &str) -> AddBookOutput {
    AddBook::output(&response(200, body.to_owned()))
        .unwrap_or_else(|error| panic!("{body}: {error}"))
}

#[test]
fn reads_empty_and_unknown_content_as_defaults() {
    for body in [
        "",
        " \n",
        "{}",
        "null",
        r#"{"unknown":{"deep":[1,{"x":null}]}}"#,
    ] {
        assert_eq!(read(body), AddBookOutput::default(), "{body}");
    }
    assert_eq!(
        ListBooks::output(&response(200, "{}")),
        Ok(ListBooksOutput::default())
    );
    assert_eq!(serde_json::from_str::<Edition>("{}").unwrap().number, 0);
}

#[test]
fn reads_null_as_unset() {
    let nulls = r#"{"id":null,"genre":null,"editions":null,"labels":null}"#;
    assert_eq!(read(nulls), AddBookOutput::default());
    let entries = read(
        r#"{"editions":[null,{"number":null,"printed":null,"sequel":null}],"labels":{"a":null,"b":"c"}}"#,
    );
    assert_eq!(entries.editions.len(), 1);
    assert_eq!(entries.editions[0].printed, Timestamp::UNIX_EPOCH);
    assert_eq!(
        entries.labels.unwrap().into_iter().collect::<Vec<_>>(),
        [("b".to_owned(), "c".to_owned())]
    );
}

#[test]
fn round_trips_unknown_enum_values() {
    let output = read(r#"{"genre":"SPACE OPERA"}"#);
    assert_eq!(output.genre, Some(Genre::from("SPACE OPERA")));
    assert!(matches!(
        &output.genre,
        Some(Genre::Unknown(value)) if value.as_str() == "SPACE OPERA"
    ));
    assert_eq!(
        serde_json::to_string(&output.genre).unwrap(),
        r#""SPACE OPERA""#
    );
    assert_eq!(read(r#"{"genre":"POETRY"}"#).genre, Some(Genre::Poetry));
}

#[test]
fn accepts_escaped_and_duplicate_keys() {
    let output = read(r#"{"i\u0064":"a","editions":[],"id":"b"}"#);
    assert_eq!(output.id, "b");
}

#[test]
fn reads_recursive_structures() {
    let output = read(r#"{"editions":[{"number":1,"sequel":{"number":2,"sequel":null}}]}"#);
    assert_eq!(
        output.editions[0]
            .sequel
            .as_ref()
            .map(|sequel| sequel.number),
        Some(2)
    );
}

#[test]
fn errors_name_the_path_and_hide_the_value() {
    let deep = format!(
        r#"{{"editions":[{}{}]}}"#,
        r#"{"sequel":"#.repeat(200),
        "}".repeat(200)
    );
    let cases = [
        r#"{"id":17}"#,
        r#"{"id":{"secret":1}}"#,
        r#"{"genre":["secret"]}"#,
        r#"{"editions":{"secret":1}}"#,
        r#"{"editions":["secret, expected nothing"]}"#,
        r#"{"editions":[{},{"number":"secret"}]}"#,
        r#"{"editions":[{"number":2147483648}]}"#,
        r#"{"editions":[{"number":-9223372036854775809}]}"#,
        r#"{"editions":[{"number":1.5}]}"#,
        r#"{"editions":[{"printed":"secret"}]}"#,
        r#"{"editions":[{"printed":true}]}"#,
        r#"{"editions":[{"printed":1e300}]}"#,
        r#"{"editions":[{"printed":9223372036854775807}]}"#,
        r#"{"editions":[{"weight":"secret"}]}"#,
        r#"{"labels":{"a/b~c":4}}"#,
        "{\n  \"labels\": {\n    \"line\\nbreak\": false\n  }\n}",
        "[]",
        "17",
        r#""secret""#,
        r#"{"id":"secret"#,
        r#"{"id":"secret","#,
        r#"{"id":"secret"} secret"#,
        r#"{"id":"secret",}"#,
        r#"{id:"secret"}"#,
        "{\"id\":\"se\ncret\"}",
        &deep,
        "<html><body>\n  It works!\n</body></html>",
        "plain text",
        "\u{0}\u{1}\u{2}",
    ];
    let mut table = String::new();
    for body in cases {
        let error = AddBook::output(&response(200, body.to_owned())).unwrap_err();
        let shown: String = body.escape_debug().take(60).collect();
        writeln!(table, "{shown}\n    {error}").unwrap();
        assert!(!error.to_string().contains("secret"), "{error}");
    }
    snapshot!("errors_name_the_path_and_hide_the_value", table);
}

#[test]
fn ignores_a_byte_order_mark() {
    let body = "\u{feff}{\"id\":\"a\"}";
    assert_eq!(read(body).id, "a");
    let error = AddBook::output(&response(200, "\u{feff}{\"id\":17}")).unwrap_err();
    assert_eq!(error.path(), Some("/id"));
}

#[test]
fn names_another_encoding() {
    let body = b"{\"id\":\"Caf\xe9 secret\"}".to_vec();
    let error = AddBook::output(&response(200, body)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the body is not UTF-8 text, from byte 10 on"
    );
}

#[test]
fn errors_expose_the_path() {
    let error = AddBook::output(&response(200, r#"{"editions":[{},{"number":"x"}]}"#)).unwrap_err();
    assert_eq!(error.path(), Some("/editions/1/number"));
}

#[test]
fn deep_nesting_does_not_overflow_the_stack() {
    let depth = 1_000_000;
    let skipped = format!(
        r#"{{"unknown":{}{}}}"#,
        "[".repeat(depth),
        "]".repeat(depth)
    );
    assert_eq!(read(&skipped), AddBookOutput::default());
    let unclosed = format!(r#"{{"unknown":{}"#, "[".repeat(depth));
    AddBook::output(&response(200, unclosed)).unwrap_err();
    let code = format!(
        r#"{{"code":{}{},"__type":"A"}}"#,
        "[".repeat(depth),
        "]".repeat(depth)
    );
    let error: runtime::Error = runtime::Error::from_response(&response(400, code));
    assert_eq!(error.code(), Some("A"));
}

#[test]
fn reads_floats() {
    let float = |text: &str| json::Float::read(&mut serde_json::Deserializer::from_str(text));
    let cases: &[(&str, f64)] = &[
        ("1", 1.0),
        ("-7", -7.0),
        ("1.25", 1.25),
        ("18446744073709551615", 18446744073709551615.0),
        (r#""Infinity""#, f64::INFINITY),
        (r#""-Infinity""#, f64::NEG_INFINITY),
    ];
    for (text, number) in cases {
        assert_eq!(float(text).unwrap(), *number, "{text}");
    }
    let nan: Result<f64, _> = float(r#""NaN""#);
    assert!(nan.unwrap().is_nan());
    let wrong: Result<f64, _> = float(r#""nan""#);
    wrong.unwrap_err();
}

#[test]
fn reads_timestamp_formats() {
    fn read<C: Codec<Timestamp>>(text: &str) -> Option<String> {
        let mut reader = serde_json::Deserializer::from_str(text);
        C::read(&mut reader).ok().map(|time| time.to_string())
    }
    let epoch = [
        ("1728518400", Some("2024-10-10T00:00:00Z")),
        ("1728518400.123", Some("2024-10-10T00:00:00.123Z")),
        ("1728518400.5", Some("2024-10-10T00:00:00.5Z")),
        ("1.728518400123E9", Some("2024-10-10T00:00:00.123Z")),
        ("1728518400.123499", Some("2024-10-10T00:00:00.123Z")),
        ("0", Some("1970-01-01T00:00:00Z")),
        ("-0.001", Some("1969-12-31T23:59:59.999Z")),
        ("253402207200", Some("9999-12-30T22:00:00Z")),
        ("253402207199.999", Some("9999-12-30T21:59:59.999Z")),
        ("99999999999999", None),
        ("-99999999999999.5", None),
        (r#""1728518400""#, None),
        ("true", None),
    ];
    for (text, time) in epoch {
        assert_eq!(read::<json::EpochSeconds>(text).as_deref(), time, "{text}");
    }
    let date_time = [
        (r#""2024-10-10T00:00:00Z""#, Some("2024-10-10T00:00:00Z")),
        (
            r#""2024-10-10T00:00:00.123Z""#,
            Some("2024-10-10T00:00:00.123Z"),
        ),
        (
            r#""2024-10-10T00:00:00.123456789Z""#,
            Some("2024-10-10T00:00:00.123456789Z"),
        ),
        (
            r#""2024-10-10T02:30:00+02:30""#,
            Some("2024-10-10T00:00:00Z"),
        ),
        (
            r#""2024-10-09T16:00:00.000-08:00""#,
            Some("2024-10-10T00:00:00Z"),
        ),
        (r#""2024-10-10T00:00:00""#, None),
        (r#""2024-10-10""#, None),
        (r#""yesterday""#, None),
        ("17", None),
    ];
    for (text, time) in date_time {
        assert_eq!(read::<json::DateTime>(text).as_deref(), time, "{text}");
    }
    let http_date = [
        (
            r#""Thu, 10 Oct 2024 00:00:00 GMT""#,
            Some("2024-10-10T00:00:00Z"),
        ),
        (
            r#""Sun, 02 Jan 2000 20:34:56.000 GMT""#,
            Some("2000-01-02T20:34:56Z"),
        ),
        (
            r#""Sun, 02 Jan 2000 20:34:56.123 GMT""#,
            Some("2000-01-02T20:34:56.123Z"),
        ),
        (
            r#""Thu, 2 Jan 2000 20:34:56 GMT""#,
            Some("2000-01-02T20:34:56Z"),
        ),
        (r#""Thu, 10 Oct 2024 00:00:00 CET""#, None),
        (r#""10 Oct 2024 00:00:00 GMT""#, None),
        (r#""Thu, 31 Feb 2024 00:00:00 GMT""#, None),
        (r#""""#, None),
    ];
    for (text, time) in http_date {
        assert_eq!(read::<json::HttpDate>(text).as_deref(), time, "{text}");
    }
}

#[test]
fn reads_blobs() {
    let cases = [
        (r#""""#, Some(&b""[..])),
        (r#""aGk=""#, Some(b"hi")),
        (r#""aGk""#, Some(b"hi")),
        (r#""aG\u006b=""#, Some(b"hi")),
        (r#""//79""#, Some(b"\xff\xfe\xfd")),
        (r#""__79""#, None),
        (r#""a""#, None),
        (r#""aGk=\n""#, None),
        ("17", None),
    ];
    for (text, blob) in cases {
        let read = json::Base64::read(&mut serde_json::Deserializer::from_str(text)).ok();
        assert_eq!(read, blob.map(Bytes::from_static), "{text}");
    }
}

#[test]
fn reads_headers() {
    let headers = [
        ("x-count", " 17"),
        ("x-wide", "99999999999"),
        ("x-on", "true"),
        ("x-name", "a, b"),
        ("x-ratio", "-Infinity"),
        ("last-modified", "Thu, 10 Oct 2024 00:00:00 GMT"),
        ("x-meta-a", "1"),
        ("x-meta-b", "2"),
    ];
    let response: Response = response_with(200, &headers, "body");
    assert_eq!(response.header("x-count"), Ok(Some(17_i32)));
    assert_eq!(response.header("x-on"), Ok(Some(true)));
    assert_eq!(response.header("x-name"), Ok(Some("a, b".to_owned())));
    assert_eq!(response.header("x-ratio"), Ok(Some(f64::NEG_INFINITY)));
    assert_eq!(response.header::<i32>("x-absent"), Ok(None));
    let time = response.header_as::<json::HttpDate, Timestamp>("last-modified");
    assert_eq!(time, Ok(Some(Timestamp::from_secs(1_728_518_400))));
    let error = response.header::<i32>("x-wide").unwrap_err();
    assert_eq!(error.to_string(), "the header x-wide has an invalid value");
    let meta: Vec<_> = response.prefix_headers("X-Meta-").into_iter().collect();
    assert_eq!(
        meta,
        [
            ("a".to_owned(), "1".to_owned()),
            ("b".to_owned(), "2".to_owned())
        ]
    );
    assert_eq!(response.text().as_deref(), Ok("body"));
}

#[test]
fn drops_nulls_unless_collections_are_sparse() {
    let text = "[1,null,2]";
    let list: Result<Vec<i32>, _> =
        <json::List>::read(&mut serde_json::Deserializer::from_str(text));
    assert_eq!(list.unwrap(), [1, 2]);
    let list: Result<Vec<Option<i32>>, _> =
        <json::SparseList>::read(&mut serde_json::Deserializer::from_str(text));
    assert_eq!(list.unwrap(), [Some(1), None, Some(2)]);
    let text = r#"{"a":1,"b":null}"#;
    let map: Result<BTreeMap<String, i32>, _> =
        <json::Map>::read(&mut serde_json::Deserializer::from_str(text));
    assert_eq!(
        map.unwrap().into_iter().collect::<Vec<_>>(),
        [("a".to_owned(), 1)]
    );
    let map: Result<BTreeMap<String, Option<i32>>, _> =
        <json::SparseMap>::read(&mut serde_json::Deserializer::from_str(text));
    let entries = [("a".to_owned(), Some(1)), ("b".to_owned(), None)];
    assert_eq!(map.unwrap().into_iter().collect::<Vec<_>>(), entries);
}

#[test]
fn debug_output_hides_the_body() {
    let shown = format!("{:?}", response(200, "secret"));
    assert_eq!(shown, "Response { status: 200, body_bytes: 6, .. }");
}

#[test]
fn reads_integers_written_as_floats() {
    fn read<T>(text: &str) -> Option<T>
    where
        json::Integer: Codec<T>,
    {
        json::Integer::read(&mut serde_json::Deserializer::from_str(text)).ok()
    }
    for (text, expected) in [
        ("1", Some(1)),
        ("1.0", Some(1)),
        ("1e3", Some(1_000)),
        ("-2.5E1", Some(-25)),
        ("0e0", Some(0)),
        ("1.5", None),
        ("1e10", None),
        ("1e999", None),
        ("\"1\"", None),
        ("true", None),
        ("null", None),
    ] {
        assert_eq!(read::<i32>(text), expected, "{text}");
    }
    assert_eq!(read::<i8>("1.27e2"), Some(127));
    assert_eq!(read::<i16>("1e5"), None);
    assert_eq!(read::<i64>("9007199254740992.0"), Some(1 << 53));
    assert_eq!(read::<i64>("9007199254740994.0"), None, "beyond 2^53");
    assert_eq!(read::<i64>("9223372036854775807"), Some(i64::MAX));
}

#[test]
fn ignores_malformed_timestamps_of_optional_members() {
    let printed = r#""number":1,"printed":0"#;
    for sold in ["1e300", "253402300800", "\"yesterday\"", "true"] {
        let body = format!(r#"{{"id":"a","editions":[{{{printed},"sold":{sold}}}]}}"#);
        let output = response(200, body).json::<AddBookOutput>().unwrap();
        assert_eq!(output.editions.len(), 1, "{sold}");
        assert_eq!(output.editions[0].sold, None, "{sold}");
    }
    let required = r#"{"id":"a","editions":[{"number":1,"printed":"yesterday"}]}"#;
    response(200, required).json::<AddBookOutput>().unwrap_err();
}

#[test]
fn ignores_malformed_headers_of_optional_members() {
    let response = response_with(200, &[("x-count", "many"), ("x-days", "1, two")], "");
    assert_eq!(response.optional_header::<i32>("x-count"), None);
    assert_eq!(response.optional_header_list::<i32>("x-days"), None);
    response.header::<i32>("x-count").unwrap_err();
}
