//! Initial state from JSON: accounts, templates and customers.

use std::fmt;

use serde_json::Value;

use super::account::{Account, PhoneNumber, Tags};
use super::customer_record::CustomerRecord;
use super::template::TemplateStatus;
use super::template_definition::{Definition, check_components};
use super::values::{boolean, member, needed, one_of, only_members, text};
use crate::types::WhatsAppBusinessAccountEventDestination;

/// The initial state of an emulator, for [`Builder::seed`](super::Builder::seed).
///
/// ```
/// use socialmessaging::emulator::{Emulator, Seed};
///
/// let seed = Seed::from_json(r#"{
///     "accounts": [{
///         "name": "Example Restaurant",
///         "phoneNumbers": [{"number": "+14255550100", "displayName": "Restaurant"}],
///         "templates": [{
///             "name": "table_ready", "language": "en", "category": "UTILITY",
///             "components": [{"type": "BODY", "text": "Your table is ready."}]
///         }]
///     }],
///     "customers": [{"phone": "+14255550123", "name": "Ada"}]
/// }"#)?;
/// let emulator = Emulator::builder().seed(seed).build()?;
/// assert_eq!(emulator.accounts()[0].phone_numbers[0].number, "+14255550100");
/// assert_eq!(emulator.templates()[0].name, "table_ready");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// | object | members; those with `?` are optional |
/// |---|---|
/// | the document | `accounts?`, instead of the ready-made account; `customers?` |
/// | an account | `name`, `id?`, `metaId?`, `tags?`, `eventDestinations?`, `phoneNumbers?`, `templates?` |
/// | an event destination | `eventDestinationArn`, `roleArn?` |
/// | a phone number | `number`, `id?`, `metaId?`, `displayName?`, `qualityRating?`, `registered?`, `tags?` |
/// | a template | a definition of Meta: `name`, `language`, `category`, `components`, …; and `status?`, which is `APPROVED` by default |
/// | a customer | `phone`, `name?`, `reachable?` |
#[derive(Clone, Debug, Default)]
pub struct Seed {
    pub(super) accounts: Option<Vec<SeedAccount>>,
    pub(super) customers: Vec<CustomerRecord>,
}

/// An account with its templates.
#[derive(Clone, Debug)]
pub(super) struct SeedAccount {
    pub(super) account: Account,
    pub(super) templates: Vec<(Definition, TemplateStatus)>,
}

impl From<Account> for SeedAccount {
    fn from(account: Account) -> Self {
        Self {
            account,
            templates: Vec::new(),
        }
    }
}

/// An invalid [`Seed`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeedError {
    path: String,
    problem: String,
}

impl fmt::Display for SeedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.path.as_str() {
            "" => f.write_str(&self.problem),
            path => write!(f, "{path}: {}", self.problem),
        }
    }
}

impl std::error::Error for SeedError {}

impl Seed {
    /// Reads a seed.
    ///
    /// # Errors
    /// The text is not JSON, a member is unknown, missing or has the wrong
    /// type, or a template breaks one of Meta's rules.
    pub fn from_json(text: &str) -> Result<Self, SeedError> {
        let json: Value = serde_json::from_str(text).map_err(|error| SeedError {
            path: String::new(),
            problem: format!("not valid JSON: {error}"),
        })?;
        let document = Object::new(&json, String::new())?;
        document.only(&["$schema", "accounts", "customers"])?;
        Ok(Self {
            accounts: document.list("accounts", account)?,
            customers: document.list("customers", customer)?.unwrap_or_default(),
        })
    }
}

fn account(object: &Object<'_>) -> Result<SeedAccount, SeedError> {
    object.only(&[
        "name",
        "id",
        "metaId",
        "tags",
        "eventDestinations",
        "phoneNumbers",
        "templates",
    ])?;
    let mut account = Account::new(object.text("name")?);
    account.id = object.optional("id")?.unwrap_or_default();
    account.meta_id = object.optional("metaId")?.unwrap_or_default();
    account.tags = object.tags()?;
    account.event_destinations = object
        .list("eventDestinations", event_destination)?
        .unwrap_or_default();
    account.phone_numbers = object
        .list("phoneNumbers", phone_number)?
        .unwrap_or_default();
    if !account.id.is_empty() && !account.id.starts_with("waba-") {
        return Err(object.error("id must begin with `waba-`"));
    }
    let templates = object.list("templates", template)?;
    Ok(SeedAccount {
        account,
        templates: templates.unwrap_or_default(),
    })
}

fn event_destination(
    object: &Object<'_>,
) -> Result<WhatsAppBusinessAccountEventDestination, SeedError> {
    object.only(&["eventDestinationArn", "roleArn"])?;
    let arn = object.text("eventDestinationArn")?;
    let mut destination = WhatsAppBusinessAccountEventDestination::new(arn);
    destination.role_arn = object.optional("roleArn")?;
    Ok(destination)
}

fn phone_number(object: &Object<'_>) -> Result<PhoneNumber, SeedError> {
    object.only(&[
        "number",
        "id",
        "metaId",
        "displayName",
        "qualityRating",
        "registered",
        "tags",
    ])?;
    let number = object.phone("number")?;
    let mut number = match object.flag("registered")? {
        Some(false) => PhoneNumber::waiting(number),
        None | Some(true) => PhoneNumber::new(number),
    };
    number.id = object.optional("id")?.unwrap_or_default();
    number.meta_id = object.optional("metaId")?.unwrap_or_default();
    number.display_name = object.optional("displayName")?.unwrap_or_default();
    if let Some(rating) = object.optional("qualityRating")? {
        number.quality_rating = rating;
    }
    number.tags = object.tags()?;
    if !number.id.is_empty() && !number.id.starts_with("phone-number-id-") {
        return Err(object.error("id must begin with `phone-number-id-`"));
    }
    Ok(number)
}

fn template(object: &Object<'_>) -> Result<(Definition, TemplateStatus), SeedError> {
    let status = one_of(
        object.json,
        "status",
        "status",
        TemplateStatus::ALL,
        TemplateStatus::as_str,
    );
    let status = status.map_err(|problem| object.error(problem))?;
    let definition = Definition::parse(object.json.to_string().as_bytes());
    let definition = definition.map_err(|problem| object.error(problem))?;
    check_components(
        &definition.components,
        definition.parameter_format,
        &definition.category,
        // There are no uploads before the emulator starts.
        |_| true,
    )
    .map_err(|problem| object.error(problem))?;
    Ok((definition, status.unwrap_or(TemplateStatus::Approved)))
}

fn customer(object: &Object<'_>) -> Result<CustomerRecord, SeedError> {
    object.only(&["phone", "name", "reachable"])?;
    let mut customer = CustomerRecord::new(object.phone("phone")?);
    customer.name = object.optional("name")?;
    customer.reachable = object.flag("reachable")?.unwrap_or(true);
    Ok(customer)
}

fn is_phone_number(text: &str) -> bool {
    text.strip_prefix('+').is_some_and(|digits| {
        (5..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
    })
}

/// An object with its path, for errors.
struct Object<'j> {
    json: &'j Value,
    path: String,
}

impl<'j> Object<'j> {
    fn new(json: &'j Value, path: String) -> Result<Self, SeedError> {
        let object = Self { json, path };
        match json.is_object() {
            true => Ok(object),
            false => Err(object.error("must be an object")),
        }
    }

    fn error(&self, problem: impl Into<String>) -> SeedError {
        SeedError {
            path: self.path.clone(),
            problem: problem.into(),
        }
    }

    /// Rejects other members.
    fn only(&self, known: &[&str]) -> Result<(), SeedError> {
        only_members(self.json, known).map_err(|problem| self.error(problem))
    }

    fn optional(&self, name: &str) -> Result<Option<String>, SeedError> {
        let text = text(self.json, name).map_err(|problem| self.error(problem))?;
        Ok(text.map(str::to_owned))
    }

    fn text(&self, name: &str) -> Result<String, SeedError> {
        let text = needed(self.json, name).map_err(|problem| self.error(problem))?;
        Ok(text.to_owned())
    }

    fn phone(&self, name: &str) -> Result<String, SeedError> {
        let text = self.text(name)?;
        match is_phone_number(&text) {
            true => Ok(text),
            false => Err(self.error(format!(
                "{name} must be a plus sign and 5 to 15 digits, such as \"+14255550123\""
            ))),
        }
    }

    fn flag(&self, name: &str) -> Result<Option<bool>, SeedError> {
        boolean(self.json, name).map_err(|problem| self.error(problem))
    }

    fn tags(&self) -> Result<Tags, SeedError> {
        let read = |value: &Value| serde_json::from_value(value.clone()).ok();
        let tags = member(self.json, "tags", "an object of strings", read);
        let tags = tags.map_err(|problem| self.error(problem))?;
        Ok(tags.unwrap_or_default())
    }

    /// Reads the objects of a list.
    fn list<T>(
        &self,
        name: &str,
        read: impl Fn(&Object<'j>) -> Result<T, SeedError>,
    ) -> Result<Option<Vec<T>>, SeedError> {
        let entries = member(self.json, name, "a list", Value::as_array);
        let Some(entries) = entries.map_err(|problem| self.error(problem))? else {
            return Ok(None);
        };
        let path = match self.path.as_str() {
            "" => name.to_owned(),
            path => format!("{path}.{name}"),
        };
        let entries = entries.iter().enumerate();
        entries
            .map(|(index, entry)| read(&Object::new(entry, format!("{path}[{index}]"))?))
            .collect::<Result<_, _>>()
            .map(Some)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_name_the_path_and_suggest_a_fix() {
        for (text, expected) in [
            (
                "{",
                "not valid JSON: EOF while parsing an object at line 1 column 1",
            ),
            ("[]", "must be an object"),
            (
                r#"{"acounts": []}"#,
                "unknown member `acounts`; did you mean `accounts`?",
            ),
            (r#"{"accounts": {}}"#, "accounts must be a list"),
            (r#"{"accounts": [{}]}"#, "accounts[0]: name is required"),
            (
                r#"{"accounts": [{"name": "A", "phoneNumbers": [{"number": "1"}]}]}"#,
                "accounts[0].phoneNumbers[0]: number must be a plus sign and 5 to 15 digits, such as \"+14255550123\"",
            ),
            (
                r#"{"accounts": [{"name": "A", "id": "1"}]}"#,
                "accounts[0]: id must begin with `waba-`",
            ),
            (
                r#"{"accounts": [{"name": "A", "templates": [{"name": "A B", "language": "en"}]}]}"#,
                "accounts[0].templates[0]: the name \"A B\" is invalid: use lower-case letters, digits and underscores",
            ),
            (
                r#"{"accounts": [{"name": "A", "templates": [{"name": "a", "language": "en",
                    "category": "UTILITY", "components": [], "status": "APROVED"}]}]}"#,
                "accounts[0].templates[0]: unknown status `APROVED`; did you mean `APPROVED`?",
            ),
            (
                r#"{"customers": [{"phone": "+14255550123", "reachable": 1}]}"#,
                "customers[0]: reachable must be true or false",
            ),
        ] {
            let error = Seed::from_json(text).unwrap_err();
            assert_eq!(error.to_string(), expected, "{text}");
        }
    }
}
