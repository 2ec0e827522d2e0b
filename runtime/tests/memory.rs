//! The memory for the values of a body.

use std::collections::BTreeMap;

use allocation_counter::measure;
use runtime::codegen::json::{self, Base64, Codec, List, Map, Plain, SparseList, SparseMap};
use runtime::codegen::{Check, Handle, Method, Request, Scalar, Service, ServiceClient};
use runtime::server::Incoming;
use runtime::{
    BigDecimal, Builder, Bytes, Document, Env, HeaderMap, Response, StatusCode, Validate,
};
use serde::de::MapAccess;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The limit of the client.
const LIMIT: usize = 512 * 1024;

/// The memory that is allowed regardless of the limit.
const MINIMUM: usize = 64 * 1024;

/// A structure with many members, as in real services.
#[derive(Debug, Default)]
struct Wide {
    texts: [Option<String>; 20],
    numbers: Option<Vec<i32>>,
    nested: Option<Box<Wide>>,
}

impl json::Object for Wide {
    const NAME: &'static str = "Wide";

    fn empty() -> Self {
        Self::default()
    }

    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        name: &str,
        value: json::Member<'_, A>,
    ) -> Result<(), A::Error> {
        match name {
            "a" => value.optional(&mut self.texts[0]),
            "numbers" => value.optional_as::<List, _>(&mut self.numbers),
            "nested" => value.optional(&mut self.nested),
            _ => value.skip(),
        }
    }
}

impl<'de> Deserialize<'de> for Wide {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        json::read_object(deserializer)
    }
}

impl Serialize for Wide {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        json::ObjectWriter::new(serializer)?.end()
    }
}

/// A union with a large variant.
#[derive(Debug)]
enum Choice {
    Wide(#[expect(dead_code, reason = "takes memory")] Box<Wide>),
    Text(String),
    Unknown(String),
}

impl json::Union for Choice {
    const NAME: &'static str = "Choice";

    fn empty() -> Self {
        Self::Unknown(String::new())
    }

    fn read_variant<'de, A: MapAccess<'de>>(
        name: &str,
        value: json::Member<'_, A>,
    ) -> Result<Option<Self>, A::Error> {
        Ok(match name {
            "wide" => value.value()?.map(Self::Wide),
            "text" => value.value()?.map(Self::Text),
            _ => value.unknown(name, Self::Unknown)?,
        })
    }
}

impl<'de> Deserialize<'de> for Choice {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        json::read_union(deserializer)
    }
}

impl Serialize for Choice {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(match self {
            Self::Wide(_) => "wide",
            Self::Text(text) | Self::Unknown(text) => text,
        })
    }
}

type Read = fn(&Response) -> Result<(), String>;

fn read<C: Codec<T>, T>(response: &Response) -> Result<(), String> {
    let value = response.json_as::<C, T>();
    value.map(drop).map_err(|error| error.to_string())
}

/// Shapes with a repeated entry. `#` is the index of the entry.
fn shapes() -> Vec<(&'static str, [&'static str; 3], Read)> {
    type Texts = BTreeMap<String, String>;
    type SparseTexts = BTreeMap<String, Option<String>>;
    vec![
        ("structures", ["[", "{}", "]"], read::<List, Vec<Wide>>),
        (
            "members",
            ["[", r#"{"a":"x"}"#, "]"],
            read::<List, Vec<Wide>>,
        ),
        (
            "boxes",
            ["[", r#"{"nested":{"nested":{}}}"#, "]"],
            read::<List, Vec<Wide>>,
        ),
        (
            "lists of members",
            ["[", r#"{"numbers":[1]}"#, "]"],
            read::<List, Vec<Wide>>,
        ),
        (
            "unions",
            ["[", r#"{"wide":{}}"#, "]"],
            read::<List, Vec<Choice>>,
        ),
        ("empty unions", ["[", "{}", "]"], read::<List, Vec<Choice>>),
        ("strings", ["[", "\"\"", "]"], read::<List, Vec<String>>),
        (
            "an escaped string",
            ["[\"", "\\n", "\"]"],
            read::<List, Vec<String>>,
        ),
        (
            "an escaped key",
            ["{\"", "\\n", "\":\"\"}"],
            read::<Map, Texts>,
        ),
        ("numbers", ["[", "1", "]"], read::<List, Vec<i32>>),
        ("decimals", ["[", "1", "]"], read::<List, Vec<BigDecimal>>),
        (
            "blobs",
            ["[", "\"\"", "]"],
            read::<List<Base64>, Vec<Bytes>>,
        ),
        (
            "lists",
            ["[", "[1]", "]"],
            read::<List<List>, Vec<Vec<i32>>>,
        ),
        (
            "empty lists",
            ["[", "[]", "]"],
            read::<List<List>, Vec<Vec<i32>>>,
        ),
        (
            "nulls",
            ["[", "null", "]"],
            read::<SparseList, Vec<Option<Wide>>>,
        ),
        ("maps", ["{", "\"#\":\"\"", "}"], read::<Map, Texts>),
        (
            "duplicate keys",
            ["{", "\"a\":\"x\"", "}"],
            read::<Map, Texts>,
        ),
        (
            "maps of structures",
            ["{", "\"#\":{}", "}"],
            read::<Map, BTreeMap<String, Wide>>,
        ),
        (
            "sparse maps",
            ["{", "\"#\":null", "}"],
            read::<SparseMap, SparseTexts>,
        ),
        (
            "small maps",
            ["[", r#"{"a":""}"#, "]"],
            read::<List<Map>, Vec<Texts>>,
        ),
        ("documents", ["[", "1", "]"], read::<Plain, Document>),
        (
            "document maps",
            ["[", r#"{"a":{}}"#, "]"],
            read::<Plain, Document>,
        ),
        (
            "document keys",
            ["{", "\"#\":1", "}"],
            read::<Plain, Document>,
        ),
        (
            "document lists",
            ["[", "[[]]", "]"],
            read::<Plain, Document>,
        ),
    ]
}

/// A body of about `size` bytes.
fn body([start, entry, end]: [&str; 3], size: usize) -> Bytes {
    let mut text = start.to_owned();
    for index in 0.. {
        if text.len() >= size {
            break;
        }
        if index > 0 {
            text.push(',');
        }
        text.push_str(&entry.replace('#', &index.to_string()));
    }
    text.push_str(end);
    text.into()
}

fn response(body: Bytes) -> Response {
    Response::new(StatusCode::OK, HeaderMap::new(), body).with_limit(LIMIT)
}

#[test]
fn values_stay_within_the_limit() {
    for (name, parts, read) in shapes() {
        // Far below the limit, near it, and beyond it if all had the size of
        // their JSON.
        for size in [LIMIT / 1_000, LIMIT / 2, LIMIT] {
            let body = body(parts, size);
            let response = response(body);
            let mut result = Ok(());
            let info = measure(|| result = read(&response));
            let peak = info.bytes_max as usize;
            assert!(
                peak <= LIMIT + MINIMUM,
                "{name}: {peak} bytes for {size} bytes of JSON"
            );
            if let Err(error) = &result {
                assert!(error.contains("`response_limit`"), "{name}: {error}");
            }
            if size == LIMIT / 1_000 {
                assert_eq!(result, Ok(()), "{name}: a small body");
            }
        }
    }
}

#[test]
fn many_structures_exceed_the_limit() {
    let structures = |size| body(["[", "{}", "]"], size);
    let error = response(structures(LIMIT)).json_as::<List, Vec<Wide>>();
    let error = error.expect_err("too large");
    assert_eq!(
        error.to_string(),
        "the values in the body need more memory than the limit of 524288 bytes \
         (`response_limit` of the builder)"
    );

    let request = http::Request::post("/").header("content-type", "application/json");
    // 10 MiB, the limit of a server, are enough for 20,000 of them.
    let request = request.body(structures(100 * 1024)).expect("a request");
    let request = Incoming::new(request, Vec::new());
    let mut rejection = None;
    let info = measure(|| rejection = request.json_as::<List, Vec<Wide>>().err());
    let rejection = rejection.expect("too large");
    assert_eq!(rejection.status().as_u16(), 413);
    assert!(
        info.bytes_max < 11 * 1024 * 1024,
        "{} bytes",
        info.bytes_max
    );
}

/// Entries with distinct texts and the same number.
struct Distinct(Vec<(String, i64)>);

impl Validate for Distinct {
    fn check(&self, check: &mut Check<'_>) {
        check.unique_by(&self.0, |(text, _), walk| walk.visit(text.as_str()));
        check.uniform("number", &self.0, |(_, number)| Some((*number).into()));
        check.total("entries", ..=50, Some(&self.0), |entries, walk| {
            walk.visit(Scalar::count(entries.len()));
        });
        check.because("a reason", |check| {
            check.advise(|check| check.length(..=50, self.0.as_slice()));
        });
    }
}

#[test]
fn validation_of_valid_values_allocates_nothing() {
    let entries = (0..50).map(|number| (format!("entry {number}"), 7));
    let value = Distinct(entries.collect());
    let allocations = measure(|| assert_eq!(value.validate(), Ok(())));
    assert_eq!(allocations.count_total, 0);
}

#[test]
fn json_bodies_with_blobs_are_allocated_once() {
    let measure_body = |size: usize| {
        let blob = Some(Bytes::from(vec![b'x'; size]));
        measure(|| {
            let mut request = Request::new(Method::POST, "/covers");
            request.expect_blob(&blob);
            let written = request.json_members(|object| {
                object.required("title", "The Left Hand of Darkness")?;
                object.optional_as::<Base64, _>("cover", &blob)?;
                object.required("language", "en")
            });
            written.expect("JSON");
        })
    };
    // The allocations of a request with a small body.
    let small = measure_body(1);
    for size in [1_000, 64_000, 1_500_000] {
        let large = measure_body(size);
        assert_eq!(large.count_total, small.count_total, "{size} bytes");
        let bytes = large.bytes_total - small.bytes_total;
        assert!(
            bytes as f64 <= 1.34 * size as f64,
            "{bytes} bytes for a blob of {size}"
        );
    }
}

static SERVICE: Service = Service {
    sdk_id: "Book Shop",
    endpoint_prefix: "bookshop",
    signing_name: "bookshop",
    version: "2024-01-01",
    crate_name: "bookshop-client",
    crate_version: "1.2.3",
    telemetry: runtime::codegen::telemetry!("bookshop"),
    errors: &[],
};

#[derive(Debug)]
struct Client(#[expect(dead_code, reason = "no test calls it")] Handle);

impl ServiceClient for Client {
    const SERVICE: &'static Service = &SERVICE;

    fn from_handle(handle: Handle) -> Self {
        Self(handle)
    }
}

/// The largest configuration file.
const FILE: usize = 1024 * 1024;

#[test]
fn configuration_files_take_a_multiple_of_their_size() {
    let long = "x".repeat(FILE / 2);
    let filled = |start: &str, line: &dyn Fn(usize) -> String| {
        let mut text = start.to_owned();
        for number in 0.. {
            let line = line(number);
            if text.len() + line.len() > FILE {
                break;
            }
            text.push_str(&line);
        }
        text
    };
    let runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = { runtime }.enable_time().build().expect("a runtime");
    // A look-up of the long name for each line would take minutes.
    for (name, text) in [
        ("sections", filled("", &|number| format!("[{number:x}]\n"))),
        ("keys", filled("[a]\n", &|number| format!("{number:x}=\n"))),
        (
            "nested keys",
            filled("[a]\nb=\n", &|number| format!(" {number:x}=\n")),
        ),
        (
            "long heading",
            filled(&format!("[{long}]\n"), &|_| "a=\n".to_owned()),
        ),
        (
            "long key",
            filled(&format!("[a]\n{long}=b\n"), &|_| " c\n".to_owned()),
        ),
        (
            "invalid lines",
            filled(&format!("[{long}]\n"), &|_| "a\n".to_owned()),
        ),
        (
            "invalid sections",
            filled("", &|number| format!("[{number:x}]\na\n")),
        ),
        ("invalid headings", filled("", &|_| "[\n".to_owned())),
    ] {
        let env = Env::empty()
            .with_home("/h")
            .with_file("/h/.aws/config", text);
        let info = measure(|| {
            let builder = Builder::<Client>::new()
                .region("us-east-1")
                .env(env.clone());
            drop(runtime.block_on(builder.build_from_env()));
        });
        let peak = info.bytes_max as usize;
        assert!(peak <= 48 * FILE, "{name}: {peak} bytes");
    }
}
