//! The effects of a customer's actions on the state.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::digest::{SHA256, digest};
use runtime::{Document, Timestamp};
use serde_json::{Value, json};

use super::action::{CustomerAction, CustomerError, CustomerMedia};
use super::call::CallPermission;
use super::choices::{Choice, ChoiceReply, choices};
use super::customer_call::WantedCall;
use super::entry::{digits, party};
use super::ids::{Direction, wamid};
use super::progress::{advance, find};
use super::received::CustomerMessage;
use super::record::{MEDIA_SIZE, MediaFile, MediaState, RecordedStatus, SentMessage};
use super::state::{Change, State};
use crate::events::MediaKind;
use crate::whatsapp::{
    CallPermissionResponse, CallPermissionSource, DeliveryStatus, ReceivedButton,
    ReceivedButtonReply, ReceivedCallPermissionReply, ReceivedContent, ReceivedContext,
    ReceivedEdit, ReceivedEditedMessage, ReceivedFormName, ReceivedFormReply, ReceivedInteractive,
    ReceivedListReply, ReceivedLocation, ReceivedMedia, ReceivedMessage, ReceivedReaction,
    ReceivedReply, ReceivedRevocation, ReceivedTextContent,
};

/// The time for which a customer permits calls, in milliseconds: seven days.
const PERMISSION: i64 = 7 * 24 * 60 * 60 * 1000;

/// The effect of an action.
enum Effect {
    /// A message of the customer.
    Message(Draft),
    /// The id of a call, if it is one, and the changes.
    Other(Option<String>, Vec<Change>),
}

/// The content of a message of a customer, and its effects.
struct Draft {
    content: ReceivedContent,
    /// Meta's id of the message that it answers.
    answered: Option<String>,
    changes: Vec<Change>,
}

impl Draft {
    fn new(content: ReceivedContent) -> Self {
        Self {
            content,
            answered: None,
            changes: Vec::new(),
        }
    }
}

/// A customer and the phone number to which they write.
pub(super) struct Chat<'a> {
    pub(super) customer: &'a str,
    pub(super) phone_number_id: Option<&'a str>,
}

impl Chat<'_> {
    /// Returns the changes of an action, and the id of the message or call.
    pub(super) fn act(
        &self,
        state: &mut State,
        name: Option<&str>,
        action: CustomerAction,
        now: Timestamp,
    ) -> Result<(Option<String>, Vec<Change>), CustomerError> {
        let phone_number_id = self.phone_number(state, &action)?;
        let number = state.next();
        let id = wamid(number, self.customer, Direction::Incoming);
        let draft = match self.effect(state, &phone_number_id, action, number, now)? {
            Effect::Message(draft) => draft,
            Effect::Other(id, changes) => return Ok((id, changes)),
        };
        let mut customer = state.customer(self.customer);
        if let Some(name) = name {
            customer.name = Some(name.to_owned());
        }
        if opens_window(&draft.content) {
            customer.contacts.insert(phone_number_id.clone(), now);
        }
        let mut message = ReceivedMessage::new();
        message.id = Some(id.clone());
        message.timestamp = Some(Timestamp::from_secs(now.as_secs()));
        (message.from, message.from_user_id) = party(&customer.phone);
        message.context = draft.answered.map(|answered| {
            let number = state.phone_number(&phone_number_id);
            let mut context = ReceivedContext::new();
            context.id = Some(answered);
            context.from = number.map(|(_, number)| digits(&number.number));
            context
        });
        message.content = Some(draft.content);
        let mut changes = draft.changes;
        changes.push(Change::Received(CustomerMessage {
            wamid: id.clone(),
            customer: customer.phone.clone(),
            phone_number_id: phone_number_id.clone(),
            at: now,
            // Every message can be written as JSON.
            message: serde_json::to_value(&message).unwrap_or_default(),
            read: false,
            number,
        }));
        changes.extend(state.message_event(&phone_number_id, &customer, message, now));
        changes.extend(state.keep(customer));
        Ok((Some(id), changes))
    }

    /// Returns the phone number: the requested one, that of the message that
    /// the action refers to, that of the last message, or the first registered
    /// one.
    fn phone_number(
        &self,
        state: &State,
        action: &CustomerAction,
    ) -> Result<String, CustomerError> {
        if let Some(id) = self.phone_number_id {
            let found = state.phone_number(id);
            return found
                .map(|(_, number)| number.id.clone())
                .ok_or_else(|| CustomerError::NoPhoneNumber(Some(id.to_owned())));
        }
        let about = match action {
            CustomerAction::Text {
                reply_to: Some(id), ..
            }
            | CustomerAction::Press {
                message: Some(id), ..
            }
            | CustomerAction::Reaction { message: id, .. } => {
                find(state, id).map(|message| &message.phone_number_id)
            }
            _ => None,
        };
        let last = || self.sent(state).next().map(|it| &it.phone_number_id);
        let received = || {
            let mut inbox = state.inbox.iter().rev();
            let message = inbox.find(|message| message.customer == self.customer);
            message.map(|message| &message.phone_number_id)
        };
        let first = || {
            let accounts = state.accounts.values();
            let mut numbers = accounts.flat_map(|account| &account.phone_numbers);
            numbers.find(|number| number.can_send()).map(|it| &it.id)
        };
        let found = about.or_else(last).or_else(received).or_else(first);
        found.cloned().ok_or(CustomerError::NoPhoneNumber(None))
    }

    /// Returns the messages to the customer that did not fail, newest first.
    fn sent<'a>(&'a self, state: &'a State) -> impl Iterator<Item = &'a SentMessage> {
        let messages = state.messages.iter().rev();
        messages.filter(|message| {
            message.failure.is_none()
                && message.wamid.is_some()
                && message.recipient().as_deref() == Some(self.customer)
        })
    }

    fn effect(
        &self,
        state: &mut State,
        phone_number_id: &str,
        action: CustomerAction,
        number: u64,
        now: Timestamp,
    ) -> Result<Effect, CustomerError> {
        Ok(Effect::Message(match action {
            CustomerAction::Text { body, reply_to } => Draft {
                answered: reply_to
                    .map(|id| self.known_wamid(state, &id))
                    .transpose()?,
                ..Draft::new(text(body))
            },
            CustomerAction::Press {
                choice,
                message,
                response,
            } => {
                let message = message.as_deref();
                let (sent, choice) = self.choice(state, phone_number_id, choice, message)?;
                press(&sent, choice, response, now)
            }
            CustomerAction::Media(media) => {
                let id = format!("91{number:013}");
                let file = MediaFile {
                    id: id.clone(),
                    phone_number_id: phone_number_id.to_owned(),
                    source: wamid(number, self.customer, Direction::Incoming),
                    mime_type: media.mime_type.clone(),
                    size: MEDIA_SIZE,
                    state: MediaState::Stored,
                    copies: Vec::new(),
                };
                Draft {
                    changes: vec![Change::Media(file)],
                    ..Draft::new(file_content(id, media))
                }
            }
            CustomerAction::Location {
                latitude,
                longitude,
                name,
                address,
            } => {
                let mut location = ReceivedLocation::new();
                location.latitude = Some(latitude);
                location.longitude = Some(longitude);
                location.name = name;
                location.address = address;
                Draft::new(ReceivedContent::Location(location))
            }
            CustomerAction::Contacts(cards) => Draft::new(ReceivedContent::Contacts(cards)),
            CustomerAction::Reaction { emoji, message } => {
                let mut reaction = ReceivedReaction::new();
                reaction.message_id = Some(self.known_wamid(state, &message)?);
                // Meta leaves out the emoji of a removed reaction.
                reaction.emoji = Some(emoji).filter(|emoji| !emoji.is_empty());
                Draft::new(ReceivedContent::Reaction(reaction))
            }
            CustomerAction::Edit { message, body } => {
                let mut edited = ReceivedEditedMessage::new();
                edited.content = Some(Box::new(text(body)));
                let mut edit = ReceivedEdit::new();
                edit.original_message_id = Some(self.own_wamid(state, message)?);
                edit.message = Some(Box::new(edited));
                Draft::new(ReceivedContent::Edit(Box::new(edit)))
            }
            CustomerAction::Delete { message } => {
                let mut revocation = ReceivedRevocation::new();
                revocation.original_message_id = Some(self.own_wamid(state, message)?);
                Draft::new(ReceivedContent::Revoke(revocation))
            }
            CustomerAction::Read { message } => {
                let changes = self.read(state, message.as_deref(), now)?;
                return Ok(Effect::Other(None, changes));
            }
            CustomerAction::AcceptCall { call } => {
                let (id, changes) = self.call(call).accept(state, now)?;
                return Ok(Effect::Other(Some(id), changes));
            }
            CustomerAction::RejectCall { call } => {
                let (id, changes) = self.call(call).reject(state, now)?;
                return Ok(Effect::Other(Some(id), changes));
            }
            CustomerAction::EndCall { call } => {
                let (id, changes) = self.call(call).end(state, now)?;
                return Ok(Effect::Other(Some(id), changes));
            }
            CustomerAction::Call => {
                let (id, changes) = state.begin_call(phone_number_id, self.customer, now);
                return Ok(Effect::Other(Some(id), changes));
            }
        }))
    }

    /// Returns Meta's id of a message from or to the customer.
    fn known_wamid(&self, state: &State, id: &str) -> Result<String, CustomerError> {
        let sent = find(state, id).filter(|it| it.recipient().as_deref() == Some(self.customer));
        if let Some(wamid) = sent.and_then(|sent| sent.wamid.clone()) {
            return Ok(wamid);
        }
        self.own_wamid(state, id.to_owned())
            .map_err(|_| CustomerError::UnknownMessage(id.to_owned()))
    }

    fn own_wamid(&self, state: &State, id: String) -> Result<String, CustomerError> {
        let mut inbox = state.inbox.iter();
        match inbox.any(|message| message.wamid == id && message.customer == self.customer) {
            true => Ok(id),
            false => Err(CustomerError::NotOwn(id)),
        }
    }

    fn call(&self, id: Option<String>) -> WantedCall<'_> {
        WantedCall {
            person: self.customer,
            phone_number_id: self.phone_number_id,
            id,
        }
    }

    /// Finds a choice: in this message, or in the newest one that has it.
    fn choice(
        &self,
        state: &State,
        phone_number_id: &str,
        wanted: String,
        message: Option<&str>,
    ) -> Result<(SentMessage, Choice), CustomerError> {
        let named = message
            .map(|id| {
                let found = self
                    .sent(state)
                    .find(|sent| sent.id == id || sent.wamid.as_deref() == Some(id));
                found.ok_or_else(|| CustomerError::UnknownMessage(id.to_owned()))
            })
            .transpose()?;
        let last = self
            .sent(state)
            .filter(|sent| sent.phone_number_id == phone_number_id);
        let messages: Vec<&SentMessage> = match named {
            Some(named) => vec![named],
            None => last.collect(),
        };
        let mut available = Vec::new();
        for sent in messages {
            let json = sent.json();
            for choice in choices(&json, state.template_of(&sent.account_id, &json)) {
                if choice.title == wanted || choice.id == wanted {
                    return Ok((sent.clone(), choice));
                }
                available.push(format!("{:?} ({})", choice.title, choice.id));
            }
        }
        Err(CustomerError::NoSuchChoice {
            choice: wanted,
            available,
        })
    }

    /// Returns the changes of reading one message, or all delivered ones.
    fn read(
        &self,
        state: &mut State,
        message: Option<&str>,
        now: Timestamp,
    ) -> Result<Vec<Change>, CustomerError> {
        let is_named = |sent: &&SentMessage| match message {
            Some(id) => sent.id == id || sent.wamid.as_deref() == Some(id),
            None => {
                sent.status() == Some(&DeliveryStatus::Delivered)
                    && self
                        .phone_number_id
                        .is_none_or(|id| sent.phone_number_id == id)
            }
        };
        let mut read: Vec<SentMessage> = self.sent(state).filter(is_named).cloned().collect();
        if let (Some(id), true) = (message, read.is_empty()) {
            return Err(CustomerError::UnknownMessage(id.to_owned()));
        }
        // Statuses come in the order of the messages.
        read.reverse();
        let step = || RecordedStatus::new(DeliveryStatus::Read, now);
        let read = read.iter();
        Ok(read.flat_map(|sent| advance(state, sent, step())).collect())
    }
}

/// Whether a message opens the customer service window.
fn opens_window(content: &ReceivedContent) -> bool {
    !matches!(
        content,
        ReceivedContent::Edit(_) | ReceivedContent::Revoke(_)
    )
}

fn text(body: String) -> ReceivedContent {
    let mut text = ReceivedTextContent::new();
    text.body = Some(body);
    ReceivedContent::Text(text)
}

fn file_content(id: String, media: CustomerMedia) -> ReceivedContent {
    let mut file = ReceivedMedia::new();
    file.sha256 = Some(STANDARD.encode(digest(&SHA256, id.as_bytes())));
    file.id = Some(id);
    file.mime_type = Some(media.mime_type);
    file.caption = media.caption;
    match media.kind {
        MediaKind::Image => ReceivedContent::Image(file),
        MediaKind::Video => ReceivedContent::Video(file),
        MediaKind::Audio => {
            file.voice = Some(true);
            ReceivedContent::Audio(file)
        }
        MediaKind::Sticker => {
            file.animated = Some(false);
            ReceivedContent::Sticker(file)
        }
        _ => {
            file.filename = media.filename;
            ReceivedContent::Document(file)
        }
    }
}

/// Returns the answer to a sent message.
fn press(sent: &SentMessage, choice: Choice, response: Option<Value>, now: Timestamp) -> Draft {
    let mut changes = Vec::new();
    let reply = match choice.reply {
        ChoiceReply::QuickReply => {
            let mut button = ReceivedButton::new();
            button.payload = Some(choice.id);
            button.text = Some(choice.title);
            return Draft {
                answered: sent.wamid.clone(),
                ..Draft::new(ReceivedContent::Button(button))
            };
        }
        ChoiceReply::Button => {
            let mut reply = ReceivedButtonReply::new();
            reply.id = Some(choice.id);
            reply.title = Some(choice.title);
            ReceivedReply::ButtonReply(reply)
        }
        ChoiceReply::Row(description) => {
            let mut reply = ReceivedListReply::new();
            reply.id = Some(choice.id);
            reply.title = Some(choice.title);
            reply.description = description;
            ReceivedReply::ListReply(reply)
        }
        ChoiceReply::Flow(token) => {
            let mut answers = response.unwrap_or_else(|| json!({}));
            if let Some(answers) = answers.as_object_mut() {
                answers.entry("flow_token").or_insert(json!(token));
            }
            let mut reply = ReceivedFormReply::new();
            reply.name = Some(ReceivedFormName::Flow);
            reply.body = Some("Sent".to_owned());
            reply.response_json = Document::from_serialize(&answers).ok();
            ReceivedReply::NfmReply(reply)
        }
        ChoiceReply::CallPermission => {
            let until = Timestamp::from_millis(now.as_millis().saturating_add(PERMISSION));
            let mut reply = ReceivedCallPermissionReply::new();
            reply.response_source = Some(CallPermissionSource::UserAction);
            reply.response = Some(match choice.id.as_str() {
                "accept" => {
                    changes.push(Change::Permission(CallPermission {
                        phone_number_id: sent.phone_number_id.clone(),
                        person: sent.recipient().unwrap_or_default(),
                        until: Some(until),
                    }));
                    reply.expiration_timestamp = Some(Timestamp::from_secs(until.as_secs()));
                    CallPermissionResponse::Accept
                }
                _ => CallPermissionResponse::Reject,
            });
            ReceivedReply::CallPermissionReply(reply)
        }
    };
    let mut interactive = ReceivedInteractive::new();
    interactive.reply = Some(reply);
    Draft {
        content: ReceivedContent::Interactive(interactive),
        answered: sent.wamid.clone(),
        changes,
    }
}
