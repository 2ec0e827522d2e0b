//! Models of real services, which are not part of this project. The test runs
//! when it is asked for and told where they are:
//!
//! ```text
//! SMITHY_TEST_MODELS=/path/to/models cargo test -p codegen --test real_models -- --ignored --nocapture
//! ```

#![allow(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::path::Path;
use std::time::Instant;

use codegen::{Colour, Severity, Source, Unsupported};

#[test]
#[ignore = "needs the models that SMITHY_TEST_MODELS names"]
fn real_models_have_no_mistakes() {
    let folder = std::env::var("SMITHY_TEST_MODELS").expect("SMITHY_TEST_MODELS names a folder");
    let mut mistaken = Vec::new();
    visit(Path::new(&folder), &mut |path| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let source = Source::new(&name, std::fs::read_to_string(path).unwrap());
        let start = Instant::now();
        let diagnostics = codegen::validate(&source, Unsupported::Refused);
        println!("{} ({:?})", diagnostics.summary(), start.elapsed());
        // That something is not supported yet is no mistake of the model.
        let wrong = diagnostics.iter().any(|diagnostic| {
            let unsupported = diagnostic.code.as_str().starts_with("M08");
            diagnostic.severity() == Severity::Error && !unsupported
        });
        if wrong {
            println!("{}", diagnostics.render(Colour::Never));
            mistaken.push(name);
        } else {
            for diagnostic in diagnostics.iter() {
                let line = diagnostics.position(diagnostic.primary.span).line;
                println!("  {line}: {} {}", diagnostic.code, diagnostic.title);
            }
        }
    });
    assert!(mistaken.is_empty(), "{mistaken:?}");
}

fn visit(path: &Path, action: &mut impl FnMut(&Path)) {
    if path.is_dir() {
        let mut entries: Vec<_> = path
            .read_dir()
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        entries.sort();
        for entry in entries {
            visit(&entry, action);
        }
    } else if path
        .extension()
        .is_some_and(|extension| extension == "json")
    {
        action(path);
    }
}
