//! Template messages.

use crate::whatsapp::{
    BodyParameter, BodyValue, CopyCodeButton, CopyCodeButtonParameter, DocumentReference,
    FlowButton, FlowButtonAction, FlowButtonParameter, HeaderLocation, HeaderParameter,
    HeaderValue, QuickReplyButton, QuickReplyButtonParameter, TemplateBody, TemplateButton,
    TemplateButtonContent, TemplateComponent, TemplateHeader, TemplateLanguage, TemplateMessage,
    UrlButton, UrlButtonParameter,
};

use super::media::Media;
use super::outgoing::Outgoing;
use super::recipient::Recipient;

/// A message based on an approved template, which can start a conversation.
///
/// ```
/// use socialmessaging::messages::Template;
///
/// let ready = Template::new("+14255550123", "order_ready", "en_US")
///     .header_image("https://example.com/4711.png")
///     .body(["Ada", "#4711"])
///     .url_button(0, "4711");
/// assert!(ready.validate().is_ok());
/// ```
pub type Template = Outgoing<TemplateMessage>;

impl Template {
    /// Creates a message based on the template with this name and language,
    /// such as `en_US`.
    pub fn new(
        to: impl Into<Recipient>,
        name: impl Into<String>,
        language: impl Into<String>,
    ) -> Self {
        let language = TemplateLanguage::new(language);
        Self::from_content(to, TemplateMessage::new(name, language))
    }

    /// Sets the variables of the body by position: the first for `{{1}}`.
    pub fn body<V: Into<String>>(self, values: impl IntoIterator<Item = V>) -> Self {
        let values = values.into_iter();
        let parameters = values.map(|value| BodyParameter::new(BodyValue::Text(value.into())));
        self.only_body(TemplateBody::new().with_parameters(parameters))
    }

    /// Sets the variables of the body by name, for templates with named variables.
    ///
    /// ```
    /// use socialmessaging::messages::Template;
    ///
    /// let ready = Template::new("+14255550123", "order_ready", "en_US")
    ///     .named_body([("name", "Ada"), ("order", "#4711")]);
    /// assert!(ready.validate().is_ok());
    /// ```
    pub fn named_body<N: Into<String>, V: Into<String>>(
        self,
        values: impl IntoIterator<Item = (N, V)>,
    ) -> Self {
        let values = values.into_iter();
        let parameters = values.map(|(name, value)| {
            BodyParameter::new(BodyValue::Text(value.into())).with_parameter_name(name)
        });
        self.only_body(TemplateBody::new().with_parameters(parameters))
    }

    fn only_body(self, body: TemplateBody) -> Self {
        self.without(|component| matches!(component, TemplateComponent::Body(_)))
            .component(TemplateComponent::Body(body))
    }

    /// Sets the variable of a header with text.
    pub fn header_text(self, text: impl Into<String>) -> Self {
        self.header(HeaderValue::Text(text.into()))
    }

    /// Sets the image of a header.
    pub fn header_image(self, media: impl Into<Media>) -> Self {
        self.header(HeaderValue::Image(media.into().into_reference()))
    }

    /// Sets the video of a header.
    pub fn header_video(self, media: impl Into<Media>) -> Self {
        self.header(HeaderValue::Video(media.into().into_reference()))
    }

    /// Sets the file of a header, and its name.
    pub fn header_document(self, media: impl Into<Media>, file_name: impl Into<String>) -> Self {
        let mut document = DocumentReference::new().with_filename(file_name);
        (document.id, document.link) = media.into().into_parts();
        self.header(HeaderValue::Document(document))
    }

    /// Sets the location of a header.
    pub fn header_location(self, place: HeaderLocation) -> Self {
        self.header(HeaderValue::Location(place))
    }

    fn header(self, value: HeaderValue) -> Self {
        let header = TemplateHeader::new([HeaderParameter::new(value)]);
        self.without(|component| matches!(component, TemplateComponent::Header(_)))
            .component(TemplateComponent::Header(header))
    }

    /// Sets the variable in the URL of the button at this position, from 0.
    pub fn url_button(self, index: u8, suffix: impl Into<String>) -> Self {
        let parameter = UrlButtonParameter::Text(suffix.into());
        self.button(
            index,
            TemplateButtonContent::Url(UrlButton::new([parameter])),
        )
    }

    /// Sets the text that the quick reply at this position sends back when pressed.
    pub fn quick_reply(self, index: u8, payload: impl Into<String>) -> Self {
        let parameter = QuickReplyButtonParameter::Payload(payload.into());
        let button = QuickReplyButton::new().with_parameters([parameter]);
        self.button(index, TemplateButtonContent::QuickReply(button))
    }

    /// Sets the code that the button at this position copies.
    pub fn copy_code(self, index: u8, code: impl Into<String>) -> Self {
        let parameter = CopyCodeButtonParameter::CouponCode(code.into());
        let button = CopyCodeButton::new([parameter]);
        self.button(index, TemplateButtonContent::CopyCode(button))
    }

    /// Sets the token of the Flow that the button at this position opens.
    pub fn flow_button(self, index: u8, token: impl Into<String>) -> Self {
        let action = FlowButtonAction::new().with_flow_token(token);
        let button = FlowButton::new().with_parameters([FlowButtonParameter::Action(action)]);
        self.button(index, TemplateButtonContent::Flow(button))
    }

    /// Sets the value of the button at this position.
    pub fn button(self, index: u8, content: TemplateButtonContent) -> Self {
        let index = i32::from(index);
        let button = TemplateButton::new(content).with_index(index);
        self.without(|component| {
            matches!(component, TemplateComponent::Button(button) if button.index == Some(index))
        })
        .component(TemplateComponent::Button(button))
    }

    /// Removes the component that a setter replaces.
    fn without(self, is_replaced: impl Fn(&TemplateComponent) -> bool) -> Self {
        self.edit(|content| {
            let components = content.components.get_or_insert_default();
            components.retain(|component| !is_replaced(component));
        })
    }

    /// Adds a component: cards of a carousel, a limited-time offer, and others of
    /// [`TemplateComponent`].
    pub fn component(self, component: TemplateComponent) -> Self {
        self.edit(|content| content.components.get_or_insert_default().push(component))
    }
}
