//! Error codes for templates, phone numbers and payments.

use super::row::{ErrorRow, row};
use crate::events::error_class::ErrorClass::{
    Account, Recipient, Request, Retry, Setup, SlowDown, Template,
};

pub(super) const ROWS: &[ErrorRow] = &[
    row(
        132_000,
        Template,
        "The number of parameters differs from the template.",
        "Read the template and send exactly its parameters.",
    ),
    row(
        132_001,
        Template,
        "The template does not exist in this language, or is not approved.",
        "Check its name and language code, with an underscore, and that it is approved.",
    ),
    row(
        132_005,
        Template,
        "The text is too long after the parameters are inserted.",
        "Shorten the parameters.",
    ),
    row(
        132_007,
        Template,
        "The text violates a content policy.",
        "Change the text, or the template.",
    ),
    row(
        132_008,
        Template,
        "The value of a parameter is invalid.",
        "Check the parameters against the template.",
    ),
    row(
        132_012,
        Template,
        "The type or format of a parameter differs from the template.",
        "Read the template and send parameters of the same types.",
    ),
    row(
        132_015,
        Template,
        "The template is paused because of its quality.",
        "Wait until the pause ends, or send another template.",
    ),
    row(
        132_016,
        Template,
        "The template is permanently disabled.",
        "Create a new template with other content.",
    ),
    row(
        132_018,
        Template,
        "A problem with the parameters: their number, type, position, spaces or line breaks.",
        "Remove new lines, tabs and runs of more than four spaces, and compare the \
         parameters with the template.",
    ),
    row(
        132_068,
        Template,
        "The Flow of the template is blocked.",
        "Fix the endpoint of the Flow, or send a template without it.",
    ),
    row(
        132_069,
        SlowDown,
        "The Flow of the template is throttled to ten messages per hour.",
        "Fix the endpoint of the Flow, and send at most ten messages per hour until then.",
    )
    .not_sent(),
    row(
        133_000,
        Setup,
        "An earlier deregistration of the phone number is incomplete.",
        "Deregister the phone number again before you register it.",
    ),
    row(
        133_004,
        Retry,
        "Meta's server is temporarily unavailable.",
        "Retry later.",
    ),
    row(
        133_005,
        Setup,
        "The PIN of the phone number is wrong.",
        "Use the right PIN, or reset it at Meta.",
    ),
    row(
        133_006,
        Setup,
        "The phone number must be verified first.",
        "Verify the phone number, then register it.",
    ),
    row(
        133_008,
        Setup,
        "Too many attempts with a wrong PIN.",
        "Wait for the time stated in the error, then use the right PIN.",
    ),
    row(
        133_009,
        Setup,
        "The PIN was entered too fast.",
        "Wait for the time stated in the error, then try again.",
    ),
    row(
        133_010,
        Setup,
        "The phone number is not registered.",
        "Register the phone number in the AWS console.",
    ),
    row(
        133_015,
        Setup,
        "The phone number was just deleted.",
        "Wait five minutes, then register it.",
    ),
    row(
        133_016,
        Setup,
        "Too many registrations and deregistrations; the phone number is locked for 72 hours.",
        "Do not retry for 72 hours.",
    ),
    row(
        134_011,
        Account,
        "The payment terms are not accepted.",
        "Accept the payment terms for the account at Meta.",
    ),
    row(
        134_100,
        Template,
        "The Marketing Messages API accepts only marketing templates.",
        "Send the template without that API, or use a marketing template.",
    ),
    row(
        134_101,
        Retry,
        "The template is not yet known to the Marketing Messages API.",
        "Retry after ten minutes.",
    )
    .also(Template),
    row(
        134_102,
        Template,
        "The template is not available on the Marketing Messages API.",
        "Send another template, or the same template without that API.",
    ),
    row(
        134_103,
        Template,
        "The template is not available on the Marketing Messages API.",
        "Send another template, or the same template without that API.",
    ),
    row(
        135_000,
        Request,
        "A generic user error, often in the parameters.",
        "Check the message against the model.",
    ),
    row(
        136_024,
        Setup,
        "The verification code could not be sent.",
        "Wait, then request the code again, or use the other method.",
    ),
    row(
        137_000,
        Recipient,
        "The identity key of the person does not match the hash in the message.",
        "Confirm the identity of the person again and use the new hash.",
    ),
];
