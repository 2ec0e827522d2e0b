//! Untyped parts.

use super::received::Received;

/// An untyped part, with its JSON.
pub type UnknownEvent = Received<UnknownPart>;

/// The reason why a part has no type. Its JSON is [`Received::raw`].
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum UnknownPart {
    /// The field of the change is not in the model. [`Source::field`] returns its
    /// name.
    ///
    /// [`Source::field`]: crate::events::Source::field
    Field,
    /// The change has a list that is not in the model.
    Member,
    /// The part has a different format than in the model, such as a string
    /// instead of an object.
    Form,
    /// The change contains nothing.
    Empty,
    /// The EventBridge event has a kind without known content, or is from another
    /// service.
    EventBridge,
    /// The record or the notification contains no event, such as a test message
    /// published to the topic.
    Carrier,
    /// The part is nested deeper than [`MAX_DEPTH`](crate::events::MAX_DEPTH).
    TooDeep,
}
