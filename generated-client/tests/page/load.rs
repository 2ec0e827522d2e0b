//! The page while messages arrive.
//!
//! ```sh
//! cargo test -p generated-client --features emulator --test page load -- --ignored --nocapture
//! ```

use std::time::Duration;

use socialmessaging::messages::Text;

use crate::page::{CUSTOMER, Page};

/// The messages per second, and the time for which they arrive.
const RATE: usize = 200;
const SECONDS: usize = 20;

/// The maximum time for which the page may not respond, in milliseconds.
const LONGEST: f64 = 100.0;

/// The maximum share of the time that the page may compute. Unlike the duration
/// of a task, it does not depend on other programs.
const SHARE: f64 = 0.5;

/// Measures the tasks that block the page, and the time between its frames.
const OBSERVE: &str = "(() => {
    window.measured = { tasks: [], gap: 0, frames: 0 };
    new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) window.measured.tasks.push(duration);
    }).observe({ entryTypes: ['longtask'] });
    let last = performance.now();
    const frame = (now) => {
        window.measured.gap = Math.max(window.measured.gap, now - last);
        window.measured.frames += 1;
        last = now;
        requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
})()";

#[tokio::test(flavor = "multi_thread")]
#[ignore = "measures, and needs an idle machine"]
async fn responds_at_200_messages_per_second() {
    let Some(page) = Page::open().await else {
        return;
    };
    page.send(Text::new(CUSTOMER, "first")).await;
    page.go_to_chat(CUSTOMER).await;
    let browser = &page.browser;
    browser.wait_for(".row-out .bubble", "first").await;
    browser.value(OBSERVE).await;
    let before = browser.compute_seconds().await;
    let sender = page.sender();
    let mut tick = tokio::time::interval(Duration::from_secs(1) / RATE as u32);
    for number in 0..RATE * SECONDS {
        tick.tick().await;
        // Every fourth message belongs to the open chat.
        let to = match number % 4 {
            0 => CUSTOMER.to_owned(),
            _ => format!("+142555{:05}", number % 97),
        };
        let text = Text::new(to, format!("Your table {number} is ready"));
        let send = sender.clone();
        tokio::spawn(async move { send.send(text).await });
    }
    let last = format!("Your table {}", RATE * SECONDS - 4);
    browser.wait_for(".row-out .bubble", &last).await;
    let share = (browser.compute_seconds().await - before) / SECONDS as f64;
    let measured = browser.value("window.measured").await;
    let tasks: Vec<f64> = serde_json::from_value(measured["tasks"].clone()).unwrap();
    let longest = tasks.iter().copied().fold(0.0, f64::max);
    println!(
        "{} messages at {RATE} per second: {} tasks longer than 50 ms, the longest {longest:.0} \
         ms; the longest time between two frames {:.0} ms, {} frames; {:.0} % of a core",
        RATE * SECONDS,
        tasks.len(),
        measured["gap"].as_f64().unwrap(),
        measured["frames"],
        share * 100.0,
    );
    assert!(share < SHARE, "{share}");
    assert!(longest < LONGEST, "a task of {longest:.0} ms: {tasks:?}");
    assert_eq!(page.emulator.messages().len(), RATE * SECONDS + 1);
    page.finish().await;
}
