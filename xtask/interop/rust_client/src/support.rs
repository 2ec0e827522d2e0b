//! Clients of the emulator, its control paths, and assertions.

use std::error::Error;
use std::fmt::Debug;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use aws_sdk_socialmessaging::Client;
use aws_sdk_socialmessaging::config::interceptors::BeforeTransmitInterceptorContextMut;
use aws_sdk_socialmessaging::config::retry::RetryConfig;
use aws_sdk_socialmessaging::config::{
    BehaviorVersion, Builder, Config, ConfigBag, Credentials, Intercept, Region, RuntimeComponents,
};
use aws_sdk_socialmessaging::error::{BoxError, ProvideErrorMetadata, SdkError};
use aws_sdk_socialmessaging::operation::RequestId as _;

pub type Outcome = Result<(), Box<dyn Error>>;

/// Returns a client with valid credentials and without retries.
pub fn client() -> Client {
    Client::from_conf(config("emulator", "emulator", None).build())
}

pub fn config(key: &str, secret: &str, token: Option<&str>) -> Builder {
    let token = token.map(str::to_owned);
    Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .http_client(aws_smithy_http_client::Builder::new().build_http())
        .region(Region::new("us-east-1"))
        .credentials_provider(Credentials::new(key, secret, token, None, "interop"))
        .endpoint_url(endpoint())
        .retry_config(RetryConfig::disabled())
}

fn endpoint() -> String {
    std::env::var("AWS_ENDPOINT_URL_SOCIALMESSAGING").unwrap_or_default()
}

/// Removes the signature.
#[derive(Debug)]
pub struct Unsigned;

impl Intercept for Unsigned {
    fn name(&self) -> &'static str {
        "Unsigned"
    }

    fn modify_before_transmit(
        &self,
        context: &mut BeforeTransmitInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        context.request_mut().headers_mut().remove("authorization");
        Ok(())
    }
}

/// Sends a request to a control path.
pub fn control(method: &str, path: &str, body: &str) -> Result<String, Box<dyn Error>> {
    let host = endpoint().trim_start_matches("http://").to_owned();
    let mut stream = TcpStream::connect(&host)?;
    write!(
        stream,
        "{method} /_emulator/{path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\
         content-length: {}\r\n\r\n{body}",
        body.len()
    )?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    if answer.starts_with("HTTP/1.1 200") {
        Ok(answer)
    } else {
        Err(answer.into())
    }
}

/// Adds a fault for the next message, with additional JSON members.
pub fn demand(kind: &str, more: &str) -> Outcome {
    let demand = format!(r#"{{"kind": "{kind}", "operation": "SendWhatsAppMessage"{more}}}"#);
    control("POST", "faults", &demand).map(drop)
}

/// Returns the number of accepted messages.
pub fn recorded() -> Result<usize, Box<dyn Error>> {
    let messages = control("GET", "messages", "")?;
    Ok(messages.matches("\"messageId\"").count())
}

pub fn report(name: &str, outcome: Outcome) {
    let outcome = match outcome {
        Ok(()) => "ok".to_owned(),
        Err(error) => format!("{error:?}").replace(['\n', '\t'], " "),
    };
    println!("{name}\t{outcome}");
}

pub fn same<T: PartialEq + Debug>(found: T, expected: T) -> Outcome {
    if found == expected {
        Ok(())
    } else {
        Err(format!("{found:?} instead of {expected:?}").into())
    }
}

/// Checks that a call fails with this code. Returns the `Display` output.
pub fn fails<T, E>(
    code: &str,
    status: u16,
    outcome: Result<T, SdkError<E>>,
) -> Result<String, Box<dyn Error>>
where
    E: ProvideErrorMetadata + Debug,
{
    let Err(error) = outcome else {
        return Err(format!("succeeded instead of {code}").into());
    };
    same(error.code(), Some(code))?;
    let answered = error.raw_response();
    let answered = answered.map(|response| response.status().as_u16());
    same(answered, Some(status))?;
    let is_told = |text: Option<&str>| same(text.is_some_and(|text| !text.is_empty()), true);
    is_told(error.message())?;
    is_told(error.request_id())?;
    Ok(format!(
        "{:?}",
        error.as_service_error().ok_or("no service error")?
    ))
}

/// Checks that a call fails with this code and the error type of the SDK.
pub fn rejects<T, E>(code: &str, status: u16, outcome: Result<T, SdkError<E>>) -> Outcome
where
    E: ProvideErrorMetadata + Debug,
{
    let error = fails(code, status, outcome)?;
    match error.starts_with(code) {
        true => Ok(()),
        false => Err(error.into()),
    }
}
