//! Lists the linked WhatsApp Business Accounts with their phone numbers.
//!
//! ```text
//! cargo run -p generated-client --example list_accounts_and_phone_numbers
//! ```
//!
//! The other examples take these phone number ids. Region and credentials come
//! from the usual AWS sources; `AWS_ENDPOINT_URL` overrides the endpoint.

use std::process::ExitCode;

use socialmessaging::Client;

#[tokio::main]
async fn main() -> ExitCode {
    if std::env::args().len() > 1 {
        eprintln!("usage: list_accounts_and_phone_numbers");
        return ExitCode::from(2);
    }
    match list().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn list() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::from_env().await?;
    // `items` requests pages as needed.
    let mut accounts = client.list_linked_whatsapp_business_accounts().items();
    while let Some(summary) = accounts.next().await {
        let summary = summary?;
        println!(
            "{}  {}  {}",
            summary.id, summary.waba_name, summary.registration_status
        );

        // The list does not include phone numbers.
        let found = client
            .get_linked_whatsapp_business_account()
            .id(&summary.id)
            .send()
            .await?;
        let Some(account) = found.account() else {
            continue;
        };
        for number in account.phone_numbers() {
            println!(
                "    {}  {}  {}  quality {}",
                number.phone_number_id,
                number.display_phone_number,
                number.display_phone_number_name,
                number.quality_rating,
            );
        }
    }
    Ok(())
}
