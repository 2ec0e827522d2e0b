//! Endpoints chosen by endpoint rules, once per client or once per call.

use runtime::codegen::endpoint::{
    BuiltIn, Parameters, Property, ResolvedEndpoint, RuleScope, RuleSet, RulesError,
};
use runtime::codegen::{Backend, Handle, Method, Request, Service, ServiceClient};
use runtime::testing::{Answer, Replay, builder};
use runtime::{CallOptions, Error, Fips};

use crate::support::{SERVICE, ShopError, TextInput, operation};

static BUILT_INS: &[(&str, BuiltIn)] = &[
    ("Region", BuiltIn::Region),
    ("UseFIPS", BuiltIn::UseFips),
    ("Endpoint", BuiltIn::Endpoint),
];

static CLIENT_RULES: RuleSet = RuleSet {
    built_ins: BUILT_INS,
    scope: RuleScope::Client,
    resolve,
};

static CALL_RULES: RuleSet = RuleSet {
    built_ins: BUILT_INS,
    scope: RuleScope::Call,
    resolve,
};

/// Endpoint rules in the form that the generator writes.
fn resolve(parameters: &Parameters) -> Result<ResolvedEndpoint, RulesError> {
    let region = parameters.text("Region");
    let branch = parameters.text("Branch").unwrap_or("main");
    if let Some(endpoint) = parameters.text("Endpoint") {
        return Ok(ResolvedEndpoint::new(format!("{endpoint}/{branch}")));
    }
    if parameters.boolean("UseFIPS") == Some(true) {
        return Err(RulesError::new("there are no FIPS endpoints"));
    }
    if branch == "nowhere" {
        return Ok(ResolvedEndpoint::new("nowhere"));
    }
    if let Some(region) = region {
        let signing = Property::Map(vec![
            ("name", Property::from("sigv4")),
            ("signingName", Property::from("books")),
            ("signingRegion", Property::from("eu-west-9")),
        ]);
        return Ok(
            ResolvedEndpoint::new(format!("https://{branch}.{region}.example"))
                .with_header("x-branch", vec![branch.to_owned(), "2".to_owned()])
                .with_property("authSchemes", Property::List(vec![signing])),
        );
    }
    Err(RulesError::no_match())
}

macro_rules! client {
    ($name:ident, $rules:ident) => {
        #[derive(Debug)]
        struct $name(#[allow(dead_code, reason = "only `CallScoped` makes calls")] Backend);

        impl ServiceClient for $name {
            const SERVICE: &'static Service = &SERVICE;
            const ENDPOINT_RULES: Option<&'static RuleSet> = Some(&$rules);

            fn from_handle(handle: Handle) -> Self {
                Self(Backend::service(handle))
            }
        }
    };
}

client!(ClientScoped, CLIENT_RULES);
client!(CallScoped, CALL_RULES);

// Passes the text of its input to the rules.
operation!(FindBranch: TextInput => (), Readonly,
    |_| Ok(Request::new(Method::GET, "/find")),
    |_| Ok(()),
    fn endpoint_parameters(input: &TextInput) -> Parameters {
        Parameters::new().with("Branch", input.0.as_str())
    }
);

async fn find(client: &CallScoped, branch: &str) -> Result<(), Error<ShopError>> {
    let input = TextInput(branch.to_owned());
    client.0.call::<FindBranch>(input, CallOptions::new()).await
}

#[tokio::test]
async fn resolves_the_endpoint_of_each_call() {
    let replay = Replay::new([Answer::status(200), Answer::status(200)]);
    let client: CallScoped = builder(&replay)
        .region("eu-west-1")
        .build()
        .expect("builds");
    for branch in ["north", "south"] {
        find(&client, branch).await.expect("answered");
    }
    for (request, branch) in replay.requests().iter().zip(["north", "south"]) {
        let url = format!("https://{branch}.eu-west-1.example/find");
        assert_eq!(request.uri.to_string(), url);
        let headers: Vec<_> = request.headers.get_all("x-branch").iter().collect();
        assert_eq!(headers, [branch, "2"]);
        let signature = request.header("authorization").expect("signed");
        assert!(
            signature.contains("/eu-west-9/books/aws4_request"),
            "{signature}"
        );
    }
}

#[tokio::test]
async fn sends_nothing_to_an_invalid_endpoint() {
    let replay = Replay::new([]);
    let client: CallScoped = builder(&replay).build().expect("builds");
    let error = find(&client, "nowhere").await.expect_err("no endpoint");
    assert_eq!(
        error.to_string(),
        "FindBranch failed: configuration: `nowhere` cannot be an endpoint: it has no scheme; write it like \
         https://host:port/path (chosen by the service's rules)"
    );
    assert_eq!(replay.requests().len(), 0);
}

#[tokio::test]
async fn passes_the_endpoint_url_to_the_rules() {
    let replay = Replay::new([Answer::status(200)]);
    let client: CallScoped = builder(&replay)
        .endpoint_url("http://localhost:8080")
        .build()
        .expect("builds");
    find(&client, "north").await.expect("answered");
    assert_eq!(replay.request().uri, "http://localhost:8080/north/find");
}

#[test]
fn resolves_client_scoped_rules_at_build() {
    let client = builder::<ClientScoped>(&Replay::new([]))
        .fips(Fips::On)
        .build();
    assert_eq!(
        client.expect_err("no endpoint").to_string(),
        "the service has no endpoint for this: there are no FIPS endpoints; change the region, \
         FIPS, dual-stack or the endpoint URL of the client"
    );
    let client = builder::<ClientScoped>(&Replay::new([]))
        .endpoint_parameter("Branch", "north")
        .build()
        .expect("builds");
    assert!(
        format!("{client:?}").contains("https://north.us-east-1.example"),
        "{client:?}"
    );
}
