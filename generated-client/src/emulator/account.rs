//! Accounts and phone numbers of the emulator.

use std::collections::BTreeMap;

use runtime::Timestamp;

use crate::types::{
    LinkedWhatsAppBusinessAccount, LinkedWhatsAppBusinessAccountSummary, RegistrationStatus, Tag,
    WhatsAppBusinessAccountEventDestination, WhatsAppCallSettings, WhatsAppPhoneNumberDetail,
    WhatsAppPhoneNumberSummary,
};

/// The region of the emulator.
pub const REGION: &str = "us-east-1";

/// The AWS account of the emulator.
pub(super) const AWS_ACCOUNT: &str = "123456789012";
/// The region and AWS account in the ARNs of the emulator.
const ARN: &str = "arn:aws:social-messaging:us-east-1:123456789012:";
/// The prefix of an account's identifier.
const ACCOUNT: &str = "waba-";
/// The prefix of a phone number's identifier.
const PHONE_NUMBER: &str = "phone-number-id-";

/// The identifier of the ready-made account; examples in the documentation use
/// the same.
pub const ACCOUNT_ID: &str = "waba-01234567890123456789012345678901";

/// The identifier of the ready-made account's phone number; examples in the
/// documentation use the same.
pub const PHONE_NUMBER_ID: &str = "phone-number-id-01234567890123456789012345678901";

/// Tags by key, with or without a value.
pub type Tags = BTreeMap<String, Option<String>>;

/// A WhatsApp Business Account in the emulator.
///
/// ```
/// use socialmessaging::emulator::{Account, PhoneNumber};
///
/// let account = Account::new("Example Restaurant")
///     .with_phone_numbers([PhoneNumber::new("+14255550100")])
///     .with_tags([("team", "bookings")]);
/// assert_eq!(account.name, "Example Restaurant");
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Account {
    /// The AWS identifier, `waba-…`. If empty, the emulator assigns one.
    pub id: String,
    /// Meta's identifier. If empty, the emulator assigns one.
    pub meta_id: String,
    /// The name.
    pub name: String,
    /// The link date. If `None`, the emulator uses its clock.
    pub link_date: Option<Timestamp>,
    /// The event destination: at most one.
    pub event_destinations: Vec<WhatsAppBusinessAccountEventDestination>,
    /// The phone numbers.
    pub phone_numbers: Vec<PhoneNumber>,
    /// The tags.
    pub tags: Tags,
    /// The identifier of the dataset in Meta's Conversions API.
    pub dataset_id: Option<String>,
}

/// A phone number of an account in the emulator.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct PhoneNumber {
    /// The AWS identifier, `phone-number-id-…`. If empty, the emulator assigns
    /// one.
    pub id: String,
    /// Meta's identifier. If empty, the emulator assigns one.
    pub meta_id: String,
    /// The number: a plus sign and digits.
    pub number: String,
    /// The name that recipients see. If empty, the name of the account is used.
    pub display_name: String,
    /// Meta's rating of the number's messages: `GREEN`.
    pub quality_rating: String,
    /// Whether it can send messages.
    pub registration: Registration,
    /// The tags.
    pub tags: Tags,
    /// The country in which Meta stores the data.
    pub data_localization_region: Option<String>,
    /// The settings for calls.
    pub call_settings: Option<WhatsAppCallSettings>,
    /// The key that encrypts the data of Flows.
    pub public_key: Option<PublicKey>,
}

/// The public key of a phone number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PublicKey {
    /// The key in PEM format.
    Pem(String),
    /// The ARN of a key in AWS KMS.
    KmsKeyArn(String),
}

/// Whether a phone number can send messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Registration {
    /// It can send messages.
    Registered,
    /// It requires the second step of the sign-up.
    Waiting,
}

impl Account {
    /// Creates an account without phone numbers.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            id: String::new(),
            meta_id: String::new(),
            name: name.into(),
            link_date: None,
            event_destinations: Vec::new(),
            phone_numbers: Vec::new(),
            tags: Tags::new(),
            dataset_id: None,
        }
    }

    /// Creates the account of a new emulator, [`ACCOUNT_ID`], with one phone
    /// number, [`PHONE_NUMBER_ID`].
    pub fn ready_made() -> Self {
        Self::new("Example Restaurant")
            .with_id(ACCOUNT_ID)
            .with_link_date(Timestamp::from_secs(1_728_518_400))
            .with_phone_numbers([PhoneNumber::new("+14255550100").with_id(PHONE_NUMBER_ID)])
    }

    /// Sets the identifier. It begins with `waba-`.
    pub fn with_id(mut self, id: impl Into<String>) -> Self {
        self.id = id.into();
        self
    }

    /// Sets the link date.
    pub fn with_link_date(mut self, date: Timestamp) -> Self {
        self.link_date = Some(date);
        self
    }

    /// Sets the event destinations.
    pub fn with_event_destinations(
        mut self,
        destinations: impl IntoIterator<Item = WhatsAppBusinessAccountEventDestination>,
    ) -> Self {
        self.event_destinations = destinations.into_iter().collect();
        self
    }

    /// Sets the phone numbers.
    pub fn with_phone_numbers(mut self, numbers: impl IntoIterator<Item = PhoneNumber>) -> Self {
        self.phone_numbers = numbers.into_iter().collect();
        self
    }

    /// Sets the tags.
    pub fn with_tags<K: Into<String>, V: Into<String>>(
        mut self,
        tags: impl IntoIterator<Item = (K, V)>,
    ) -> Self {
        let tags = tags.into_iter();
        self.tags = tags
            .map(|(key, value)| (key.into(), Some(value.into())))
            .collect();
        self
    }

    /// Returns the ARN.
    pub fn arn(&self) -> String {
        format!(
            "{ARN}waba/{}",
            self.id.strip_prefix(ACCOUNT).unwrap_or(&self.id)
        )
    }

    /// Whether `id` is the account's identifier or ARN.
    pub(super) fn is(&self, id: &str) -> bool {
        self.id == id || self.arn() == id
    }

    fn registration_status(&self) -> RegistrationStatus {
        let waits = |number: &PhoneNumber| number.registration == Registration::Waiting;
        if self.phone_numbers.iter().any(waits) {
            RegistrationStatus::Incomplete
        } else {
            RegistrationStatus::Complete
        }
    }

    pub(super) fn summary(&self) -> LinkedWhatsAppBusinessAccountSummary {
        let mut summary = LinkedWhatsAppBusinessAccountSummary::new();
        summary.arn = self.arn();
        summary.id.clone_from(&self.id);
        summary.waba_id.clone_from(&self.meta_id);
        summary.registration_status = self.registration_status();
        summary.link_date = self.link_date.unwrap_or(Timestamp::UNIX_EPOCH);
        summary.waba_name.clone_from(&self.name);
        summary
            .event_destinations
            .clone_from(&self.event_destinations);
        summary.dataset_id.clone_from(&self.dataset_id);
        summary
    }

    pub(super) fn details(&self) -> LinkedWhatsAppBusinessAccount {
        let summary = self.summary();
        let mut details = LinkedWhatsAppBusinessAccount::new();
        details.arn = summary.arn;
        details.id = summary.id;
        details.waba_id = summary.waba_id;
        details.registration_status = summary.registration_status;
        details.link_date = summary.link_date;
        details.waba_name = summary.waba_name;
        details.event_destinations = summary.event_destinations;
        details.dataset_id = summary.dataset_id;
        let registered = self.phone_numbers.iter().filter(|number| number.can_send());
        details.phone_numbers = registered.map(|number| number.summary(self)).collect();
        details
    }
}

impl PhoneNumber {
    /// Creates a registered phone number.
    pub fn new(number: impl Into<String>) -> Self {
        Self {
            id: String::new(),
            meta_id: String::new(),
            number: number.into(),
            display_name: String::new(),
            quality_rating: "GREEN".to_owned(),
            registration: Registration::Registered,
            tags: Tags::new(),
            data_localization_region: None,
            call_settings: None,
            public_key: None,
        }
    }

    /// Creates a phone number that requires the second step of the sign-up.
    pub fn waiting(number: impl Into<String>) -> Self {
        Self {
            registration: Registration::Waiting,
            ..Self::new(number)
        }
    }

    /// Sets the identifier. It begins with `phone-number-id-`.
    pub fn with_id(mut self, id: impl Into<String>) -> Self {
        self.id = id.into();
        self
    }

    /// Sets the name that recipients see.
    pub fn with_display_name(mut self, name: impl Into<String>) -> Self {
        self.display_name = name.into();
        self
    }

    /// Sets the tags.
    pub fn with_tags<K: Into<String>, V: Into<String>>(
        mut self,
        tags: impl IntoIterator<Item = (K, V)>,
    ) -> Self {
        let tags = tags.into_iter();
        self.tags = tags
            .map(|(key, value)| (key.into(), Some(value.into())))
            .collect();
        self
    }

    /// Returns the ARN.
    pub fn arn(&self) -> String {
        let id = self.id.strip_prefix(PHONE_NUMBER).unwrap_or(&self.id);
        format!("{ARN}phone-number-id/{id}")
    }

    /// Whether `id` is the phone number's identifier or ARN.
    pub(super) fn is(&self, id: &str) -> bool {
        self.id == id || self.arn() == id
    }

    pub(super) fn can_send(&self) -> bool {
        self.registration == Registration::Registered
    }

    pub(super) fn summary(&self, account: &Account) -> WhatsAppPhoneNumberSummary {
        let detail = self.detail(account);
        let mut summary = WhatsAppPhoneNumberSummary::new();
        summary.arn = detail.arn;
        summary.phone_number = detail.phone_number;
        summary.phone_number_id = detail.phone_number_id;
        summary.meta_phone_number_id = detail.meta_phone_number_id;
        summary.display_phone_number_name = detail.display_phone_number_name;
        summary.display_phone_number = detail.display_phone_number;
        summary.quality_rating = detail.quality_rating;
        summary.data_localization_region = detail.data_localization_region;
        summary
    }

    pub(super) fn detail(&self, account: &Account) -> WhatsAppPhoneNumberDetail {
        let name = match self.display_name.as_str() {
            "" => &account.name,
            name => name,
        };
        let mut detail = WhatsAppPhoneNumberDetail::new();
        detail.arn = self.arn();
        detail.phone_number.clone_from(&self.number);
        detail.phone_number_id.clone_from(&self.id);
        detail.meta_phone_number_id.clone_from(&self.meta_id);
        detail.display_phone_number_name = name.to_owned();
        detail.display_phone_number = self.number.trim_start_matches('+').to_owned();
        detail.quality_rating.clone_from(&self.quality_rating);
        detail
            .data_localization_region
            .clone_from(&self.data_localization_region);
        detail
    }
}

/// Assigns the missing identifiers of an account and its phone numbers, from
/// unique numbers.
pub(super) fn identify(account: &mut Account, mut next: impl FnMut() -> u64) {
    if account.id.is_empty() {
        account.id = format!("{ACCOUNT}{:032}", next());
    }
    if account.meta_id.is_empty() {
        account.meta_id = format!("1022901{:08}", next());
    }
    for number in &mut account.phone_numbers {
        if number.id.is_empty() {
            number.id = format!("{PHONE_NUMBER}{:032}", next());
        }
        if number.meta_id.is_empty() {
            number.meta_id = format!("1065403{:08}", next());
        }
    }
}

/// Converts tags to a list.
pub(super) fn listed(tags: &Tags) -> Vec<Tag> {
    tags.iter()
        .map(|(key, value)| {
            let mut tag = Tag::new(key);
            tag.value.clone_from(value);
            tag
        })
        .collect()
}

/// Sets tags; existing values are replaced.
pub(super) fn set_tags(tags: &mut Tags, given: Vec<Tag>) {
    tags.extend(given.into_iter().map(|tag| (tag.key, tag.value)));
}
