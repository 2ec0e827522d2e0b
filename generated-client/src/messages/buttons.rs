//! Reply buttons, lists and link buttons.

use crate::whatsapp::{
    CallToActionUrl, CallToActionUrlAction, CallToActionUrlParameters, InteractiveBody, ListAction,
    ListBody, ListMessage, ListRow, ListSection, Reply, ReplyButton, ReplyButtons,
    ReplyButtonsAction, TextHeader, TextOnlyHeader,
};

use super::outgoing::Outgoing;
use super::recipient::Recipient;

/// A question with up to three buttons. Pressing one sends its id back.
///
/// ```
/// use socialmessaging::messages::Buttons;
///
/// let question = Buttons::new("+14255550123", "Still coming?")
///     .reply("yes", "Yes")
///     .reply("no", "No")
///     .footer("Table for two");
/// assert!(question.validate().is_ok());
/// ```
pub type Buttons = Outgoing<ReplyButtons>;

impl Buttons {
    /// Creates a question without buttons; add one to three.
    pub fn new(to: impl Into<Recipient>, body: impl Into<String>) -> Self {
        let action = ReplyButtonsAction::new([]);
        Self::from_content(to, ReplyButtons::new(InteractiveBody::new(body), action))
    }

    /// Adds a button with your own id of at most 256 characters, and a title of at
    /// most 20. Ids and titles must be unique among the buttons.
    pub fn reply(self, id: impl Into<String>, title: impl Into<String>) -> Self {
        let button = ReplyButton::new(Reply::new(id, title));
        self.edit(|content| {
            let action = content.action.get_or_insert_default();
            action.buttons.get_or_insert_default().push(button);
        })
    }
}

/// A list that a button opens: up to ten rows in sections.
///
/// ```
/// use socialmessaging::messages::List;
///
/// let menu = List::new("+14255550123", "What can we bring?", "Menu")
///     .section("Soups")
///     .row("leek", "Leek soup")
///     .row_with_description("miso", "Miso soup", "Contains soy")
///     .section("Desserts")
///     .row("pie", "Apple pie");
/// assert!(menu.validate().is_ok());
/// ```
pub type List = Outgoing<ListMessage>;

impl List {
    /// Creates a list without rows. The label of the button has at most 20
    /// characters.
    pub fn new(
        to: impl Into<Recipient>,
        body: impl Into<String>,
        button: impl Into<String>,
    ) -> Self {
        let action = ListAction::new(button, []);
        Self::from_content(to, ListMessage::new(ListBody::new(body), action))
    }

    /// Sets the text above the body, at most 60 characters.
    pub fn header_text(self, text: impl Into<String>) -> Self {
        let header = TextOnlyHeader::Text(TextHeader::new(text));
        self.edit(|content| content.header = Some(header))
    }

    /// Starts a section with a title of at most 24 characters. Rows belong to the
    /// last section.
    pub fn section(self, title: impl Into<String>) -> Self {
        let section = ListSection::new([]).with_title(title);
        self.edit(|content| sections(content).push(section))
    }

    /// Adds a row with your own id of at most 200 characters, and a title of at
    /// most 24. Selecting the row sends the id back.
    pub fn row(self, id: impl Into<String>, title: impl Into<String>) -> Self {
        self.add(ListRow::new(id, title))
    }

    /// Adds a row with a description of at most 72 characters.
    pub fn row_with_description(
        self,
        id: impl Into<String>,
        title: impl Into<String>,
        description: impl Into<String>,
    ) -> Self {
        self.add(ListRow::new(id, title).with_description(description))
    }

    fn add(self, row: ListRow) -> Self {
        self.edit(|content| {
            let sections = sections(content);
            if sections.is_empty() {
                sections.push(ListSection::new([]));
            }
            if let Some(section) = sections.last_mut() {
                section.rows.get_or_insert_default().push(row);
            }
        })
    }
}

fn sections(content: &mut ListMessage) -> &mut Vec<ListSection> {
    let action = content.action.get_or_insert_default();
    action.sections.get_or_insert_default()
}

/// A text message with a button that opens a web page.
///
/// ```
/// use socialmessaging::messages::LinkButton;
///
/// let link = LinkButton::new("+14255550123", "Your order", "Track it", "https://example.com/4711");
/// assert!(link.validate().is_ok());
/// ```
pub type LinkButton = Outgoing<CallToActionUrl>;

impl LinkButton {
    /// Creates a text message with a button. Its label has at most 20
    /// characters.
    pub fn new(
        to: impl Into<Recipient>,
        body: impl Into<String>,
        label: impl Into<String>,
        url: impl Into<String>,
    ) -> Self {
        let parameters = CallToActionUrlParameters::new(label, url);
        let action = CallToActionUrlAction::new(parameters);
        Self::from_content(to, CallToActionUrl::new(InteractiveBody::new(body), action))
    }
}
