//! Compares two versions of a model by their effect on users of the client.
//!
//! The comparison ignores how a model is written: moving a shape in the file, or
//! giving a member a named shape with the same constraints, is not a change.
//!
//! Compatibility follows three sources: Smithy's guide to [evolving
//! models][evolve], the [`breakingChanges`][breaking] of trait definitions, and the
//! changes that [Smithy Diff][diff] reports as `ERROR` or `DANGER`. All of these are
//! breaking ([`Change::breaking`]), unless the generated client handles them:
//!
//! - Structures, enums and errors are `#[non_exhaustive]`, and unknown values are
//!   preserved: new members and values are additions, in any position.
//! - Every operation has its own input and output type, named after it: only the
//!   members of the targeted shapes matter, not the shapes themselves or the traits
//!   `input` and `output`. All fields of inputs are optional.
//! - The client accepts any 2xx status.
//! - In data models, all fields are optional, and values that callers only read
//!   are never rejected.
//! - Resources and their identifiers, `cors`, XML traits, trait definitions and
//!   metadata have no effect on the client.
//!
//! In addition, new or reordered arguments of `new` and removed errors break
//! Rust users, and a client that starts retrying an operation may perform it
//! twice.
//!
//! [evolve]: https://smithy.io/2.0/guides/evolving-models.html
//! [breaking]: https://smithy.io/2.0/spec/model.html#breaking-change-rules
//! [diff]: https://github.com/smithy-lang/smithy/tree/main/smithy-diff

mod binding;
mod both;
mod bounds;
mod change;
mod constraint;
mod data;
mod docs;
mod enums;
mod error;
mod member;
mod operation;
mod pattern;
mod relations;
mod release;
mod rename;
mod role;
mod service;
mod shape;
mod structure;
mod usage;
mod value;

pub use crate::evolution::{Class, Rule};
pub use release::{Release, Version};

use crate::model::Model;
use crate::sink::visible;

use both::{Both, Side};
pub use change::{Change, Comparison};
use change::{Changes, Direction, Subject, listed};
use usage::Usage;

/// Compares two models.
///
/// Both models must be valid. The result does not depend on the order of shapes in
/// the files.
pub fn compare(old: &Model, new: &Model) -> Comparison {
    let mut both = Both::new(old, new);
    both.renamed = rename::find(&both);
    let mut changes = Changes::default();
    service::compare(&both, &mut changes);
    data::compare(&both, &mut changes);
    operation::compare(&both, &mut changes);
    shape::compare(&both, &mut changes);
    let mut changes = changes.list;
    changes.sort();
    changes.dedup();
    Comparison { changes }
}

/// The comparison with a version of the workspace that does not have the model yet.
pub fn added(model: &Model) -> Comparison {
    whole(model, Class::Addition, Rule::ModelAdded, "is a new model")
}

/// The comparison with a version of the workspace that no longer has the model.
pub fn removed(model: &Model) -> Comparison {
    whole(model, Class::Wire, Rule::ModelRemoved, "was removed")
}

/// The only change when a whole model is added or removed.
fn whole(model: &Model, class: Class, rule: Rule, text: &str) -> Comparison {
    let (title, shape) = match &model.data {
        Some(data) => (&data.title, data.roots.keys().next()),
        None => (&model.service.title, None),
    };
    let shape = shape.unwrap_or(&model.service.id);
    let mut changes = Changes::default();
    let subject = Subject {
        path: visible(title).into_owned(),
        ..Subject::shape(shape, Vec::new())
    };
    let many = |count: usize, noun: &str| match count {
        1 => format!("1 {noun}"),
        _ => format!("{count} {noun}s"),
    };
    let types = many(Usage::new(model).types.len(), "type");
    let size = match model.operations.len() {
        0 => types,
        count => format!("{}, {types}", many(count, "operation")),
    };
    changes.push(&subject, class, rule, format!("{text} ({size})"));
    Comparison {
        changes: changes.list,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_names_briefly() {
        for (names, expected) in [
            (&[][..], ""),
            (&["a"], "`a`"),
            (&["a", "b"], "`a` and `b`"),
            (&["a", "b", "c"], "`a`, `b` and `c`"),
            (&["a", "b", "c", "d", "e"], "`a`, `b`, `c` and 2 more"),
        ] {
            assert_eq!(listed(names.iter().copied()), expected);
        }
    }
}
