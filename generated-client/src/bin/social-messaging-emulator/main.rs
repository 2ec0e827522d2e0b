//! The emulator as a program.

mod cli;
mod deliveries;
mod environment;
mod request_log;

use std::io::{self, Write as _};
use std::net::{IpAddr, SocketAddr, UdpSocket};
use std::path::Path;
use std::process::ExitCode;
use std::time::SystemTime;

use clap::Parser as _;
use socialmessaging::Credentials;
use socialmessaging::emulator::{Emulator, Running, Seed};

use cli::Options;
use environment::{Environment, Syntax};

type Failure = Box<dyn std::error::Error>;

fn main() -> ExitCode {
    let options = Options::parse();
    match run(&options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(options: &Options) -> Result<(), Failure> {
    if let Some(syntax) = options.print_env {
        let host = match options.host.parse() {
            Ok(ip) => reachable(ip).to_string(),
            Err(_) => options.host.clone(),
        };
        print(&environment(&format!("http://{host}:{}", options.port), options).lines(syntax));
        return Ok(());
    }
    let mut builder = Emulator::builder();
    if let Some(file) = &options.state {
        builder = builder.state(file);
    }
    if let Some(file) = &options.seed {
        builder = builder.seed(seed(file)?);
    }
    let credentials = Credentials::new(&options.access_key, &options.secret_key);
    builder = options.deliveries.apply(builder, &credentials)?;
    for origin in &options.allow_origin {
        builder = builder.allow_origin(origin.clone());
    }
    if options.verify_signatures {
        builder = builder.verify_signatures(credentials);
    }
    let emulator = builder.build()?;
    if options.stop_on_eof {
        std::thread::spawn(stop_on_eof);
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(serve(&emulator, options))
}

fn seed(file: &Path) -> Result<Seed, Failure> {
    let name = file.display();
    let text = std::fs::read_to_string(file)
        .map_err(|error| format!("cannot read the seed file {name}: {error}"))?;
    let seed = Seed::from_json(&text)
        .map_err(|error| format!("the seed file {name} is invalid: {error}"))?;
    Ok(seed)
}

async fn serve(emulator: &Emulator, options: &Options) -> Result<(), Failure> {
    let which = options.log;
    let server = emulator.server().with_observer(move |request| {
        if let Some(line) = request_log::line(request, which, SystemTime::now()) {
            print(&format!("{line}\n"));
        }
    });
    let address = (options.host.as_str(), options.port);
    let running = server.serve(address).await.map_err(|error| {
        let (host, port) = (&options.host, options.port);
        format!("cannot listen on {host}:{port}: {}", reason(&error))
    })?;
    emulator.set_url(client_url(&running));
    print(&introduction(&running, options));
    interruption().await?;
    eprintln!("Finishing pending requests; press Ctrl-C again to abort them.");
    tokio::spawn(async {
        if interruption().await.is_ok() {
            // Acknowledged changes are already on disk.
            std::process::exit(1);
        }
    });
    running.shutdown().await;
    Ok(())
}

/// Prints to standard output, with colors on terminals only. Requests are served even
/// if nothing reads the log.
fn print(text: &str) {
    drop(write!(anstream::stdout(), "{text}"));
}

/// Waits for Ctrl-C, or for SIGTERM, which stops containers.
async fn interruption() -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::future::{Future as _, poll_fn};
        use std::pin::pin;
        use std::task::Poll;
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminated = signal(SignalKind::terminate())?;
        let mut pressed = pin!(tokio::signal::ctrl_c());
        poll_fn(|context| match pressed.as_mut().poll(context) {
            Poll::Pending => terminated.poll_recv(context).map(|_| Ok(())),
            ready => ready,
        })
        .await
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await
}

/// Reads standard input to its end, then stops the program. The system closes the
/// pipe of a parent process even if that process is killed.
fn stop_on_eof() {
    // Unreadable input counts as ended, too.
    drop(io::copy(&mut io::stdin(), &mut io::sink()));
    // Acknowledged changes are already on disk.
    std::process::exit(0);
}

/// Explains why the server cannot listen on an address, and what to do.
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
    let (address, url) = (running.address(), client_url(running));
    let access = if address.ip().is_loopback() {
        "Only this machine can connect; listen on another address with --host.".to_owned()
    } else {
        let others = outside(address).map(|url| format!(" at {url}"));
        format!(
            "Anyone who can connect to this machine{} can use and inspect the emulator.",
            others.unwrap_or_default()
        )
    };
    let syntax = options.env.unwrap_or_else(Syntax::of_shell);
    let variables = environment(&url, options).lines(syntax);
    format!("Listening on {url}\n{access}\n\n{variables}\n")
}

/// Returns the URL for clients on this machine.
fn client_url(running: &Running) -> String {
    let address = running.address();
    let address = SocketAddr::new(reachable(address.ip()), address.port());
    format!("http://{address}")
}

fn environment<'a>(url: &'a str, options: &'a Options) -> Environment<'a> {
    Environment {
        url,
        access_key: &options.access_key,
        secret_key: &options.secret_key,
    }
}

/// Returns an address to which clients on this machine can connect. They cannot
/// connect to an unspecified address.
fn reachable(ip: IpAddr) -> IpAddr {
    match ip {
        IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::from([127, 0, 0, 1]),
        IpAddr::V6(ip) if ip.is_unspecified() => IpAddr::from([0, 0, 0, 0, 0, 0, 0, 1]),
        ip => ip,
    }
}

/// Returns the URL for other machines, if the emulator listens on all addresses and
/// this machine has a route to a network.
fn outside(address: SocketAddr) -> Option<String> {
    if !address.ip().is_unspecified() {
        return Some(format!("http://{address}"));
    }
    // Connecting a UDP socket sends nothing; it only selects the local address.
    let socket = UdpSocket::bind("0.0.0.0:0").ok()?;
    socket.connect("192.0.2.1:9").ok()?;
    let ip = socket.local_addr().ok()?.ip();
    (!ip.is_loopback() && !ip.is_unspecified())
        .then(|| format!("http://{}", SocketAddr::new(ip, address.port())))
}
