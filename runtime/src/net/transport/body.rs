//! Reading the body of a response up to a limit.

use bytes::Bytes;
use http_body::Body;
use http_body_util::BodyExt;

use super::TransportError;
use crate::message::body::collect::{Collector, TooLarge};

/// Reads a whole body of at most `limit` bytes.
///
/// Rejects a body whose announced length exceeds the limit before reading any of
/// it, and one without an announced length as soon as it exceeds the limit.
pub(super) async fn read<B>(mut body: B, limit: usize) -> Result<Bytes, TransportError>
where
    B: Body<Data = Bytes> + Unpin,
    B::Error: std::error::Error + Send + Sync + 'static,
{
    let too_large = |TooLarge| TransportError::response_too_large(limit);
    let announced = body.size_hint().lower();
    let mut collected = Collector::new(Some(announced), limit).map_err(too_large)?;
    while let Some(frame) = body.frame().await {
        if let Ok(data) = frame.map_err(TransportError::interrupted)?.into_data() {
            collected.push(data).map_err(too_large)?;
        }
    }
    Ok(collected.into_bytes())
}

#[cfg(test)]
mod tests {
    use std::collections::VecDeque;
    use std::convert::Infallible;
    use std::pin::Pin;
    use std::task::{Context, Poll};

    use http_body::{Frame, SizeHint};

    use super::super::TransportErrorKind;
    use super::*;

    /// A body of data frames, with or without a declared length.
    struct Frames {
        frames: VecDeque<&'static str>,
        announced: Option<u64>,
    }

    impl Body for Frames {
        type Data = Bytes;
        type Error = Infallible;

        fn poll_frame(
            mut self: Pin<&mut Self>,
            _: &mut Context<'_>,
        ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
            let frame = self.frames.pop_front();
            Poll::Ready(frame.map(|text| Ok(Frame::data(Bytes::from_static(text.as_bytes())))))
        }

        fn size_hint(&self) -> SizeHint {
            self.announced.map(SizeHint::with_exact).unwrap_or_default()
        }
    }

    #[tokio::test]
    async fn rejects_bodies_over_the_limit() {
        for (frames, announced, limit, expected) in [
            (vec![], None, 0, Some("")),
            (vec!["abc"], Some(3), 3, Some("abc")),
            (vec!["abc", "", "de"], None, 5, Some("abcde")),
            (vec!["a", "b", "c"], Some(3), 3, Some("abc")),
            (vec!["abc", "de"], None, 4, None),
            (vec!["abc"], Some(4), 3, None),
            (vec!["a"], None, 0, None),
            // An absurd declared length must not be allocated up front.
            (
                vec!["abc", "de"],
                Some(u64::MAX / 2),
                usize::MAX,
                Some("abcde"),
            ),
        ] {
            let body = Frames {
                frames: frames.into(),
                announced,
            };
            let read = read(body, limit).await;
            match (read, expected) {
                (Ok(bytes), Some(expected)) => assert_eq!(bytes, expected),
                (Err(error), None) => {
                    assert_eq!(error.kind(), TransportErrorKind::ResponseTooLarge { limit })
                }
                (read, expected) => panic!("{read:?} instead of {expected:?}"),
            }
        }
    }
}
