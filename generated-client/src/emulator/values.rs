//! Members of the JSON of control requests and seeds.

use std::time::Duration;

use serde_json::Value;

/// The error for an unknown name, with the most similar known name or all of
/// them.
pub(super) fn unknown(what: &str, name: &str, known: &[&str]) -> String {
    let similarity = |known: &str| strsim::jaro_winkler(name, known);
    let nearest = known
        .iter()
        .max_by(|a, b| similarity(a).total_cmp(&similarity(b)))
        .filter(|known| similarity(known) > 0.8);
    match nearest {
        Some(nearest) => format!("unknown {what} `{name}`; did you mean `{nearest}`?"),
        None => format!("unknown {what} `{name}`; use one of {}", known.join(", ")),
    }
}

pub(super) fn text<'a>(json: &'a Value, name: &str) -> Result<Option<&'a str>, String> {
    member(json, name, "a string", Value::as_str)
}

pub(super) fn number(json: &Value, name: &str) -> Result<Option<u64>, String> {
    member(json, name, "a non-negative integer", Value::as_u64)
}

pub(super) fn fraction(json: &Value, name: &str) -> Result<Option<f64>, String> {
    let from_0_to_1 = |json: &Value| json.as_f64().filter(|number| (0.0..=1.0).contains(number));
    member(json, name, "a number from 0 to 1", from_0_to_1)
}

/// Reads the name of one of these values; `what` is their name in errors.
pub(super) fn one_of<T: Copy, const N: usize>(
    json: &Value,
    name: &str,
    what: &str,
    known: [T; N],
    as_str: fn(T) -> &'static str,
) -> Result<Option<T>, String> {
    let Some(given) = text(json, name)? else {
        return Ok(None);
    };
    let found = known.into_iter().find(|known| as_str(*known) == given);
    match found {
        Some(found) => Ok(Some(found)),
        None => Err(unknown(what, given, &known.map(as_str))),
    }
}

/// Reads a required member.
pub(super) fn needed<'a>(json: &'a Value, name: &str) -> Result<&'a str, String> {
    required(name, text(json, name)?)
}

/// Rejects an unset member.
pub(super) fn required<T>(name: &str, value: Option<T>) -> Result<T, String> {
    value.ok_or_else(|| format!("{name} is required"))
}

pub(super) fn boolean(json: &Value, name: &str) -> Result<Option<bool>, String> {
    member(json, name, "true or false", Value::as_bool)
}

/// Reads a time or a duration, in seconds.
pub(super) fn seconds(json: &Value, name: &str) -> Result<Option<Duration>, String> {
    let duration = |json: &Value| Duration::try_from_secs_f64(json.as_f64()?).ok();
    member(json, name, "a non-negative number of seconds", duration)
}

/// Checks that a value is an object with only these members.
pub(super) fn only_members(json: &Value, known: &[&str]) -> Result<(), String> {
    let members = json.as_object().ok_or("must be a JSON object")?;
    let unknown_one = members.keys().find(|name| !known.contains(&name.as_str()));
    match unknown_one {
        Some(name) if known.is_empty() => Err(format!(
            "unknown member `{name}`; send an empty JSON object"
        )),
        Some(name) => Err(unknown("member", name, known)),
        None => Ok(()),
    }
}

/// Reads an optional member; `null` counts as unset.
pub(super) fn member<'a, T>(
    json: &'a Value,
    name: &str,
    form: &str,
    read: impl FnOnce(&'a Value) -> Option<T>,
) -> Result<Option<T>, String> {
    match &json[name] {
        Value::Null => Ok(None),
        value => read(value)
            .map(Some)
            .ok_or_else(|| format!("{name} must be {form}")),
    }
}
