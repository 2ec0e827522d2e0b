//! Page and item streams.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::Poll;

use futures_core::Stream;
use runtime::error::Error;
use runtime::{BoxFuture, Pages};

use crate::sample::{AddBookError, ListBooks, ListBooksInput, ListBooksOutput};

/// What the shop answers: the token asked with, the books, the next token.
type Script = &'static [(
    Option<&'static str>,
    &'static [&'static str],
    Option<&'static str>,
)];

type Outcome = Result<ListBooksOutput, Error<AddBookError>>;

/// A service with pages, and the tokens that it was asked with.
struct Shop {
    asked: Arc<Mutex<Vec<Option<String>>>>,
}

impl Shop {
    fn pages(first: Option<&str>, script: Script) -> (Self, Pages<ListBooks>) {
        let asked = Arc::new(Mutex::new(Vec::new()));
        let shop = Self {
            asked: Arc::clone(&asked),
        };
        let input = ListBooksInput {
            next_token: first.map(str::to_owned),
            max_results: Some(2),
            since: None,
        };
        let pages = Pages::new(
            input,
            move |input: ListBooksInput| -> BoxFuture<'static, Outcome> {
                assert_eq!(input.max_results, Some(2));
                let token = input.next_token.clone();
                asked.lock().unwrap().push(token.clone());
                Box::pin(async move {
                    tokio::task::yield_now().await;
                    let page = script.iter().find(|(asked, ..)| *asked == token.as_deref());
                    let Some((_, books, next)) = page else {
                        return Err(Error::connection("no such page").with_attempts(1));
                    };
                    let output = ListBooksOutput {
                        books: Some(books.iter().map(|book| (*book).to_owned()).collect()),
                        next_token: next.map(str::to_owned),
                    };
                    Ok(output)
                })
            },
        );
        (shop, pages)
    }

    fn asked(&self) -> Vec<String> {
        let asked = self.asked.lock().unwrap();
        asked
            .iter()
            .map(|token| token.clone().unwrap_or_else(|| "-".to_owned()))
            .collect()
    }
}

#[tokio::test]
async fn all_pages_in_order() {
    let (shop, pages) = Shop::pages(
        None,
        &[
            (None, &["a", "b"], Some("1")),
            (Some("1"), &[], Some("2")),
            (Some("2"), &["c"], Some("")),
        ],
    );
    assert_eq!(pages.items().try_collect().await.unwrap(), ["a", "b", "c"]);
    assert_eq!(shop.asked(), ["-", "1", "2"]);
}

#[tokio::test]
async fn pages_are_fetched_when_asked_for() {
    let (shop, mut pages) = Shop::pages(
        Some("1"),
        &[(Some("1"), &["a"], Some("2")), (Some("2"), &[], None)],
    );
    assert!(shop.asked().is_empty());
    pages.next().await.unwrap().unwrap();
    assert_eq!(shop.asked(), ["1"]);
    pages.next().await.unwrap().unwrap();
    assert!(pages.next().await.is_none());
    assert!(pages.next().await.is_none());
    assert_eq!(shop.asked(), ["1", "2"]);
}

#[tokio::test]
async fn a_repeated_token_ends_in_an_error() {
    let loops: [(Option<&str>, Script, &[&str]); 3] = [
        (
            None,
            &[(None, &["a"], Some("1")), (Some("1"), &["b"], Some("1"))],
            &["-", "1"],
        ),
        (Some("0"), &[(Some("0"), &["a"], Some("0"))], &["0"]),
        (
            None,
            &[
                (None, &["a"], Some("1")),
                (Some("1"), &["b"], Some("2")),
                (Some("2"), &["c"], Some("1")),
            ],
            &["-", "1", "2"],
        ),
    ];
    for (first, script, asked) in loops {
        let (shop, pages) = Shop::pages(first, script);
        let mut items = pages.items();
        for (_, books, _) in script {
            assert_eq!(items.next().await.unwrap().unwrap(), books[0]);
        }
        let error = items.next().await.unwrap().unwrap_err();
        assert!(error.is_unreadable_response(), "{error}");
        assert!(items.next().await.is_none());
        assert_eq!(shop.asked(), asked);
    }
}

#[tokio::test]
async fn an_error_is_the_end() {
    let (shop, mut pages) = Shop::pages(None, &[(None, &["a"], Some("1"))]);
    pages.next().await.unwrap().unwrap();
    assert!(pages.next().await.unwrap().unwrap_err().is_connection());
    assert!(pages.next().await.is_none());
    assert_eq!(shop.asked(), ["-", "1"]);

    let (_, pages) = Shop::pages(None, &[(None, &["a"], Some("1"))]);
    assert!(pages.try_collect().await.unwrap_err().is_connection());
}

#[tokio::test]
async fn are_streams() {
    fn travels<T: Send + Unpin + Stream>(stream: T) -> T {
        stream
    }
    let (_, pages) = Shop::pages(None, &[(None, &["a"], None)]);
    let mut items = travels(travels(pages).items());
    let mut count = 0;
    while let Some(item) = poll_fn(|context| Pin::new(&mut items).poll_next(context)).await {
        assert_eq!(item.unwrap(), "a");
        count += 1;
    }
    assert_eq!(count, 1);
}

#[tokio::test]
async fn a_dropped_wait_loses_nothing() {
    let (shop, mut pages) = Shop::pages(None, &[(None, &["a"], None)]);
    {
        let mut wait = Box::pin(pages.next());
        let pending =
            poll_fn(|context| Poll::Ready(wait.as_mut().poll(context).is_pending())).await;
        assert!(pending);
    }
    let page = pages.next().await.unwrap().unwrap();
    assert_eq!(page.books.unwrap(), ["a"]);
    assert_eq!(shop.asked(), ["-"]);
}
