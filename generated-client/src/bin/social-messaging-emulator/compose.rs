//! A service for docker-compose.yaml.

use std::path::Path;

use clap::ValueEnum as _;

use crate::cli::{Log, Options};

/// The name of the container image.
const IMAGE: &str = "social-messaging-emulator";

/// Returns a file with one service, which runs the emulator with these options.
pub(crate) fn config(options: &Options) -> String {
    // The entry point of the image sets `--host`, which must not be set twice.
    let mut arguments = vec!["--port=8480".to_owned()];
    let mut volumes = Vec::new();
    let mut mount = |name: &str, path: &Path, access: &str| {
        let file = path.file_name().unwrap_or(path.as_os_str());
        arguments.push(format!("--{name}=/{name}/{}", file.to_string_lossy()));
        let folder = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.map_or(".".into(), |folder| folder.to_string_lossy().into_owned());
        volumes.push(format!("{}:/{name}{access}", relative(&folder)));
    };
    if let Some(file) = &options.state {
        mount("state", file, "");
    }
    if let Some(file) = &options.seed {
        mount("seed", file, ":ro");
    }
    if let Some(file) = &options.deliveries.deliver_file {
        mount("deliver-file", file, "");
    }
    if options.verify_signatures {
        arguments.push("--verify-signatures".to_owned());
    }
    let origins = options.allow_origin.iter();
    arguments.extend(origins.map(|origin| format!("--allow-origin={origin}")));
    arguments.extend(options.deliveries.arguments());
    for (option, value) in [
        ("--access-key", &options.access_key),
        ("--secret-key", &options.secret_key),
    ] {
        if value != "emulator" {
            arguments.push(format!("{option}={value}"));
        }
    }
    if options.log != Log::default()
        && let Some(which) = options.log.to_possible_value()
    {
        arguments.push(format!("--log={}", which.get_name()));
    }
    let list = |items: &[String]| {
        let lines = items
            .iter()
            .map(|item| format!("      - {}\n", quoted(item)));
        lines.collect::<String>()
    };
    let mut text = format!(
        "services:\n  social-messaging-emulator:\n    image: {IMAGE}\n    command:\n{}    ports:\n{}",
        list(&arguments),
        list(&[format!("127.0.0.1:{}:8480", options.port)]),
    );
    if !volumes.is_empty() {
        text.push_str(&format!("    volumes:\n{}", list(&volumes)));
    }
    text
}

/// A path that docker compose does not mistake for the name of a volume.
fn relative(folder: &str) -> String {
    match folder {
        "." => ".".to_owned(),
        folder if folder.starts_with(['/', '.', '~']) => folder.to_owned(),
        folder => format!("./{folder}"),
    }
}

/// A YAML string in double quotes. Docker compose replaces variables after `$`.
fn quoted(value: &str) -> String {
    let mut text = String::from("\"");
    for character in value.chars() {
        match character {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '$' => text.push_str("$$"),
            character if character.is_control() => {
                text.push_str(&format!("\\u{:04x}", u32::from(character)));
            }
            character => text.push(character),
        }
    }
    text.push('"');
    text
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::*;

    fn of(arguments: &[&str]) -> String {
        let arguments = ["emulator"].iter().chain(arguments);
        config(&Options::try_parse_from(arguments).unwrap())
    }

    #[test]
    fn writes_a_service() {
        assert_eq!(
            of(&["--port", "9000"]),
            "services:\n  social-messaging-emulator:\n    image: social-messaging-emulator\n    \
             command:\n      - \"--port=8480\"\n    ports:\n      - \"127.0.0.1:9000:8480\"\n"
        );
    }

    #[test]
    fn keeps_the_options_and_mounts_the_folders_of_files() {
        let files = ["--state", "state/a.redb", "--seed=/etc/seed.json"];
        let text = of(&[
            &files[..],
            &[
                "--secret-key",
                "a$\"b",
                "--log=none",
                "--allow-origin=http://localhost:5173",
            ],
        ]
        .concat());
        for line in [
            "      - \"--state=/state/a.redb\"",
            "      - \"--seed=/seed/seed.json\"",
            "      - \"./state:/state\"",
            "      - \"/etc:/seed:ro\"",
            "      - \"--secret-key=a$$\\\"b\"",
            "      - \"--log=none\"",
            "      - \"--allow-origin=http://localhost:5173\"",
        ] {
            assert!(text.lines().any(|found| found == line), "{line} in\n{text}");
        }
    }
}
