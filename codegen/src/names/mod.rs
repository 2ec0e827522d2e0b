//! What things are called in Rust.
//!
//! This is the only place that knows casing, keywords, and which names the
//! generated API has for itself. Two names of a model may meet in Rust
//! (`fooBar` and `foo_bar`); that is never mended silently: [`Names::collisions`]
//! finds such pairs and the model is refused.

mod reserved;
mod words;

use std::collections::BTreeMap;

use proc_macro2::{Ident, Span};

use words::Words;

/// The naming of one service.
#[derive(Clone, Debug)]
pub struct Names {
    words: Words,
}

/// What a name is given to. Each kind has its casing, the words that it cannot
/// have, and a scope in which no two of them may be the same.
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

/// Two names of one scope that are the same in Rust.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Collision<'a> {
    /// The name that came first.
    pub first: &'a str,
    /// The name that meets it.
    pub second: &'a str,
    /// The Rust name that both would get.
    pub name: String,
}

impl Names {
    /// `words` is the word list of the service: brand words that are one word
    /// however many capitals they have.
    pub fn new(words: &[String]) -> Self {
        Self {
            words: Words::new(words),
        }
    }

    /// The Rust name of something that the model calls `name`, without the
    /// `r#` of a raw identifier.
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
        let cased = match kind {
            Kind::Type | Kind::Variant | Kind::UnionVariant => self.words.upper_camel(name),
            Kind::Operation | Kind::Member | Kind::InputMember => self.words.snake(name),
        };
        let cased = identifier(cased);
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

    /// The name of a private module and of its file: never a keyword, so that
    /// file and module are spelled alike, and never `mod`, which is a file of
    /// every folder.
    pub fn module(&self, name: &str) -> String {
        let cased = identifier(self.words.snake(name));
        if reserved::never(&cased) || reserved::needs_raw(&cased) || cased == "main" {
            cased + "_"
        } else {
            cased
        }
    }

    /// A method of the builder of a client: a setting that only some services
    /// have. Those that every client has are not hidden by it.
    pub fn setting(&self, name: &str) -> String {
        let cased = self.module(name);
        if reserved::SETTINGS.contains(&cased.as_str()) {
            cased + "_parameter"
        } else {
            cased
        }
    }

    /// A name of functions that are called from generated code only, such as
    /// constraints and tests.
    pub fn function(&self, name: &str) -> String {
        self.module(name)
    }

    /// The pairs among `names`, which share a scope, that would be the same in
    /// Rust, in the order given. What is generated beside a name counts too: a
    /// member `foo` brings a method `with_foo`.
    pub fn collisions<'a>(
        &self,
        kind: Kind,
        names: impl IntoIterator<Item = &'a str>,
    ) -> Vec<Collision<'a>> {
        let mut taken: BTreeMap<String, &'a str> = BTreeMap::new();
        let mut collisions = Vec::new();
        for second in names {
            let brought = self.brought(second, kind);
            let met = brought
                .iter()
                .find_map(|name| Some((name, *taken.get(name)?)));
            match met {
                Some((name, first)) => collisions.push(Collision {
                    first,
                    second,
                    name: name.clone(),
                }),
                None => taken.extend(brought.into_iter().map(|name| (name, second))),
            }
        }
        collisions
    }

    /// All names that stand in one scope because of `name`.
    fn brought(&self, name: &str, kind: Kind) -> Vec<String> {
        let rust = self.name(name, kind);
        match kind {
            Kind::Variant | Kind::UnionVariant => vec![rust],
            Kind::Type => vec![self.module(name), rust],
            Kind::Operation => {
                let builder = self.name(name, Kind::Type);
                vec![rust, format!("{builder}Error"), builder]
            }
            Kind::Member => vec![setter("with", &rust), rust],
            Kind::InputMember => vec![setter("set", &rust), setter("with", &rust), rust],
        }
    }
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

/// Makes sure that `cased` can be an identifier at all: it neither is empty nor
/// begins with a digit.
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
    fn taken_names_are_avoided() {
        use Kind::*;
        for (name, kind, expected) in [
            ("type", Member, "type"),
            ("self", Member, "self_"),
            ("crate", InputMember, "crate_"),
            ("super", Operation, "super_"),
            ("new", Member, "new_"),
            ("clone", Member, "clone_"),
            ("send", Member, "send"),
            ("send", InputMember, "send_"),
            ("withOptions", InputMember, "with_options_"),
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
    fn modules_are_no_keywords() {
        for (name, expected) in [
            ("WhatsAppPhoneNumber", "whatsapp_phone_number"),
            ("Mod", "mod_"),
            ("Type", "type_"),
            ("Gen", "gen_"),
            ("Main", "main_"),
            ("Tag", "tag"),
        ] {
            assert_eq!(names().module(name), expected, "{name}");
        }
    }

    #[test]
    fn every_keyword_makes_an_identifier() {
        for word in [
            "type", "gen", "async", "try", "yield", "macro", "self_", "crate_", "union", "auto",
        ] {
            let ident = ident(word).to_string();
            assert_eq!(ident.trim_start_matches("r#"), word);
            assert_eq!(ident.starts_with("r#"), reserved::needs_raw(word), "{word}");
        }
    }

    #[test]
    fn names_that_meet_are_found() {
        let names = names();
        let meet = |kind, given: &[&'static str]| {
            names
                .collisions(kind, given.iter().copied())
                .into_iter()
                .map(|found| format!("{} {} {}", found.first, found.second, found.name))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            meet(Kind::Member, &["fooBar", "x", "foo_bar"]),
            ["fooBar foo_bar with_foo_bar"]
        );
        assert_eq!(
            meet(Kind::Member, &["foo", "withFoo"]),
            ["foo withFoo with_foo"]
        );
        assert_eq!(meet(Kind::Member, &["foo", "setFoo"]), [""; 0]);
        assert_eq!(
            meet(Kind::InputMember, &["foo", "setFoo"]),
            ["foo setFoo set_foo"]
        );
        assert_eq!(meet(Kind::Variant, &["A_B", "AB", "aB"]), ["A_B aB AB"]);
        assert_eq!(
            meet(Kind::Type, &["FooBar", "Foo_Bar"]),
            ["FooBar Foo_Bar foo_bar"]
        );
        assert_eq!(
            meet(Kind::Operation, &["Send", "SendError"]),
            ["Send SendError SendError"]
        );
    }
}
