//! Names in Rust.
//!
//! Only this module knows casing, keywords, imports, and the names that the
//! generated API reserves. If two names of a model collide in Rust (`fooBar` and
//! `foo_bar`), the second gets a number, and [`collisions`] reports it.

mod collisions;
mod imports;
mod reserved;
mod words;

use std::collections::BTreeSet;

use proc_macro2::{Ident, Span};

use crate::model::{Model, Operation, Shape, ShapeId, ShapeKind};

use collisions::Numbers;
pub use collisions::{Collision, Named, Scope, collisions};
pub(crate) use imports::{IN_FULL, PRELUDE, QUALIFIED, is_root};
use words::Words;

/// The naming of one service.
#[derive(Clone, Debug)]
pub struct Names {
    words: Words,
    numbers: Numbers,
}

/// The kind of a named thing. Each has its casing, its reserved names, and a
/// scope in which names are unique.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A structure, enum, union or error. Scope: the data types of a service,
    /// and apart from them its errors.
    Type,
    /// An operation, named as a method of the client. Scope: the service.
    Operation,
    /// A member of a structure. Scope: the structure.
    Member,
    /// A member of the input of an operation. Scope: the input.
    InputMember,
    /// A value of an enum or intEnum. Scope: the enum.
    Variant,
    /// A member of a union, named as a variant. Scope: the union.
    UnionVariant,
}

impl Names {
    /// The naming of single names. `words` is the word list of the service: brand
    /// words that are one word despite their capitals.
    pub fn new(words: &[String]) -> Self {
        Self {
            words: Words::new(words),
            numbers: Numbers::default(),
        }
    }

    /// The naming of a model, unique in every scope.
    pub fn for_model(model: &Model) -> Self {
        let mut names = Self::new(&model.words);
        names.numbers = collisions::numbers(model, &names);
        names
    }

    /// The Rust name of `name`, without the `r#` of a raw identifier and without
    /// regard to collisions.
    ///
    /// ```
    /// use codegen::names::{Kind, Names};
    ///
    /// let names = Names::new(&["WhatsApp".to_owned()]);
    /// assert_eq!(names.name("SendWhatsAppMessage", Kind::Operation), "send_whatsapp_message");
    /// assert_eq!(names.name("US_EAST_1", Kind::Variant), "UsEast1");
    /// assert_eq!(names.name("self", Kind::Member), "self_");
    /// ```
    pub fn name(&self, name: &str, kind: Kind) -> String {
        self.numbered(name, kind, None)
    }

    /// The method of the client for an operation.
    pub fn method(&self, operation: &Operation) -> String {
        let number = self.numbers.own(&operation.id);
        self.numbered(&operation.name, Kind::Operation, number)
    }

    /// The request builder of an operation. Input, output and errors are named
    /// after it.
    pub fn request(&self, operation: &Operation) -> String {
        let number = self.numbers.own(&operation.id);
        self.numbered(&operation.name, Kind::Type, number)
    }

    /// The type of a shape.
    pub fn shape(&self, shape: &Shape) -> String {
        self.numbered(&shape.name, Kind::Type, self.numbers.own(&shape.id))
    }

    /// A member of the shape `of`, or a value of an enum.
    pub fn member(&self, of: &ShapeId, name: &str, kind: Kind) -> String {
        self.numbered(name, kind, self.numbers.member(of, name))
    }

    fn numbered(&self, name: &str, kind: Kind, number: Option<u32>) -> String {
        let cased = match kind {
            Kind::Type | Kind::Variant | Kind::UnionVariant => self.words.upper_camel(name),
            Kind::Operation | Kind::Member | Kind::InputMember => self.words.snake(name),
        };
        let cased = identifier(cased);
        if let Some(number) = number {
            return match kind {
                Kind::Type | Kind::Variant | Kind::UnionVariant => format!("{cased}{number}"),
                Kind::Operation | Kind::Member | Kind::InputMember => format!("{cased}_{number}"),
            };
        }
        let taken = reserved::never(&cased)
            || match kind {
                Kind::Type => false,
                Kind::Variant | Kind::UnionVariant => cased == "Unknown",
                Kind::Operation => reserved::of_clients(&cased),
                Kind::Member => reserved::of_structures(&cased),
                Kind::InputMember => {
                    reserved::of_structures(&cased) || reserved::of_builders(&cased)
                }
            };
        match (taken, kind) {
            (false, _) => cased,
            (true, Kind::Type | Kind::Variant | Kind::UnionVariant) => cased + "Value",
            (true, Kind::Operation | Kind::Member | Kind::InputMember) => cased + "_",
        }
    }

    /// The private module of an operation, and its file.
    pub fn operation_module(&self, operation: &Operation) -> String {
        self.numbered_module(&operation.name, self.numbers.own(&operation.id))
    }

    /// The private module of the `Input` or `Output` of an operation.
    pub fn message_module(&self, operation: &Operation, suffix: &str) -> String {
        let name = format!("{}{suffix}", operation.name);
        self.numbered_module(&name, self.numbers.own(&operation.id))
    }

    /// The private module of a shape, and its file.
    pub fn shape_module(&self, shape: &Shape) -> String {
        self.numbered_module(&shape.name, self.numbers.own(&shape.id))
    }

    fn numbered_module(&self, name: &str, number: Option<u32>) -> String {
        match number {
            Some(number) => format!("{}_{number}", identifier(self.words.snake(name))),
            None => self.module(name),
        }
    }

    /// The name of a private module and its file: never a keyword, never `mod`,
    /// which every folder has, and never the name of a crate.
    fn module(&self, name: &str) -> String {
        let cased = identifier(self.words.snake(name));
        if reserved::never(&cased) || reserved::needs_raw(&cased) || reserved::of_modules(&cased) {
            cased + "_"
        } else {
            cased
        }
    }

    /// A service's own setting on the builder of clients, apart from the settings
    /// of every client.
    pub fn setting(&self, name: &str) -> String {
        let cased = self.module(name);
        if reserved::SETTINGS.contains(&cased.as_str()) {
            cased + "_parameter"
        } else {
            cased
        }
    }

    /// A function that only generated code calls, such as constraints and tests.
    pub fn function(&self, name: &str) -> String {
        self.module(name)
    }

    /// All names that `name` adds to its scope. The first is its own.
    fn brought(&self, name: &str, kind: Kind, number: Option<u32>) -> Vec<String> {
        let rust = self.numbered(name, kind, number);
        match kind {
            Kind::Variant | Kind::UnionVariant => vec![rust],
            Kind::Type => vec![rust, self.numbered_module(name, number)],
            Kind::Operation => {
                let builder = self.numbered(name, Kind::Type, number);
                vec![rust, format!("{builder}Error"), builder]
            }
            Kind::Member => {
                let with = setter("with", &rust);
                vec![rust, with]
            }
            Kind::InputMember => {
                let (set, with) = (setter("set", &rust), setter("with", &rust));
                vec![rust, set, with]
            }
        }
    }
}

/// The structures that are the input of an operation.
pub fn inputs(model: &Model) -> BTreeSet<&ShapeId> {
    let operations = model.operations.values();
    operations.map(|operation| &operation.input).collect()
}

/// The names of members or enum values, and their kind; `None` for shapes
/// without a type of their own.
pub fn members<'m>(shape: &'m Shape, inputs: &BTreeSet<&ShapeId>) -> Option<(Kind, Vec<&'m str>)> {
    let kind = match &shape.kind {
        ShapeKind::Structure(_) if inputs.contains(&shape.id) => Kind::InputMember,
        ShapeKind::Structure(_) => Kind::Member,
        ShapeKind::Union(_) => Kind::UnionVariant,
        ShapeKind::Enum(_) | ShapeKind::IntEnum(_) => Kind::Variant,
        _ => return None,
    };
    let names = match &shape.kind {
        ShapeKind::Enum(values) => values.iter().map(|value| value.name.as_str()).collect(),
        ShapeKind::IntEnum(values) => values.iter().map(|value| value.name.as_str()).collect(),
        _ => shape
            .members()
            .iter()
            .map(|member| member.name.as_str())
            .collect(),
    };
    Some((kind, names))
}

/// Whether clippy takes a method of this name for a conversion.
pub(crate) fn is_conversion(method: &str) -> bool {
    // `into_` alone is not.
    let rest = ["from_", "into_"].map(|prefix| method.strip_prefix(prefix));
    rest.into_iter().flatten().any(|rest| !rest.is_empty())
}

/// `with_name`, `set_name`.
pub fn setter(prefix: &str, name: &str) -> String {
    format!("{prefix}_{name}")
}

/// The identifier, raw when it is a keyword.
pub fn ident(name: &str) -> Ident {
    if reserved::needs_raw(name) {
        Ident::new_raw(name, Span::call_site())
    } else {
        Ident::new(name, Span::call_site())
    }
}

/// Prefixes an empty name, or one that begins with a digit.
fn identifier(cased: String) -> String {
    if cased.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') {
        cased
    } else {
        format!("_{cased}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Names {
        Names::new(&["WhatsApp".to_owned()])
    }

    #[test]
    fn avoids_taken_names() {
        use Kind::*;
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
            ("WhatsAppPhoneNumber", "whatsapp_phone_number"),
            ("Mod", "mod_"),
            ("Type", "type_"),
            ("Gen", "gen_"),
            ("Main", "main_"),
            ("Std", "std_"),
            ("Runtime", "runtime_"),
            ("Tag", "tag"),
        ] {
            assert_eq!(names().module(name), expected, "{name}");
        }
    }

    #[test]
    fn makes_identifiers_of_keywords() {
        for word in [
            "type", "gen", "async", "try", "yield", "macro", "self_", "crate_", "union", "auto",
        ] {
            let ident = ident(word).to_string();
            assert_eq!(ident.trim_start_matches("r#"), word);
            assert_eq!(ident.starts_with("r#"), reserved::needs_raw(word), "{word}");
        }
    }
}
