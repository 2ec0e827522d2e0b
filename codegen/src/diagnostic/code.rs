//! The list of all rules.

use std::fmt;

/// How bad a diagnostic is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing is generated.
    Error,
    /// The model can be generated from, but may not mean what it says.
    Warning,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Error => "error",
            Self::Warning => "warning",
        })
    }
}

macro_rules! codes {
    ($($name:ident $code:literal $severity:ident $title:literal)*) => {
        /// A rule that a model can break. Codes are stable: one that is given
        /// up is not given to another rule.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Code {
            $(#[doc = concat!($code, ": ", $title, ".")] $name,)*
        }

        impl Code {
            /// Every rule, sorted by code.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The code as it is printed: `M0101`.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// How bad it is to break the rule.
            pub fn severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity,)* }
            }

            /// The rule that is printed so.
            pub(crate) fn parse(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$name),)* _ => None }
            }

            /// What it is about, in a few words.
            pub fn title(self) -> &'static str {
                match self { $(Self::$name => $title,)* }
            }
        }
    };
}

// The first two digits are the family: 00 the file, 01 targets, 02 traits,
// 03 HTTP bindings, 04 constraints, 05 names, 06 service and operations,
// 07 tests and examples, 08 what the generator does not support, 09 design,
// 10 endpoints and waiters.
codes! {
    Syntax "M0001" Error "the file is not JSON"
    DuplicateKey "M0002" Error "a key stands twice in one object"
    Version "M0003" Error "the file is not a Smithy 2.0 model"
    UnknownShapeType "M0004" Error "a shape of a type that Smithy does not have"
    UnknownProperty "M0005" Error "a property that does not belong there"
    WrongType "M0006" Error "a value of the wrong JSON type"
    MissingProperty "M0007" Error "a property that must be there is not"
    Identifier "M0008" Error "a name that Smithy does not allow"

    MissingTarget "M0101" Error "an id leads to no shape"
    WrongTarget "M0102" Error "an id leads to a shape of the wrong kind"
    NotAnError "M0103" Error "a structure among the errors has no `error` trait"
    Mixin "M0104" Error "mixins that contradict each other or go in a circle"
    ConflictingApply "M0105" Error "one trait is applied twice with two values"
    Recursion "M0106" Error "no finite value can exist"
    SharedInput "M0107" Error "a structure set aside for one operation has other uses"

    UnknownTrait "M0201" Warning "a trait that nobody defines"
    TraitValue "M0202" Error "a trait with a value that it cannot have"
    MisplacedTrait "M0203" Error "a trait on something that it cannot apply to"
    UndefinedRule "M0204" Warning "a trait of the generator that the model does not define"
    ExclusiveTraits "M0205" Error "traits that exclude each other"
    DefaultValue "M0206" Error "a default that is no value of its shape"
    TraitProperty "M0207" Warning "a property that the trait does not have"

    MissingHttp "M0301" Error "an operation without an `http` trait"
    Uri "M0302" Error "a URI pattern that cannot be read"
    SharedRoute "M0303" Error "two operations on one route"
    LabelWithoutMember "M0304" Error "a label without a member"
    MemberWithoutLabel "M0305" Error "a member bound to a label that is not there"
    Binding "M0306" Error "a binding on a shape that cannot be one"
    OptionalLabel "M0307" Error "a label that may be unset"
    SharedBinding "M0308" Error "two members bound to one place"
    StatusCode "M0309" Error "a status code that does not fit"
    HostPrefix "M0310" Error "a host prefix that cannot be read"
    FaultStatus "M0311" Warning "a status that contradicts who is at fault"

    PatternSyntax "M0401" Error "a pattern that does not compile"
    PatternUnchecked "M0402" Warning "a pattern that clients cannot check"
    EmptyRange "M0403" Error "a minimum that exceeds the maximum"
    NoBounds "M0404" Error "a constraint without bounds"
    BoundOutsideType "M0405" Error "a bound that the type cannot hold"
    EnumValue "M0406" Error "enum values that are empty, missing or equal"
    MemberGroup "M0407" Error "a group of members that makes no sense"
    RequiredKeys "M0408" Error "required keys of something that is not a map"
    Mistakes "M0409" Error "explanations of mistakes that never apply"

    ShapeCollision "M0501" Error "two shapes with one name in Rust"
    MemberCollision "M0502" Error "two members with one name in Rust"
    OperationCollision "M0503" Error "two operations with one name in Rust"
    Rename "M0504" Error "a shape is renamed in a way that cannot be"
    NumberedName "M0505" Warning "a name that has a number in Rust"

    NoService "M0601" Error "a model without a service"
    SeveralServices "M0602" Error "a model with several services"
    NoProtocol "M0603" Error "a service that does not speak restJson1"
    NoVersion "M0604" Warning "a service without a version"
    UndeclaredScheme "M0605" Error "a way to authenticate that the service does not declare"
    NoServiceTrait "M0606" Warning "a service without AWS names"
    PaginationMember "M0607" Error "a pagination that names members that do not exist"
    PaginationType "M0608" Error "a pagination over members of the wrong type"
    NoAuth "M0609" Warning "a service that does not say how requests are signed"

    TestParams "M0701" Error "a protocol test whose parameters do not fit"
    DuplicateTest "M0702" Error "two protocol tests with one id"
    TestBody "M0703" Error "a protocol test whose body is not of its media type"
    Example "M0704" Error "an example that does not fit"
    ExampleConstraint "M0705" Warning "an example that violates a constraint"

    UnsupportedShape "M0801" Error "a shape that the generator does not support yet"
    UnsupportedTrait "M0802" Error "a trait that the generator does not support yet"
    EndpointRules "M0803" Warning "endpoint rules that are not evaluated"
    SkippedOperation "M0804" Warning "an operation that is left out"

    Undocumented "M0901" Warning "something that users see is not documented"
    Unreferenced "M0902" Warning "a shape that nothing leads to"
    UnboundedList "M0903" Warning "a list without a maximum in an input"
    Naming "M0904" Warning "a name in another style than the others"
    UnlistedError "M0905" Warning "an error that no operation lists"
    GetNotReadonly "M0906" Warning "a GET that is not readonly"
    OpenSecret "M0907" Warning "a secret that is not sensitive"
    UnlistedOperation "M0908" Warning "an operation that no service lists"
    UnusedSuppression "M0909" Warning "a suppression that suppresses nothing"
    SuppressionReason "M0910" Warning "a suppression without a reason"
    NotIdempotent "M0911" Warning "a PUT or DELETE that is not idempotent"
    MissingPagination "M0912" Warning "page tokens without pagination"
    SilentDeprecation "M0913" Warning "deprecated without a reason"
    UnexpectedBody "M0914" Warning "a body of a GET, HEAD or DELETE"

    EndpointRule "M1001" Error "rules for endpoints that cannot be evaluated"
    EndpointTest "M1002" Error "a test of rules for endpoints that does not fit them"
    EndpointParameter "M1003" Error "something told to rules for endpoints that they do not ask for"
    Waiter "M1004" Error "a waiter that cannot work"
}

impl Code {
    /// Whether it is about what the generator does not support, which says
    /// nothing against the model.
    pub(crate) fn is_of_support(self) -> bool {
        self.as_str().starts_with("M08")
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_sorted_and_unique() {
        let codes: Vec<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
        assert!(codes.is_sorted_by(|a, b| a < b), "{codes:?}");
    }
}
