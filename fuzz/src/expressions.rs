//! JMESPath expressions and the functions of endpoint rules, as generated code calls
//! them.
//!
//! The first two bytes select an expression, one of 65,536; the rest is the
//! value on which it is evaluated, and the text that the functions and rules
//! read.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::convert::Infallible;

use runtime::codegen::endpoint::{
    BuiltIn, Parameters, Property, ResolvedEndpoint, RuleScope, RuleSet, RulesError, functions,
};
use runtime::codegen::jmespath::{self, Comparator, Expression, Function, Literal, Slice};
use runtime::codegen::{
    Backend, Check, Handle, Idempotency, Metadata, Method, Operation, Request, Sensitivity,
    Service, ServiceClient,
};
use runtime::{CallOptions, ConfigError, RequestError, Response, ResponseError, Retries, Validate};
use serde_json::Value;

use crate::budget::Budget;
use crate::failure::fail;
use crate::mutate::{self, Random};
use crate::target::Target;
use crate::transport::{Answer, Scripted, block_on};

pub(crate) const TARGET: Target = Target {
    name: "expressions",
    budget: Budget {
        allocations: 20_000,
        allocations_per_byte: 1_000,
        held: 256 * 1024,
        held_per_byte: 4_000,
    },
    largest: 4 * 1024,
    run,
    seeds,
    mutate: |input, random| {
        let (head, value) = input.split_at(input.len().min(2));
        match random.below(4) {
            0 => mutate::bytes(input, random),
            1 => [&[random.below(256) as u8, random.below(256) as u8], value].concat(),
            _ => [head, &mutate::json(value, random, &[])].concat(),
        }
    },
};

fn run(input: &[u8]) {
    let (head, rest) = input.split_at(input.len().min(2));
    let seed = head
        .iter()
        .fold(0, |seed, byte| seed * 256 + u64::from(*byte));
    let text = String::from_utf8_lossy(rest);
    if let Ok(value) = serde_json::from_slice::<Value>(rest) {
        let expression = expression(seed);
        drop(jmespath::text(expression, &value));
        std::hint::black_box(jmespath::boolean(expression, &value));
        drop(jmespath::texts(expression, &value));
    }
    call_functions(&text, seed);
    CLIENT.with(|(transport, client)| {
        let Ok(client) = client else {
            fail("the client has complete settings");
        };
        transport.set([Answer::Response(http::Response::default())]);
        let call = client
            .0
            .call::<Find>(Input(text.into_owned()), CallOptions::new());
        match (block_on(call), transport.take_request()) {
            (Ok(()), Some(_)) => {}
            (Err(error), None) => drop(format!("{error} {error:?}")),
            (result, request) => fail(&format!("{result:?} after sending {request:?}")),
        }
    });
}

thread_local! {
    /// The expressions in use. They live as long as the program, like those in
    /// generated code.
    static EXPRESSIONS: RefCell<BTreeMap<u64, &'static Expression>> = RefCell::default();
}

fn expression(seed: u64) -> &'static Expression {
    EXPRESSIONS.with_borrow_mut(|known| {
        let expression = known.entry(seed);
        *expression.or_insert_with(|| random_expression(&mut Random::new(seed), 4))
    })
}

const FIELDS: &[&str] = &["a", "b", "c", "id", ""];

const FUNCTIONS: &[(Function, usize)] = &[
    (Function::Abs, 1),
    (Function::Avg, 1),
    (Function::Ceil, 1),
    (Function::Contains, 2),
    (Function::EndsWith, 2),
    (Function::Floor, 1),
    (Function::Join, 2),
    (Function::Keys, 1),
    (Function::Length, 1),
    (Function::Map, 2),
    (Function::Max, 1),
    (Function::MaxBy, 2),
    (Function::Merge, 2),
    (Function::Min, 1),
    (Function::MinBy, 2),
    (Function::NotNull, 2),
    (Function::Reverse, 1),
    (Function::Sort, 1),
    (Function::SortBy, 2),
    (Function::StartsWith, 2),
    (Function::Sum, 1),
    (Function::ToArray, 1),
    (Function::ToNumber, 1),
    (Function::ToString, 1),
    (Function::Type, 1),
    (Function::Values, 1),
];

fn random_expression(random: &mut Random, depth: usize) -> &'static Expression {
    Box::leak(Box::new(build(random, depth)))
}

/// An expression of limited depth, like the generator's, which also limits the
/// size of results.
fn build(random: &mut Random, depth: usize) -> Expression {
    const NUMBERS: &[i64] = &[0, 1, 2, -1, -2, i64::MAX, i64::MIN];
    let field = |random: &mut Random| random.pick(FIELDS).copied().unwrap_or_default();
    let number = |random: &mut Random| random.pick(NUMBERS).copied().unwrap_or_default();
    if depth == 0 {
        return match random.below(6) {
            0 => Expression::Current,
            1 => Expression::Index(number(random)),
            2 => Expression::Literal(literal(random)),
            _ => Expression::Field(field(random)),
        };
    }
    let next = |random: &mut Random| random_expression(random, depth - 1);
    match random.below(13) {
        0 => Expression::Subexpression(next(random), next(random)),
        1 => Expression::ListProjection(next(random), next(random)),
        2 => Expression::ValueProjection(next(random), next(random)),
        3 => Expression::Flatten(next(random), next(random)),
        4 => {
            let mut bound = || (random.below(3) != 0).then(|| number(random));
            let (start, stop) = (bound(), bound());
            let step = match number(random) {
                0 => 3,
                step => step,
            };
            let slice = Slice { start, stop, step };
            Expression::SliceProjection(next(random), slice, next(random))
        }
        5 => Expression::FilterProjection(next(random), next(random), next(random)),
        6 => Expression::Or(next(random), next(random)),
        7 => Expression::And(next(random), next(random)),
        8 => Expression::Not(next(random)),
        9 => {
            let comparator = match random.below(3) {
                0 => Comparator::Equal,
                1 => Comparator::Less,
                _ => Comparator::GreaterOrEqual,
            };
            Expression::Comparison(next(random), comparator, next(random))
        }
        10 => {
            let list = [build(random, depth - 1), build(random, 0)];
            Expression::MultiSelectList(Box::leak(Box::new(list)))
        }
        11 => {
            let entries = [("a", build(random, depth - 1)), ("b", build(random, 0))];
            Expression::MultiSelectHash(Box::leak(Box::new(entries)))
        }
        _ => {
            let (function, count) = random.pick(FUNCTIONS).copied().unwrap_or(FUNCTIONS[0]);
            let arguments = (0..count).map(|_| build(random, depth - 1));
            Expression::Call(function, arguments.collect::<Vec<_>>().leak())
        }
    }
}

fn literal(random: &mut Random) -> Literal {
    match random.below(6) {
        0 => Literal::String("a"),
        1 => Literal::Number(-1.5e308),
        2 => Literal::Boolean(true),
        3 => Literal::Null,
        4 => Literal::Array(&[Literal::Number(1.0), Literal::String("b")]),
        _ => Literal::Object(&[("a", Literal::Array(&[]))]),
    }
}

/// Calls each function of endpoint rules, and checks that their results fit the text.
fn call_functions(text: &str, seed: u64) {
    let (start, stop) = (seed as usize % 7, seed as usize / 7 % 64);
    for edge in [functions::Edge::Start, functions::Edge::End] {
        if let Some(part) = functions::substring(text, start, stop, edge)
            && (part.len() != stop - start || !text.contains(&part))
        {
            fail(&format!("{part:?} of {text:?}"));
        }
    }
    let delimiter = if seed.is_multiple_of(2) { "--" } else { "a" };
    for limit in [0, 1, 2] {
        let parts = functions::split(text, delimiter, limit);
        if parts.join(delimiter) != text || (limit > 0 && parts.len() > limit) {
            fail(&format!("{parts:?} of {text:?}"));
        }
    }
    if !functions::uri_encode(text).is_ascii() {
        fail("an encoded text is ASCII");
    }
    let is_label = functions::is_valid_host_label(text, false);
    if is_label && !functions::is_valid_host_label(text, true) {
        fail(&format!("{text:?} is one label, but not one of several"));
    }
    let allows_dots = seed.is_multiple_of(2);
    std::hint::black_box(functions::is_virtual_hostable_s3_bucket(text, allows_dots));
    std::hint::black_box(functions::partition(text));
    if let Some(arn) = functions::parse_arn(text)
        && arn.resource_id.is_empty()
    {
        fail(&format!("{arn:?}"));
    }
    if let Some(url) = functions::parse_url(text)
        && (!url.normalized_path.starts_with('/') || !url.normalized_path.ends_with('/'))
    {
        fail(&format!("{url:?}"));
    }
}

static SERVICE: Service = Service {
    sdk_id: "Any",
    endpoint_prefix: "any",
    signing_name: "any",
    version: "2024-01-01",
    crate_name: "any",
    crate_version: "1.0.0",
    telemetry: runtime::codegen::telemetry!("bookshop"),
    errors: &[],
};

static RULES: RuleSet = RuleSet {
    built_ins: &[("Region", BuiltIn::Region)],
    scope: RuleScope::Call,
    resolve,
};

/// An endpoint whose parts are all from the text, separated by spaces.
fn resolve(parameters: &Parameters) -> Result<ResolvedEndpoint, RulesError> {
    let text = parameters.text("Text").unwrap_or_default();
    let mut words = text.splitn(6, ' ');
    let mut next = || words.next().unwrap_or_default().to_owned();
    let endpoint = ResolvedEndpoint::new(next());
    let signing = Property::Map(vec![
        ("name", Property::from("sigv4")),
        ("signingName", Property::from(next())),
        ("signingRegion", Property::from(next())),
    ]);
    Ok(endpoint
        .with_property("authSchemes", Property::List(vec![signing]))
        .with_header(&next(), vec![next(), next()]))
}

#[derive(Debug)]
struct Client(Backend);

impl ServiceClient for Client {
    const SERVICE: &'static Service = &SERVICE;
    const ENDPOINT_RULES: Option<&'static RuleSet> = Some(&RULES);

    fn from_handle(handle: Handle) -> Self {
        Self(Backend::service(handle))
    }
}

#[derive(Clone, Debug)]
struct Input(String);

impl Validate for Input {
    fn check(&self, _: &mut Check<'_>) {}
}

#[derive(Debug)]
struct Find;

impl Operation for Find {
    type Input = Input;
    type Output = ();
    type Error = Infallible;

    const METADATA: &'static Metadata = &Metadata {
        name: "Find",
        service: &SERVICE,
        idempotency: Idempotency::Readonly,
        sensitivity: Sensitivity::NONE,
    };

    fn request(_: &Input) -> Result<Request, RequestError> {
        Ok(Request::new(Method::GET, "/find"))
    }

    fn endpoint_parameters(input: &Input) -> Parameters {
        Parameters::new().with("Text", input.0.as_str())
    }

    fn output(_: &Response) -> Result<(), ResponseError> {
        Ok(())
    }
}

thread_local! {
    static CLIENT: (Scripted, Result<Client, ConfigError>) = {
        let transport = Scripted::default();
        let client = runtime::Builder::new()
            .region("us-east-1")
            .credentials(tests::fixture::credentials())
            .clock(runtime::testing::ManualClock::new(tests::fixture::now()))
            .transport(transport.clone())
            .retries(Retries::none())
            .build();
        (transport, client)
    };
}

fn seeds() -> Vec<Vec<u8>> {
    [
        "  {\"a\": [{\"id\": \"x\", \"b\": 1}, {\"id\": \"y\", \"b\": 2.5}], \"b\": {\"c\": [[1, 2], [3]]}, \"c\": \"abc\"}",
        "ab[1, -2, 3e300, \"a\", null, true, [[]], {}]",
        "x7\"a text--with--parts\"",
        "  https://example.com:8443/a/b books eu-west-1 x-branch main 2",
        "  arn:aws:s3:us-east-1:123:bucket/a:b",
        "  http://[fe80::1]/x",
    ]
    .map(|text| text.as_bytes().to_vec())
    .into()
}
