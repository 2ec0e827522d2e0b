//! A map of limited size that evicts the least recently used entry.

use std::collections::BTreeMap;

#[derive(Clone, Debug)]
pub(super) struct Recent<K, V> {
    capacity: usize,
    entries: BTreeMap<K, (u64, V)>,
    /// The keys by the time of their last use.
    order: BTreeMap<u64, K>,
    clock: u64,
}

impl<K: Clone + Ord, V> Recent<K, V> {
    /// Creates an empty map with this capacity, at least one entry.
    pub(super) fn new(capacity: usize) -> Self {
        Self {
            capacity: capacity.max(1),
            entries: BTreeMap::new(),
            order: BTreeMap::new(),
            clock: 0,
        }
    }

    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    pub(super) fn get(&self, key: &K) -> Option<&V> {
        self.entries.get(key).map(|(_, value)| value)
    }

    /// Returns an entry and marks it as used.
    pub(super) fn touch(&mut self, key: &K) -> Option<&mut V> {
        let (used, value) = self.entries.get_mut(key)?;
        self.order.remove(used);
        self.clock += 1;
        *used = self.clock;
        self.order.insert(self.clock, key.clone());
        Some(value)
    }

    /// Adds or replaces an entry. Returns the evicted one, if any.
    pub(super) fn insert(&mut self, key: K, value: V) -> Option<(K, V)> {
        if let Some(place) = self.touch(&key) {
            *place = value;
            return None;
        }
        self.clock += 1;
        self.order.insert(self.clock, key.clone());
        self.entries.insert(key, (self.clock, value));
        if self.entries.len() <= self.capacity {
            return None;
        }
        let (_, oldest) = self.order.pop_first()?;
        let (_, value) = self.entries.remove(&oldest)?;
        Some((oldest, value))
    }

    pub(super) fn remove(&mut self, key: &K) -> Option<V> {
        let (used, value) = self.entries.remove(key)?;
        self.order.remove(&used);
        Some(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forgets_the_least_recently_used_entry() {
        let mut recent = Recent::new(2);
        assert_eq!(recent.insert("a", 1), None);
        assert_eq!(recent.insert("b", 2), None);
        assert_eq!(recent.touch(&"a"), Some(&mut 1));
        assert_eq!(recent.insert("c", 3), Some(("b", 2)));
        assert_eq!(recent.insert("c", 4), None);
        assert_eq!((recent.get(&"a"), recent.get(&"b")), (Some(&1), None));
        assert_eq!(recent.remove(&"a"), Some(1));
        assert_eq!((recent.len(), recent.order.len()), (1, 1));
    }

    #[test]
    fn holds_at_least_one_entry() {
        let mut recent = Recent::new(0);
        assert_eq!(recent.insert("a", 1), None);
        assert_eq!(recent.get(&"a"), Some(&1));
    }
}
