//! Applies the suggestions of diagnostics to the text until none is left.

use crate::Unsupported;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity, Suggestion};
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
    /// The line on which it was, in the text as it was then.
    pub line: usize,
    /// The removed text; empty for an insertion.
    pub before: String,
    /// The inserted text; empty for a removal.
    pub after: String,
}

/// Applies the suggestions of all diagnostics of a model, and checks the model
/// again after each round. Suggestions that do not fix their diagnostic, or that
/// make the model worse, are not applied. The result has nothing to fix.
///
/// ```
/// use codegen::{Source, Unsupported};
///
/// let source = Source::new("model.json", r##"{
///   "smithy": "2.0",
///   "shapes": { "com.example#Isbn": { "type": "strnig" } }
/// }"##);
/// let fixed = codegen::fix(&source, Unsupported::Refused);
/// assert_eq!(fixed.text, source.text.replace("strnig", "string"));
/// ```
pub fn fix(source: &Source, unsupported: Unsupported) -> Fixed {
    let mut now = Fixed {
        text: source.text.clone(),
        fixes: Vec::new(),
        diagnostics: crate::validate(source, unsupported),
    };
    let better = |now: &Fixed| together(now, unsupported).or_else(|| one_by_one(now, unsupported));
    while let Some(better) = better(&now) {
        now = better;
    }
    now
}

/// A diagnostic with its suggestion.
type Mendable<'d> = (&'d Diagnostic, &'d Suggestion);

/// The suggestions of one round, in the order of the text. Of overlapping ones,
/// the first.
fn mendable(diagnostics: &Diagnostics) -> Vec<Mendable<'_>> {
    let all = diagnostics.iter();
    let mut all: Vec<Mendable<'_>> = all
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

fn together(now: &Fixed, unsupported: Unsupported) -> Option<Fixed> {
    let all = mendable(&now.diagnostics);
    attempt(now, &all, unsupported)
}

/// The first suggestion that is of use on its own.
fn one_by_one(now: &Fixed, unsupported: Unsupported) -> Option<Fixed> {
    let all = mendable(&now.diagnostics);
    all.iter()
        .find_map(|one| attempt(now, &[*one], unsupported))
}

/// The model with these suggestions applied, when all of them are of use.
fn attempt(now: &Fixed, chosen: &[Mendable<'_>], unsupported: Unsupported) -> Option<Fixed> {
    if chosen.is_empty() {
        return None;
    }
    let mut text = now.text.clone();
    for (_, suggestion) in chosen.iter().rev() {
        // Spans come from this very text; one that did not would be of no use.
        text.get(suggestion.span.range())?;
        text.replace_range(suggestion.span.range(), &suggestion.replacement);
    }
    let source = Source::new(now.diagnostics.path(), text);
    let diagnostics = crate::validate(&source, unsupported);
    // Another mistake may have the same words.
    let like = |all: &Diagnostics, one: &Diagnostic| {
        let same = all
            .iter()
            .filter(|found| found.code == one.code && found.title == one.title);
        same.count()
    };
    let is_gone = |(mended, _): &Mendable<'_>| {
        let before = like(&now.diagnostics, mended);
        let after = like(&diagnostics, mended);
        let those = chosen
            .iter()
            .filter(|(found, _)| found.code == mended.code && found.title == mended.title);
        after + those.count() <= before
    };
    let is_of_use = Standing::new(&diagnostics) < Standing::new(&now.diagnostics);
    if !is_of_use || !chosen.iter().all(is_gone) {
        return None;
    }
    let done = chosen.iter().map(|(mended, suggestion)| Fix {
        code: mended.code,
        title: mended.title.clone(),
        line: now.diagnostics.position(mended.primary.span).line,
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

/// The mistakes of a model by stage; less is better. Mistakes of an early stage
/// hide later ones, so that mistakes behind a fixed one do not count against the
/// fix.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Standing {
    of_syntax: usize,
    of_form: usize,
    of_targets: usize,
    of_traits: usize,
    errors: usize,
    warnings: usize,
}

impl Standing {
    fn new(diagnostics: &Diagnostics) -> Self {
        let family = |prefix: &str| {
            let all = diagnostics.iter();
            let errors = all.filter(|found| found.severity() == Severity::Error);
            let own = errors.filter(|found| found.code.as_str().starts_with(prefix));
            own.count()
        };
        Self {
            of_syntax: family(Code::Syntax.as_str()),
            of_form: family("M00"),
            of_targets: family("M01"),
            of_traits: family("M02"),
            errors: diagnostics.errors(),
            warnings: diagnostics.warnings(),
        }
    }
}
