//! Lists in sentences.

use crate::sink::{Markdown, markdown};

/// `a, b and c`.
pub(super) fn listed(items: Vec<Markdown>) -> Markdown {
    match items.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => markdown!("{} and {}", Markdown::joined(others, ", "), last),
        None => Markdown::default(),
    }
}
