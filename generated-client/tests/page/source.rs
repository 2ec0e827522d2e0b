//! The files of the page: text from outside never becomes markup or code.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use http::Request;
use runtime::Bytes;
use socialmessaging::emulator::Emulator;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/emulator/page");

/// The files by name, without the Rust that embeds them.
fn files() -> BTreeMap<String, String> {
    let entries = fs::read_dir(FOLDER).unwrap().map(Result::unwrap);
    let files: BTreeMap<_, _> = entries
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_none_or(|extension| extension != "rs"))
        .map(|path| (name(&path), fs::read_to_string(&path).unwrap()))
        .collect();
    assert!(files.contains_key("index.html") && files.contains_key("app.js"));
    files
}

fn name(path: &Path) -> String {
    path.file_name().unwrap().to_str().unwrap().to_owned()
}

#[test]
fn never_treats_text_as_markup() {
    const FORBIDDEN: [&str; 12] = [
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "createContextualFragment",
        "DOMParser",
        "setHTML",
        "srcdoc",
        "eval(",
        "new Function",
        "javascript:",
        "import(",
    ];
    for (file, text) in files() {
        for forbidden in FORBIDDEN {
            assert!(!text.contains(forbidden), "{file} contains {forbidden}");
        }
    }
}

#[test]
fn has_no_inline_scripts_or_styles() {
    let files = files();
    let html = &files["index.html"];
    // The policy of the page blocks these.
    for forbidden in [" style=", "<style", " onclick=", " onload=", " onerror="] {
        assert!(!html.contains(forbidden), "index.html contains {forbidden}");
    }
    let scripts = html.split("<script").skip(1);
    assert!(scripts.count() > 0);
    for script in html.split("<script").skip(1) {
        let (tag, rest) = script.split_once('>').unwrap();
        assert!(tag.contains(" src=\"/_emulator/page/"), "{tag}");
        assert!(rest.starts_with("</script>"), "a script with content");
    }
}

#[test]
fn refers_to_no_other_host() {
    // The namespace of SVG is a name, not an address. Code examples use the
    // page's own address as the host.
    const ALLOWED: [&str; 1] = ["http://www.w3.org/2000/svg"];
    for (file, text) in files() {
        let text = ALLOWED
            .iter()
            .fold(text, |text, allowed| text.replace(allowed, ""));
        for scheme in ["http://", "https://", "ws://", "wss://", "url(//"] {
            assert!(!text.contains(scheme), "{file} contains {scheme}");
        }
    }
}

#[test]
fn keeps_files_short() {
    for (file, text) in files() {
        assert!(text.lines().count() < 500, "{file} is too long");
        let comment = ["//", "/*", "<!doctype", "<svg"];
        let is_described = comment.iter().any(|start| text.starts_with(start));
        assert!(is_described, "{file} does not begin with its purpose");
    }
}

#[tokio::test]
async fn serves_every_file() {
    let server = Emulator::new().server();
    for (file, text) in files() {
        let path = match file.as_str() {
            "index.html" => "/".to_owned(),
            file => format!("/_emulator/page/{file}"),
        };
        let request = Request::get(&path).body(Bytes::new()).unwrap();
        let response = server.handle(request).await.unwrap();
        assert_eq!(response.status(), 200, "{path}");
        assert_eq!(response.body(), text.as_bytes(), "{path}");
    }
}
