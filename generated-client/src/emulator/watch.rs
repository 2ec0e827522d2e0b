//! Waits for changes of the state or the clock, or for time to pass.

use std::future::{Future as _, poll_fn};
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::{RecvError, TryRecvError};
use tokio::sync::watch;

use super::feed::Notice;
use super::handle::Emulator;

/// The reason why a wait ended.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Signal {
    /// A part of the state changed.
    Notice(Notice),
    /// Notices were lost, because they were read too slowly.
    Lagged,
    /// The clock was set or moved.
    Clock,
    /// The time has passed.
    Time,
    /// The emulator was dropped.
    Closed,
}

/// A reader of changes since its creation.
#[derive(Debug)]
pub(super) struct Watch {
    notices: Receiver<Notice>,
    clock: watch::Receiver<()>,
}

impl Watch {
    pub(super) fn new(emulator: &Emulator) -> Self {
        Self {
            notices: emulator.feed().subscribe(),
            clock: emulator.clock().changes(),
        }
    }

    /// Returns a pending notice.
    pub(super) fn ready(&mut self) -> Option<Signal> {
        match self.notices.try_recv() {
            Ok(notice) => Some(Signal::Notice(notice)),
            Err(TryRecvError::Lagged(_)) => Some(Signal::Lagged),
            Err(TryRecvError::Empty | TryRecvError::Closed) => None,
        }
    }

    /// Waits for a change, but at most for this time.
    pub(super) async fn wait(&mut self, at_most: Option<Duration>) -> Signal {
        let mut notice = pin!(self.notices.recv());
        let mut clock = pin!(self.clock.changed());
        let mut time = pin!(async {
            match at_most {
                Some(time) => tokio::time::sleep(time).await,
                None => std::future::pending().await,
            }
        });
        poll_fn(|context| {
            match notice.as_mut().poll(context) {
                Poll::Ready(Ok(notice)) => return Poll::Ready(Signal::Notice(notice)),
                Poll::Ready(Err(RecvError::Lagged(_))) => return Poll::Ready(Signal::Lagged),
                Poll::Ready(Err(RecvError::Closed)) => return Poll::Ready(Signal::Closed),
                Poll::Pending => {}
            }
            if clock.as_mut().poll(context).is_ready() {
                return Poll::Ready(Signal::Clock);
            }
            time.as_mut().poll(context).map(|()| Signal::Time)
        })
        .await
    }
}
