//! The emulator as a program: AWS End User Messaging Social on this machine.

use std::process::ExitCode;

use runtime::Credentials;
use socialmessaging::emulator::{Emulator, Observed, REGION, Running};

const HELP: &str = "\
Emulates AWS End User Messaging Social over HTTP, in memory.

Usage: social-messaging-emulator [OPTIONS]

Options:
      --host <ADDRESS>     Address to listen on [default: 127.0.0.1]
      --port <PORT>        Port to listen on; 0 takes any that is free [default: 8480]
      --state <FILE>       Keep the state in this file
      --verify-signatures  Take only requests signed with the credentials below
      --access-key <ID>    Access key id of those [default: emulator]
      --secret-key <KEY>   Secret access key of those [default: emulator]
  -h, --help               Print this help
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
                options.port = number.map_err(|_| format!("--port is not a port: {port}"))?;
            }
            "--state" => options.state = Some(value()?),
            "--access-key" => options.access_key = value()?,
            "--secret-key" => options.secret_key = value()?,
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
            print!("{HELP}");
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
        let server = emulator
            .server()
            .with_observer(|request| println!("{}", line(request)));
        let address = (options.host.as_str(), options.port);
        let running = server.serve(address).await.map_err(|error| {
            format!(
                "{}:{} cannot be listened on: {error}",
                options.host, options.port
            )
        })?;
        introduce(&running, &options);
        tokio::signal::ctrl_c().await?;
        running.shutdown().await;
        Ok(())
    })
}

/// The address, and an environment to paste into a shell.
fn introduce(running: &Running, options: &Options) {
    let url = running.url();
    println!("Listening on {url}");
    if running.address().ip().is_loopback() {
        println!("Only this machine can reach it; --host chooses another address.");
    } else {
        println!("Everyone who can reach this machine can use it, and look into it.");
    }
    println!();
    println!("export AWS_ENDPOINT_URL_SOCIALMESSAGING={url}");
    println!("export AWS_REGION={REGION}");
    println!("export AWS_ACCESS_KEY_ID={}", options.access_key);
    println!("export AWS_SECRET_ACCESS_KEY={}", options.secret_key);
    println!();
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
