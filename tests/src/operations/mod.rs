//! Every operation of the service behind one type, so that a test of what they
//! have in common is a loop.

mod failure;
pub mod inputs;

use std::pin::Pin;

use runtime::CallOptions;
use socialmessaging::Client;

pub use failure::{Failure, Kind};

/// What a second request may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Safety {
    /// The operation changes nothing.
    Readonly,
    /// Doing it twice has the effect of doing it once.
    Idempotent,
    /// Doing it twice may do its work twice.
    Once,
}

/// A call under way; it gives the output's `Debug` form.
pub type Call = Pin<Box<dyn Future<Output = Result<String, Failure>> + Send>>;

/// Begins a call.
pub type Begin = fn(Client, CallOptions) -> Call;

/// One operation of the service.
#[derive(Debug)]
pub struct Operation {
    /// Its name in the model.
    pub name: &'static str,
    /// What a second request may do.
    pub safety: Safety,
    /// The codes of the errors that it lists beyond [`COMMON`].
    pub own_errors: &'static [&'static str],
    /// Calls it with every member set, breaking no rule.
    pub full: Begin,
    /// Calls it with nothing set.
    pub empty: Begin,
    /// Calls it with an input that breaks as many rules as one input can.
    pub bad: Begin,
}

impl Operation {
    /// Whether the model lists this error for the operation.
    pub fn lists(&self, code: &str) -> bool {
        COMMON.contains(&code) || self.own_errors.contains(&code)
    }
}

const BY_META: &str = "AccessDeniedByMetaException";
const DEPENDENCY: &str = "DependencyException";
const INTERNAL: &str = "InternalServiceException";
const NOT_FOUND: &str = "ResourceNotFoundException";

/// The errors that all operations list.
pub const COMMON: [&str; 4] = [
    "AccessDeniedException",
    "InvalidParametersException",
    "ThrottledRequestException",
    "ValidationException",
];

/// Every error of the service, with its status.
pub const ERRORS: [(&str, u16); 8] = [
    (BY_META, 403),
    ("AccessDeniedException", 403),
    (DEPENDENCY, 502),
    (INTERNAL, 500),
    ("InvalidParametersException", 400),
    (NOT_FOUND, 404),
    ("ThrottledRequestException", 429),
    ("ValidationException", 400),
];

macro_rules! operations {
    ($($call:ident, $name:ident, $safety:ident, [$($error:ident),*];)*) => {
        /// The operations in alphabetical order, as in the API reference.
        pub static ALL: [Operation; 13] = [$(Operation {
            name: stringify!($name),
            safety: Safety::$safety,
            own_errors: &[$($error),*],
            full: inputs::full::$call,
            empty: inputs::empty::$call,
            bad: inputs::bad::$call,
        }),*];
    };
}

operations! {
    associate, AssociateWhatsAppBusinessAccount, Once, [DEPENDENCY];
    delete_media, DeleteWhatsAppMessageMedia, Idempotent, [BY_META, DEPENDENCY, INTERNAL, NOT_FOUND];
    disassociate, DisassociateWhatsAppBusinessAccount, Idempotent, [DEPENDENCY, NOT_FOUND];
    get_account, GetLinkedWhatsAppBusinessAccount, Readonly, [DEPENDENCY, INTERNAL, NOT_FOUND];
    get_phone, GetLinkedWhatsAppBusinessAccountPhoneNumber, Readonly, [DEPENDENCY, INTERNAL, NOT_FOUND];
    get_media, GetWhatsAppMessageMedia, Once, [BY_META, DEPENDENCY, INTERNAL, NOT_FOUND];
    list_accounts, ListLinkedWhatsAppBusinessAccounts, Readonly, [INTERNAL, NOT_FOUND];
    list_tags, ListTagsForResource, Readonly, [INTERNAL];
    post_media, PostWhatsAppMessageMedia, Once, [BY_META, DEPENDENCY, INTERNAL, NOT_FOUND];
    put_destinations, PutWhatsAppBusinessAccountEventDestinations, Idempotent, [INTERNAL];
    send_message, SendWhatsAppMessage, Once, [DEPENDENCY, INTERNAL, NOT_FOUND];
    tag, TagResource, Once, [INTERNAL];
    untag, UntagResource, Once, [INTERNAL];
}

/// The operation with this name.
pub fn named(name: &str) -> &'static Operation {
    let found = ALL.iter().find(|operation| operation.name == name);
    found.expect("an operation of the service")
}
