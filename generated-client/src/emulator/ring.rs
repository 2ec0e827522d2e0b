//! A list of limited length that drops its oldest entries.

use std::collections::VecDeque;

/// An entry with an increasing number.
pub(super) trait Numbered {
    fn number(&self) -> u64;
}

/// Entries in the order of their numbers; at the limit, a new one replaces the
/// oldest.
#[derive(Clone, Debug)]
pub(super) struct Ring<T> {
    entries: VecDeque<T>,
    limit: usize,
}

impl<T: Numbered> Ring<T> {
    /// Creates an empty list for this number of entries, at least one.
    pub(super) fn new(limit: usize) -> Self {
        Self {
            entries: VecDeque::new(),
            limit: limit.max(1),
        }
    }

    /// Adds an entry, or replaces the one with its number. An entry that was dropped
    /// before stays dropped.
    pub(super) fn put(&mut self, entry: T) {
        if self
            .entries
            .back()
            .is_none_or(|last| last.number() < entry.number())
        {
            if self.entries.len() == self.limit {
                self.entries.pop_front();
            }
            self.entries.push_back(entry);
        } else if let Some(known) = self.get_mut(entry.number()) {
            *known = entry;
        }
    }

    /// Returns the entry with this number.
    pub(super) fn get(&self, number: u64) -> Option<&T> {
        let index = self.find(number).ok()?;
        self.entries.get(index)
    }

    /// Returns the entry with this number, mutably.
    pub(super) fn get_mut(&mut self, number: u64) -> Option<&mut T> {
        let index = self.find(number).ok()?;
        self.entries.get_mut(index)
    }

    /// Returns the entries after this number.
    pub(super) fn after(&self, number: u64) -> impl Iterator<Item = &T> {
        let index = match self.find(number) {
            Ok(index) => index + 1,
            Err(index) => index,
        };
        self.entries.range(index..)
    }

    pub(super) fn iter(&self) -> impl DoubleEndedIterator<Item = &T> {
        self.entries.iter()
    }

    /// Changes all entries.
    pub(super) fn update(&mut self, change: impl Fn(&mut T)) {
        self.entries.iter_mut().for_each(change);
    }

    fn find(&self, number: u64) -> Result<usize, usize> {
        self.entries.binary_search_by_key(&number, Numbered::number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Numbered for (u64, &str) {
        fn number(&self) -> u64 {
            self.0
        }
    }

    #[test]
    fn drops_the_oldest_entries() {
        let mut ring = Ring::new(2);
        for entry in [(1, "a"), (4, "b"), (6, "c"), (4, "B"), (1, "A")] {
            ring.put(entry);
        }
        assert_eq!(ring.iter().collect::<Vec<_>>(), [&(4, "B"), &(6, "c")]);
        assert_eq!((ring.get(1), ring.get(6)), (None, Some(&(6, "c"))));
        assert_eq!(ring.after(4).collect::<Vec<_>>(), [&(6, "c")]);
        assert_eq!(ring.after(0).count(), 2);
        assert_eq!(ring.after(6).count(), 0);
    }
}
