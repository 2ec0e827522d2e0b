//! `cargo xtask`: see the library of this package.

use std::process::ExitCode;

/// Making and dropping tokens is a quarter of a run with the allocator of the
/// system.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    xtask::main()
}
