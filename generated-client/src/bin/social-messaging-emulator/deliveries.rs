//! Options for the delivery of events.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use socialmessaging::Credentials;
use socialmessaging::emulator::{Builder, DeliveryFormat, Destination, StatusPolicy, WindowRule};

/// The options.
#[derive(Args, Debug)]
#[command(next_help_heading = "Events")]
pub(crate) struct Deliveries {
    /// Deliver events to this HTTP endpoint, like Amazon SNS
    #[arg(long, value_name = "URL")]
    pub(crate) deliver: Vec<String>,

    /// Deliver events to this queue of an SQS-compatible server
    #[arg(long, value_name = "QUEUE_URL")]
    pub(crate) deliver_sqs: Vec<String>,

    /// Write events to this file, one per line
    #[arg(long, value_name = "FILE")]
    pub(crate) deliver_file: Option<PathBuf>,

    /// Format of delivered events [default: sns; raw for files]
    #[arg(long, value_name = "FORMAT", value_enum)]
    pub(crate) delivery_format: Option<Format>,

    /// Allow URLs on other machines
    #[arg(long)]
    pub(crate) allow_remote: bool,

    /// When messages get the statuses after accepted: sent and delivered, or failed
    #[arg(long, value_name = "WHEN", value_enum, default_value_t)]
    pub(crate) statuses: Statuses,

    /// Whether free-form messages fail if the customer has not written in the
    /// last 24 hours
    #[arg(long, value_name = "RULE", value_enum, default_value_t)]
    pub(crate) windows: Windows,
}

/// The format of delivered events.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Signed notifications of Amazon SNS
    Sns,
    /// Only the envelope, like SNS with raw message delivery
    Raw,
    /// Events of Amazon EventBridge
    EventBridge,
}

/// When statuses follow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Statuses {
    /// At once
    #[default]
    Immediate,
    /// One second apart, by the clock of the emulator
    Clock,
    /// Never automatically; set them through /_emulator/
    Never,
}

/// When the customer service window is checked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Windows {
    /// For customers who have written before
    #[default]
    AfterContact,
    /// For all customers, like Meta
    Always,
}

impl Deliveries {
    /// Adds the destinations and rules to an emulator. The error is a message.
    pub(crate) fn apply(
        &self,
        mut builder: Builder,
        credentials: &Credentials,
    ) -> Result<Builder, String> {
        let endpoints = self.deliver.iter().map(Destination::http);
        let queues = self.deliver_sqs.iter().map(Destination::sqs);
        let files = self.deliver_file.iter().map(Destination::file);
        for mut destination in endpoints.chain(queues).chain(files) {
            destination = destination.with_credentials(credentials.clone());
            if let Some(format) = self.delivery_format {
                destination = destination.with_format(match format {
                    Format::Sns => DeliveryFormat::Sns,
                    Format::Raw => DeliveryFormat::Raw,
                    Format::EventBridge => DeliveryFormat::EventBridge,
                });
            }
            if self.allow_remote {
                destination = destination.allow_remote();
            }
            builder = builder.deliver(destination).map_err(|error| {
                error
                    .to_string()
                    .replace("`allow_remote`", "--allow-remote")
            })?;
        }
        let statuses = match self.statuses {
            Statuses::Immediate => StatusPolicy::Immediate,
            Statuses::Clock => StatusPolicy::Clock,
            Statuses::Never => StatusPolicy::Never,
        };
        let windows = match self.windows {
            Windows::AfterContact => WindowRule::AfterContact,
            Windows::Always => WindowRule::Always,
        };
        Ok(builder.statuses(statuses).windows(windows))
    }
}
