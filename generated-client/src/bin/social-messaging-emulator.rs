//! The emulator as a program: AWS End User Messaging Social on this machine.

use std::io::{self, Write as _};
use std::net::IpAddr;
use std::process::ExitCode;

use runtime::Credentials;
use socialmessaging::emulator::{Emulator, Observed, REGION, Running};

const HELP: &str = "\
Emulates AWS End User Messaging Social over HTTP, in memory or with its state in a file.

Usage: social-messaging-emulator [OPTIONS]

Options:
      --host <ADDRESS>     Address to listen on [default: 127.0.0.1]
      --port <PORT>        Port to listen on; 0 takes any that is free [default: 8480]
      --state <FILE>       Keep the state in this file
      --verify-signatures  Take only requests signed with the credentials below
      --access-key <ID>    Access key id of those [default: emulator]
      --secret-key <KEY>   Secret access key of those [default: emulator]
  -h, --help               Print this help

It prints its address, an environment for the AWS CLI and SDKs, and then a line for each request:
method, path, status, operation, error. Ctrl-C ends it.

What it has taken, and failures on demand, beside the paths of the service:
  curl http://127.0.0.1:8480/_emulator/messages
  curl -d '{\"kind\": \"throttle\", \"operation\": \"SendWhatsAppMessage\", \"times\": 3}' \\
      http://127.0.0.1:8480/_emulator/faults
  curl -d '{\"kind\": \"reset\", \"stage\": \"after\", \"probability\": 0.1, \"seed\": 7}' \\
      http://127.0.0.1:8480/_emulator/faults
  curl -X DELETE http://127.0.0.1:8480/_emulator/faults

Kinds: throttle, 500 and other statuses, codes such as AccessDeniedException, delay (with
milliseconds), reset, garbage, html. Stages: before, after.
";

struct Options {
    host: String,
    port: u16,
    state: Option<String>,
    verify: Verification,
    access_key: String,
    secret_key: String,
}

#[derive(PartialEq)]
enum Verification {
    On,
    Off,
}

enum Asked {
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

fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Asked, Failure> {
    let mut options = Options {
        host: "127.0.0.1".to_owned(),
        port: 8480,
        state: None,
        verify: Verification::Off,
        access_key: "emulator".to_owned(),
        secret_key: "emulator".to_owned(),
    };
    while let Some(argument) = arguments.next() {
        let (name, inline) = match argument.split_once('=') {
            Some((name, value)) => (name.to_owned(), Some(value.to_owned())),
            None => (argument, None),
        };
        let mut value = || {
            let value = inline.clone().or_else(|| arguments.next());
            value.ok_or_else(|| format!("{name} needs a value; see --help"))
        };
        match name.as_str() {
            "--host" => options.host = value()?,
            "--port" => {
                let port = value()?;
                let number = port.parse();
                options.port = number
                    .map_err(|_| format!("--port must be from 0 to 65535, and is {port:?}"))?;
            }
            "--state" => options.state = Some(value()?),
            "--access-key" => options.access_key = value()?,
            "--secret-key" => options.secret_key = value()?,
            "--verify-signatures" if inline.is_some() => {
                return Err(format!("{name} takes no value; see --help").into());
            }
            "--verify-signatures" => options.verify = Verification::On,
            "--help" | "-h" => return Ok(Asked::Help),
            _ => return Err(format!("{name} is not an option; see --help").into()),
        }
    }
    Ok(Asked::Run(options))
}

fn run(asked: Asked) -> Result<(), Failure> {
    let options = match asked {
        Asked::Help => {
            // A reader that has seen enough is no failure.
            drop(write!(io::stdout(), "{HELP}"));
            return Ok(());
        }
        Asked::Run(options) => options,
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
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        // Whether anyone still reads the lines is no concern of the requests.
        let server = emulator
            .server()
            .with_observer(|request| drop(writeln!(io::stdout(), "{}", line(request))));
        let address = (options.host.as_str(), options.port);
        let running = server.serve(address).await.map_err(|error| {
            format!(
                "{}:{} cannot be listened on: {error}; {}",
                options.host,
                options.port,
                advice(error.kind())
            )
        })?;
        write!(io::stdout(), "{}", introduction(&running, &options))?;
        tokio::signal::ctrl_c().await?;
        eprintln!("Finishing the requests under way; Ctrl-C again ends them, too.");
        tokio::spawn(async {
            if tokio::signal::ctrl_c().await.is_ok() {
                // What was acknowledged is on the disk already.
                std::process::exit(1);
            }
        });
        running.shutdown().await;
        Ok(())
    })
}

/// What to do about an address that cannot be listened on.
fn advice(kind: io::ErrorKind) -> &'static str {
    match kind {
        io::ErrorKind::AddrInUse => {
            "another program does: name another --port, or 0 for any that is free"
        }
        io::ErrorKind::PermissionDenied => "name a --port from 1024 up",
        _ => "--host must be an address of this machine",
    }
}

/// The address, and an environment to paste into a shell.
fn introduction(running: &Running, options: &Options) -> String {
    let (url, address) = (running.url(), running.address());
    let reach = if address.ip().is_loopback() {
        "Only this machine can reach it; --host chooses another address."
    } else {
        "Everyone who can reach this machine can use it, and look into it."
    };
    // Who listens everywhere is reached by no such address.
    let endpoint = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => format!("http://127.0.0.1:{}", address.port()),
        IpAddr::V6(ip) if ip.is_unspecified() => format!("http://[::1]:{}", address.port()),
        _ => url.clone(),
    };
    let (access_key, secret_key) = (quoted(&options.access_key), quoted(&options.secret_key));
    // Python's SDK and the AWS CLI take the region from another variable than
    // the rest, and a profile or session token of before would be in the way.
    format!(
        "Listening on {url}\n\
         {reach}\n\
         \n\
         export AWS_ENDPOINT_URL_SOCIALMESSAGING={endpoint}\n\
         export AWS_REGION={REGION} AWS_DEFAULT_REGION={REGION}\n\
         export AWS_ACCESS_KEY_ID={access_key}\n\
         export AWS_SECRET_ACCESS_KEY={secret_key}\n\
         unset AWS_SESSION_TOKEN AWS_PROFILE\n\
         \n"
    )
}

/// A value as a shell takes it for one word.
fn quoted(value: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./+=".contains(c);
    if !value.is_empty() && value.chars().all(is_plain) {
        value.to_owned()
    } else {
        format!("'{}'", value.replace('\'', r"'\''"))
    }
}

/// One line for a request: `POST /v1/whatsapp/send 200 SendWhatsAppMessage`.
fn line(request: &Observed) -> String {
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
