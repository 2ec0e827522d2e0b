//! Files behind presigned URLs of Amazon S3.

use http::{Request, StatusCode};
use socialmessaging::Bytes;
use socialmessaging::transport::{Limits, Transport};

pub(crate) type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// Sends a request for a file to its presigned URL, and returns the body of the
/// response.
pub(crate) async fn exchange(transport: &dyn Transport, request: Request<Bytes>) -> Result<Bytes> {
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
    pub(crate) struct Bucket(pub(crate) Mutex<BTreeMap<String, (String, Bytes)>>);

    impl Bucket {
        fn answer(&self, request: &Request<Bytes>) -> (StatusCode, Bytes) {
            let path = request.uri().path().to_owned();
            let is_signed = |query: &str| query.contains("X-Amz-Signature=");
            if !request.uri().query().is_some_and(is_signed) {
                return (StatusCode::FORBIDDEN, Bytes::new());
            }
            let mut files = self.0.lock().unwrap();
            if request.method() == Method::PUT {
                let content_type = request.headers()[header::CONTENT_TYPE].to_str().unwrap();
                files.insert(path, (content_type.to_owned(), request.body().clone()));
                return (StatusCode::OK, Bytes::new());
            }
            match files.get(&path) {
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
