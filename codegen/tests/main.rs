//! The tests of the generator through its public API, in one program, which is
//! linked once and compiles generic code of libraries once.

mod bounds;
mod diagnostics;
mod diff;
mod emit;
mod explain;
mod fix;
mod growth;
mod hostile;
mod inspect;
mod lint;
mod reference;
mod robustness;
mod schema;
mod shared;
mod smithy;
mod surface;
mod upstream;
