//! A stateful in-memory emulator of the service, for tests without AWS.
//!
//! A function that takes a `&Client` can be tested in three lines:
//!
//! ```
//! # use socialmessaging::{Client, Error, operation::SendWhatsAppMessageError};
//! # use socialmessaging::emulator::PHONE_NUMBER_ID;
//! # async fn remind(client: &Client) -> Result<(), Error<SendWhatsAppMessageError>> {
//! #     let send = client.send_whatsapp_message().origination_phone_number_id(PHONE_NUMBER_ID);
//! #     let message = r#"{"messaging_product":"whatsapp","to":"+14255550123","type":"text","text":{"body":"See you at six"}}"#;
//! #     send.message(message).meta_api_version("v24.0").send().await.map(drop)
//! # }
//! use socialmessaging::emulator::Emulator;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let emulator = Emulator::new();
//! remind(&emulator.client()).await?;
//! assert_eq!(emulator.messages()[0].text().as_deref(), Some("See you at six"));
//! # Ok(())
//! # }
//! ```
//!
//! A new emulator has one account, [`ACCOUNT_ID`], with one registered phone
//! number, [`PHONE_NUMBER_ID`]; [`Emulator::builder`] adds others. The example
//! `tested_reminder` of this crate is a file with such tests.
//!
//! The client of [`Emulator::client`] runs the full stack except the network:
//! validation, HTTP, signatures, retries, and parsing of responses.
//! [`Emulator::serve`] listens for HTTP, for programs in other processes and
//! languages.
//!
//! # Behavior
//!
//! The emulator stores accounts, phone numbers, media files, event destinations,
//! tags, messages, customers, events, templates, Flows, calls and conversion events,
//! and returns the errors that the service documents:
//!
//! | condition | error |
//! |---|---|
//! | the account, phone number or media file does not exist or was deleted | `ResourceNotFoundException` |
//! | the same, for an operation that does not list that error | `InvalidParametersException` |
//! | both sources or none; both destinations; a presigned URL without Content-Type | `InvalidParametersException` |
//! | a message refers to a media file of another phone number | `InvalidParametersException` |
//! | the media file to read or delete belongs to another phone number | `AccessDeniedByMetaException` |
//! | the page token was modified | `InvalidParametersException` |
//! | any other constraint is violated, for example two event destinations | `ValidationException` |
//!
//! It does not read buckets: see [`MediaFile`]. It sends requests only to the
//! destinations of events. An operation that it does not simulate fails with status 501
//! and `NotImplementedException`, which clients do not retry.
//!
//! It keeps the last 10,000 messages, events, customers,
//! calls and conversion events; [`Builder::limit`]
//! changes the number.
//!
//! # Statuses
//!
//! An accepted message gets Meta's identifier and, at once, the statuses `accepted`,
//! `sent` and `delivered`, or `failed`. [`Builder::statuses`] sets another
//! [`StatusPolicy`]: by the clock, or never automatically. A message fails if
//!
//! | condition | code |
//! |---|---|
//! | [`Emulator::fail_next`] or [`Emulator::fail`] was called | any |
//! | the customer is [unreachable](Customer::unreachable) | 131026 |
//! | it is free-form, and the customer wrote or called more than 24 hours ago | 131047 |
//! | its template or Flow cannot be sent | see below |
//!
//! A customer who never wrote can receive free-form messages, so tests need not start with a
//! message from the customer. With [`WindowRule::Always`], they fail with 131047, as with Meta.
//!
//! # Customers
//!
//! [`Emulator::customer`] returns a customer who can write, press buttons, send files, react, edit,
//! read and call, and accept or reject calls. Each action creates an event.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use socialmessaging::emulator::{Emulator, PHONE_NUMBER_ID};
//! use socialmessaging::messages::Buttons;
//!
//! let emulator = Emulator::new();
//! let sender = emulator.client().sender(PHONE_NUMBER_ID);
//! sender.send(Buttons::new("+14255550199", "Coming?").reply("yes", "Yes")).await?;
//! let customer = emulator.customer("+14255550199").named("Ada");
//! customer.reads()?;
//! customer.presses("Yes")?;
//! let error = customer.presses("Maybe").unwrap_err();
//! assert!(error.to_string().ends_with("press one of \"Yes\" (yes)"));
//! # Ok(())
//! # }
//! ```
//!
//! A read receipt of the business marks a message and the earlier ones of the chat. Its
//! typing indicator ends with the next message, or after 25 seconds by the clock:
//! [`Customer::sees_typing`].
//!
//! # Events
//!
//! Everything that the service reports is an event: statuses, messages of customers, new states of
//! templates and Flows, calls, and links of accounts. [`Emulator::events`] lists the events,
//! [`Emulator::event_stream`] waits for them, and [`Emulator::deliver`] adds one with any entry of
//! Meta's webhook. An event has the envelope of AWS, which [`events::parse`](crate::events::parse)
//! reads. As in AWS, only the statuses `accepted` and `failed` have the AWS id of the message.
//!
//! # Deliveries
//!
//! [`Builder::deliver`] delivers each event to a [`Destination`], like AWS:
//!
//! | destination | delivery |
//! |---|---|
//! | [`Destination::http`] | POST requests of Amazon SNS: a `SubscriptionConfirmation`, then signed notifications |
//! | [`Destination::sqs`] | messages of a queue, by the protocol of Amazon SQS |
//! | [`Destination::file`] | a line of a file for each event |
//!
//! [`Destination::raw`] delivers only the envelope, and [`Destination::event_bridge`] events of
//! Amazon EventBridge. A failed delivery is repeated up to 50 times, with the delays of SNS by the
//! clock of the emulator; a response with a status from 400 to 499, except 429, ends it.
//! [`Emulator::wait_for_deliveries`] waits for the rest. [`Builder::delivery_faults`] causes
//! duplicate and out-of-order deliveries. Deliveries that are pending when the process ends, or
//! when their event is dropped, are lost.
//!
//! Notifications are signed with a key for tests; their certificate is at
//! `/_emulator/sns/certificate.pem`. A verifier must be configured to trust it, such as with
//! [`SnsVerifier::with_certificate_url`](crate::events::sns::SnsVerifier::with_certificate_url). A
//! receiver need not visit the `SubscribeURL`: accepting the request is enough.
//!
//! # Templates, Flows and calls
//!
//! The emulator plays the role of Meta, with these rules:
//!
//! - A new or changed [`Template`] is reviewed at once: the response reports
//!   `PENDING`, the next request the result. It is approved, except that a name with
//!   `rejected` in it is rejected, and one with `pending` waits until
//!   [`Emulator::set_template_status`] decides. Templates of the library are approved
//!   at once. Definitions are checked by Meta's limits.
//! - A message with a template that does not exist, is not approved or gets the wrong parameters is
//!   accepted, as by the real service, and fails afterwards: [`SentMessage::failure`] has Meta's
//!   error, such as 132001.
//! - A [`Flow`] is a draft until it is published. Its Flow JSON is checked for
//!   versions, screens and identifiers, not for the properties of components.
//! - Customers permit calls when they press the button of a request for permission, or by
//!   [`Emulator::permit_calls`]. They accept, reject and end calls, with methods of [`Customer`] or
//!   on the page; each step creates Meta's events.
//! - A key of AWS KMS is stored by its ARN; its public key is not returned.
//!
//! | condition | error |
//! |---|---|
//! | a template, Flow, call or dataset does not exist | `ResourceNotFoundException` |
//! | its state does not allow the request, or a definition violates a rule of Meta | `InvalidParametersException`, with Meta's code in the message |
//! | an event of a call that is over, or was sent before | `ConflictException` |
//!
//! # Faults
//!
//! [`Emulator::faults`] injects failures: throttling, errors, delays, invalid
//! responses, and connections that break before or after a message is accepted.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() {
//! use socialmessaging::emulator::{Emulator, Fault, FaultKind, FaultStage, PHONE_NUMBER_ID};
//! use socialmessaging::operation::SendWhatsAppMessage;
//!
//! let emulator = Emulator::new();
//! let lost = Fault::new(FaultKind::Reset).with_operation::<SendWhatsAppMessage>().with_stage(FaultStage::After);
//! emulator.faults().add(lost);
//! let error = emulator
//!     .client()
//!     .send_whatsapp_message()
//!     .origination_phone_number_id(PHONE_NUMBER_ID)
//!     .message(r#"{"messaging_product":"whatsapp","to":"+14255550123","type":"text","text":{"body":"hi"}}"#)
//!     .meta_api_version("v24.0")
//!     .send()
//!     .await
//!     .unwrap_err();
//! assert!(error.maybe_sent());
//! assert_eq!(emulator.messages().len(), 1);
//! # }
//! ```
//!
//! # Control over HTTP
//!
//! Over HTTP, and in the program `social-messaging-emulator`, these paths control
//! the emulator. They do not require a signature, but reject requests from pages of
//! other websites, and requests to a host that could be a website: a name with a dot.
//! [`Builder::allow_origin`] allows both. Messages that `SendWhatsAppMessage` rejected
//! are in the chats, with the reason.
//!
//! | request | effect |
//! |---|---|
//! | `GET /` | a page that shows the messages |
//! | `GET /_emulator/health` | reports that the emulator is ready |
//! | `GET /_emulator/openapi.json` | describes these paths, with examples |
//! | `POST /_emulator/reset` | returns to the initial state |
//! | `GET /_emulator/coverage` | lists the operations, and whether each is simulated |
//! | `GET /_emulator/accounts` | lists the linked accounts and their phone numbers |
//! | `GET /_emulator/customers` | lists the customers, with their customer service windows |
//! | `PUT /_emulator/customers` | changes a customer: `{"phone": "+1…", "name": "Ada", "reachable": false}` |
//! | `POST /_emulator/customers` | lets a customer act: `{"phone": "+1…", "action": {"type": "text", "body": "STOP"}}` |
//! | `GET /_emulator/chats` | returns everything that the page shows |
//! | `GET /_emulator/messages` | lists the accepted messages, or with `?to=+1…` those to one recipient |
//! | `GET /_emulator/messages/ID` | returns a message, with its request as a command and as Rust |
//! | `PUT /_emulator/messages/ID` | gives a message a status: `{"status": "failed", "code": 131047}` |
//! | `GET /_emulator/events` | lists the events, or with `?after=N` those after a number |
//! | `POST /_emulator/events` | delivers an event: `{"entry": {…}}`, or a copy: `{"redeliver": 3}` |
//! | `GET /_emulator/sns/certificate.pem` | returns the certificate of notifications |
//! | `GET /_emulator/sns/confirm` | confirms a subscription |
//! | `GET /_emulator/stream` | streams changes as server-sent events |
//! | `GET /_emulator/policy` | returns the rules for messages and deliveries |
//! | `PUT /_emulator/policy` | changes them: `{"statuses": "clock", "failNext": {"code": 131047, "times": 1}}`, or the members `windows` and `deliveries` |
//! | `GET /_emulator/templates` | lists the templates |
//! | `PUT /_emulator/templates` | sets the state of a template: `{"id": "59…", "status": "PAUSED"}` |
//! | `GET /_emulator/flows` | lists the Flows |
//! | `PUT /_emulator/flows` | sets the state of a Flow: `{"id": "118…", "status": "BLOCKED"}` |
//! | `GET /_emulator/calls` | lists the calls |
//! | `POST /_emulator/calls` | lets a person call: `{"phoneNumberId": "phone-number-id-…", "person": "+1…"}` |
//! | `PUT /_emulator/call-permissions` | sets the permission of a person: the same members, and `permission`: `none`, `permanent`, or `temporary` with `until` in seconds |
//! | `GET /_emulator/conversions` | lists the conversion events |
//! | `GET /_emulator/faults` | lists the pending faults |
//! | `POST /_emulator/faults` | adds a fault |
//! | `DELETE /_emulator/faults` | removes all faults |
//! | `DELETE /_emulator/faults/ID` | removes the fault with this number |
//! | `GET /_emulator/clock` | returns the time, and whether the clock is stopped |
//! | `PUT /_emulator/clock` | stops the clock: `{"time": 1728518400}`; moves it: `{"advance": 60}`; `{}` returns to the system clock |
//!
//! The `kind` of a fault is `throttle`, a status such as `"500"` or `"502"`, an
//! error code of the service, `delay` with `milliseconds`, `reset`, `garbage` or
//! `html`. Optional members are `operation`, `stage` (`before` or `after`
//! processing), and either `times` (default 1) or `probability` (0 to 1) with
//! `seed`. Unknown names are rejected.
//!
//! ```sh
//! curl -d '{"kind": "reset", "operation": "SendWhatsAppMessage", "stage": "after"}' \
//!     http://127.0.0.1:8480/_emulator/faults
//! ```

mod account;
mod action;
mod builder;
mod call;
mod chat;
mod choices;
mod clock;
mod control;
mod customer;
mod customer_call;
mod customer_record;
mod delivery;
mod emit;
mod entry;
mod envelope;
mod event;
mod feed;
mod flow;
mod flow_json;
mod handle;
mod ids;
mod inbox;
mod known_customers;
mod operations;
mod page;
mod policy;
mod progress;
mod received;
mod record;
mod rejections;
mod rendered;
mod reset;
mod resources;
mod ring;
mod seed;
mod serve;
mod state;
mod store;
mod store_error;
mod stored;
mod template;
mod template_definition;
mod token;
mod typing;
mod values;
mod watch;

pub use account::{
    ACCOUNT_ID, Account, PHONE_NUMBER_ID, PhoneNumber, PublicKey, REGION, Registration, Tags,
};
pub use action::{CustomerAction, CustomerError, CustomerMedia};
pub use builder::Builder;
pub use call::{Call, CallPermission, CallState, ConversionEvent};
pub use clock::Clock;
pub use customer::Customer;
pub use customer_record::CustomerRecord;
pub use delivery::destination::{DeliveryFormat, Destination, InvalidDestination};
pub use delivery::retry::DeliveryFaults;
pub use event::{DeliveryState, EventDelivery, EventKind, ServiceEvent};
pub use flow::{Flow, FlowStatus};
pub use handle::Emulator;
pub use inbox::EventStream;
pub use policy::{StatusPolicy, WindowRule};
pub use progress::StatusError;
pub use received::{CustomerMessage, RejectedMessage};
pub use record::{MediaFile, MediaState, MetaError, RecordedStatus, SentMessage};
pub use runtime::OneLine;
pub use runtime::server::{
    ErrorCode, Fault, FaultKind, FaultStage, Faults, InvalidOrigin, ObservedRequest, Origin,
    Running, Server,
};
pub use seed::{Seed, SeedError};
pub use store_error::StoreError;
pub use template::{ParameterFormat, Template, TemplateStatus};
