//! The division of files among runs of rustfmt.

use std::collections::{BTreeMap, BTreeSet};

/// Divides files among runs of rustfmt, which also formats the modules of a
/// file, and has no stable option to disable that.
pub(super) struct Plan<'f> {
    pub(super) roots: Vec<Root<'f>>,
    /// Files with modules in other folders. They are passed on standard input,
    /// whose modules rustfmt does not follow.
    pub(super) alone: Vec<&'f str>,
}

/// A file that is passed to rustfmt.
pub(super) struct Root<'f> {
    path: &'f str,
    /// The file and its modules.
    pub(super) files: Vec<&'f str>,
    size: usize,
}

impl<'f> Plan<'f> {
    /// Plans runs for the files with these paths, among all files of an output.
    pub(super) fn new(files: &'f BTreeMap<String, String>, paths: &BTreeSet<&str>) -> Self {
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
            // A module without its file is an error.
            let is_complete = files.iter().all(|(path, _)| paths.contains(path));
            let names = ["mod.rs", "main.rs"].map(|name| format!("{inner}{name}"));
            match files
                .iter()
                .find(|(path, _)| names.iter().any(|name| name == path))
            {
                Some((path, _)) if is_complete && !has_folders => plan.roots.push(Root {
                    path,
                    files: files.iter().map(|(path, _)| *path).collect(),
                    size: files.iter().map(|(_, text)| text.len()).sum(),
                }),
                _ => files
                    .iter()
                    .filter(|(path, _)| paths.contains(path))
                    .for_each(|(path, text)| plan.add(path, text)),
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

    /// The paths of the roots, in at most this many batches of similar size.
    pub(super) fn batches(&self, most: usize) -> Vec<Vec<&'f str>> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn batches_have_similar_sizes() {
        let text = |length| "x".repeat(length);
        let files = BTreeMap::from([
            ("a.rs".to_owned(), text(5)),
            ("b.rs".to_owned(), text(3)),
            ("c.rs".to_owned(), text(3)),
        ]);
        let paths = files.keys().map(String::as_str).collect();
        let plan = Plan::new(&files, &paths);
        assert_eq!(plan.batches(2), [vec!["a.rs"], vec!["b.rs", "c.rs"]]);
        assert_eq!(plan.batches(8).len(), 3);
    }
}
