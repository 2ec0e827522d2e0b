//! Slices of lists.

/// `[start:stop:step]`. Negative positions count from the end; a negative step
/// goes backwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slice {
    /// The first position; defaults to the first element, or to the last one
    /// for a negative step.
    pub start: Option<i64>,
    /// The exclusive end; by default, the slice extends to the end in its
    /// direction.
    pub stop: Option<i64>,
    /// The distance between positions; not zero.
    pub step: i64,
}

impl Slice {
    /// The elements of the slice.
    pub(super) fn select<T>(self, elements: &[T]) -> impl Iterator<Item = &T> {
        let length = i64::try_from(elements.len()).unwrap_or(i64::MAX);
        let forwards = self.step > 0;
        // The range of positions, including the stop past either end.
        let (least, most) = if forwards {
            (0, length)
        } else {
            (-1, length - 1)
        };
        let bounded = |position: i64| {
            let from_start = if position < 0 {
                position.saturating_add(length)
            } else {
                position
            };
            from_start.clamp(least, most)
        };
        let (first, end) = if forwards {
            (least, most)
        } else {
            (most, least)
        };
        let start = self.start.map_or(first, bounded);
        let stop = self.stop.map_or(end, bounded);
        let step = self.step;
        let within = move |position: &i64| match step {
            0 => false,
            1.. => *position < stop,
            _ => *position > stop,
        };
        let next = move |position: &i64| position.checked_add(step);
        let positions = std::iter::successors(Some(start), next).take_while(within);
        positions.filter_map(|position| elements.get(usize::try_from(position).ok()?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slices_follow_the_specification() {
        let list: Vec<i64> = (0..6).collect();
        for (start, stop, step, expected) in [
            (None, None, 1, vec![0, 1, 2, 3, 4, 5]),
            (Some(1), Some(3), 1, vec![1, 2]),
            (Some(-2), None, 1, vec![4, 5]),
            (None, Some(-4), 1, vec![0, 1]),
            (Some(1), None, 2, vec![1, 3, 5]),
            (Some(9), None, 1, vec![]),
            (Some(-9), Some(9), 1, vec![0, 1, 2, 3, 4, 5]),
            (Some(3), Some(1), 1, vec![]),
            (None, None, -1, vec![5, 4, 3, 2, 1, 0]),
            (Some(9), Some(3), -1, vec![5, 4]),
            (Some(4), Some(0), -2, vec![4, 2]),
            (None, Some(-3), -1, vec![5, 4]),
            (Some(2), Some(-9), -1, vec![2, 1, 0]),
            (None, None, i64::MAX, vec![0]),
            (None, None, i64::MIN, vec![5]),
            (None, None, 0, vec![]),
        ] {
            let slice = Slice { start, stop, step };
            let found: Vec<i64> = slice.select(&list).copied().collect();
            assert_eq!(found, expected, "{slice:?}");
        }
        let nothing: [i64; 0] = [];
        let backwards = Slice {
            start: None,
            stop: None,
            step: -1,
        };
        assert_eq!(backwards.select(&nothing).count(), 0);
    }
}
