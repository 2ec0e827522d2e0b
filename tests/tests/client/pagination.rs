//! Pages and items of `ListLinkedWhatsAppBusinessAccounts`.

use runtime::Retries;
use socialmessaging::operation::ListLinkedWhatsAppBusinessAccounts;
use tests::fixture;
use tests::operations::Failure;
use tests::server::{Play, Server};

use crate::snapshot;

/// Returns a page with accounts of these ids and the next token.
fn page(ids: &[&str], next: Option<&str>) -> Play {
    let accounts: Vec<_> = ids
        .iter()
        .map(|id| serde_json::json!({ "id": id }))
        .collect();
    let page = serde_json::json!({ "linkedAccounts": accounts, "nextToken": next });
    Play::json(page.to_string())
}

fn request(server: &Server) -> ListLinkedWhatsAppBusinessAccounts {
    let client = fixture::builder(server)
        .retries(Retries::none())
        .build()
        .unwrap();
    client
        .list_linked_whatsapp_business_accounts()
        .max_results(2)
}

/// Returns the ids of all items before the first error, and the error.
async fn items(plays: impl IntoIterator<Item = Play>) -> (Vec<String>, Option<Failure>, Server) {
    let server = Server::start(plays).await;
    let mut items = request(&server).items();
    let mut ids = Vec::new();
    while let Some(item) = items.next().await {
        match item {
            Ok(account) => ids.push(account.id),
            Err(error) => {
                assert!(items.next().await.is_none(), "an error ends the stream");
                return (ids, Some(error.into()), server);
            }
        }
    }
    (ids, None, server)
}

fn targets(server: &Server) -> Vec<String> {
    let prefix = "/v1/whatsapp/waba/list?";
    let requests = server.requests();
    let targets = requests
        .iter()
        .map(|request| request.target().strip_prefix(prefix));
    targets.map(|query| query.unwrap().to_owned()).collect()
}

#[tokio::test]
async fn returns_items_of_every_page() {
    #[rustfmt::skip]
    let cases = [
        ("one page", vec![page(&["1", "2"], None)], "1 2"),
        ("two pages", vec![page(&["1"], Some("t")), page(&["2"], None)], "1 2"),
        ("empty token", vec![page(&["1"], Some(""))], "1"),
        ("page without items \
        continues", vec![page(&["1"], Some("t")), page(&[], Some("u")), page(&["2"], None)], "1 2"),
        ("first page without items", vec![page(&[], Some("t")), page(&["1"], None)], "1"),
        ("no list at all", vec![Play::json(r#"{"nextToken":"t"}"#), page(&["1"], None)], "1"),
        ("nothing", vec![Play::json("{}")], ""),
    ];
    for (case, plays, expected) in cases {
        let count = plays.len();
        let (ids, failure, server) = items(plays).await;
        assert_eq!(ids.join(" "), expected, "{case}");
        assert!(failure.is_none(), "{case}: {failure:?}");
        assert_eq!(server.requests().len(), count, "{case}");
    }
}

#[tokio::test]
async fn sends_the_token_of_the_previous_page() {
    let pages = [
        page(&["1"], Some("a/b")),
        page(&["2"], Some("c")),
        page(&["3"], None),
    ];
    let (_, _, server) = items(pages).await;
    let expected = [
        "maxResults=2",
        "nextToken=a%2Fb&maxResults=2",
        "nextToken=c&maxResults=2",
    ];
    assert_eq!(targets(&server), expected);
}

#[tokio::test]
async fn rejects_a_repeated_token() {
    let again = [
        page(&["1"], Some("t")),
        page(&["2"], Some("t")),
        page(&["3"], None),
    ];
    let (ids, failure, server) = items(again).await;
    assert_eq!(
        ids,
        ["1", "2"],
        "what came with the repeated token is not lost"
    );
    assert_eq!(server.requests().len(), 2);
    let failure = failure.unwrap();
    snapshot!("rejects_a_repeated_token", failure.display);

    let circle = [
        page(&["1"], Some("t")),
        page(&["2"], Some("u")),
        page(&["3"], Some("t")),
    ];
    let (ids, failure, server) = items(circle).await;
    assert_eq!(ids, ["1", "2", "3"]);
    assert!(failure.is_some(), "a longer circle is one, too");
    assert_eq!(server.requests().len(), 3);
}

#[tokio::test]
async fn rejects_a_repeated_initial_token() {
    let server = Server::start([page(&["1"], Some("t"))]).await;
    let mut pages = request(&server).next_token("t").pages();
    assert!(pages.next().await.unwrap().is_ok());
    assert!(pages.next().await.unwrap().is_err());
    assert!(pages.next().await.is_none());
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn an_error_ends_the_stream() {
    let plays = [
        page(&["1"], Some("t")),
        Play::error(403, "AccessDeniedException", "no"),
    ];
    let (ids, failure, server) = items(plays).await;
    assert_eq!(ids, ["1"]);
    assert_eq!(
        failure.unwrap().code.as_deref(),
        Some("AccessDeniedException")
    );
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn requests_pages_on_demand() {
    let server = Server::start([page(&["1"], Some("t")), page(&["2"], None)]).await;
    let mut pages = request(&server).pages();
    assert_eq!(server.connections(), 0);
    let first = pages.next().await.unwrap().unwrap();
    assert_eq!(first.next_token(), Some("t"));
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn collects_pages_and_items() {
    let plays = || [page(&["1", "2"], Some("t")), page(&["3"], None)];
    let server = Server::start(plays()).await;
    let pages = request(&server).pages().try_collect().await.unwrap();
    assert_eq!(pages.len(), 2);
    let server = Server::start(plays()).await;
    let items = request(&server).items().try_collect().await.unwrap();
    assert_eq!(items.len(), 3);
}
