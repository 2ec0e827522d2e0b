//! Reads 100 accounts.

use std::hint::black_box;

use runtime::{HeaderMap, Response, StatusCode};
use serde::Deserialize;
use serde_json::json;
use socialmessaging::output::ListLinkedWhatsAppBusinessAccountsOutput;

/// Reads the accounts as the client does.
pub(crate) fn read_ours(calls: usize) -> anyhow::Result<()> {
    let response = Response::new(StatusCode::OK, HeaderMap::new(), text()?);
    for _ in 0..calls {
        black_box(black_box(&response).json::<ListLinkedWhatsAppBusinessAccountsOutput>()?);
    }
    Ok(())
}

/// Reads the accounts with code derived by serde.
pub(crate) fn read_derived(calls: usize) -> anyhow::Result<()> {
    let text = text()?;
    for _ in 0..calls {
        black_box(serde_json::from_slice::<Output>(black_box(&text))?);
    }
    Ok(())
}

/// The response of ListLinkedWhatsAppBusinessAccounts with 100 accounts.
fn text() -> anyhow::Result<Vec<u8>> {
    let accounts: Vec<_> = (0..100)
        .map(|index| {
            let id = format!("{:032}", 1_000 + index);
            json!({
                "arn": format!("arn:aws:social-messaging:us-east-1:123456789012:waba/{id}"),
                "id": format!("waba-{id}"),
                "wabaId": format!("{:015}", 100_200_300 + index),
                "registrationStatus": "COMPLETE",
                "linkDate": 1_750_000_000 + index,
                "wabaName": format!("Account of branch {index}"),
                "eventDestinations": [{
                    "eventDestinationArn": "arn:aws:sns:us-east-1:123456789012:messages",
                    "roleArn": "arn:aws:iam::123456789012:role/messages",
                }],
            })
        })
        .collect();
    Ok(serde_json::to_vec(
        &json!({ "linkedAccounts": accounts, "nextToken": "next" }),
    )?)
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "only read")]
struct Output {
    linked_accounts: Option<Vec<Account>>,
    next_token: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "only read")]
struct Account {
    arn: String,
    id: String,
    waba_id: String,
    registration_status: Status,
    /// Seconds, which the client converts to a `Timestamp`.
    link_date: f64,
    waba_name: String,
    event_destinations: Vec<Destination>,
    marketing_messages_onboarding_status: Option<String>,
    direct_send_enforcement_status: Option<String>,
    direct_send_enforcement_status_expires_at: Option<f64>,
    dataset_id: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
enum Status {
    Complete,
    Incomplete,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "only read")]
struct Destination {
    event_destination_arn: String,
    role_arn: Option<String>,
}
