//! A `tracing` subscriber that records text.

use std::fmt::{self, Write as _};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// A log of the spans and events of one thread.
///
/// ```
/// use tests::log::Log;
///
/// let log = Log::default();
/// tracing::subscriber::with_default(log.clone(), || {
///     tracing::info_span!("work", number = 1).in_scope(|| tracing::warn!(x = 2, "careful"));
///     tracing::info!("done");
/// });
/// assert_eq!(
///     log.lines_of(module_path!()),
///     ["INFO span work number=1", "WARN in work: careful x=2", "INFO done"]
/// );
/// ```
#[derive(Clone, Debug, Default)]
pub struct Log(Arc<Mutex<Inner>>);

#[derive(Debug, Default)]
struct Inner {
    lines: Vec<Line>,
    /// All spans; an id is an index plus one.
    spans: Vec<&'static Metadata<'static>>,
    /// The entered spans.
    entered: Vec<Id>,
}

#[derive(Debug)]
struct Line {
    target: &'static str,
    text: String,
}

impl Log {
    /// Returns one line per new span, recorded value and event, from all
    /// crates.
    pub fn lines(&self) -> Vec<String> {
        self.lines_of("")
    }

    /// Returns the lines whose target has this prefix.
    pub fn lines_of(&self, target: &str) -> Vec<String> {
        let inner = self.inner();
        let lines = inner.lines.iter();
        let lines = lines.filter(|line| line.target.starts_with(target));
        lines.map(|line| line.text.clone()).collect()
    }

    /// Runs a future on this thread and logs its spans and events.
    pub fn during<T>(&self, future: impl Future<Output = T>) -> T {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime");
        tracing::subscriber::with_default(self.clone(), || runtime.block_on(future))
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    fn push(&mut self, target: &'static str, start: String, record: impl FnOnce(&mut Fields)) {
        let mut fields = Fields::default();
        record(&mut fields);
        let text = format!("{start}{}{}", fields.message, fields.others);
        self.lines.push(Line { target, text });
    }

    fn span(&self, id: &Id) -> &'static Metadata<'static> {
        let index = usize::try_from(id.into_u64()).expect("an index") - 1;
        self.spans[index]
    }
}

impl Subscriber for Log {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let metadata = span.metadata();
        let start = format!("{} span {}", metadata.level(), metadata.name());
        let mut inner = self.inner();
        inner.push(metadata.target(), start, |fields| span.record(fields));
        inner.spans.push(metadata);
        Id::from_u64(inner.spans.len() as u64)
    }

    fn record(&self, id: &Id, values: &Record<'_>) {
        let mut inner = self.inner();
        let span = inner.span(id);
        let start = format!("recorded in {}:", span.name());
        inner.push(span.target(), start, |fields| values.record(fields));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let metadata = event.metadata();
        let mut inner = self.inner();
        let start = match inner.entered.last() {
            Some(id) => format!("{} in {}:", metadata.level(), inner.span(id).name()),
            None => metadata.level().to_string(),
        };
        inner.push(metadata.target(), start, |fields| event.record(fields));
    }

    fn enter(&self, id: &Id) {
        self.inner().entered.push(id.clone());
    }

    fn exit(&self, _: &Id) {
        self.inner().entered.pop();
    }
}

#[derive(Default)]
struct Fields {
    message: String,
    others: String,
}

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        let written = match field.name() {
            "message" => write!(self.message, " {value:?}"),
            // Durations differ between runs.
            "elapsed" => write!(self.others, " elapsed=_"),
            name => write!(self.others, " {name}={value:?}"),
        };
        written.expect("writing to a string");
    }
}
