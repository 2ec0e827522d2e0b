//! The files of the page, embedded in the program.

/// Lists the files by name, each with its content.
macro_rules! files {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!($name))),*]
    };
}

/// The name and the content of each file.
pub(super) const FILES: &[(&str, &str)] = files![
    "answers.js",
    "api.js",
    "app.js",
    "bubble.js",
    "bubbles.css",
    "call.js",
    "chats.js",
    "codes.js",
    "composer.js",
    "connect.js",
    "content.js",
    "controls.js",
    "conversation.js",
    "dialog.js",
    "dom.js",
    "drawer.js",
    "events.js",
    "faults.js",
    "format.js",
    "icon.svg",
    "index.html",
    "interactive.js",
    "markup.js",
    "media.js",
    "notify.js",
    "store.js",
    "stream.js",
    "style.css",
    "tabs.js",
    "template.js",
    "templates.js",
    "views.css",
];

/// Returns the content of a file.
pub(super) fn content(name: &str) -> Option<&'static str> {
    let found = FILES.iter().find(|(known, _)| *known == name);
    found.map(|(_, content)| *content)
}

/// Returns the media type of a file by its extension.
pub(super) fn media_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, extension)| extension) {
        Some("css") => "text/css; charset=utf-8",
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    }
}
