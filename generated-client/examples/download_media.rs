//! Downloads a file that a person sent.
//!
//! ```text
//! cargo run -p generated-client --features emulator --example download_media -- \
//!     EVENT_FILE phone-number-id-01234567890123456789012345678901 PUT_URL GET_URL FILE
//! ```
//!
//! Reads the event, has the service write its first media file to the presigned
//! `PUT_URL`, and downloads it from `GET_URL`. Region and credentials come from
//! the usual AWS sources; `AWS_ENDPOINT_URL` overrides the endpoint.

mod storage;

use std::process::ExitCode;

use http::Request;
use socialmessaging::events::{self, Event};
use socialmessaging::transport::{HttpTransport, Transport};
use socialmessaging::types::S3PresignedUrl;
use socialmessaging::{Bytes, Client};
use storage::{Result, exchange};

const USAGE: &str = "usage: download_media EVENT_FILE PHONE_NUMBER_ID PUT_URL GET_URL FILE";

/// Presigned URLs of one object.
struct Urls<'a> {
    put: &'a str,
    get: &'a str,
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [event, number, put, get, file] = arguments.as_slice() else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    let downloaded = async {
        let event = std::fs::read(event)?;
        let media = media_id(&event)?;
        let client = Client::from_env().await?;
        let urls = Urls { put, get };
        let (mime, bytes) = download(&client, &HttpTransport::new(), number, &media, &urls).await?;
        std::fs::write(file, &bytes)?;
        println!("{} bytes of {mime}", bytes.len());
        Ok::<(), Box<dyn std::error::Error>>(())
    };
    match downloaded.await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Returns the id of the first media file in an event.
fn media_id(event: &[u8]) -> Result<String> {
    let events = events::parse(event)?;
    let mut ids = events.iter().filter_map(|event| match event {
        Event::Message(message) => message.media()?.file.id().map(str::to_owned),
        _ => None,
    });
    ids.next()
        .ok_or_else(|| "the event has no message with a file".into())
}

/// Downloads a file. Returns its MIME type and its bytes.
async fn download(
    client: &Client,
    storage: &dyn Transport,
    number: &str,
    media: &str,
    urls: &Urls<'_>,
) -> Result<(String, Bytes)> {
    // The service writes the file with these headers: those that were signed.
    let no_headers: [(&str, &str); 0] = [];
    let written = client
        .get_whatsapp_message_media()
        .origination_phone_number_id(number)
        .media_id(media)
        .destination_s3_presigned_url(S3PresignedUrl::new(urls.put, no_headers))
        .send()
        .await?;
    let bytes = exchange(storage, Request::get(urls.get).body(Bytes::new())?).await?;
    Ok((written.mime_type.unwrap_or_default(), bytes))
}

#[cfg(test)]
mod tests {
    use socialmessaging::emulator::{Emulator, PHONE_NUMBER_ID};
    use socialmessaging::types::S3File;

    use super::storage::memory::Bucket;
    use super::*;

    const URL: &str = "https://my-bucket.s3.us-east-1.amazonaws.com/incoming";

    #[test]
    fn finds_the_file_of_a_message() {
        let change = |content: &str| {
            format!(
                r#"{{"field":"messages","value":{{"messages":[{{"id":"wamid.1",{content}}}]}}}}"#
            )
        };
        let image = change(r#""type":"image","image":{"id":"1166846181421424"}"#);
        assert_eq!(media_id(image.as_bytes()).unwrap(), "1166846181421424");
        let text = change(r#""type":"text","text":{"body":"hi"}"#);
        let error = media_id(text.as_bytes()).unwrap_err().to_string();
        assert_eq!(error, "the event has no message with a file");
    }

    #[tokio::test]
    async fn reads_the_file_that_the_service_wrote() {
        let (emulator, bucket) = (Emulator::new(), Bucket::default());
        let client = emulator.client();
        let uploaded = client
            .post_whatsapp_message_media()
            .origination_phone_number_id(PHONE_NUMBER_ID)
            .source_s3_file(S3File::new("my-bucket", "a.png"))
            .send()
            .await
            .unwrap();
        // The emulator records the copy, but does not write to S3.
        let file = ("image/png".to_owned(), Bytes::from_static(b"png"));
        bucket
            .0
            .lock()
            .unwrap()
            .insert("/incoming".to_owned(), file);
        let (put, get) = (
            format!("{URL}?X-Amz-Signature=put"),
            format!("{URL}?X-Amz-Signature=get"),
        );
        let urls = Urls {
            put: &put,
            get: &get,
        };
        let media = uploaded.media_id().unwrap();
        let (mime, bytes) = download(&client, &bucket, PHONE_NUMBER_ID, media, &urls)
            .await
            .unwrap();
        assert_eq!((mime.as_str(), &bytes[..]), ("image/png", &b"png"[..]));
        assert_eq!(emulator.media()[0].copies, [URL]);
    }

    #[tokio::test]
    async fn reports_missing_files() {
        let (emulator, bucket) = (Emulator::new(), Bucket::default());
        let urls = Urls { put: URL, get: URL };
        let result = download(&emulator.client(), &bucket, PHONE_NUMBER_ID, "1", &urls).await;
        let error = result.unwrap_err().to_string();
        assert!(error.contains("no media file has the id 1"), "{error}");
    }
}
