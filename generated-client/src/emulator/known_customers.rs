//! The customers of an emulator, up to a limit.

use std::collections::BTreeMap;

use super::customer_record::CustomerRecord;

/// Customers by phone number or user id, and the order of their last changes.
#[derive(Clone, Debug, Default)]
pub(super) struct KnownCustomers {
    records: BTreeMap<String, (u64, CustomerRecord)>,
    /// The keys by the number of the last change.
    order: BTreeMap<u64, String>,
    changes: u64,
}

impl KnownCustomers {
    pub(super) fn get(&self, phone: &str) -> Option<&CustomerRecord> {
        self.records.get(phone).map(|(_, record)| record)
    }

    /// Returns the customers by key.
    pub(super) fn values(&self) -> impl Iterator<Item = &CustomerRecord> {
        self.records.values().map(|(_, record)| record)
    }

    /// Adds or replaces a customer.
    pub(super) fn put(&mut self, record: CustomerRecord) {
        self.remove(&record.phone);
        self.changes += 1;
        self.order.insert(self.changes, record.phone.clone());
        self.records
            .insert(record.phone.clone(), (self.changes, record));
    }

    pub(super) fn remove(&mut self, phone: &str) {
        if let Some((number, _)) = self.records.remove(phone) {
            self.order.remove(&number);
        }
    }

    /// Returns the customer to remove to make room for this one: the least
    /// recently changed one.
    pub(super) fn surplus(&self, phone: &str, limit: usize) -> Option<&str> {
        if self.records.contains_key(phone) || self.records.len() < limit {
            return None;
        }
        self.order.values().next().map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn removes_the_least_recently_changed_customer() {
        let mut customers = KnownCustomers::default();
        for phone in ["+1", "+2", "+1"] {
            customers.put(CustomerRecord::new(phone.to_owned()));
        }
        assert_eq!(customers.surplus("+3", 3), None);
        assert_eq!(customers.surplus("+1", 2), None);
        assert_eq!(customers.surplus("+3", 2), Some("+2"));
        customers.remove("+2");
        assert_eq!((customers.values().count(), customers.order.len()), (1, 1));
        assert!(customers.get("+1").is_some() && customers.get("+2").is_none());
    }
}
