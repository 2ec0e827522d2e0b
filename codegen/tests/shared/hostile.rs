//! The structure of generated files, without texts.

use proc_macro2::{TokenStream, TokenTree};
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag};
use quote::ToTokens as _;

/// A word of hostile texts that is never part of code.
pub(crate) const MARKER: &str = "hostile_marker";

/// The keys of a manifest, with their values unless they are prose.
pub(crate) fn shape_of_manifest(text: &str) -> Vec<String> {
    fn visit(value: &toml::Value, at: &str, found: &mut Vec<String>) {
        match value {
            toml::Value::Table(entries) => {
                for (key, value) in entries {
                    visit(value, &format!("{at}/{key}"), found);
                }
            }
            _ if at == "/package/description" => found.push(at.to_owned()),
            // The name of the library derives from the name of the service.
            _ if at == "/lib/name" => found.push(at.to_owned()),
            value => found.push(format!("{at} = {value:?}")),
        }
    }
    let mut found = Vec::new();
    let manifest: toml::Table = text.parse().unwrap();
    visit(&toml::Value::Table(manifest), "", &mut found);
    found
}

/// The structure of a JSON Schema: the types of its values, without names of members
/// and texts.
pub(crate) fn shape_of_json(text: &str) -> Vec<String> {
    use serde_json::Value;

    fn visit(value: &Value, at: &str, found: &mut Vec<String>) {
        match value {
            Value::Object(entries) => {
                found.push(format!("{at} of {}", entries.len()));
                let is_named = at.ends_with("/properties") || at.ends_with("/$defs");
                for (key, value) in entries {
                    let step = if is_named { "*" } else { key };
                    visit(value, &format!("{at}/{step}"), found);
                }
            }
            Value::Array(elements) => {
                found.push(format!("{at} of {}", elements.len()));
                for element in elements {
                    visit(element, &format!("{at}/*"), found);
                }
            }
            Value::String(_) => found.push(format!("{at} = text")),
            value => found.push(format!("{at} = {value}")),
        }
    }
    let schema: Value =
        serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}:\n{text}"));
    let mut found = Vec::new();
    visit(&schema, "", &mut found);
    found.sort();
    found
}

/// The items of a file of Rust, and the doctests and markup in its
/// documentation.
pub(crate) fn shape_of_crate(text: &str) -> Vec<String> {
    let file = syn::parse_file(text).unwrap_or_else(|error| panic!("{error}:\n{text}"));
    let mut shape = Shape::default();
    shape.visit(file.into_token_stream());
    shape.found
}

/// The keywords before the name of an item, and others that a text must not
/// add.
const ITEMS: &[&str] = &[
    "const",
    "enum",
    "extern",
    "fn",
    "impl",
    "macro_rules",
    "mod",
    "static",
    "struct",
    "trait",
    "type",
    "unsafe",
    "use",
];

#[derive(Default)]
struct Shape {
    found: Vec<String>,
    /// The current documentation.
    docs: Vec<String>,
}

impl Shape {
    fn visit(&mut self, tokens: TokenStream) {
        let mut tokens = tokens.into_iter().peekable();
        while let Some(token) = tokens.next() {
            match &token {
                TokenTree::Punct(mark) if mark.as_char() == '#' => {
                    tokens.next_if(|next| matches!(next, TokenTree::Punct(_)));
                    match tokens.next() {
                        Some(TokenTree::Group(group)) => self.attribute(&group.stream()),
                        other => self.found.push(format!("# {other:?}")),
                    }
                    continue;
                }
                TokenTree::Ident(word) if ITEMS.contains(&word.to_string().as_str()) => {
                    let name = match tokens.peek() {
                        // In an import, it is the name of a crate.
                        Some(TokenTree::Ident(name)) if word != "use" => name.to_string(),
                        _ => String::new(),
                    };
                    self.found.push(format!("{word} {name}"));
                }
                _ => {}
            }
            self.documentation();
            if let TokenTree::Group(group) = token {
                self.visit(group.stream());
            }
        }
        self.documentation();
    }

    fn attribute(&mut self, tokens: &TokenStream) {
        let meta = syn::parse2::<syn::Meta>(tokens.clone()).unwrap();
        match &meta {
            syn::Meta::NameValue(meta) if meta.path.is_ident("doc") => {
                let syn::Expr::Lit(literal) = &meta.value else {
                    panic!("{}", meta.to_token_stream());
                };
                let syn::Lit::Str(text) = &literal.lit else {
                    panic!("{}", meta.to_token_stream());
                };
                let text = text.value();
                self.docs
                    .push(text.strip_prefix(' ').unwrap_or(&text).to_owned());
            }
            meta => self.found.push(meta.to_token_stream().to_string()),
        }
    }

    /// Ends the documentation of an item.
    fn documentation(&mut self) {
        let docs = std::mem::take(&mut self.docs).join("\n");
        self.found.extend(runnable(&docs));
    }
}

/// The extensions that rustdoc and GitHub support.
fn extensions() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
}

/// The parts of documentation other than text: doctests, and markup that the
/// generator never writes.
fn runnable(docs: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut is_doctest = false;
    for event in Parser::new_ext(docs, extensions()) {
        match event {
            Event::Start(Tag::CodeBlock(kind)) => {
                is_doctest = is_rust(&kind);
                if is_doctest {
                    found.push("doctest".to_owned());
                }
            }
            Event::Text(text) if is_doctest => {
                // Literals of examples may contain anything.
                let code = text
                    .lines()
                    .filter(|line| line.trim_start().starts_with(MARKER));
                found.extend(code.map(str::to_owned));
            }
            Event::End(pulldown_cmark::TagEnd::CodeBlock) => is_doctest = false,
            other => found.extend(markup(&other, docs)),
        }
    }
    found
}

/// Markup that the generator never writes.
fn markup(event: &Event<'_>, text: &str) -> Option<String> {
    match event {
        Event::Html(html) | Event::InlineHtml(html) => Some(format!("HTML {html}")),
        Event::FootnoteReference(name) => Some(format!("footnote {name}")),
        Event::TaskListMarker(_) => Some("task".to_owned()),
        Event::Rule => Some("rule".to_owned()),
        Event::Start(Tag::Image { .. }) => Some("image".to_owned()),
        Event::Start(Tag::Strikethrough) => Some("strikethrough".to_owned()),
        Event::Start(Tag::FootnoteDefinition(_)) => Some("footnote".to_owned()),
        Event::Start(Tag::Link { dest_url, .. }) => {
            let is_known = [
                "http:", "https:", "mailto:", "crate::", "Self::", "Client", "#",
            ]
            .iter()
            .any(|scheme| dest_url.starts_with(scheme))
                || dest_url.ends_with(".md")
                || dest_url.contains(".md#");
            (!is_known).then(|| format!("link to {dest_url}"))
        }
        Event::Start(Tag::HtmlBlock | Tag::BlockQuote(_)) => Some(format!("block in {text}")),
        _ => None,
    }
}

/// Whether rustdoc compiles a block of code, by the rules of its book: code
/// without a language, with `rust`, or only with attributes of tests.
fn is_rust(kind: &CodeBlockKind<'_>) -> bool {
    let CodeBlockKind::Fenced(info) = kind else {
        return true;
    };
    let words = info.split([',', ' ', '\t']).filter(|word| !word.is_empty());
    words.into_iter().all(|word| {
        let attributes = ["rust", "should_panic", "no_run", "ignore", "compile_fail"];
        attributes.contains(&word)
            || word.starts_with("edition")
            || word.starts_with("test_harness")
    })
}

/// The headings, tables, links and HTML of a page.
pub(crate) fn shape_of_page(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for event in Parser::new_ext(text, extensions()) {
        match event {
            Event::Start(Tag::Heading { level, .. }) => found.push(format!("{level}")),
            Event::Start(Tag::Table(columns)) => found.push(format!("table of {}", columns.len())),
            Event::Start(Tag::TableRow) => found.push("row".to_owned()),
            Event::Start(Tag::CodeBlock(kind)) if matches!(&kind, CodeBlockKind::Fenced(info) if **info != *"text") =>
            {
                found.push(format!("{kind:?}"));
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => {
                found.push("indented code".to_owned());
            }
            other => found.extend(markup(&other, "a page")),
        }
    }
    found
}
