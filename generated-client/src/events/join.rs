//! A table of messages that is indexed by all of their ids.

use std::collections::{BTreeMap, BTreeSet};

use super::recent::Recent;

/// The maximum length of an id in bytes: longer ones could exhaust the memory.
const MAX_ID: usize = 1024;

/// The ids of one message.
#[derive(Clone, Debug, Default, Eq, Ord, PartialEq, PartialOrd)]
pub(super) struct Ids {
    pub(super) aws: Option<String>,
    pub(super) wamid: Option<String>,
    pub(super) tag: Option<String>,
}

impl Ids {
    pub(super) fn new(aws: Option<&str>, wamid: Option<&str>, tag: Option<&str>) -> Self {
        let kept = |id: Option<&str>| {
            let id = id.filter(|id| !id.is_empty() && id.len() <= MAX_ID);
            id.map(str::to_owned)
        };
        Self {
            aws: kept(aws),
            wamid: kept(wamid),
            tag: kept(tag),
        }
    }

    /// Returns whether both can be ids of the same message.
    fn agrees_with(&self, other: &Self) -> bool {
        fn agree(one: Option<&String>, other: Option<&String>) -> bool {
            one.is_none() || other.is_none() || one == other
        }
        agree(self.aws.as_ref(), other.aws.as_ref())
            && agree(self.wamid.as_ref(), other.wamid.as_ref())
    }

    fn add(&mut self, other: Self) {
        self.aws = self.aws.take().or(other.aws);
        self.wamid = self.wamid.take().or(other.wamid);
        // Keeps the smaller tag, so that the order does not matter.
        self.tag = match (self.tag.take(), other.tag) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
    }
}

/// The data of a row, which is merged when two rows turn out to be one message.
pub(super) trait Merge: Default {
    fn merge(&mut self, other: Self);
}

impl Merge for () {
    fn merge(&mut self, (): Self) {}
}

#[derive(Clone, Debug, Default)]
pub(super) struct Row<T> {
    pub(super) ids: Ids,
    pub(super) data: T,
}

#[derive(Clone, Debug)]
pub(super) struct Joined<T> {
    rows: Recent<u64, Row<T>>,
    last: u64,
    by_aws: BTreeMap<String, u64>,
    by_wamid: BTreeMap<String, u64>,
    by_tag: BTreeMap<String, BTreeSet<u64>>,
    unique_tags: bool,
}

impl<T: Merge> Joined<T> {
    pub(super) fn new(capacity: usize) -> Self {
        Self {
            rows: Recent::new(capacity),
            last: 0,
            by_aws: BTreeMap::new(),
            by_wamid: BTreeMap::new(),
            by_tag: BTreeMap::new(),
            unique_tags: false,
        }
    }

    /// Lets equal tags join rows.
    pub(super) fn set_unique_tags(&mut self) {
        self.unique_tags = true;
    }

    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Returns the row of the message with these ids. Joins the rows that the ids
    /// identify as the same message. `None` without an id.
    pub(super) fn row(&mut self, ids: Ids) -> Option<&mut Row<T>> {
        if ids == Ids::default() {
            return None;
        }
        let mut row = Row {
            ids,
            data: T::default(),
        };
        for key in self.candidates(&row.ids) {
            if self
                .rows
                .get(&key)
                .is_some_and(|found| found.ids.agrees_with(&row.ids))
                && let Some(found) = self.take(key)
            {
                row.ids.add(found.ids);
                row.data.merge(found.data);
            }
        }
        self.put(row)
    }

    pub(super) fn by_aws(&self, id: &str) -> Option<&Row<T>> {
        self.rows.get(self.by_aws.get(id)?)
    }

    pub(super) fn by_wamid(&self, id: &str) -> Option<&Row<T>> {
        self.rows.get(self.by_wamid.get(id)?)
    }

    pub(super) fn by_tag(&self, tag: &str) -> impl Iterator<Item = &Row<T>> {
        let keys = self.by_tag.get(tag).into_iter().flatten();
        keys.filter_map(|key| self.rows.get(key))
    }

    /// Returns the rows that may belong to the message, by wamid first: no other id
    /// is as reliable.
    fn candidates(&self, ids: &Ids) -> Vec<u64> {
        let find = |index: &BTreeMap<String, u64>, id: &Option<String>| {
            id.as_ref().and_then(|id| index.get(id)).copied()
        };
        let mut found = Vec::new();
        found.extend(find(&self.by_wamid, &ids.wamid));
        found.extend(find(&self.by_aws, &ids.aws));
        // A tag of several messages is not unique.
        if self.unique_tags
            && let Some(keys) = ids.tag.as_ref().and_then(|tag| self.by_tag.get(tag))
            && keys.len() == 1
        {
            found.extend(keys);
        }
        found
    }

    fn put(&mut self, row: Row<T>) -> Option<&mut Row<T>> {
        self.last += 1;
        let key = self.last;
        // If two messages claim the same id, it finds the later one.
        if let Some(id) = &row.ids.aws {
            self.by_aws.insert(id.clone(), key);
        }
        if let Some(id) = &row.ids.wamid {
            self.by_wamid.insert(id.clone(), key);
        }
        if let Some(tag) = &row.ids.tag {
            self.by_tag.entry(tag.clone()).or_default().insert(key);
        }
        if let Some((key, row)) = self.rows.insert(key, row) {
            self.forget(key, &row.ids);
        }
        self.rows.touch(&key)
    }

    fn take(&mut self, key: u64) -> Option<Row<T>> {
        let row = self.rows.remove(&key)?;
        self.forget(key, &row.ids);
        Some(row)
    }

    /// Removes the ids of a removed row.
    fn forget(&mut self, key: u64, ids: &Ids) {
        for (index, id) in [
            (&mut self.by_aws, &ids.aws),
            (&mut self.by_wamid, &ids.wamid),
        ] {
            if let Some(id) = id
                && index.get(id) == Some(&key)
            {
                index.remove(id);
            }
        }
        if let Some(tag) = &ids.tag
            && let Some(keys) = self.by_tag.get_mut(tag)
        {
            keys.remove(&key);
            if keys.is_empty() {
                self.by_tag.remove(tag);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(aws: &str, wamid: &str, tag: &str) -> Ids {
        Ids::new(Some(aws), Some(wamid), Some(tag))
    }

    #[test]
    fn joins_rows_and_forgets_all_ids_of_old_ones() {
        let mut joined = Joined::<()>::new(2);
        joined.row(ids("a", "", "tag"));
        joined.row(ids("", "w", ""));
        assert_eq!(joined.len(), 2);
        let row = joined.row(ids("a", "w", "")).unwrap();
        assert_eq!(row.ids, ids("a", "w", "tag"));
        assert_eq!(joined.len(), 1);
        joined.row(ids("b", "", ""));
        joined.row(ids("c", "", ""));
        assert!(joined.by_wamid("w").is_none());
        assert_eq!(
            (
                joined.by_aws.len(),
                joined.by_wamid.len(),
                joined.by_tag.len()
            ),
            (2, 0, 0)
        );
    }

    #[test]
    fn never_joins_messages_with_different_ids() {
        let mut joined = Joined::<()>::new(10);
        joined.set_unique_tags();
        joined.row(ids("a", "w", "tag"));
        joined.row(ids("a", "x", "tag"));
        joined.row(ids("b", "", "tag"));
        assert_eq!(joined.len(), 3);
        assert_eq!(joined.by_wamid("w").unwrap().ids, ids("a", "w", "tag"));
        assert_eq!(joined.by_tag("tag").count(), 3);
    }

    #[test]
    fn ignores_long_and_empty_ids() {
        let mut joined = Joined::<()>::new(10);
        assert!(joined.row(ids("", "", &"x".repeat(1025))).is_none());
        assert_eq!(joined.len(), 0);
    }
}
