//! Authentication schemes besides SigV4: selection, requests and redaction.

use runtime::codegen::auth::{Anonymous, ApiKeyAuth, Auth, Basic, Bearer};
use runtime::codegen::{
    Backend, CredentialsUse, Handle, Method, Operation, Request, Service, ServiceClient,
    UsesApiKey, UsesBasic, UsesBearer,
};
use runtime::testing::Replay;
use runtime::{
    BoxFuture, Builder, CallOptions, Credentials, CredentialsError, Error, ProvideCredentials,
    ProvideToken, RequestError, Response, Token, testing,
};

use crate::support::{SERVICE, ShopError, TextInput, operation, success};

#[derive(Debug)]
struct Client(Backend);

impl ServiceClient for Client {
    const SERVICE: &'static Service = &SERVICE;
    const CREDENTIALS: CredentialsUse = CredentialsUse::Optional;

    fn from_handle(handle: Handle) -> Self {
        Self(Backend::service(handle))
    }
}

impl UsesBearer for Client {}
impl UsesApiKey for Client {}
impl UsesBasic for Client {}

const BEARER: Auth = Auth::Scheme(&Bearer);
const BASIC: Auth = Auth::Scheme(&Basic);
const ANONYMOUS: Auth = Auth::Scheme(&Anonymous);

fn get(_: &TextInput) -> Result<Request, RequestError> {
    let mut request = Request::new(Method::GET, "/");
    request.query("a", "1");
    Ok(request)
}

macro_rules! operations {
    ($($name:ident: $auth:expr;)*) => {
        $(operation!($name: TextInput => String, Readonly, get, Response::json,
            const AUTH: &'static [Auth] = $auth;);)*
    };
}

operations! {
    BearerOnly: &[BEARER];
    BearerOrSigV4: &[BEARER, Auth::SigV4];
    SigV4OrAnonymous: &[Auth::SigV4, ANONYMOUS];
    BasicOnly: &[BASIC];
    ApiKeyInHeader: &[Auth::Scheme(&ApiKeyAuth::Header { name: "X-Key", scheme: Some("Key") })];
    ApiKeyInQuery: &[Auth::Scheme(&ApiKeyAuth::Query { name: "api key" })];
}

/// A builder without credentials, unlike that of `testing`.
fn builder(replay: &Replay) -> Builder<Client> {
    Builder::new().region("us-east-1").transport(replay.clone())
}

async fn call<O>(client: Client) -> Result<String, Error<ShopError>>
where
    O: Operation<Input = TextInput, Output = String, Error = ShopError>,
{
    client
        .0
        .call::<O>(TextInput(String::new()), CallOptions::new())
        .await
}

/// Returns the target and the authentication headers of the request, or the error.
async fn send<O>(builder: impl FnOnce(Builder<Client>) -> Builder<Client>) -> String
where
    O: Operation<Input = TextInput, Output = String, Error = ShopError>,
{
    let replay = Replay::new([success()]);
    let client = builder(self::builder(&replay)).build().expect("complete");
    if let Err(error) = call::<O>(client).await {
        return error.to_string();
    }
    let request = replay.request();
    let headers = ["authorization", "x-key"].map(|name| request.header(name).unwrap_or("-"));
    format!("{} {}", request.target(), headers.join(" "))
}

#[tokio::test]
async fn uses_the_first_configured_scheme() {
    let keys = || testing::credentials();
    let without_signature = |text: String| {
        text.split(" Credential=")
            .next()
            .unwrap_or_default()
            .to_owned()
    };
    for (shown, expected) in [
        (
            send::<BearerOnly>(|b| b.bearer_token(Token::new("t"))).await,
            "/?a=1 Bearer t -",
        ),
        (
            send::<BearerOrSigV4>(|b| b.bearer_token(Token::new("t")).credentials(keys())).await,
            "/?a=1 Bearer t -",
        ),
        (
            without_signature(send::<BearerOrSigV4>(|b| b.credentials(keys())).await),
            "/?a=1 AWS4-HMAC-SHA256",
        ),
        (
            without_signature(send::<SigV4OrAnonymous>(|b| b.credentials(keys())).await),
            "/?a=1 AWS4-HMAC-SHA256",
        ),
        (send::<SigV4OrAnonymous>(|b| b).await, "/?a=1 - -"),
        // Failing credentials count as missing.
        (
            send::<SigV4OrAnonymous>(|b| b.credentials(FailingProvider)).await,
            "/?a=1 - -",
        ),
        (
            send::<BasicOnly>(|b| b.basic_auth("user", "password")).await,
            "/?a=1 Basic dXNlcjpwYXNzd29yZA== -",
        ),
        (
            send::<ApiKeyInHeader>(|b| b.api_key("k/1")).await,
            "/?a=1 - Key k/1",
        ),
        (
            send::<ApiKeyInQuery>(|b| b.api_key("k/1")).await,
            "/?a=1&api%20key=k%2F1 - -",
        ),
    ] {
        assert_eq!(shown, expected);
    }
}

#[tokio::test]
async fn errors_hide_invalid_secrets() {
    for (shown, part) in [
        (
            send::<BearerOnly>(|b| b).await,
            "set one of them on the builder: [Scheme(Bearer)]",
        ),
        (
            send::<BearerOnly>(|b| b.credentials(FailingProvider)).await,
            "the client has no settings for the authentication schemes of the operation",
        ),
        (
            send::<BearerOnly>(|b| b.bearer_token(FailingProvider)).await,
            "out of order",
        ),
        (
            send::<BearerOnly>(|b| b.bearer_token(Token::new("zxq\nwvk"))).await,
            "the bearer token has a character",
        ),
        (
            send::<ApiKeyInHeader>(|b| b.api_key("zxq\nwvk")).await,
            "the API key has a character",
        ),
        (
            send::<BasicOnly>(|b| b.basic_auth("us:er", "zxqwvk")).await,
            "the user name has a colon",
        ),
    ] {
        assert!(shown.contains(part), "{shown}");
        assert!(!shown.contains("zxq") && !shown.contains("wvk"), "{shown}");
    }
}

#[test]
fn debug_output_hides_secrets() {
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
struct FailingProvider;

impl ProvideCredentials for FailingProvider {
    fn provide(&self) -> BoxFuture<'_, Result<Credentials, CredentialsError>> {
        Box::pin(std::future::ready(Err(CredentialsError::new(
            "out of order",
        ))))
    }
}

impl ProvideToken for FailingProvider {
    fn token(&self) -> BoxFuture<'_, Result<Token, CredentialsError>> {
        Box::pin(std::future::ready(Err(CredentialsError::new(
            "out of order",
        ))))
    }
}
