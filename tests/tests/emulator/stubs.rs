//! The server with a stub.

use runtime::testing::SetRandom;
use socialmessaging::error::{AccessDeniedException, ThrottledRequestException};
use socialmessaging::input::{SendWhatsAppMessageInput, TagResourceInput, UntagResourceInput};
use socialmessaging::operation::{SendWhatsAppMessageError, TagResourceError, UntagResourceError};
use socialmessaging::output::{SendWhatsAppMessageOutput, TagResourceOutput, UntagResourceOutput};
use socialmessaging::types::Tag;
use socialmessaging::{Client, Credentials, Error, Stub};

use crate::{ACCOUNT, ACCOUNT_ARN, text};

struct Moody;

impl Stub for Moody {
    async fn send_whatsapp_message(
        &self,
        input: SendWhatsAppMessageInput,
    ) -> Result<SendWhatsAppMessageOutput, Error<SendWhatsAppMessageError>> {
        let length = input.message.unwrap_or_default().len();
        Ok(SendWhatsAppMessageOutput::new().with_message_id(format!("{length} bytes")))
    }

    async fn tag_resource(
        &self,
        _: TagResourceInput,
    ) -> Result<TagResourceOutput, Error<TagResourceError>> {
        let busy = ThrottledRequestException::new().with_message("Ünicode, later");
        Err(TagResourceError::ThrottledRequestException(busy).into())
    }

    async fn untag_resource(
        &self,
        _: UntagResourceInput,
    ) -> Result<UntagResourceOutput, Error<UntagResourceError>> {
        Err(UntagResourceError::AccessDeniedException(AccessDeniedException::new()).into())
    }
}

#[tokio::test]
async fn serves_a_stub_over_http() {
    let server = socialmessaging::server::server(Moody);
    let running = server.serve("127.0.0.1:0").await.unwrap();
    let client = Client::builder()
        .region("us-east-1")
        .credentials(Credentials::new("any", "any"))
        .endpoint_url(running.url())
        .random(SetRandom::default())
        .build()
        .unwrap();

    let sent = text(&client, "hi").send().await.unwrap();
    assert_eq!(sent.message_id(), Some("87 bytes"));

    let tag = client
        .tag_resource()
        .resource_arn(ACCOUNT_ARN)
        .tags([Tag::new("a")]);
    let error = tag.send().await.unwrap_err();
    assert_eq!((error.status(), error.attempts()), (Some(429), 3));
    assert_eq!(error.message(), Some("Ünicode, later"));

    let untag = client
        .untag_resource()
        .resource_arn(ACCOUNT_ARN)
        .tag_keys(["a"]);
    let error = untag.send().await.unwrap_err();
    assert_eq!(
        (error.code(), error.message()),
        (Some("AccessDeniedException"), None)
    );

    let unlink = client.disassociate_whatsapp_business_account().id(ACCOUNT);
    let error = unlink.send().await.unwrap_err();
    assert_eq!(
        (error.status(), error.code()),
        (Some(501), Some("NotImplementedException"))
    );
    assert_eq!(
        (error.attempts(), error.message()),
        (
            1,
            Some("this server does not implement DisassociateWhatsAppBusinessAccount")
        )
    );
    running.shutdown().await;
}
