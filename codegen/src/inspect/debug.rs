//! A readable form of `Debug` output: short values on one line, without unset,
//! empty or false fields.

use std::fmt::Debug;

/// The maximum width of a line.
const WIDTH: usize = 100;

/// The value as text, without a trailing line break.
pub(super) fn text(value: &impl Debug) -> String {
    let written = format!("{value:?}");
    let mut rest = written.as_str();
    let mut text = String::new();
    items(&mut rest).write(0, 0, &mut text);
    text
}

/// The items between two brackets, or at the top level.
#[derive(Debug, Default)]
struct Items(Vec<Item>);

/// Text with groups of items between brackets.
#[derive(Debug, Default)]
struct Item(Vec<Part>);

#[derive(Debug)]
enum Part {
    Text(String),
    Group(char, Items, char),
}

/// Reads items up to the bracket that closes them. The depth of values is
/// bounded by that of the model's own.
fn items(rest: &mut &str) -> Items {
    let mut items = Items::default();
    let mut item = Item::default();
    while let Some(char) = rest.chars().next() {
        match char {
            '(' | '[' | '{' => {
                skip(rest, 1);
                let inner = self::items(rest);
                let closing = rest.chars().next().unwrap_or(char);
                skip(rest, closing.len_utf8());
                item.0.push(Part::Group(char, inner, closing));
            }
            ')' | ']' | '}' => break,
            ',' => {
                skip(rest, 1);
                items.add(std::mem::take(&mut item));
            }
            '"' => {
                let end = string_end(rest);
                item.push(rest.get(..end).unwrap_or_default());
                skip(rest, end);
            }
            other => {
                item.push(other.encode_utf8(&mut [0; 4]));
                skip(rest, other.len_utf8());
            }
        }
    }
    items.add(item);
    items
}

fn skip(rest: &mut &str, bytes: usize) {
    *rest = rest.get(bytes..).unwrap_or_default();
}

/// Returns the end of the string that begins here.
fn string_end(text: &str) -> usize {
    let mut escaped = false;
    for (at, char) in text.char_indices().skip(1) {
        match char {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

impl Items {
    fn add(&mut self, item: Item) {
        let item = item.plain();
        if !item.is_empty() {
            self.0.push(item);
        }
    }

    /// Writes the items, each on its own line if there are several, at a depth.
    fn write(&self, depth: usize, column: usize, text: &mut String) {
        for item in &self.0 {
            item.write(depth, column, text);
        }
    }
}

impl Item {
    fn push(&mut self, piece: &str) {
        match self.0.last_mut() {
            Some(Part::Text(text)) => text.push_str(piece),
            _ => self.0.push(Part::Text(piece.to_owned())),
        }
    }

    /// The item without surrounding spaces, and with names as plain text.
    fn plain(mut self) -> Self {
        if let Some(Part::Text(text)) = self.0.first_mut() {
            *text = text.trim_start().to_owned();
        }
        if let Some(Part::Text(text)) = self.0.last_mut() {
            text.truncate(text.trim_end().len());
        }
        self.0
            .retain(|part| !matches!(part, Part::Text(text) if text.is_empty()));
        if let [Part::Text(before), Part::Group(_, inner, _)] = self.0.as_slice() {
            let (field, kind) = before.rsplit_once(": ").unwrap_or(("", before));
            let name = match kind.trim_end() {
                "Ident" => Some(inner.on_one_line()),
                "ShapeId" => shape_id(inner),
                _ => None,
            };
            if let Some(name) = name {
                let separator = if field.is_empty() { "" } else { ": " };
                self.0 = vec![Part::Text(format!("{field}{separator}{name}"))];
            }
        }
        self
    }

    /// Whether the item is an unset, empty or false field, or blank.
    fn is_empty(&self) -> bool {
        match self.0.as_slice() {
            [] => true,
            [Part::Text(text)] => text.ends_with(": None") || text.ends_with(": false"),
            [Part::Text(text), Part::Group('[' | '{', inner, _)] => {
                text.contains(": ") && inner.0.is_empty()
            }
            _ => false,
        }
    }

    fn on_one_line(&self) -> String {
        let mut line = String::new();
        for part in &self.0 {
            match part {
                Part::Text(text) => line.push_str(text),
                Part::Group(opening, inner, closing) => {
                    let space = if *opening == '{' && !inner.0.is_empty() {
                        " "
                    } else {
                        ""
                    };
                    let inner = inner.on_one_line();
                    line.push_str(&format!("{opening}{space}{inner}{space}{closing}"));
                }
            }
        }
        line
    }

    fn write(&self, depth: usize, column: usize, text: &mut String) {
        let line = self.on_one_line();
        if column + line.chars().count() <= WIDTH {
            text.push_str(&line);
            return;
        }
        for part in &self.0 {
            match part {
                Part::Text(piece) => text.push_str(piece),
                Part::Group(opening, inner, closing) => {
                    text.push(*opening);
                    let indentation = "  ".repeat(depth + 1);
                    for item in &inner.0 {
                        text.push_str(&format!("\n{indentation}"));
                        item.write(depth + 1, indentation.len(), text);
                        text.push(',');
                    }
                    if !inner.0.is_empty() {
                        text.push_str(&format!("\n{}", "  ".repeat(depth)));
                    }
                    text.push(*closing);
                }
            }
        }
    }
}

impl Items {
    fn on_one_line(&self) -> String {
        let items: Vec<String> = self.0.iter().map(Item::on_one_line).collect();
        items.join(", ")
    }
}

/// The id that consists of the fields of a `ShapeId`.
fn shape_id(fields: &Items) -> Option<String> {
    let text = |item: &Item| {
        let line = item.on_one_line();
        let (_, quoted) = line.split_once('"')?;
        Some(quoted.trim_end_matches('"').to_owned())
    };
    let [namespace, name] = fields.0.as_slice() else {
        return None;
    };
    Some(format!("{}#{}", text(namespace)?, text(name)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ShapeId;

    #[derive(Debug)]
    #[expect(dead_code, reason = "read by Debug")]
    struct Shelf {
        name: Option<&'static str>,
        books: Vec<&'static str>,
        empty: Vec<u8>,
        unset: Option<u8>,
        lent: bool,
        id: ShapeId,
        kind: proc_macro2::Ident,
    }

    #[test]
    fn prints_short_values_on_one_line_and_omits_empty_ones() {
        let mut shelf = Shelf {
            name: Some("a, \"b\" {"),
            books: vec!["one"],
            empty: Vec::new(),
            unset: None,
            lent: false,
            id: ShapeId::unit(),
            kind: proc_macro2::Ident::new("novels", proc_macro2::Span::call_site()),
        };
        assert_eq!(
            text(&shelf),
            r##"Shelf { name: Some("a, \"b\" {"), books: ["one"], id: smithy.api#Unit, kind: novels }"##
        );
        shelf.books = vec!["a title that takes its place"; 4];
        assert_eq!(
            text(&shelf),
            r##"Shelf {
  name: Some("a, \"b\" {"),
  books: [
    "a title that takes its place",
    "a title that takes its place",
    "a title that takes its place",
    "a title that takes its place",
  ],
  id: smithy.api#Unit,
  kind: novels,
}"##
        );
    }
}
