//! Tags an account or a phone number and prints its tags.
//!
//! ```text
//! cargo run -p generated-client --example tag_resource -- \
//!     arn:aws:social-messaging:us-east-1:111122223333:waba/0123456789abcdef0123456789abcdef \
//!     team=support stage=production
//! ```
//!
//! Region and credentials come from the usual AWS sources; `AWS_ENDPOINT_URL`
//! overrides the endpoint.

use std::process::ExitCode;

use socialmessaging::Client;
use socialmessaging::types::Tag;

const USAGE: &str = "usage: tag_resource ARN KEY=VALUE...";

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some((arn, tags)) = parse(&arguments) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    match tag(arn, tags).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Parses the ARN and at least one tag.
fn parse(arguments: &[String]) -> Option<(&str, Vec<Tag>)> {
    let (arn, pairs) = arguments.split_first()?;
    let tags: Option<Vec<Tag>> = pairs
        .iter()
        .map(|pair| {
            let (key, value) = pair.split_once('=')?;
            Some(Tag::new(key).with_value(value))
        })
        .collect();
    let tags = tags.filter(|tags| !tags.is_empty())?;
    Some((arn, tags))
}

async fn tag(arn: &str, tags: Vec<Tag>) -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::from_env().await?;
    client
        .tag_resource()
        .resource_arn(arn)
        .tags(tags)
        .send()
        .await?;

    let tagged = client
        .list_tags_for_resource()
        .resource_arn(arn)
        .send()
        .await?;
    for tag in tagged.tags() {
        println!("{} = {}", tag.key(), tag.value().unwrap_or_default());
    }
    Ok(())
}
