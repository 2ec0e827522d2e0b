//! The traits that the generator knows: what their values look like, what
//! they apply to, and which others they need or exclude. What they mean is
//! the business of `resolve`.

mod aws;
mod form;
mod http;
mod place;
mod prelude;
mod rules;
mod testing;

pub(crate) use form::{Field, Form, Presence};
pub(crate) use place::{Kinds, Place};

/// A trait that the generator knows.
#[derive(Debug)]
pub(crate) struct Trait {
    pub(crate) id: &'static str,
    /// What it means, in Markdown: what an editor shows of it.
    pub(crate) about: &'static str,
    /// What its value looks like.
    pub(crate) form: Form,
    /// What it applies to.
    pub(crate) place: Place,
    /// Traits that have to stand beside it.
    pub(crate) needs: &'static [&'static str],
    /// Traits that must not stand beside it.
    pub(crate) excludes: &'static [&'static str],
}

impl Trait {
    const fn new(id: &'static str, form: Form, place: Place) -> Self {
        Self {
            id,
            about: "",
            form,
            place,
            needs: &[],
            excludes: &[],
        }
    }

    const fn says(mut self, about: &'static str) -> Self {
        self.about = about;
        self
    }

    const fn needs(mut self, ids: &'static [&'static str]) -> Self {
        self.needs = ids;
        self
    }

    const fn excludes(mut self, ids: &'static [&'static str]) -> Self {
        self.excludes = ids;
        self
    }
}

/// The namespace of the traits that the generator itself brings. A model that
/// uses them defines them, so that other Smithy tools know them too.
pub(crate) const RULES: &str = "codegen.rules#";

/// Traits for consoles, policies, templates, gateways, and other protocols:
/// whatever they say, no client does anything differently.
const WITHOUT_EFFECT: &[&str] = &[
    "aws.apigateway#",
    "aws.cloudformation#",
    "aws.iam#",
    "smithy.mqtt#",
    "smithy.openapi#",
];

/// What the generator knows of a trait.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Knowledge {
    /// Everything.
    Known(&'static Trait),
    /// That it has no effect on a client.
    WithoutEffect,
    /// Nothing.
    Unknown,
}

/// What the generator knows of the trait with this id.
pub(crate) fn knowledge(id: &str) -> Knowledge {
    if let Some(found) = all().find(|known| known.id == id) {
        return Knowledge::Known(found);
    }
    if WITHOUT_EFFECT.iter().any(|prefix| id.starts_with(prefix)) {
        return Knowledge::WithoutEffect;
    }
    Knowledge::Unknown
}

/// Every trait that the generator knows.
pub(crate) fn all() -> impl Iterator<Item = &'static Trait> {
    [
        prelude::TRAITS,
        http::TRAITS,
        testing::TRAITS,
        aws::TRAITS,
        rules::TRAITS,
    ]
    .into_iter()
    .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ShapeId;

    #[test]
    fn ids_are_unique_and_well_formed() {
        let mut seen = std::collections::BTreeSet::new();
        for known in all() {
            assert!(seen.insert(known.id), "{} stands twice", known.id);
            assert!(ShapeId::parse(known.id).is_some(), "{}", known.id);
            assert!(known.about.ends_with('.'), "{} is not explained", known.id);
        }
        for known in all() {
            for other in known.needs.iter().chain(known.excludes) {
                assert!(seen.contains(other), "{} names {other}", known.id);
            }
        }
    }
}
