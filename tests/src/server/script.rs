//! The shared state of the connections of a server.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;

use super::{Play, Recorded};

/// The counters of a server. Tests wait for them instead of sleeping.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Counts {
    pub(super) connections: usize,
    pub(super) arrivals: usize,
    pub(super) requests: usize,
    pub(super) abandoned: usize,
    pub(super) bytes_sent: usize,
}

#[derive(Debug)]
pub(super) struct Script {
    plays: Mutex<VecDeque<Play>>,
    requests: Mutex<Vec<Recorded>>,
    counts: watch::Sender<Counts>,
}

impl Script {
    pub(super) fn new(plays: impl IntoIterator<Item = Play>) -> Self {
        let plays: VecDeque<Play> = plays.into_iter().collect();
        assert!(!plays.is_empty(), "a server needs at least one play");
        Self {
            plays: Mutex::new(plays),
            requests: Mutex::default(),
            counts: watch::Sender::default(),
        }
    }

    /// Returns the play for the request that is arriving.
    pub(super) fn next(&self) -> Play {
        self.count(|counts| counts.arrivals += 1);
        let mut plays = lock(&self.plays);
        match plays.len() {
            1 => plays[0].clone(),
            _ => plays.pop_front().expect("never emptied"),
        }
    }

    /// Whether to drop the next connection immediately. This consumes the play,
    /// because no request follows.
    pub(super) fn hangs_up(&self) -> bool {
        let mut plays = lock(&self.plays);
        let hangs_up = matches!(plays.front(), Some(Play::HangUp));
        if hangs_up && plays.len() > 1 {
            plays.pop_front();
        }
        hangs_up
    }

    pub(super) fn record(&self, request: Recorded) {
        lock(&self.requests).push(request);
        self.count(|counts| counts.requests += 1);
    }

    pub(super) fn requests(&self) -> Vec<Recorded> {
        lock(&self.requests).clone()
    }

    pub(super) fn counts(&self) -> Counts {
        *self.counts.borrow()
    }

    pub(super) fn count(&self, change: impl FnOnce(&mut Counts)) {
        self.counts.send_modify(change);
    }

    pub(super) async fn wait(&self, reached: impl FnMut(&Counts) -> bool) {
        self.counts
            .subscribe()
            .wait_for(reached)
            .await
            .expect("the sender is in self");
    }
}

/// A failed assertion in one test task must not hide behind a poisoned lock.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
