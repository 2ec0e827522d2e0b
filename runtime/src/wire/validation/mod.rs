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
mod name;
mod path;
mod pattern;
mod rule;
mod violations;

pub use check::{Check, Keys, Length, unchecked};
pub use name::MemberName;
pub use pattern::{Mistake, Pattern};
pub use rule::{Rule, Unit};
pub use violations::{Part, Violation, Violations};

use crate::base::region::Region;

/// A value with constraints from the model.
pub trait Validate {
    /// Reports every violation of the constraints to `check`.
    fn check(&self, check: &mut Check<'_>);

    /// Validates the value. The Region of ARNs is not checked: it depends on the
    /// client, which checks it in each call.
    ///
    /// # Errors
    /// All violations of the constraints.
    fn validate(&self) -> Result<(), Violations> {
        validate_in(self, None)
    }
}

/// Validates a value for a client of this Region.
///
/// # Errors
/// All violations of the constraints.
pub(crate) fn validate_in<T: Validate + ?Sized>(
    value: &T,
    region: Option<&Region>,
) -> Result<(), Violations> {
    let mut found = Vec::new();
    value.check(&mut Check::new(region, &mut found));
    Violations::new(found).map_or(Ok(()), Err)
}
