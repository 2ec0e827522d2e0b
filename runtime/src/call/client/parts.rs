//! Setters of the parts that a program can provide: transport, timers, clock,
//! metrics.

use std::sync::Arc;

use super::{Builder, ServiceClient};
use crate::base::async_runtime::AsyncRuntime;
use crate::base::clock::Clock;
use crate::base::random::Random;
use crate::call::finished_call::FinishedCall;
use crate::net::transport::Transport;

impl<C: ServiceClient> Builder<C> {
    /// Sets a function that receives a report of each finished call, for metrics. It runs on the
    /// task of the call, so it must neither block nor panic: a panic loses the result of a request
    /// that was sent.
    ///
    /// Calls whose input is rejected before it is sent, and calls whose future is
    /// dropped, are not reported.
    ///
    /// ```
    /// # use runtime::{Builder, FinishedCall, codegen::ServiceClient};
    /// # fn example<C: ServiceClient>(builder: Builder<C>) {
    /// builder.observer(|call: &FinishedCall<'_>| {
    ///     let attempts = call.response_metadata().attempts();
    ///     println!("{} took {:?} in {attempts} attempts", call.operation(), call.duration());
    /// });
    /// # }
    /// ```
    pub fn observer(
        mut self,
        observer: impl Fn(&FinishedCall<'_>) + Send + Sync + 'static,
    ) -> Self {
        self.observer = Some(Arc::new(observer));
        self
    }

    /// Sets the transport of all requests, including those for credentials.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Sets the timers and tasks of the client, for programs without tokio.
    pub fn async_runtime(mut self, runtime: impl AsyncRuntime) -> Self {
        self.async_runtime = Some(Arc::new(runtime));
        self
    }

    /// Sets the clock.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Some(Arc::new(clock));
        self
    }

    /// Sets the source of random numbers.
    pub fn random(mut self, random: impl Random) -> Self {
        self.random = Some(Arc::new(random));
        self
    }
}
