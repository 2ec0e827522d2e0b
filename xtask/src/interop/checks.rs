//! The checks, which are the same for every SDK.

use super::message_checks::MESSAGES;

/// The checks of the API of May 2025, in the order of the report. The programs
/// in `xtask/interop` print these names.
pub(super) const FIRST: &[&str] = &[
    // Each operation, and its effect on the emulator.
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
    // Pagination with the client's paginator.
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
    // Injected failures, and the number of accepted messages.
    "retry after throttling",
    "late answer",
    "reset before processing",
    "reset after processing",
    "garbage",
    "HTML of a proxy",
    // Signatures; the calls above are signed and verified.
    "unsigned",
    "wrong secret",
    "unknown key",
    "unknown session token",
];

/// The checks of templates and Flows, which were added to the API in June 2026.
pub(super) const FLOWS: &[&str] = &[
    "CreateWhatsAppMessageTemplateMedia",
    "CreateWhatsAppMessageTemplate",
    "GetWhatsAppMessageTemplate",
    "UpdateWhatsAppMessageTemplate",
    "ListWhatsAppMessageTemplates",
    "ListWhatsAppTemplateLibrary",
    "CreateWhatsAppMessageTemplateFromLibrary",
    "DeleteWhatsAppMessageTemplate",
    "CreateWhatsAppFlow",
    "GetWhatsAppFlow",
    "UpdateWhatsAppFlow",
    "UpdateWhatsAppFlowAssets",
    "GetWhatsAppFlowPreview",
    "ListWhatsAppFlowAssets",
    "ListWhatsAppFlows",
    "PublishWhatsAppFlow",
    "DeprecateWhatsAppFlow",
    "DeleteWhatsAppFlow",
    "pages of templates",
    "failure of a template message",
];

/// The checks of calls and conversions, which were added to the API in November
/// 2026.
pub(super) const CALLS: &[&str] = &[
    "PutWhatsAppBusinessPublicKey",
    "GetWhatsAppBusinessPublicKey",
    "UpdateLinkedWhatsAppBusinessAccountPhoneNumber",
    "GetWhatsAppCallPermission",
    "SendWhatsAppCallEvent",
    "CreateWhatsAppDataset",
    "SendWhatsAppConversionEvent",
    "ConflictException",
];

/// The checks that a client runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Suite {
    /// The operations of May 2025.
    First,
    /// The operations of June 2026.
    Flows,
    /// All operations of the model.
    All,
    /// Messages and events, without the emulator.
    Messages,
}

impl Suite {
    /// Returns the names of the checks.
    pub(super) fn checks(self) -> Vec<&'static str> {
        match self {
            Self::First => FIRST.to_vec(),
            Self::Flows => [FIRST, FLOWS].concat(),
            Self::All => [FIRST, FLOWS, CALLS].concat(),
            Self::Messages => MESSAGES.to_vec(),
        }
    }
}

/// The result of one check.
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

/// Parses the lines `name<TAB>ok` and `name<TAB>problem` of a program. Missing
/// and unknown checks count as failed.
pub(super) fn read(output: &str, suite: Suite) -> Vec<Check> {
    let all = suite.checks();
    let printed: Vec<(&str, &str)> = output
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .collect();
    let known = all.iter().map(|name| {
        let found = printed.iter().find(|(printed, _)| printed == name);
        match found {
            Some((_, "ok")) => Check {
                name: (*name).to_owned(),
                problem: None,
            },
            Some((_, problem)) => Check::failed(name, problem),
            None => Check::failed(name, "the program did not run it"),
        }
    });
    let unknown = printed.iter().filter(|(name, _)| !all.contains(name));
    let unknown = unknown.map(|(name, _)| Check::failed(name, "unknown check"));
    known.chain(unknown).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missing_and_unknown_checks_fail() {
        let output = "TagResource\tok\npages\tthe last is missing\nsurprise\tok\nnoise\n";
        let checks = read(output, Suite::First);
        let outcome = |name: &str| {
            let check = checks.iter().find(|check| check.name == name);
            check.and_then(|check| check.problem.as_deref())
        };
        assert_eq!(outcome("TagResource"), None);
        assert_eq!(outcome("pages"), Some("the last is missing"));
        assert_eq!(outcome("unsigned"), Some("the program did not run it"));
        assert_eq!(outcome("surprise"), Some("unknown check"));
        assert_eq!(checks.len(), FIRST.len() + 1);
        let all = read(output, Suite::All);
        assert_eq!(all.len(), FIRST.len() + FLOWS.len() + CALLS.len() + 1);
    }
}
