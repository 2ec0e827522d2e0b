//! The typing indicators of the business.

use std::collections::BTreeMap;

use runtime::Timestamp;

/// The time for which an indicator is shown, in milliseconds.
const SHOWN: i64 = 25_000;

/// The indicators by phone number and customer, with their end times.
#[derive(Debug, Default)]
pub(super) struct TypingIndicators(BTreeMap<(String, String), Timestamp>);

impl TypingIndicators {
    /// Shows an indicator from now on, and removes expired ones.
    pub(super) fn begin(&mut self, phone_number_id: &str, customer: &str, now: Timestamp) {
        self.0.retain(|_, until| *until > now);
        let until = Timestamp::from_millis(now.as_millis().saturating_add(SHOWN));
        self.0
            .insert((phone_number_id.to_owned(), customer.to_owned()), until);
    }

    /// Removes an indicator. Returns whether there was one.
    pub(super) fn end(&mut self, phone_number_id: &str, customer: &str) -> bool {
        if self.0.is_empty() {
            return false;
        }
        let key = (phone_number_id.to_owned(), customer.to_owned());
        self.0.remove(&key).is_some()
    }

    /// Returns the end of an indicator; `None` if none is shown.
    pub(super) fn until(
        &self,
        phone_number_id: &str,
        customer: &str,
        now: Timestamp,
    ) -> Option<Timestamp> {
        let mut shown = self.shown(now);
        let (.., until) =
            shown.find(|(number, to, _)| *number == phone_number_id && *to == customer)?;
        Some(until)
    }

    /// Returns the phone number, the customer and the end of each shown indicator.
    pub(super) fn shown(&self, now: Timestamp) -> impl Iterator<Item = (&str, &str, Timestamp)> {
        let shown = self.0.iter().filter(move |(_, until)| **until > now);
        shown.map(|((number, customer), until)| (number.as_str(), customer.as_str(), *until))
    }
}
