//! Sets of offsets in text.

use std::ops::Range;

/// The offsets of text with fewer bytes than these words have bits need no
/// heap memory.
const WORDS: usize = 4;

/// A set of offsets in text, up to its length.
#[derive(Clone, Debug)]
pub(super) struct Offsets {
    /// The length of the text.
    length: usize,
    /// The set, if it is a contiguous range, as most are.
    run: Range<usize>,
    /// The set, if it is not contiguous.
    bits: Option<Bits>,
}

impl Offsets {
    /// Creates an empty set for text of this length.
    pub(super) fn new(length: usize) -> Self {
        Self {
            length,
            run: 0..0,
            bits: None,
        }
    }

    pub(super) fn insert(&mut self, offset: usize) {
        self.insert_all(offset, offset);
    }

    /// Inserts all offsets from `first` to `last`, inclusive.
    pub(super) fn insert_all(&mut self, first: usize, last: usize) {
        let run = &mut self.run;
        if self.bits.is_some() {
            self.bits().insert_all(first, last);
        } else if (*run).is_empty() {
            *run = first..last + 1;
        } else if first <= run.end && run.start <= last + 1 {
            *run = first.min(run.start)..run.end.max(last + 1);
        } else {
            self.bits().insert_all(first, last);
        }
    }

    pub(super) fn contains(&self, offset: usize) -> bool {
        match &self.bits {
            Some(bits) => bits.contains(offset),
            None => self.run.contains(&offset),
        }
    }

    /// Inserts the offsets of another set of the same text.
    pub(super) fn add(&mut self, others: &Self) {
        match (&others.bits, others.last()) {
            (Some(bits), _) => self.bits().add(bits),
            (None, Some(last)) => self.insert_all(others.run.start, last),
            (None, None) => {}
        }
    }

    /// Keeps only this offset.
    pub(super) fn only(self, offset: usize) -> Self {
        let mut kept = Self::new(self.length);
        if self.contains(offset) {
            kept.insert(offset);
        }
        kept
    }

    /// Returns the first offset that is not less than this one.
    pub(super) fn from(&self, offset: usize) -> Option<usize> {
        match &self.bits {
            Some(bits) => bits.from(offset),
            None => Some(offset.max(self.run.start)).filter(|first| *first < self.run.end),
        }
    }

    pub(super) fn last(&self) -> Option<usize> {
        match &self.bits {
            Some(bits) => bits.last(),
            None if self.run.is_empty() => None,
            None => Some(self.run.end - 1),
        }
    }

    /// Returns the only offset of the set, if its form shows that there is one.
    pub(super) fn single(&self) -> Option<usize> {
        let is_one = self.bits.is_none() && self.run.end == self.run.start + 1;
        is_one.then_some(self.run.start)
    }

    /// Replaces the only offset of the set, or removes it.
    pub(super) fn move_to(&mut self, offset: Option<usize>) {
        self.run = offset.map_or(0..0, |offset| offset..offset + 1);
    }

    pub(super) fn each(&self, mut action: impl FnMut(usize)) {
        match &self.bits {
            Some(bits) => bits.each(action),
            None => self.run.clone().for_each(&mut action),
        }
    }

    /// Converts the set to bits, and returns them.
    fn bits(&mut self) -> &mut Bits {
        let (length, run) = (self.length, self.run.clone());
        self.bits.get_or_insert_with(|| {
            let mut bits = Bits::new(length);
            if !run.is_empty() {
                bits.insert_all(run.start, run.end - 1);
            }
            bits
        })
    }
}

/// A bit for each offset.
#[derive(Clone, Debug)]
struct Bits {
    short: [u64; WORDS],
    /// The words, if the text is long.
    long: Vec<u64>,
}

impl Bits {
    fn new(length: usize) -> Self {
        let words = length / 64 + 1;
        Self {
            short: [0; WORDS],
            long: if words > WORDS {
                vec![0; words]
            } else {
                Vec::new()
            },
        }
    }

    fn words(&self) -> &[u64] {
        if self.long.is_empty() {
            &self.short
        } else {
            &self.long
        }
    }

    fn words_mut(&mut self) -> &mut [u64] {
        if self.long.is_empty() {
            &mut self.short
        } else {
            &mut self.long
        }
    }

    fn insert_all(&mut self, first: usize, last: usize) {
        let words = self.words_mut().get_mut(first / 64..=last / 64);
        let words = words.unwrap_or_default();
        for (index, word) in (first / 64..).zip(words) {
            let from = first.saturating_sub(index * 64);
            let after_last = last - index * 64 + 1;
            let below = 1_u64
                .checked_shl(u32::try_from(after_last).unwrap_or(64))
                .map_or(u64::MAX, |bit| bit - 1);
            *word |= below & (u64::MAX << from);
        }
    }

    fn contains(&self, offset: usize) -> bool {
        let word = self.words().get(offset / 64);
        word.is_some_and(|word| word >> (offset % 64) & 1 == 1)
    }

    fn add(&mut self, others: &Self) {
        for (word, other) in self.words_mut().iter_mut().zip(others.words()) {
            *word |= other;
        }
    }

    fn from(&self, offset: usize) -> Option<usize> {
        let mut index = offset / 64;
        let mut word = self.words().get(index)? & (u64::MAX << (offset % 64));
        while word == 0 {
            index += 1;
            word = *self.words().get(index)?;
        }
        Some(index * 64 + word.trailing_zeros() as usize)
    }

    fn last(&self) -> Option<usize> {
        let index = self.words().iter().rposition(|word| *word != 0)?;
        let word = self.words().get(index)?;
        Some(index * 64 + 63 - word.leading_zeros() as usize)
    }

    fn each(&self, mut action: impl FnMut(usize)) {
        for (index, word) in self.words().iter().enumerate() {
            let mut word = *word;
            while word != 0 {
                action(index * 64 + word.trailing_zeros() as usize);
                word &= word - 1;
            }
        }
    }
}
