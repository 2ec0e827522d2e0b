//! The schedule of retries, and duplicate and out-of-order deliveries.

use std::time::Duration;

/// Probabilities of delivery faults, to test receivers. AWS delivers events at
/// least once and in any order.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct DeliveryFaults {
    /// The probability that an event is delivered twice.
    pub duplicates: f64,
    /// The probability that an event is delivered after the next one, if both
    /// were created at the same time, like the statuses of a message.
    pub disorder: f64,
    /// The seed of the random numbers. The same seed affects the same events.
    pub seed: u64,
}

impl DeliveryFaults {
    /// Returns the order in which new events are delivered.
    pub(crate) fn arrange(&self, numbers: Vec<u64>) -> Vec<u64> {
        let mut arranged: Vec<u64> = Vec::new();
        let mut numbers = numbers.into_iter().peekable();
        while let Some(number) = numbers.next() {
            let is_late = self.happens(self.disorder, number, 1);
            match numbers.next_if(|_| is_late) {
                Some(next) => arranged.extend([next, number]),
                None => arranged.push(number),
            }
        }
        arranged
            .into_iter()
            .flat_map(|number| {
                let is_twice = self.happens(self.duplicates, number, 2);
                std::iter::repeat_n(number, if is_twice { 2 } else { 1 })
            })
            .collect()
    }

    /// Whether a fault affects an event.
    fn happens(&self, probability: f64, number: u64, fault: u64) -> bool {
        let mixed = mix(mix(self.seed ^ mix(number)) ^ fault);
        // The upper 53 bits are a fraction.
        ((mixed >> 11) as f64) / ((1_u64 << 53) as f64) < probability
    }
}

/// The finalizer of SplitMix64.
fn mix(number: u64) -> u64 {
    let number = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

/// Returns the time before the next attempt, after this number of attempts; `None` if
/// there is none. These are the retries of Amazon SNS: three at once, two after a
/// second, ten after up to 20 seconds, and 35 after 20 seconds each.
pub(crate) fn delay(attempts: u32) -> Option<Duration> {
    Some(Duration::from_secs(match attempts {
        0..=3 => 0,
        4..=5 => 1,
        6..=10 => 1 << (attempts - 6),
        11..=50 => 20,
        _ => return None,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retries_like_sns() {
        let delays: Vec<_> = (1..).map_while(delay).map(|it| it.as_secs()).collect();
        assert_eq!(delays.len(), 50);
        assert_eq!(delays[..11], [0, 0, 0, 1, 1, 1, 2, 4, 8, 16, 20]);
    }

    #[test]
    fn order_depends_on_the_seed() {
        let none = DeliveryFaults::default();
        assert_eq!(none.arrange(vec![1, 2, 3]), [1, 2, 3]);
        let all = DeliveryFaults {
            duplicates: 1.0,
            disorder: 1.0,
            seed: 7,
        };
        assert_eq!(all.arrange(vec![1, 2, 3]), [2, 2, 1, 1, 3, 3]);
        let some = DeliveryFaults {
            duplicates: 0.1,
            disorder: 0.1,
            seed: 7,
        };
        let arranged = some.arrange((1..=1000).collect());
        assert_eq!(arranged, some.arrange((1..=1000).collect()));
        assert!((1050..1150).contains(&arranged.len()), "{}", arranged.len());
        let late = arranged.windows(2).filter(|pair| pair[0] > pair[1]).count();
        assert!((50..150).contains(&late), "{late}");
    }
}
