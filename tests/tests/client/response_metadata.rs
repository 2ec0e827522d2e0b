//! The metadata of responses in outputs, pages and errors.

use runtime::{Retries, Timeouts};
use socialmessaging::error::ThrottledRequestException;
use socialmessaging::input::ListTagsForResourceInput;
use socialmessaging::operation::{
    ListTagsForResource, ListTagsForResourceError, SendWhatsAppMessageError,
};
use socialmessaging::output::ListTagsForResourceOutput;
use socialmessaging::{AnyError, Client, ConfigError, Error, ResponseMetadata, ServiceError, Stub};
use tests::fixture;
use tests::server::{Play, Reply, Server};

const PHONE_NUMBER_ID: &str = "phone-number-id-01234567890123456789012345678901";
const RESOURCE: &str =
    "arn:aws:social-messaging:us-east-1:123456789012:waba/0123456789abcdef0123456789abcdef";

fn list_tags(client: &Client) -> ListTagsForResource {
    client.list_tags_for_resource().resource_arn(RESOURCE)
}

fn page(id: &str, body: &str) -> Play {
    Play::reply(Reply::json(200, body.to_owned()).header("x-amzn-requestid", id))
}

#[tokio::test]
async fn outputs_have_request_id_and_attempts() {
    let busy = Play::error(503, "ServiceUnavailable", "later");
    let server = Server::start([busy, page("req-7", r#"{"tags":[]}"#)]).await;
    let output = list_tags(&fixture::client(&server)).send().await.unwrap();
    let expected = ResponseMetadata::new()
        .with_status(200)
        .with_request_id("req-7")
        .with_attempts(2);
    assert_eq!(output.response_metadata(), &expected);
}

#[tokio::test]
async fn metadata_is_neither_compared_nor_serialized() {
    let server = Server::start([page("req-7", "{}")]).await;
    let output = list_tags(&fixture::client(&server)).send().await.unwrap();
    assert_eq!(output.response_metadata().request_id(), Some("req-7"));
    assert_eq!(output, ListTagsForResourceOutput::new());
    assert_eq!(serde_json::to_string(&output).unwrap(), "{}");
    assert!(format!("{output:?}").contains("req-7"));
}

#[tokio::test]
async fn pages_have_their_own_request_ids() {
    let server = Server::start([
        page("req-1", r#"{"linkedAccounts":[],"nextToken":"t"}"#),
        page("req-2", r#"{"linkedAccounts":[]}"#),
    ])
    .await;
    let client = fixture::client(&server);
    let pages = client.list_linked_whatsapp_business_accounts().pages();
    let pages = pages.try_collect().await.unwrap();
    let ids: Vec<_> = pages
        .iter()
        .map(|page| page.response_metadata().request_id().unwrap())
        .collect();
    assert_eq!(ids, ["req-1", "req-2"]);
}

struct Tagged;

impl Stub for Tagged {
    async fn list_tags_for_resource(
        &self,
        _: ListTagsForResourceInput,
    ) -> Result<ListTagsForResourceOutput, Error<ListTagsForResourceError>> {
        let metadata = ResponseMetadata::new().with_request_id("stubbed");
        Ok(ListTagsForResourceOutput::new().with_response_metadata(metadata))
    }
}

#[tokio::test]
async fn stubs_set_metadata() {
    let client = Client::from_stub(Tagged);
    let output = list_tags(&client).send().await.unwrap();
    assert_eq!(output.response_metadata().request_id(), Some("stubbed"));
    assert_eq!(output.response_metadata().attempts(), 0);
}

fn client(server: &Server) -> Result<Client, ConfigError> {
    fixture::builder(server)
        .retries(Retries::none())
        .timeouts(Timeouts::none())
        .build()
}

/// The errors of two operations and of building a client have one type.
async fn job(server: &Server) -> Result<(), AnyError> {
    let client = client(server)?;
    list_tags(&client).send().await?;
    client
        .send_whatsapp_message()
        .origination_phone_number_id(PHONE_NUMBER_ID)
        .message("{}")
        .meta_api_version("v24.0")
        .send()
        .await?;
    Ok(())
}

/// A function over the error of any operation.
fn log<E: ServiceError>(error: &Error<E>) -> String {
    let code = error.code().unwrap_or("no code");
    let request_id = error.request_id().unwrap_or("no request id");
    format!("{code} {request_id} {}", error.maybe_sent())
}

#[tokio::test]
async fn any_error_keeps_the_predicates_of_each_operation() {
    let tags = || page("req-0", "{}");
    for (play, line, throttled) in [
        (
            Play::error(502, "DependencyException", "why"),
            "DependencyException req-1 true",
            false,
        ),
        (
            Play::error(429, "ThrottledRequestException", "why"),
            "ThrottledRequestException req-1 false",
            true,
        ),
        (
            Play::error(403, "Unknown", "why"),
            "Unknown req-1 false",
            false,
        ),
    ] {
        let server = Server::start([tags(), play]).await;
        let error = job(&server).await.unwrap_err();
        assert_eq!(log(&error), line);
        assert_eq!(error.is_throttled(), throttled, "{line}");
        assert_eq!(error.operation(), Some("SendWhatsAppMessage"));
        let service = error.service_error();
        let typed = service.and_then(|error| error.downcast_ref::<SendWhatsAppMessageError>());
        assert_eq!(typed.is_some(), !line.starts_with("Unknown"), "{line}");
        let structure = service.and_then(|error| error.downcast_ref::<ThrottledRequestException>());
        assert_eq!(structure.is_some(), throttled, "{line}");
    }
}

#[tokio::test]
async fn rejected_credentials_errors_suggest_a_fix_and_name_the_source() {
    for (code, advice) in [
        ("ExpiredTokenException", "sign in again"),
        (
            "UnrecognizedClientException",
            "check that the access key exists",
        ),
        (
            "InvalidSignatureException",
            "check that the secret access key belongs",
        ),
        (
            "MissingAuthenticationTokenException",
            "check the endpoint URL",
        ),
        (
            "IncompleteSignatureException",
            "no proxy changes the header",
        ),
        ("RequestExpired", "set the clock"),
    ] {
        let server = Server::start([Play::error(403, code, "why")]).await;
        let client = fixture::builder(&server)
            .credentials(fixture::credentials().with_source("profile `dev`"))
            .build()
            .unwrap();
        let error = list_tags(&client).send().await.unwrap_err();
        assert!(error.is_credentials() && error.is_service(), "{error}");
        let line = error.to_string();
        assert!(line.contains(advice), "{line}");
        assert!(line.contains("(credentials from: profile `dev`)"), "{line}");
    }
    let server = Server::start([Play::error(403, "AccessDeniedException", "not allowed")]).await;
    let error = list_tags(&fixture::client(&server))
        .send()
        .await
        .unwrap_err();
    assert!(!error.is_credentials(), "{error}");
}
