//! What every client has to show: one table, whatever language the program
//! behind it is written in.

/// The checks in the order of the report. The programs in `xtask/interop` print
/// these names.
pub(super) const ALL: &[&str] = &[
    // Each operation, with what the emulator knows afterwards.
    "SendWhatsAppMessage",
    "GetLinkedWhatsAppBusinessAccount",
    "GetLinkedWhatsAppBusinessAccountPhoneNumber",
    "PutWhatsAppBusinessAccountEventDestinations",
    "TagResource",
    "ListTagsForResource",
    "UntagResource",
    "PostWhatsAppMessageMedia",
    "GetWhatsAppMessageMedia",
    "DeleteWhatsAppMessageMedia",
    "AssociateWhatsAppBusinessAccount",
    "ListLinkedWhatsAppBusinessAccounts",
    "DisassociateWhatsAppBusinessAccount",
    // Pagination, by the paginator of the client.
    "pages",
    "changed page token",
    // Each error of the model: code, type, status, message, request id.
    "AccessDeniedByMetaException",
    "AccessDeniedException",
    "DependencyException",
    "InternalServiceException",
    "InvalidParametersException",
    "ResourceNotFoundException",
    "ThrottledRequestException",
    "ValidationException",
    "media of another phone number",
    // Failures on demand, and how many messages were taken.
    "retry after throttling",
    "late answer",
    "reset before processing",
    "reset after processing",
    "garbage",
    "HTML of a proxy",
    // Signatures; all calls above are signed and verified.
    "unsigned",
    "wrong secret",
    "unknown key",
    "unknown session token",
];

/// What became of one check.
pub(super) struct Check {
    pub(super) name: String,
    pub(super) problem: Option<String>,
}

impl Check {
    fn failed(name: &str, problem: &str) -> Self {
        Self {
            name: name.to_owned(),
            problem: Some(problem.to_owned()),
        }
    }
}

/// Every check, from the lines `name<TAB>ok` and `name<TAB>problem` that a
/// program has printed. One that it has not printed has failed, and so has one
/// that the table does not have.
pub(super) fn read(output: &str) -> Vec<Check> {
    let printed: Vec<(&str, &str)> = output
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .collect();
    let known = ALL.iter().map(|name| {
        let found = printed.iter().find(|(printed, _)| printed == name);
        match found {
            Some((_, "ok")) => Check {
                name: (*name).to_owned(),
                problem: None,
            },
            Some((_, problem)) => Check::failed(name, problem),
            None => Check::failed(name, "the program has not run it"),
        }
    });
    let unknown = printed.iter().filter(|(name, _)| !ALL.contains(name));
    let unknown = unknown.map(|(name, _)| Check::failed(name, "the table does not have it"));
    known.chain(unknown).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_run_has_not_passed() {
        let checks = read("TagResource\tok\npages\tthe last is missing\nsurprise\tok\nnoise\n");
        let outcome = |name: &str| {
            let check = checks.iter().find(|check| check.name == name);
            check.and_then(|check| check.problem.as_deref())
        };
        assert_eq!(outcome("TagResource"), None);
        assert_eq!(outcome("pages"), Some("the last is missing"));
        assert_eq!(outcome("unsigned"), Some("the program has not run it"));
        assert_eq!(outcome("surprise"), Some("the table does not have it"));
        assert_eq!(checks.len(), ALL.len() + 1);
    }
}
