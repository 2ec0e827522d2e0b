//! Uploads a file from S3 to WhatsApp and sends it.
//!
//! ```text
//! cargo run -p generated-client --example upload_and_send_media -- \
//!     phone-number-id-01234567890123456789012345678901 my-bucket menus/today.jpeg +14255550123 image
//! ```
//!
//! The last argument is the type of message: `image`, `video`, `audio`,
//! `document` or `sticker`. Region and credentials come from the usual AWS
//! sources and must permit to read the object; `AWS_ENDPOINT_URL` overrides the
//! endpoint.

use std::process::ExitCode;

use serde_json::json;
use socialmessaging::Client;
use socialmessaging::types::S3File;

const USAGE: &str = "usage: upload_and_send_media PHONE_NUMBER_ID BUCKET KEY TO TYPE\n\
                     TYPE is image, video, audio, document or sticker";
const TYPES: [&str; 5] = ["image", "video", "audio", "document", "sticker"];

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [from, bucket, key, to, message_type] = arguments.as_slice() else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    if !TYPES.contains(&message_type.as_str()) {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    }
    match upload_and_send(from, S3File::new(bucket, key), to, message_type).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn upload_and_send(
    from: &str,
    file: S3File,
    to: &str,
    message_type: &str,
) -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::from_env().await?;

    let uploaded = client
        .post_whatsapp_message_media()
        .origination_phone_number_id(from)
        .source_s3_file(file)
        .send()
        .await?;
    let media_id = uploaded.media_id().ok_or("the response has no media id")?;
    println!("uploaded as {media_id}");

    // A media id can be used until it is deleted or expires.
    let message = json!({
        "messaging_product": "whatsapp",
        "to": to,
        "type": message_type,
        message_type: { "id": media_id },
    });
    let sent = client
        .send_whatsapp_message()
        .origination_phone_number_id(from)
        .message(message)
        .meta_api_version("v24.0")
        .send()
        .await?;
    println!("sent as {}", sent.message_id().unwrap_or_default());
    Ok(())
}
