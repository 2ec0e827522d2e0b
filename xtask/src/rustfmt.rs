//! Lays generated Rust out with the toolchain's rustfmt.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;

use anyhow::{Context as _, Result, anyhow, bail};
use tempfile::TempDir;

/// Gives every Rust file among these the layout of rustfmt.
///
/// # Errors
/// When rustfmt is not installed or rejects a file.
pub(crate) fn format(files: &mut BTreeMap<String, String>) -> Result<()> {
    let plan = Plan::new(files);
    let scratch = Scratch::new()?;
    for root in &plan.roots {
        for path in &root.files {
            scratch.write(path, files.get(*path).map_or("", String::as_str))?;
        }
    }
    let batches = plan.batches(thread::available_parallelism().map_or(1, usize::from));
    let in_files = batches.iter().map(|batch| scratch.start_in_place(batch));
    let in_files = in_files.collect::<Result<Vec<_>>>()?;
    let mut formatted = BTreeMap::new();
    for path in &plan.alone {
        let text = files.get(*path).map_or("", String::as_str);
        formatted.insert((*path).to_owned(), scratch.format_text(text)?);
    }
    for child in in_files {
        finish(child)?;
    }
    for path in plan.roots.iter().flat_map(|root| &root.files) {
        formatted.insert((*path).to_owned(), scratch.read(path)?);
    }
    files.extend(formatted);
    Ok(())
}

/// Divides files among runs of rustfmt, which formats the modules of a file
/// along with it and has no stable option against that.
struct Plan<'f> {
    roots: Vec<Root<'f>>,
    /// Files with modules that are in other folders. rustfmt does not follow
    /// the modules of its standard input.
    alone: Vec<&'f str>,
}

/// A file that rustfmt is called with.
struct Root<'f> {
    path: &'f str,
    /// The file and its modules.
    files: Vec<&'f str>,
    size: usize,
}

impl<'f> Plan<'f> {
    fn new(files: &'f BTreeMap<String, String>) -> Self {
        let mut folders: BTreeMap<&str, Vec<(&str, &str)>> = BTreeMap::new();
        for (path, text) in files.iter().filter(|(path, _)| path.ends_with(".rs")) {
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            folders.entry(folder).or_default().push((path, text));
        }
        let mut plan = Self {
            roots: Vec::new(),
            alone: Vec::new(),
        };
        for (folder, files) in &folders {
            let inner = format!("{folder}/");
            let has_folders = folders.keys().any(|other| other.starts_with(&inner));
            let names = ["mod.rs", "main.rs"].map(|name| format!("{inner}{name}"));
            match files
                .iter()
                .find(|(path, _)| names.iter().any(|name| name == path))
            {
                Some((path, _)) if !has_folders => plan.roots.push(Root {
                    path,
                    files: files.iter().map(|(path, _)| *path).collect(),
                    size: files.iter().map(|(_, text)| text.len()).sum(),
                }),
                _ => files.iter().for_each(|(path, text)| plan.add(path, text)),
            }
        }
        plan
    }

    fn add(&mut self, path: &'f str, text: &str) {
        let declares = |line: &str| line.contains("mod ") && line.ends_with(';');
        if text.lines().any(declares) {
            self.alone.push(path);
        } else {
            self.roots.push(Root {
                path,
                files: vec![path],
                size: text.len(),
            });
        }
    }

    /// The paths of the roots in at most this many batches of similar size.
    fn batches(&self, most: usize) -> Vec<Vec<&'f str>> {
        let mut batches: Vec<(usize, Vec<&str>)> = Vec::new();
        let mut roots: Vec<&Root<'_>> = self.roots.iter().collect();
        roots.sort_by_key(|root| std::cmp::Reverse(root.size));
        for root in roots {
            if batches.len() < most {
                batches.push((root.size, vec![root.path]));
            } else if let Some((size, paths)) = batches.iter_mut().min_by_key(|(size, _)| *size) {
                *size += root.size;
                paths.push(root.path);
            }
        }
        batches.into_iter().map(|(_, paths)| paths).collect()
    }
}

/// A temporary folder with the files, and a configuration without settings.
struct Scratch {
    folder: TempDir,
    config: PathBuf,
    rustfmt: OsString,
}

impl Scratch {
    fn new() -> Result<Self> {
        let folder = tempfile::tempdir().context("cannot create a temporary folder")?;
        let scratch = Self {
            config: folder.path().join("rustfmt.toml"),
            folder,
            rustfmt: rustfmt(),
        };
        scratch.write("rustfmt.toml", "")?;
        Ok(scratch)
    }

    fn write(&self, path: &str, text: &str) -> Result<()> {
        let path = self.folder.path().join(path);
        let written = path
            .parent()
            .map_or(Ok(()), fs::create_dir_all)
            .and_then(|()| fs::write(&path, text));
        written.with_context(|| format!("cannot write `{}`", path.display()))
    }

    fn read(&self, path: &str) -> Result<String> {
        let path = self.folder.path().join(path);
        fs::read_to_string(&path).with_context(|| format!("cannot read `{}`", path.display()))
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.rustfmt);
        command
            .args(["--edition", "2024", "--style-edition", "2024"])
            .arg("--config-path")
            .arg(&self.config)
            .current_dir(self.folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    fn start_in_place(&self, paths: &[&str]) -> Result<Child> {
        start(self.command().args(paths))
    }

    fn format_text(&self, text: &str) -> Result<String> {
        let mut child = start(self.command().stdin(Stdio::piped()))?;
        if let Some(mut input) = child.stdin.take() {
            match input.write_all(text.as_bytes()) {
                // rustfmt ended early; its status and messages say why.
                Err(error) if error.kind() == ErrorKind::BrokenPipe => {}
                written => written.context("cannot write to rustfmt")?,
            }
        }
        finish(child)
    }
}

/// The rustfmt of the toolchain that runs this program. Without the proxy of
/// rustup, it starts at once.
fn rustfmt() -> OsString {
    let beside_cargo = std::env::var_os("CARGO").map(|cargo| {
        let name = format!("rustfmt{}", std::env::consts::EXE_SUFFIX);
        Path::new(&cargo).with_file_name(name)
    });
    match beside_cargo.filter(|path| path.is_file()) {
        Some(path) => path.into(),
        None => "rustfmt".into(),
    }
}

fn start(command: &mut Command) -> Result<Child> {
    command.spawn().map_err(|error| match error.kind() {
        ErrorKind::NotFound => anyhow!(
            "rustfmt is not installed; generated code is formatted with it\n\
             run `rustup component add rustfmt`"
        ),
        _ => anyhow!("cannot run rustfmt: {error}"),
    })
}

fn finish(child: Child) -> Result<String> {
    let output = child.wait_with_output().context("cannot run rustfmt")?;
    if !output.status.success() {
        // The proxy of rustup says so when the component is not installed.
        let message = String::from_utf8_lossy(&output.stderr);
        bail!(
            "rustfmt failed on generated code; if it is not installed, run `rustup component add rustfmt`\n{}",
            message.trim_end()
        );
    }
    String::from_utf8(output.stdout).context("rustfmt wrote text that is not UTF-8")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(files: &[(&str, &str)]) -> BTreeMap<String, String> {
        let files = files.iter();
        files
            .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
            .collect()
    }

    #[test]
    fn formats_every_rust_file_once() {
        let mut formatted = files(&[
            ("Cargo.toml", "a  = 1"),
            ("src/g/a.rs", "fn  a( ) { }"),
            ("src/g/mod.rs", "mod t;\nmod a ;"),
            ("src/g/t/b.rs", "const B:u8=1;"),
            ("src/g/t/mod.rs", "mod b;"),
            ("tests/p/main.rs", "mod x;"),
            ("tests/p/x.rs", "fn x() {\n\n}"),
        ]);
        format(&mut formatted).unwrap();
        let expected = files(&[
            ("Cargo.toml", "a  = 1"),
            ("src/g/a.rs", "fn a() {}\n"),
            ("src/g/mod.rs", "mod a;\nmod t;\n"),
            ("src/g/t/b.rs", "const B: u8 = 1;\n"),
            ("src/g/t/mod.rs", "mod b;\n"),
            ("tests/p/main.rs", "mod x;\n"),
            ("tests/p/x.rs", "fn x() {}\n"),
        ]);
        assert_eq!(formatted, expected);
    }

    #[test]
    fn reports_rust_that_does_not_parse() {
        let error = format(&mut files(&[("a.rs", "fn")])).unwrap_err();
        assert!(error.to_string().contains("a.rs"), "{error}");
    }

    #[test]
    fn batches_have_similar_sizes() {
        let text = |length| "x".repeat(length);
        let files = BTreeMap::from([
            ("a.rs".to_owned(), text(5)),
            ("b.rs".to_owned(), text(3)),
            ("c.rs".to_owned(), text(3)),
        ]);
        let plan = Plan::new(&files);
        assert_eq!(plan.batches(2), [vec!["a.rs"], vec!["b.rs", "c.rs"]]);
        assert_eq!(plan.batches(8).len(), 3);
    }
}
