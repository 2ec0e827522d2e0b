//! A client with a custom transport, timers and tasks: without tokio, and
//! without the feature `http`.

#![allow(clippy::unwrap_used, reason = "a failed test panics")]

#[cfg(any(feature = "http", feature = "signing"))]
mod signed;
#[cfg(any(feature = "http", feature = "signing"))]
mod threads;

use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};

use socialmessaging::Client;
use socialmessaging::messages::Text;

const NUMBER: &str = "phone-number-id-01234567890123456789012345678901";

fn message() -> Text {
    Text::new("+14255550123", "Your table is ready")
}

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// Runs a future on this thread.
fn block_on<T>(future: impl Future<Output = T>) -> T {
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut context = Context::from_waker(&waker);
    let mut future = pin!(future);
    loop {
        match future.as_mut().poll(&mut context) {
            Poll::Ready(value) => return value,
            Poll::Pending => thread::park(),
        }
    }
}

#[cfg(not(any(feature = "http", feature = "signing")))]
#[test]
fn cannot_sign_without_hash_functions() {
    let client =
        Client::builder()
            .region("eu-west-1")
            .credentials(socialmessaging::Credentials::new(
                "AKIDEXAMPLE",
                "wJalrXUtnFEMI",
            ));
    assert_eq!(
        client.build().unwrap_err().to_string(),
        "this build cannot sign requests; enable the feature `signing`, or `http`"
    );
}

#[test]
fn stubs_need_no_transport() {
    use socialmessaging::input::SendWhatsAppMessageInput;
    use socialmessaging::operation::SendWhatsAppMessageError;
    use socialmessaging::output::SendWhatsAppMessageOutput;
    use socialmessaging::{Error, Stub};

    struct Answers;

    impl Stub for Answers {
        async fn send_whatsapp_message(
            &self,
            _: SendWhatsAppMessageInput,
        ) -> Result<SendWhatsAppMessageOutput, Error<SendWhatsAppMessageError>> {
            Ok(SendWhatsAppMessageOutput::new().with_message_id("m2"))
        }
    }

    let client = Client::from_stub(Answers);
    let sent = block_on(client.sender(NUMBER).send(message())).unwrap();
    assert_eq!(sent.message_id(), Some("m2"));
}
