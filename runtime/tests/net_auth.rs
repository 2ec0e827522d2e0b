//! Schemes other than SigV4: which of them is used, what is sent, and that no
//! secret is shown.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a helper of tests fails like a test"
)]

mod net_support;

use net_support::{SERVICE, Shop, Text, operation};
use runtime::auth::{
    Anonymous, ApiKeyAuth, Auth, Basic, Bearer, ProvideToken, Token, UsesApiKey, UsesBasic,
    UsesBearer,
};
use runtime::credentials::CredentialsError;
use runtime::testing::{self, Answer, Replay};
use runtime::{
    BoxFuture, Builder, CallOptions, Credentials, CredentialsUse, Error, Handle, Method, Operation,
    ProvideCredentials, Request, RequestError, Response, Service, ServiceClient,
};

#[derive(Debug)]
struct Client(Handle);

impl ServiceClient for Client {
    const SERVICE: &'static Service = &SERVICE;
    const CREDENTIALS: CredentialsUse = CredentialsUse::Optional;

    fn from_handle(handle: Handle) -> Self {
        Self(handle)
    }
}

impl UsesBearer for Client {}
impl UsesApiKey for Client {}
impl UsesBasic for Client {}

const BEARER: Auth = Auth::Scheme(&Bearer);
const BASIC: Auth = Auth::Scheme(&Basic);
const NOTHING: Auth = Auth::Scheme(&Anonymous);

fn get(_: &Text) -> Result<Request, RequestError> {
    let mut request = Request::new(Method::GET, "/");
    request.query("a", "1");
    Ok(request)
}

macro_rules! authorized {
    ($($name:ident: $auth:expr;)*) => {
        $(operation!($name: Text => String, Readonly, get, Response::json,
            const AUTH: &'static [Auth] = $auth;);)*
    };
}

authorized! {
    ByToken: &[BEARER];
    ByTokenOrSignature: &[BEARER, Auth::SigV4];
    BySignatureOrNothing: &[Auth::SigV4, NOTHING];
    ByPassword: &[BASIC];
    ByHeader: &[Auth::Scheme(&ApiKeyAuth::Header { name: "X-Key", scheme: Some("Key") })];
    ByQuery: &[Auth::Scheme(&ApiKeyAuth::Query { name: "api key" })];
}

/// A builder without credentials.
fn builder(replay: &Replay) -> Builder<Client> {
    Builder::new().region("us-east-1").transport(replay.clone())
}

async fn call<O>(client: Client) -> Result<String, Error<Shop>>
where
    O: Operation<Input = Text, Output = String, Error = Shop>,
{
    client
        .0
        .call::<O>(Text(String::new()), CallOptions::new())
        .await
}

/// What is sent: the query and the headers that can prove something.
async fn sent<O>(builder: impl FnOnce(Builder<Client>) -> Builder<Client>) -> String
where
    O: Operation<Input = Text, Output = String, Error = Shop>,
{
    let replay = Replay::new([Answer::json(200, "\"fine\"")]);
    let client = builder(self::builder(&replay)).build().expect("complete");
    if let Err(error) = call::<O>(client).await {
        return error.to_string();
    }
    let request = replay.request();
    let proof = ["authorization", "x-key"].map(|name| request.header(name).unwrap_or("-"));
    format!("{} {}", request.target(), proof.join(" "))
}

#[tokio::test]
async fn the_first_scheme_that_is_set_is_used() {
    let keys = || testing::credentials();
    let signed = |text: String| {
        text.split(" Credential=")
            .next()
            .unwrap_or_default()
            .to_owned()
    };
    for (found, expected) in [
        (
            sent::<ByToken>(|b| b.bearer_token(Token::new("t"))).await,
            "/?a=1 Bearer t -",
        ),
        (
            sent::<ByTokenOrSignature>(|b| b.bearer_token(Token::new("t")).credentials(keys()))
                .await,
            "/?a=1 Bearer t -",
        ),
        (
            signed(sent::<ByTokenOrSignature>(|b| b.credentials(keys())).await),
            "/?a=1 AWS4-HMAC-SHA256",
        ),
        (
            signed(sent::<BySignatureOrNothing>(|b| b.credentials(keys())).await),
            "/?a=1 AWS4-HMAC-SHA256",
        ),
        (sent::<BySignatureOrNothing>(|b| b).await, "/?a=1 - -"),
        // Credentials that cannot be had are as good as none.
        (
            sent::<BySignatureOrNothing>(|b| b.credentials(Broken)).await,
            "/?a=1 - -",
        ),
        (
            sent::<ByPassword>(|b| b.basic_auth("user", "password")).await,
            "/?a=1 Basic dXNlcjpwYXNzd29yZA== -",
        ),
        (
            sent::<ByHeader>(|b| b.api_key("k/1")).await,
            "/?a=1 - Key k/1",
        ),
        (
            sent::<ByQuery>(|b| b.api_key("k/1")).await,
            "/?a=1&api%20key=k%2F1 - -",
        ),
    ] {
        assert_eq!(found, expected);
    }
}

#[tokio::test]
async fn what_is_missing_or_cannot_be_sent_is_an_error_without_the_secret() {
    for (found, part) in [
        (
            sent::<ByToken>(|b| b).await,
            "that the operation takes: [Scheme(Bearer)]",
        ),
        (
            sent::<ByToken>(|b| b.credentials(Broken)).await,
            "nothing is set on the builder of the client for any",
        ),
        (
            sent::<ByToken>(|b| b.bearer_token(Broken)).await,
            "out of order",
        ),
        (
            sent::<ByToken>(|b| b.bearer_token(Token::new("zxq\nwvk"))).await,
            "the bearer token holds characters",
        ),
        (
            sent::<ByHeader>(|b| b.api_key("zxq\nwvk")).await,
            "the API key holds characters",
        ),
        (
            sent::<ByPassword>(|b| b.basic_auth("us:er", "zxqwvk")).await,
            "the user's name holds a colon",
        ),
    ] {
        assert!(found.contains(part), "{found}");
        assert!(!found.contains("zxq") && !found.contains("wvk"), "{found}");
    }
}

#[test]
fn no_secret_is_in_debug_output() {
    let builder = builder(&Replay::new([]))
        .bearer_token(Token::new("se-cret"))
        .api_key("se-cret")
        .basic_auth("user", "se-cret");
    let shown = format!(
        "{builder:?} {:?} {:?}",
        Token::new("se-cret"),
        builder.clone().build()
    );
    assert!(!shown.contains("se-cret"), "{shown}");
}

#[derive(Debug)]
struct Broken;

impl ProvideCredentials for Broken {
    fn provide(&self) -> BoxFuture<'_, Result<Credentials, CredentialsError>> {
        Box::pin(std::future::ready(Err(CredentialsError::new(
            "out of order",
        ))))
    }
}

impl ProvideToken for Broken {
    fn token(&self) -> BoxFuture<'_, Result<Token, CredentialsError>> {
        Box::pin(std::future::ready(Err(CredentialsError::new(
            "out of order",
        ))))
    }
}
