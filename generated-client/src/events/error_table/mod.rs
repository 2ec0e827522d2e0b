//! The table of error codes.
//!
//! Only the codes for limits and 131057 prove that nothing was sent: after 1,
//! 2, 131000 and others, Meta may have sent the message before the failure.

mod features;
mod groups;
mod messages;
mod platform;
mod row;
mod templates;

use super::error_class::ErrorClass::{Feature, Request, Setup, Template};
pub(super) use row::ErrorRow;
use row::rows;

/// The parts of the table. Codes are in ascending order.
const TABLES: [&[ErrorRow]; 5] = [
    platform::ROWS,
    messages::ROWS,
    groups::ROWS,
    templates::ROWS,
    features::ROWS,
];

/// Blocks of numbers, for codes that are newer than the table.
const BLOCKS: &[ErrorRow] = &[
    rows(
        131_000,
        131_199,
        Request,
        "Other message error.",
        "Read `error_data.details`, and fix the message.",
    ),
    rows(
        131_200,
        131_299,
        Feature,
        "Other group error.",
        "Read `error_data.details`.",
    ),
    rows(
        131_300,
        131_999,
        Request,
        "Other message error.",
        "Read `error_data.details`, and fix the message.",
    ),
    rows(
        132_000,
        132_999,
        Template,
        "Other template error.",
        "Read `error_data.details`, and compare the message with the template.",
    ),
    rows(
        133_000,
        133_999,
        Setup,
        "Other error of phone number registration.",
        "Read `error_data.details`, and check the phone number in the AWS console.",
    ),
    rows(
        138_000,
        138_999,
        Feature,
        "Other call error.",
        "Read `error_data.details`.",
    ),
];

/// Returns the row of a code.
pub(super) fn listed(code: i32) -> Option<&'static ErrorRow> {
    TABLES.iter().find_map(|rows| find(rows, code))
}

/// Returns the block of numbers around a code.
pub(super) fn block(code: i32) -> Option<&'static ErrorRow> {
    find(BLOCKS, code)
}

fn find(rows: &'static [ErrorRow], code: i32) -> Option<&'static ErrorRow> {
    let index = rows.partition_point(|row| row.last < code);
    rows.get(index).filter(|row| row.first <= code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::error_class::ErrorClass;

    #[test]
    fn codes_are_in_order_and_distinct() {
        let rows: Vec<&ErrorRow> = TABLES.into_iter().flatten().collect();
        for rows in [rows, BLOCKS.iter().collect()] {
            for pair in rows.windows(2) {
                assert!(pair[0].last < pair[1].first, "{}", pair[1].first);
            }
            assert!(rows.iter().all(|row| row.first <= row.last));
        }
    }

    #[test]
    fn only_limits_and_maintenance_prove_that_nothing_was_sent() {
        for row in TABLES.into_iter().flatten().chain(BLOCKS) {
            let limit = matches!(row.class, ErrorClass::SlowDown | ErrorClass::PairRate);
            assert_eq!(
                row.proves_not_sent,
                limit || row.first == 131_057,
                "{}",
                row.first
            );
        }
    }

    #[test]
    fn texts_are_sentences() {
        for row in TABLES.into_iter().flatten().chain(BLOCKS) {
            for text in [row.meaning, row.advice] {
                assert!(text.ends_with('.') && text.len() < 200, "{}", row.first);
                assert!(text.starts_with(char::is_uppercase), "{}", row.first);
            }
        }
    }
}
