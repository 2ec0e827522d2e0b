//! Invariants of ARCHITECTURE.md that the text of the sources shows.

use std::fs;

use proc_macro2::{TokenStream, TokenTree};

use super::{root, source};

/// Text that no source of some folders contains.
struct Absent {
    folders: &'static [&'static str],
    /// Paths in these folders that may contain it.
    except: &'static [&'static str],
    texts: &'static [&'static str],
    within: Within,
}

/// The part of a source that is searched.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Within {
    /// Code, comments and tests, in upper and lower case, but no URLs.
    Everything,
    /// Code without unit tests.
    Code,
}

const ABSENT: &[Absent] = &[
    // The generator and the runtime know no service.
    Absent {
        folders: &["codegen/src", "runtime/src"],
        except: &[],
        texts: &[
            "whatsapp",
            "socialmessaging",
            "social messaging",
            "social-messaging",
            "waba",
        ],
        within: Within::Everything,
    },
    // The generator reads nothing, and its output depends only on its input.
    Absent {
        folders: &["codegen/src"],
        except: &[],
        texts: &[
            "std::env",
            "std::fs",
            "std::io",
            "std::net",
            "std::process",
            "Instant",
            "SystemTime",
            "HashMap",
            "HashSet",
            "RandomState",
        ],
        within: Within::Code,
    },
    // Emitters print the Rust description, and nothing else.
    Absent {
        folders: &["codegen/src/emit"],
        except: &[],
        texts: &[
            "crate::check",
            "crate::lower",
            "crate::model",
            "crate::names",
            "crate::resolve",
        ],
        within: Within::Code,
    },
    // One type reads the environment.
    Absent {
        folders: &["runtime/src"],
        except: &["runtime/src/settings/config/env.rs"],
        texts: &["env::var", "env::vars"],
        within: Within::Code,
    },
    // Text of an error contains its causes, so that `source` would repeat them.
    Absent {
        folders: &["codegen/src", "runtime/src", "generated-client/src"],
        except: &[],
        texts: &["fn source(&self) -> Option<&(dyn"],
        within: Within::Code,
    },
    // Users compile no derive macro of serde.
    Absent {
        folders: &["runtime/src", "generated-client/src"],
        except: &[],
        texts: &[
            "derive(Deserialize",
            "derive(Serialize",
            ", Deserialize)]",
            ", Serialize)]",
        ],
        within: Within::Code,
    },
];

#[test]
fn sources_keep_invariants() {
    let mut wrong = Vec::new();
    for absent in ABSENT {
        let files = absent
            .folders
            .iter()
            .flat_map(|folder| source::rust_files(&root().join(folder)));
        for file in files {
            let name = file.strip_prefix(root()).unwrap().to_str().unwrap();
            if absent.except.iter().any(|except| name.starts_with(except)) {
                continue;
            }
            let text = fs::read_to_string(&file).unwrap();
            for (index, line) in searched(&text, absent.within) {
                if absent.texts.iter().any(|text| line.contains(text)) {
                    wrong.push(format!("{name}:{index}: {}", line.trim()));
                }
            }
        }
    }
    assert_eq!(wrong, [""; 0]);
}

/// `lower` writes the sentences of generated code, and `phrases` has the fixed ones. Doc
/// comments inside `quote!` are texts, too.
#[test]
fn emitters_write_no_sentences() {
    let mut sentences = Vec::new();
    for file in source::rust_files(&root().join("codegen/src/emit")) {
        let tokens: TokenStream = fs::read_to_string(&file).unwrap().parse().unwrap();
        let mut texts = Vec::new();
        find_texts(tokens, false, &mut texts);
        texts.retain(|text| is_sentence(text));
        sentences.extend(
            texts
                .iter()
                .map(|text| format!("{}: {text}", file.display())),
        );
    }
    assert_eq!(sentences, [""; 0]);
}

/// Collects the literals, except doc comments of the code itself.
fn find_texts(tokens: TokenStream, is_quoted: bool, texts: &mut Vec<String>) {
    let mut is_macro = false;
    let mut is_attribute = false;
    for token in tokens {
        match &token {
            TokenTree::Literal(literal) => texts.push(literal.to_string()),
            TokenTree::Group(group) if is_quoted || !is_attribute => {
                find_texts(group.stream(), is_quoted || is_macro, texts);
            }
            _ => {}
        }
        is_macro = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '!');
        is_attribute = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '#')
            || (is_attribute && is_macro);
    }
}

/// Whether a text has four words in a row; code has symbols in between.
fn is_sentence(text: &str) -> bool {
    let is_word = |word: &&str| {
        word.chars()
            .all(|c| c.is_alphabetic() || ",.;'\"`".contains(c))
    };
    let mut words = text.split_whitespace().peekable();
    while words.peek().is_some() {
        if words.by_ref().take_while(is_word).count() >= 4 {
            return true;
        }
    }
    false
}

/// The table of tiers in ARCHITECTURE.md names each module of the runtime.
#[test]
fn the_architecture_page_names_the_modules_of_the_runtime() {
    let page = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    for tier in ["base", "wire", "message", "net", "settings", "call"] {
        let start = format!("| `{tier}` | ");
        let row = page
            .lines()
            .find_map(|line| line.strip_prefix(&start))
            .unwrap();
        let mut named: Vec<&str> = row.split('`').skip(1).step_by(2).collect();
        named.sort_unstable();
        let entries = fs::read_dir(root().join("runtime/src").join(tier)).unwrap();
        let mut modules: Vec<String> = entries
            .map(|entry| {
                entry
                    .unwrap()
                    .path()
                    .file_stem()
                    .unwrap()
                    .to_string_lossy()
                    .into_owned()
            })
            .filter(|module| module != "mod")
            .collect();
        modules.sort_unstable();
        assert_eq!(named, modules, "{tier}");
    }
}

/// The lines of a source with their numbers, as far as they are searched.
fn searched(text: &str, within: Within) -> Vec<(usize, String)> {
    let end = match within {
        Within::Everything => text.len(),
        Within::Code => text.find("#[cfg(test)]\nmod ").unwrap_or(text.len()),
    };
    let lines = (1..).zip(text[..end].lines());
    lines
        .filter(|(_, line)| within == Within::Everything || !line.trim_start().starts_with("//"))
        .map(|(number, line)| match within {
            Within::Everything => (number, without_urls(line).to_lowercase()),
            Within::Code => (number, line.to_owned()),
        })
        .collect()
}

fn without_urls(line: &str) -> String {
    let words = line.split(' ').filter(|word| !word.contains("https://"));
    words.collect::<Vec<_>>().join(" ")
}
