//! Pages of lists.

use std::collections::BTreeMap;
use std::ops::Bound;

use super::api_error::ApiError;
use crate::emulator::token::Tokens;

/// The default page size.
const PAGE: usize = 100;

/// The page that a request selects.
pub(super) struct PageRequest {
    /// The list. A token of another list is invalid.
    list: String,
    token: Option<String>,
    size: usize,
}

impl PageRequest {
    pub(super) fn new(
        list: impl Into<String>,
        token: Option<String>,
        max_results: Option<i32>,
    ) -> Self {
        let size = max_results.and_then(|size| usize::try_from(size).ok());
        Self {
            list: list.into(),
            token,
            size: size.unwrap_or(PAGE),
        }
    }
}

/// Returns the selected entries on a page, and the token of the next page.
pub(super) fn page<'a, T>(
    tokens: &Tokens,
    request: &PageRequest,
    entries: &'a BTreeMap<String, T>,
    select: impl Fn(&T) -> bool,
) -> Result<(Vec<&'a T>, Option<String>), ApiError> {
    let after = match &request.token {
        Some(token) => Bound::Excluded(cursor(tokens, &request.list, token)?),
        None => Bound::Unbounded,
    };
    let mut rest = entries
        .range((after, Bound::Unbounded))
        .filter(|(_, entry)| select(entry));
    let page: Vec<_> = rest.by_ref().take(request.size).collect();
    let more = rest.next().is_some();
    let next = page
        .last()
        .filter(|_| more)
        .map(|(key, _)| tokens.issue(&format!("{}\n{key}", request.list)));
    Ok((page.into_iter().map(|(_, entry)| entry).collect(), next))
}

fn cursor(tokens: &Tokens, list: &str, token: &str) -> Result<String, ApiError> {
    let cursor = tokens.read(token);
    let of_list = cursor.as_deref().and_then(|cursor| cursor.split_once('\n'));
    of_list
        .filter(|(name, _)| *name == list)
        .map(|(_, key)| key.to_owned())
        .ok_or_else(|| {
            ApiError::invalid("nextToken is invalid: use the nextToken of the previous page")
        })
}
