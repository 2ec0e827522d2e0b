//! What will be written, in the terms of Rust: every name is chosen and every
//! decision made. Emitters turn each part into tokens without a question left.

mod catalogue;
mod check;
mod choice;
mod docs;
mod endpoint;
mod operation;
mod required;
mod structure;
mod test;
mod ty;
mod value;
mod waiter;

pub(crate) use catalogue::{Catalogue, ErrorExample, ExampleResponse, OperationExamples};
pub(crate) use check::{Bound, Check, Constraint, Group, GroupMember, Limit, Rule};
pub(crate) use choice::{Enum, EnumValue, IntEnum, IntEnumValue, Union, UnionVariant};
pub(crate) use docs::{Block, Docs};
pub(crate) use endpoint::{
    EndpointCase, EndpointParameter, EndpointRules, EndpointSetting, FormatPart,
    OperationParameter, ParameterGetter, ParameterSource, ParameterValue, RuleBlock, RuleBranch,
    RuleCondition, RuleEnd, RuleScope, RuleTarget, RuleValue, TargetProperty, Told, UnsetParameter,
};
pub(crate) use operation::{
    Auth, Body, Checksum, Compression, ErrorVariant, Example, HeaderBinding, HostPart, Method,
    Operation, Pagination, PathPart, Payload, PayloadKind, PayloadSigning, QueryBinding, Request,
    Response, StreamLength,
};
pub(crate) use required::{Members, Nested, Required};
pub(crate) use structure::{Construction, DebugForm, Field, FieldRef, Presence, Struct, Use};
pub(crate) use test::{BodyAssertion, RequestTest, ResponseTest, ResponseTestKind, TestFile};
pub(crate) use ty::{Codec, Origin, Path, Sparsity, TextForm, Type};
pub(crate) use value::Value;
pub(crate) use waiter::{Acceptor, Expected, Matcher, Waiter};

pub(crate) use crate::model::{
    BuiltIn, Comparator, Comparison, Idempotency, KeyComparison, PathExpr, PathLiteral, PathSlice,
    Position, Retryable, TimestampFormat, WaiterState,
};

use proc_macro2::Ident;

/// A client: everything that is written for one service.
#[derive(Debug)]
pub(crate) struct Crate {
    /// The service.
    pub(crate) service: Service,
    /// By what requests are authorized, when that is not SigV4 alone.
    pub(crate) authorization: Option<String>,
    /// The rules that choose endpoints.
    pub(crate) endpoint_rules: Option<EndpointRules>,
    /// The operations by name.
    pub(crate) operations: Vec<Operation>,
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
    /// What the service's side looks for inside of requests.
    pub(crate) required: Required,
    /// The features of the runtime that the client needs, sorted.
    pub(crate) features: Vec<&'static str>,
    /// The protocol tests, a file for each operation that has some.
    pub(crate) tests: Vec<TestFile>,
}

/// A file of `types/`.
#[derive(Debug)]
pub(crate) enum DataType {
    /// A structure.
    Struct(Struct),
    /// Text with known values.
    Enum(Enum),
    /// Numbers with known values.
    IntEnum(IntEnum),
    /// One of several members.
    Union(Union),
}

impl DataType {
    /// The module that it stands in.
    pub(crate) fn module(&self) -> &Ident {
        match self {
            Self::Struct(shape) => &shape.module,
            Self::Enum(shape) => &shape.module,
            Self::IntEnum(shape) => &shape.module,
            Self::Union(shape) => &shape.module,
        }
    }

    /// Its name.
    pub(crate) fn name(&self) -> &Ident {
        match self {
            Self::Struct(shape) => &shape.path.name,
            Self::Enum(shape) => &shape.path.name,
            Self::IntEnum(shape) => &shape.path.name,
            Self::Union(shape) => &shape.path.name,
        }
    }
}

/// The service as a whole.
#[derive(Debug)]
pub(crate) struct Service {
    /// The name for people.
    pub(crate) title: String,
    /// What readers are told of it.
    pub(crate) docs: Docs,
    /// The name of the client library, `socialmessaging`.
    pub(crate) library: String,
    /// The name in SDKs.
    pub(crate) sdk_id: String,
    /// The first label of host names.
    pub(crate) endpoint_prefix: String,
    /// The name in signatures.
    pub(crate) signing_name: String,
    /// The version of the API.
    pub(crate) version: String,
    /// All errors of the service: code, status, retryable.
    pub(crate) errors: Vec<ServiceError>,
}

/// An error as the service's table has it.
#[derive(Debug)]
pub(crate) struct ServiceError {
    /// The name on the wire.
    pub(crate) code: String,
    /// The status that comes with it.
    pub(crate) status: u16,
    /// Whether the same request may succeed later.
    pub(crate) retryable: Retryable,
}
