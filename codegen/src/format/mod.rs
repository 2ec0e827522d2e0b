//! Converts tokens to text, without rustfmt's layout.
//!
//! A file is a [`Draft`] in between: tokens cannot leave their thread, and take many
//! times the memory of their text. Emitters write full paths (`std::option::Option`,
//! `crate::types::Tag`). [`imports`] turns them into `use` lines and short names, so
//! that no shape can shadow a name of the language.

mod imports;
mod paths;

use std::fmt;

use crate::sink::Docs;
use proc_macro2::TokenStream;
use quote::quote;

use imports::CodeLocation;

/// A file of Rust before it is laid out.
#[derive(Clone, Debug, Default)]
pub(crate) struct RustFile {
    /// The lines of `//!`.
    pub(crate) docs: Docs,
    /// The items, with full paths.
    pub(crate) items: TokenStream,
    /// The path of the items, `crate::types`.
    pub(crate) home: Option<String>,
    /// The library, if the file is a test of it.
    pub(crate) tests: Option<String>,
}

/// Generated tokens that are not Rust, which is a bug of the generator. Its text is the
/// message of the parser, with the tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotRust {
    /// The message of the parser.
    pub(crate) message: String,
    /// The tokens.
    pub(crate) tokens: String,
}

impl fmt::Display for NotRust {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} in `{}`", self.message, self.tokens)
    }
}

impl std::error::Error for NotRust {}

/// A Rust file of a client before its layout. [`format`](Self::format) lays it out.
///
/// Drafts can be sent to other threads, so that a caller can lay out several at once,
/// and only those that it does not know yet.
///
/// ```
/// use codegen::{Options, Scope, Source, Unsupported};
///
/// let model = r#"{"smithy": "2.0", "shapes": {
///     "a#A": {"type": "service", "version": "1", "traits": {"aws.protocols#restJson1": {}}}
/// }}"#;
/// let options = Options {
///     scope: Scope::Sources,
///     model_path: "model.json".to_owned(),
///     unsupported: Unsupported::Rejected,
///     modules: Vec::new(),
/// };
/// let mut paths = Vec::new();
/// let mut take = |path: String, draft: codegen::Draft| {
///     assert!(codegen::is_generated(&draft.format().unwrap()), "{path}");
///     paths.push(path);
/// };
/// codegen::generate_drafts(&Source::new("model.json", model), &options, &mut take, &mut |_| {});
/// assert!(paths.contains(&"src/generated/client.rs".to_owned()));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Draft {
    /// The lines before the imports.
    head: String,
    /// The tokens of the items as text, with full paths.
    items: String,
    /// See [`RustFile`].
    home: Option<String>,
    tests: Option<String>,
}

impl Draft {
    /// Writes the tokens of a file that begins with the line `preamble`.
    pub(crate) fn new(preamble: &str, file: &RustFile) -> Self {
        let mut head = format!("{preamble}\n");
        if !file.docs.is_empty() {
            head.push_str(&format!("\n{}\n", file.docs.inner_doc()));
        }
        Self {
            head,
            items: file.items.to_string(),
            home: file.home.clone(),
            tests: file.tests.clone(),
        }
    }

    /// Returns the text of the file: docs, imports and items, with a blank line between
    /// items and between methods. Equal drafts have equal texts.
    ///
    /// # Errors
    /// The items are not Rust, which is a bug of the generator.
    pub fn format(&self) -> Result<String, NotRust> {
        let location = match &self.tests {
            Some(library) => CodeLocation::Test(library),
            None => CodeLocation::Inside(self.home.as_deref().unwrap_or_default()),
        };
        let items = self
            .items
            .parse()
            .map_err(|error: proc_macro2::LexError| NotRust {
                message: error.to_string(),
                tokens: self.items.clone(),
            });
        let (imports, items) = imports::shorten(items?, location);
        let mut blocks = vec![self.head.clone()];
        for group in imports {
            let group = parse::<syn::File>(group.into_iter().collect())?;
            blocks.push(lay_out(group.items));
        }
        let mut previous = Spacing::Apart;
        for item in parse::<syn::File>(items)?.items {
            let spacing = Spacing::from_item(&item);
            let text = lay_out(vec![item]);
            match blocks.last_mut() {
                Some(block) if spacing == previous && spacing != Spacing::Apart => {
                    block.push_str(&text);
                }
                _ => blocks.push(text),
            }
            previous = spacing;
        }
        Ok(blocks.join("\n"))
    }
}

/// How an item is spaced from a neighbor: two of the same kind follow one another
/// without a blank line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Spacing {
    Modules,
    Exports,
    Apart,
}

impl Spacing {
    fn from_item(item: &syn::Item) -> Self {
        match item {
            syn::Item::Mod(item) if item.content.is_none() => Self::Modules,
            syn::Item::Use(_) => Self::Exports,
            _ => Self::Apart,
        }
    }
}

/// Writes the imports and the statements of an example. Its only dependency is
/// the library.
///
/// # Errors
/// The statements are not valid Rust.
pub(crate) fn example(statements: TokenStream, library: &str) -> Result<String, NotRust> {
    let (imports, statements) = imports::shorten(statements, CodeLocation::Example(library));
    let mut example = String::new();
    let imports = parse::<syn::File>(imports.into_iter().flatten().collect())?;
    example.push_str(&lay_out(imports.items));
    if !example.is_empty() {
        example.push('\n');
    }
    let text = lay_out(vec![parse(quote! { fn example() { #statements } })?]);
    let lines = text.lines().collect::<Vec<_>>();
    let body = match lines.as_slice() {
        [_, body @ .., _] => body,
        _ => &[],
    };
    for line in body {
        example.push_str(line.strip_prefix("    ").unwrap_or(line));
        example.push('\n');
    }
    Ok(example)
}

/// The text of a block of items.
fn lay_out(items: Vec<syn::Item>) -> String {
    let file = syn::File {
        shebang: None,
        frontmatter: None,
        attrs: Vec::new(),
        items,
    };
    space(&prettyplease::unparse(&file))
}

fn parse<T: syn::parse::Parse>(tokens: TokenStream) -> Result<T, NotRust> {
    // Cheap, unlike the text, which only errors need.
    let kept = tokens.clone();
    syn::parse2(tokens).map_err(|error| NotRust {
        message: error.to_string(),
        tokens: kept.to_string(),
    })
}

/// Inserts a blank line between the members of an `impl` or `trait`: after a
/// body, and between constants or types and the first method.
fn space(item: &str) -> String {
    let mut spaced = String::with_capacity(item.len());
    let mut lines = item.lines().peekable();
    while let Some(line) = lines.next() {
        spaced.push_str(line);
        spaced.push('\n');
        let Some(next) = lines.peek() else {
            break;
        };
        let ends_body = line == "    }";
        let ends_line = ends_member(line) && begins_function(next);
        if next.trim_start() != "}" && !next.is_empty() && (ends_body || ends_line) {
            spaced.push('\n');
        }
    }
    spaced
}

/// Whether it is the last line of a constant or a type.
fn ends_member(line: &str) -> bool {
    let is_member = |rest: &str| rest.starts_with("const ") || rest.starts_with("type ");
    // A value of several lines ends with a bracket, or ends further inside.
    let ends_value = |rest: &str| matches!(rest, "];" | ");" | "};") || rest.starts_with(' ');
    line.ends_with(';')
        && line
            .strip_prefix("    ")
            .is_some_and(|rest| is_member(rest) || ends_value(rest))
}

fn begins_function(line: &str) -> bool {
    line.strip_prefix("    ").is_some_and(|rest| {
        [
            "fn ",
            "async fn ",
            "pub ",
            "pub(crate) ",
            "///",
            "#[inline]",
        ]
        .iter()
        .any(|start| rest.starts_with(start))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn formatted(items: TokenStream) -> String {
        let file = RustFile {
            items,
            ..RustFile::default()
        };
        Draft::new("// Preamble.", &file).format().unwrap()
    }

    #[test]
    fn spaces_items_and_methods() {
        let text = formatted(quote! {
            mod a; mod b; pub use a::A;
            #[doc = " A thing."]
            pub struct Thing { #[doc = " First."] pub first: i32, pub second: i32 }
            impl Operation for Thing {
                const NAME: &'static str = "x"; type Input = A; type Output = ();
                const SCHEMES: &'static [Scheme] = &[Scheme::First { name: "a long name", value: None }];
                fn one(&self) -> i32 { if self.first > 0 { 1 } else { 2 } }
                #[doc = " Two."]
                fn two(&self) {}
            }
        });
        assert_eq!(
            text,
            "\
// Preamble.

mod a;
mod b;

pub use a::A;

/// A thing.
pub struct Thing {
    /// First.
    pub first: i32,
    pub second: i32,
}

impl Operation for Thing {
    const NAME: &'static str = \"x\";
    type Input = A;
    type Output = ();
    const SCHEMES: &'static [Scheme] = &[
        Scheme::First {
            name: \"a long name\",
            value: None,
        },
    ];

    fn one(&self) -> i32 {
        if self.first > 0 { 1 } else { 2 }
    }

    /// Two.
    fn two(&self) {}
}
"
        );
    }

    #[test]
    fn changes_no_token() {
        let items = quote! {
            impl A { fn a(&self) { match self { Self::B => { b(); c() } Self::C => d() } } fn b() {} }
            trait T { type X; fn x() -> Self::X; fn y() { loop { if x { break; } } } }
            static TEXT: &str = "line\n    }\nline";
        };
        let before = items.to_string();
        let after: TokenStream = formatted(items).parse().unwrap();
        let plain = |text: &str| text.replace([' ', ',', '\n'], "");
        assert_eq!(plain(&before), plain(&after.to_string()));
    }

    #[test]
    fn writes_examples_without_indentation() {
        let statements = quote! { let a = crate::types::Tag::new().await?; println!("{a}"); };
        assert_eq!(
            example(statements, "shop").unwrap(),
            "use shop::types::Tag;\n\nlet a = Tag::new().await?;\nprintln!(\"{a}\");\n"
        );
    }

    #[test]
    fn shows_tokens_that_are_not_rust() {
        let file = RustFile {
            items: quote! { pub struct },
            ..RustFile::default()
        };
        let error = Draft::new("", &file).format().unwrap_err();
        assert_eq!(
            error.to_string(),
            "unexpected end of input, expected identifier in `pub struct`"
        );
    }
}
