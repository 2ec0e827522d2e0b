//! Pages and their tokens.

use socialmessaging::Client;
use socialmessaging::emulator::{Account, Emulator};

fn crowded(accounts: usize) -> Emulator {
    let accounts = (0..accounts).map(|number| Account::new(format!("Account {number}")));
    Emulator::builder().accounts(accounts).build().unwrap()
}

async fn token(client: &Client) -> String {
    let list = client
        .list_linked_whatsapp_business_accounts()
        .max_results(2);
    list.send().await.unwrap().next_token.unwrap()
}

#[tokio::test]
async fn lists_every_account_once() {
    for (accounts, size, pages) in [(0, 1, 1), (1, 1, 1), (5, 2, 3), (6, 2, 3), (150, 100, 2)] {
        let client = crowded(accounts).client();
        let list = client
            .list_linked_whatsapp_business_accounts()
            .max_results(size);
        let collected = list.clone().pages().try_collect().await.unwrap();
        assert_eq!(
            collected.len(),
            pages,
            "{accounts} accounts, {size} on a page"
        );
        let mut ids: Vec<String> = list
            .items()
            .try_collect()
            .await
            .unwrap()
            .into_iter()
            .map(|account| account.id)
            .collect();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), accounts);
    }
}

#[tokio::test]
async fn rejects_modified_page_tokens() {
    let client = crowded(5).client();
    let token = token(&client).await;
    let foreign = self::token(&crowded(5).client()).await;
    for (case, token) in [
        ("cut", token[1..].to_owned()),
        ("longer", format!("{token}A")),
        ("readable", "waba-1".to_owned()),
        ("of another service", foreign),
    ] {
        let list = client
            .list_linked_whatsapp_business_accounts()
            .next_token(token);
        let error = list.send().await.unwrap_err();
        assert_eq!(error.code(), Some("InvalidParametersException"), "{case}");
    }
}

#[tokio::test]
async fn accepts_a_page_token_for_a_removed_account() {
    let client = crowded(3).client();
    let list = client
        .list_linked_whatsapp_business_accounts()
        .max_results(2);
    let page = list.send().await.unwrap();
    let last = page.linked_accounts()[1].id().to_owned();
    let unlink = client.disassociate_whatsapp_business_account().id(last);
    unlink.send().await.unwrap();
    let rest = client.list_linked_whatsapp_business_accounts();
    let rest = rest
        .next_token(page.next_token.unwrap())
        .send()
        .await
        .unwrap();
    assert_eq!(rest.linked_accounts().len(), 1);
}
