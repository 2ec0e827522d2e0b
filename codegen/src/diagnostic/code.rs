//! The codes of all diagnostics.

use std::fmt;

/// The severity of a diagnostic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Blocks code generation.
    Error,
    /// The client is generated, but the model is probably not as intended.
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
        /// A diagnostic code. Codes are stable: a retired code is never reused.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Code {
            $(#[doc = concat!($code, ": ", $title, ".")] $name,)*
        }

        impl Code {
            /// Every code, sorted.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// Returns the code as printed: `M0101`.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// Returns the severity of the code.
            pub fn severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity,)* }
            }

            /// Parses the printed form.
            pub(crate) fn parse(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$name),)* _ => None }
            }

            /// Returns a short description of the problem.
            pub fn title(self) -> &'static str {
                match self { $(Self::$name => $title,)* }
            }
        }
    };
}

// The first two digits are the family, listed in `explain::FAMILIES`.
codes! {
    Syntax "M0001" Error "invalid JSON"
    DuplicateKey "M0002" Error "duplicate key"
    Version "M0003" Error "not a Smithy 2.0 model"
    UnknownShapeType "M0004" Error "unknown shape type"
    UnknownProperty "M0005" Warning "unknown property"
    WrongType "M0006" Error "wrong JSON type"
    MissingProperty "M0007" Error "missing property"
    Identifier "M0008" Error "invalid identifier"

    MissingTarget "M0101" Error "unknown shape"
    WrongTarget "M0102" Error "target of the wrong shape type"
    NotAnError "M0103" Error "structure in `errors` without the `error` trait"
    Mixin "M0104" Error "invalid mixin"
    ConflictingApply "M0105" Error "conflicting values of one trait"
    Recursion "M0106" Error "infinitely recursive shape"
    SharedInput "M0107" Error "dedicated input or output used elsewhere"
    DeepCollection "M0108" Error "lists and maps nested too deeply"
    PrivateShape "M0118" Error "private shape used in another namespace"
    Resource "M0119" Error "invalid resource"
    ResourceReference "M0120" Error "invalid reference to a resource"

    UnknownTrait "M0201" Warning "unknown trait"
    TraitValue "M0202" Error "invalid trait value"
    MisplacedTrait "M0203" Error "trait not allowed here"
    UndefinedRule "M0204" Warning "`codegen.rules` trait without a definition"
    ExclusiveTraits "M0205" Error "conflicting traits"
    DefaultValue "M0206" Error "invalid default value"
    TraitProperty "M0207" Warning "unknown property in a trait value"
    MisspelledTrait "M0218" Error "unknown trait in a known namespace"
    SharedTrait "M0219" Error "several members with an exclusive trait"
    TraitValidator "M0220" Error "shape rejected by a trait's validator"

    MissingHttp "M0301" Error "operation without the `http` trait"
    Uri "M0302" Error "invalid URI pattern"
    SharedRoute "M0303" Error "two operations with the same route"
    LabelWithoutMember "M0304" Error "label without a bound member"
    MemberWithoutLabel "M0305" Error "`httpLabel` without a matching label"
    Binding "M0306" Error "invalid HTTP binding"
    OptionalLabel "M0307" Error "optional label member"
    SharedBinding "M0308" Error "conflicting HTTP bindings"
    StatusCode "M0309" Error "invalid status code"
    HostPrefix "M0310" Error "invalid host prefix"
    FaultStatus "M0311" Warning "status code that contradicts the fault"
    HeaderName "M0322" Error "invalid header name"
    Stream "M0323" Error "invalid stream"
    ClientHeader "M0324" Warning "header that the client sets itself"
    UnknownMethod "M0325" Warning "unknown HTTP method"

    PatternSyntax "M0401" Error "invalid regular expression"
    PatternUnchecked "M0402" Warning "pattern that clients cannot check"
    EmptyRange "M0403" Error "minimum greater than maximum"
    NoBounds "M0404" Error "constraint without bounds"
    BoundOutsideType "M0405" Error "bound outside the range of the type"
    EnumValue "M0406" Error "invalid enum value"
    MemberGroup "M0407" Error "invalid group of members"
    RequiredKeys "M0408" Error "invalid `requiredKeys`"
    Mistakes "M0409" Error "mistake that never applies"
    UniqueItems "M0420" Error "items that cannot be unique"
    RulePath "M0421" Error "invalid path in a rule"
    Condition "M0422" Error "invalid condition"
    Advice "M0423" Error "invalid advised limit"

    ShapeCollision "M0501" Error "shapes with colliding names"
    MemberCollision "M0502" Error "members with colliding names"
    OperationCollision "M0503" Error "operations with colliding names"
    Rename "M0504" Error "invalid `rename`"
    NumberedName "M0505" Warning "numbered name in Rust"
    JsonNameCollision "M0516" Error "members with the same name in JSON"

    NoService "M0601" Error "model without a service"
    SeveralServices "M0602" Error "model with more than one service"
    NoProtocol "M0603" Error "service without restJson1"
    NoVersion "M0604" Warning "service without a version"
    UndeclaredScheme "M0605" Error "undeclared authentication scheme"
    NoServiceTrait "M0606" Warning "service without AWS names"
    PaginationMember "M0607" Error "unknown or missing pagination member"
    PaginationType "M0608" Error "pagination member of the wrong type"
    NoAuth "M0609" Warning "service without an authentication scheme"

    TestParams "M0701" Error "invalid protocol test parameters"
    DuplicateTest "M0702" Error "duplicate protocol test ID"
    TestBody "M0703" Error "protocol test body that is not valid JSON"
    Example "M0704" Warning "invalid example"
    ExampleConstraint "M0705" Warning "example that violates a constraint"
    TestContradiction "M0716" Warning "protocol test that contradicts the model"

    UnsupportedShape "M0801" Error "unsupported shape"
    UnsupportedTrait "M0802" Error "unsupported trait"
    EndpointRules "M0803" Warning "unsupported endpoint rules"
    SkippedOperation "M0804" Warning "skipped operation"

    Undocumented "M0901" Warning "missing documentation"
    Unreferenced "M0902" Warning "unused shape"
    UnboundedList "M0903" Warning "unbounded list in an input"
    Naming "M0904" Warning "inconsistent naming"
    UnlistedError "M0905" Warning "error that no operation lists"
    GetNotReadonly "M0906" Warning "GET or HEAD that is not readonly"
    OpenSecret "M0907" Warning "secret that is not sensitive"
    UnlistedOperation "M0908" Warning "operation that no service lists"
    UnusedSuppression "M0909" Warning "unused suppression"
    SuppressionReason "M0910" Warning "suppression without a reason"
    NotIdempotent "M0911" Warning "PUT or DELETE that is not idempotent"
    MissingPagination "M0912" Warning "page tokens without the `paginated` trait"
    SilentDeprecation "M0913" Warning "deprecation without a message"
    UnexpectedBody "M0914" Warning "GET, HEAD or DELETE with a body"
    UnsafeRetry "M0925" Warning "retries of an operation with side effects"
    UnanchoredPattern "M0926" Warning "pattern without anchors"

    EndpointRule "M1001" Error "invalid endpoint rules"
    EndpointTest "M1002" Error "invalid endpoint test"
    EndpointParameter "M1003" Error "invalid endpoint parameter"
    Waiter "M1004" Error "invalid waiter"

    UpstreamOperation "M1101" Warning "upstream operation missing from the model"
    UpstreamDifference "M1102" Warning "difference from upstream"
    StaleDifference "M1103" Warning "listed difference that does not exist"
    Undecided "M1104" Error "undecided promise"

    OutsideDataModel "M1201" Error "trait for data models outside a data model"
    NoRoot "M1202" Error "data model without a root"
    TaggedUnion "M1203" Error "invalid tagged union"
    FlattenedName "M1204" Error "name taken by a flattened union"
    Constant "M1205" Error "constant of the wrong type"
    WrittenForm "M1206" Error "string written as a number"
    JsonRoot "M1207" Error "unknown root of a data model"
}

impl Code {
    /// Whether the code reports a feature that the generator does not support:
    /// the model itself is valid.
    pub(crate) fn is_unsupported_feature(self) -> bool {
        self.as_str().starts_with("M08")
    }

    /// Whether parts of an error can be suppressed: it reports things that this
    /// version does not know, but a newer one may.
    pub(crate) fn has_suppressible_parts(self) -> bool {
        self == Self::MisspelledTrait
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
