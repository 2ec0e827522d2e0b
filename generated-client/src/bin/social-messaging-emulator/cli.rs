//! The command line and its help.

use std::path::PathBuf;

use clap::{Parser, ValueEnum};
use socialmessaging::emulator::Origin;

use crate::deliveries::Deliveries;
use crate::environment::Syntax;

const EXAMPLES: &str = "\
Examples:
  Emulate the service; keep the state across restarts:
    social-messaging-emulator --state emulator.redb

  Begin with accounts, templates and customers of your own:
    social-messaging-emulator --seed seed.json

  Deliver events to an application, like Amazon SNS:
    social-messaging-emulator --deliver http://127.0.0.1:3000/webhook

  Set the environment of a shell, and run tests in it:
    social-messaging-emulator --port 8480 --print-env bash >emulator.env
    . ./emulator.env && cargo test

While it runs, inspect messages and inject failures:
  curl http://127.0.0.1:8480/_emulator/messages
  curl -d '{\"kind\": \"throttle\", \"operation\": \"SendWhatsAppMessage\", \"times\": 3}' \\
      http://127.0.0.1:8480/_emulator/faults
  curl -d '{\"kind\": \"reset\", \"stage\": \"after\", \"probability\": 0.1, \"seed\": 7}' \\
      http://127.0.0.1:8480/_emulator/faults
  curl -X DELETE http://127.0.0.1:8480/_emulator/faults

Exit codes:
  0  stopped by Ctrl-C, SIGTERM or the end of the input
  1  cannot listen, or cannot read the state or the seed file
  2  the command line is invalid";

/// Emulate AWS End User Messaging Social over HTTP
///
/// Any AWS SDK and the AWS CLI can use it as their endpoint. It prints its address, environment
/// variables for these programs, and then one line for each request. Stop it with Ctrl-C.
#[derive(Debug, Parser)]
#[command(
    name = "social-messaging-emulator",
    version,
    verbatim_doc_comment,
    after_help = EXAMPLES,
    max_term_width = 100
)]
pub(crate) struct Options {
    /// Address to listen on; 0.0.0.0 for all addresses of this machine
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    pub(crate) host: String,

    /// Port to listen on; 0 selects a free port
    #[arg(long, value_name = "PORT", default_value_t = 8480)]
    pub(crate) port: u16,

    /// Keep the state in this file, which is created if it does not exist
    #[arg(long, value_name = "FILE")]
    pub(crate) state: Option<PathBuf>,

    /// Start with the accounts, templates and customers in this JSON file
    #[arg(long, value_name = "FILE")]
    pub(crate) seed: Option<PathBuf>,

    /// Reject requests that are not signed with the credentials below
    #[arg(long)]
    pub(crate) verify_signatures: bool,

    /// Let web pages of this origin, such as http://localhost:5173, use the emulator
    #[arg(long, value_name = "ORIGIN")]
    pub(crate) allow_origin: Vec<Origin>,

    /// Access key id
    #[arg(long, value_name = "ID", default_value = "emulator")]
    pub(crate) access_key: String,

    /// Secret access key
    #[arg(long, value_name = "KEY", default_value = "emulator")]
    pub(crate) secret_key: String,

    /// Requests to log
    #[arg(long, value_name = "WHICH", value_enum, default_value_t)]
    pub(crate) log: Log,

    /// Syntax of the printed environment variables [default: that of your shell]
    #[arg(long, value_name = "SYNTAX", value_enum)]
    pub(crate) env: Option<Syntax>,

    /// Print environment variables for these options in this syntax, and exit
    #[arg(long, value_name = "SYNTAX", value_enum, conflicts_with = "env")]
    pub(crate) print_env: Option<Syntax>,

    /// Stop at the end of standard input, and therefore with the program that
    /// started the emulator
    #[arg(long)]
    pub(crate) stop_on_eof: bool,

    // The last one, because its heading applies to all options after it.
    #[command(flatten)]
    pub(crate) deliveries: Deliveries,
}

/// The requests to log.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Log {
    /// Requests to the service, and changes through /_emulator/
    #[default]
    Calls,
    /// Failed requests
    Failures,
    /// All requests
    All,
    /// No requests
    None,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn definitions_are_consistent() {
        Options::command().debug_assert();
    }
}
