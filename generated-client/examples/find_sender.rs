//! Finds the only phone number that can send, among all linked accounts.
//!
//! ```text
//! cargo run -p generated-client --features emulator --example find_sender
//! ```
//!
//! Region and credentials come from the usual AWS sources; `AWS_ENDPOINT_URL`
//! overrides the endpoint.

use std::fmt;
use std::process::ExitCode;

use socialmessaging::types::WhatsAppPhoneNumberSummary;
use socialmessaging::{AnyError, Client};

/// The reason why there is no single sender.
#[derive(Debug)]
enum NoSender {
    /// No linked account has a registered phone number.
    None,
    /// Several can send, so one must be selected.
    Several(Vec<WhatsAppPhoneNumberSummary>),
    /// The accounts cannot be read.
    Unread(AnyError),
}

impl fmt::Display for NoSender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => f.write_str(
                "no phone number can send: link an account and register a phone number in the \
                 AWS console",
            ),
            Self::Several(numbers) => {
                f.write_str("several phone numbers can send, choose one:")?;
                for number in numbers {
                    let (id, shown) = (&number.phone_number_id, &number.display_phone_number);
                    write!(f, "\n  {id}  {shown}")?;
                }
                Ok(())
            }
            Self::Unread(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for NoSender {}

impl<E: Into<AnyError>> From<E> for NoSender {
    fn from(error: E) -> Self {
        Self::Unread(error.into())
    }
}

/// Returns the only phone number that can send.
async fn find_sender(client: &Client) -> Result<WhatsAppPhoneNumberSummary, NoSender> {
    let mut found = Vec::new();
    let mut accounts = client.list_linked_whatsapp_business_accounts().items();
    while let Some(account) = accounts.next().await {
        let details = client
            .get_linked_whatsapp_business_account()
            .id(account?.id)
            .send()
            .await?;
        // An account lists its phone numbers when they are registered.
        if let Some(account) = details.account {
            found.extend(account.phone_numbers);
        }
    }
    match found.len() {
        0 | 1 => found.pop().ok_or(NoSender::None),
        _ => Err(NoSender::Several(found)),
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    if std::env::args().len() > 1 {
        eprintln!("usage: find_sender");
        return ExitCode::from(2);
    }
    let found = match Client::from_env().await {
        Ok(client) => find_sender(&client)
            .await
            .map_err(|error| error.to_string()),
        Err(error) => Err(error.to_string()),
    };
    match found {
        Ok(number) => {
            println!("{}", number.phone_number_id);
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

#[cfg(test)]
mod tests {
    use socialmessaging::emulator::{Account, Emulator, PHONE_NUMBER_ID, PhoneNumber};

    use super::*;

    async fn find(accounts: impl IntoIterator<Item = Account>) -> Result<String, String> {
        let emulator = Emulator::builder().accounts(accounts).build().unwrap();
        let found = find_sender(&emulator.client()).await;
        found
            .map(|number| number.phone_number_id)
            .map_err(|error| error.to_string())
    }

    #[tokio::test]
    async fn finds_the_registered_number_of_several_accounts() {
        let waiting = PhoneNumber::waiting("+14255550124");
        let accounts = [
            Account::new("empty"),
            Account::new("waiting").with_phone_numbers([waiting]),
            Account::ready_made(),
        ];
        assert_eq!(find(accounts).await, Ok(PHONE_NUMBER_ID.to_owned()));
    }

    #[tokio::test]
    async fn reports_that_no_number_can_send() {
        let waiting = PhoneNumber::waiting("+14255550124");
        let account = Account::new("waiting").with_phone_numbers([waiting]);
        let error = find([account]).await.unwrap_err();
        assert!(error.starts_with("no phone number can send"), "{error}");
    }

    #[tokio::test]
    async fn lists_the_numbers_to_choose_from() {
        let second = PhoneNumber::new("+14255550124");
        let second = Account::new("second").with_phone_numbers([second]);
        let error = find([Account::ready_made(), second]).await.unwrap_err();
        let lines: Vec<&str> = error.lines().collect();
        assert_eq!(lines.len(), 3, "{error}");
        assert_eq!(lines[0], "several phone numbers can send, choose one:");
        assert!(error.contains(PHONE_NUMBER_ID), "{error}");
    }
}
