//! Schemas of values: scalars with their limits, lists and maps.

use crate::model::{
    Constraints, Length, Member, MemberState, Node, Number, ShapeKind, TimestampFormat, Written,
};
use crate::schema::json::{object, text, texts, with};

use super::Writer;

/// The format of a number in a string.
const DECIMAL: &str = "^[+-]?[0-9]+([.][0-9]+)?([eE][+-]?[0-9]+)?$";

impl Writer<'_> {
    /// The schema of a member's value.
    pub(super) fn value(&self, member: &Member) -> Node {
        let value = self.plain(member);
        if !member.form.json_text {
            return value;
        }
        let content = object([
            ("type", text("string")),
            ("contentMediaType", text("application/json")),
            ("contentSchema", value.clone()),
        ]);
        object([("anyOf", Node::Array(vec![content, value]))])
    }

    fn plain(&self, member: &Member) -> Node {
        let shape = self.model.shape(&member.target);
        let constraints = self.model.constraints(member);
        let of_type = |name: &str| object([("type", text(name))]);
        match &shape.kind {
            ShapeKind::Structure(_) | ShapeKind::Union(_) | ShapeKind::Enum(_) => {
                self.reference(&member.target)
            }
            ShapeKind::Boolean => of_type("boolean"),
            ShapeKind::Blob => with(of_type("string"), [("contentEncoding", text("base64"))]),
            ShapeKind::Document => Node::Bool(true),
            ShapeKind::String => {
                let node = self.loose(member, "string", "number");
                self.limited(node, &constraints, ("minLength", "maxLength"))
            }
            ShapeKind::Byte
            | ShapeKind::Short
            | ShapeKind::Integer
            | ShapeKind::Long
            | ShapeKind::BigInteger
            | ShapeKind::IntEnum(_) => {
                let node = self.loose(member, "integer", "string");
                self.limited(node, &constraints, ("", ""))
            }
            ShapeKind::Float | ShapeKind::Double | ShapeKind::BigDecimal => {
                let node = self.loose(member, "number", "string");
                self.limited(node, &constraints, ("", ""))
            }
            ShapeKind::Timestamp => match member.timestamp_format {
                Some(TimestampFormat::DateTime) => {
                    with(of_type("string"), [("format", text("date-time"))])
                }
                Some(TimestampFormat::HttpDate) => of_type("string"),
                Some(TimestampFormat::EpochSeconds) | None => {
                    self.loose(member, "number", "string")
                }
            },
            ShapeKind::List(list) => {
                let items = self.entry(&list.member, list.sparse);
                let node = with(of_type("array"), [("items", items)]);
                let node = self.limited(node, &constraints, ("minItems", "maxItems"));
                self.agreeing(node, &list.member, &constraints)
            }
            ShapeKind::Map(map) => {
                let node = with(
                    of_type("object"),
                    [
                        ("propertyNames", self.value(&map.key)),
                        ("additionalProperties", self.entry(&map.value, map.sparse)),
                    ],
                );
                self.limited(node, &constraints, ("minProperties", "maxProperties"))
            }
        }
    }

    /// An entry of a list or map.
    fn entry(&self, member: &Member, is_sparse: bool) -> Node {
        let value = self.value(member);
        if !is_sparse {
            return value;
        }
        let null = object([("type", text("null"))]);
        object([("anyOf", Node::Array(vec![value, null]))])
    }

    /// A scalar of one type; with `stringOrNumber`, of either type.
    fn loose(&self, member: &Member, own: &str, other: &str) -> Node {
        let Some(written) = member.form.string_or_number else {
            return object([("type", text(own))]);
        };
        let number = if own == "string" { other } else { own };
        let types = match written {
            Written::String => ["string", number],
            Written::Number => [number, "string"],
        };
        let node = object([("type", texts(types))]);
        if own == "string" {
            node
        } else {
            with(node, [("pattern", text(DECIMAL))])
        }
    }

    /// Adds limits; `length` contains the keywords for length bounds.
    fn limited(&self, node: Node, constraints: &Constraints, length: (&str, &str)) -> Node {
        if !self.is_strict {
            return node;
        }
        let mut node = node;
        if let Some(Length { min, max }) = constraints.length {
            for (keyword, bound) in [(length.0, min), (length.1, max)] {
                if let Some(bound) = bound.filter(|_| !keyword.is_empty()) {
                    let bound = Node::Number(Number::new(&bound.to_string()));
                    node = with(node, [(keyword, bound)]);
                }
            }
        }
        if let Some(range) = &constraints.range {
            for (keyword, bound) in [("minimum", &range.min), ("maximum", &range.max)] {
                if let Some(bound) = bound {
                    node = with(node, [(keyword, Node::Number(bound.clone()))]);
                }
            }
        }
        // Patterns of Smithy and of JSON Schema are those of ECMA-262, not anchored.
        if let Some(pattern) = &constraints.pattern {
            node = with(node, [("pattern", text(&pattern.expression))]);
        }
        if constraints.unique_items {
            node = with(node, [("uniqueItems", Node::Bool(true))]);
        }
        node
    }

    /// Adds the rule that all entries of a list have a value, or none.
    fn agreeing(&self, node: Node, entry: &Member, constraints: &Constraints) -> Node {
        if !self.is_strict {
            return node;
        }
        let shape = self.model.shape(&entry.target);
        let rules = constraints.all_or_none.iter().filter_map(|path| {
            let is_set = self.at(shape, path, &MemberState::Set)?;
            let items = [is_set.clone(), object([("not", is_set)])];
            let items = items.map(|items| object([("items", items)]));
            Some(object([("anyOf", Node::Array(items.to_vec()))]))
        });
        super::all_of(node, rules.collect())
    }
}
