//! What makes a structure an error.

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
            let text = "is an error now: its type moves from `types` to `error`";
            return changes.push(subject, Class::Wire, Rule::Error, text);
        }
        (Some(_), None) => {
            let text = "is no error any more: its type moves from `error` to `types`";
            return changes.push(subject, Class::Wire, Rule::Error, text);
        }
        (Some(old), Some(new)) => (old, new),
    };
    if old.status != new.status {
        let text = format!("comes with status {} instead of {}", new.status, old.status);
        changes.push(subject, Class::Wire, Rule::Error, text);
    } else if old.fault != new.fault {
        let text = match new.fault {
            Fault::Client => "is the fault of the client instead of the service",
            Fault::Server => "is the fault of the service instead of the client",
        };
        changes.restrict(subject, Rule::Error, text);
    }
    if old.retryable != new.retryable {
        let text = match new.retryable {
            Retryable::No => "is no longer marked as worth another attempt",
            Retryable::Yes => "is worth another attempt",
            Retryable::Throttling => "is worth another attempt after a longer wait",
        };
        changes.push(subject, Class::Behaviour, Rule::Retryable, text);
    }
}
