//! Changes of the `error`, `httpError` and `retryable` traits.

use crate::model::{ErrorInfo, Fault, Retryable};

use super::{Changes, Class, Rule, Subject};

pub(super) fn compare(
    subject: &Subject,
    old: Option<ErrorInfo>,
    new: Option<ErrorInfo>,
    changes: &mut Changes,
) {
    let (old, new) = match (old, new) {
        (None, None) => return,
        (None, Some(_)) => {
            let text = "is now an error: its type moves from `types` to `error`";
            return changes.push(subject, Class::Wire, Rule::Error, text);
        }
        (Some(_), None) => {
            let text = "is no longer an error: its type moves from `error` to `types`";
            return changes.push(subject, Class::Wire, Rule::Error, text);
        }
        (Some(old), Some(new)) => (old, new),
    };
    if old.status != new.status {
        let text = format!("has status {}, was {}", new.status, old.status);
        changes.push(subject, Class::Wire, Rule::Error, text);
    } else if old.fault != new.fault {
        let text = match new.fault {
            Fault::Client => "is now a client error",
            Fault::Server => "is now a server error",
        };
        changes.restrict(subject, Rule::Error, text);
    }
    if old.retryable != new.retryable {
        let text = match new.retryable {
            Retryable::No => "is no longer retryable",
            Retryable::Yes => "is now retryable",
            Retryable::Throttling => "is now retryable as throttling",
        };
        // Smithy calls the removal of `retryable` breaking: calls that
        // succeeded on the second attempt now fail. New retries only repeat
        // idempotent requests.
        if new.retryable == Retryable::No {
            changes.restrict(subject, Rule::Retryable, text);
        } else {
            changes.push(subject, Class::Behavior, Rule::Retryable, text);
        }
    }
}
