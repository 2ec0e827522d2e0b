//! Sends a template to many recipients, within the rate limits of Meta and AWS, and to nobody
//! twice, even if it is killed.
//!
//! ```sh
//! cargo run --release -p examples --bin campaign -- \
//!     --number phone-number-id-01234567890123456789012345678901 \
//!     --template order_ready --language en_US \
//!     --recipients recipients.csv --journal order_ready.journal
//! ```
//!
//! The file has a header line with the names of the columns, first `phone`, then the variables of
//! the template's body, and then a line for each message. Region and credentials come from the
//! usual AWS sources; `AWS_ENDPOINT_URL` overrides the endpoint.
//!
//! # Rates
//!
//! `pace.rs` has the limits of Meta and AWS. A throttled request (429) or error 130429
//! reduces the rate by 30 percent, and each second without one raises it by 5 percent of
//! `--rate`. Error 131056 delays the recipient for 1, 4, 16 … seconds. Meta's errors
//! arrive as events, so these need `--events`.
//!
//! # After a crash
//!
//! The journal writes a record to disk before each request, and another one after it. Run the same
//! command again after a crash: it sends the messages without a record. A message with only the
//! first record *may have been sent*, as may one whose connection broke after the request. The
//! program lists these messages, and sends them again only with `--resend-unknown`. With
//! `--events`, it can find out: each message has a tag, which its statuses repeat.
//!
//! In a test with an emulator in the same process, 100,000 messages at `--rate 1000` took
//! 148 seconds on two busy cores, with nine crashes, and with throttled requests, broken
//! connections and unreadable responses for 2.6 percent of the requests. Nobody got two
//! messages; 97,408 were sent, and the program listed the other 2,592:
//!
//! ```sh
//! CAMPAIGN_MESSAGES=100000 cargo test --release -p examples --bin campaign \
//!     sends_none_twice -- --nocapture
//! ```
//!
//! With the program of the emulator over HTTP, 100,000 messages at `--rate 400` took 348
//! seconds on two busy cores, with the same faults, a file of events (`--events`) and nine
//! kills (SIGKILL). Nobody got two messages. Events confirmed messages whose responses
//! were lost: 99,035 were sent, and the program listed the other 965, none of which the
//! emulator had received. A run with `--resend-unknown` then sent these in 10 seconds.
//!
//! # Events
//!
//! `--events FILE` follows a file in which each line is an event, in any form that `events::parse`
//! reads, such as the messages of a queue or the bodies of requests to a webhook.
//! `social-messaging-emulator --deliver-file FILE` writes such a file. A message that Meta rejected
//! for its rate is sent again; other failures are listed. Each run reads the file up to its end
//! before the first request, and ignores the events of other campaigns.
//!
//! # Exit codes
//!
//! | code | meaning |
//! |---|---|
//! | 0 | every message was sent, now or earlier |
//! | 1 | some messages failed or may have been sent; they are listed |
//! | 2 | an option, a file or the AWS configuration is invalid; nothing was sent |
//! | 3 | the run ended early: after Ctrl+C, 20 failures in a row, or if the journal cannot be written, run the command again to continue; after an error of the class `Stop`, such as 131048, fix the cause first |

mod feedback;
mod journal;
mod pace;
mod progress;
mod recipients;
mod run;
mod settings;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use socialmessaging::{Client, JsonBlob};
use tokio::sync::{mpsc, watch};

use feedback::Events;
use journal::{Journal, Records, State};
use pace::Rates;
use progress::{Progress, minutes};
use recipients::{Recipients, TemplateChoice};
use settings::{Parts, Settings, StopReason, Summary};

/// Sends a template to the recipients in a CSV file, to nobody twice.
#[derive(Debug, Parser)]
struct Options {
    /// CSV file: a column `phone`, then the variables of the template
    #[arg(long, value_name = "FILE")]
    recipients: PathBuf,
    /// Journal of this campaign; created by the first run
    #[arg(long, value_name = "FILE")]
    journal: PathBuf,
    /// Id of the phone number that sends
    #[arg(long, value_name = "ID")]
    number: String,
    /// Name of the template
    #[arg(long, value_name = "NAME")]
    template: String,
    /// Language of the template
    #[arg(long, value_name = "CODE", default_value = "en_US")]
    language: String,
    /// The template has named variables, named like the columns
    #[arg(long)]
    named: bool,
    /// Messages per second from the phone number
    #[arg(long, default_value_t = 80, value_parser = clap::value_parser!(u32).range(1..=1_000))]
    rate: u32,
    /// Seconds between two messages to one recipient, on average
    #[arg(long, value_name = "SECONDS", default_value_t = 6)]
    pair_interval: u32,
    /// Messages to one recipient that can be sent without waiting
    #[arg(long, value_name = "MESSAGES", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=45))]
    pair_burst: u32,
    /// Maximum number of concurrent requests
    #[arg(long, value_name = "REQUESTS", default_value_t = 64, value_parser = clap::value_parser!(u16).range(1..))]
    concurrency: u16,
    /// Maximum number of times to send a message in this run, as long as it was
    /// certainly not sent
    #[arg(long, value_name = "TIMES", default_value_t = 6, value_parser = clap::value_parser!(u32).range(1..))]
    attempts: u32,
    /// File to which a receiver appends events, one per line
    #[arg(long, value_name = "FILE")]
    events: Option<PathBuf>,
    /// Seconds to wait for the events of the last messages
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    settle: u32,
    /// Send messages again that may have been sent
    #[arg(long)]
    resend_unknown: bool,
    /// Check the file, print what would be sent, and send nothing
    #[arg(long)]
    dry_run: bool,
}

impl Options {
    /// Names the campaign in the journal, so that it is not mixed up with another one.
    fn campaign(&self) -> String {
        let (template, language, number) = (&self.template, &self.language, &self.number);
        format!("template {template} in {language} from {number}")
    }

    fn settings(&self, names: Vec<String>) -> Settings {
        Settings {
            template: TemplateChoice {
                name: self.template.clone(),
                language: self.language.clone(),
                named: self.named.then_some(names),
            },
            rates: Rates {
                per_second: f64::from(self.rate),
                pair_interval: Duration::from_secs(self.pair_interval.into()),
                pair_burst: self.pair_burst,
            },
            concurrency: self.concurrency.into(),
            attempts: self.attempts,
            settle: Duration::from_secs(self.settle.into()),
            resend_unknown: self.resend_unknown,
        }
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    let options = Options::parse();
    let result = if options.dry_run {
        dry_run(&options).await
    } else {
        send(&options).await
    };
    result.unwrap_or_else(|error| {
        eprintln!("error: {error}");
        ExitCode::from(2)
    })
}

/// Reads and checks the recipients.
fn read(options: &Options) -> Result<(Recipients, Settings), Box<dyn Error>> {
    let name = options.recipients.display();
    let file = std::fs::File::open(&options.recipients)
        .map_err(|error| cannot_read(&options.recipients, &error))?;
    let recipients = recipients::read(file).map_err(|errors| format!("{name}:\n{errors}"))?;
    let settings = options.settings(recipients.names.clone());
    settings
        .template
        .check(&recipients.rows)
        .map_err(|errors| format!("{name}:\n{errors}"))?;
    if recipients.repeated > 0 {
        eprintln!(
            "skipped {} lines that repeat another line",
            recipients.repeated
        );
    }
    Ok((recipients, settings))
}

/// Opens the file of events, if there is one.
async fn open_events(options: &Options) -> Result<Option<Events>, String> {
    let Some(file) = &options.events else {
        return Ok(None);
    };
    let events = Events::open(file).await;
    events.map(Some).map_err(|error| cannot_read(file, &error))
}

fn cannot_read(file: &Path, error: &std::io::Error) -> String {
    format!("cannot read {}: {error}", file.display())
}

/// Prints the work of a run.
async fn dry_run(options: &Options) -> Result<ExitCode, Box<dyn Error>> {
    let (recipients, settings) = read(options)?;
    open_events(options).await?;
    let records = if options.journal.exists() {
        Journal::open(&options.journal, &options.campaign())?.1
    } else {
        Records::new()
    };
    let is_waiting = |key: &str| match records.get(key).map(|record| &record.state) {
        None | Some(State::NotSent(_)) => true,
        Some(State::Intent | State::MaybeSent(_)) => options.resend_unknown,
        Some(State::Sent(_) | State::Failed(_)) => false,
    };
    let waiting: Vec<_> = recipients
        .rows
        .iter()
        .filter(|row| is_waiting(&row.key))
        .collect();
    println!(
        "{} messages, {} to send",
        recipients.rows.len(),
        waiting.len()
    );
    let time = waiting.len() as f64 / f64::from(options.rate);
    println!(
        "takes at least {} at {} messages per second",
        minutes(time),
        options.rate
    );
    if let Some(first) = waiting.first() {
        let message = JsonBlob::from(settings.template.message(first));
        println!("the first: {}", String::from_utf8_lossy(&message));
    }
    Ok(ExitCode::SUCCESS)
}

async fn send(options: &Options) -> Result<ExitCode, Box<dyn Error>> {
    let (recipients, settings) = read(options)?;
    let client = Client::from_env().await?;
    let events = open_events(options).await?;
    let (journal, records) = Journal::open(&options.journal, &options.campaign())?;
    let (mut earlier, mut statuses) = (Vec::new(), None);
    if let (Some(mut events), Some(file)) = (events, options.events.clone()) {
        let campaign = journal.id().to_owned();
        let read = events.read(&campaign).await;
        earlier = read.map_err(|error| cannot_read(&file, &error))?;
        let (sender, receiver) = mpsc::channel(1_000);
        tokio::spawn(async move {
            if let Err(error) = events.follow(&campaign, sender).await {
                eprintln!("{}", cannot_read(&file, &error));
            }
        });
        statuses = Some(receiver);
    }
    let (stop, stopped) = watch::channel(false);
    tokio::spawn(async move {
        // Without a handler, Ctrl+C ends the process at once, which is safe, too.
        if tokio::signal::ctrl_c().await.is_ok() {
            stop.send_replace(true);
        }
        // Keeps the channel open.
        std::future::pending::<()>().await;
    });
    let parts = Parts {
        sender: client.sender(&options.number),
        journal,
        records,
        earlier,
        statuses,
        stop: stopped,
    };
    let mut progress = Progress::new();
    let update = |counts: &_, now| progress.update(counts, now);
    let summary = run::run(recipients.rows, settings, parts, update).await;
    progress.finish();
    Ok(match summary {
        Ok(summary) => report(&summary),
        Err(error) => {
            eprintln!("stopped: {}", StopReason::Continue(error.to_string()));
            ExitCode::from(3)
        }
    })
}

/// Prints the messages that were not sent, and the counts.
fn report(summary: &Summary) -> ExitCode {
    for (row, record) in &summary.problems {
        let (line, phone) = (row.line, &row.phone);
        match &record.state {
            State::Intent => println!("line {line}: {phone}: maybe sent: an earlier run ended"),
            State::MaybeSent(reason) => println!("line {line}: {phone}: maybe sent: {reason}"),
            State::Failed(reason) => println!("line {line}: {phone}: failed: {reason}"),
            // Not tried; the next run sends it.
            State::NotSent(reason) if reason.is_empty() => {}
            State::NotSent(reason) => println!("line {line}: {phone}: not sent: {reason}"),
            State::Sent(_) => {}
        }
    }
    let counts = &summary.counts;
    println!(
        "{} sent, {} maybe sent, {} failed, {} not sent",
        counts.sent,
        counts.maybe_sent,
        counts.failed,
        counts.not_sent + counts.waiting,
    );
    if let Some(reason) = &summary.stopped {
        eprintln!("stopped: {reason}");
        return ExitCode::from(3);
    }
    ExitCode::from(u8::from(counts.sent < counts.total()))
}

#[cfg(test)]
mod tests;
