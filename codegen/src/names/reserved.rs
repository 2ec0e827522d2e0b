//! Names that the language or the generated API reserves.

use super::imports::is_crate;

/// Keywords that can be raw identifiers (`r#type`), by edition.
const RAW: &[&[&str]] = &[
    // 2015, in use.
    &[
        "as", "break", "const", "continue", "else", "enum", "extern", "false", "fn", "for", "if",
        "impl", "in", "let", "loop", "match", "mod", "move", "mut", "pub", "ref", "return",
        "static", "struct", "trait", "true", "type", "unsafe", "use", "where", "while",
    ],
    // 2015, reserved.
    &[
        "abstract", "become", "box", "do", "final", "macro", "override", "priv", "typeof",
        "unsized", "virtual", "yield",
    ],
    // 2018.
    &["async", "await", "dyn", "try"],
    // 2024.
    &["gen"],
];

/// Words that cannot be identifiers, raw or not.
const NEVER: &[&str] = &["_", "Self", "crate", "self", "super"];

/// Methods of every structure and every output, and trait methods that an
/// accessor with the same name would shadow.
const STRUCTURE: &[&str] = &[
    "as_ref",
    "borrow",
    "check",
    "clone",
    "deref",
    "eq",
    "fmt",
    "into",
    "ne",
    "new",
    "response_metadata",
    "serialize",
    "to_owned",
    "try_into",
    "validate",
    "validation_warnings",
    "with_response_metadata",
];

/// Methods of the builder of every client.
pub(super) const SETTINGS: &[&str] = &[
    "app_name",
    "build",
    "build_from_env",
    "clock",
    "clone",
    "credentials",
    "dual_stack",
    "endpoint_parameter",
    "endpoint_url",
    "env",
    "fips",
    "new",
    "profile",
    "random",
    "region",
    "response_limit",
    "retries",
    "timeouts",
    "transport",
    "validation",
];

/// Methods of every request builder. They include arithmetic, because clippy
/// mistakes a method `add(self, value)` for a missing `impl Add`.
const BUILDER: &[&str] = &[
    "add", "as_input", "bitand", "bitor", "bitxor", "div", "input", "items", "mul", "new",
    "options", "pages", "rem", "send", "shl", "shr", "sub",
];

/// Functions of every client.
const CLIENT: &[&str] = &[
    "borrow",
    "builder",
    "clone",
    "fmt",
    "from_env",
    "from_handle",
    "from_stub",
    "into",
    "new",
    "to_owned",
    "try_into",
];

/// Whether this is only valid as a raw identifier, `r#name`.
pub(super) fn needs_raw(name: &str) -> bool {
    RAW.iter().any(|words| words.contains(&name))
}

/// Whether this is never a valid identifier.
pub(super) fn never(name: &str) -> bool {
    NEVER.contains(&name)
}

/// Whether a member of this name would shadow a method of structures.
pub(super) fn of_structures(name: &str) -> bool {
    STRUCTURE.contains(&name)
}

/// Whether a member of this name would collide with a method of request
/// builders.
pub(super) fn of_builders(name: &str) -> bool {
    BUILDER.contains(&name) || name.starts_with("wait_until_")
}

/// Whether an operation of this name would collide with a function of clients.
pub(super) fn of_clients(name: &str) -> bool {
    CLIENT.contains(&name)
}

/// Whether a module of this name would shadow a crate, or its tests would replace a
/// file of tests with a fixed name.
pub(super) fn of_modules(name: &str) -> bool {
    matches!(name, "main" | "errors" | "malformed_requests") || is_crate(name)
}
