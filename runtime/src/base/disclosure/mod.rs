//! Rules for showing foreign text in errors and logs.
//!
//! Foreign text is text that this program did not write: messages and headers of
//! services and proxies, settings, and output of credential sources. It may
//! repeat a secret. The rules:
//!
//! - [`Secrets`] of a call are cut out wherever they occur, in whole or in part,
//!   and however they are encoded. So are values that a name marks as secret,
//!   such as `X-Amz-Signature=…`.
//! - A [`SettingValue`] is shown if neither its form nor its content suggests a
//!   secret.
//! - Text of a response body is shown only if no member of the operation's output
//!   and errors is sensitive; generated code knows it
//!   ([`Sensitivity`](crate::codegen::Sensitivity)).

mod named;
mod setting;
mod view;

use std::borrow::Cow;
use std::fmt;

use base64::Engine as _;
use base64::prelude::{BASE64_STANDARD, BASE64_STANDARD_NO_PAD, BASE64_URL_SAFE_NO_PAD};

use crate::base::hex::hex;
pub(crate) use setting::{PathValue, SettingValue};
use view::View;

/// The replacement for a secret.
pub(crate) const CUT: &str = "** redacted **";

/// The minimum length of a secret that is searched for, in bytes. A shorter one
/// would be found in any text.
const SHORTEST: usize = 4;

/// The number of times that text is decoded: a service may encode a URL that
/// already has encoded parts, and a proxy may encode it again.
const DECODINGS: usize = 3;

/// The size of the chunks in which text is searched, to limit memory.
const CHUNK: usize = 64 * 1024;

/// The size of the overlap of two parts, in bytes.
const OVERLAP: usize = 512;

/// The secrets of a call.
#[derive(Clone, Default)]
pub(crate) struct Secrets(Vec<Secret>);

#[derive(Clone)]
struct Secret {
    bytes: Vec<u8>,
    /// The minimum length of a recognized part, in bytes.
    part: usize,
}

impl Secrets {
    /// Adds a key or token. Eight characters of it in a row are cut out, too.
    pub(crate) fn add(&mut self, secret: &[u8]) {
        self.push(secret, 8);
    }

    /// Adds the secret in a header that is marked as sensitive.
    pub(crate) fn add_header(&mut self, value: &str) {
        let (scheme, secret) = value.split_once(' ').unwrap_or(("", value));
        // The other parts of a signature are names.
        if let Some((_, signature)) = value.rsplit_once("Signature=") {
            self.add(signature.as_bytes());
            return;
        }
        self.add(secret.as_bytes());
        if scheme.eq_ignore_ascii_case("basic")
            && let Ok(login) = BASE64_STANDARD.decode(secret)
            && let Some(colon) = login.iter().position(|byte| *byte == b':')
        {
            self.add(login.get(colon + 1..).unwrap_or_default());
        }
    }

    /// Adds a sensitive value. It may be a sentence, so only longer parts of it
    /// are recognized.
    pub(crate) fn add_value(&mut self, value: &[u8]) {
        self.push(value, 16);
    }

    fn push(&mut self, secret: &[u8], part: usize) {
        let bytes: Vec<u8> = secret
            .iter()
            .copied()
            .filter(|byte| !byte.is_ascii_whitespace())
            .collect();
        if bytes.len() >= SHORTEST {
            self.0.push(Secret { bytes, part });
        }
    }

    /// Cuts secrets out of text.
    pub(crate) fn redact<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let mut cuts = Vec::new();
        let mut start = 0_usize;
        loop {
            let end = boundary(text, start.saturating_add(CHUNK));
            let chunk = text.get(start..end).unwrap_or_default();
            let found = self.find(chunk);
            cuts.extend(
                found
                    .into_iter()
                    .map(|(from, to)| (start + from, start + to)),
            );
            if end == text.len() {
                break;
            }
            start = boundary(text, end.saturating_sub(OVERLAP));
        }
        cut(text, cuts)
    }

    /// Whether the text contains a secret.
    pub(crate) fn is_in(&self, text: &str) -> bool {
        matches!(self.redact(text), Cow::Owned(_))
    }

    /// The ranges of text that show a secret.
    fn find(&self, text: &str) -> Vec<(usize, usize)> {
        let mut cuts = Vec::new();
        let mut next = Some(View::new(text));
        for _ in 0..=DECODINGS {
            let Some(view) = next else { break };
            named::find(&view, text, &mut cuts);
            for secret in &self.0 {
                secret.find(&view, &mut cuts);
            }
            next = view.decoded();
        }
        cuts
    }
}

/// Shows only the number of secrets.
impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secrets({})", self.0.len())
    }
}

/// Cuts out values that a name marks as secret, such as `X-Amz-Signature=…`,
/// for text without other known secrets.
pub(crate) fn redact_named(text: &str) -> Cow<'_, str> {
    Secrets::default().redact(text)
}

impl Secret {
    /// Adds the ranges of the text that show the secret or a part of it: as it
    /// is, in hexadecimal, or in base64, even within the base64 text of a
    /// longer text.
    fn find(&self, view: &View, cuts: &mut Vec<(usize, usize)>) {
        let part = self.part.min(self.bytes.len());
        mark(view, &self.bytes, part, cuts);
        let encoded = hex(&self.bytes);
        mark(view, encoded.as_bytes(), 16.min(encoded.len()), cuts);
        let encoded = encoded.to_ascii_uppercase();
        mark(view, encoded.as_bytes(), 16.min(encoded.len()), cuts);
        for offset in 0..3 {
            let mut shifted = vec![0; offset];
            shifted.extend_from_slice(&self.bytes);
            // Characters that depend on bytes before and after the secret.
            let before = (offset * 8).div_ceil(6);
            let after = shifted.len() * 8 / 6;
            for engine in [BASE64_STANDARD_NO_PAD, BASE64_URL_SAFE_NO_PAD] {
                let encoded = engine.encode(&shifted);
                let own = encoded.as_bytes().get(before..after).unwrap_or_default();
                let part = (part * 4).div_ceil(3).clamp(6, 16);
                if own.len() >= part {
                    mark(view, own, part, cuts);
                } else if own.len() >= SHORTEST {
                    mark(view, own, own.len(), cuts);
                }
            }
        }
    }
}

/// Adds the ranges in which `part` bytes in a row are a part of the secret.
fn mark(view: &View, secret: &[u8], part: usize, cuts: &mut Vec<(usize, usize)>) {
    let mut add = |at: usize| cuts.push(view.range(at, at + part));
    // The shorter of the two is indexed: a secret is a key or a message of
    // megabytes, text is a sentence or a body of megabytes.
    if secret.len() <= view.bytes.len() {
        let index = Index::new(secret, part);
        for (at, window) in view.bytes.windows(part).enumerate() {
            if index.places(window).next().is_some() {
                add(at);
            }
        }
    } else {
        let index = Index::new(&view.bytes, part);
        for window in secret.windows(part) {
            index.places(window).for_each(&mut add);
        }
    }
}

/// The positions of all windows of some bytes.
struct Index<'a> {
    /// A bit for the first two bytes of each window, which excludes most others
    /// quickly.
    prefixes: Vec<u64>,
    /// In order.
    windows: Vec<(&'a [u8], usize)>,
}

impl<'a> Index<'a> {
    fn new(bytes: &'a [u8], length: usize) -> Self {
        let windows = bytes.windows(length).enumerate();
        let mut index = Self {
            prefixes: vec![0; (1 << 16) / 64],
            windows: windows.map(|(at, window)| (window, at)).collect(),
        };
        index.windows.sort_unstable();
        for (window, _) in &index.windows {
            let prefix = prefix(window);
            if let Some(bits) = index.prefixes.get_mut(prefix / 64) {
                *bits |= 1 << (prefix % 64);
            }
        }
        index
    }

    fn places(&self, window: &[u8]) -> impl Iterator<Item = usize> {
        let prefix = prefix(window);
        let bits = self.prefixes.get(prefix / 64).copied().unwrap_or_default();
        let start = match bits & (1 << (prefix % 64)) {
            0 => self.windows.len(),
            _ => self.windows.partition_point(|(known, _)| *known < window),
        };
        let found = self.windows.get(start..).unwrap_or_default().iter();
        found
            .take_while(move |(known, _)| *known == window)
            .map(|(_, at)| *at)
    }
}

fn prefix(window: &[u8]) -> usize {
    match window {
        [first, second, ..] => usize::from(*first) << 8 | usize::from(*second),
        _ => 0,
    }
}

/// Replaces ranges of text; adjacent ranges become one.
fn cut(text: &str, mut cuts: Vec<(usize, usize)>) -> Cow<'_, str> {
    if cuts.is_empty() {
        return Cow::Borrowed(text);
    }
    cuts.sort_unstable();
    let mut shown = String::with_capacity(text.len());
    let mut done = 0;
    let mut is_after_cut = false;
    for (start, end) in cuts {
        let (start, end) = (start.max(done), boundary(text, end));
        if end <= done {
            continue;
        }
        let between = text.get(done..start).unwrap_or_default();
        // White space in the middle of a secret is a part of it.
        if !is_after_cut || !between.trim().is_empty() {
            shown.push_str(between);
            shown.push_str(CUT);
        }
        is_after_cut = true;
        done = end;
    }
    shown.push_str(text.get(done..).unwrap_or_default());
    Cow::Owned(shown)
}

/// The next character boundary at or after a position.
fn boundary(text: &str, mut at: usize) -> usize {
    while at < text.len() && !text.is_char_boundary(at) {
        at += 1;
    }
    at.min(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::percent::percent_encode;

    const KEY: &str = "wJalr/XUtnFEMI+K7MDENG/bPxRfiCY\"KEY=";
    const TOKEN: &str = "IQoJb3/session+token/of-the-tests==";

    fn secrets() -> Secrets {
        let mut secrets = Secrets::default();
        secrets.add(KEY.as_bytes());
        secrets.add(TOKEN.as_bytes());
        secrets
    }

    /// The forms in which a service may repeat a secret.
    fn forms(secret: &str) -> Vec<String> {
        let json = serde_json::to_string(secret).expect("JSON");
        let once = percent_encode(secret);
        let twice = percent_encode(&once);
        let middle = secret.len() / 2;
        let (first, last) = secret.split_at(middle);
        vec![
            secret.to_owned(),
            once.replace("%2F", "%2f").replace("%2B", "%2b"),
            once,
            twice,
            json.trim_matches('"').to_owned(),
            json.replace('/', "\\/").replace('+', "\\u002b"),
            secret.replace('/', "&#x2F;").replace('+', "&#43;"),
            format!("{first}\n  {last}"),
            format!("{first}\\r\\n{last}"),
            first.to_owned(),
            last.to_owned(),
            hex(secret.as_bytes()),
            hex(secret.as_bytes()).to_uppercase(),
            BASE64_STANDARD_NO_PAD.encode(secret),
            BASE64_URL_SAFE_NO_PAD.encode(format!("user:{secret}")),
            BASE64_STANDARD_NO_PAD.encode(format!("ab{secret}cd")),
        ]
    }

    #[test]
    fn cuts_out_every_form_of_a_secret() {
        for secret in [KEY, TOKEN] {
            for form in forms(secret) {
                let text = format!("The Canonical String is 'x:{form}\nhost:h' and {form}.");
                let shown = secrets().redact(&text).into_owned();
                assert!(shown.contains(CUT), "{form}: {shown}");
                assert!(shown.starts_with("The Canonical String is 'x:"), "{shown}");
                assert!(shown.ends_with('.'), "{shown}");
                for window in secret.as_bytes().windows(8) {
                    let window = std::str::from_utf8(window).expect("ASCII");
                    assert!(!shown.contains(window), "{form}: {shown}");
                }
                let decoded = View::new(&shown).decoded();
                let decoded = decoded.map_or(shown.clone().into_bytes(), |view| view.bytes);
                let decoded = String::from_utf8_lossy(&decoded);
                assert!(!decoded.contains(secret), "{form}: {shown}");
            }
        }
    }

    #[test]
    fn cuts_out_named_values() {
        for (text, expected) in [
            (
                "GET /x?X-Amz-Signature=abc&b=1",
                "GET /x?X-Amz-Signature=**&b=1",
            ),
            (
                "X-Amz-Security-Token%3Dabc%26b",
                "X-Amz-Security-Token%3D**",
            ),
            (
                "x-amz-security-token: abc def\nhost:h",
                "x-amz-security-token: **\nhost:h",
            ),
            ("Authorization: Bearer abc", "Authorization: **"),
            (
                "SignedHeaders=host, Signature=abc",
                "SignedHeaders=host, Signature=**",
            ),
            ("aws_secret_access_key = abc", "aws_secret_access_key = **"),
            (r#"{"sessionToken":"abc"}"#, r#"{"sessionToken":"abc"}"#),
            (
                "The request signature: it is wrong",
                "The request signature: **",
            ),
            ("signature= ", "signature= "),
            ("no secret", "no secret"),
        ] {
            assert_eq!(redact_named(text), expected.replace("**", CUT), "{text}");
        }
    }

    #[test]
    fn leaves_other_text_alone() {
        let text = "AccessDenied for arn:aws:iam::123456789012:role/Session (AKID)";
        assert_eq!(secrets().redact(text), text);
        assert!(!secrets().is_in(text));
        let mut short = Secrets::default();
        short.add(b"abc");
        assert_eq!(short.redact("abc"), "abc");
        short.add_value(b"1234");
        assert_eq!(short.redact("PIN 1234!"), format!("PIN {CUT}!"));
    }

    #[test]
    fn finds_secrets_across_chunks() {
        for at in [CHUNK - 40, CHUNK - 20, CHUNK - 1, CHUNK, CHUNK + 1] {
            let text = format!("{}{KEY}{}", "ü".repeat(at / 2), "x".repeat(CHUNK));
            let shown = secrets().redact(&text).into_owned();
            assert!(shown.contains(CUT) && !shown.contains("UtnFEMI"), "{at}");
            assert_eq!(shown.matches(CUT).count(), 1, "{at}");
        }
    }

    #[test]
    fn finds_parts_of_long_values() {
        let message = "word ".repeat(400_000) + "the secret sentence of a message";
        let mut secrets = Secrets::default();
        secrets.add_value(message.as_bytes());
        let shown = secrets
            .redact("invalid: \"secret sentence of\"")
            .into_owned();
        assert_eq!(shown, format!("invalid: \"{CUT}\""));
        assert_eq!(secrets.redact("invalid message"), "invalid message");
    }

    #[test]
    fn collects_secrets_of_sensitive_headers() {
        for (value, text, expected) in [
            ("Bearer to-ken-1", "no to-ken-1", "no **"),
            ("key-12345", "no key-12345", "no **"),
            ("Basic dXNlcjpwYXNzd29yZA==", "user password", "user **"),
            (
                "AWS4-HMAC-SHA256 Credential=A/us-east-1/x, SignedHeaders=host, Signature=0123456789abcdef",
                "us-east-1 host 0123456789abcdef",
                "us-east-1 host **",
            ),
        ] {
            let mut secrets = Secrets::default();
            secrets.add_header(value);
            assert_eq!(secrets.redact(text).replace(CUT, "**"), expected);
        }
    }

    proptest::proptest! {
        #[test]
        fn cuts_out_secrets_in_any_context(
            before in ".{0,40}",
            secret in "[A-Za-z0-9/+=]{12,60}",
            after in ".{0,40}",
        ) {
            let mut secrets = Secrets::default();
            secrets.add(secret.as_bytes());
            let shown = secrets.redact(&format!("{before}{secret}{after}")).into_owned();
            proptest::prop_assert!(!shown.contains(&secret), "{shown}");
        }
    }
}
