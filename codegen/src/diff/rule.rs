//! The kinds of changes.

use std::fmt;

macro_rules! rules {
    ($($name:ident $code:literal $title:literal)*) => {
        /// What kind of change a change is. The names are stable, so that
        /// scripts can go by them.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Rule {
            $(#[doc = concat!("`", $code, "`: ", $title, ".")] $name,)*
        }

        impl Rule {
            /// Every rule, in the order in which changes at one path are
            /// listed.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The name: `member-added`.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// What it is about, in a few words.
            pub fn title(self) -> &'static str {
                match self { $(Self::$name => $title,)* }
            }
        }
    };
}

rules! {
    ServiceNames "service-names" "the names that the service has at AWS"
    ServiceVersion "service-version" "the version of the API"
    Endpoint "endpoint" "the host that requests go to"
    EndpointRules "endpoint-rules" "how the endpoint of a request is found"
    Setting "setting" "a setting of the client that endpoint rules look at"
    Auth "auth" "how requests prove who sends them"
    RustNames "rust-names" "how names of the model become names in Rust"
    OperationAdded "operation-added" "an operation is new"
    OperationRemoved "operation-removed" "an operation is gone"
    OperationRenamed "operation-renamed" "an operation seems to have a new name"
    Route "route" "the method or path of an operation"
    SuccessStatus "success-status" "the status of success"
    ErrorListed "error-listed" "an operation can fail in a further way"
    ErrorUnlisted "error-unlisted" "an operation no longer fails in some way"
    Idempotency "idempotency" "whether a request may be sent again"
    PaginationAdded "pagination-added" "an operation is paginated"
    PaginationRemoved "pagination-removed" "an operation is no longer paginated"
    Pagination "pagination" "which members page through results"
    Request "request" "how requests are sent: checksums, compression, signatures"
    WaiterAdded "waiter-added" "an operation has a further waiter"
    WaiterRemoved "waiter-removed" "an operation no longer has a waiter"
    Waiter "waiter" "what a waiter waits for"
    TypeAdded "type-added" "a structure, union or enum is new"
    TypeRemoved "type-removed" "a structure, union or enum is gone"
    TypeRenamed "type-renamed" "a structure, union or enum seems to have a new name"
    Kind "kind" "a shape is of another kind"
    Sparse "sparse" "whether entries may be null"
    Error "error" "what makes a structure an error"
    Retryable "retryable" "whether an error is worth another attempt"
    Members "members" "the order of the arguments of `new`"
    MemberAdded "member-added" "a member is new"
    MemberRemoved "member-removed" "a member is gone"
    MemberRenamed "member-renamed" "a member seems to have a new name"
    Target "target" "a member has another type"
    Required "required" "a member has to be set"
    Optional "optional" "a member no longer has to be set"
    Default "default" "what a member is before it is set"
    Binding "binding" "where a member stands in a message"
    WireForm "wire-form" "how a value is written"
    Sensitive "sensitive" "whether a value is shown in logs and errors"
    Token "token" "whether the client makes up a token"
    Tightened "tightened" "less is allowed than before"
    Loosened "loosened" "more is allowed than before"
    Constraint "constraint" "something else is allowed than before"
    ValueAdded "value-added" "an enum has a further value"
    ValueRemoved "value-removed" "an enum no longer lists a value"
    ValueRenamed "value-renamed" "a value of an enum has a new name"
    ValueOrder "value-order" "the order of the values of an enum"
    ValueChanged "value-changed" "a value of an enum is another one on the wire"
    Deprecated "deprecated" "whether something should still be used"
    Documentation "documentation" "what readers are told"
    Examples "examples" "examples of an operation"
    Tests "tests" "protocol tests"
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
