//! The rate limits of Meta and AWS, as token buckets.
//!
//! | limit | messages | when it is exceeded |
//! |---|---|---|
//! | throughput of a phone number, at Meta | 80 per second; 20 if the WhatsApp Business app shares the number; up to 1,000 after an upgrade | error 130429 in an event |
//! | one recipient, at Meta | 1 in 6 seconds; a burst of 45 uses up the quota of the next 270 seconds | error 131056 in an event |
//! | `SendWhatsAppMessage`, at AWS | 1,000 per second | status 429 |
//!
//! Nothing here reads a clock: callers pass the time since the start.

use std::collections::BTreeMap;
use std::time::Duration;

/// The factor by which a throttled request reduces the rate.
const DECREASE: f64 = 0.7;

/// The fraction of the configured rate that is added for each second without a
/// throttled request.
const INCREASE: f64 = 0.05;

/// The lowest rate, in messages per second.
const LOWEST: f64 = 1.0;

/// The number of recipients after which full buckets are removed.
const MAX_IDLE_PAIRS: usize = 10_000;

const SECOND: Duration = Duration::from_secs(1);

/// A token bucket: `burst` messages at once, and `per_second` on average.
#[derive(Clone, Debug)]
pub(crate) struct Bucket {
    per_second: f64,
    burst: f64,
    tokens: f64,
    updated: Duration,
}

impl Bucket {
    /// Creates a full bucket. A burst below 1 counts as 1.
    pub(crate) fn new(per_second: f64, burst: f64, now: Duration) -> Self {
        let burst = burst.max(1.0);
        Self {
            per_second,
            burst,
            tokens: burst,
            updated: now,
        }
    }

    fn refill(&mut self, now: Duration) {
        let elapsed = now.saturating_sub(self.updated).as_secs_f64();
        self.tokens = (self.tokens + elapsed * self.per_second).min(self.burst);
        self.updated = self.updated.max(now);
    }

    /// Returns the time at which a token is available: `now` or later.
    fn available_at(&mut self, now: Duration) -> Duration {
        self.refill(now);
        // Without the margin, rounding could cause a wait of zero.
        let missing = 1.0 - self.tokens - 1e-9;
        if missing <= 0.0 {
            return now;
        }
        now + Duration::from_secs_f64(missing / self.per_second) + Duration::from_micros(1)
    }

    fn take(&mut self) {
        self.tokens -= 1.0;
    }

    fn is_full(&mut self, now: Duration) -> bool {
        self.refill(now);
        self.tokens >= self.burst
    }
}

/// The configured rates.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rates {
    /// Messages per second from the phone number.
    pub(crate) per_second: f64,
    /// The average time between two messages to one recipient.
    pub(crate) pair_interval: Duration,
    /// The number of messages to one recipient that can be sent without
    /// waiting.
    pub(crate) pair_burst: u32,
}

/// Whether a message can be sent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Admission {
    /// It counts as sent now.
    Now,
    /// No message can be sent before this time.
    NumberAt(Duration),
    /// No message to this recipient can be sent before this time.
    RecipientAt(Duration),
}

/// Decides when messages may be sent.
#[derive(Debug)]
pub(crate) struct Pace {
    rates: Rates,
    number: Bucket,
    /// When the rate last changed.
    changed: Option<Duration>,
    recipients: BTreeMap<String, Pair>,
}

/// The bucket of one recipient.
#[derive(Debug)]
struct Pair {
    bucket: Bucket,
    /// The rejections by Meta without a success in between.
    rejections: u32,
    blocked_until: Duration,
}

impl Pace {
    pub(crate) fn new(rates: Rates) -> Self {
        Self {
            rates,
            number: number_bucket(rates.per_second, Duration::ZERO),
            changed: None,
            recipients: BTreeMap::new(),
        }
    }

    /// Decides about a message to this recipient, and counts it if it can be sent.
    pub(crate) fn admit(&mut self, recipient: &str, now: Duration) -> Admission {
        self.recover(now);
        let at = self.number.available_at(now);
        if at > now {
            return Admission::NumberAt(at);
        }
        let pair = self.pair(recipient, now);
        let at = pair.bucket.available_at(now).max(pair.blocked_until);
        if at > now {
            return Admission::RecipientAt(at);
        }
        pair.bucket.take();
        self.number.take();
        Admission::Now
    }

    /// Reduces the rate after a throttled request, at most once per second:
    /// requests that were already in flight are not evidence about the new
    /// rate.
    pub(crate) fn slow_down(&mut self, now: Duration) {
        self.recover(now);
        let reduced = self.number.per_second < self.rates.per_second;
        if reduced && self.changed.is_some_and(|changed| now < changed + SECOND) {
            return;
        }
        self.set_rate((self.number.per_second * DECREASE).max(LOWEST), now);
    }

    /// Blocks a recipient after error 131056, for 4^n seconds as Meta advises. Returns
    /// the time at which the next message can be sent.
    pub(crate) fn rejected(&mut self, recipient: &str, now: Duration) -> Duration {
        let pair = self.pair(recipient, now);
        // At most 68 minutes.
        let wait = Duration::from_secs(4_u64.pow(pair.rejections.min(6)));
        pair.rejections += 1;
        pair.blocked_until = pair.blocked_until.max(now + wait);
        pair.blocked_until
    }

    /// Ends the backoff of a recipient, after a message was accepted.
    pub(crate) fn accepted(&mut self, recipient: &str) {
        if let Some(pair) = self.recipients.get_mut(recipient) {
            pair.rejections = 0;
        }
    }

    /// Raises a reduced rate for each second without a throttled request.
    fn recover(&mut self, now: Duration) {
        let limit = self.rates.per_second;
        while self.number.per_second < limit
            && let Some(changed) = self.changed
            && now >= changed + SECOND
        {
            let raised = self.number.per_second + limit * INCREASE;
            self.set_rate(raised.min(limit), changed + SECOND);
        }
    }

    fn set_rate(&mut self, per_second: f64, now: Duration) {
        let tokens = {
            self.number.refill(now);
            self.number.tokens
        };
        let updated = self.number.updated;
        self.number = number_bucket(per_second, updated);
        self.number.tokens = tokens.min(self.number.burst);
        self.changed = Some(now);
    }

    fn pair(&mut self, recipient: &str, now: Duration) -> &mut Pair {
        if self.recipients.len() >= MAX_IDLE_PAIRS && !self.recipients.contains_key(recipient) {
            self.recipients.retain(|_, pair| {
                pair.rejections > 0 || pair.blocked_until > now || !pair.bucket.is_full(now)
            });
        }
        let rates = &self.rates;
        self.recipients
            .entry(recipient.to_owned())
            .or_insert_with(|| Pair {
                bucket: Bucket::new(
                    1.0 / rates.pair_interval.as_secs_f64().max(1e-6),
                    f64::from(rates.pair_burst),
                    now,
                ),
                rejections: 0,
                blocked_until: Duration::ZERO,
            })
    }
}

/// The burst is a tenth of a second's messages, for fewer, larger commits to
/// the journal.
fn number_bucket(per_second: f64, now: Duration) -> Bucket {
    Bucket::new(per_second, per_second / 10.0, now)
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATES: Rates = Rates {
        per_second: 80.0,
        pair_interval: Duration::from_secs(6),
        pair_burst: 1,
    };

    fn seconds(seconds: f64) -> Duration {
        Duration::from_secs_f64(seconds)
    }

    /// Sends as fast as the pace allows, until a time. Returns the times.
    fn send_all(pace: &mut Pace, from: Duration, until: Duration) -> Vec<Duration> {
        let mut now = from;
        let mut sent = Vec::new();
        for recipient in 0.. {
            let recipient = format!("+1425555{recipient:06}");
            loop {
                match pace.admit(&recipient, now) {
                    Admission::Now => break sent.push(now),
                    Admission::NumberAt(at) | Admission::RecipientAt(at) => {
                        assert!(at > now);
                        now = at;
                    }
                }
                if now >= until {
                    return sent;
                }
            }
        }
        sent
    }

    #[test]
    fn keeps_the_throughput_of_the_number() {
        let mut pace = Pace::new(RATES);
        let sent = send_all(&mut pace, Duration::ZERO, seconds(60.0));
        assert!((4_790..=4_810).contains(&sent.len()), "{}", sent.len());
        for window in sent.windows(90) {
            let elapsed = window[89] - window[0];
            assert!(elapsed >= seconds(1.0), "90 messages in {elapsed:?}");
        }
    }

    #[test]
    fn waits_between_messages_to_one_recipient_only() {
        let mut pace = Pace::new(RATES);
        assert_eq!(pace.admit("+1", seconds(0.0)), Admission::Now);
        let Admission::RecipientAt(at) = pace.admit("+1", seconds(1.0)) else {
            unreachable!("the recipient got a message a second ago")
        };
        assert!(at >= seconds(6.0) && at < seconds(6.1), "{at:?}");
        assert_eq!(pace.admit("+2", seconds(1.0)), Admission::Now);
        assert_eq!(pace.admit("+1", at), Admission::Now);
    }

    #[test]
    fn pays_for_a_burst_to_one_recipient_later() {
        let mut pace = Pace::new(Rates {
            pair_burst: 45,
            ..RATES
        });
        let mut now = Duration::ZERO;
        for _ in 0..45 {
            while let Admission::NumberAt(at) = pace.admit("+1", now) {
                now = at;
            }
        }
        assert!(now < seconds(6.0), "{now:?}");
        let Admission::RecipientAt(_) = pace.admit("+1", now + seconds(1.0)) else {
            unreachable!("the burst is used up")
        };
        // 270 seconds later, the whole burst is available again.
        let full = pace.pair("+1", now).bucket.is_full(now + seconds(264.0));
        assert!(!full);
        assert!(pace.pair("+1", now).bucket.is_full(now + seconds(271.0)));
    }

    #[test]
    fn slows_down_once_per_second_and_recovers() {
        let mut pace = Pace::new(RATES);
        pace.slow_down(seconds(1.0));
        pace.slow_down(seconds(1.5));
        assert!((pace.number.per_second - 56.0).abs() < 1e-6);
        pace.slow_down(seconds(1.99));
        assert!((pace.number.per_second - 56.0).abs() < 1e-6);
        let sent = send_all(&mut pace, seconds(1.0), seconds(2.0));
        assert!((50..=62).contains(&sent.len()), "{}", sent.len());
        // 4 more for each second without a throttled request.
        pace.admit("+1", seconds(4.0));
        assert!((pace.number.per_second - 68.0).abs() < 1e-6);
        pace.admit("+1", seconds(60.0));
        assert!((pace.number.per_second - 80.0).abs() < 1e-6);
    }

    #[test]
    fn never_stops_completely() {
        let mut pace = Pace::new(RATES);
        for second in 0..100 {
            pace.slow_down(Duration::from_secs(second));
        }
        assert!(pace.number.per_second >= LOWEST);
    }

    #[test]
    fn waits_longer_after_each_rejection_for_a_recipient() {
        let mut pace = Pace::new(RATES);
        let mut now = Duration::ZERO;
        for wait in [1, 4, 16, 64] {
            let at = pace.rejected("+1", now);
            assert_eq!(at, now + Duration::from_secs(wait));
            assert_ne!(pace.admit("+1", at - seconds(0.5)), Admission::Now);
            now = at;
        }
        pace.accepted("+1");
        assert_eq!(pace.rejected("+1", now), now + seconds(1.0));
        assert_eq!(pace.admit("+2", now), Admission::Now);
    }

    #[test]
    fn forgets_idle_recipients() {
        let mut pace = Pace::new(Rates {
            per_second: 1_000.0,
            ..RATES
        });
        send_all(&mut pace, Duration::ZERO, seconds(60.0));
        assert!(pace.recipients.len() <= MAX_IDLE_PAIRS + 1);
    }
}
