//! Injected failures, and how the client handles them.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use http::Method;
use serde_json::{Value, json};
use socialmessaging::emulator::{Emulator, Fault, FaultKind, FaultStage};
use socialmessaging::operation::SendWhatsAppMessage;
use tokio::task::JoinSet;

use crate::control::ask;
use crate::{over_http, text};

/// Sends one message. Returns whether the call succeeded, whether the error says
/// that the message may have been sent, and how many messages were recorded.
async fn outcome(fault: Fault) -> (bool, bool, usize) {
    let emulator = Emulator::new();
    let (running, client) = over_http(&emulator).await;
    emulator
        .faults()
        .add(fault.with_operation::<SendWhatsAppMessage>());
    let sent = text(&client, "hi").send().await;
    drop(running);
    let open = sent.as_ref().is_err_and(|error| error.maybe_sent());
    (sent.is_ok(), open, emulator.messages().len())
}

#[tokio::test]
async fn retries_a_message_only_if_it_was_not_accepted() {
    use FaultKind::{Garbage, Html, Reset, Status, Throttle};
    for (fault, expected) in [
        (Fault::new(Throttle), (true, false, 1)),
        (Fault::new(Status(500)), (false, true, 0)),
        (Fault::new(Status(502)), (false, true, 0)),
        (Fault::new(Reset), (false, true, 0)),
        (Fault::new(Garbage), (false, true, 0)),
        (Fault::new(Html), (false, true, 0)),
        (
            Fault::new(Status(502)).with_stage(FaultStage::After),
            (false, true, 1),
        ),
        (
            Fault::new(Reset).with_stage(FaultStage::After),
            (false, true, 1),
        ),
        (
            Fault::new(Garbage).with_stage(FaultStage::After),
            (false, true, 1),
        ),
        (
            Fault::new(Html).with_stage(FaultStage::After),
            (false, true, 1),
        ),
    ] {
        let case = format!("{fault:?}");
        assert_eq!(outcome(fault).await, expected, "{case}");
    }
}

#[tokio::test]
async fn retries_readonly_operations() {
    for kind in [
        FaultKind::Throttle,
        FaultKind::Status(500),
        FaultKind::Html,
        FaultKind::Reset,
    ] {
        let emulator = Emulator::new();
        let client = emulator.client();
        emulator.faults().add(Fault::new(kind).with_times(2));
        let list = client.list_linked_whatsapp_business_accounts();
        assert_eq!(
            list.send().await.unwrap().linked_accounts().len(),
            1,
            "{kind:?}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn times_out_after_a_delay() {
    let emulator = Emulator::new();
    emulator
        .faults()
        .add(Fault::new(FaultKind::Delay(Duration::from_secs(11))));
    let error = text(&emulator.client(), "hi").send().await.unwrap_err();
    assert!(error.is_timeout());
    emulator
        .faults()
        .add(Fault::new(FaultKind::Delay(Duration::from_secs(9))));
    assert!(text(&emulator.client(), "hi").send().await.is_ok());
}

const TASKS: usize = 32;
const MESSAGES: usize = 10_000;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn delivers_ten_thousand_messages_at_most_once_despite_faults() {
    let emulator = Emulator::new();
    let (running, client) = over_http(&emulator).await;
    for (seed, fault) in [
        Fault::new(FaultKind::Throttle),
        Fault::new(FaultKind::Status(500)),
        Fault::new(FaultKind::Status(502)).with_stage(FaultStage::After),
        Fault::new(FaultKind::Reset),
        Fault::new(FaultKind::Reset).with_stage(FaultStage::After),
        Fault::new(FaultKind::Garbage).with_stage(FaultStage::After),
        Fault::new(FaultKind::Html),
        Fault::new(FaultKind::Delay(Duration::from_millis(1))),
    ]
    .into_iter()
    .enumerate()
    {
        emulator.faults().add(
            fault
                .with_operation::<SendWhatsAppMessage>()
                .with_probability(0.02, seed as u64),
        );
    }
    let succeeded = Arc::new(Mutex::new(Vec::new()));
    let mut tasks = JoinSet::new();
    for task in 0..TASKS {
        let (client, succeeded) = (client.clone(), succeeded.clone());
        tasks.spawn(async move {
            for number in (task..MESSAGES).step_by(TASKS) {
                let body = format!("message {number}");
                if text(&client, &body).send().await.is_ok() {
                    succeeded.lock().unwrap().push(body);
                }
            }
        });
    }
    tasks.join_all().await;
    running.shutdown().await;

    let mut recorded: BTreeMap<String, usize> = BTreeMap::new();
    for message in emulator.messages() {
        *recorded.entry(message.text().unwrap()).or_default() += 1;
    }
    let repeated: Vec<_> = recorded.iter().filter(|(_, count)| **count > 1).collect();
    assert!(repeated.is_empty(), "{repeated:?}");
    let succeeded = succeeded.lock().unwrap();
    let lost: Vec<_> = succeeded
        .iter()
        .filter(|body| !recorded.contains_key(*body))
        .collect();
    assert!(lost.is_empty(), "{lost:?}");
    // About 12 in 100 fail, and about half of those were accepted.
    assert!(
        (8_000..9_500).contains(&succeeded.len()),
        "{}",
        succeeded.len()
    );
    assert!(recorded.len() > succeeded.len());
}

#[tokio::test]
async fn removes_one_fault() {
    let emulator = Emulator::new();
    for kind in ["throttle", "html", "500"] {
        let (status, _) = ask(&emulator, Method::POST, "faults", json!({ "kind": kind })).await;
        assert_eq!(status, 200);
    }
    let kinds = |json: &Value| {
        let faults = json["faults"].as_array().unwrap().iter();
        let faults = faults.map(|fault| (fault["number"].clone(), fault["kind"].clone()));
        faults.collect::<Vec<_>>()
    };
    let (status, left) = ask(&emulator, Method::DELETE, "faults/2", Value::Null).await;
    assert_eq!(status, 200);
    let expected = [(json!(1), json!("throttle")), (json!(3), json!("500"))];
    assert_eq!(kinds(&left), expected);
    for number in ["2", "x"] {
        let path = format!("faults/{number}");
        let (status, error) = ask(&emulator, Method::DELETE, &path, Value::Null).await;
        assert_eq!(status, 404);
        let message = format!("no pending fault has the number {number}");
        assert_eq!(error["message"], message);
    }
}
