//! The official SDK: see `harness::run`.

use aws_sdk_socialmessaging::Client as Sdk;
use aws_sdk_socialmessaging::config::{BehaviorVersion, Config, Credentials, Region};
use aws_sdk_socialmessaging::primitives::Blob;
use bytes::Bytes;
use harness::{ACCESS_KEY_ID, META_API_VERSION, REGION, SECRET_ACCESS_KEY, SENDER};

#[derive(Clone)]
struct Official(Sdk);

impl harness::Client for Official {
    fn new(endpoint: &str) -> anyhow::Result<Self> {
        let credentials = Credentials::new(ACCESS_KEY_ID, SECRET_ACCESS_KEY, None, None, "bench");
        let config = Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::from_static(REGION))
            .credentials_provider(credentials)
            .endpoint_url(endpoint)
            .build();
        Ok(Self(Sdk::from_conf(config)))
    }

    async fn send(&self, message: &Bytes) -> anyhow::Result<()> {
        // A `Blob` owns a vector, so the message is copied.
        let sent = self
            .0
            .send_whats_app_message()
            .origination_phone_number_id(SENDER)
            .message(Blob::new(message.to_vec()))
            .meta_api_version(META_API_VERSION)
            .send()
            .await?;
        anyhow::ensure!(sent.message_id().is_some(), "no message id");
        Ok(())
    }
}

fn main() -> anyhow::Result<()> {
    harness::run::<Official>(&harness::arguments())
}
