//! Files behind presigned URLs of Amazon S3.

use http::{Method, Request, StatusCode, header};
use socialmessaging::Bytes;
use socialmessaging::transport::{Limits, Transport};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// Writes a file. The URL must be presigned for `PUT`, with this `Content-Type` if it
/// includes one.
#[allow(dead_code, reason = "not every example writes files")]
pub(crate) async fn put(
    transport: &dyn Transport,
    url: &str,
    content_type: &str,
    bytes: Bytes,
) -> Result<()> {
    let request = Request::builder()
        .method(Method::PUT)
        .uri(url)
        .header(header::CONTENT_TYPE, content_type)
        .body(bytes)?;
    exchange(transport, request).await?;
    Ok(())
}

/// Reads a file. The URL must be presigned for `GET`.
#[allow(dead_code, reason = "not every example reads files")]
pub(crate) async fn get(transport: &dyn Transport, url: &str) -> Result<Bytes> {
    let request = Request::builder().uri(url).body(Bytes::new())?;
    exchange(transport, request).await
}

async fn exchange(transport: &dyn Transport, request: Request<Bytes>) -> Result<Bytes> {
    // WhatsApp's files have at most 100 MB.
    let mut limits = Limits::default();
    limits.response_size = 100 * 1024 * 1024;
    let response = transport.send(request, limits).await?;
    // The URL is a secret: errors must not contain it.
    match response.status() {
        status if status.is_success() => Ok(response.into_body()),
        StatusCode::FORBIDDEN => Err("S3 rejects the presigned URL: it may have expired, or be \
                                      for another method or Content-Type"
            .into()),
        status => Err(format!("S3 answered {status}").into()),
    }
}

/// A bucket in memory.
#[cfg(test)]
pub(crate) mod memory {
    use std::collections::BTreeMap;
    use std::sync::Mutex;

    use http::{Method, Request, Response, StatusCode, header};
    use socialmessaging::transport::{Limits, Transport, TransportError};
    use socialmessaging::{BoxFuture, Bytes};

    /// Files with their types, by path. Requests need a signature in the query.
    #[derive(Debug, Default)]
    pub(crate) struct Bucket(Mutex<BTreeMap<String, (String, Bytes)>>);

    impl Bucket {
        /// Puts a file into the bucket.
        pub(crate) fn insert(&self, path: &str, content_type: &str, bytes: Bytes) {
            let file = (content_type.to_owned(), bytes);
            self.0.lock().unwrap().insert(path.to_owned(), file);
        }

        /// Returns the type and the bytes of a file.
        #[allow(dead_code, reason = "only the example that writes files reads them")]
        pub(crate) fn file(&self, path: &str) -> Option<(String, Bytes)> {
            self.0.lock().unwrap().get(path).cloned()
        }

        fn answer(&self, request: &Request<Bytes>) -> (StatusCode, Bytes) {
            let path = request.uri().path();
            let is_signed = |query: &str| query.contains("X-Amz-Signature=");
            if !request.uri().query().is_some_and(is_signed) {
                return (StatusCode::FORBIDDEN, Bytes::new());
            }
            if request.method() == Method::PUT {
                let content_type = &request.headers()[header::CONTENT_TYPE];
                self.insert(path, content_type.to_str().unwrap(), request.body().clone());
                return (StatusCode::OK, Bytes::new());
            }
            match self.0.lock().unwrap().get(path) {
                Some((_, bytes)) => (StatusCode::OK, bytes.clone()),
                None => (StatusCode::NOT_FOUND, Bytes::new()),
            }
        }
    }

    impl Transport for Bucket {
        fn send(
            &self,
            request: Request<Bytes>,
            _limits: Limits,
        ) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
            Box::pin(async move {
                let (status, body) = self.answer(&request);
                let mut response = Response::new(body);
                *response.status_mut() = status;
                Ok(response)
            })
        }
    }
}
