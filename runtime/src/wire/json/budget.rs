//! The memory budget for the values of a body.
//!
//! Three bytes of JSON (`{},`) can become a structure of a few hundred bytes,
//! so a limit on the size of a body does not limit the memory of its values.
//! Readers charge the structure of each value before they allocate it: elements
//! of lists, nodes of maps, boxes. Text is not charged, because it is no larger
//! than the body, except for the parser's copy of text with escapes.
//!
//! The budget is thread-local while a body is read, because serde does not pass
//! a context to readers.

use std::cell::Cell;
use std::fmt;

use serde::de::Error;

/// The memory that any body may use, whatever its limit, in bytes.
const MINIMUM: usize = 64 * 1024;

/// The size in bytes up to which lists grow to twice their size.
const DOUBLED: usize = 16 * 1024;

/// The digits of a number whose copy is not charged.
const SHORT_NUMBER: usize = 64;

/// The overhead of the allocator for one allocation, in bytes.
const ALLOCATION: usize = 16;

/// The maximum entries of a node of `BTreeMap`, and the minimum in a full map.
const NODE_CAPACITY: usize = 11;
const NODE_FILL: usize = 5;

/// The size of a node without its entries: its parent, and links to children.
const NODE_OVERHEAD: usize = 112;

thread_local! {
    /// The remaining memory; `None` if a value needed more.
    static LEFT: Cell<Option<usize>> = const { Cell::new(Some(usize::MAX)) };
    /// Whether the container of the next value has paid for its memory.
    static PREPAID: Cell<bool> = const { Cell::new(false) };
}

/// The values of a body need more memory than allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Exhausted;

impl fmt::Display for Exhausted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the values need too much memory")
    }
}

/// Restores the budget of the caller, even after a panic.
struct Restore {
    left: Option<usize>,
    prepaid: bool,
}

impl Drop for Restore {
    fn drop(&mut self) {
        LEFT.set(self.left);
        PREPAID.set(self.prepaid);
    }
}

/// Reads a body. Its values and the buffer of the parser may take the rest of
/// `limit`, or 64 KiB.
pub(crate) fn limited<T>(
    limit: usize,
    body: &str,
    read: impl FnOnce() -> T,
) -> Result<T, Exhausted> {
    let left = limit.saturating_sub(body.len()).max(MINIMUM);
    let left = left.checked_sub(buffer(body.as_bytes())).ok_or(Exhausted)?;
    let _restore = Restore {
        left: LEFT.replace(Some(left)),
        prepaid: PREPAID.replace(false),
    };
    let value = read();
    LEFT.get().map(|_| value).ok_or(Exhausted)
}

/// Returns the maximum memory of the parser's buffer. serde_json copies each
/// string with escapes to the buffer, and each number with many digits.
fn buffer(body: &[u8]) -> usize {
    // Most bodies have neither, and are not searched byte by byte.
    let has_digits = |run: &[u8]| run.iter().all(|byte| matches!(byte, b'0'..=b'9' | b'.'));
    if !body.contains(&b'\\') && !body.chunks_exact(SHORT_NUMBER / 2).any(has_digits) {
        return 0;
    }
    let mut longest = 0;
    let mut bytes = body.iter();
    let mut digits = 0;
    while let Some(byte) = bytes.next() {
        if byte.is_ascii_digit() {
            digits += 1;
            longest = longest.max(digits);
            continue;
        }
        // The digits of a fraction are appended to those before the point.
        if *byte != b'.' {
            digits = 0;
        }
        if *byte != b'"' {
            continue;
        }
        let (mut length, mut has_escapes) = (0_usize, false);
        while let Some(byte) = bytes.next() {
            match byte {
                b'"' => break,
                b'\\' => {
                    has_escapes = true;
                    bytes.next();
                }
                _ => {}
            }
            length += 1;
        }
        if has_escapes {
            longest = longest.max(length);
        }
    }
    // It doubles, and its old memory exists until its content is moved.
    let capacity = longest.checked_next_power_of_two().unwrap_or(usize::MAX);
    capacity.saturating_add(capacity / 2)
}

/// Charges memory that is about to be allocated.
#[inline]
pub(crate) fn charge(bytes: usize) -> Result<(), Exhausted> {
    let left = LEFT.get().and_then(|left| left.checked_sub(bytes));
    LEFT.set(left);
    left.map(drop).ok_or(Exhausted)
}

/// Refunds memory that is free again.
fn refund(bytes: usize) {
    LEFT.set(LEFT.get().map(|left| left.saturating_add(bytes)));
}

/// Charges a value that may be boxed, unless its container has paid for it.
pub(super) fn charge_value<T, E: Error>() -> Result<(), E> {
    if set_prepaid(false) {
        return Ok(());
    }
    charge(size_of::<T>().saturating_add(ALLOCATION)).map_err(E::custom)
}

/// Charges the memory that a member allocates in addition to its text.
pub(super) fn charge_member<T, E: Error>() -> Result<(), E> {
    set_prepaid(false);
    charge(allocation::<T>()).map_err(E::custom)
}

/// Sets whether the next value is part of a container that paid for it.
#[inline]
pub(super) fn set_prepaid(prepaid: bool) -> bool {
    PREPAID.replace(prepaid)
}

/// Appends to a list and charges its growth.
pub(crate) fn push<T>(list: &mut Vec<T>, value: T) -> Result<(), Exhausted> {
    charge(allocation::<T>())?;
    if list.len() == list.capacity() {
        let old = list.capacity().saturating_mul(size_of::<T>());
        // Large lists grow by half, not to twice the size, to waste less of the budget.
        let more = if old < DOUBLED {
            list.len().max(1)
        } else {
            (list.len() / 2).max(1)
        };
        // The old memory exists until its content is moved.
        let bytes = more.saturating_mul(size_of::<T>());
        charge(bytes.saturating_add(old))?;
        list.reserve_exact(more);
        refund(old);
    }
    list.push(value);
    Ok(())
}

/// Charges another entry of a `BTreeMap` with `len` entries.
pub(crate) fn charge_entry<K, V>(len: usize) -> Result<(), Exhausted> {
    charge(allocation::<K>() + allocation::<V>())?;
    let fills_node = match len.checked_sub(NODE_CAPACITY) {
        None => len == 0,
        Some(more) => more % NODE_FILL == 0,
    };
    if !fills_node {
        return Ok(());
    }
    let entry = size_of::<K>().saturating_add(size_of::<V>());
    charge(entry.saturating_mul(NODE_CAPACITY) + NODE_OVERHEAD)
}

/// The overhead of the allocation that a value of this type may own.
const fn allocation<T>() -> usize {
    if std::mem::needs_drop::<T>() {
        ALLOCATION
    } else {
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_with_the_body() {
        assert_eq!(limited(0, "", || charge(MINIMUM - 1)), Ok(Ok(())));
        assert_eq!(limited(0, "", || charge(MINIMUM + 1)), Err(Exhausted));
        assert_eq!(charge(usize::MAX / 2), Ok(()), "no limit outside");
        LEFT.set(Some(usize::MAX));
    }

    #[test]
    fn subtracts_the_size_of_the_body() {
        let (limit, body) = (10 * MINIMUM, " ".repeat(MINIMUM));
        assert_eq!(
            limited(limit, &body, || charge(9 * MINIMUM - 1)),
            Ok(Ok(()))
        );
        assert_eq!(
            limited(limit, &body, || charge(9 * MINIMUM + 1)),
            Err(Exhausted)
        );
    }

    #[test]
    fn charges_the_buffer_of_the_parser() {
        for (body, longest) in [
            (r#"["abcdef", {"abcdef": null}]"#, 0),
            (r#"["a\nb", "a\"b\\"]"#, 4),
            (r#"{"\u0041": "abc"}"#, 5),
            (r#"["\n", 123, 12.345e6]"#, 5),
            ("[123, 12.345e6]", 0),
            (&format!("[{}]", "1".repeat(SHORT_NUMBER)), SHORT_NUMBER),
            (r#"["\"#, 1),
        ] {
            let capacity = match longest {
                0 => 0,
                longest => usize::next_power_of_two(longest),
            };
            assert_eq!(buffer(body.as_bytes()), capacity + capacity / 2, "{body}");
        }
    }
}
