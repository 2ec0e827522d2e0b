//! Error codes for calls, Flows, usernames and template creation.

use super::row::{ErrorRow, row, rows};
use crate::events::error_class::ErrorClass::{Feature, Retry, SlowDown, Template};

pub(super) const ROWS: &[ErrorRow] = &[
    row(
        138_000,
        Feature,
        "Calls are not enabled for the phone number.",
        "Enable calls with UpdateLinkedWhatsAppBusinessAccountPhoneNumber.",
    ),
    row(
        138_001,
        Feature,
        "The person cannot be called.",
        "Send a message instead.",
    ),
    row(
        138_002,
        Feature,
        "Too many calls at once.",
        "Wait until a call has ended.",
    ),
    row(
        138_003,
        Feature,
        "There is already a call with this person.",
        "End the other call first.",
    ),
    row(
        138_004,
        Feature,
        "The connection of the call failed.",
        "Check the session description, and call again.",
    ),
    row(
        138_005,
        SlowDown,
        "Too many calls in a short time.",
        "Slow down the calls and retry with exponential backoff.",
    )
    .not_sent(),
    row(
        138_006,
        Feature,
        "The person has not permitted calls.",
        "Ask for permission with a call permission request.",
    ),
    row(
        138_007,
        Feature,
        "The call was not connected in time.",
        "Call again.",
    ),
    row(
        138_009,
        Feature,
        "Too many requests for permission to call: one in 24 hours and two in seven days \
         per person.",
        "Wait, or wait for a call from the person, which resets the limit.",
    ),
    row(
        138_012,
        Feature,
        "The daily limit of calls to this person was reached.",
        "Call again on the next day.",
    ),
    row(
        138_013,
        SlowDown,
        "The permission of the person was read too often.",
        "Read it less often and retry with exponential backoff.",
    )
    .not_sent(),
    row(
        138_018,
        Feature,
        "Calls cannot be enabled for the phone number.",
        "Meet Meta's requirements for calls first.",
    ),
    row(
        139_000,
        Feature,
        "The account does not meet Meta's integrity requirements for Flows.",
        "Resolve the account's problems with Meta.",
    ),
    row(
        139_001,
        Feature,
        "The Flow could not be changed.",
        "Check that the Flow is a draft.",
    ),
    row(
        139_002,
        Feature,
        "The Flow could not be published.",
        "Fix the errors in the Flow JSON first.",
    ),
    row(
        139_003,
        Feature,
        "The Flow could not be deprecated.",
        "Check that the Flow is published.",
    ),
    row(
        139_004,
        Feature,
        "The Flow could not be deleted.",
        "Check that the Flow is a draft; published ones can only be deprecated.",
    ),
    row(
        139_100,
        Feature,
        "Some people could not be blocked or unblocked.",
        "Read the errors of each person, and repeat the request for those.",
    ),
    row(
        139_101,
        Feature,
        "The list of blocked people is full.",
        "Unblock people first.",
    ),
    row(
        139_102,
        Feature,
        "The list of blocked people changed at the same time.",
        "Retry, with one request at a time.",
    ),
    row(
        139_103,
        Feature,
        "The list of blocked people could not be changed.",
        "Retry later.",
    ),
    rows(
        147_001,
        147_005,
        Feature,
        "A request about the username of the business was rejected; the documentation does not \
        distinguish these codes.",
        "Read `error_data.details`.",
    ),
    row(
        2_388_019,
        Template,
        "The account has reached the maximum number of templates.",
        "Delete unused templates.",
    ),
    row(
        2_388_039,
        Template,
        "A template was rejected on creation; the exact meaning is unconfirmed.",
        "Read `error_data.details`.",
    ),
    row(
        2_388_040,
        Template,
        "A part of a template is too long.",
        "Shorten the part.",
    ),
    row(
        2_388_047,
        Template,
        "The header of a template has an invalid format.",
        "Fix the header.",
    ),
    row(
        2_388_072,
        Template,
        "The body of a template has an invalid format.",
        "Fix the body.",
    ),
    row(
        2_388_073,
        Template,
        "The footer of a template has an invalid format.",
        "Fix the footer.",
    ),
    row(
        2_388_293,
        Template,
        "The text of a template has too many variables for its length.",
        "Write more text, or use fewer variables.",
    ),
    row(
        2_388_299,
        Template,
        "The text of a template begins or ends with a variable.",
        "Write text before and after each variable.",
    ),
    row(
        2_494_100,
        Retry,
        "The phone number is in maintenance.",
        "Retry later.",
    ),
    row(
        2_593_107,
        Feature,
        "The history was requested too often.",
        "Do not request it again.",
    ),
    row(
        2_593_108,
        Feature,
        "The deadline for requesting the history has passed.",
        "Connect the phone number again to request it.",
    ),
    row(
        2_593_109,
        Feature,
        "The business did not share the history.",
        "Continue without the history.",
    ),
];
