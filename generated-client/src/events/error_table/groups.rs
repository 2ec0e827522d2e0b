//! Error codes for groups.

use super::row::{ErrorRow, row};
use crate::events::error_class::ErrorClass::{Feature, SlowDown};

pub(super) const ROWS: &[ErrorRow] = &[
    row(
        131_201,
        Feature,
        "The group request succeeded only partially.",
        "Read the errors of each participant, and repeat the request for those.",
    ),
    row(
        131_202,
        Feature,
        "A participant of a group is listed twice.",
        "Remove the duplicate.",
    ),
    row(
        131_204,
        Feature,
        "The group would have too many participants.",
        "Add fewer participants.",
    ),
    row(
        131_207,
        Feature,
        "Meta suspended the group.",
        "Resolve the violation, or use another group.",
    ),
    row(
        131_208,
        SlowDown,
        "Too many group operations in a short time.",
        "Slow down group operations and retry with exponential backoff.",
    )
    .not_sent(),
    row(
        131_209,
        Feature,
        "The picture of the group is not square.",
        "Use a picture with equal width and height.",
    ),
    row(
        131_210,
        Feature,
        "The picture of the group is too small.",
        "Use a larger picture.",
    ),
    row(
        131_211,
        Feature,
        "The phone number has reached the maximum number of groups.",
        "Delete unused groups, or use another phone number.",
    ),
    row(
        131_212,
        Feature,
        "The person is not a participant of the group.",
        "Check the participants of the group.",
    ),
    row(
        131_213,
        Feature,
        "The request to join the group does not exist.",
        "Read the open requests again; the person may have withdrawn it.",
    ),
    row(
        131_214,
        Feature,
        "Creating groups is disabled for the phone number.",
        "Ask Meta to enable it, or use another phone number.",
    ),
    row(
        131_215,
        Feature,
        "The business is not eligible for groups.",
        "Meet Meta's requirements for groups first.",
    ),
];
