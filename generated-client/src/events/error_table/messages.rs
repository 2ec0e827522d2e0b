//! Error codes for messages.

use super::row::{ErrorRow, row};
use crate::events::error_class::ErrorClass::{
    Account, Informative, Media, OptedOut, PairRate, Recipient, Request, Retry, Setup, Stop,
    WaitDay, Window,
};

pub(super) const ROWS: &[ErrorRow] = &[
    row(
        131_000,
        Retry,
        "Something went wrong at Meta.",
        "Retry a few times; the first attempt may have been sent.",
    ),
    row(
        131_005,
        Account,
        "Access is denied; in India, possibly because the payment terms are not accepted.",
        "Check the permissions of the account at Meta, and accept the payment terms if you send \
        orders.",
    ),
    row(
        131_008,
        Request,
        "A required parameter is missing.",
        "Fix the message; `error_data.details` names the parameter.",
    ),
    row(
        131_009,
        Request,
        "The value of a parameter is invalid, for example the target of a reaction.",
        "Fix the message; `error_data.details` names the parameter.",
    ),
    row(
        131_016,
        Retry,
        "Meta's service is unavailable.",
        "Retry later; the first attempt may have been sent.",
    ),
    row(
        131_020,
        Request,
        "The group has only one member.",
        "Wait until another person has joined the group.",
    ),
    row(
        131_021,
        Request,
        "The sender and the recipient are the same phone number.",
        "Use another recipient.",
    ),
    row(
        131_026,
        Recipient,
        "The message cannot be delivered: the person is not on WhatsApp, has an old app, \
         has not accepted the terms, or has blocked you. Meta does not say which.",
        "Do not repeat it; ask the person through another channel to update WhatsApp and to \
         write to you.",
    ),
    row(
        131_030,
        Setup,
        "The recipient is not in the recipient list of the test phone number.",
        "Add the recipient to the list at Meta, or send with your own phone number.",
    ),
    row(
        131_031,
        Account,
        "The account is locked, or the business details did not match.",
        "Stop the campaign and resolve the lock in Meta's Business Manager.",
    )
    .also(Stop),
    row(
        131_037,
        Setup,
        "The display name of the phone number is not approved, or it is a 555 number.",
        "Get the display name approved by Meta before you send.",
    ),
    row(
        131_041,
        Request,
        "The group does not exist, or the business is not a member.",
        "Check the id of the group.",
    ),
    row(
        131_042,
        Account,
        "The account has a payment problem.",
        "Check the payment method and the credit of the account at Meta.",
    ),
    row(
        131_044,
        Account,
        "The account has a payment problem for calls.",
        "Check the payment method of the account at Meta.",
    ),
    row(
        131_045,
        Setup,
        "The certificate or the registration of the phone number is wrong.",
        "Register the phone number again in the AWS console.",
    ),
    row(
        131_047,
        Window,
        "More than 24 hours have passed since the last message of the person.",
        "Send a template, or wait for a message from the person.",
    ),
    row(
        131_048,
        Stop,
        "The phone number reached the spam limit, because people blocked or reported it.",
        "Stop the campaign and check the quality of the phone number before you send again.",
    ),
    row(
        131_049,
        WaitDay,
        "Meta did not deliver the marketing message, because the person already receives many.",
        "Do not repeat it to this person for at least a day.",
    ),
    row(
        131_050,
        OptedOut,
        "The person opted out of your marketing messages.",
        "Never send marketing to this person again, until `user_preferences` reports `resume`.",
    ),
    row(
        131_051,
        Request,
        "The type of the message is not supported; received messages of this type are not \
        forwarded.",
        "Send another kind of message; for a received one, tell the person that you \
         cannot read it.",
    )
    .also(Informative),
    row(
        131_052,
        Media,
        "Meta or AWS could not download the media file; a received file is larger than 100 MB.",
        "Check that the link is public and has the right type, or ask the person for a smaller \
        file.",
    ),
    row(
        131_053,
        Media,
        "The media file was rejected because of its size, its type, or a type that does not \
        match its content.",
        "Convert the file to a supported type and size, and upload it again.",
    ),
    row(
        131_055,
        Account,
        "The account may not use this method, for example the Marketing Messages API \
         without its terms.",
        "Accept the terms of the Marketing Messages API for the account.",
    ),
    row(
        131_056,
        PairRate,
        "Too many messages to this person in a short time.",
        "Retry after 4^n seconds, with n = 0, 1, 2 and so on; messages to others are not \
         affected.",
    )
    .not_sent(),
    row(
        131_057,
        Retry,
        "The phone number is in maintenance, usually an upgrade of its throughput.",
        "Retry after a minute.",
    )
    .not_sent(),
    row(
        131_059,
        Request,
        "The cursor of a list of groups is invalid.",
        "Start the list again.",
    ),
    row(
        131_062,
        Request,
        "The message cannot be sent to a business-scoped user id, for example an \
         authentication template.",
        "Send it to the phone number.",
    ),
    row(
        131_063,
        Account,
        "Marketing templates are disabled on the Cloud API for this account.",
        "Use the Marketing Messages API: accept its terms for the account.",
    ),
    row(
        131_064,
        Stop,
        "The account is limited, because its templates were in the wrong category.",
        "Stop the campaign and correct the categories of the templates.",
    ),
];
