//! A transport that answers from memory, and the runtime of asynchronous targets.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use http::{Request, Response};
use runtime::transport::{Limits, Transport, TransportError};
use runtime::{BoxFuture, Env};

/// A scripted answer.
#[derive(Debug)]
pub(crate) enum Answer {
    /// A response.
    Response(Response<Bytes>),
    /// No connection.
    Refused,
    /// The connection breaks after the request.
    Interrupted,
}

#[derive(Debug, Default)]
struct Script {
    answers: VecDeque<Answer>,
    last: Option<Request<Bytes>>,
}

/// A transport with a script. Clones share it. It keeps the last request only, so
/// that a client can serve millions of inputs.
#[derive(Debug, Clone, Default)]
pub(crate) struct Scripted(Arc<Mutex<Script>>);

impl Scripted {
    /// Replaces the script.
    pub(crate) fn set(&self, answers: impl IntoIterator<Item = Answer>) {
        let mut script = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        script.answers.clear();
        script.answers.extend(answers);
        script.last = None;
    }

    /// Takes the last request.
    pub(crate) fn take_request(&self) -> Option<Request<Bytes>> {
        let mut script = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        script.last.take()
    }
}

impl Transport for Scripted {
    fn send(
        &self,
        request: Request<Bytes>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        let answer = {
            let mut script = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            script.last = Some(request);
            script.answers.pop_front()
        };
        Box::pin(async move {
            match answer {
                Some(Answer::Response(response)) => {
                    if response.body().len() > limits.response_size {
                        return Err(TransportError::response_too_large(limits.response_size));
                    }
                    Ok(response)
                }
                Some(Answer::Interrupted) => Err(TransportError::interrupted("reset")),
                Some(Answer::Refused) | None => Err(TransportError::connect("refused")),
            }
        })
    }
}

thread_local! {
    static RUNTIME: std::io::Result<tokio::runtime::Runtime> =
        tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build();
}

/// Runs a future to completion. Timers do not wait.
pub(crate) fn block_on<F: Future>(future: F) -> F::Output {
    RUNTIME.with(|runtime| match runtime {
        Ok(runtime) => runtime.block_on(future),
        Err(error) => crate::failure::fail(&format!("no runtime: {error}")),
    })
}

/// Returns an environment with a home folder and these variables, and without
/// instance metadata.
pub(crate) fn env(variables: &[(&str, &str)]) -> Env {
    let env = Env::empty().with_home("/h");
    let variables = variables.iter();
    variables.fold(env, |env, (name, value)| env.with_var(*name, *value))
}
