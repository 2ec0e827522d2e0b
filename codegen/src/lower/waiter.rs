//! Waiters.

use crate::jmespath::{Root, walk};
use crate::model::{self, PathMatch};
use crate::names;
use crate::rust::{Acceptor, Expected, Matcher, Waiter};

use crate::sink::{Markdown, markdown};

use super::context::LowerContext;
use super::docs;

/// The waiters of an operation.
pub(super) fn waiters(context: &LowerContext<'_>, operation: &model::Operation) -> Vec<Waiter> {
    let waiters = operation.waiters.iter();
    waiters
        .map(|waiter| {
            let name = format!("wait_until_{}", context.names.function(&waiter.name));
            let docs = model::Docs {
                documentation: waiter.documentation.clone(),
                deprecated: waiter.deprecated.clone(),
                ..model::Docs::default()
            };
            let fallback = markdown!("Waits until {}.", Markdown::code(&waiter.name));
            let mut docs = docs::lower_or(context, &docs, fallback);
            docs.push(
                "Call [`wait`](crate::Waiter::wait) with the maximum time to wait to send the first \
                 request.",
            );
            Waiter {
                constant: names::ident(&name.to_ascii_uppercase()),
                method: names::ident(&name),
                name: waiter.name.clone(),
                docs,
                min_delay: waiter.min_delay,
                max_delay: waiter.max_delay,
                acceptors: waiter
                    .acceptors
                    .iter()
                    .map(|acceptor| lowered(context, operation, acceptor))
                    .collect(),
            }
        })
        .collect()
}

fn lowered(
    context: &LowerContext<'_>,
    operation: &model::Operation,
    acceptor: &model::Acceptor,
) -> Acceptor {
    let expected = |root: Root<'_>, found: &PathMatch| Expected {
        // The checks reject paths that cannot be walked.
        path: walk(context.model, root, &found.path).unwrap_or_else(|_| found.path.clone()),
        comparator: found.comparator,
        expected: found.expected.clone(),
    };
    Acceptor {
        state: acceptor.state,
        matcher: match &acceptor.matcher {
            model::Matcher::Success(success) => Matcher::Success(*success),
            model::Matcher::ErrorType(name) => Matcher::ErrorType(name.clone()),
            model::Matcher::Output(found) => {
                Matcher::Output(expected(Root::Shape(&operation.output), found))
            }
            model::Matcher::InputOutput(found) => {
                let root = Root::Exchange(&operation.input, &operation.output);
                Matcher::InputOutput(expected(root, found))
            }
        },
    }
}
