//! The names of members in violations.
//!
//! Callers of a service use its types, so violations contain the names in the
//! model and in Rust. Callers of a data model also see its JSON, so violations
//! contain the JSON names.

use proc_macro2::Ident;

use crate::model::{Content, Member, Shape};
use crate::rust::{ShownName, plain};

use super::context::LowerContext;

/// The name of a member of a structure; for a flattened union, the tag.
pub(super) fn field(context: &LowerContext<'_>, member: &Member, rust: &Ident) -> ShownName {
    if !context.model.is_data_model() {
        return pair(&member.name, rust);
    }
    let target = context.model.shape(&member.target);
    match &target.tagged {
        Some(tagged) if member.form.flattened => json(&tagged.tag),
        _ => json(member.wire_name()),
    }
}

/// The name of the member in paths to values inside it. `None` if they are
/// among the other members.
pub(super) fn through_field(
    context: &LowerContext<'_>,
    member: &Member,
    rust: &Ident,
) -> Option<ShownName> {
    (!member.form.flattened).then(|| field(context, member, rust))
}

/// The name of a variant.
pub(super) fn variant(union: &Shape, member: &Member, rust: &Ident) -> ShownName {
    match union.tagged {
        None => pair(&member.name, rust),
        Some(_) => json(member.wire_name()),
    }
}

/// The member whose value decides whether a variant is set: the tag, if the members
/// of the variant are beside it.
pub(super) fn pointer_to_variant(union: &Shape, member: &Member, rust: &Ident) -> ShownName {
    match &union.tagged {
        Some(tagged) if tagged.content == Content::Inline => json(&tagged.tag),
        _ => variant(union, member, rust),
    }
}

/// The name of the variant in paths to values inside it. `None` if they are
/// next to the tag.
pub(super) fn through_variant(union: &Shape, member: &Member, rust: &Ident) -> Option<ShownName> {
    let tagged = union.tagged.as_ref();
    let is_inline = tagged.is_some_and(|tagged| tagged.content == Content::Inline);
    (!is_inline).then(|| variant(union, member, rust))
}

/// The value of a union: the name of its variant.
pub(super) fn variant_value(union: &Shape, member: &Member) -> String {
    match union.tagged {
        None => member.name.clone(),
        Some(_) => member.wire_name().to_owned(),
    }
}

/// The name of a nested member: names in the model are joined with this
/// separator, names in Rust with dots.
pub(super) fn joined<'n>(
    names: impl IntoIterator<Item = &'n ShownName>,
    separator: &str,
) -> ShownName {
    let (model, rust): (Vec<&str>, Vec<&str>) = names
        .into_iter()
        .map(|name| (name.model.as_str(), name.rust()))
        .unzip();
    let (model, rust) = (model.join(separator), rust.join("."));
    ShownName {
        rust: (rust != model).then_some(rust),
        model,
    }
}

fn pair(model: &str, rust: &Ident) -> ShownName {
    ShownName {
        model: model.to_owned(),
        rust: Some(plain(rust)).filter(|rust| rust != model),
    }
}

fn json(name: &str) -> ShownName {
    ShownName {
        model: name.to_owned(),
        rust: None,
    }
}
