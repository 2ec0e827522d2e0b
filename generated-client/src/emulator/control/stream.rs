//! Server-sent events about changes.

use std::collections::BTreeSet;
use std::time::Duration;

use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use http::{HeaderValue, Response};
use runtime::Bytes;
use runtime::server::ResponseBody;
use serde_json::{Value, json};
use tokio::sync::mpsc;

use super::entries;
use super::request::{ControlRequest, ControlResponse, ControlResult};
use super::resources::template_json;
use super::rules::clock_json;
use crate::emulator::feed::Notice;
use crate::emulator::handle::Emulator;
use crate::emulator::progress::time_to_next_status;
use crate::emulator::watch::{Signal, Watch};

/// The time without events after which a comment shows that the stream is alive.
const PULSE: Duration = Duration::from_secs(15);

/// The maximum number of chunks that wait for a slow reader.
const PIECES: usize = 8;

/// The maximum number of changes in a chunk.
const CHANGES: usize = 256;

/// Opens a stream of the changes from now on. It needs a tokio runtime, which
/// connections have.
pub(super) fn open(request: &ControlRequest<'_>) -> ControlResult {
    let (pieces, reader) = mpsc::channel(PIECES);
    let watch = Watch::new(request.emulator);
    let mut writer = Writer { last: 0 };
    // The response starts at once. A reader that was disconnected has missed
    // changes.
    let begin = match request.last_event_id {
        Some(_) => writer.event("reset", &json!({})),
        None => ": connected\n\n".to_owned(),
    };
    let runtime = tokio::runtime::Handle::try_current()
        .map_err(|_| "the stream needs a connection".to_owned())?;
    runtime.spawn(run(request.emulator.clone(), watch, writer, begin, pieces));
    let mut response = Response::new(ResponseBody::Stream(reader));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(ControlResponse::Stream(response))
}

/// Writes changes until the reader closes the connection.
async fn run(
    emulator: Emulator,
    mut watch: Watch,
    mut writer: Writer,
    begin: String,
    pieces: mpsc::Sender<Bytes>,
) {
    let mut piece = begin;
    // A slow reader blocks this loop here, and notices that are lost meanwhile
    // become a reset.
    while pieces.send(Bytes::from(piece)).await.is_ok() {
        let status = time_to_next_status(&emulator);
        let signal = watch
            .wait(Some(status.map_or(PULSE, |it| it.min(PULSE))))
            .await;
        emulator.refresh();
        let mut changes = Changes::default();
        changes.add(signal);
        while changes.notices.len() < CHANGES
            && let Some(signal) = watch.ready()
        {
            changes.add(signal);
        }
        piece = writer.write(&emulator, changes);
    }
}

/// Changes, each of them once.
#[derive(Default)]
struct Changes {
    is_reset: bool,
    is_clock: bool,
    notices: Vec<Notice>,
    known: BTreeSet<Notice>,
}

impl Changes {
    fn add(&mut self, signal: Signal) {
        match signal {
            Signal::Notice(Notice::Reset) | Signal::Lagged => self.is_reset = true,
            Signal::Notice(notice) => {
                if self.known.insert(notice.clone()) {
                    self.notices.push(notice);
                }
            }
            Signal::Clock => self.is_clock = true,
            Signal::Time | Signal::Closed => {}
        }
    }
}

/// The numbers of the events of a stream.
struct Writer {
    last: u64,
}

impl Writer {
    /// Writes the current state of changed parts.
    fn write(&mut self, emulator: &Emulator, changes: Changes) -> String {
        let mut text = String::new();
        if changes.is_reset {
            // The reader loads everything anew.
            text.push_str(&self.event("reset", &json!({})));
        }
        if changes.is_clock {
            text.push_str(&self.event("clock", &clock_json(emulator)));
        }
        for notice in changes.notices {
            if let Some((name, json)) = shown(emulator, &notice) {
                text.push_str(&self.event(name, &json));
            }
        }
        if text.is_empty() {
            text.push_str(": alive\n\n");
        }
        text
    }

    /// JSON has no line breaks, so the data is one line.
    fn event(&mut self, name: &str, json: &Value) -> String {
        self.last += 1;
        format!("id: {}\nevent: {name}\ndata: {json}\n\n", self.last)
    }
}

/// Returns the name and the data of an event; `None` if the part has been
/// dropped.
fn shown(emulator: &Emulator, notice: &Notice) -> Option<(&'static str, Value)> {
    let now = emulator.clock().timestamp();
    let state = emulator.state();
    Some(match notice {
        Notice::Sent(number) => {
            let message = state.messages.get(*number)?;
            ("entry", entries::sent(&state, message)?)
        }
        Notice::Received(number) => ("entry", entries::received(state.inbox.get(*number)?)),
        Notice::Rejected(number) => ("entry", entries::rejected(state.rejected.get(*number)?)),
        Notice::Event(number) => ("event", entries::event(state.events.get(*number)?)),
        Notice::Customer(phone) => {
            let customer = state.customers.get(phone)?;
            ("customer", entries::customer(customer, now))
        }
        Notice::Template(id) => ("template", template_json(state.templates.get(id)?)),
        Notice::Typing(number, customer) => {
            let until = state.typing.until(number, customer, now);
            ("typing", entries::typing(number, customer, until))
        }
        Notice::Call(id) => ("entry", entries::call(state.calls.get(id)?)),
        Notice::Url | Notice::Reset => return None,
    })
}
