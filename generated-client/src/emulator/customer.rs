//! The handle of a customer, for tests.

use serde_json::Value;

use super::action::{CustomerAction, CustomerError, CustomerMedia};
use super::chat::Chat;
use super::customer_record::CustomerRecord;
use super::handle::Emulator;
use super::ids::customer_id;
use super::progress::catch_up;
use super::store_error::StoreError;
use crate::events::MediaKind;

/// A customer who answers. [`Emulator::customer`] returns it.
///
/// Each action is delivered as an event, like that of a person:
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use socialmessaging::emulator::{Emulator, PHONE_NUMBER_ID};
/// use socialmessaging::events::Event;
/// use socialmessaging::messages::Buttons;
///
/// let emulator = Emulator::new();
/// let sender = emulator.client().sender(PHONE_NUMBER_ID);
/// let question = Buttons::new("+14255550199", "Coming?").reply("yes", "Yes").reply("no", "No");
/// sender.send(question).await?;
///
/// emulator.customer("+14255550199").named("Ada").presses("Yes")?;
/// let events = emulator.events().last().unwrap().parse()?;
/// let Some(Event::Message(message)) = events.first() else { panic!("no message") };
/// assert_eq!(message.answer().unwrap().id(), Some("yes"));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Customer {
    emulator: Emulator,
    phone: String,
    name: Option<String>,
    phone_number_id: Option<String>,
}

impl Emulator {
    /// Returns the customer with this phone number in E.164 format or business-scoped
    /// user id.
    #[must_use]
    pub fn customer(&self, phone: &str) -> Customer {
        Customer {
            emulator: self.clone(),
            phone: customer_id(phone),
            name: None,
            phone_number_id: None,
        }
    }
}

impl Customer {
    /// Sets the profile name of later messages.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Sets the phone number of the business, by its identifier or ARN. The
    /// default is that of the last message from or to the customer, or else the
    /// first registered one.
    #[must_use]
    pub fn at(mut self, phone_number_id: impl Into<String>) -> Self {
        self.phone_number_id = Some(phone_number_id.into());
        self
    }

    /// Performs an action. Returns Meta's identifier of the message or call;
    /// `None` after reading.
    ///
    /// # Errors
    /// The action is not possible, or the state file cannot be written.
    pub fn acts(&self, action: CustomerAction) -> Result<Option<String>, CustomerError> {
        let now = self.emulator.clock().timestamp();
        let chat = Chat {
            customer: &self.phone,
            phone_number_id: self.phone_number_id.as_deref(),
        };
        let mut state = self.emulator.state();
        catch_up(&mut state, now)?;
        let (id, changes) = chat.act(&mut state, self.name.as_deref(), action, now)?;
        state.commit(changes)?;
        Ok(id)
    }

    /// Sends a message and returns its id.
    fn sends(&self, action: CustomerAction) -> Result<String, CustomerError> {
        self.acts(action).map(Option::unwrap_or_default)
    }

    /// Sends a text message. Returns Meta's identifier of the message, as do
    /// the other methods.
    ///
    /// # Errors
    /// There is no phone number to write to, or the state file cannot be written.
    pub fn says(&self, body: impl Into<String>) -> Result<String, CustomerError> {
        self.sends(CustomerAction::Text {
            body: body.into(),
            reply_to: None,
        })
    }

    /// Sends a text message that quotes a message.
    ///
    /// # Errors
    /// Same as [`says`](Self::says); also if no message has the identifier.
    pub fn replies(
        &self,
        message: impl Into<String>,
        body: impl Into<String>,
    ) -> Result<String, CustomerError> {
        self.sends(CustomerAction::Text {
            body: body.into(),
            reply_to: Some(message.into()),
        })
    }

    /// Presses a button or selects a row, by its text or id, in the newest message
    /// that has it.
    ///
    /// # Errors
    /// Same as [`says`](Self::says); also if no message has it: the error lists the
    /// available choices.
    pub fn presses(&self, choice: impl Into<String>) -> Result<String, CustomerError> {
        self.sends(CustomerAction::Press {
            choice: choice.into(),
            message: None,
            response: None,
        })
    }

    /// Opens a Flow by its button or token, and submits these answers: a JSON object.
    ///
    /// # Errors
    /// Same as [`presses`](Self::presses).
    pub fn submits(
        &self,
        flow: impl Into<String>,
        answers: Value,
    ) -> Result<String, CustomerError> {
        self.sends(CustomerAction::Press {
            choice: flow.into(),
            message: None,
            response: Some(answers),
        })
    }

    /// Sends an image with a caption, which may be empty.
    ///
    /// # Errors
    /// Same as [`says`](Self::says).
    pub fn sends_image(&self, caption: &str) -> Result<String, CustomerError> {
        let image = CustomerMedia::new(MediaKind::Image);
        self.sends_media(match caption {
            "" => image,
            caption => image.with_caption(caption),
        })
    }

    /// Sends a file.
    ///
    /// # Errors
    /// Same as [`says`](Self::says).
    pub fn sends_media(&self, media: CustomerMedia) -> Result<String, CustomerError> {
        self.sends(CustomerAction::Media(media))
    }

    /// Sends a location.
    ///
    /// # Errors
    /// Same as [`says`](Self::says).
    pub fn sends_location(&self, latitude: f64, longitude: f64) -> Result<String, CustomerError> {
        self.sends(CustomerAction::Location {
            latitude,
            longitude,
            name: None,
            address: None,
        })
    }

    /// Reacts to a message with an emoji; an empty one removes the reaction.
    ///
    /// # Errors
    /// Same as [`replies`](Self::replies).
    pub fn reacts(
        &self,
        message: impl Into<String>,
        emoji: impl Into<String>,
    ) -> Result<String, CustomerError> {
        self.sends(CustomerAction::Reaction {
            emoji: emoji.into(),
            message: message.into(),
        })
    }

    /// Edits one of the customer's messages.
    ///
    /// # Errors
    /// Same as [`says`](Self::says); also if the customer did not send the message.
    pub fn edits(
        &self,
        message: impl Into<String>,
        body: impl Into<String>,
    ) -> Result<String, CustomerError> {
        self.sends(CustomerAction::Edit {
            message: message.into(),
            body: body.into(),
        })
    }

    /// Deletes one of the customer's messages.
    ///
    /// # Errors
    /// Same as [`edits`](Self::edits).
    pub fn deletes(&self, message: impl Into<String>) -> Result<String, CustomerError> {
        self.sends(CustomerAction::Delete {
            message: message.into(),
        })
    }

    /// Reads all delivered messages.
    ///
    /// # Errors
    /// The state file cannot be written.
    pub fn reads(&self) -> Result<(), CustomerError> {
        self.acts(CustomerAction::Read { message: None }).map(drop)
    }

    /// Returns whether the customer sees the typing indicator of the business.
    /// The business sends it with a read receipt; it ends with the next
    /// message, or after 25 seconds by the clock of the emulator.
    #[must_use]
    pub fn sees_typing(&self) -> bool {
        let now = self.emulator.clock().timestamp();
        let state = self.emulator.state();
        let mut shown = state.typing.shown(now);
        shown.any(|(number, customer, _)| {
            let chosen = self.phone_number_id.as_deref();
            customer == self.phone && chosen.is_none_or(|chosen| chosen == number)
        })
    }

    /// Calls the business. Returns Meta's identifier of the call, which
    /// `SendWhatsAppCallEvent` accepts, rejects or ends.
    ///
    /// # Errors
    /// Same as [`says`](Self::says).
    pub fn calls(&self) -> Result<String, CustomerError> {
        self.sends(CustomerAction::Call)
    }

    /// Accepts the ringing call of the business. This opens the customer service window.
    /// Returns Meta's identifier of the call, as do the other methods for calls.
    ///
    /// # Errors
    /// The business is not calling, or the state file cannot be written.
    pub fn accepts_call(&self) -> Result<String, CustomerError> {
        self.sends(CustomerAction::AcceptCall { call: None })
    }

    /// Rejects the ringing call of the business.
    ///
    /// # Errors
    /// Same as [`accepts_call`](Self::accepts_call).
    pub fn rejects_call(&self) -> Result<String, CustomerError> {
        self.sends(CustomerAction::RejectCall { call: None })
    }

    /// Ends the last call with the business, answered or not.
    ///
    /// # Errors
    /// The customer has no open call, or the state file cannot be written.
    pub fn ends_call(&self) -> Result<String, CustomerError> {
        self.sends(CustomerAction::EndCall { call: None })
    }

    /// Makes messages to the customer fail with 131026.
    ///
    /// # Errors
    /// The state file cannot be written.
    pub fn unreachable(&self) -> Result<(), CustomerError> {
        Ok(self.update(|customer| customer.reachable = false)?)
    }

    /// Makes messages to the customer arrive again.
    ///
    /// # Errors
    /// The state file cannot be written.
    pub fn reachable(&self) -> Result<(), CustomerError> {
        Ok(self.update(|customer| customer.reachable = true)?)
    }

    /// Changes the record of the customer.
    pub(super) fn update(
        &self,
        change: impl FnOnce(&mut CustomerRecord),
    ) -> Result<(), StoreError> {
        let mut state = self.emulator.state();
        let mut customer = state.customer(&self.phone);
        if let Some(name) = &self.name {
            customer.name = Some(name.clone());
        }
        change(&mut customer);
        let changes = state.keep(customer).collect();
        state.commit(changes)
    }
}
