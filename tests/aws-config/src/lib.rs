//! Clients with settings that `aws-config` loads.
#![cfg(test)]

use std::sync::{Arc, Mutex};
use std::time::Duration;

use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_config::{AppName, BehaviorVersion, ConfigLoader, Region, SdkConfig};
use aws_credential_types::Credentials as SdkCredentials;
use aws_credential_types::provider::ProvideCredentials;
use aws_credential_types::provider::future::ProvideCredentials as ProvidedCredentials;
use aws_runtime::env_config::file::{EnvConfigFileKind, EnvConfigFiles};
use socialmessaging::emulator::{Emulator, Fault, FaultKind, PHONE_NUMBER_ID, Running};
use socialmessaging::messages::Text;
use socialmessaging::transport::{HttpTransport, Limits, Transport, TransportError};
use socialmessaging::{BoxFuture, Bytes, Client, Credentials};

const KEY: &str = "AKIDEXAMPLE";
const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

/// Records the heads of requests.
#[derive(Debug, Clone, Default)]
struct Recording {
    inner: HttpTransport,
    requests: Arc<Mutex<Vec<http::request::Parts>>>,
}

impl Transport for Recording {
    fn send(
        &self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        let (head, body) = request.into_parts();
        self.requests.lock().unwrap().push(head.clone());
        self.inner
            .send(http::Request::from_parts(head, body), limits)
    }
}

impl Recording {
    fn last_header(&self, name: &str) -> String {
        let requests = self.requests.lock().unwrap();
        let value = requests.last().and_then(|head| head.headers.get(name));
        value.expect("a header").to_str().unwrap().to_owned()
    }
}

fn client(sdk: &SdkConfig, transport: &Recording) -> Client {
    let builder = Client::builder().sdk_config(sdk);
    builder.transport(transport.clone()).build().unwrap()
}

/// The credentials of the tests.
fn credentials() -> Credentials {
    Credentials::new(KEY, SECRET)
}

/// Starts an emulator that only accepts signatures of these credentials.
async fn serve(credentials: Credentials) -> (Emulator, Running) {
    let emulator = Emulator::builder().verify_signatures(credentials);
    let emulator = emulator.build().unwrap();
    let running = emulator.serve("127.0.0.1:0").await.unwrap();
    (emulator, running)
}

/// Sends a message, then one whose attempts are all throttled. Returns the number of
/// these attempts.
async fn send_and_throttle(emulator: &Emulator, sdk: &SdkConfig, transport: &Recording) -> u32 {
    let sender = client(sdk, transport).sender(PHONE_NUMBER_ID);
    let message = Text::new("+14255550123", "Hello");
    sender.send(message.clone()).await.unwrap();
    assert_eq!(emulator.messages().len(), 1);
    let throttle = Fault::new(FaultKind::Throttle).with_times(9);
    emulator.faults().add(throttle);
    sender.send(message).await.unwrap_err().attempts()
}

fn loader() -> ConfigLoader {
    // Required by sources of credentials that the tests do not reach.
    let http = aws_smithy_http_client::Builder::new().build_http();
    aws_config::defaults(BehaviorVersion::latest()).http_client(http)
}

/// A custom credentials provider for the SDK.
#[derive(Debug)]
struct Vault;

impl ProvideCredentials for Vault {
    fn provide_credentials<'a>(&'a self) -> ProvidedCredentials<'a>
    where
        Self: 'a,
    {
        let token = Some("token".to_owned());
        let found = SdkCredentials::new(KEY, SECRET, token, None, "vault");
        ProvidedCredentials::new(async { Ok(found) })
    }
}

#[tokio::test]
async fn calls_use_the_settings_of_the_program() {
    let (emulator, running) = serve(credentials().with_session_token("token")).await;
    let timeouts = TimeoutConfig::builder().operation_timeout(Duration::from_secs(30));
    let sdk = loader()
        .region(Region::new("ap-southeast-2"))
        .credentials_provider(Vault)
        .endpoint_url(running.url())
        .retry_config(RetryConfig::standard().with_max_attempts(2))
        .timeout_config(timeouts.build())
        .app_name(AppName::new("orders").unwrap())
        .load()
        .await;
    let transport = Recording::default();
    assert_eq!(send_and_throttle(&emulator, &sdk, &transport).await, 2);
    let authorization = transport.last_header("authorization");
    assert!(authorization.contains("AKIDEXAMPLE/"), "{authorization}");
    assert!(
        authorization.contains("/ap-southeast-2/"),
        "{authorization}"
    );
    assert_eq!(transport.last_header("x-amz-security-token"), "token");
    assert!(transport.last_header("user-agent").ends_with(" app/orders"));
}

#[tokio::test]
async fn calls_end_at_the_timeout_of_the_program() {
    let (emulator, running) = serve(credentials()).await;
    let timeouts = TimeoutConfig::builder().operation_timeout(Duration::from_millis(50));
    let sdk = loader()
        .region(Region::new("eu-west-1"))
        .credentials_provider(Vault)
        .endpoint_url(running.url())
        .timeout_config(timeouts.build())
        .load()
        .await;
    let delay = FaultKind::Delay(Duration::from_secs(600));
    emulator.faults().add(Fault::new(delay));
    let sender = client(&sdk, &Recording::default()).sender(PHONE_NUMBER_ID);
    let error = sender.send(Text::new("+14255550123", "Hello")).await;
    assert!(error.unwrap_err().is_timeout());
}

#[tokio::test]
async fn calls_use_the_settings_of_a_profile() {
    let (emulator, running) = serve(credentials()).await;
    let profile = format!(
        "[profile shop]\nregion = eu-central-1\nmax_attempts = 4\nendpoint_url = {}\n\
         aws_access_key_id = {KEY}\naws_secret_access_key = {SECRET}\n",
        running.url()
    );
    let files = EnvConfigFiles::builder().with_contents(EnvConfigFileKind::Config, profile);
    let sdk = loader()
        .profile_files(files.build())
        .profile_name("shop")
        .load()
        .await;
    let transport = Recording::default();
    assert_eq!(send_and_throttle(&emulator, &sdk, &transport).await, 4);
    let authorization = transport.last_header("authorization");
    assert!(authorization.contains("/eu-central-1/"), "{authorization}");
}
