//! Both transports against the emulator over HTTP.

use socialmessaging::Client;
use socialmessaging::emulator::{Emulator, Fault, FaultKind, FaultStage, PHONE_NUMBER_ID, Running};
use socialmessaging::messages::Text;
use socialmessaging::transport::Transport;

use crate::over_reqwest::ReqwestTransport;
use crate::over_tower::limited_transport;

async fn serve(emulator: &Emulator) -> Running {
    emulator.serve("127.0.0.1:0").await.unwrap()
}

fn client(url: &str, transport: impl Transport) -> Client {
    let builder = Client::builder().region("us-east-1").endpoint_url(url);
    let builder = builder.credentials(socialmessaging::Credentials::new("emulator", "emulator"));
    builder.transport(transport).build().unwrap()
}

async fn sends_and_reports_lost_responses(transport: impl Transport) {
    let emulator = Emulator::new();
    let running = serve(&emulator).await;
    let client = client(&running.url(), transport);
    let sender = client.sender(PHONE_NUMBER_ID);
    sender.send(Text::new("+14255550123", "one")).await.unwrap();

    // The service has the message, but its response is lost.
    let lost = Fault::new(FaultKind::Reset).with_stage(FaultStage::After);
    emulator.faults().add(lost);
    let error = sender.send(Text::new("+14255550123", "two")).await;
    let error = error.unwrap_err();
    assert!(error.maybe_sent(), "{error}");
    assert_eq!((error.attempts(), emulator.messages().len()), (1, 2));
}

async fn reports_refused_connections_as_unsent(transport: impl Transport) {
    let url = serve(&Emulator::new()).await.url();
    // The server has stopped.
    let client = client(&url, transport);
    let sender = client.sender(PHONE_NUMBER_ID);
    let error = sender.send(Text::new("+14255550123", "one")).await;
    let error = error.unwrap_err();
    assert!(error.is_connection() && !error.maybe_sent(), "{error}");
}

#[tokio::test]
async fn reqwest_sends_and_reports_lost_responses() {
    sends_and_reports_lost_responses(ReqwestTransport::new().unwrap()).await;
}

#[tokio::test]
async fn tower_sends_and_reports_lost_responses() {
    sends_and_reports_lost_responses(limited_transport(2)).await;
}

#[tokio::test]
async fn reqwest_reports_refused_connections_as_unsent() {
    reports_refused_connections_as_unsent(ReqwestTransport::new().unwrap()).await;
}

#[tokio::test]
async fn tower_reports_refused_connections_as_unsent() {
    reports_refused_connections_as_unsent(limited_transport(2)).await;
}
