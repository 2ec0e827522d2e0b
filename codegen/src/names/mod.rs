//! Rust names.
//!
//! Only this module knows casing, keywords, imports, and the names that the
//! generated API reserves. If two names of a model collide in Rust (`fooBar`
//! and `foo_bar`), the second one gets a number, and [`collisions`] reports it.

mod casing;
mod collisions;
mod imports;
mod reserved;
mod words;

use proc_macro2::{Ident, Span};

use crate::model::{Model, Operation, Shape, ShapeId};

use casing::Casing;
pub use casing::{NameKind, inputs, members, setter};
use collisions::Numbers;
pub use collisions::{Collision, NameScope, Named, collisions};
pub(crate) use imports::{IN_FULL, PRELUDE, QUALIFIED, is_root};

/// The naming of one service.
#[derive(Clone, Debug)]
pub struct Names {
    casing: Casing,
    numbers: Numbers,
}

impl Names {
    /// Creates the naming of individual names. `words` is the word list of the
    /// service: brand words that count as one word despite inner capitals.
    pub fn new(words: &[String]) -> Self {
        Self {
            casing: Casing::new(words),
            numbers: Numbers::default(),
        }
    }

    /// Creates the naming of a model, unique in every scope.
    pub fn for_model(model: &Model) -> Self {
        let mut names = Self::new(&model.words);
        names.numbers = collisions::numbers(model, &names.casing);
        names
    }

    /// The Rust name of `name`, without the `r#` of a raw identifier, ignoring collisions.
    ///
    /// ```
    /// use codegen::names::{NameKind, Names};
    ///
    /// let names = Names::new(&["GitHub".to_owned()]);
    /// assert_eq!(names.name("OpenGitHubIssue", NameKind::Operation), "open_github_issue");
    /// assert_eq!(names.name("US_EAST_1", NameKind::Variant), "UsEast1");
    /// assert_eq!(names.name("self", NameKind::Member), "self_");
    /// ```
    pub fn name(&self, name: &str, kind: NameKind) -> String {
        self.casing.numbered(name, kind, None)
    }

    /// The method of the client for an operation.
    pub fn method(&self, operation: &Operation) -> String {
        let number = self.numbers.own(&operation.id);
        self.casing
            .numbered(&operation.name, NameKind::Operation, number)
    }

    /// The request builder of an operation. Input, output and errors are named
    /// after it.
    pub fn request(&self, operation: &Operation) -> String {
        let number = self.numbers.own(&operation.id);
        self.casing
            .numbered(&operation.name, NameKind::Type, number)
    }

    /// The type of a shape.
    pub fn shape(&self, shape: &Shape) -> String {
        self.casing
            .numbered(&shape.name, NameKind::Type, self.numbers.own(&shape.id))
    }

    /// A member of the shape `of`, or a value of an enum.
    pub fn member(&self, of: &ShapeId, name: &str, kind: NameKind) -> String {
        self.casing
            .numbered(name, kind, self.numbers.member(of, name))
    }

    /// The private module of an operation, and its file.
    pub fn operation_module(&self, operation: &Operation) -> String {
        self.casing
            .numbered_module(&operation.name, self.numbers.own(&operation.id))
    }

    /// The private module of the `Input` or `Output` of an operation.
    pub fn message_module(&self, operation: &Operation, suffix: &str) -> String {
        let name = format!("{}{suffix}", operation.name);
        self.casing
            .numbered_module(&name, self.numbers.own(&operation.id))
    }

    /// The private module of a shape, and its file.
    pub fn shape_module(&self, shape: &Shape) -> String {
        self.casing
            .numbered_module(&shape.name, self.numbers.own(&shape.id))
    }

    /// The builder method for a service-specific setting, distinct from the
    /// settings of every client.
    pub fn setting(&self, name: &str) -> String {
        let cased = self.casing.module(name);
        if reserved::SETTINGS.contains(&cased.as_str()) {
            cased + "_parameter"
        } else {
            cased
        }
    }

    /// A function that only generated code calls, such as constraints and tests.
    pub fn function(&self, name: &str) -> String {
        self.casing.module(name)
    }
}

/// Whether clippy considers a method with this name a conversion.
pub(crate) fn is_conversion(method: &str) -> bool {
    // `into_` alone is not.
    let rest = ["from_", "into_"].map(|prefix| method.strip_prefix(prefix));
    rest.into_iter().flatten().any(|rest| !rest.is_empty())
}

/// The identifier, raw if it is a keyword.
pub fn ident(name: &str) -> Ident {
    if reserved::needs_raw(name) {
        Ident::new_raw(name, Span::call_site())
    } else {
        Ident::new(name, Span::call_site())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Names {
        Names::new(&["GitHub".to_owned()])
    }

    #[test]
    fn avoids_taken_names() {
        use NameKind::*;
        for (name, kind, expected) in [
            ("type", Member, "type"),
            ("self", Member, "self_"),
            ("crate", InputMember, "crate_"),
            ("super", Operation, "super_"),
            ("new", Member, "new_"),
            ("clone", Member, "clone_"),
            ("ResponseMetadata", Member, "response_metadata_"),
            ("withResponseMetadata", Member, "with_response_metadata_"),
            ("send", Member, "send"),
            ("send", InputMember, "send_"),
            ("options", InputMember, "options_"),
            ("input", InputMember, "input_"),
            ("items", Member, "items"),
            ("Builder", Operation, "builder_"),
            ("FromEnv", Operation, "from_env_"),
            ("Unknown", Variant, "UnknownValue"),
            ("UNKNOWN", UnionVariant, "UnknownValue"),
            ("Self", Variant, "SelfValue"),
            ("self", Type, "SelfValue"),
            ("Option", Type, "Option"),
            ("__1", Member, "_1"),
            ("_1", Variant, "_1"),
        ] {
            assert_eq!(names().name(name, kind), expected, "{name} {kind:?}");
        }
    }

    #[test]
    fn modules_are_not_keywords() {
        for (name, expected) in [
            ("GitHubAccount", "github_account"),
            ("Mod", "mod_"),
            ("Type", "type_"),
            ("Gen", "gen_"),
            ("Main", "main_"),
            ("Std", "std_"),
            ("Runtime", "runtime_"),
            ("Tag", "tag"),
        ] {
            assert_eq!(names().casing.module(name), expected, "{name}");
        }
    }

    #[test]
    fn makes_identifiers_from_keywords() {
        for word in [
            "type", "gen", "async", "try", "yield", "macro", "self_", "crate_", "union", "auto",
        ] {
            let ident = ident(word).to_string();
            assert_eq!(ident.trim_start_matches("r#"), word);
            assert_eq!(ident.starts_with("r#"), reserved::needs_raw(word), "{word}");
        }
    }
}
