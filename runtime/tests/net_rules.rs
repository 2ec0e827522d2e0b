//! Endpoints that a service's rules choose: once for a client, or for each
//! call.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a helper of tests fails like a test"
)]

mod net_support;

use net_support::{SERVICE, Shop, Text, operation};
use runtime::endpoint::{
    BuiltIn, Parameters, Property, ResolvedEndpoint, RuleScope, RuleSet, RulesError,
};
use runtime::testing::{Answer, Replay, builder};
use runtime::{CallOptions, Error, Fips, Handle, Method, Request, Service, ServiceClient};

static BUILT_INS: &[(&str, BuiltIn)] = &[
    ("Region", BuiltIn::Region),
    ("UseFIPS", BuiltIn::UseFips),
    ("Endpoint", BuiltIn::Endpoint),
];

static OF_CLIENT: RuleSet = RuleSet {
    built_ins: BUILT_INS,
    scope: RuleScope::Client,
    resolve,
};

static OF_CALL: RuleSet = RuleSet {
    built_ins: BUILT_INS,
    scope: RuleScope::Call,
    resolve,
};

/// Rules as the generator writes them.
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
    Err(RulesError::exhausted())
}

macro_rules! client {
    ($name:ident, $rules:ident) => {
        #[derive(Debug)]
        struct $name(#[allow(dead_code, reason = "only some are called")] Handle);

        impl ServiceClient for $name {
            const SERVICE: &'static Service = &SERVICE;
            const ENDPOINT_RULES: Option<&'static RuleSet> = Some(&$rules);

            fn from_handle(handle: Handle) -> Self {
                Self(handle)
            }
        }
    };
}

client!(Fixed, OF_CLIENT);
client!(PerCall, OF_CALL);

// Tells the rules the text of its input.
operation!(FindBranch: Text => (), Readonly,
    |_| Ok(Request::new(Method::GET, "/find")),
    |_| Ok(()),
    fn endpoint_parameters(input: &Text) -> Parameters {
        Parameters::new().with("Branch", input.0.as_str())
    }
);

async fn find(client: &PerCall, branch: &str) -> Result<(), Error<Shop>> {
    let input = Text(branch.to_owned());
    client.0.call::<FindBranch>(input, CallOptions::new()).await
}

#[tokio::test]
async fn rules_are_told_of_each_call() {
    let replay = Replay::new([Answer::status(200), Answer::status(200)]);
    let client: PerCall = builder(&replay)
        .region("eu-west-1")
        .build()
        .expect("builds");
    for branch in ["north", "south"] {
        find(&client, branch).await.expect("answered");
    }
    for (sent, branch) in replay.requests().iter().zip(["north", "south"]) {
        let url = format!("https://{branch}.eu-west-1.example/find");
        assert_eq!(sent.uri.to_string(), url);
        let headers: Vec<_> = sent.headers.get_all("x-branch").iter().collect();
        assert_eq!(headers, [branch, "2"]);
        let signature = sent.header("authorization").expect("signed");
        assert!(
            signature.contains("/eu-west-9/books/aws4_request"),
            "{signature}"
        );
    }
}

#[tokio::test]
async fn a_call_without_an_endpoint_fails_before_anything_is_sent() {
    let replay = Replay::new([]);
    let client: PerCall = builder(&replay).build().expect("builds");
    let error = find(&client, "nowhere").await.expect_err("no endpoint");
    assert_eq!(
        error.to_string(),
        "FindBranch failed: configuration: `nowhere` cannot be an endpoint: it has no scheme; write it like \
         https://host:port/path (chosen by the service's rules)"
    );
    assert_eq!(replay.requests().len(), 0);
}

#[tokio::test]
async fn an_endpoint_url_goes_through_the_rules() {
    let replay = Replay::new([Answer::status(200)]);
    let client: PerCall = builder(&replay)
        .endpoint_url("http://localhost:8080")
        .build()
        .expect("builds");
    find(&client, "north").await.expect("answered");
    assert_eq!(replay.request().uri, "http://localhost:8080/north/find");
}

#[test]
fn what_depends_on_no_call_is_an_error_of_the_client() {
    let client = builder::<Fixed>(&Replay::new([])).fips(Fips::On).build();
    assert_eq!(
        client.expect_err("no endpoint").to_string(),
        "the service has no endpoint for this: there are no FIPS endpoints. Change the region, \
         FIPS, dual-stack or the endpoint URL of the client"
    );
    let client = builder::<Fixed>(&Replay::new([]))
        .endpoint_parameter("Branch", "north")
        .build()
        .expect("builds");
    assert!(
        format!("{client:?}").contains("https://north.us-east-1.example"),
        "{client:?}"
    );
}
