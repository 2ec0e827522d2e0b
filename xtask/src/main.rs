//! `cargo xtask`: see the library of this package.

use std::process::ExitCode;

/// Allocating and dropping tokens takes a quarter of a run with the system's
/// allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    xtask::main()
}
