//! The protocol tests of a model as a list, for programs that run them.

use std::collections::{BTreeMap, BTreeSet};

use crate::ast;
use crate::diagnostic::{DiagnosticReport, Diagnostics, LineColumn};
use crate::json;
use crate::lower::test_locations;
use crate::model::{Location, Member, Model, Operation, ShapeId, ShapeKind, TestKind};
use crate::resolve;
use crate::source::Source;
use crate::traits;

/// A protocol test: a case of `httpRequestTests`, `httpResponseTests` or
/// `httpMalformedRequestTests`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// The kind of the test.
    pub kind: TestKind,
    /// The id in the model.
    pub id: String,
    /// The operation or error that has the trait.
    pub shape: ShapeId,
    /// The test in the generated crate: `module::function` of the test program
    /// `protocol`.
    pub path: String,
    /// The feature that its operation uses: `headers`, `payloads`.
    pub feature: &'static str,
}

/// All protocol tests of a model, including those of operations that the
/// generator does not support.
///
/// ```
/// assert_eq!(codegen::cases(&codegen::Source::new("model.json", "{}")), []);
/// ```
pub fn cases(source: &Source) -> Vec<Case> {
    // Other commands report errors.
    let mut report = DiagnosticReport::default();
    let Some(spans) = json::read(source, &mut report) else {
        return Vec::new();
    };
    let model = resolve::resolve(&ast::read(&spans, &mut report));
    let locations = test_locations(&model).into_iter().map(|location| Case {
        kind: location.kind,
        id: location.id.to_owned(),
        shape: location.shape.clone(),
        path: location.path,
        feature: location
            .operation
            .map_or("errors", |operation| feature(&model, operation)),
    });
    locations.collect()
}

/// The positions of the protocol tests of a file, by kind and id. The file may
/// be a part of a model.
///
/// ```
/// let source = codegen::Source::new("model.json", "{}");
/// assert!(codegen::case_positions(&source).is_empty());
/// ```
pub fn case_positions(source: &Source) -> BTreeMap<(TestKind, String), LineColumn> {
    // Other commands report errors.
    let mut report = DiagnosticReport::default();
    let Some(spans) = json::read(source, &mut report) else {
        return BTreeMap::new();
    };
    let ast = ast::parse(&spans, &mut report);
    let lines = Diagnostics::new(source, DiagnosticReport::default());
    let shapes = ast.shapes.values().map(|shape| &shape.traits);
    let statements = ast.statements.iter().map(|statement| &statement.traits);
    let traits = shapes.chain(statements).flat_map(|traits| traits.iter());
    let tests = traits.flat_map(|found| {
        let kind = traits::find(found.id).and_then(|known| known.tests);
        let elements = found.value.elements().iter();
        elements.filter_map(move |test| Some((kind?, test, test.get("id")?)))
    });
    tests
        .flat_map(|(kind, test, id)| {
            let ids = match kind {
                TestKind::Malformed => resolve::case_ids(test),
                TestKind::Request | TestKind::Response => {
                    id.as_str().map(str::to_owned).into_iter().collect()
                }
            };
            let position = lines.position(id.span);
            ids.into_iter().map(move |id| ((kind, id), position))
        })
        .collect()
}

/// The most specific feature of an operation.
fn feature(model: &Model, operation: &Operation) -> &'static str {
    let messages = [&operation.input, &operation.output].map(|id| model.members(id));
    let bound = |wanted: fn(&Location) -> bool| {
        let mut members = messages.iter().copied().flatten();
        members.any(|member| wanted(&member.location))
    };
    let parts = parts(model, messages.concat());
    let holds = |wanted: fn(&ShapeKind) -> bool| {
        let mut kinds = parts.iter().map(|id| &model.shape(id).kind);
        kinds.any(wanted)
    };
    let members = |wanted: fn(&Member) -> bool| messages.iter().copied().flatten().any(wanted);
    // The first that applies.
    let features = [
        ("streams", parts.iter().any(|id| model.shape(id).streaming)),
        ("host names", operation.host_prefix.is_some()),
        ("idempotency tokens", members(|one| one.idempotency_token)),
        ("checksums", operation.checksum_required),
        ("compression", !operation.compression.is_empty()),
        (
            "defaults",
            members(|one| one.default.as_ref().is_some_and(|node| !node.is_null())),
        ),
        ("payloads", bound(|at| *at == Location::Payload)),
        (
            "prefix headers",
            bound(|at| matches!(at, Location::PrefixHeaders(_))),
        ),
        ("headers", bound(|at| matches!(at, Location::Header(_)))),
        ("status codes", bound(|at| *at == Location::ResponseCode)),
        (
            "queries",
            bound(|at| matches!(at, Location::Query(_) | Location::QueryParams))
                || !operation.http.uri.query.is_empty(),
        ),
        ("paths", bound(|at| *at == Location::Label)),
        ("documents", holds(|kind| *kind == ShapeKind::Document)),
        ("unions", holds(|kind| matches!(kind, ShapeKind::Union(_)))),
        (
            "sparse lists and maps",
            holds(|kind| match kind {
                ShapeKind::List(list) => list.sparse,
                ShapeKind::Map(map) => map.sparse,
                _ => false,
            }),
        ),
        (
            "enums",
            holds(|kind| matches!(kind, ShapeKind::Enum(_) | ShapeKind::IntEnum(_))),
        ),
        ("timestamps", holds(|kind| *kind == ShapeKind::Timestamp)),
        ("blobs", holds(|kind| *kind == ShapeKind::Blob)),
        (
            "lists and maps",
            holds(|kind| matches!(kind, ShapeKind::List(_) | ShapeKind::Map(_))),
        ),
        ("messages without members", parts.is_empty()),
    ];
    let found = features.into_iter().find(|(_, applies)| *applies);
    found.map_or("structures", |(feature, _)| feature)
}

/// The shapes that are reachable from these members.
fn parts(model: &Model, members: Vec<Member>) -> BTreeSet<ShapeId> {
    let mut found = BTreeSet::new();
    let mut waiting: Vec<ShapeId> = members.into_iter().map(|member| member.target).collect();
    while let Some(id) = waiting.pop() {
        let members = model.shape(&id).members();
        if found.insert(id) {
            waiting.extend(members.into_iter().map(|member| member.target.clone()));
        }
    }
    found
}
