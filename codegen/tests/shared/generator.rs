//! Clients of similar models.

use std::collections::BTreeMap;

use codegen::{Draft, Files, Options, Source};

/// Generates clients, and formats files that several of them have only once.
#[derive(Default)]
pub(crate) struct Generator {
    formatted: BTreeMap<String, Vec<(Draft, String)>>,
}

impl Generator {
    /// Generates the files of a model without errors.
    pub(crate) fn generate(&mut self, source: &Source, options: &Options) -> Files {
        let mut texts = BTreeMap::new();
        let mut take = |path: String, draft: Draft| {
            let known = self.formatted.entry(path.clone()).or_default();
            let text = match known.iter().find(|(known, _)| *known == draft) {
                Some((_, text)) => text.clone(),
                None => {
                    let text = draft.format().unwrap();
                    known.push((draft, text.clone()));
                    text
                }
            };
            texts.insert(path, text);
        };
        let generation = codegen::generate_drafts(source, options, &mut take, &mut |_| {});
        assert_eq!(generation.defect, None);
        let mut files = generation.files.unwrap();
        files.0.extend(texts);
        files
    }
}
