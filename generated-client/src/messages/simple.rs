//! Text messages, locations, contact cards and reactions.

use crate::whatsapp::{
    ContactCard, ContactName, ContactPhone, LocationContent, ReactionContent, TextContent,
};

use super::outgoing::Outgoing;
use super::recipient::Recipient;

/// A text message.
///
/// ```
/// use socialmessaging::messages::Text;
///
/// let text = Text::new("+14255550123", "Menu: https://example.com/menu").preview_links();
/// assert!(text.validate().is_ok());
/// ```
pub type Text = Outgoing<TextContent>;

impl Text {
    /// Creates a text message of at most 4,096 characters.
    pub fn new(to: impl Into<Recipient>, body: impl Into<String>) -> Self {
        Self::from_content(to, TextContent::new(body))
    }

    /// Shows a preview of the first link in the text.
    pub fn preview_links(self) -> Self {
        self.edit(|text| text.preview_url = Some(true))
    }
}

/// A location on a map.
pub type Location = Outgoing<LocationContent>;

impl Location {
    /// Creates a location from its coordinates in degrees.
    ///
    /// ```
    /// use socialmessaging::messages::Location;
    ///
    /// let place = Location::new("+14255550123", 47.6149, -122.1941)
    ///     .name("Old Bellevue")
    ///     .address("Main Street, Bellevue");
    /// assert!(place.validate().is_ok());
    /// ```
    pub fn new(to: impl Into<Recipient>, latitude: f64, longitude: f64) -> Self {
        // NaN cannot be written as a decimal: it leaves the coordinate unset,
        // which is a violation.
        let decimal = |degrees: f64| format!("{degrees:.7}").parse().ok();
        let content = LocationContent {
            latitude: decimal(latitude),
            longitude: decimal(longitude),
            ..LocationContent::default()
        };
        Self::from_content(to, content)
    }

    /// Sets the name of the location.
    pub fn name(self, name: impl Into<String>) -> Self {
        let name = name.into();
        self.edit(|place| place.name = Some(name))
    }

    /// Sets the address of the location.
    pub fn address(self, address: impl Into<String>) -> Self {
        let address = address.into();
        self.edit(|place| place.address = Some(address))
    }
}

/// Contact cards.
pub type Contacts = Outgoing<Vec<ContactCard>>;

impl Contacts {
    /// Creates a message with these cards.
    pub fn new(to: impl Into<Recipient>, cards: impl IntoIterator<Item = ContactCard>) -> Self {
        Self::from_content(to, cards.into_iter().collect())
    }

    /// Creates a message with the card of one person.
    ///
    /// ```
    /// use socialmessaging::messages::Contacts;
    ///
    /// let card = Contacts::person("+14255550123", "Ada", "Lovelace", "+14255550199");
    /// assert!(card.validate().is_ok());
    /// ```
    pub fn person(
        to: impl Into<Recipient>,
        first_name: impl Into<String>,
        last_name: impl Into<String>,
        phone: impl Into<String>,
    ) -> Self {
        let (first, last) = (first_name.into(), last_name.into());
        let name = ContactName::new(format!("{first} {last}"))
            .with_first_name(first)
            .with_last_name(last);
        let phone = ContactPhone::new().with_phone(phone);
        Self::new(to, [ContactCard::new(name).with_phones([phone])])
    }
}

/// A reaction to a message of the chat.
pub type Reaction = Outgoing<ReactionContent>;

impl Reaction {
    /// Reacts to the message with this id (`wamid.…`) with an emoji.
    pub fn new(
        to: impl Into<Recipient>,
        message_id: impl Into<String>,
        emoji: impl Into<String>,
    ) -> Self {
        Self::from_content(to, ReactionContent::new(message_id, emoji))
    }

    /// Removes the reaction to the message with this id.
    pub fn remove(to: impl Into<Recipient>, message_id: impl Into<String>) -> Self {
        Self::new(to, message_id, "")
    }
}
