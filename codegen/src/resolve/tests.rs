//! A model of a library with every feature.

use crate::ast;
use crate::diagnostic::DiagnosticReport;
use crate::json;
use crate::model::{
    AuthScheme, Enforced, Fault, Idempotency, KeyComparison, Location, Member, Model, Operation,
    Retryable, Segment, Shape, ShapeId, ShapeKind, Structure, TimestampFormat,
};
use crate::source::Source;

const LIBRARY: &str = include_str!("../../tests/fixtures/valid/library.json");

fn library() -> Model {
    let source = Source::new("library.json", LIBRARY);
    let mut report = DiagnosticReport::default();
    let spans = json::read(&source, &mut report).unwrap();
    let ast = ast::read(&spans, &mut report);
    assert_eq!(report.len(), 0);
    super::resolve(&ast)
}

fn id(name: &str) -> ShapeId {
    ShapeId::parse(&format!("com.example#{name}")).unwrap()
}

fn structure<'m>(model: &'m Model, name: &str) -> &'m Structure {
    match &model.shape(&id(name)).kind {
        ShapeKind::Structure(structure) => structure,
        other => panic!("{other:?}"),
    }
}

fn member<'m>(model: &'m Model, structure_name: &str, name: &str) -> &'m Member {
    structure(model, structure_name).member(name).unwrap()
}

fn operation<'m>(model: &'m Model, name: &str) -> &'m Operation {
    model.operations.get(&id(name)).unwrap()
}

#[test]
fn the_service_has_its_names() {
    let model = library();
    let service = model.service;
    assert_eq!(service.title, "Example Library");
    assert_eq!(service.sdk_id, "Library");
    assert_eq!(service.endpoint_prefix, "library");
    assert_eq!(service.arn_namespace, "lib");
    assert_eq!(service.signing_name, "library-signing");
    assert_eq!(model.words, ["EBook"]);
    assert_eq!(service.auth, [AuthScheme::SigV4, AuthScheme::Bearer]);
    assert_eq!(service.docs.links[0].url, "https://example.com/guide");
}

#[test]
fn operations_of_resources_belong_to_the_service() {
    let model = library();
    let names: Vec<_> = model.operations.values().map(|o| o.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "CountBooks",
            "GetBook",
            "ListBooks",
            "Ping",
            "PutBook",
            "ReadChapter",
            "RemoveBook",
            "UploadCover"
        ]
    );
}

#[test]
fn operations_have_http_bindings() {
    let model = library();
    let get = operation(&model, "GetBook");
    assert_eq!(get.http.method, "GET");
    assert_eq!(
        get.http.uri.segments,
        [
            Segment::Literal("books".to_owned()),
            Segment::Label("isbn".to_owned())
        ]
    );
    let view = ("view".to_owned(), Some("full".to_owned()));
    assert_eq!(get.http.uri.query, [view]);
    assert_eq!(get.idempotency, Idempotency::Readonly);
    assert_eq!(get.errors, [id("NoSuchBook"), id("Overload")]);
    assert_eq!(get.examples.len(), 2);
    let ids: Vec<_> = get.response_tests.iter().map(|test| &test.id).collect();
    assert_eq!(ids, ["GetBookResponse", "GetBookNewGenre"]);
    let ids: Vec<_> = get.request_tests.iter().map(|test| &test.id).collect();
    assert_eq!(
        ids,
        ["GetBookRequest"],
        "only those for clients of restJson1"
    );

    let put = operation(&model, "PutBook");
    assert_eq!(put.idempotency, Idempotency::Idempotent);
    assert!(put.output.is_unit() && put.checksum_required);
    assert_eq!(put.compression, ["gzip"]);
    assert_eq!(put.host_prefix.as_ref().unwrap().parts.len(), 2);
    assert_eq!(operation(&model, "RemoveBook").http.code, 204);
    assert!(operation(&model, "Ping").input.is_unit());
    assert_eq!(operation(&model, "Ping").idempotency, Idempotency::None);
    assert_eq!(operation(&model, "ReadChapter").auth, []);
    assert!(operation(&model, "CountBooks").optional_auth);
    assert!(operation(&model, "UploadCover").unsigned_payload);
}

#[test]
fn operations_inherit_pagination_from_the_service() {
    let model = library();
    let pagination = operation(&model, "ListBooks").pagination.clone().unwrap();
    assert_eq!(pagination.input_token, "nextToken");
    assert_eq!(pagination.output_token, ["page", "nextToken"]);
    assert_eq!(pagination.items.unwrap(), ["page", "books"]);
    assert_eq!(pagination.page_size.unwrap(), "maxResults");
}

#[test]
fn mixins_add_members_and_traits() {
    let model = library();
    let names: Vec<_> = model
        .members(&id("GetBookInput"))
        .iter()
        .map(|member| member.name.as_str())
        .collect();
    assert_eq!(names, ["isbn", "languages", "trace", "filters"]);
    let isbn = member(&model, "GetBookInput", "isbn");
    let documentation = isbn.docs.documentation.as_deref();
    assert_eq!(documentation, Some("The book."), "applied over the mixin's");
    assert!(isbn.required && isbn.client_optional);
    assert_eq!(
        model.shape(&id("GetBookInput")).docs.since,
        None,
        "a local trait"
    );
}

#[test]
fn resolves_locations_of_members() {
    let model = library();
    for (structure, name, expected) in [
        ("GetBookInput", "isbn", Location::Label),
        (
            "GetBookInput",
            "languages",
            Location::Query("lang".to_owned()),
        ),
        (
            "GetBookInput",
            "trace",
            Location::Header("X-Trace".to_owned()),
        ),
        ("GetBookInput", "filters", Location::QueryParams),
        ("CountBooksOutput", "status", Location::ResponseCode),
        (
            "CountBooksOutput",
            "meta",
            Location::PrefixHeaders("X-Meta-".to_owned()),
        ),
        ("CountBooksOutput", "body", Location::Payload),
        ("GetBookOutput", "title", Location::Body),
    ] {
        assert_eq!(member(&model, structure, name).location, expected, "{name}");
    }
}

#[test]
fn members_have_their_traits() {
    let model = library();
    let output = |name| member(&model, "GetBookOutput", name);
    assert!(output("title").required && !output("title").client_optional);
    assert_eq!(
        output("format").default.as_ref().unwrap().as_str(),
        Some("paper")
    );
    assert_eq!(output("printed").wire_name(), "printDate");
    assert_eq!(
        output("printed").timestamp_format,
        Some(TimestampFormat::DateTime)
    );
    assert_eq!(output("added").timestamp_format, None);
    assert!(output("notes").sensitive);
    assert!(output("loaned").client_optional);
    assert_eq!(
        output("depth").docs.recommended.as_deref(),
        Some("for shelving")
    );
    let put = |name| member(&model, "PutBookInput", name);
    assert!(put("token").idempotency_token && put("tenant").host_label);
    let keys = &put("source").required_keys[0];
    assert_eq!(keys.path, ["headers"]);
    assert_eq!(keys.keys, ["Content-Type"]);
    assert_eq!(keys.compare, KeyComparison::IgnoreCase);
    let input = structure(&model, "PutBookInput");
    assert_eq!(input.exactly_one_of, [["paper", "file"]]);
    assert_eq!(input.at_most_one_of, [["file", "source"]]);
}

#[test]
fn constraints_of_members_come_before_those_of_their_targets() {
    let model = library();
    let title = model.constraints(member(&model, "GetBookOutput", "title"));
    assert_eq!(title.length.unwrap().max, Some(200));
    let pattern = title.pattern.unwrap();
    assert_eq!(
        (pattern.expression.as_str(), pattern.enforced),
        (r"^\S", Enforced::Yes)
    );
    let pages = model.constraints(member(&model, "GetBookOutput", "pages"));
    assert_eq!(pages.range.unwrap().min.unwrap().as_i64(), Some(1));
}

#[test]
fn shapes_have_their_kinds() {
    let model = library();
    let shape = |name: &str| -> &Shape { model.shape(&id(name)) };
    let ShapeKind::Enum(genres) = &shape("Genre").kind else {
        panic!("not an enum")
    };
    let genres: Vec<_> = genres.iter().map(|genre| genre.value.as_str()).collect();
    assert_eq!(genres, ["novel", "poem", "OTHER"]);
    let ShapeKind::Enum(formats) = &shape("Format").kind else {
        panic!("not an enum")
    };
    assert_eq!(formats[0].name, "PAPER");
    assert_eq!(formats[1].name, "e-book");
    assert!(formats[1].docs.deprecated.is_some());
    let ShapeKind::IntEnum(stars) = &shape("Stars").kind else {
        panic!("not an intEnum")
    };
    assert_eq!(stars[1].value, 5);
    assert!(matches!(&shape("Part").kind, ShapeKind::Union(members) if members.len() == 3));
    assert!(matches!(&shape("Copies").kind, ShapeKind::Map(map) if map.sparse));
    assert!(shape("Languages").constraints.unique_items);
    assert_eq!(shape("Cover").media_type.as_deref(), Some("image/png"));
    let error = structure(&model, "Overload").error.unwrap();
    assert_eq!(
        (error.fault, error.status, error.retryable),
        (Fault::Server, 503, Retryable::Throttling)
    );
    assert_eq!(structure(&model, "NoSuchBook").response_tests.len(), 1);
}

#[test]
fn shapes_of_other_namespaces_are_renamed() {
    let model = library();
    let other = ShapeId::parse("com.example.branches#Address").unwrap();
    assert_eq!(model.shape(&other).name, "BranchAddress");
    assert_eq!(model.shape(&id("Address")).name, "Address");
}

#[test]
fn only_shapes_that_operations_reach_are_connected() {
    let model = library();
    for (name, expected) in [
        ("GetBookInput", true),
        ("Overload", true),
        ("Part", true),
        ("Identified", false),
        ("shelfmark", false),
        ("Ping", false),
    ] {
        assert_eq!(model.connected.contains(&id(name)), expected, "{name}");
    }
    assert!(model.connected.contains(&ShapeId::prelude("String")));
    assert!(!model.connected.contains(&ShapeId::unit()));
}
