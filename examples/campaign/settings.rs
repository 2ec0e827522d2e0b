//! The input and the result of a run.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use socialmessaging::messages::Sender;
use tokio::sync::{mpsc, watch};

use super::feedback::Feedback;
use super::journal::{Journal, Record, Records};
use super::pace::Rates;
use super::progress::Counts;
use super::recipients::{Row, TemplateChoice};

/// The settings of a run.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) template: TemplateChoice,
    pub(crate) rates: Rates,
    /// The maximum number of requests at a time.
    pub(crate) concurrency: usize,
    /// The maximum number of times to send a message in this run, as long as
    /// earlier attempts were certainly not sent.
    pub(crate) attempts: u32,
    /// How long to wait for the statuses of the last messages.
    pub(crate) settle: Duration,
    /// Whether to send messages again that may have been sent.
    pub(crate) resend_unknown: bool,
}

/// The result of a run.
#[derive(Debug)]
pub(crate) struct Summary {
    pub(crate) counts: Counts,
    /// The rows that are not sent, each with its last record.
    pub(crate) problems: Vec<(Row, Record)>,
    /// Why the run ended early.
    pub(crate) stopped: Option<StopReason>,
}

/// The reason why a run ended early.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum StopReason {
    /// The next run can continue.
    Continue(String),
    /// Meta rejected a message with an error of the class `Stop`: every further
    /// message makes it worse.
    FixFirst(String),
}

impl fmt::Display for StopReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Continue(reason) => write!(f, "{reason}; run the same command again to continue"),
            Self::FixFirst(reason) => {
                write!(f, "{reason}; do not send again before the cause is fixed")
            }
        }
    }
}

/// The sender, the journal, and the signals of a run.
pub(crate) struct Parts {
    pub(crate) sender: Sender,
    pub(crate) journal: Arc<Journal>,
    /// The records of earlier runs.
    pub(crate) records: Records,
    /// Statuses from before the run.
    pub(crate) earlier: Vec<Feedback>,
    /// Statuses from a receiver of events.
    pub(crate) statuses: Option<mpsc::Receiver<Feedback>>,
    /// Changes when the operator wants to stop.
    pub(crate) stop: watch::Receiver<bool>,
}
