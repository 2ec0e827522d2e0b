//! From drafts to files, on all processors.
//!
//! Final texts are remembered by their drafts, so that a run lays out only the files
//! that differ from those of earlier runs.

use std::collections::BTreeMap;
use std::panic;
use std::sync::mpsc::{self, Receiver};
use std::sync::{Mutex, PoisonError};
use std::thread;

use anyhow::Result;
use codegen::{Draft, DraftSink, Files, Generation};

use crate::cache::{Cache, Key, Reuse, own_version};
use crate::rustfmt;

/// The number of drafts that wait for a thread. It limits their memory.
const WAITING: usize = 64;

/// The memory of the final texts of files.
pub(crate) struct FinalTexts {
    cache: Cache,
    reuse: Reuse,
}

/// The files of a client, some of which need rustfmt.
#[derive(Default)]
pub(crate) struct Formatted {
    texts: BTreeMap<String, String>,
    /// The keys of the files that need rustfmt.
    unfinished: BTreeMap<String, Key>,
    /// The drafts that are not Rust, with their paths.
    defects: BTreeMap<String, String>,
}

impl FinalTexts {
    /// Opens the memory of this build of the generator and this rustfmt.
    ///
    /// # Errors
    /// The cache cannot be opened, or a program not be found.
    pub(crate) fn open(reuse: Reuse) -> Result<Self> {
        let version = format!("{}\n{}", own_version()?, rustfmt::version()?);
        Ok(Self {
            cache: Cache::beside_program("files", version)?,
            reuse,
        })
    }

    /// Calls `generate`, and formats the drafts that it passes on, on all processors.
    pub(crate) fn format<T>(
        &self,
        generate: impl FnOnce(&mut DraftSink<'_>) -> T,
    ) -> (T, Formatted) {
        let (sender, receiver) = mpsc::sync_channel(WAITING);
        let drafts = Mutex::new(receiver);
        let threads = thread::available_parallelism().map_or(1, usize::from);
        thread::scope(|scope| {
            let workers = Vec::from_iter(
                (0..threads).map(|_| scope.spawn(|| self.format_until_end(&drafts))),
            );
            let generated = generate(&mut |path, draft| {
                // Fails only if every worker has panicked, which is reported below.
                let _ = sender.send((path, draft));
            });
            drop(sender);
            let mut all = Formatted::default();
            for worker in workers {
                match worker.join() {
                    Ok(part) => all.extend(part),
                    Err(reason) => panic::resume_unwind(reason),
                }
            }
            (generated, all)
        })
    }

    fn format_until_end(&self, drafts: &Mutex<Receiver<(String, Draft)>>) -> Formatted {
        let mut formatted = Formatted::default();
        loop {
            let next = drafts.lock().unwrap_or_else(PoisonError::into_inner).recv();
            let Ok((path, draft)) = next else {
                return formatted;
            };
            let key = self.cache.key(&draft);
            if let Some(text) = self.known(&key) {
                formatted.texts.insert(path, text);
                continue;
            }
            match draft.format() {
                Ok(text) => {
                    formatted.texts.insert(path.clone(), text);
                    formatted.unfinished.insert(path, key);
                }
                Err(error) => {
                    formatted.defects.insert(path, error.to_string());
                }
            }
        }
    }

    fn known(&self, key: &Key) -> Option<String> {
        match self.reuse {
            Reuse::Allowed => self.cache.get(key),
            Reuse::Never => None,
        }
    }

    /// Adds the files to the others of a generation. rustfmt lays out the new ones.
    ///
    /// # Errors
    /// rustfmt is not installed or fails, or the cache cannot be written.
    pub(crate) fn finish(&self, generation: &mut Generation, formatted: Formatted) -> Result<()> {
        let Formatted {
            texts,
            mut unfinished,
            mut defects,
        } = formatted;
        if let Some((path, error)) = defects.pop_first() {
            generation.files = None;
            generation.defect = Some(format!("{path}: {error}"));
            return Ok(());
        }
        let Some(Files(files)) = &mut generation.files else {
            return Ok(());
        };
        for (path, text) in files.iter_mut().filter(|(path, _)| path.ends_with(".rs")) {
            let key = self.cache.key(text);
            match self.known(&key) {
                Some(known) => *text = known,
                None => {
                    unfinished.insert(path.clone(), key);
                }
            }
        }
        files.extend(texts);
        rustfmt::format(files, &unfinished.keys().map(String::as_str).collect())?;
        for (path, key) in &unfinished {
            if let Some(text) = files.get(path) {
                self.cache.insert(key, text)?;
            }
        }
        Ok(())
    }
}

impl Formatted {
    fn extend(&mut self, other: Self) {
        self.texts.extend(other.texts);
        self.unfinished.extend(other.unfinished);
        self.defects.extend(other.defects);
    }
}
