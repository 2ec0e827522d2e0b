//! The maximum costs of an input.

use crate::failure::fail;

/// The costs of an input.
#[derive(Clone, Copy, Debug)]
pub struct Costs {
    /// The number of allocations.
    pub allocations: u64,
    /// The peak memory in bytes.
    pub held: u64,
}

/// A limit with a fixed part and a part that grows with the input.
///
/// Time is measured by the number of allocations: it is the same on every
/// machine, and almost all loops over an input allocate. libFuzzer's timeout
/// finds those that do not.
#[derive(Clone, Copy, Debug)]
pub struct Budget {
    /// The allocations of an empty input.
    pub allocations: u64,
    /// The allocations per byte.
    pub allocations_per_byte: u64,
    /// The peak memory of an empty input, in bytes.
    pub held: u64,
    /// The peak memory per byte.
    pub held_per_byte: u64,
}

impl Budget {
    pub(crate) fn check(&self, target: &str, size: usize, costs: Costs) {
        let size = u64::try_from(size).unwrap_or(u64::MAX);
        for (unit, value, fixed, per_byte) in [
            (
                "allocations",
                costs.allocations,
                self.allocations,
                self.allocations_per_byte,
            ),
            ("bytes of memory", costs.held, self.held, self.held_per_byte),
        ] {
            let limit = fixed.saturating_add(per_byte.saturating_mul(size));
            if value > limit {
                fail(&format!(
                    "{target}: {value} {unit} for an input of {size} bytes; the limit is {limit}"
                ));
            }
        }
    }
}
