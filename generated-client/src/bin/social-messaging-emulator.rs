//! The emulator as a program.

use std::io::{self, Write as _};
use std::net::IpAddr;
use std::process::ExitCode;

use runtime::Credentials;
use socialmessaging::emulator::{Emulator, ObservedRequest, REGION, Running};

const HELP: &str = "\
Emulates AWS End User Messaging Social over HTTP. Keeps its state in memory or in a file.

Usage: social-messaging-emulator [OPTIONS]

Options:
      --host <ADDRESS>     Address to listen on [default: 127.0.0.1]
      --port <PORT>        Port to listen on; 0 selects a free port [default: 8480]
      --state <FILE>       Keep the state in this file
      --verify-signatures  Reject requests that are not signed with the credentials below
      --access-key <ID>    Access key id [default: emulator]
      --secret-key <KEY>   Secret access key [default: emulator]
      --stop-on-eof        Stop at the end of standard input, and so with the program that started
                           the emulator
  -h, --help               Print this help

Prints its address, environment variables for the AWS CLI and SDKs, and then one line per request:
method, path, status, operation, error. Stop it with Ctrl-C.

Inspect recorded requests and inject failures:
  curl http://127.0.0.1:8480/_emulator/coverage
  curl http://127.0.0.1:8480/_emulator/messages
  curl -d '{\"kind\": \"throttle\", \"operation\": \"SendWhatsAppMessage\", \"times\": 3}' \\
      http://127.0.0.1:8480/_emulator/faults
  curl -d '{\"kind\": \"reset\", \"stage\": \"after\", \"probability\": 0.1, \"seed\": 7}' \\
      http://127.0.0.1:8480/_emulator/faults
  curl -X DELETE http://127.0.0.1:8480/_emulator/faults

Play the role of Meta and of people:
  curl -X PUT -d '{\"id\": \"…\", \"status\": \"PAUSED\"}' http://127.0.0.1:8480/_emulator/templates
  curl -X PUT -d '{\"phoneNumberId\": \"…\", \"person\": \"+14255550123\", \"permission\": \"permanent\"}' \\
      http://127.0.0.1:8480/_emulator/call-permissions

Kinds: throttle, a status such as 500, an error code such as AccessDeniedException, delay (with
milliseconds), reset, garbage, html. Stages: before, after.
";

struct Options {
    host: String,
    port: u16,
    state: Option<String>,
    verify: Verification,
    access_key: String,
    secret_key: String,
    end: EndOfInput,
}

#[derive(PartialEq)]
enum Verification {
    On,
    Off,
}

/// The effect of the end of standard input.
#[derive(PartialEq)]
enum EndOfInput {
    Stops,
    Ignored,
}

enum Invocation {
    Help,
    Run(Options),
}

type Failure = Box<dyn std::error::Error>;

fn main() -> ExitCode {
    match parse(std::env::args().skip(1)).map(run) {
        Ok(Ok(())) => ExitCode::SUCCESS,
        Ok(Err(error)) | Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Invocation, Failure> {
    let mut options = Options {
        host: "127.0.0.1".to_owned(),
        port: 8480,
        state: None,
        verify: Verification::Off,
        access_key: "emulator".to_owned(),
        secret_key: "emulator".to_owned(),
        end: EndOfInput::Ignored,
    };
    while let Some(argument) = arguments.next() {
        let (name, inline) = match argument.split_once('=') {
            Some((name, value)) => (name.to_owned(), Some(value.to_owned())),
            None => (argument, None),
        };
        let mut value = || {
            let value = inline.clone().or_else(|| arguments.next());
            value.ok_or_else(|| format!("missing value for {name}; see --help"))
        };
        match name.as_str() {
            "--host" => options.host = value()?,
            "--port" => {
                let port = value()?;
                let number = port.parse();
                options.port = number.map_err(|_| {
                    format!("invalid --port {port:?}: use a number from 0 to 65535")
                })?;
            }
            "--state" => options.state = Some(value()?),
            "--access-key" => options.access_key = value()?,
            "--secret-key" => options.secret_key = value()?,
            "--verify-signatures" | "--stop-on-eof" if inline.is_some() => {
                return Err(format!("{name} does not take a value; see --help").into());
            }
            "--verify-signatures" => options.verify = Verification::On,
            "--stop-on-eof" => options.end = EndOfInput::Stops,
            "--help" | "-h" => return Ok(Invocation::Help),
            _ => return Err(format!("unknown option {name}; see --help").into()),
        }
    }
    Ok(Invocation::Run(options))
}

fn run(invocation: Invocation) -> Result<(), Failure> {
    let options = match invocation {
        Invocation::Help => {
            // A closed pipe is not an error.
            drop(write!(io::stdout(), "{HELP}"));
            return Ok(());
        }
        Invocation::Run(options) => options,
    };
    let mut builder = Emulator::builder();
    if let Some(file) = &options.state {
        builder = builder.state(file);
    }
    if options.verify == Verification::On {
        let credentials = Credentials::new(&options.access_key, &options.secret_key);
        builder = builder.verify_signatures(credentials);
    }
    let emulator = builder.build()?;
    if options.end == EndOfInput::Stops {
        std::thread::spawn(stop_on_eof);
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        // Requests are served even if nothing reads the log.
        let server = emulator
            .server()
            .with_observer(|request| drop(writeln!(io::stdout(), "{}", line(request))));
        let address = (options.host.as_str(), options.port);
        let running = server.serve(address).await.map_err(|error| {
            let (host, port) = (&options.host, options.port);
            format!("cannot listen on {host}:{port}: {}", reason(&error))
        })?;
        write!(io::stdout(), "{}", introduction(&running, &options))?;
        tokio::signal::ctrl_c().await?;
        eprintln!("Finishing pending requests; press Ctrl-C again to abort them.");
        tokio::spawn(async {
            if tokio::signal::ctrl_c().await.is_ok() {
                // Acknowledged changes are already on disk.
                std::process::exit(1);
            }
        });
        running.shutdown().await;
        Ok(())
    })
}

/// Reads standard input to its end, then stops the program. The system closes the
/// pipe of a parent process even if that process is killed.
fn stop_on_eof() {
    // Input that cannot be read has ended, too.
    drop(io::copy(&mut io::stdin(), &mut io::sink()));
    // Acknowledged changes are already on disk.
    std::process::exit(0);
}

/// Says why the server cannot listen on an address, and what to do.
fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::AddrInUse => {
            "the port is in use; choose another with --port, or 0 for a free one".to_owned()
        }
        io::ErrorKind::PermissionDenied => {
            "permission denied; choose a --port from 1024 up".to_owned()
        }
        _ => format!("{error}; set --host to an address of this machine"),
    }
}

/// Returns the address, and environment variables to paste into a shell.
fn introduction(running: &Running, options: &Options) -> String {
    let (url, address) = (running.url(), running.address());
    let access = if address.ip().is_loopback() {
        "Only this machine can connect; listen on another address with --host."
    } else {
        "Anyone who can connect to this machine can use and inspect the emulator."
    };
    // Clients cannot connect to an unspecified address.
    let endpoint = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => format!("http://127.0.0.1:{}", address.port()),
        IpAddr::V6(ip) if ip.is_unspecified() => format!("http://[::1]:{}", address.port()),
        _ => url.clone(),
    };
    let (access_key, secret_key) = (quoted(&options.access_key), quoted(&options.secret_key));
    // Python's SDK and the AWS CLI read the region from AWS_DEFAULT_REGION. A
    // profile or session token of the shell would take precedence.
    format!(
        "Listening on {url}\n\
         {access}\n\
         \n\
         export AWS_ENDPOINT_URL_SOCIALMESSAGING={endpoint}\n\
         export AWS_REGION={REGION} AWS_DEFAULT_REGION={REGION}\n\
         export AWS_ACCESS_KEY_ID={access_key}\n\
         export AWS_SECRET_ACCESS_KEY={secret_key}\n\
         unset AWS_SESSION_TOKEN AWS_PROFILE\n\
         \n"
    )
}

/// Quotes a value for a shell.
fn quoted(value: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./+=".contains(c);
    if !value.is_empty() && value.chars().all(is_plain) {
        value.to_owned()
    } else {
        format!("'{}'", value.replace('\'', r"'\''"))
    }
}

/// Formats a request: `POST /v1/whatsapp/send 200 SendWhatsAppMessage`.
fn line(request: &ObservedRequest) -> String {
    let status = request
        .status
        .map_or("reset".to_owned(), |status| status.as_u16().to_string());
    let mut line = format!("{} {} {status}", request.method, request.path);
    for part in [request.operation, request.error.as_deref()]
        .into_iter()
        .flatten()
    {
        line.push(' ');
        line.push_str(part);
    }
    line
}
