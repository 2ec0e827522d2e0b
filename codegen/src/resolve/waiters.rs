//! Waiters. Mistakes are returned with their spans; the checks report them.

use crate::jmespath;
use crate::json::{Entry, Value};
use crate::model::{
    Acceptor, Deprecated, Matcher, PathComparator, PathMatch, Waiter, WaiterState, is_identifier,
};
use crate::source::Span;

/// A mistake in a waiter: its span and its title.
pub(crate) type Mistake = (Span, String);

/// The waiters of an operation.
pub(crate) fn waiters(value: Option<&Value<'_>>) -> (Vec<Waiter>, Vec<Mistake>) {
    let mut mistakes = Vec::new();
    let entries = value.into_iter().flat_map(|value| value.entries());
    let waiters = entries.filter_map(|entry| match waiter(entry) {
        Ok(waiter) => Some(waiter),
        Err(mistake) => {
            mistakes.push(mistake);
            None
        }
    });
    let waiters = waiters.collect();
    (waiters, mistakes)
}

/// The default minimum delay, in seconds.
const MIN_DELAY: u32 = 2;
const MAX_DELAY: u32 = 120;

fn waiter(entry: &Entry<'_>) -> Result<Waiter, Mistake> {
    let value = &entry.value;
    if !is_identifier(&entry.key) {
        let title = format!("`{}` is not a valid waiter name", entry.key);
        return Err((entry.key_span, title));
    }
    let min_delay = delay(value, "minDelay", MIN_DELAY)?;
    let max_delay = delay(value, "maxDelay", MAX_DELAY.max(min_delay))?;
    if min_delay > max_delay {
        let span = value.get("minDelay").map_or(value.span, |value| value.span);
        return Err((span, "`minDelay` is greater than `maxDelay`".to_owned()));
    }
    let acceptors = value.get("acceptors").map_or(&[][..], Value::elements);
    let acceptors: Vec<Acceptor> = acceptors.iter().map(acceptor).collect::<Result<_, _>>()?;
    if !acceptors
        .iter()
        .any(|acceptor| acceptor.state == WaiterState::Success)
    {
        let title = format!("`{}` has no acceptor with the state `success`", entry.key);
        return Err((entry.key_span, title));
    }
    let is_deprecated = value.get("deprecated").and_then(Value::as_bool) == Some(true);
    Ok(Waiter {
        name: entry.key.to_string(),
        documentation: value.str("documentation").map(str::to_owned),
        deprecated: is_deprecated.then(Deprecated::default),
        min_delay,
        max_delay,
        acceptors,
    })
}

fn delay(value: &Value<'_>, name: &str, otherwise: u32) -> Result<u32, Mistake> {
    let Some(delay) = value.get(name) else {
        return Ok(otherwise);
    };
    let seconds = delay.as_number().and_then(|number| number.as_i64());
    let seconds = seconds.and_then(|seconds| u32::try_from(seconds).ok());
    let seconds = seconds.filter(|seconds| *seconds > 0);
    seconds.ok_or_else(|| (delay.span, format!("`{name}` must be a positive integer")))
}

fn acceptor(value: &Value<'_>) -> Result<Acceptor, Mistake> {
    let state = match value.str("state") {
        Some("success") => WaiterState::Success,
        Some("failure") => WaiterState::Failure,
        Some("retry") => WaiterState::Retry,
        _ => {
            let span = value.get("state").map_or(value.span, |value| value.span);
            let title = "unknown state: expected `success`, `failure` or `retry`";
            return Err((span, title.to_owned()));
        }
    };
    let Some(matcher) = value.get("matcher") else {
        return Err((value.span, "acceptor without a `matcher`".to_owned()));
    };
    Ok(Acceptor {
        state,
        matcher: self::matcher(matcher)?,
    })
}

fn matcher(value: &Value<'_>) -> Result<Matcher, Mistake> {
    if let Some(success) = value.get("success").and_then(Value::as_bool) {
        return Ok(Matcher::Success(success));
    }
    if let Some(name) = value.str("errorType") {
        // The id of a shape, or its name.
        let name = name.rsplit('#').next().unwrap_or(name);
        return Ok(Matcher::ErrorType(name.to_owned()));
    }
    if let Some(output) = value.get("output") {
        return path_match(output).map(Matcher::Output);
    }
    if let Some(both) = value.get("inputOutput") {
        return path_match(both).map(Matcher::InputOutput);
    }
    let title = "unknown matcher: expected `success`, `errorType`, `output` or `inputOutput`";
    Err((value.span, title.to_owned()))
}

fn path_match(value: &Value<'_>) -> Result<PathMatch, Mistake> {
    let part = |name: &str| match value
        .get(name)
        .and_then(|value| Some((value, value.as_str()?)))
    {
        Some(found) => Ok(found),
        None => Err((value.span, format!("missing `{name}`"))),
    };
    let (at, path) = part("path")?;
    let (_, expected) = part("expected")?;
    let (named, comparator) = part("comparator")?;
    let path =
        jmespath::parse(path).map_err(|problem| (at.span, format!("invalid path: {problem}")))?;
    Ok(PathMatch {
        path,
        expected: expected.to_owned(),
        comparator: match comparator {
            "stringEquals" => PathComparator::StringEquals,
            "booleanEquals" => PathComparator::BooleanEquals,
            "allStringEquals" => PathComparator::AllStringEquals,
            "anyStringEquals" => PathComparator::AnyStringEquals,
            _ => {
                let title = "the comparators are `stringEquals`, `booleanEquals`, \
                             `allStringEquals` and `anyStringEquals`";
                return Err((named.span, title.to_owned()));
            }
        },
    })
}
