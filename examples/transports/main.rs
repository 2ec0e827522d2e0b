//! Clients that send over other HTTP libraries: reqwest, or a stack of tower
//! layers.
//!
//! ```sh
//! cargo run -p examples --bin transports -- reqwest
//! cargo run -p examples --bin transports -- tower
//! ```
//!
//! Lists the accounts with the region and the credentials of the environment.
//! `AWS_ENDPOINT_URL` selects an emulator. For HTTPS, and so for AWS, reqwest needs its
//! feature `rustls`, which this workspace does not compile.

mod over_reqwest;
mod over_tower;
#[cfg(test)]
mod tests;

use std::error::Error;
use std::process::ExitCode;

use socialmessaging::Client;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let choice = std::env::args().nth(1);
    match list_accounts(choice.as_deref()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn list_accounts(choice: Option<&str>) -> Result<(), Box<dyn Error>> {
    let builder = match choice {
        Some("reqwest") => Client::builder().transport(over_reqwest::ReqwestTransport::new()?),
        Some("tower") => Client::builder().transport(over_tower::limited_transport(8)),
        _ => return Err("name a transport: `reqwest` or `tower`".into()),
    };
    let client = builder.build_from_env().await?;
    let mut accounts = client.list_linked_whatsapp_business_accounts().items();
    while let Some(account) = accounts.next().await {
        println!("{}", account?.id());
    }
    Ok(())
}
