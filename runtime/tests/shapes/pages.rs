//! Pagination: streams of pages and items.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::Poll;

use futures_core::Stream;
use runtime::{BoxFuture, Error, Pages};

use crate::sample::{AddBookError, ListBooks, ListBooksInput, ListBooksOutput};

/// The pages: requested token, books, next token.
type Script = &'static [(
    Option<&'static str>,
    &'static [&'static str],
    Option<&'static str>,
)];

type PageResult = Result<ListBooksOutput, Error<AddBookError>>;

/// A paginated service that records the tokens of its requests.
struct PagedService {
    requested: Arc<Mutex<Vec<Option<String>>>>,
}

impl PagedService {
    fn pages(first: Option<&str>, script: Script) -> (Self, Pages<ListBooks>) {
        let requested = Arc::new(Mutex::new(Vec::new()));
        let service = Self {
            requested: Arc::clone(&requested),
        };
        let input = ListBooksInput {
            next_token: first.map(str::to_owned),
            max_results: Some(2),
            since: None,
        };
        let pages = Pages::new(
            input,
            move |input: ListBooksInput| -> BoxFuture<'static, PageResult> {
                assert_eq!(input.max_results, Some(2));
                let token = input.next_token.clone();
                requested.lock().unwrap().push(token.clone());
                Box::pin(async move {
                    tokio::task::yield_now().await;
                    let page = script
                        .iter()
                        .find(|(requested, ..)| *requested == token.as_deref());
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
        (service, pages)
    }

    fn requested(&self) -> Vec<String> {
        let requested = self.requested.lock().unwrap();
        requested
            .iter()
            .map(|token| token.clone().unwrap_or_else(|| "-".to_owned()))
            .collect()
    }
}

#[tokio::test]
async fn yields_all_pages_in_order() {
    let (service, pages) = PagedService::pages(
        None,
        &[
            (None, &["a", "b"], Some("1")),
            (Some("1"), &[], Some("2")),
            (Some("2"), &["c"], Some("")),
        ],
    );
    assert_eq!(pages.items().try_collect().await.unwrap(), ["a", "b", "c"]);
    assert_eq!(service.requested(), ["-", "1", "2"]);
}

#[tokio::test]
async fn fetches_pages_lazily() {
    let (service, mut pages) = PagedService::pages(
        Some("1"),
        &[(Some("1"), &["a"], Some("2")), (Some("2"), &[], None)],
    );
    assert!(service.requested().is_empty());
    pages.next().await.unwrap().unwrap();
    assert_eq!(service.requested(), ["1"]);
    pages.next().await.unwrap().unwrap();
    assert!(pages.next().await.is_none());
    assert!(pages.next().await.is_none());
    assert_eq!(service.requested(), ["1", "2"]);
}

#[tokio::test]
async fn rejects_repeated_tokens() {
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
    for (first, script, requested) in loops {
        let (service, pages) = PagedService::pages(first, script);
        let mut items = pages.items();
        for (_, books, _) in script {
            assert_eq!(items.next().await.unwrap().unwrap(), books[0]);
        }
        let error = items.next().await.unwrap().unwrap_err();
        assert!(error.is_unreadable_response(), "{error}");
        assert!(items.next().await.is_none());
        assert_eq!(service.requested(), requested);
    }
}

#[tokio::test]
async fn stops_after_an_error() {
    let (service, mut pages) = PagedService::pages(None, &[(None, &["a"], Some("1"))]);
    pages.next().await.unwrap().unwrap();
    assert!(pages.next().await.unwrap().unwrap_err().is_connection());
    assert!(pages.next().await.is_none());
    assert_eq!(service.requested(), ["-", "1"]);

    let (_, pages) = PagedService::pages(None, &[(None, &["a"], Some("1"))]);
    assert!(pages.try_collect().await.unwrap_err().is_connection());
}

#[tokio::test]
async fn pages_and_items_are_streams() {
    fn assert_stream<T: Send + Unpin + Stream>(stream: T) -> T {
        stream
    }
    let (_, pages) = PagedService::pages(None, &[(None, &["a"], None)]);
    let mut items = assert_stream(assert_stream(pages).items());
    let mut count = 0;
    while let Some(item) = poll_fn(|context| Pin::new(&mut items).poll_next(context)).await {
        assert_eq!(item.unwrap(), "a");
        count += 1;
    }
    assert_eq!(count, 1);
}

#[tokio::test]
async fn dropped_next_loses_no_page() {
    let (service, mut pages) = PagedService::pages(None, &[(None, &["a"], None)]);
    {
        let mut next = Box::pin(pages.next());
        let pending =
            poll_fn(|context| Poll::Ready(next.as_mut().poll(context).is_pending())).await;
        assert!(pending);
    }
    let page = pages.next().await.unwrap().unwrap();
    assert_eq!(page.books.unwrap(), ["a"]);
    assert_eq!(service.requested(), ["-"]);
}
