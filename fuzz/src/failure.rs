//! The report of a bug.

/// Reports a bug.
#[expect(clippy::panic, reason = "a panic is the result of a fuzz target")]
pub(crate) fn fail(problem: &str) -> ! {
    panic!("{problem}")
}
