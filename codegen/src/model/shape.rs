//! Data shapes.

use super::constraint::{Constraints, Dependency, MemberGroup, RequiredKeys, Total};
use super::data::{MemberForm, Tagged};
use super::id::ShapeId;
use super::node::Node;
use super::protocol_test::ResponseTest;

/// A data shape with its traits.
#[derive(Clone, Debug, PartialEq)]
pub struct Shape {
    /// The id in the model.
    pub id: ShapeId,
    /// The name within the service: the name in the id, unless the service
    /// renames the shape.
    pub name: String,
    pub kind: ShapeKind,
    /// The documentation.
    pub docs: Docs,
    /// `sensitive`: never shown in logs and errors.
    pub sensitive: bool,
    /// `length`, `range`, `pattern` and `uniqueItems` on the shape itself.
    pub constraints: Constraints,
    /// `timestampFormat` on the shape itself.
    pub timestamp_format: Option<TimestampFormat>,
    /// `mediaType`: the media type of a string or blob, such as `image/png`.
    pub media_type: Option<String>,
    /// `streaming`: a blob that is not held in memory, or a union whose
    /// variants are the events of a stream.
    pub streaming: bool,
    /// `codegen.rules#json`: a blob that contains a JSON object.
    pub json: Option<JsonContent>,
    /// `requiresLength`: a streaming blob whose size must be known up front.
    pub requires_length: bool,
    /// `codegen.rules#tagged` on a union.
    pub tagged: Option<Tagged>,
}

impl Shape {
    /// The members, including those of lists and maps, but not the values of
    /// enums.
    pub fn members(&self) -> Vec<&Member> {
        match &self.kind {
            ShapeKind::List(list) => vec![&list.member],
            ShapeKind::Map(map) => vec![&map.key, &map.value],
            ShapeKind::Structure(structure) => structure.members.iter().collect(),
            ShapeKind::Union(members) => members.iter().collect(),
            _ => Vec::new(),
        }
    }

    /// The same members, mutably.
    pub(crate) fn members_mut(&mut self) -> Vec<&mut Member> {
        match &mut self.kind {
            ShapeKind::List(list) => vec![&mut list.member],
            ShapeKind::Map(map) => vec![&mut map.key, &mut map.value],
            ShapeKind::Structure(structure) => structure.members.iter_mut().collect(),
            ShapeKind::Union(members) => members.iter_mut().collect(),
            _ => Vec::new(),
        }
    }
}

/// The content of a blob that contains a JSON object.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JsonContent {
    /// The shapes of the object in data models; empty if it has no model.
    pub roots: Vec<ShapeId>,
}

/// The type of a shape.
#[derive(Clone, Debug, PartialEq)]
pub enum ShapeKind {
    /// Bytes.
    Blob,
    /// A boolean.
    Boolean,
    /// Text.
    String,
    /// Text with known values; also a string with the older `enum` trait.
    Enum(Vec<EnumMember<String>>),
    /// A 32-bit integer with known values.
    IntEnum(Vec<EnumMember<i32>>),
    /// A signed 8-bit integer.
    Byte,
    /// A signed 16-bit integer.
    Short,
    /// A signed 32-bit integer.
    Integer,
    /// A signed 64-bit integer.
    Long,
    /// A 32-bit IEEE 754 number.
    Float,
    /// A 64-bit IEEE 754 number.
    Double,
    /// An integer of any size.
    BigInteger,
    /// A decimal number of any size and precision.
    BigDecimal,
    /// An instant.
    Timestamp,
    /// Any JSON value.
    Document,
    /// A list; a set of Smithy 1.0 is a list with `uniqueItems`.
    List(Box<List>),
    /// A map with string keys.
    Map(Box<Map>),
    /// Named members.
    Structure(Structure),
    /// Exactly one of its members; never empty.
    Union(Vec<Member>),
}

/// The element of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct List {
    /// The element, as the member `member`.
    pub member: Member,
    /// `sparse`: elements may be null.
    pub sparse: bool,
}

/// The key and the value of a map.
#[derive(Clone, Debug, PartialEq)]
pub struct Map {
    /// The key, as the member `key`. Its target is a string or an enum.
    pub key: Member,
    /// The value, as the member `value`.
    pub value: Member,
    /// `sparse`: values may be null.
    pub sparse: bool,
}

/// The members of a structure and the rules between them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Structure {
    /// The members in the order of the model, those of mixins first.
    pub members: Vec<Member>,
    /// The error traits, if it is an error.
    pub error: Option<ErrorInfo>,
    /// `codegen.rules#exactlyOneOf`: exactly one member of each group is set.
    pub exactly_one_of: Vec<MemberGroup>,
    /// `codegen.rules#atLeastOneOf`: at least one member of each group is set.
    pub at_least_one_of: Vec<MemberGroup>,
    /// `codegen.rules#atMostOneOf`: at most one member of each group is set.
    pub at_most_one_of: Vec<MemberGroup>,
    /// `codegen.rules#totals`: the number of entries of nested lists.
    pub totals: Vec<Total>,
    /// `codegen.rules#conditions`: rules that depend on values.
    pub conditions: Vec<Dependency>,
    /// The `input` and `output` traits.
    pub dedicated: Dedicated,
    /// `httpResponseTests` on an error, for clients of the service's protocol.
    pub response_tests: Vec<ResponseTest>,
}

impl Structure {
    /// The members that have a field in Rust: all but constants.
    pub fn fields(&self) -> impl Iterator<Item = &Member> {
        let members = self.members.iter();
        members.filter(|member| member.form.constant.is_none())
    }

    pub fn member(&self, name: &str) -> Option<&Member> {
        self.members.iter().find(|member| member.name == name)
    }
}

/// The use to which a structure is restricted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dedicated {
    /// Neither `input` nor `output`.
    #[default]
    No,
    /// `input`: only the input of one operation.
    Input,
    /// `output`: only the output of one operation.
    Output,
}

/// The error traits of a structure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ErrorInfo {
    /// The party at fault.
    pub fault: Fault,
    /// `httpError`; by default, 400 if the caller is at fault, and 500 if the
    /// service is.
    pub status: u16,
    pub retryable: Retryable,
}

/// The party at fault for an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The caller.
    Client,
    /// The service.
    Server,
}

/// Whether a retry may succeed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retryable {
    /// No `retryable` trait.
    No,
    /// `retryable` without `throttling`.
    Yes,
    /// `retryable` with `throttling`: only after a longer wait.
    Throttling,
}

/// A known value of an enum.
#[derive(Clone, Debug, PartialEq)]
pub struct EnumMember<Value> {
    /// The name in the model; for the older `enum` trait without names, the
    /// value.
    pub name: String,
    /// The value on the wire.
    pub value: Value,
    /// The documentation.
    pub docs: Docs,
}

/// A member of a structure, union, list or map.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// The name in the model.
    pub name: String,
    /// The shape of its values, in [`Model::shapes`](super::Model::shapes).
    pub target: ShapeId,
    /// The documentation.
    pub docs: Docs,
    /// `required`.
    pub required: bool,
    /// `default`; `Some(Node::Null)` removes the default of the target.
    pub default: Option<Node>,
    /// `clientOptional`, on the member or because its structure has `input`:
    /// clients treat it as optional despite `required` and `default`.
    pub client_optional: bool,
    /// Its location in an HTTP message.
    pub location: Location,
    /// `jsonName`: its name in a JSON body, if it differs.
    pub json_name: Option<String>,
    /// `timestampFormat` of the member, or else of its target; `None` means the
    /// protocol's default for the location.
    pub timestamp_format: Option<TimestampFormat>,
    /// Whether the member or its target is `sensitive`.
    pub sensitive: bool,
    /// `length`, `range`, `pattern` and `uniqueItems` on the member itself:
    /// each overrides the target's. See
    /// [`Model::constraints`](super::Model::constraints).
    pub constraints: Constraints,
    /// `codegen.rules#requiredKeys` on the member.
    pub required_keys: Vec<RequiredKeys>,
    /// `idempotencyToken`: clients generate it if it is unset.
    pub idempotency_token: bool,
    /// `hostLabel`: it is part of the host name.
    pub host_label: bool,
    /// `contextParam` of the endpoint rules: the parameter that it sets.
    pub context_param: Option<String>,
    /// Its format in a data model.
    pub form: MemberForm,
}

impl Member {
    /// The name in a JSON body.
    pub fn wire_name(&self) -> &str {
        self.json_name.as_deref().unwrap_or(&self.name)
    }
}

/// The location of a member in an HTTP message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Location {
    /// In the JSON body, under its [wire name](Member::wire_name).
    Body,
    /// `httpQuery`: in the query, under this name.
    Query(String),
    /// `httpQueryParams`: a map whose entries are query parameters.
    QueryParams,
    /// `httpLabel`: in the path, in the label with its name.
    Label,
    /// `httpHeader`: in this header.
    Header(String),
    /// `httpPrefixHeaders`: a map whose entries are headers; the names have
    /// this prefix, which may be empty.
    PrefixHeaders(String),
    /// `httpPayload`: the whole body.
    Payload,
    /// `httpResponseCode`: the status.
    ResponseCode,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimestampFormat {
    /// `date-time`: RFC 3339 in UTC.
    DateTime,
    /// `http-date`: the IMF-fixdate of RFC 9110.
    HttpDate,
    /// `epoch-seconds`: seconds since 1970, possibly with a fraction.
    EpochSeconds,
}

/// Documentation traits of a shape or member.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Docs {
    /// `documentation`: CommonMark, or HTML in AWS's models.
    pub documentation: Option<String>,
    /// `externalDocumentation`: titles and URLs, by title.
    pub links: Vec<Link>,
    pub deprecated: Option<Deprecated>,
    /// `since`: the version that added it.
    pub since: Option<String>,
    /// `internal`: not meant for customers.
    pub internal: bool,
    /// `unstable`: may change without notice.
    pub unstable: bool,
    /// `recommended`: why the member should be set, possibly empty.
    pub recommended: Option<String>,
    pub tags: Vec<String>,
    /// `aws.api#arnReference`: the resource to which the ARN refers. Boxed,
    /// because it is rare.
    pub arn: Option<Box<ArnReference>>,
}

/// The resource of an ARN.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArnReference {
    /// Its type in CloudFormation, such as `AWS::IAM::Role`, or else the name
    /// of the resource in the model.
    pub resource: Option<String>,
}

/// A link to more documentation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    pub title: String,
    pub url: String,
}

/// A deprecation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Deprecated {
    /// The replacement.
    pub message: Option<String>,
    /// The version or date of the deprecation.
    pub since: Option<String>,
}
