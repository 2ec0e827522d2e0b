//! Typical edits of a frozen model: the report, and the effect on the generated
//! files. Changes of the shipped model do not change these snapshots.

use std::collections::BTreeMap;
use std::path::Path;

use codegen::inspect::{InspectedStage, InspectionResult, inspect};
use codegen::{Color, Source, Unsupported};
use similar::{ChangeTag, TextDiff};

use super::patch::Json;
use super::support::{MESSAGING, compare, edited, generate, read, report, tree_diff};
use crate::shared::generator::Generator;
use crate::shared::{surface, wire};

#[test]
fn reports_edits_and_generates_their_effect() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/edits");
    let paths = std::fs::read_dir(folder).unwrap();
    let mut paths: Vec<_> = paths.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(!paths.is_empty());
    let mut generator = Generator::default();
    let before = generate(&mut generator, MESSAGING);
    let original = Views::new(MESSAGING, &before);
    for path in paths {
        let edit = Json::read(&std::fs::read_to_string(&path).unwrap());
        let after = edited(MESSAGING, edit.get("patch"));
        assert_eq!(diagnostics(&after), "", "{}", path.display());
        let report = report(&compare(MESSAGING, &after));
        let files = generate(&mut generator, &after);
        let tree = tree_diff(&before, &files);
        let views = original.diff(&Views::new(&after, &files));
        let name = path.file_stem().unwrap().to_string_lossy();
        insta::with_settings!({
            omit_expression => true,
            prepend_module_to_snapshot => false,
            description => edit.str("about"),
            snapshot_path => "../snapshots/edits",
        }, {
            insta::assert_snapshot!(format!("{name}.report"), report);
            insta::assert_snapshot!(format!("{name}.diff"), tree);
            insta::assert_snapshot!(format!("{name}.views"), views);
        });
    }
}

/// The reviewed views of one model.
struct Views([(&'static str, String); 3]);

impl Views {
    fn new(model: &str, files: &BTreeMap<String, String>) -> Self {
        let source = Source::new("model.json", model);
        let InspectionResult::Text(names) = inspect(&source, InspectedStage::Names, None).found
        else {
            panic!("the model has errors");
        };
        // The width of the first column depends on the longest name.
        let names: Vec<String> = names
            .lines()
            .filter_map(|line| line.rsplit_once("  "))
            .map(|(model, rust)| format!("{}  {rust}", model.trim_end()))
            .collect();
        let files = files.iter();
        let files = files.map(|(path, text)| (path.as_str(), text.as_str()));
        Self([
            ("names", names.join("\n")),
            ("surface", surface(files)),
            ("wire", wire(&read(model))),
        ])
    }

    /// Returns the lines that differ, each below its parent line.
    fn diff(&self, new: &Self) -> String {
        let mut text = String::new();
        for ((name, old), (_, new)) in self.0.iter().zip(&new.0) {
            text.push_str(&format!("{name}:\n"));
            let mut parent = None;
            for line in TextDiff::from_lines(old, new).iter_all_changes() {
                let sign = match line.tag() {
                    ChangeTag::Equal => ' ',
                    ChangeTag::Delete => '-',
                    ChangeTag::Insert => '+',
                };
                let content = line.value().trim_end();
                let is_inside = content.starts_with(' ');
                if !is_inside {
                    parent = (sign == ' ').then_some(content);
                }
                if sign != ' ' {
                    if let Some(parent) = parent.take_if(|_| is_inside) {
                        text.push_str(&format!("    {parent}\n"));
                    }
                    text.push_str(&format!("  {sign} {content}\n"));
                }
            }
        }
        text
    }
}

/// Renders the diagnostics of a model.
fn diagnostics(model: &str) -> String {
    codegen::validate(&Source::new("edited.json", model), Unsupported::Rejected)
        .render(Color::Never)
}
