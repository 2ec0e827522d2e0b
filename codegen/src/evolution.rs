//! Kinds of changes, and the changes of annotation traits, which depend only on
//! the trait.

use std::fmt;

/// The changes of an annotation trait.
#[derive(Clone, Copy, Debug)]
pub(crate) struct MarkChanges {
    /// The kind of change.
    pub(crate) rule: Rule,
    /// The change when the trait is added.
    pub(crate) added: MarkChange,
    /// The change when the trait is removed.
    pub(crate) removed: MarkChange,
}

/// A change of an annotation trait.
#[derive(Clone, Copy, Debug)]
pub(crate) struct MarkChange {
    /// The impact.
    pub(crate) class: Class,
    /// Whether working programs may fail or do harm.
    pub(crate) is_breaking: bool,
    /// The description without the path.
    pub(crate) text: &'static str,
}

impl MarkChange {
    /// A change that is breaking if it breaks the wire format or the Rust API.
    pub(crate) const fn new(class: Class, text: &'static str) -> Self {
        Self {
            class,
            is_breaking: matches!(class, Class::Wire | Class::Rust),
            text,
        }
    }

    /// A change of behavior that may break working programs.
    pub(crate) const fn restriction(text: &'static str) -> Self {
        Self {
            class: Class::Behavior,
            is_breaking: true,
            text,
        }
    }
}

/// The impact of a change, most severe first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// Clients and services of different versions are incompatible. Programs that
    /// use the client usually have to change, too.
    Wire,
    /// The wire format stays the same, but programs that use the client may no
    /// longer compile.
    Rust,
    /// Programs compile, but the client behaves differently: a constraint is
    /// tighter or looser, or retries change. Working programs may fail or do harm if
    /// [`Change::breaking`](crate::diff::Change::breaking) is set.
    Behavior,
    /// Something new, without effect on existing programs.
    Addition,
    /// Documentation and tests only.
    Documentation,
}

impl Class {
    /// All classes, most severe first.
    pub const ALL: [Self; 5] = [
        Self::Wire,
        Self::Rust,
        Self::Behavior,
        Self::Addition,
        Self::Documentation,
    ];

    /// Returns the name for machine-readable output and command lines.
    pub fn name(self) -> &'static str {
        match self {
            Self::Wire => "wire",
            Self::Rust => "rust",
            Self::Behavior => "behavior",
            Self::Addition => "addition",
            Self::Documentation => "documentation",
        }
    }

    /// Returns the heading of this class in reports.
    pub fn title(self) -> &'static str {
        match self {
            Self::Wire => "breaks the wire format",
            Self::Rust => "breaks the Rust API",
            Self::Behavior => "changes behavior",
            Self::Addition => "additions",
            Self::Documentation => "documentation only",
        }
    }
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

macro_rules! rules {
    ($($name:ident $code:literal $title:literal)*) => {
        /// The kind of a change. The names are stable, for scripts.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Rule {
            $(#[doc = concat!("`", $code, "`: ", $title, ".")] $name,)*
        }

        impl Rule {
            /// All rules, in the order in which changes of one path are reported.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// Returns the name: `member-added`.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// Returns a short description.
            pub fn title(self) -> &'static str {
                match self { $(Self::$name => $title,)* }
            }
        }
    };
}

rules! {
    ModelAdded "model-added" "model added"
    ModelRemoved "model-removed" "model removed"
    ServiceNames "service-names" "AWS names of the service"
    ServiceVersion "service-version" "API version"
    Endpoint "endpoint" "host name of requests"
    EndpointRules "endpoint-rules" "endpoint rules"
    Setting "setting" "client setting used by endpoint rules"
    Auth "auth" "authentication schemes"
    RustNames "rust-names" "Rust names"
    OperationAdded "operation-added" "operation added"
    OperationRemoved "operation-removed" "operation removed"
    OperationRenamed "operation-renamed" "operation renamed"
    Route "route" "method or path of an operation"
    SuccessStatus "success-status" "success status"
    ErrorListed "error-listed" "error added to an operation"
    ErrorUnlisted "error-unlisted" "error removed from an operation"
    Idempotency "idempotency" "whether a request may be sent again"
    PaginationAdded "pagination-added" "pagination added"
    PaginationRemoved "pagination-removed" "pagination removed"
    Pagination "pagination" "members used for pagination"
    Request "request" "checksums, compression and signatures of requests"
    WaiterAdded "waiter-added" "waiter added"
    WaiterRemoved "waiter-removed" "waiter removed"
    Waiter "waiter" "definition of a waiter"
    TypeAdded "type-added" "structure, union or enum added"
    TypeRemoved "type-removed" "structure, union or enum removed"
    TypeRenamed "type-renamed" "structure, union or enum renamed"
    Root "root" "use of a root of a data model"
    Constant "constant" "constant member of a data model"
    Kind "kind" "type of a shape"
    Sparse "sparse" "null entries of a list or map"
    Error "error" "error status and fault"
    Retryable "retryable" "retryable errors"
    Members "members" "order of the arguments of `new`"
    MemberAdded "member-added" "member added"
    MemberRemoved "member-removed" "member removed"
    MemberRenamed "member-renamed" "member renamed"
    Target "target" "type of a member"
    Required "required" "member became required"
    Optional "optional" "member became optional"
    Default "default" "default value"
    Binding "binding" "HTTP binding of a member"
    WireForm "wire-form" "wire format of a value"
    Sensitive "sensitive" "sensitive values"
    Token "token" "idempotency token"
    Tightened "tightened" "constraint tightened"
    Loosened "loosened" "constraint loosened"
    Constraint "constraint" "constraint changed"
    Pattern "pattern" "pattern that may allow less"
    Advised "advised" "limit that only causes warnings"
    ValueAdded "value-added" "enum value added"
    ValueRemoved "value-removed" "enum value removed"
    ValueRenamed "value-renamed" "enum value renamed"
    ValueOrder "value-order" "order of enum values"
    ValueChanged "value-changed" "enum value changed on the wire"
    Deprecated "deprecated" "deprecation"
    Documentation "documentation" "documentation"
    Examples "examples" "examples"
    Tests "tests" "protocol tests"
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
