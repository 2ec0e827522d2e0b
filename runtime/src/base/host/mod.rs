//! The host of the program: a machine, or JavaScript with the feature `fetch`.

#[cfg(all(feature = "fetch", target_family = "wasm", target_os = "unknown"))]
pub(crate) mod javascript;
#[cfg(not(all(feature = "fetch", target_family = "wasm", target_os = "unknown")))]
mod machine;

#[cfg(all(feature = "fetch", target_family = "wasm", target_os = "unknown"))]
pub(crate) use javascript::{default_runtime, now, random};
#[cfg(not(all(feature = "fetch", target_family = "wasm", target_os = "unknown")))]
pub(crate) use machine::{default_runtime, now, random};

/// Whether the host has neither a clock nor random numbers: WebAssembly in an unknown
/// host, because the standard library has none there.
pub(crate) const IS_UNKNOWN: bool = cfg!(all(
    target_family = "wasm",
    target_os = "unknown",
    not(feature = "fetch"),
));
