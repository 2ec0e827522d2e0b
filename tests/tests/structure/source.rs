//! The modules of a crate, and the paths by which they use each other.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// A module by its names from the root of the crate; empty for the root.
pub(crate) type ModulePath = Vec<String>;

/// The product code of a crate. Code under `#[cfg(test)]` is left out.
#[derive(Default)]
pub(crate) struct Crate {
    modules: BTreeMap<ModulePath, Module>,
}

#[derive(Default)]
struct Module {
    /// The names that the module imports, with their paths.
    imports: BTreeMap<String, Vec<String>>,
    /// Each path that the module uses.
    paths: Vec<Vec<String>>,
    /// The names of the items that the module defines.
    items: BTreeSet<String>,
    /// Whether a macro may define others.
    has_macros: bool,
}

/// A module that uses an item of another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Usage {
    pub(crate) from: ModulePath,
    pub(crate) to: ModulePath,
}

impl Crate {
    /// Reads the files below the folder `src` of a crate.
    pub(crate) fn read(src: &Path) -> Self {
        let mut sources = BTreeMap::new();
        let mut tests = BTreeSet::new();
        for file in rust_files(src) {
            let tokens: TokenStream = fs::read_to_string(&file).unwrap().parse().unwrap();
            find_modules(module_path(src, &file), tokens, &mut sources, &mut tests);
        }
        sources.retain(|path, _| !tests.iter().any(|test| path.starts_with(test)));
        let known = sources.keys().cloned().collect();
        let modules = sources.into_iter().map(|(path, tokens)| {
            let mut reader = Reader {
                known: &known,
                path: path.clone(),
                module: Module::default(),
            };
            tokens.iter().for_each(|tokens| reader.imports(tokens));
            tokens.iter().for_each(|tokens| reader.paths(tokens));
            tokens.iter().for_each(|tokens| reader.items(tokens));
            (path, reader.module)
        });
        Self {
            modules: modules.collect(),
        }
    }

    pub(crate) fn modules(&self) -> impl Iterator<Item = &ModulePath> {
        self.modules.keys()
    }

    /// Each use of an item by a module that does not define it. Re-exports are
    /// followed to the module that defines the item.
    pub(crate) fn usages(&self) -> BTreeSet<Usage> {
        let mut usages = BTreeSet::new();
        for (from, module) in &self.modules {
            for path in &module.paths {
                if let Some(to) = self.definer(path, 0).filter(|to| to != from) {
                    let from = from.clone();
                    usages.insert(Usage { from, to });
                }
            }
        }
        usages
    }

    /// The module that defines the item at a path, or that is at the path. `None`
    /// for paths in code that a macro quotes for another crate.
    fn definer(&self, path: &[String], depth: usize) -> Option<ModulePath> {
        let is_module = |length: &usize| self.modules.contains_key(&path[..*length]);
        let length = (0..=path.len()).rev().find(is_module).unwrap_or(0);
        let (module, rest) = path.split_at(length);
        let import = rest
            .first()
            .and_then(|name| self.modules[module].imports.get(name));
        match import {
            Some(import) if depth < 16 => {
                let path = [import, &rest[1..]].concat();
                self.definer(&path, depth + 1)
            }
            _ => {
                let Module {
                    items, has_macros, ..
                } = &self.modules[module];
                let is_known = rest.first().is_none_or(|item| items.contains(item));
                (is_known || *has_macros).then(|| module.to_vec())
            }
        }
    }
}

/// The hand-written Rust files below a folder.
pub(crate) fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = all_files(folder);
    files.retain(|file| !is_generated(file));
    files
}

/// The generated Rust files below a folder.
pub(crate) fn generated_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = all_files(folder);
    files.retain(|file| is_generated(file));
    assert!(
        !files.is_empty(),
        "no generated file in {}",
        folder.display()
    );
    files
}

fn all_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(all_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

fn is_generated(file: &Path) -> bool {
    fs::read_to_string(file)
        .unwrap()
        .starts_with("// @generated")
}

fn module_path(src: &Path, file: &Path) -> ModulePath {
    let relative = file.strip_prefix(src).unwrap().with_extension("");
    let names = relative
        .iter()
        .map(|name| name.to_str().unwrap().to_owned());
    let mut names: ModulePath = names.collect();
    let ends_folder = |name: &String| ["mod", "lib", "main"].contains(&name.as_str());
    names.pop_if(|name| ends_folder(name));
    names
}

/// Adds a module and the modules inside it to `found`, and the modules that
/// exist only in tests to `tests`.
fn find_modules(
    path: ModulePath,
    tokens: TokenStream,
    found: &mut BTreeMap<ModulePath, Vec<Vec<TokenTree>>>,
    tests: &mut BTreeSet<ModulePath>,
) {
    let mut own = Vec::new();
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        if is_punct(Some(&token), '#')
            && let Some(TokenTree::Group(attribute)) = tokens.peek()
            && attribute.delimiter() == Delimiter::Bracket
        {
            let is_test = attribute.stream().to_string().replace(' ', "") == "cfg(test)";
            tokens.next();
            let mut before = None;
            while is_test && let Some(token) = tokens.next() {
                if is_ident(before.as_ref(), "mod") {
                    tests.insert([path.as_slice(), &[token.to_string()]].concat());
                }
                if ends_item(&token) {
                    break;
                }
                before = Some(token);
            }
            continue;
        }
        own.push(token);
        if let [.., before, TokenTree::Ident(name), TokenTree::Group(body)] = own.as_slice()
            && is_ident(Some(before), "mod")
            && body.delimiter() == Delimiter::Brace
        {
            let inner = [path.as_slice(), &[name.to_string()]].concat();
            let body = body.stream();
            own.pop();
            find_modules(inner, body, found, tests);
        }
    }
    found.entry(path).or_default().push(own);
}

/// An item ends with its block or a semicolon.
fn ends_item(token: &TokenTree) -> bool {
    match token {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        token => is_punct(Some(token), ';'),
    }
}

struct Reader<'a> {
    known: &'a BTreeSet<ModulePath>,
    path: ModulePath,
    module: Module,
}

impl Reader<'_> {
    /// Reads the `use` declarations, including those inside functions.
    fn imports(&mut self, tokens: &[TokenTree]) {
        for (at, token) in tokens.iter().enumerate() {
            match token {
                TokenTree::Group(group) => self.imports(&inside(group)),
                TokenTree::Ident(ident) if ident == "use" => {
                    let end = tokens[at..]
                        .iter()
                        .position(|token| is_punct(Some(token), ';'));
                    let end = at + end.unwrap_or(0);
                    let is_export = match &tokens[..at] {
                        [.., before, TokenTree::Group(_)] => is_ident(Some(before), "pub"),
                        before => is_ident(before.last(), "pub"),
                    };
                    self.import(&tokens[at + 1..end.max(at + 1)], &[], is_export);
                }
                _ => {}
            }
        }
    }

    /// Reads one tree of a `use` declaration, or several after commas.
    fn import(&mut self, tree: &[TokenTree], prefix: &[String], is_export: bool) {
        for tree in tree.split(|token| is_punct(Some(token), ',')) {
            // `::name` is a path into another crate; nothing follows the last
            // comma.
            if tree.is_empty() || is_punct(tree.first(), ':') {
                continue;
            }
            let mut path = prefix.to_vec();
            let mut alias = None;
            let mut tokens = tree.iter();
            let mut group = None;
            while let Some(token) = tokens.next() {
                match token {
                    TokenTree::Ident(ident) if ident == "as" => {
                        alias = tokens.next().map(ToString::to_string);
                    }
                    TokenTree::Ident(ident) if ident == "self" && !path.is_empty() => {}
                    TokenTree::Ident(ident) => path.push(ident.to_string()),
                    TokenTree::Group(names) => group = Some(names),
                    _ => {}
                }
            }
            match group {
                Some(group) => self.import(&inside(group), &path, is_export),
                None => {
                    let Some(path) = self.absolute(&path) else {
                        continue;
                    };
                    if let Some(name) = alias.or_else(|| path.last().cloned()) {
                        self.module.imports.insert(name, path.clone());
                    }
                    if !is_export {
                        self.module.paths.push(path);
                    }
                }
            }
        }
    }

    /// Reads the paths in expressions, types and macros.
    fn paths(&mut self, tokens: &[TokenTree]) {
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            at += 1;
            match token {
                TokenTree::Group(group) => self.paths(&inside(group)),
                TokenTree::Ident(ident) if ident == "use" => {
                    let end = tokens[at..]
                        .iter()
                        .position(|token| is_punct(Some(token), ';'));
                    at += end.unwrap_or(0);
                }
                // Not the end of a path after a type or a group.
                TokenTree::Ident(_)
                    if at > 1
                        && is_punct(tokens.get(at - 2), ':')
                        && is_punct(tokens.get(at.wrapping_sub(3)), ':') => {}
                TokenTree::Ident(ident) => {
                    let mut path = vec![ident.to_string()];
                    while let [first, second, TokenTree::Ident(name), ..] = &tokens[at..]
                        && is_punct(Some(first), ':')
                        && is_punct(Some(second), ':')
                    {
                        path.push(name.to_string());
                        at += 3;
                    }
                    let is_path = path.len() > 1 || self.module.imports.contains_key(&path[0]);
                    let path = is_path.then(|| self.absolute(&path)).flatten();
                    self.module.paths.extend(path);
                }
                _ => {}
            }
        }
    }

    /// Reads the names of the items.
    fn items(&mut self, tokens: &[TokenTree]) {
        const KEYWORDS: &[&str] = &[
            "const", "enum", "fn", "static", "struct", "trait", "type", "union",
        ];
        for (at, token) in tokens.iter().enumerate() {
            let name = if is_ident(Some(token), "macro_rules") {
                tokens.get(at + 2)
            } else if KEYWORDS.iter().any(|known| is_ident(Some(token), known)) {
                tokens.get(at + 1)
            } else {
                None
            };
            match name {
                Some(TokenTree::Ident(name)) => {
                    self.module.items.insert(name.to_string());
                }
                _ => {
                    let is_call = matches!(token, TokenTree::Ident(_))
                        && is_punct(tokens.get(at + 1), '!')
                        && matches!(tokens.get(at + 2), Some(TokenTree::Group(_)));
                    self.module.has_macros |= is_call;
                }
            }
        }
    }

    /// The path from the root of the crate; `None` for paths into other crates.
    fn absolute(&self, path: &[String]) -> Option<Vec<String>> {
        let (first, rest) = path.split_first()?;
        let mut absolute = self.path.clone();
        match first.as_str() {
            "crate" => return Some(rest.to_vec()),
            "self" => absolute.extend_from_slice(rest),
            "super" => {
                absolute.pop();
                let supers = rest.iter().take_while(|name| *name == "super").count();
                absolute.truncate(absolute.len() - supers);
                absolute.extend_from_slice(&rest[supers..]);
            }
            _ => {
                absolute.push(first.clone());
                if self.known.contains(&absolute) {
                    absolute.extend_from_slice(rest);
                } else {
                    absolute = self.module.imports.get(first)?.clone();
                    absolute.extend_from_slice(rest);
                }
            }
        }
        Some(absolute)
    }
}

fn inside(group: &proc_macro2::Group) -> Vec<TokenTree> {
    group.stream().into_iter().collect()
}

fn is_punct(token: Option<&TokenTree>, character: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == character)
}

fn is_ident(token: Option<&TokenTree>, name: &str) -> bool {
    matches!(token, Some(TokenTree::Ident(ident)) if ident == name)
}
