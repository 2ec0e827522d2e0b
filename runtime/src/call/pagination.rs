//! Streams over the pages of an operation and over their entries.

use std::collections::BTreeSet;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use crate::base::future::BoxFuture;
use crate::call::error::Error;
use crate::call::operation::{Operation, Paginated};

/// A page, or why there is none.
type Page<O> = Result<<O as Operation>::Output, Error<<O as Operation>::Error>>;

/// An entry of a page, or why there is none.
type Entry<O> = Result<<O as Paginated>::Item, Error<<O as Operation>::Error>>;

/// Sends an input.
type Fetch<O> = Box<dyn Fn(<O as Operation>::Input) -> BoxFuture<'static, Page<O>> + Send + Sync>;

/// The pages of an operation, each fetched when it is asked for: a
/// [`Stream`], with [`next`](Self::next) for those who have no use for one.
///
/// Ends after the last page and after the first error. A page may be empty
/// without being the last. A token that the service has given before is an
/// error, as following it would never end.
#[must_use = "no page is fetched until it is asked for"]
pub struct Pages<O: Paginated> {
    send: Fetch<O>,
    state: State<O>,
    /// The tokens asked with so far.
    seen: BTreeSet<String>,
}

enum State<O: Paginated> {
    /// The next page is to be asked for with this input.
    Ready(O::Input),
    /// A page is under way; the next one is asked for with this input.
    Waiting(O::Input, BoxFuture<'static, Page<O>>),
    /// The last page led back to an earlier one.
    Repeated(String),
    Done,
}

// Nothing is pinned in place: the future is in a box.
impl<O: Paginated> Unpin for Pages<O> {}

impl<O: Paginated> Pages<O> {
    /// The pages from the one that the input asks for.
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

    /// The next page; `None` after the last.
    pub async fn next(&mut self) -> Option<Page<O>> {
        poll_fn(|context| self.poll(context)).await
    }

    /// All pages at once.
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

    /// The entries of the pages, one by one.
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
                    return Poll::Ready(Some(Err(Error::repeated_token(token))));
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

/// The entries of an operation's pages, across page boundaries.
///
/// Ends after the last entry and after the first error.
#[must_use = "no page is fetched until an entry is asked for"]
pub struct Items<O: Paginated> {
    pages: Pages<O>,
    page: std::vec::IntoIter<O::Item>,
}

impl<O: Paginated> Unpin for Items<O> {}

impl<O: Paginated> Items<O> {
    /// The next entry; `None` after the last.
    pub async fn next(&mut self) -> Option<Entry<O>> {
        poll_fn(|context| self.poll(context)).await
    }

    /// All entries at once.
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
