//! Mutations of bytes and text, and of JSON that stays valid.

use std::sync::OnceLock;

use serde_json::{Map, Value};

use crate::http_message::split;

/// A source of random numbers (SplitMix64): the same seed gives the same numbers on
/// every machine.
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    /// Creates a source.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        bits ^ (bits >> 31)
    }

    /// Returns a number below the bound; 0 if the bound is 0.
    pub fn below(&mut self, bound: usize) -> usize {
        let bound = u64::try_from(bound).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.next() % bound).unwrap_or_default()
    }

    /// Returns a random entry of a list.
    pub(crate) fn pick<'t, T>(&mut self, entries: &'t [T]) -> Option<&'t T> {
        entries.get(self.below(entries.len()))
    }
}

/// Texts with a special meaning somewhere.
const SPECIAL: &[&str] = &[
    "",
    " ",
    "\n",
    "\r\n",
    "\t",
    "\0",
    "\u{202e}",
    "\u{feff}",
    "\u{2028}",
    "ä",
    "𐀀",
    "\"",
    "'",
    "`",
    "\\",
    "/",
    "//",
    "*/",
    "#",
    "%",
    "%00",
    "%2F",
    "&",
    "=",
    "?",
    ":",
    ";",
    ",",
    ".",
    "..",
    "-",
    "--",
    "_",
    "@",
    "$",
    "[",
    "[[",
    "]",
    "{",
    "{{",
    "}",
    "(",
    ")",
    "<",
    ">",
    "</",
    "<!--",
    "|",
    "~~~",
    "```",
    "    ",
    "- ",
    "> ",
    "1. ",
    "null",
    "true",
    "0",
    "-1",
    "1e999",
    "1e-999",
    "9223372036854775807",
    "18446744073709551616",
    "NaN",
    "Infinity",
    "0.1",
    "2026-01-01T00:00:00Z",
    "\\u0000",
    "\\ud800",
    "{}",
    "[]",
];

/// Changes some bytes.
pub(crate) fn bytes(input: &[u8], random: &mut Random) -> Vec<u8> {
    let mut output = input.to_vec();
    for _ in 0..=random.below(3) {
        let at = random.below(output.len() + 1);
        let end = (at + 1 + random.below(16)).min(output.len());
        match random.below(6) {
            0 => {
                let special = random.pick(SPECIAL).copied().unwrap_or_default();
                output.splice(at..at, special.bytes());
            }
            1 => drop(output.drain(at..end)),
            2 => {
                let from = random.below(output.len() + 1);
                let to = (from + random.below(64)).min(output.len());
                let copy: Vec<u8> = output.get(from..to).unwrap_or_default().to_vec();
                output.splice(at..at, copy);
            }
            3 => {
                let special = random.pick(SPECIAL).copied().unwrap_or_default();
                output.splice(at..end, special.bytes());
            }
            _ => {
                let byte = u8::try_from(random.below(256)).unwrap_or_default();
                if let Some(old) = output.get_mut(at) {
                    *old = byte;
                }
            }
        }
    }
    output
}

/// Changes a message: its head, or its body, which usually stays JSON.
pub(crate) fn message(input: &[u8], random: &mut Random) -> Vec<u8> {
    let (head, body) = split(input, b"\n\n");
    if random.below(4) == 0 {
        return bytes(input, random);
    }
    let body = json(body, random, &[]);
    [head, b"\n\n", &body].concat()
}

/// Changes JSON, sometimes by inserting values from the pool; anything else is
/// changed as bytes.
pub(crate) fn json(input: &[u8], random: &mut Random, pool: &[(String, Value)]) -> Vec<u8> {
    let is_kept = random.below(16) != 0;
    match serde_json::from_slice::<Value>(input) {
        Ok(mut value) if is_kept => {
            for _ in 0..=random.below(3) {
                let copy = random_part(&value, random).clone();
                change(random_part_mut(&mut value, random), copy, random, pool);
            }
            value.to_string().into_bytes()
        }
        _ => bytes(input, random),
    }
}

/// A random nested value.
fn random_part<'v>(value: &'v Value, random: &mut Random) -> &'v Value {
    let inner = match value {
        Value::Array(elements) => random.pick(elements),
        Value::Object(entries) => entries.values().nth(random.below(entries.len())),
        _ => None,
    };
    match inner {
        Some(inner) if random.below(6) != 0 => random_part(inner, random),
        _ => value,
    }
}

fn random_part_mut<'v>(value: &'v mut Value, random: &mut Random) -> &'v mut Value {
    let is_leaf = match &*value {
        Value::Array(elements) => elements.is_empty(),
        Value::Object(entries) => entries.is_empty(),
        _ => true,
    };
    if is_leaf || random.below(6) == 0 {
        return value;
    }
    match value {
        Value::Array(elements) => {
            let at = random.below(elements.len());
            random_part_mut(&mut elements[at], random)
        }
        Value::Object(entries) => {
            let key = entries.keys().nth(random.below(entries.len())).cloned();
            let inner = entries.entry(key.unwrap_or_default());
            random_part_mut(inner.or_insert(Value::Null), random)
        }
        other => other,
    }
}

fn change(target: &mut Value, copy: Value, random: &mut Random, pool: &[(String, Value)]) {
    match target {
        Value::Object(entries) => change_object(entries, copy, random, pool),
        Value::Array(elements) => {
            let at = random.below(elements.len() + 1);
            match random.below(4) {
                0 if at < elements.len() => drop(elements.remove(at)),
                1 if at < elements.len() => {
                    let element = elements[at].clone();
                    elements.push(element);
                }
                _ => elements.insert(at, copy),
            }
        }
        Value::String(text) if random.below(3) != 0 => {
            let changed = bytes(text.as_bytes(), random);
            *text = String::from_utf8_lossy(&changed).into_owned();
        }
        other => *other = leaf(copy, random),
    }
}

fn change_object(
    entries: &mut Map<String, Value>,
    copy: Value,
    random: &mut Random,
    pool: &[(String, Value)],
) {
    let key = entries.keys().nth(random.below(entries.len())).cloned();
    match (random.below(6), key) {
        (0, Some(key)) => drop(entries.remove(&key)),
        (1, Some(key)) => {
            let value = entries.get(&key).cloned().unwrap_or_default();
            let renamed = bytes(key.as_bytes(), random);
            entries.insert(String::from_utf8_lossy(&renamed).into_owned(), value);
        }
        (2, Some(key)) => drop(entries.insert(key, leaf(copy, random))),
        (3, Some(key)) => drop(entries.insert(key, copy)),
        _ => {
            if let Some((key, value)) = random.pick(pool) {
                entries.insert(key.clone(), value.clone());
            }
        }
    }
}

/// A small value, or a copied one.
fn leaf(copy: Value, random: &mut Random) -> Value {
    match random.below(8) {
        0 => Value::Null,
        1 => Value::Bool(random.below(2) == 0),
        2 => Value::from(i64::from_ne_bytes(random.next().to_ne_bytes())),
        3 => Value::from(random.below(300)),
        4 => Value::from(random.pick(SPECIAL).copied().unwrap_or_default()),
        5 => Value::Array(Vec::new()),
        6 => Value::Object(Map::new()),
        _ => copy,
    }
}

/// The entries of all objects in these documents, for insertion elsewhere.
pub(crate) fn pool(
    cell: &'static OnceLock<Vec<(String, Value)>>,
    documents: fn() -> Vec<Vec<u8>>,
) -> &'static [(String, Value)] {
    fn collect(value: &Value, found: &mut Vec<(String, Value)>) {
        match value {
            Value::Object(entries) => {
                for (key, value) in entries {
                    if value.to_string().len() < 2_000 {
                        found.push((key.clone(), value.clone()));
                    }
                    collect(value, found);
                }
            }
            Value::Array(elements) => elements.iter().for_each(|value| collect(value, found)),
            _ => {}
        }
    }
    cell.get_or_init(|| {
        let mut found = Vec::new();
        for document in documents() {
            if let Ok(value) = serde_json::from_slice(&document) {
                collect(&value, &mut found);
            }
        }
        found
    })
}
