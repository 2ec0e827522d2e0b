//! Changes to accounts and phone numbers.

use super::received::Received;
use crate::whatsapp::{
    AccountAlert, AccountReviewUpdate, AccountUpdate, BusinessCapabilityUpdate,
    BusinessUsernameUpdate, PartnerSolutionUpdate, PaymentConfigurationUpdate,
    PhoneNumberNameUpdate, PhoneNumberQualityUpdate, SecurityUpdate,
};

/// A change to a WhatsApp Business Account or phone number.
pub type AccountEvent = Received<AccountChange>;

/// A change to a WhatsApp Business Account or one of its phone numbers.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "`Received` boxes the value")]
#[non_exhaustive]
pub enum AccountChange {
    /// A change to the account, such as a violation or a ban.
    Account(AccountUpdate),
    /// An alert.
    Alert(AccountAlert),
    /// The result of a review.
    Review(AccountReviewUpdate),
    /// Limits of the business.
    Capability(BusinessCapabilityUpdate),
    /// The username of the business.
    Username(BusinessUsernameUpdate),
    /// The display name of a phone number.
    PhoneNumberName(PhoneNumberNameUpdate),
    /// The throughput and messaging limit of a phone number.
    PhoneNumberQuality(PhoneNumberQualityUpdate),
    /// The PIN of a phone number.
    Security(SecurityUpdate),
    /// A multi-partner solution.
    PartnerSolution(PartnerSolutionUpdate),
    /// The connection to a payment provider.
    PaymentConfiguration(PaymentConfigurationUpdate),
}

impl AccountEvent {
    /// Returns the name of the change as Meta writes it, such as
    /// `ACCOUNT_VIOLATION` or `REJECTED`.
    ///
    /// ```
    /// # use socialmessaging::events::{self, Event};
    /// let change = br#"{"field": "account_update", "value": {"event": "ACCOUNT_VIOLATION"}}"#;
    /// let events = events::parse(change)?;
    /// let Some(Event::Account(account)) = events.first() else { panic!("not an account") };
    /// assert_eq!(account.change(), Some("ACCOUNT_VIOLATION"));
    /// # Ok::<(), events::ParseError>(())
    /// ```
    #[must_use]
    pub fn change(&self) -> Option<&str> {
        match self.value() {
            AccountChange::Account(update) => update.event().map(|event| event.as_str()),
            AccountChange::Alert(alert) => alert.alert_info()?.alert_type(),
            AccountChange::Review(review) => review.decision().map(|it| it.as_str()),
            AccountChange::Capability(_) => None,
            AccountChange::Username(update) => update.status().map(|status| status.as_str()),
            AccountChange::PhoneNumberName(update) => update.decision(),
            AccountChange::PhoneNumberQuality(update) => update.event().map(|it| it.as_str()),
            AccountChange::Security(update) => update.event().map(|event| event.as_str()),
            AccountChange::PartnerSolution(update) => update.event(),
            AccountChange::PaymentConfiguration(update) => update.status().map(|it| it.as_str()),
        }
    }
}
