//! Flows: forms that open in WhatsApp.

use std::collections::BTreeMap;

use crate::whatsapp::{
    FlowAction, FlowActionKind, FlowActionPayload, FlowMessage, FlowMode, FlowParameters,
    InteractiveBody,
};

use super::outgoing::Outgoing;
use super::recipient::Recipient;

/// A text message with a button that opens a Flow.
///
/// ```
/// use socialmessaging::messages::Flow;
///
/// let form = Flow::by_id("+14255550123", "Tell us about your visit", "Open form", "1234567890")
///     .token("visit-4711")
///     .screen("RATING", [("table", "12")]);
/// assert!(form.validate().is_ok());
/// ```
pub type Flow = Outgoing<FlowMessage>;

impl Flow {
    /// Creates a text message with a button that opens the Flow with this id.
    pub fn by_id(
        to: impl Into<Recipient>,
        body: impl Into<String>,
        button: impl Into<String>,
        flow_id: impl Into<String>,
    ) -> Self {
        let parameters = FlowParameters::new(button).with_flow_id(flow_id);
        Self::with_parameters(to, body, parameters)
    }

    /// Creates a text message with a button that opens the Flow with this name.
    pub fn by_name(
        to: impl Into<Recipient>,
        body: impl Into<String>,
        button: impl Into<String>,
        flow_name: impl Into<String>,
    ) -> Self {
        let parameters = FlowParameters::new(button).with_flow_name(flow_name);
        Self::with_parameters(to, body, parameters)
    }

    fn with_parameters(
        to: impl Into<Recipient>,
        body: impl Into<String>,
        parameters: FlowParameters,
    ) -> Self {
        let action = FlowAction::new(parameters);
        Self::from_content(to, FlowMessage::new(InteractiveBody::new(body), action))
    }

    /// Sets your own text, which the answer contains.
    pub fn token(self, token: impl Into<String>) -> Self {
        let token = token.into();
        self.set(|parameters| parameters.flow_token = Some(token))
    }

    /// Opens the draft of the Flow, for tests.
    pub fn draft(self) -> Self {
        self.set(|parameters| parameters.mode = Some(FlowMode::Draft))
    }

    /// Opens the Flow at this screen, with data for it.
    pub fn screen<N: Into<String>, V: Into<crate::Document>>(
        self,
        screen: impl Into<String>,
        data: impl IntoIterator<Item = (N, V)>,
    ) -> Self {
        let data: BTreeMap<String, crate::Document> = data
            .into_iter()
            .map(|(name, value)| (name.into(), value.into()))
            .collect();
        let mut payload = FlowActionPayload::new().with_screen(screen);
        if !data.is_empty() {
            payload.data = Some(data);
        }
        self.set(|parameters| {
            parameters.flow_action = Some(FlowActionKind::Navigate);
            parameters.flow_action_payload = Some(payload);
        })
    }

    /// Asks the endpoint of the Flow for the first screen.
    pub fn ask_endpoint(self) -> Self {
        self.set(|parameters| parameters.flow_action = Some(FlowActionKind::DataExchange))
    }

    fn set(self, change: impl FnOnce(&mut FlowParameters)) -> Self {
        self.edit(|content| {
            let action = content.action.get_or_insert_default();
            change(action.parameters.get_or_insert_default());
        })
    }
}
