//! A page for each rule: what it says, why it is there, a model that breaks
//! it and one that keeps it.
//!
//! The pages are Markdown files beside this one, named after their codes. Two
//! fences at the end of each hold the examples: entries of the `shapes` of a
//! model, or other keys of the file.

use std::fmt::{self, Write as _};

use crate::diagnostic::Code;

macro_rules! pages {
    ($($code:ident)*) => {
        /// The text of every page, by code.
        const PAGES: &[(&str, &str)] = &[$(
            (stringify!($code), include_str!(concat!("pages/", stringify!($code), ".md"))),
        )*];
    };
}

pages! {
    M0001 M0002 M0003 M0004 M0005 M0006 M0007 M0008
    M0101 M0102 M0103 M0104 M0105 M0106 M0107
    M0201 M0202 M0203 M0204 M0205 M0206 M0207
    M0301 M0302 M0303 M0304 M0305 M0306 M0307 M0308 M0309 M0310 M0311
    M0401 M0402 M0403 M0404 M0405 M0406 M0407 M0408 M0409
    M0501 M0502 M0503 M0504 M0505
    M0601 M0602 M0603 M0604 M0605 M0606 M0607 M0608 M0609
    M0701 M0702 M0703 M0704 M0705
    M0801 M0802 M0803 M0804
    M0901 M0902 M0903 M0904 M0905 M0906 M0907 M0908 M0909 M0910 M0911 M0912 M0913 M0914
    M1001 M1002 M1003 M1004
}

/// What the first digits of a code stand for.
const FAMILIES: &[(&str, &str)] = &[
    ("M00", "the file"),
    ("M01", "ids and what they lead to"),
    ("M02", "traits"),
    ("M03", "HTTP"),
    ("M04", "constraints"),
    ("M05", "names in Rust"),
    ("M06", "the service"),
    ("M07", "protocol tests and examples"),
    ("M08", "what clients cannot do"),
    ("M09", "design"),
    ("M10", "endpoints and waiters"),
];

/// The page of one rule.
///
/// ```
/// use codegen::{Code, explain};
///
/// let page = explain::page(Code::MissingTarget);
/// assert!(page.to_string().starts_with("# M0101: an id leads to no shape"));
/// assert!(page.wrong().contains("com.example#String"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// The rule.
    pub code: Code,
    /// What there is to say of it, in Markdown without a heading.
    pub text: &'static str,
}

impl Page {
    /// The example that breaks the rule: entries of a model's `shapes`, or
    /// other keys of the file with their values.
    pub fn wrong(&self) -> &'static str {
        self.fence(0)
    }

    /// The same with the rule kept.
    pub fn right(&self) -> &'static str {
        self.fence(1)
    }

    fn fence(&self, position: usize) -> &'static str {
        let mut fences = self.text.split("```json\n").skip(1 + position);
        let fence = fences.next().and_then(|rest| rest.split("```").next());
        fence.unwrap_or_default()
    }
}

/// The whole page, as Markdown.
impl fmt::Display for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let code = self.code;
        writeln!(f, "# {code}: {}\n", code.title())?;
        let effect = match code.severity() {
            crate::Severity::Error => "An error: nothing is generated.",
            crate::Severity::Warning => "A warning: the client is generated all the same.",
        };
        write!(f, "{effect}\n\n{}", self.text)
    }
}

/// The page of a rule.
pub fn page(code: Code) -> Page {
    let found = PAGES.iter().find(|(name, _)| *name == code.as_str());
    // The tests see to it that every rule has a page.
    let text = found.map_or("", |(_, text)| text);
    Page { code, text }
}

/// The rule with this code, in upper or lower case.
///
/// # Errors
/// The code that is most like it, when there is no such rule and one is alike.
pub fn find(code: &str) -> Result<Code, Option<Code>> {
    let wanted = code.to_ascii_uppercase();
    Code::parse(&wanted).ok_or_else(|| {
        let codes = Code::ALL.iter().map(|code| code.as_str());
        crate::phrases::closest(&wanted, codes).and_then(Code::parse)
    })
}

/// What a rule belongs to, in a few words: `HTTP`.
pub fn family(code: Code) -> &'static str {
    let found = FAMILIES
        .iter()
        .find(|(prefix, _)| code.as_str().starts_with(prefix));
    found.map_or("", |(_, family)| family)
}

/// All rules by family, a line for each.
pub fn index() -> String {
    let mut text = String::new();
    for (prefix, family) in FAMILIES {
        let _ = writeln!(text, "{prefix}xx  {family}");
        let codes = Code::ALL.iter();
        for code in codes.filter(|code| code.as_str().starts_with(prefix)) {
            let severity = code.severity().to_string();
            let _ = writeln!(text, "  {code}  {severity:<7}  {}", code.title());
        }
    }
    text
}
