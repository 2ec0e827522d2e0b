//! The calls that each benchmark program makes, and their costs.

use std::env;
use std::fs;
use std::future::Future;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use bytes::Bytes;
use rustix::time::{ClockId, clock_gettime};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::runtime::{Builder, Runtime};

/// The phone number from which all programs send.
pub const SENDER: &str = "phone-number-id-01234567890123456789012345678901";
/// The version of Meta's API of all messages.
pub const META_API_VERSION: &str = "v24.0";
/// The Region of all clients.
pub const REGION: &str = "us-east-1";
/// The access key of all clients.
pub const ACCESS_KEY_ID: &str = "AKIDEXAMPLE";
/// The secret of the access key.
pub const SECRET_ACCESS_KEY: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

/// A client under test.
pub trait Client: Clone + Send + Sync + 'static {
    /// Creates a client for an endpoint.
    ///
    /// # Errors
    /// The endpoint is not a valid URL.
    fn new(endpoint: &str) -> anyhow::Result<Self>;

    /// Sends a message.
    ///
    /// # Errors
    /// The call failed.
    fn send(&self, message: &Bytes) -> impl Future<Output = anyhow::Result<()>> + Send;
}

/// Returns the arguments of the program.
pub fn arguments() -> Vec<String> {
    env::args().skip(1).collect()
}

/// Runs the command in the arguments:
///
/// - `load ENDPOINT TASKS BYTES CALLS THREADS` makes the calls, and prints the calls
///   per second and the microseconds of CPU time per call.
/// - `calls ENDPOINT BYTES CALLS` makes the calls one after the other, for valgrind.
/// - `flight ENDPOINT CALLS` makes the calls at once, and prints the bytes of memory
///   per call.
///
/// # Errors
/// The arguments are invalid, or a call failed.
pub fn run<C: Client>(arguments: &[String]) -> anyhow::Result<()> {
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match *arguments.as_slice() {
        ["load", endpoint, tasks, bytes, calls, threads] => {
            let runtime = runtime(threads.parse()?)?;
            let message = message(bytes.parse()?)?;
            let load = load::<C>(endpoint, tasks.parse()?, message, calls.parse()?);
            let (calls_per_second, microseconds) = runtime.block_on(load)?;
            println!("{calls_per_second:.1} {microseconds:.2}");
            Ok(())
        }
        ["calls", endpoint, bytes, calls] => {
            let message = message(bytes.parse()?)?;
            let client = C::new(endpoint)?;
            let calls = calls.parse()?;
            runtime(1)?.block_on(repeat(&client, &message, calls))
        }
        ["flight", endpoint, calls] => {
            let bytes = runtime(1)?.block_on(flight::<C>(endpoint, calls.parse()?))?;
            println!("{bytes}");
            Ok(())
        }
        _ => bail!("expected `load`, `calls` or `flight`, with the arguments that `run` lists"),
    }
}

/// Creates a runtime; a single thread is the caller's.
fn runtime(threads: usize) -> anyhow::Result<Runtime> {
    let mut builder = match threads {
        1 => Builder::new_current_thread(),
        _ => Builder::new_multi_thread(),
    };
    Ok(builder.worker_threads(threads).enable_all().build()?)
}

/// Creates a message of this size in bytes.
///
/// # Errors
/// The size is less than that of an empty message.
pub fn message(bytes: usize) -> anyhow::Result<Bytes> {
    let start =
        r#"{"messaging_product":"whatsapp","to":"+14255550123","type":"text","text":{"body":""#;
    let end = r#""}}"#;
    let text = bytes.checked_sub(start.len() + end.len());
    let text = "a".repeat(text.context("the message is too small")?);
    Ok(format!("{start}{text}{end}").into())
}

async fn repeat<C: Client>(client: &C, message: &Bytes, calls: usize) -> anyhow::Result<()> {
    for _ in 0..calls {
        client.send(message).await?;
    }
    Ok(())
}

/// Makes `calls` calls in each of `tasks` tasks.
async fn load<C: Client>(
    endpoint: &str,
    tasks: usize,
    message: Bytes,
    calls: usize,
) -> anyhow::Result<(f64, f64)> {
    let client = C::new(endpoint)?;
    // Opens the connections.
    at_once(&client, tasks, &message, 1).await?;
    let (started, spent) = (Instant::now(), processor_time());
    at_once(&client, tasks, &message, calls).await?;
    let (elapsed, spent) = (started.elapsed(), processor_time() - spent);
    let total = (tasks * calls) as f64;
    Ok((
        total / elapsed.as_secs_f64(),
        spent.as_secs_f64() * 1e6 / total,
    ))
}

async fn at_once<C: Client>(
    client: &C,
    tasks: usize,
    message: &Bytes,
    calls: usize,
) -> anyhow::Result<()> {
    let tasks: Vec<_> = (0..tasks)
        .map(|_| {
            let (client, message) = (client.clone(), message.clone());
            tokio::spawn(async move { repeat(&client, &message, calls).await })
        })
        .collect();
    for task in tasks {
        task.await??;
    }
    Ok(())
}

/// Returns the memory per call in flight. The server holds the requests until
/// it has answered two GET requests, the first of which it answers when all
/// have arrived.
async fn flight<C: Client>(endpoint: &str, calls: usize) -> anyhow::Result<u64> {
    let client = C::new(endpoint)?;
    let message = message(85)?;
    client.send(&message).await?;
    let mut control = TcpStream::connect(endpoint.trim_start_matches("http://")).await?;
    let before = memory()?;
    let in_flight = tokio::spawn(async move { at_once(&client, calls, &message, 1).await });
    ask(&mut control).await?;
    let during = memory()?;
    ask(&mut control).await?;
    in_flight.await??;
    Ok(during.saturating_sub(before) / calls as u64)
}

/// Sends a GET request and waits for the response.
async fn ask(server: &mut TcpStream) -> anyhow::Result<()> {
    server.write_all(b"GET / HTTP/1.1\r\n\r\n").await?;
    let count = server.read(&mut [0; 1024]).await?;
    anyhow::ensure!(count > 0, "the server closed the connection");
    Ok(())
}

/// Returns the memory of this process in bytes.
fn memory() -> anyhow::Result<u64> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next());
    Ok(kilobytes.context("no such size")?.parse::<u64>()? * 1024)
}

/// Returns the CPU time of this process.
fn processor_time() -> Duration {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(
        u64::try_from(time.tv_sec).unwrap_or_default(),
        u32::try_from(time.tv_nsec).unwrap_or_default(),
    )
}
