//! Metrics of calls with OpenTelemetry: durations, attempts, throttled attempts and
//! failures of each operation.
//!
//! ```sh
//! cargo run -p examples --example metrics
//! ```
//!
//! It makes calls to an emulator with faults in the same process and prints the metrics:
//!
//! ```text
//! rpc.client.call.duration {rpc.method=SocialMessaging/SendWhatsAppMessage} count=8 sum=2.016 s
//! social_messaging.attempts {rpc.method=SocialMessaging/SendWhatsAppMessage} 11
//! social_messaging.throttled_attempts {rpc.method=SocialMessaging/SendWhatsAppMessage} 2
//! ```
//!
//! To copy: [`observe`]. In your program, give the builder of the provider an exporter
//! such as that of `opentelemetry-otlp` instead of [`Lines`]. The names follow the
//! [semantic conventions for metrics of
//! RPC](https://opentelemetry.io/docs/specs/semconv/rpc/rpc-metrics/) where these have one.

use std::fmt::Write as _;
use std::time::Duration;

use opentelemetry::KeyValue;
use opentelemetry::metrics::{Meter, MeterProvider as _};
use opentelemetry_sdk::error::OTelSdkResult;
use opentelemetry_sdk::metrics::data::{AggregatedMetrics, Metric, MetricData, ResourceMetrics};
use opentelemetry_sdk::metrics::exporter::PushMetricExporter;
use opentelemetry_sdk::metrics::{PeriodicReader, SdkMeterProvider, Temporality};
use socialmessaging::emulator::{ACCOUNT_ID, Emulator, Fault, FaultKind, PHONE_NUMBER_ID, REGION};
use socialmessaging::messages::Text;
use socialmessaging::operation::SendWhatsAppMessage;
use socialmessaging::{AnyError, Client, FinishedCall};

/// The bounds of the histogram in seconds, as recommended by the semantic
/// conventions.
const BOUNDS: [f64; 14] = [
    0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0,
];

/// Returns an observer for [`Builder::observer`](socialmessaging::Builder::observer) that
/// records each call.
fn observe(meter: &Meter) -> impl Fn(&FinishedCall<'_>) + Send + Sync + 'static {
    let duration = meter
        .f64_histogram("rpc.client.call.duration")
        .with_unit("s")
        .with_description("The time of a call, with all attempts and the waits between them.")
        .with_boundaries(BOUNDS.to_vec())
        .build();
    let attempts = meter
        .u64_counter("social_messaging.attempts")
        .with_description("The number of requests.")
        .build();
    let throttled = meter
        .u64_counter("social_messaging.throttled_attempts")
        .with_description("The number of responses that throttled a call.")
        .build();
    let maybe_sent = meter
        .u64_counter("social_messaging.maybe_sent")
        .with_description("The number of failed calls that may have had an effect.")
        .build();
    move |call| {
        // Few values for each: neither phone numbers nor ids of requests.
        let method = format!("{}/{}", call.service(), call.operation());
        let operation = [
            KeyValue::new("rpc.system.name", "aws-api"),
            KeyValue::new("rpc.method", method),
            KeyValue::new("cloud.region", call.region().to_owned()),
        ];
        let seconds = call.duration().as_secs_f64();
        match call.error_kind() {
            None => duration.record(seconds, &operation),
            Some(kind) => {
                let [system, method, region] = operation.clone();
                let kind = KeyValue::new("error.type", kind.to_owned());
                duration.record(seconds, &[system, method, region, kind]);
            }
        }
        attempts.add(call.response_metadata().attempts().into(), &operation);
        throttled.add(
            call.response_metadata().throttled_attempts().into(),
            &operation,
        );
        maybe_sent.add(call.maybe_sent().into(), &operation);
    }
}

/// An exporter that passes each value to a function, as a line.
struct Lines<F>(F);

impl<F: Fn(String) + Send + Sync + 'static> PushMetricExporter for Lines<F> {
    async fn export(&self, metrics: &ResourceMetrics) -> OTelSdkResult {
        let scopes = metrics.scope_metrics();
        for metric in scopes.flat_map(|scope| scope.metrics()) {
            lines(metric).into_iter().for_each(&self.0);
        }
        Ok(())
    }

    fn force_flush(&self) -> OTelSdkResult {
        Ok(())
    }

    fn shutdown_with_timeout(&self, _timeout: Duration) -> OTelSdkResult {
        Ok(())
    }

    fn temporality(&self) -> Temporality {
        Temporality::Cumulative
    }
}

/// Returns a line for each value of a metric.
fn lines(metric: &Metric) -> Vec<String> {
    let name = metric.name();
    match metric.data() {
        AggregatedMetrics::F64(MetricData::Histogram(histogram)) => {
            let points = histogram.data_points().map(|point| {
                let (count, sum) = (point.count(), point.sum());
                let attributes = shown(point.attributes());
                format!("{name} {{{attributes}}} count={count} sum={sum:.3} s")
            });
            points.collect()
        }
        AggregatedMetrics::U64(MetricData::Sum(sum)) => {
            let points = sum.data_points().map(|point| {
                let attributes = shown(point.attributes());
                format!("{name} {{{attributes}}} {}", point.value())
            });
            points.collect()
        }
        other => vec![format!("{name} {other:?}")],
    }
}

/// Returns the attributes that differ between the calls of this program.
fn shown<'a>(attributes: impl Iterator<Item = &'a KeyValue>) -> String {
    let mut shown: Vec<String> = attributes
        .filter(|attribute| matches!(attribute.key.as_str(), "rpc.method" | "error.type"))
        .map(|attribute| format!("{}={}", attribute.key, attribute.value))
        .collect();
    shown.sort();
    let mut text = String::new();
    for (index, attribute) in shown.iter().enumerate() {
        let separator = if index == 0 { "" } else { ", " };
        // Writing to a string cannot fail.
        write!(text, "{separator}{attribute}").ok();
    }
    text
}

/// Makes calls that succeed, are throttled, and fail.
async fn make_calls(client: &Client, emulator: &Emulator) {
    let sender = client.sender(PHONE_NUMBER_ID);
    let fault = |kind| Fault::new(kind).with_operation::<SendWhatsAppMessage>();
    emulator
        .faults()
        .add(fault(FaultKind::Throttle).with_times(2));
    for index in 0..8 {
        let message = Text::new("+14255550123", format!("Message {index}"));
        if let Err(error) = sender.send(message).await {
            eprintln!("{error}");
        }
    }
    emulator.faults().add(fault(FaultKind::Status(500)));
    let lost = Text::new("+14255550123", "Lost");
    if let Err(error) = sender.send(lost).await {
        eprintln!("{error}");
    }
    let read = client.get_linked_whatsapp_business_account().id(ACCOUNT_ID);
    if let Err(error) = read.send().await {
        eprintln!("{error}");
    }
}

/// Builds a client of the emulator that reports its calls.
fn client(emulator: &Emulator, meter: &Meter) -> Result<Client, AnyError> {
    let client = Client::builder()
        .region(REGION)
        .credentials(emulator.credentials())
        .transport(emulator.server().transport())
        .observer(observe(meter))
        .build()?;
    Ok(client)
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    // Exports every minute, and at the end.
    let reader = PeriodicReader::builder(Lines(|line| println!("{line}"))).build();
    let provider = SdkMeterProvider::builder().with_reader(reader).build();
    let emulator = Emulator::new();
    let client = client(&emulator, &provider.meter("socialmessaging"))?;
    make_calls(&client, &emulator).await;
    provider.shutdown()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

    use std::sync::{Arc, Mutex};

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn counts_calls_attempts_and_failures_of_each_operation() {
        let collected = Arc::new(Mutex::new(Vec::new()));
        let exporter = Lines({
            let collected = Arc::clone(&collected);
            move |line| collected.lock().unwrap().push(line)
        });
        let reader = PeriodicReader::builder(exporter).build();
        let provider = SdkMeterProvider::builder().with_reader(reader).build();
        let emulator = Emulator::new();
        let client = client(&emulator, &provider.meter("test")).unwrap();
        make_calls(&client, &emulator).await;
        provider.force_flush().unwrap();

        let mut lines = collected.lock().unwrap().clone();
        for line in &mut lines {
            let end = line.find(" sum=").unwrap_or(line.len());
            line.truncate(end);
        }
        lines.sort();
        let send = "rpc.method=SocialMessaging/SendWhatsAppMessage";
        let read = "rpc.method=SocialMessaging/GetLinkedWhatsAppBusinessAccount";
        let failed = "error.type=InternalServiceException";
        assert_eq!(
            lines,
            [
                format!("rpc.client.call.duration {{{failed}, {send}}} count=1"),
                format!("rpc.client.call.duration {{{read}}} count=1"),
                format!("rpc.client.call.duration {{{send}}} count=8"),
                format!("social_messaging.attempts {{{read}}} 1"),
                format!("social_messaging.attempts {{{send}}} 11"),
                format!("social_messaging.maybe_sent {{{read}}} 0"),
                format!("social_messaging.maybe_sent {{{send}}} 1"),
                format!("social_messaging.throttled_attempts {{{read}}} 0"),
                format!("social_messaging.throttled_attempts {{{send}}} 2"),
            ]
        );
    }
}
