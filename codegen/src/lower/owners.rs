//! Transitive owners in a graph.

use std::collections::{BTreeMap, BTreeSet};

/// Returns the matching nodes, and all nodes that own one, directly or
/// transitively. `parts` has the direct parts of every node.
pub(super) fn transitive_owners<T: Ord + Copy>(
    parts: &BTreeMap<T, Vec<T>>,
    matches: impl Fn(T) -> bool,
) -> BTreeSet<T> {
    let mut owners: BTreeMap<T, Vec<T>> = BTreeMap::new();
    for (owner, parts) in parts {
        for part in parts {
            owners.entry(*part).or_default().push(*owner);
        }
    }
    let mut found = BTreeSet::new();
    let mut waiting: Vec<T> = parts.keys().copied().filter(|one| matches(*one)).collect();
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
    fn finds_owners_of_owners_in_cyclic_graphs() {
        let parts = BTreeMap::from([
            (1, vec![2]),
            (2, vec![3, 1]),
            (3, vec![]),
            (4, vec![4]),
            (5, vec![3, 4]),
        ]);
        assert_eq!(
            transitive_owners(&parts, |one| one == 3),
            [1, 2, 3, 5].into()
        );
        assert_eq!(transitive_owners(&parts, |_| false), [].into());
    }
}
