//! Requests for a location, contact data, and permission to call.

use crate::whatsapp::{
    self, CallPermissionRequest, CallPermissionRequestAction, ContactInfoRequest,
    ContactInfoRequestAction, InteractiveBody, LocationRequestAction, PromptBody,
};

use super::outgoing::Outgoing;
use super::recipient::Recipient;

/// A text message with a button that shares the location of the recipient.
///
/// ```
/// use socialmessaging::messages::LocationRequest;
///
/// let request = LocationRequest::new("+14255550123", "Where shall we deliver?");
/// assert!(request.validate().is_ok());
/// ```
pub type LocationRequest = Outgoing<whatsapp::LocationRequest>;

impl LocationRequest {
    /// Creates a request.
    pub fn new(to: impl Into<Recipient>, body: impl Into<String>) -> Self {
        let body = InteractiveBody::new(body);
        let content = whatsapp::LocationRequest::new(body, LocationRequestAction::new());
        Self::from_content(to, content)
    }
}

/// A text message with a button that shares the phone number of the recipient, for people
/// who hide it.
pub type ContactRequest = Outgoing<ContactInfoRequest>;

impl ContactRequest {
    /// Creates a request.
    pub fn new(to: impl Into<Recipient>, body: impl Into<String>) -> Self {
        let content =
            ContactInfoRequest::new(PromptBody::new(body), ContactInfoRequestAction::new());
        Self::from_content(to, content)
    }
}

/// A request for permission to call the recipient.
pub type CallPermission = Outgoing<CallPermissionRequest>;

impl CallPermission {
    /// Creates a request with text of at most 1,024 characters.
    pub fn new(to: impl Into<Recipient>, body: impl Into<String>) -> Self {
        let content = CallPermissionRequest::new(CallPermissionRequestAction::new())
            .with_body(InteractiveBody::new(body));
        Self::from_content(to, content)
    }
}
