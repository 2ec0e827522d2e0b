//! The sign-up of accounts.

use socialmessaging::Client;
use socialmessaging::emulator::{Account, Emulator, PhoneNumber};
use socialmessaging::types::{
    RegistrationStatus, Tag, WabaPhoneNumberSetupFinalization as Number,
    WabaSetupFinalization as Waba, WhatsAppSetupFinalization as Finalization,
};

use crate::begin_signup;

const WAITING: &str = "waba-waiting";

fn emulator() -> Emulator {
    let account = Account::new("Waiting")
        .with_id(WAITING)
        .with_phone_numbers([
            PhoneNumber::waiting("+491").with_id("phone-number-id-1"),
            PhoneNumber::waiting("+492").with_id("phone-number-id-2"),
        ]);
    let builder = Emulator::builder().accounts([]);
    builder.waiting_accounts([account]).build().unwrap()
}

async fn token(client: &Client) -> String {
    let result = begin_signup(client).await;
    result.associate_in_progress_token.unwrap()
}

#[tokio::test]
async fn registers_phone_numbers_separately() {
    let emulator = emulator();
    let client = emulator.client();
    let number = Number::new("phone-number-id-1", "1").with_tags([Tag::new("first")]);
    let waba = Waba::new().with_id(WAITING).with_tags([Tag::new("team")]);
    let finalization = Finalization::new(token(&client).await, vec![number]).with_waba(waba);
    let finish = client.associate_whatsapp_business_account();
    finish
        .setup_finalization(finalization)
        .send()
        .await
        .unwrap();

    let account = client.get_linked_whatsapp_business_account().id(WAITING);
    let account = account.send().await.unwrap().account.unwrap();
    assert_eq!(
        account.registration_status(),
        &RegistrationStatus::Incomplete
    );
    assert_eq!(account.phone_numbers().len(), 1);
    assert!(emulator.accounts()[0].tags.contains_key("team"));

    let number = Number::new("phone-number-id-2", "2");
    let finalization = Finalization::new(token(&client).await, vec![number]);
    let finish = client.associate_whatsapp_business_account();
    let finish = finish.setup_finalization(finalization.with_phone_number_parent(WAITING));
    finish.send().await.unwrap();
    let account = client.get_linked_whatsapp_business_account().id(WAITING);
    let account = account.send().await.unwrap().account.unwrap();
    assert_eq!(account.registration_status(), &RegistrationStatus::Complete);
    assert_eq!(account.phone_numbers().len(), 2);
}

#[tokio::test]
async fn a_second_sign_up_keeps_linked_numbers() {
    let emulator = emulator();
    let client = emulator.client();
    for id in ["phone-number-id-1", "phone-number-id-2"] {
        let number = Number::new(id, "1");
        let finalization = Finalization::new(token(&client).await, vec![number]);
        let finish = client.associate_whatsapp_business_account();
        let finish = finish.setup_finalization(finalization);
        finish.send().await.unwrap();
    }
    let accounts = emulator.accounts();
    let numbers = accounts[0].phone_numbers.iter();
    let ids: Vec<&str> = numbers.map(|number| number.id.as_str()).collect();
    assert_eq!(ids, ["phone-number-id-1", "phone-number-id-2"]);
    assert_eq!(accounts.len(), 1);
}

#[tokio::test]
async fn accepts_a_sign_up_token_once() {
    let client = emulator().client();
    let token = token(&client).await;
    let numbers = |id: &str| vec![Number::new(id, "1")];
    let nowhere = "waba-nowhere";
    for (case, finalization, outcome) in [
        (
            "token",
            Finalization::new("other", numbers("phone-number-id-1")),
            Err(()),
        ),
        (
            "number",
            Finalization::new(&token, numbers("phone-number-id-9")),
            Err(()),
        ),
        (
            "no number",
            Finalization::new(&token, Vec::<Number>::new()),
            Err(()),
        ),
        (
            "account",
            Finalization::new(&token, numbers("phone-number-id-1"))
                .with_waba(Waba::new().with_id(nowhere)),
            Err(()),
        ),
        (
            "parent",
            Finalization::new(&token, numbers("phone-number-id-1"))
                .with_phone_number_parent(nowhere),
            Err(()),
        ),
        (
            "good",
            Finalization::new(&token, numbers("phone-number-id-1")),
            Ok(()),
        ),
        (
            "used",
            Finalization::new(&token, numbers("phone-number-id-2")),
            Err(()),
        ),
    ] {
        let finish = client.associate_whatsapp_business_account();
        let finished = finish.setup_finalization(finalization).send().await;
        if let Err(error) = &finished {
            assert_eq!(error.code(), Some("InvalidParametersException"), "{case}");
        }
        assert_eq!(finished.map(drop).map_err(drop), outcome, "{case}");
    }
}
