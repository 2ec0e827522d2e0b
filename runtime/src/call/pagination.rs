//! Streams of pages and of their entries.

use std::collections::BTreeSet;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use crate::base::disclosure::CUT;
use crate::base::future::BoxFuture;
use crate::call::error::Error;
use crate::call::operation::{Operation, Paginated};

/// The result of a request for a page.
type Page<O> = Result<<O as Operation>::Output, Error<<O as Operation>::Error>>;

/// An entry, or the error of the request for its page.
type Entry<O> = Result<<O as Paginated>::Item, Error<<O as Operation>::Error>>;

/// Sends an input.
type Fetch<O> = Box<dyn Fn(<O as Operation>::Input) -> BoxFuture<'static, Page<O>> + Send + Sync>;

/// A [`Stream`] of the pages of an operation; [`next`](Self::next) also returns
/// them one by one. Each page is fetched on demand.
///
/// The stream ends after the last page and after the first error. A page may be
/// empty without being the last. A token that the service returned before is an
/// error, because following it would loop forever.
#[must_use = "pages are fetched on demand"]
pub struct Pages<O: Paginated> {
    send: Fetch<O>,
    state: State<O>,
    /// The tokens so far.
    seen: BTreeSet<String>,
}

enum State<O: Paginated> {
    /// The next request has this input.
    Ready(O::Input),
    /// A request with this input is in progress.
    Waiting(O::Input, BoxFuture<'static, Page<O>>),
    /// The last page had the token of an earlier page.
    Repeated(String),
    Done,
}

// The future is in a box, so nothing is pinned in place.
impl<O: Paginated> Unpin for Pages<O> {}

impl<O: Paginated> Pages<O> {
    /// Creates a stream that begins with the page of the input.
    #[doc(hidden)]
    pub fn new(
        input: O::Input,
        send: impl Fn(O::Input) -> BoxFuture<'static, Page<O>> + Send + Sync + 'static,
    ) -> Self {
        let seen = O::token(&input).map(str::to_owned).into_iter().collect();
        Self {
            send: Box::new(send),
            state: State::Ready(input),
            seen,
        }
    }

    /// Returns the next page; `None` after the last page.
    pub async fn next(&mut self) -> Option<Page<O>> {
        poll_fn(|context| self.poll(context)).await
    }

    /// Collects all pages.
    ///
    /// # Errors
    /// The first error; the pages before it are dropped.
    pub async fn try_collect(mut self) -> Result<Vec<O::Output>, Error<O::Error>> {
        let mut pages = Vec::new();
        while let Some(page) = self.next().await {
            pages.push(page?);
        }
        Ok(pages)
    }

    /// Returns a stream of the entries of the pages.
    pub fn items(self) -> Items<O> {
        Items {
            pages: self,
            page: Vec::new().into_iter(),
        }
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Page<O>>> {
        loop {
            match std::mem::replace(&mut self.state, State::Done) {
                State::Ready(input) => {
                    let page = (self.send)(input.clone());
                    self.state = State::Waiting(input, page);
                }
                State::Waiting(input, mut page) => match page.as_mut().poll(context) {
                    Poll::Pending => {
                        self.state = State::Waiting(input, page);
                        return Poll::Pending;
                    }
                    Poll::Ready(Ok(output)) => {
                        self.state = self.after(input, &output);
                        return Poll::Ready(Some(Ok(output)));
                    }
                    Poll::Ready(Err(error)) => return Poll::Ready(Some(Err(error))),
                },
                State::Repeated(token) => {
                    return Poll::Ready(Some(Err(Error::repeated_token(
                        if O::METADATA.sensitivity.response {
                            CUT.to_owned()
                        } else {
                            token
                        },
                    ))));
                }
                State::Done => return Poll::Ready(None),
            }
        }
    }

    fn after(&mut self, mut input: O::Input, output: &O::Output) -> State<O> {
        let Some(token) = O::next_token(output).filter(|token| !token.is_empty()) else {
            return State::Done;
        };
        if !self.seen.insert(token.to_owned()) {
            return State::Repeated(token.to_owned());
        }
        O::set_token(&mut input, token.to_owned());
        State::Ready(input)
    }
}

impl<O: Paginated> Stream for Pages<O> {
    type Item = Page<O>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll(context)
    }
}

/// A [`Stream`] of the entries of all pages.
///
/// It ends after the last entry and after the first error.
#[must_use = "pages are fetched on demand"]
pub struct Items<O: Paginated> {
    pages: Pages<O>,
    page: std::vec::IntoIter<O::Item>,
}

impl<O: Paginated> Unpin for Items<O> {}

impl<O: Paginated> Items<O> {
    /// Returns the next entry; `None` after the last entry.
    pub async fn next(&mut self) -> Option<Entry<O>> {
        poll_fn(|context| self.poll(context)).await
    }

    /// Collects all entries.
    ///
    /// # Errors
    /// The first error; the entries before it are dropped.
    pub async fn try_collect(mut self) -> Result<Vec<O::Item>, Error<O::Error>> {
        let mut items = Vec::new();
        while let Some(item) = self.next().await {
            items.push(item?);
        }
        Ok(items)
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Entry<O>>> {
        loop {
            if let Some(item) = self.page.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(self.pages.poll(context)) {
                Some(Ok(output)) => self.page = O::items(output).into_iter(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<O: Paginated> Stream for Items<O> {
    type Item = Entry<O>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll(context)
    }
}

impl<O: Paginated> fmt::Debug for Pages<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("operation", &O::METADATA.name)
            .finish_non_exhaustive()
    }
}

impl<O: Paginated> fmt::Debug for Items<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items")
            .field("operation", &O::METADATA.name)
            .finish_non_exhaustive()
    }
}
