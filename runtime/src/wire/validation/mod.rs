//! Validation of inputs against the constraints of the model.
//!
//! Generated code implements [`Validate`] for every structure, with one
//! function per constrained shape. One run reports all violations.
//!
//! ```
//! # use runtime::Validate;
//! # use runtime::codegen::Check;
//! struct Book {
//!     title: Option<String>,
//!     tags: Vec<String>,
//! }
//!
//! fn tag(value: &str, check: &mut Check) {
//!     check.length(1..=10, value);
//! }
//!
//! fn tag_list(value: &[String], check: &mut Check) {
//!     check.length(..=50, value);
//!     check.items(value, tag);
//! }
//!
//! impl Validate for Book {
//!     fn check(&self, check: &mut Check) {
//!         check.required("title", self.title.is_some());
//!         check.member("tags", Some(self.tags.as_slice()), tag_list);
//!     }
//! }
//!
//! let book = Book { title: None, tags: vec![String::new()] };
//! let violations = book.validate().unwrap_err();
//! assert_eq!(
//!     violations.to_string(),
//!     "/title: must be set\n/tags/0: must have 1 to 10 characters, has 0",
//! );
//! ```

mod arn;
mod check;
mod data;
mod groups;
mod length;
mod name;
mod offsets;
mod path;
mod pattern;
mod pieces;
mod relations;
mod rule;
mod severity;
mod violations;
mod walk;

pub use check::{Check, unchecked};
pub use groups::Keys;
pub use length::Length;
pub use name::MemberName;
pub use pattern::{Mistake, Pattern};
pub use pieces::Piece;
pub use rule::{MemberState, Rule, Unit, When};
pub use violations::{Part, Violation, Violations};
pub use walk::{Scalar, Walk};

use check::Findings;

use crate::base::region::Region;

/// A value with constraints from the model.
pub trait Validate {
    /// Reports every violation of the constraints to `check`.
    fn check(&self, check: &mut Check<'_>);

    /// Validates the value. Does not report warnings; see
    /// [`validation_warnings`](Self::validation_warnings). Does not check the
    /// Region of ARNs: it depends on the client, which checks it in each call.
    ///
    /// # Errors
    /// All violations of the constraints.
    fn validate(&self) -> Result<(), Violations> {
        review(self, None).result
    }

    /// Returns the warnings: limits on which documents disagree, and values that
    /// the service may accept. Clients log them.
    fn validation_warnings(&self) -> Vec<Violation> {
        review(self, None).warnings
    }
}

/// The result of a validation.
#[derive(Debug)]
pub(crate) struct Review {
    /// An error with the violations for which the value is rejected, if any.
    pub(crate) result: Result<(), Violations>,
    pub(crate) warnings: Vec<Violation>,
}

/// Validates a value for a client of this Region.
pub(crate) fn review<T: Validate + ?Sized>(value: &T, region: Option<&Region>) -> Review {
    let mut found = Findings::default();
    value.check(&mut Check::new(region, &mut found));
    Review {
        result: Violations::new(found.errors).map_or(Ok(()), Err),
        warnings: found.warnings,
    }
}
