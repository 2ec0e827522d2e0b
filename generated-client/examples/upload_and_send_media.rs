//! Uploads a file to WhatsApp and sends it: an S3 object, or a local file through a bucket.
//!
//! ```text
//! cargo run -p generated-client --features emulator --example upload_and_send_media -- \
//!     phone-number-id-01234567890123456789012345678901 +14255550123 s3://my-bucket/menus/today.jpeg
//! cargo run -p generated-client --features emulator --example upload_and_send_media -- \
//!     phone-number-id-01234567890123456789012345678901 +14255550123 today.jpeg PUT_URL GET_URL
//! ```
//!
//! The URLs are presigned URLs of one object, one for writing it with the `Content-Type` of the
//! file, one for reading it. Region and credentials come from the usual AWS sources;
//! `AWS_ENDPOINT_URL` overrides the endpoint.

mod storage;

use std::path::Path;
use std::process::ExitCode;

use http::Request;
use http::header::CONTENT_TYPE;
use socialmessaging::messages::{Audio, Document, Image, Sticker, Video};
use socialmessaging::transport::{HttpTransport, Transport};
use socialmessaging::types::{S3File, S3PresignedUrl};
use socialmessaging::whatsapp::Message;
use socialmessaging::{Bytes, Client};
use storage::{Result, exchange};

const USAGE: &str = "usage: upload_and_send_media PHONE_NUMBER_ID TO s3://BUCKET/KEY\n       \
                     upload_and_send_media PHONE_NUMBER_ID TO FILE PUT_URL GET_URL";

/// The file to send.
enum Source<'a> {
    /// An object that the service can read.
    Object { bucket: &'a str, key: &'a str },
    /// A local file, and presigned URLs to write and read it.
    Local {
        file: &'a Path,
        put: &'a str,
        get: &'a str,
    },
}

impl<'a> Source<'a> {
    fn from_arguments(arguments: &'a [String]) -> Option<Self> {
        match arguments {
            [object] => {
                let (bucket, key) = object.strip_prefix("s3://")?.split_once('/')?;
                Some(Self::Object { bucket, key })
            }
            [file, put, get] => Some(Self::Local {
                file: Path::new(file),
                put,
                get,
            }),
            _ => None,
        }
    }

    fn name(&self) -> &Path {
        match self {
            Self::Object { key, .. } => Path::new(key),
            Self::Local { file, .. } => file,
        }
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let parsed = match arguments.as_slice() {
        [from, to, source @ ..] => Source::from_arguments(source).map(|source| (from, to, source)),
        _ => None,
    };
    let Some((from, to, source)) = parsed else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    let sent = async {
        let client = Client::from_env().await?;
        upload_and_send(&client, &HttpTransport::new(), from, to, &source).await
    };
    match sent.await {
        Ok(id) => {
            println!("sent as {id}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Sends a file, and returns the id of the message.
async fn upload_and_send(
    client: &Client,
    storage: &dyn Transport,
    from: &str,
    to: &str,
    source: &Source<'_>,
) -> Result<String> {
    let mime = mime_type(source.name())?;
    let upload = client
        .post_whatsapp_message_media()
        .origination_phone_number_id(from);
    let uploaded = match source {
        Source::Object { bucket, key } => upload.source_s3_file(S3File::new(*bucket, *key)),
        Source::Local { file, put, get } => {
            let bytes = Bytes::from(std::fs::read(file)?);
            let request = Request::put(*put).header(CONTENT_TYPE, mime).body(bytes)?;
            exchange(storage, request).await?;
            // The service reads the file with these headers, and takes its type from them.
            let url = S3PresignedUrl::new(*get, [("Content-Type", mime)]);
            upload.source_s3_presigned_url(url)
        }
    };
    let uploaded = uploaded.send().await?;
    let media = uploaded.media_id().ok_or("the response has no media id")?;

    // The same id can be sent to other people, too, until it expires.
    let message = message(to, media, mime, source.name());
    let sent = client.sender(from).send(message).await?;
    Ok(sent.message_id.ok_or("the response has no message id")?)
}

/// Returns the MIME type of a file that WhatsApp accepts, by its extension.
fn mime_type(file: &Path) -> Result<&'static str> {
    let extension = file.extension().unwrap_or_default().to_string_lossy();
    Ok(match extension.to_ascii_lowercase().as_str() {
        "jpg" | "jpeg" => "image/jpeg",
        "png" => "image/png",
        "webp" => "image/webp",
        "mp4" => "video/mp4",
        "3gp" => "video/3gpp",
        "aac" => "audio/aac",
        "amr" => "audio/amr",
        "mp3" => "audio/mpeg",
        "m4a" => "audio/mp4",
        "ogg" => "audio/ogg",
        "txt" => "text/plain",
        "pdf" => "application/pdf",
        other => return Err(format!("no type is known for files with extension {other:?}").into()),
    })
}

/// Creates the message for a type of file.
fn message(to: &str, media: &str, mime: &str, file: &Path) -> Message {
    match mime.split('/').next() {
        _ if mime == "image/webp" => Sticker::new(to, media).into(),
        Some("image") => Image::new(to, media).into(),
        Some("video") => Video::new(to, media).into(),
        Some("audio") => Audio::new(to, media).into(),
        _ => {
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            Document::new(to, media).file_name(name).into()
        }
    }
}

#[cfg(test)]
mod tests {
    use socialmessaging::emulator::{Emulator, PHONE_NUMBER_ID};

    use super::storage::memory::Bucket;
    use super::*;

    const TO: &str = "+14255550123";
    const URL: &str = "https://my-bucket.s3.us-east-1.amazonaws.com/menu.pdf";

    /// Sends a local file with these URLs.
    async fn send(emulator: &Emulator, bucket: &Bucket, put: &str) -> Result<String> {
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("menu.pdf");
        std::fs::write(&file, b"%PDF-1.7")?;
        let get = format!("{URL}?X-Amz-Signature=get");
        let source = Source::Local {
            file: &file,
            put,
            get: &get,
        };
        upload_and_send(&emulator.client(), bucket, PHONE_NUMBER_ID, TO, &source).await
    }

    #[tokio::test]
    async fn sends_a_local_file() {
        let (emulator, bucket) = (Emulator::new(), Bucket::default());
        let put = format!("{URL}?X-Amz-Signature=put");
        send(&emulator, &bucket, &put).await.unwrap();
        let stored = bucket.0.lock().unwrap()["/menu.pdf"].clone();
        assert_eq!(stored.0, "application/pdf");
        assert_eq!(&stored.1[..], b"%PDF-1.7");
        let media = &emulator.media()[0];
        assert_eq!(
            (media.source.as_str(), media.mime_type.as_str()),
            (URL, "application/pdf")
        );
        let message = &emulator.messages()[0];
        assert_eq!(message.media_id().as_deref(), Some(media.id.as_str()));
    }

    #[tokio::test]
    async fn sends_nothing_if_the_upload_fails() {
        let (emulator, bucket) = (Emulator::new(), Bucket::default());
        let error = send(&emulator, &bucket, URL).await.unwrap_err().to_string();
        assert!(error.starts_with("S3 rejects the presigned URL"), "{error}");
        assert!(!error.contains(URL), "{error}");
        assert!(emulator.media().is_empty());
        assert!(emulator.messages().is_empty());
    }

    #[tokio::test]
    async fn sends_an_object_in_a_message_of_its_type() {
        for (object, kind) in [
            ("s3://my-bucket/menus/today.JPEG", "image"),
            ("s3://my-bucket/a.webp", "sticker"),
            ("s3://my-bucket/a.mp4", "video"),
            ("s3://my-bucket/a.ogg", "audio"),
            ("s3://my-bucket/a.txt", "document"),
        ] {
            let emulator = Emulator::new();
            let arguments = [object.to_owned()];
            let source = Source::from_arguments(&arguments).unwrap();
            let bucket = Bucket::default();
            upload_and_send(&emulator.client(), &bucket, PHONE_NUMBER_ID, TO, &source)
                .await
                .unwrap();
            assert_eq!(emulator.media()[0].source, object);
            let message = emulator.messages()[0].message().unwrap();
            let json = serde_json::to_value(&message).unwrap();
            assert_eq!(json["type"], kind, "{object}");
        }
    }

    #[test]
    fn rejects_files_of_unknown_types() {
        let error = mime_type(Path::new("a.exe")).unwrap_err().to_string();
        assert_eq!(error, "no type is known for files with extension \"exe\"");
    }
}
