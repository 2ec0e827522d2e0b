//! The Rust description of a client. All names, sentences and decisions are
//! final; emitters only print.

mod catalogue;
mod check;
mod data;
mod data_module;
mod data_type;
mod endpoint;
mod enums;
mod field;
mod message;
mod operation;
mod pattern;
pub(crate) mod phrases;
mod place;
mod protocol_test;
mod required;
mod structure;
mod ty;
mod unions;
mod value;
mod waiter;

pub(crate) use catalogue::{Catalogue, ErrorExample, ExampleResponse, OperationExamples};
pub(crate) use check::{
    Bound, CaseValue, Check, Constraint, Dependency, Group, GroupMember, LengthUnit, Limit,
    MemberCondition, MemberState, ValueRule,
};
pub(crate) use data::{DataForm, DataMember, TaggedForm};
pub(crate) use data_module::DataModule;
pub use data_module::Module;
pub(crate) use endpoint::{
    EndpointCase, EndpointParameter, EndpointProperty, EndpointRules, EndpointSetting,
    EndpointTemplate, FormatPart, OperationParameter, ParameterBinding, ParameterGetter,
    ParameterSource, ParameterValue, RuleBlock, RuleBranch, RuleCondition, RuleEnd, RuleScope,
    RuleValue, UnsetParameter,
};
pub(crate) use enums::{Enum, EnumValue, IntEnum, IntEnumValue};
pub(crate) use field::{Field, FieldRef, Presence, plain};
pub(crate) use message::{
    Body, HeaderBinding, HostPart, Method, PathPart, Payload, PayloadKind, QueryBinding,
    QueryParams, Request, RequestStep, Response, RouteSegment, StreamLength,
};
pub(crate) use operation::{
    Auth, Call, ErrorVariant, Example, Operation, OperationDocs, Pagination, Retry, SensitivePart,
    Sensitivity,
};
pub(crate) use pattern::{Count, Mistake, Pattern, Piece};
pub(crate) use place::{Leaf, Place, ShownName, Step};
pub(crate) use protocol_test::{
    BodyAssertion, ERRORS, MALFORMED, MalformedTest, MalformedTestFile, ProtocolTests, RequestTest,
    ResponseTest, ResponseTestKind, TestFile,
};
pub(crate) use required::{Nested, Required, RequiredMembers};
pub(crate) use structure::{Construction, DebugForm, Struct, StructRole};
pub(crate) use ty::{Codec, Origin, Path, Sparsity, TextForm, Type};
pub(crate) use unions::{Union, UnionVariant};
pub(crate) use value::Value;
pub(crate) use waiter::{Acceptor, Expected, Matcher, Waiter};

pub(crate) use crate::model::{
    BuiltIn, Comparator, Idempotency, KeyComparison, Node, PathComparator, PathExpr, PathLiteral,
    PathSlice, Position, RejectionBody, Retryable, TimestampFormat, WaiterState,
};

use crate::sink::{Docs, Markdown};
pub(crate) use data_type::DataType;

/// The client of a service.
#[derive(Debug)]
pub(crate) struct Crate {
    pub(crate) service: Service,
    /// The documentation of `Client`.
    pub(crate) docs: ClientDocs,
    /// The authorization of requests, unless it is SigV4 alone.
    pub(crate) authorization: Option<Markdown>,
    pub(crate) endpoint_rules: Option<EndpointRules>,
    /// The operations by name.
    pub(crate) operations: Vec<Operation>,
    /// The call in a README; `None` without operations.
    pub(crate) first_call: Option<Call>,
    /// The inputs, in the order of the operations.
    pub(crate) inputs: Vec<Struct>,
    /// The outputs, in the order of the operations.
    pub(crate) outputs: Vec<Struct>,
    /// The data types by name.
    pub(crate) types: Vec<DataType>,
    /// The errors by name.
    pub(crate) errors: Vec<Struct>,
    /// The functions that check constraints, by name.
    pub(crate) constraints: Vec<Constraint>,
    /// The required members that the server side checks in requests.
    pub(crate) required: Required,
    /// The features of the runtime that the client needs, sorted.
    pub(crate) features: Vec<&'static str>,
    /// The runtime's traits that enable settings of the builder, sorted.
    pub(crate) settings: Vec<&'static str>,
    /// Whether a client needs no AWS credentials for some operation.
    pub(crate) optional_credentials: bool,
    /// The recursion limit of the crate, if Rust's default is too low for its
    /// types.
    pub(crate) recursion_limit: Option<usize>,
    /// The protocol tests, if there are any.
    pub(crate) tests: Option<ProtocolTests>,
}

/// The documentation of `Client` and its constructors.
#[derive(Debug)]
pub(crate) struct ClientDocs {
    /// The documentation of the type.
    pub(crate) client: Docs,
    /// The documentation of `from_env`.
    pub(crate) from_env: Docs,
    /// The documentation of `from_stub`.
    pub(crate) from_stub: Docs,
}

#[derive(Debug)]
pub(crate) struct Service {
    pub(crate) title: Markdown,
    pub(crate) docs: Docs,
    /// The name of the client library, `bookshop`.
    pub(crate) library: String,
    pub(crate) sdk_id: String,
    /// The first label of host names.
    pub(crate) endpoint_prefix: String,
    /// The name in signatures.
    pub(crate) signing_name: String,
    pub(crate) version: String,
    /// All errors of the service.
    pub(crate) errors: Vec<ServiceError>,
}

/// An error in the table of the service.
#[derive(Debug)]
pub(crate) struct ServiceError {
    /// The name on the wire.
    pub(crate) code: String,
    pub(crate) status: u16,
    /// The trait `retryable`.
    pub(crate) retryable: Retryable,
}
