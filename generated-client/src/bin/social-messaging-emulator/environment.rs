//! Environment variables for the AWS CLI and SDKs, in the syntax of a shell or a file.

use clap::ValueEnum;
use socialmessaging::emulator::REGION;

/// A syntax of environment variables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Syntax {
    /// bash, zsh and other POSIX shells
    Bash,
    /// fish
    Fish,
    /// PowerShell
    Powershell,
    /// Options of `docker run`
    Docker,
    /// A .env file
    Dotenv,
}

impl Syntax {
    /// The syntax of the shell that started this program.
    pub(crate) fn of_shell() -> Self {
        Self::from_shell(std::env::var("SHELL").ok().as_deref())
    }

    fn from_shell(shell: Option<&str>) -> Self {
        match shell {
            Some(path) if path.rsplit('/').next() == Some("fish") => Self::Fish,
            None if cfg!(windows) => Self::Powershell,
            _ => Self::Bash,
        }
    }
}

/// The values of the variables.
pub(crate) struct Environment<'a> {
    /// The URL for clients.
    pub(crate) url: &'a str,
    pub(crate) access_key: &'a str,
    pub(crate) secret_key: &'a str,
}

/// The variables to unset: a profile or session token of the shell would take
/// precedence.
const REMOVED: [&str; 2] = ["AWS_SESSION_TOKEN", "AWS_PROFILE"];

impl Environment<'_> {
    /// Returns one line for each variable.
    pub(crate) fn lines(&self, syntax: Syntax) -> String {
        let mut text = String::new();
        for (name, value) in self.variables() {
            let line = match syntax {
                Syntax::Bash => format!("export {name}={}", quoted_for_posix(value)),
                Syntax::Fish => format!("set -gx {name} {}", quoted_for_fish(value)),
                Syntax::Powershell => format!("$env:{name} = '{}'", value.replace('\'', "''")),
                Syntax::Docker => format!("-e {name}={} \\", quoted_for_posix(value)),
                Syntax::Dotenv => format!("{name}={}", quoted_for_dotenv(value)),
            };
            text.push_str(&line);
            text.push('\n');
        }
        match syntax {
            Syntax::Bash => text.push_str(&format!("unset {}\n", REMOVED.join(" "))),
            Syntax::Fish => text.push_str(&format!("set -e {}\n", REMOVED.join(" "))),
            Syntax::Powershell => {
                let names = REMOVED.map(|name| format!("Env:{name}"));
                text.push_str(&format!(
                    "Remove-Item {} -ErrorAction Ignore\n",
                    names.join(", ")
                ));
            }
            Syntax::Docker | Syntax::Dotenv => {}
        }
        text
    }

    fn variables(&self) -> [(&'static str, &str); 5] {
        [
            ("AWS_ENDPOINT_URL_SOCIALMESSAGING", self.url),
            ("AWS_REGION", REGION),
            // Python's SDK and the AWS CLI read this one.
            ("AWS_DEFAULT_REGION", REGION),
            ("AWS_ACCESS_KEY_ID", self.access_key),
            ("AWS_SECRET_ACCESS_KEY", self.secret_key),
        ]
    }
}

fn is_plain(value: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./+=:".contains(c);
    !value.is_empty() && value.chars().all(is_plain)
}

/// Quotes a word for a POSIX shell.
pub(crate) fn quoted_for_posix(value: &str) -> String {
    if is_plain(value) {
        value.to_owned()
    } else {
        format!("'{}'", value.replace('\'', r"'\''"))
    }
}

/// Quotes a word for fish, in which a backslash escapes itself and quotes.
fn quoted_for_fish(value: &str) -> String {
    if is_plain(value) {
        value.to_owned()
    } else {
        format!("'{}'", value.replace('\\', r"\\").replace('\'', r"\'"))
    }
}

/// Quotes a value of a .env file. Single quotes disable escapes and variables.
fn quoted_for_dotenv(value: &str) -> String {
    if is_plain(value) {
        value.to_owned()
    } else if value.contains('\'') {
        let escaped = value.replace('\\', r"\\").replace('"', "\\\"");
        format!("\"{}\"", escaped.replace('$', r"\$"))
    } else {
        format!("'{value}'")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(syntax: Syntax) -> String {
        let environment = Environment {
            url: "http://127.0.0.1:8480",
            access_key: "emulator",
            secret_key: r"it's $a \ secret",
        };
        environment.lines(syntax)
    }

    #[test]
    fn quotes_values_for_each_syntax() {
        for (syntax, url, secret) in [
            (
                Syntax::Bash,
                "export AWS_ENDPOINT_URL_SOCIALMESSAGING=http://127.0.0.1:8480",
                r"export AWS_SECRET_ACCESS_KEY='it'\''s $a \ secret'",
            ),
            (
                Syntax::Fish,
                "set -gx AWS_ENDPOINT_URL_SOCIALMESSAGING http://127.0.0.1:8480",
                r"set -gx AWS_SECRET_ACCESS_KEY 'it\'s $a \\ secret'",
            ),
            (
                Syntax::Powershell,
                "$env:AWS_ENDPOINT_URL_SOCIALMESSAGING = 'http://127.0.0.1:8480'",
                r"$env:AWS_SECRET_ACCESS_KEY = 'it''s $a \ secret'",
            ),
            (
                Syntax::Docker,
                r"-e AWS_ENDPOINT_URL_SOCIALMESSAGING=http://127.0.0.1:8480 \",
                r"-e AWS_SECRET_ACCESS_KEY='it'\''s $a \ secret' \",
            ),
            (
                Syntax::Dotenv,
                "AWS_ENDPOINT_URL_SOCIALMESSAGING=http://127.0.0.1:8480",
                r#"AWS_SECRET_ACCESS_KEY="it's \$a \\ secret""#,
            ),
        ] {
            let lines = lines(syntax);
            let lines: Vec<&str> = lines.lines().collect();
            assert!(lines.contains(&url), "{lines:?}");
            assert!(lines.contains(&secret), "{lines:?}");
        }
    }

    #[test]
    fn bash_reads_the_values() {
        let script = format!(
            "{}printf %s \"$AWS_SECRET_ACCESS_KEY\"",
            lines(Syntax::Bash)
        );
        let Ok(output) = std::process::Command::new("sh")
            .args(["-c", &script])
            .output()
        else {
            eprintln!("skipped: sh is not installed");
            return;
        };
        assert_eq!(output.stdout, br"it's $a \ secret");
    }

    #[test]
    fn finds_the_syntax_of_the_shell() {
        for (shell, syntax) in [
            (Some("/usr/bin/fish"), Syntax::Fish),
            (Some("/bin/zsh"), Syntax::Bash),
            (Some("/opt/fish/bash"), Syntax::Bash),
        ] {
            assert_eq!(Syntax::from_shell(shell), syntax);
        }
    }
}
