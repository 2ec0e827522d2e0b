//! Writing requests: bodies, queries, headers and paths.

use std::collections::BTreeMap;

use runtime::codegen::json::Codec;
use runtime::codegen::{Method, Operation, Request, RequestPath, json};
use runtime::{Bytes, RequestError, Timestamp};

use crate::sample::{AddBook, AddBookInput, Edition, Genre, ListBooks, ListBooksInput};

fn body(input: &AddBookInput) -> String {
    let request = AddBook::request(input).unwrap();
    assert_eq!(request.headers["content-type"], "application/json");
    String::from_utf8(request.body.to_vec()).unwrap()
}

#[test]
fn writes_json_bodies() {
    assert_eq!(body(&AddBookInput::default()), "{}");
    let empty = AddBookInput {
        title: Some(String::new()),
        cover: Some(Bytes::new()),
        tags: Some(Vec::new()),
        labels: Some(BTreeMap::new()),
        ..AddBookInput::default()
    };
    assert_eq!(
        body(&empty),
        r#"{"title":"","cover":"","tags":[],"labels":{}}"#
    );

    let edition: Edition =
        serde_json::from_str(r#"{"number":2,"weight":"NaN","printed":-0.5}"#).unwrap();
    let full = AddBookInput {
        title: Some("\"ü\"\n".to_owned()),
        genre: Some(Genre::Poetry),
        cover: Some(Bytes::from_static(b"\xff\xfe")),
        editions: Some(vec![edition]),
        printed: Some(vec![
            Timestamp::from_millis(1_728_518_400_123),
            Timestamp::from_secs(1_728_518_400),
        ]),
        ..AddBookInput::default()
    };
    assert_eq!(
        body(&full),
        r#"{"title":"\"ü\"\n","genre":"POETRY","cover":"//4=","editions":[{"number":2,"printed":-0.5,"weight":"NaN"}],"printed":[1728518400.123,1728518400]}"#
    );
}

#[test]
fn writes_selected_members_to_the_body() {
    let mut request = Request::new(Method::PUT, "/x");
    request
        .json_members(|object| {
            object.required("a", "b")?;
            object.optional("c", &None::<i32>)
        })
        .unwrap();
    assert_eq!(request.body, r#"{"a":"b"}"#);
    request.headers.clear();
    request
        .headers
        .insert("content-type", "text/csv".parse().unwrap());
    request.payload("application/octet-stream", "a,b");
    assert_eq!(request.headers["content-type"], "text/csv");
}

#[test]
fn writes_timestamp_formats() {
    fn write<C: Codec<Timestamp>>(time: Timestamp) -> String {
        let mut json = Vec::new();
        C::write(&time, &mut serde_json::Serializer::new(&mut json)).unwrap();
        String::from_utf8(json).unwrap()
    }
    let cases = [
        (
            1_728_518_400_000,
            "1728518400",
            "2024-10-10T00:00:00Z",
            "Thu, 10 Oct 2024 00:00:00 GMT",
        ),
        (
            1_728_518_400_123,
            "1728518400.123",
            "2024-10-10T00:00:00.123Z",
            "Thu, 10 Oct 2024 00:00:00.123 GMT",
        ),
        (
            1_728_518_400_100,
            "1728518400.1",
            "2024-10-10T00:00:00.1Z",
            "Thu, 10 Oct 2024 00:00:00.1 GMT",
        ),
        (
            -1,
            "-0.001",
            "1969-12-31T23:59:59.999Z",
            "Wed, 31 Dec 1969 23:59:59.999 GMT",
        ),
        (
            0,
            "0",
            "1970-01-01T00:00:00Z",
            "Thu, 01 Jan 1970 00:00:00 GMT",
        ),
        (
            253_402_207_199_999,
            "253402207199.999",
            "9999-12-30T21:59:59.999Z",
            "Thu, 30 Dec 9999 21:59:59.999 GMT",
        ),
    ];
    for (millis, epoch, date_time, http_date) in cases {
        let time = Timestamp::from_millis(millis);
        assert_eq!(write::<json::EpochSeconds>(time), epoch);
        assert_eq!(write::<json::DateTime>(time), format!("\"{date_time}\""));
        assert_eq!(write::<json::HttpDate>(time), format!("\"{http_date}\""));
        let mut request = Request::new(Method::GET, "/");
        request.query_as::<json::EpochSeconds, _>("e", &time);
        assert_eq!(request.query, format!("e={epoch}"));
    }
}

#[test]
fn writes_query_parameters() {
    let mut request = Request::new(Method::GET, "/");
    request
        .query("plain", "AZaz09-._~")
        .query("reserved", "!*'();:@&=+$,/?#[] %\"")
        .query("ünï", "é")
        .query("unset", &None::<String>)
        .query("empty", "")
        .query("flag", &true)
        .query("small", &-8_i8)
        .query("ratio", &Some(0.5_f64))
        .query("none", &f32::NAN)
        .query("list", &vec![Genre::Poetry, Genre::from("a b")])
        .query("nothing", &Vec::<i64>::new())
        .query_as::<json::DateTime, _>("when", &Some(Timestamp::from_secs(0)))
        .query_as::<json::HttpDate, _>("then", &vec![Timestamp::from_secs(0)]);
    let expected = [
        "plain=AZaz09-._~",
        "reserved=%21%2A%27%28%29%3B%3A%40%26%3D%2B%24%2C%2F%3F%23%5B%5D%20%25%22",
        "%C3%BCn%C3%AF=%C3%A9",
        "empty=",
        "flag=true",
        "small=-8",
        "ratio=0.5",
        "none=NaN",
        "list=POETRY",
        "list=a%20b",
        "when=1970-01-01T00%3A00%3A00Z",
        "then=Thu%2C%2001%20Jan%201970%2000%3A00%3A00%20GMT",
    ];
    assert_eq!(request.query.split('&').collect::<Vec<_>>(), expected);

    let mut request = Request::new(Method::GET, "/");
    let more = BTreeMap::from([
        ("a".to_owned(), "1".to_owned()),
        ("b".to_owned(), "2".to_owned()),
    ]);
    request.query("a", "0").query_params(&more, &["a"]);
    assert_eq!(request.query, "a=0&b=2");

    let input = ListBooksInput {
        next_token: Some("a+b/c==".to_owned()),
        ..ListBooksInput::default()
    };
    let request = ListBooks::request(&input).unwrap();
    assert_eq!(
        (&*request.path, request.query.as_str()),
        ("/v1/books", "nextToken=a%2Bb%2Fc%3D%3D")
    );
    assert!(request.body.is_empty() && request.headers.is_empty());
}

#[test]
fn writes_headers() {
    let mut request = Request::new(Method::GET, "/");
    let tags = vec![
        "a".to_owned(),
        "b,c".to_owned(),
        "d\"e".to_owned(),
        String::new(),
    ];
    request.header_list("x-tags", Some(&tags)).unwrap();
    request.header("x-unset", &None::<i32>).unwrap();
    request.header("x-empty", "").unwrap();
    request.header("x-utf8", "ü").unwrap();
    let times = vec![Timestamp::from_secs(0), Timestamp::from_secs(1)];
    request
        .header_list_as::<json::HttpDate, _>("x-times", Some(&times))
        .unwrap();
    let meta = BTreeMap::from([("a".to_owned(), "1".to_owned())]);
    request.prefix_headers("X-Meta-", &meta).unwrap();
    assert_eq!(request.headers["x-tags"], r#"a, "b,c", "d\"e", """#);
    assert_eq!(request.headers["x-empty"], "");
    assert_eq!(request.headers["x-utf8"], "ü");
    assert_eq!(
        request.headers["x-times"],
        "Thu, 01 Jan 1970 00:00:00 GMT, Thu, 01 Jan 1970 00:00:01 GMT"
    );
    assert_eq!(request.headers["x-meta-a"], "1");
    assert!(!request.headers.contains_key("x-unset"));

    let split = request.header("x-a", "a\r\nx-b: c").unwrap_err();
    assert_eq!(
        split,
        RequestError::Header {
            name: "x-a".to_owned()
        }
    );
    let key = BTreeMap::from([("a b\n".to_owned(), "1".to_owned())]);
    let unnamed = request.prefix_headers("x-", &key).unwrap_err();
    assert_eq!(
        unnamed,
        RequestError::Header {
            name: r"x-a b\n".to_owned()
        }
    );
}

#[test]
fn writes_path_labels() {
    let time = Timestamp::from_secs(0);
    let path = RequestPath::new("/a/").label("x", "b c/d").unwrap();
    let path = path.text("/").greedy_label("y", "e f/g").unwrap();
    let path = path
        .text("/")
        .label_as::<json::DateTime, _>("z", &time)
        .unwrap();
    assert_eq!(
        path.into_string(),
        "/a/b%20c%2Fd/e%20f/g/1970-01-01T00%3A00%3A00Z"
    );
    for value in [None, Some(""), Some("."), Some("..")] {
        for path in [
            RequestPath::new("/").label("x", &value),
            RequestPath::new("/").greedy_label("x", &value),
        ] {
            assert_eq!(path.unwrap_err(), RequestError::Label { member: "x" });
        }
    }
    for value in ["...", ".a", "%2E"] {
        assert!(RequestPath::new("/").label("x", value).is_ok(), "{value}");
    }
}

#[test]
fn debug_output_hides_values() {
    let path = RequestPath::new("/").label("x", "secret").unwrap();
    assert_eq!(format!("{path:?}"), "RequestPath(** redacted **)");
    let mut request = Request::new(Method::GET, path);
    request.query("q", "secret").header("h", "secret").unwrap();
    request.json("secret").unwrap();
    assert_eq!(
        format!("{request:?}"),
        "Request { method: GET, body_bytes: 8, .. }"
    );
}
