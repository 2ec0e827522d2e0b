//! Forms of the values of traits.

/// The form of a value.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Form {
    /// Any value; a separate rule checks it.
    Any,
    /// Any object.
    Object,
    Boolean,
    String,
    /// A non-empty string.
    Text,
    /// One of these strings.
    Choice(&'static [&'static str]),
    Number,
    Integer,
    /// A non-negative integer.
    Natural,
    /// The absolute id of a shape.
    Id,
    /// An array of such values.
    List(&'static Form),
    /// An object with any keys and such values.
    Map(&'static Form),
    /// An object with these entries and no others.
    Structure(&'static [FormField]),
    /// An array of such values, or an object of this format.
    ListOr(&'static Form, &'static Form),
}

/// An entry of an object.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FormField {
    pub(crate) name: &'static str,
    pub(crate) form: Form,
    pub(crate) presence: Presence,
}

/// Whether an entry is required.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Presence {
    Required,
    Optional,
}

/// `{}`: an annotation trait.
pub(super) const MARK: Form = Form::Structure(&[]);

/// An array of strings.
pub(super) const STRINGS: Form = Form::List(&Form::String);

/// An object of strings.
pub(super) const STRING_MAP: Form = Form::Map(&Form::String);

/// A required entry.
pub(super) const fn required(name: &'static str, form: Form) -> FormField {
    FormField {
        name,
        form,
        presence: Presence::Required,
    }
}

/// An entry that may be left out.
pub(super) const fn optional(name: &'static str, form: Form) -> FormField {
    FormField {
        name,
        form,
        presence: Presence::Optional,
    }
}

impl Form {
    /// The expected value, for messages.
    pub(crate) fn noun(self) -> &'static str {
        match self {
            Self::Any => "a value",
            Self::Object | Self::Map(_) => "an object",
            Self::Structure([]) => "an empty object, `{}`",
            Self::Structure(_) => "an object",
            Self::Boolean => "`true` or `false`",
            Self::String | Self::Choice(_) => "a string",
            Self::Text => "a non-empty string",
            Self::Number => "a number",
            Self::Integer => "an integer",
            Self::Natural => "a non-negative integer",
            Self::Id => "a shape ID",
            Self::List(_) => "an array",
            Self::ListOr(..) => "an array or an object",
        }
    }

    /// A value of this format, for messages: with the required entries, or else
    /// with the first.
    pub(crate) fn example(self) -> String {
        match self {
            Self::Any | Self::Object => "{}".to_owned(),
            Self::Boolean => "true".to_owned(),
            Self::String | Self::Text => "\"text\"".to_owned(),
            Self::Choice(choices) => format!("\"{}\"", choices.first().unwrap_or(&"text")),
            Self::Number => "0.5".to_owned(),
            Self::Integer | Self::Natural => "1".to_owned(),
            Self::Id => "\"com.example#Book\"".to_owned(),
            Self::List(element) | Self::ListOr(element, _) => format!("[{}]", element.example()),
            Self::Map(value) => format!("{{\"name\": {}}}", value.example()),
            Self::Structure(fields) => {
                let required = |field: &&FormField| field.presence == Presence::Required;
                let mut shown: Vec<&FormField> = fields.iter().filter(required).collect();
                if shown.is_empty() {
                    shown.extend(fields.first());
                }
                let entries: Vec<String> = shown
                    .iter()
                    .map(|field| format!("\"{}\": {}", field.name, field.form.example()))
                    .collect();
                format!("{{{}}}", entries.join(", "))
            }
        }
    }
}
