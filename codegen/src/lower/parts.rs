//! What is true of whatever has a part of which it is true.

use std::collections::{BTreeMap, BTreeSet};

/// Those of which something is true, itself or of a part, however deep inside.
/// `parts` has everything there is, with the parts that it has at once.
pub(super) fn with_part<T: Ord + Copy>(
    parts: &BTreeMap<T, Vec<T>>,
    itself: impl Fn(T) -> bool,
) -> BTreeSet<T> {
    let mut owners: BTreeMap<T, Vec<T>> = BTreeMap::new();
    for (owner, parts) in parts {
        for part in parts {
            owners.entry(*part).or_default().push(*owner);
        }
    }
    let mut found = BTreeSet::new();
    let mut waiting: Vec<T> = parts.keys().copied().filter(|one| itself(*one)).collect();
    while let Some(one) = waiting.pop() {
        if found.insert(one) {
            waiting.extend(owners.get(&one).into_iter().flatten());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn owners_of_owners_are_found_and_circles_end() {
        let parts = BTreeMap::from([
            (1, vec![2]),
            (2, vec![3, 1]),
            (3, vec![]),
            (4, vec![4]),
            (5, vec![3, 4]),
        ]);
        assert_eq!(with_part(&parts, |one| one == 3), [1, 2, 3, 5].into());
        assert_eq!(with_part(&parts, |_| false), [].into());
    }
}
