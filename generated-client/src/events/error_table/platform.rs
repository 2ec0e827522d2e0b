//! Error codes for the whole platform.

use super::row::{ErrorRow, row, rows};
use crate::events::error_class::ErrorClass::{
    Account, Feature, Informative, Recipient, Request, Retry, SlowDown, Stop, WaitDay,
};

pub(super) const ROWS: &[ErrorRow] = &[
    row(
        0,
        Account,
        "Meta's access token is invalid.",
        "Link the WhatsApp Business Account to AWS again, because AWS holds the token.",
    ),
    row(
        1,
        Retry,
        "Unknown Meta API error, or a malformed call.",
        "Check the message and retry a few times; the first attempt may have been sent.",
    ),
    row(
        2,
        Retry,
        "Meta's service is down or overloaded.",
        "Retry later; the first attempt may have been sent.",
    ),
    row(
        3,
        Account,
        "The account lacks a capability or a permission.",
        "Check the permissions of the account at Meta and link it to AWS again.",
    ),
    row(
        4,
        SlowDown,
        "Meta's API call limit per app was reached.",
        "Slow down for all recipients and retry with exponential backoff.",
    )
    .not_sent(),
    row(
        10,
        Account,
        "A permission was not granted or was revoked.",
        "Check the permissions of the account at Meta and link it to AWS again.",
    ),
    row(
        33,
        Request,
        "The phone number or another object does not exist.",
        "Check the id of the phone number; it may be deleted.",
    ),
    row(
        100,
        Request,
        "A parameter is unsupported, misspelled or invalid.",
        "Fix the message; `error_data.details` often names the parameter.",
    ),
    row(
        190,
        Account,
        "Meta's access token has expired.",
        "Link the WhatsApp Business Account to AWS again, because AWS holds the token.",
    ),
    rows(
        200,
        299,
        Account,
        "A permission was not granted or was revoked.",
        "Check the permissions of the account at Meta and link it to AWS again.",
    ),
    row(
        368,
        Account,
        "Meta restricted the account because it violated a policy.",
        "Stop the campaign and resolve the violation in Meta's Business Manager.",
    )
    .also(Stop),
    row(
        613,
        SlowDown,
        "Too many calls or permission requests in a short time; the newer code for 138013.",
        "Slow down the calls and retry with exponential backoff.",
    )
    .not_sent(),
    row(
        1_026,
        Recipient,
        "The recipient's app cannot show the message; an older code.",
        "Send a simpler message, or reach the person through another channel.",
    ),
    row(
        2_040,
        Feature,
        "The recipient cannot get messages about payments.",
        "Offer another way to pay.",
    ),
    row(
        2_046,
        Feature,
        "The order cannot change from its status to the new one.",
        "Read the current status of the order and send a change that it permits.",
    ),
    row(
        2_047,
        Feature,
        "The order cannot be canceled.",
        "Check whether the order is paid or already canceled.",
    ),
    row(
        80_007,
        SlowDown,
        "The API call limit per WhatsApp Business Account was reached.",
        "Slow down for all recipients and retry with exponential backoff.",
    )
    .not_sent(),
    row(
        130_403,
        Recipient,
        "The business has blocked this person.",
        "Unblock the person first, or do not send.",
    ),
    row(
        130_429,
        SlowDown,
        "The throughput of the phone number was reached.",
        "Send fewer messages per second and retry with exponential backoff.",
    )
    .not_sent(),
    row(
        130_472,
        WaitDay,
        "The person is in a Meta experiment and gets no marketing messages.",
        "Send no marketing message to this person for a day; wait for a message from the person, \
        or use another channel.",
    ),
    row(
        130_497,
        Account,
        "The account may not send messages to this country.",
        "Do not send to this country, or ask Meta to permit it.",
    ),
    row(
        130_501,
        Informative,
        "The platform does not forward this kind of received message.",
        "Tell the person that you cannot read this kind of message.",
    ),
];
