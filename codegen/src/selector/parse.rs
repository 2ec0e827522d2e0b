//! The text of selectors.

use crate::model::{ShapeId, ShapeType};

/// A sequence of steps, from all shapes of a model to those that it selects.
pub(crate) type Steps = Vec<Step>;

/// A step from some shapes and members to others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// `*`.
    All,
    /// `structure`, `number`: shapes of one of these kinds.
    Kinds(Vec<ShapeType>),
    /// `member`.
    Member,
    /// `[trait|required]`, `[id|name = Book]`.
    Attribute(Attribute, Option<Comparison>),
    /// `:is(…)`: everything that any of these selects.
    Is(Vec<Steps>),
    /// `:not(…)`: the nodes from which this selects nothing.
    Not(Steps),
    /// `:test(…)`: the nodes from which any of these selects something.
    Test(Vec<Steps>),
    /// `>` and `-[…]->`: neighbors, `None` for any relation.
    Forward(Option<Vec<Relation>>),
    /// `<` and `<-[…]-`.
    Backward(Option<Vec<Relation>>),
    /// `~>`: everything reachable forward.
    Closure,
}

/// A value of a shape.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Attribute {
    Id,
    Name,
    Namespace,
    Member,
    /// The absolute id of a trait, and keys in its value.
    Trait(String, Vec<String>),
}

/// A comparison with one of several values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Comparison {
    pub(crate) comparator: SelectorComparator,
    pub(crate) values: Vec<String>,
    pub(crate) ignores_case: bool,
}

/// The comparators of strings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SelectorComparator {
    Equal,
    Unequal,
    StartsWith,
    EndsWith,
    Contains,
    Exists,
}

/// A relation from one shape or member to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Relation {
    Container,
    Member,
    Target,
    Input,
    Output,
    Error,
    Operation,
    Resource,
    Identifier,
    Mixin,
    /// An operation of the lifecycle of a resource.
    Lifecycle(&'static str),
}

const RELATIONS: &[(&str, Relation)] = &[
    ("container", Relation::Container),
    ("create", Relation::Lifecycle("create")),
    ("delete", Relation::Lifecycle("delete")),
    ("error", Relation::Error),
    ("identifier", Relation::Identifier),
    ("input", Relation::Input),
    ("list", Relation::Lifecycle("list")),
    ("member", Relation::Member),
    ("mixin", Relation::Mixin),
    ("operation", Relation::Operation),
    ("output", Relation::Output),
    ("put", Relation::Lifecycle("put")),
    ("read", Relation::Lifecycle("read")),
    ("resource", Relation::Resource),
    ("target", Relation::Target),
    ("update", Relation::Lifecycle("update")),
];

/// The maximum nesting of functions.
const DEPTH: usize = 32;

/// Parses a selector. `None` if it is invalid, or has a part that is not evaluated
/// here: variables, scoped attributes, projections, and the functions of the root.
pub(crate) fn parse(text: &str) -> Option<Steps> {
    let mut parser = Parser { rest: text.trim() };
    let steps = parser.steps(DEPTH)?;
    (parser.rest.is_empty() && !steps.is_empty()).then_some(steps)
}

struct Parser<'t> {
    rest: &'t str,
}

impl<'t> Parser<'t> {
    fn skip_blanks(&mut self) {
        self.rest = self.rest.trim_start();
    }

    /// Consumes a token and the white space after it.
    fn take(&mut self, token: &str) -> bool {
        let rest = self.rest.strip_prefix(token);
        self.rest = rest.unwrap_or(self.rest);
        self.skip_blanks();
        rest.is_some()
    }

    fn word(&mut self, more: &str) -> Option<&'t str> {
        let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_' || more.contains(c);
        let end = self.rest.find(|c| !is_word(c)).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        self.skip_blanks();
        (!word.is_empty()).then_some(word)
    }

    fn steps(&mut self, depth: usize) -> Option<Steps> {
        let mut steps = Vec::new();
        while !self.rest.is_empty() && !self.rest.starts_with([')', ',']) {
            steps.push(self.step(depth)?);
        }
        Some(steps)
    }

    fn step(&mut self, depth: usize) -> Option<Step> {
        if self.take("*") {
            Some(Step::All)
        } else if self.take("~>") {
            Some(Step::Closure)
        } else if self.take("-[") {
            let relations = self.relations()?;
            self.take("]->").then_some(Step::Forward(Some(relations)))
        } else if self.take("<-[") {
            let relations = self.relations()?;
            self.take("]-").then_some(Step::Backward(Some(relations)))
        } else if self.take(">") {
            Some(Step::Forward(None))
        } else if self.take("<") {
            Some(Step::Backward(None))
        } else if self.take("[") {
            self.attribute()
        } else if self.take(":") {
            self.function(depth.checked_sub(1)?)
        } else {
            kinds(self.word("")?)
        }
    }

    fn relations(&mut self) -> Option<Vec<Relation>> {
        let mut relations = Vec::new();
        loop {
            let name = self.word("")?;
            let (_, relation) = RELATIONS.iter().find(|(known, _)| *known == name)?;
            relations.push(*relation);
            if !self.take(",") {
                return Some(relations);
            }
        }
    }

    fn function(&mut self, depth: usize) -> Option<Step> {
        let name = self.word("")?;
        if !self.take("(") {
            return None;
        }
        let mut alternatives = Vec::new();
        loop {
            alternatives.push(self.steps(depth)?);
            if !self.take(",") {
                break;
            }
        }
        if !self.take(")") || alternatives.iter().any(Vec::is_empty) {
            return None;
        }
        match (name, alternatives.as_mut_slice()) {
            ("is" | "each", _) => Some(Step::Is(alternatives)),
            ("test", _) => Some(Step::Test(alternatives)),
            ("not", [only]) => Some(Step::Not(std::mem::take(only))),
            _ => None,
        }
    }

    fn attribute(&mut self) -> Option<Step> {
        let root = self.word("")?;
        let mut keys = Vec::new();
        while self.take("|") {
            keys.push(self.word(".#")?);
        }
        let attribute = match (root, keys.as_slice()) {
            ("id", []) => Attribute::Id,
            ("id", ["name"]) => Attribute::Name,
            ("id", ["namespace"]) => Attribute::Namespace,
            ("id", ["member"]) => Attribute::Member,
            ("trait", [id, keys @ ..]) => {
                let id = if id.contains('#') {
                    (*id).to_owned()
                } else {
                    ShapeId::prelude(id).to_string()
                };
                Attribute::Trait(id, keys.iter().map(|key| (*key).to_owned()).collect())
            }
            _ => return None,
        };
        if self.take("]") {
            return Some(Step::Attribute(attribute, None));
        }
        let comparators = [
            ("!=", SelectorComparator::Unequal),
            ("^=", SelectorComparator::StartsWith),
            ("$=", SelectorComparator::EndsWith),
            ("*=", SelectorComparator::Contains),
            ("?=", SelectorComparator::Exists),
            ("=", SelectorComparator::Equal),
        ];
        let found = comparators.iter().find(|(token, _)| self.take(token));
        let (_, comparator) = found?;
        let mut values = vec![self.value()?];
        while self.take(",") {
            values.push(self.value()?);
        }
        let comparison = Comparison {
            comparator: *comparator,
            values,
            ignores_case: self.take("i"),
        };
        self.take("]")
            .then_some(Step::Attribute(attribute, Some(comparison)))
    }

    fn value(&mut self) -> Option<String> {
        for quote in ['\'', '"'] {
            if let Some(rest) = self.rest.strip_prefix(quote) {
                let (value, rest) = rest.split_once(quote)?;
                self.rest = rest.trim_start();
                return Some(value.to_owned());
            }
        }
        self.word(".#$-").map(str::to_owned)
    }
}

/// Returns the shape types with a name. An enum is a string, and an intEnum an
/// integer.
fn kinds(name: &str) -> Option<Step> {
    use ShapeType::{Enum, IntEnum, Integer, List, Map, String, Structure, Union};
    const NUMBERS: &[ShapeType] = &[
        ShapeType::Byte,
        ShapeType::Short,
        Integer,
        IntEnum,
        ShapeType::Long,
        ShapeType::Float,
        ShapeType::Double,
        ShapeType::BigInteger,
        ShapeType::BigDecimal,
    ];
    const SIMPLE: &[ShapeType] = &[
        ShapeType::Blob,
        ShapeType::Boolean,
        String,
        Enum,
        ShapeType::Timestamp,
        ShapeType::Document,
    ];
    let kinds = match name {
        "member" => return Some(Step::Member),
        "number" => NUMBERS.to_vec(),
        "simpleType" => [SIMPLE, NUMBERS].concat(),
        "collection" => vec![List],
        "aggregateType" => vec![List, Map, Structure, Union],
        "string" => vec![String, Enum],
        "integer" => vec![Integer, IntEnum],
        _ => {
            let (kind, _) = ShapeType::NAMES.iter().find(|(_, known)| *known == name)?;
            vec![*kind]
        }
    };
    Some(Step::Kinds(kinds))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parses_only_selectors_that_are_supported() {
        for (text, expected) in [
            ("*", true),
            ("structure > member", true),
            (" :is( string , list )", true),
            ("structure[trait|error = client]", true),
            ("[trait|a.b#c|key $= 'x', \"y\" i]", true),
            ("operation -[input, output]-> structure > member", true),
            (":test(< structure [id|name ^= Get])", true),
            ("string <-[target]- member", true),
            (":not(:test(~> document))", true),
            ("", false),
            ("structur", false),
            ("structure >", true),
            (":is()", false),
            (":not(string, list)", false),
            (":root(service)", false),
            ("$x(string)", false),
            ("[@trait: a = b]", false),
            ("[trait|a|(keys) = b]", false),
            ("-[friend]-> string", false),
            ("string)", false),
            ("[id|name = ", false),
        ] {
            assert_eq!(parse(text).is_some(), expected, "{text}");
        }
        let deep = format!("{}*{}", ":not(".repeat(1000), ")".repeat(1000));
        assert_eq!(parse(&deep), None);
    }
}
