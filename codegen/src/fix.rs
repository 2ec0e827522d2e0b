//! Applies the suggestions of diagnostics to the text until none is left.

use std::collections::BTreeMap;

use crate::check::Unsupported;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity, Suggestion};
use crate::examine::validate;
use crate::source::Source;

/// The result of fixing a model.
#[derive(Clone, Debug)]
pub struct Fixed {
    /// The text afterwards.
    pub text: String,
    /// The applied fixes, in order.
    pub fixes: Vec<Fix>,
    /// The diagnostics of the fixed model.
    pub diagnostics: Diagnostics,
}

/// One change of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// The rule that was broken.
    pub code: Code,
    /// The title of the diagnostic.
    pub title: String,
    /// The line of the problem, in the text before the fix.
    pub line: usize,
    /// The removed text; empty for an insertion.
    pub before: String,
    /// The inserted text; empty for a removal.
    pub after: String,
}

/// Applies the suggestions of all diagnostics of a model, and checks the model
/// again after each round. Suggestions that do not fix their diagnostic, or
/// that make the model worse, are not applied. All fixes are applied, unless
/// that takes more than a hundred checks; then another call continues.
///
/// ```
/// use codegen::{Source, Unsupported};
///
/// let source = Source::new("model.json", r##"{
///   "smithy": "2.0",
///   "shapes": { "com.example#Isbn": { "type": "strnig" } }
/// }"##);
/// let fixed = codegen::fix(&source, Unsupported::Rejected);
/// assert_eq!(fixed.text, source.text.replace("strnig", "string"));
/// ```
pub fn fix(source: &Source, unsupported: Unsupported) -> Fixed {
    let mut now = Fixed {
        text: source.text.clone(),
        fixes: Vec::new(),
        diagnostics: validate(source, unsupported),
    };
    let mut attempts = Attempts {
        unsupported,
        left: ATTEMPTS,
    };
    while let Some(better) = attempts
        .together(&now)
        .or_else(|| attempts.one_by_one(&now))
    {
        now = better;
    }
    now
}

/// The maximum number of checks of a model. Every round needs one, or one for
/// each suggestion if they conflict.
const ATTEMPTS: usize = 100;

/// The attempts to fix a model.
struct Attempts {
    unsupported: Unsupported,
    /// The number of remaining attempts.
    left: usize,
}

/// A diagnostic with its suggestion.
type Fixable<'d> = (&'d Diagnostic, &'d Suggestion);

/// The suggestions of one round, in the order of the text. If some overlap, the
/// first one is used.
fn fixable(diagnostics: &Diagnostics) -> Vec<Fixable<'_>> {
    let all = diagnostics.iter();
    let mut all: Vec<Fixable<'_>> = all
        .filter_map(|found| Some((found, found.suggestion.as_ref()?)))
        .collect();
    all.sort_by_key(|(_, suggestion)| suggestion.span);
    let mut end = None;
    all.retain(|(_, suggestion)| {
        let is_apart = end.is_none_or(|end| suggestion.span.start > end);
        if is_apart {
            end = Some(suggestion.span.end);
        }
        is_apart
    });
    all
}

impl Attempts {
    fn together(&mut self, now: &Fixed) -> Option<Fixed> {
        let all = fixable(&now.diagnostics);
        self.attempt(now, &all)
    }

    /// The first suggestion that is useful on its own.
    fn one_by_one(&mut self, now: &Fixed) -> Option<Fixed> {
        let all = fixable(&now.diagnostics);
        all.iter().find_map(|one| self.attempt(now, &[*one]))
    }

    fn attempt(&mut self, now: &Fixed, chosen: &[Fixable<'_>]) -> Option<Fixed> {
        if chosen.is_empty() {
            return None;
        }
        self.left = self.left.checked_sub(1)?;
        attempt(now, chosen, self.unsupported)
    }
}

/// The number of diagnostics with the same code and title.
type Counts<'d> = BTreeMap<(Code, &'d str), usize>;

fn counts<'d>(diagnostics: impl Iterator<Item = &'d Diagnostic>) -> Counts<'d> {
    let mut counts = Counts::new();
    for found in diagnostics {
        *counts
            .entry((found.code, found.title.as_str()))
            .or_default() += 1;
    }
    counts
}

/// The model with these suggestions applied, if all of them are useful.
fn attempt(now: &Fixed, chosen: &[Fixable<'_>], unsupported: Unsupported) -> Option<Fixed> {
    let mut text = now.text.clone();
    for (_, suggestion) in chosen.iter().rev() {
        // Spans come from this very text; any other span would be useless.
        text.get(suggestion.span.range())?;
        text.replace_range(suggestion.span.range(), &suggestion.replacement);
    }
    let source = Source::new(now.diagnostics.path(), text);
    let diagnostics = validate(&source, unsupported);
    // Another error may have the same text.
    let before = counts(now.diagnostics.iter());
    let after = counts(diagnostics.iter());
    let fixed = counts(chosen.iter().map(|(fixed, _)| *fixed));
    let is_gone = |(found, _): &Fixable<'_>| {
        let key = (found.code, found.title.as_str());
        let count = |of: &Counts<'_>| of.get(&key).copied().unwrap_or(0);
        count(&after) + count(&fixed) <= count(&before)
    };
    let is_useful = ErrorCounts::new(&diagnostics) < ErrorCounts::new(&now.diagnostics);
    if !is_useful || !chosen.iter().all(is_gone) {
        return None;
    }
    let done = chosen.iter().map(|(fixed, suggestion)| Fix {
        code: fixed.code,
        title: fixed.title.clone(),
        line: now.diagnostics.position(fixed.primary.span).line,
        before: now
            .text
            .get(suggestion.span.range())
            .unwrap_or_default()
            .to_owned(),
        after: suggestion.replacement.clone(),
    });
    Some(Fixed {
        fixes: now.fixes.iter().cloned().chain(done).collect(),
        text: source.text,
        diagnostics,
    })
}

/// The errors of a model by stage; fewer are better. Errors of an early stage
/// hide later ones, so errors that only appear after a fix do not count against
/// it.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct ErrorCounts {
    syntax: usize,
    form: usize,
    targets: usize,
    traits: usize,
    errors: usize,
    warnings: usize,
}

impl ErrorCounts {
    fn new(diagnostics: &Diagnostics) -> Self {
        let family = |prefix: &str| {
            let all = diagnostics.iter();
            let errors = all.filter(|found| found.severity() == Severity::Error);
            let own = errors.filter(|found| found.code.as_str().starts_with(prefix));
            own.count()
        };
        Self {
            syntax: family(Code::Syntax.as_str()),
            form: family("M00"),
            targets: family("M01"),
            traits: family("M02"),
            errors: diagnostics.errors(),
            warnings: diagnostics.warnings(),
        }
    }
}
