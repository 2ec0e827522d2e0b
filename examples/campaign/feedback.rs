//! Events about the messages of a campaign, from a file that a receiver extends.

use std::path::PathBuf;
use std::time::Duration;

use socialmessaging::events::{self, ErrorClass, Event, Progress, StatusEvent};
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

/// What WhatsApp did with a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// WhatsApp has it.
    Accepted {
        /// Its AWS id, if known.
        id: String,
        /// Whether it went on to the person, so that it did not fail.
        is_on_its_way: bool,
    },
    /// It failed.
    Refused {
        class: ErrorClass,
        reason: String,
        /// Whether it can be sent again without a risk of a duplicate.
        proves_not_sent: bool,
    },
}

/// Returns the statuses in an event; none if the event is about something else.
pub(crate) fn read(event: &[u8]) -> Vec<Feedback> {
    let events = events::parse(event).unwrap_or_default();
    let statuses = events.iter().filter_map(|event| match event {
        Event::Status(status) => feedback(status),
        _ => None,
    });
    statuses.collect()
}

fn feedback(status: &StatusEvent) -> Option<Feedback> {
    let (key, attempt) = read_tag(status.tag()?)?;
    let verdict = if let Some(class) = status.error_class() {
        let codes = || status.error_codes();
        let reasons: Vec<String> = codes()
            .map(|code| format!("{code}: {}", code.meaning()))
            .collect();
        Verdict::Refused {
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

/// Sends the statuses in a file, one event per line, and of lines that are added later,
/// until the receiver is dropped.
pub(crate) async fn follow(file: PathBuf, statuses: mpsc::Sender<Feedback>) -> std::io::Result<()> {
    let mut reader = BufReader::new(tokio::fs::File::open(file).await?);
    let mut line = Vec::new();
    loop {
        // The end of the file may be in the middle of a line.
        reader.read_until(b'\n', &mut line).await?;
        if line.last() == Some(&b'\n') {
            for status in read(&line) {
                if statuses.send(status).await.is_err() {
                    return Ok(());
                }
            }
            line.clear();
        } else {
            tokio::time::sleep(POLL).await;
        }
    }
}
