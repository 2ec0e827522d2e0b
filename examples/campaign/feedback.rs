//! Events about the messages of a campaign, from a file to which a receiver
//! appends.

use std::path::Path;
use std::time::Duration;

use socialmessaging::events::{self, ErrorClass, Event, Progress, StatusEvent};
use tokio::fs::File;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::sync::mpsc;

use super::recipients::read_tag;

/// How often the end of the file is read again.
const POLL: Duration = Duration::from_millis(200);

/// A status of a message of this campaign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Feedback {
    pub(crate) key: String,
    pub(crate) attempt: u32,
    pub(crate) verdict: Verdict,
}

/// The outcome of a message at WhatsApp.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// WhatsApp has it.
    Accepted {
        /// Its AWS id, if known.
        id: String,
        /// Whether it was forwarded to the person, so it did not fail.
        is_on_its_way: bool,
    },
    /// It failed.
    Failed {
        class: ErrorClass,
        reason: String,
        /// Whether it can be sent again without a risk of a duplicate.
        proves_not_sent: bool,
    },
}

/// Returns the statuses in an event; none if the event is about something else, or about
/// messages of another campaign.
pub(crate) fn read(event: &[u8], campaign: &str) -> Vec<Feedback> {
    let events = events::parse(event).unwrap_or_default();
    let statuses = events.iter().filter_map(|event| match event {
        Event::Status(status) => feedback(status, campaign),
        _ => None,
    });
    statuses.collect()
}

fn feedback(status: &StatusEvent, campaign: &str) -> Option<Feedback> {
    let (key, attempt) = read_tag(status.tag()?, campaign)?;
    let verdict = if let Some(class) = status.error_class() {
        let codes = || status.error_codes();
        let reasons: Vec<String> = codes()
            .map(|code| format!("{code}: {}", code.meaning()))
            .collect();
        Verdict::Failed {
            class,
            reason: reasons.join("; "),
            proves_not_sent: codes().next().is_some() && codes().all(|code| code.proves_not_sent()),
        }
    } else {
        Verdict::Accepted {
            id: status.aws_message_id().unwrap_or_default().to_owned(),
            is_on_its_way: status.progress()? > Progress::Accepted,
        }
    };
    Some(Feedback {
        key: key.to_owned(),
        attempt,
        verdict,
    })
}

/// An open file of events, one per line.
pub(crate) struct Events {
    file: BufReader<File>,
    /// The part of an incomplete line that was already read.
    line: Vec<u8>,
}

impl Events {
    pub(crate) async fn open(file: &Path) -> std::io::Result<Self> {
        Ok(Self {
            file: BufReader::new(File::open(file).await?),
            line: Vec::new(),
        })
    }

    /// Returns the statuses of a campaign up to the current end of the file.
    pub(crate) async fn read(&mut self, campaign: &str) -> std::io::Result<Vec<Feedback>> {
        let mut statuses = Vec::new();
        while let Some(found) = self.read_line(campaign).await? {
            statuses.extend(found);
        }
        Ok(statuses)
    }

    /// Sends the statuses of a campaign from the next lines and from lines that
    /// are added later, until the receiver is dropped.
    pub(crate) async fn follow(
        mut self,
        campaign: &str,
        statuses: mpsc::Sender<Feedback>,
    ) -> std::io::Result<()> {
        loop {
            match self.read_line(campaign).await? {
                Some(found) => {
                    for status in found {
                        if statuses.send(status).await.is_err() {
                            return Ok(());
                        }
                    }
                }
                None => tokio::time::sleep(POLL).await,
            }
        }
    }

    /// Returns the statuses in the next line; `None` at the end of the file, which may be
    /// in the middle of a line.
    async fn read_line(&mut self, campaign: &str) -> std::io::Result<Option<Vec<Feedback>>> {
        self.file.read_until(b'\n', &mut self.line).await?;
        if self.line.last() != Some(&b'\n') {
            return Ok(None);
        }
        let statuses = read(&self.line, campaign);
        self.line.clear();
        Ok(Some(statuses))
    }
}
