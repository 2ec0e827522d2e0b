//! Prints the events in files:
//!
//! ```text
//! cargo run -p generated-client --example read_events -- FILE…
//! ```
//!
//! A file contains a Lambda event, an SQS message, an SNS notification, an
//! EventBridge event, an envelope, or a Meta webhook.

mod terminal;

use std::fmt::Write as _;
use std::io::{self, Write};
use std::process::ExitCode;

use socialmessaging::events::{
    self, Answer, AppUpdate, CallEvent, ErrorCode, Event, MessageEvent, ParseError, Party,
    StandbyUpdate, StatusEvent, UnknownEvent,
};
use terminal::one_line;

const HELP: &str = "\
Print the events of WhatsApp in files: one line for each message, status or change.

Usage: read_events FILE...

Arguments:
  FILE...  Files with JSON as it arrived: the event of a Lambda function, an SQS message,
           an SNS notification, an EventBridge event, an envelope of AWS, or a webhook of
           Meta; a list or lines of these. `-` reads standard input

Options:
  --help   Print this help

Prints the kind of each event, its ids, the sender or the status, and the beginning of the
text. Texts, names and phone numbers are shown: do not use it where logs are kept.

Exit codes:
  0  all files were read; parts without a type are lines that begin with `unknown`
  1  a file is not JSON, or contains nothing that has events
  2  the command line is invalid, or a file cannot be read";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (mut output, mut errors) = (Vec::new(), Vec::new());
    let exit = run(&arguments, &mut output, &mut errors);
    let printed = io::stdout().lock().write_all(&output);
    let reported = io::stderr().lock().write_all(&errors);
    match printed.and(reported) {
        // A reader that closes the pipe has read enough.
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => ExitCode::from(2),
        _ => ExitCode::from(exit),
    }
}

/// Runs the program. Returns its exit code.
pub(crate) fn run(arguments: &[String], output: &mut Vec<u8>, errors: &mut Vec<u8>) -> u8 {
    let mut files = Vec::new();
    for argument in arguments {
        match argument.as_str() {
            "--help" | "-h" => {
                output.extend(format!("{HELP}\n").into_bytes());
                return 0;
            }
            option if option.starts_with('-') && option != "-" => {
                let option = shown(option);
                let error = format!("unknown option `{option}`; --help lists the options\n");
                errors.extend(error.into_bytes());
                return 2;
            }
            file => files.push(file),
        }
    }
    if files.is_empty() {
        errors.extend(b"no files; usage: read_events FILE...\n");
        return 2;
    }
    let mut exit = 0;
    for file in &files {
        let name = (files.len() > 1).then_some(*file);
        let (code, error) = match terminal::read(file).map(|bytes| events::parse(&bytes)) {
            Ok(Ok(events)) => {
                for event in &events {
                    output.extend(line(name, event).into_bytes());
                }
                continue;
            }
            Ok(Err(error)) => (1, format!("{error}{}", hint(&error))),
            Err(error) => (2, format!("cannot read the file: {error}")),
        };
        errors.extend(format!("{}: {error}\n", shown(file)).into_bytes());
        exit = exit.max(code);
    }
    exit
}

fn hint(error: &ParseError) -> &'static str {
    match error {
        ParseError::NotJson { .. } => "; save the body of the message as it was received",
        _ => "",
    }
}

fn line(file: Option<&str>, event: &Event) -> String {
    let mut line = String::new();
    if let Some(file) = file {
        add(&mut line, format_args!("{}:", shown(file)));
    }
    add(&mut line, format_args!("{}", event.kind()));
    describe(event, &mut line);
    line.push('\n');
    line
}

/// Adds a word. Writing to a string cannot fail.
fn add(line: &mut String, word: std::fmt::Arguments<'_>) {
    let space = if line.is_empty() { "" } else { " " };
    let _infallible = write!(line, "{space}{word}");
}

/// A foreign id or name.
fn shown(text: &str) -> String {
    one_line(text, 1000)
}

fn text(line: &mut String, key: &str, value: Option<&str>) {
    if let Some(value) = value {
        add(line, format_args!("{key}={}", shown(value)));
    }
}

fn quoted(line: &mut String, value: Option<&str>) {
    if let Some(value) = value {
        add(line, format_args!("\"{}\"", one_line(value, 80)));
    }
}

fn party(line: &mut String, name: &str, party: Option<Party<'_>>) {
    text(line, name, party.map(|party| party.to_string()).as_deref());
}

fn describe(event: &Event, line: &mut String) {
    match event {
        Event::Message(message) => message_line(message, line),
        Event::Status(status) => status_line(status, line),
        Event::Template(template) => {
            text(line, "id", template.template_id());
            text(line, "name", template.name());
            text(line, "language", template.language());
            text(line, "change", template.change());
        }
        Event::Account(account) => {
            text(line, "waba", account.source().waba_id());
            text(
                line,
                "field",
                account.source().field().map(|field| field.as_str()),
            );
            text(line, "change", account.change());
        }
        Event::Call(call) => call_line(call, line),
        Event::Flow(flow) => {
            let flow = flow.value();
            text(line, "id", flow.flow_id());
            text(line, "change", flow.event().map(|event| event.as_str()));
            text(
                line,
                "status",
                flow.new_status().map(|status| status.as_str()),
            );
            quoted(line, flow.message());
        }
        Event::Group(group) => {
            text(line, "id", group.value().group_id());
            text(
                line,
                "change",
                group.value().r#type().map(|kind| kind.as_str()),
            );
        }
        Event::Preference(preference) => {
            let preference = preference.value();
            let phone = preference.wa_id().map(Party::Phone);
            let person = phone.or_else(|| preference.user_id().map(Party::User));
            party(line, "from", person);
            text(
                line,
                "category",
                preference.category().map(|it| it.as_str()),
            );
            text(line, "choice", preference.value().map(|it| it.as_str()));
        }
        Event::UserId(update) => {
            let change = update.value().user_id();
            text(line, "old", change.and_then(|change| change.previous()));
            text(line, "new", change.and_then(|change| change.current()));
        }
        Event::Handover(handover) => {
            text(
                line,
                "change",
                handover.value().r#type().map(|kind| kind.as_str()),
            );
        }
        Event::Standby(part) => match part.value() {
            StandbyUpdate::Message(message) => text(line, "message", message.id()),
            StandbyUpdate::Status(status) => text(line, "status", status.id()),
            StandbyUpdate::Echo(echo) => text(line, "echo", echo.id()),
            _ => {}
        },
        Event::App(part) => match part.value() {
            AppUpdate::Echo(echo) => text(line, "echo", echo.id()),
            AppUpdate::History(_) => text(line, "change", Some("history")),
            AppUpdate::HistoryMessage(message) => text(line, "history", message.id()),
            AppUpdate::Contact(_) => text(line, "change", Some("contact")),
            _ => {}
        },
        Event::Conversion(conversion) => {
            text(line, "id", conversion.value().id());
            text(
                line,
                "name",
                conversion.value().event_name().map(|it| it.as_str()),
            );
        }
        Event::Error(error) => {
            error_words(line, ErrorCode::from_error(error.value()));
        }
        Event::Subscription(request) => {
            let kind = request.value().r#type();
            text(line, "change", kind.map(|kind| kind.as_str()));
            text(line, "topic", request.value().topic_arn());
            text(line, "url", request.url());
        }
        Event::Unknown(part) => unknown_line(part, line),
        _ => {}
    }
}

fn message_line(message: &MessageEvent, line: &mut String) {
    text(line, "id", message.message_id());
    party(line, "from", message.sender());
    quoted(line, message.profile_name());
    text(line, "type", message.content_type());
    if let Some(media) = message.media() {
        text(line, "media", media.file.id());
        text(line, "mime", media.file.mime_type());
    }
    match message.answer() {
        Some(Answer::Form { name, .. }) => text(line, "form", name.or(Some("unnamed"))),
        Some(Answer::CallPermission(reply)) => {
            text(
                line,
                "calls",
                reply.response().map(|response| response.as_str()),
            );
        }
        Some(answer) => text(line, "answer", answer.id()),
        None => {}
    }
    if let Some(reaction) = message.reaction() {
        text(line, "reaction-to", reaction.message_id);
        match reaction.emoji {
            Some(emoji) => quoted(line, Some(emoji)),
            None => add(line, format_args!("removed")),
        }
    }
    text(line, "reply-to", message.replied_to());
    if message.is_forwarded() {
        add(line, format_args!("forwarded"));
    }
    quoted(line, message.text());
    for code in message.error_codes() {
        add(line, format_args!("not shown (error {code})"));
    }
}

fn status_line(status: &StatusEvent, line: &mut String) {
    text(line, "id", status.message_id());
    text(line, "aws-id", status.aws_message_id());
    let name = status.value().status().map(|status| status.as_str());
    quoted(line, name.filter(|name| name.contains(' ')));
    text(line, "status", name.filter(|name| !name.contains(' ')));
    party(line, "to", status.recipient());
    party(line, "participant", status.participant());
    text(line, "tag", status.tag());
    status
        .error_codes()
        .for_each(|code| error_words(line, Some(code)));
}

fn call_line(call: &CallEvent, line: &mut String) {
    text(line, "id", call.call_id());
    text(line, "change", call.change());
    party(
        line,
        if call.is_outgoing() { "to" } else { "from" },
        call.person(),
    );
}

fn unknown_line(part: &UnknownEvent, line: &mut String) {
    add(line, format_args!("{:?}", part.value()));
    text(
        line,
        "field",
        part.source().field().map(|field| field.as_str()),
    );
    text(
        line,
        "detail-type",
        part.source().detail_type().map(|it| it.as_str()),
    );
    text(line, "record", part.source().record_id());
    quoted(line, Some(&part.raw().to_string()));
}

fn error_words(line: &mut String, code: Option<ErrorCode>) {
    if let Some(code) = code {
        add(
            line,
            format_args!("error={code} ({}: {})", code.class(), code.meaning()),
        );
    }
}
