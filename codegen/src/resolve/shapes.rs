//! Data shapes and their members.

use crate::ast::{self, Ast, Traits};
use crate::json::Value;
use crate::model::{
    Dedicated, Deprecated, Docs, EnumMember, ErrorInfo, Fault, JsonContent, KeyComparison, List,
    Location, Map, Member, MemberGroup, Node, RequiredKeys, Retryable, Shape, ShapeId, ShapeKind,
    ShapeType, Structure,
};
use crate::traits::ids;

use super::cases::response_tests;
use super::constraints::{constraints, timestamp_format};
use super::data::{member_form, tagged};
use super::docs::docs;
use super::relations::{conditions, totals};

/// The data shape with a node's traits. `name` is its name within the service.
pub(super) fn shape(ast: &Ast<'_>, node: &ast::Shape<'_>, name: String) -> Shape {
    let traits = &node.traits;
    Shape {
        id: node.id.clone(),
        name,
        kind: kind(ast, node),
        docs: docs(traits),
        sensitive: traits.has(ids::SENSITIVE),
        constraints: constraints(traits),
        timestamp_format: timestamp_format(traits),
        media_type: traits.string(ids::MEDIA_TYPE),
        streaming: traits.has(ids::STREAMING),
        json: traits.value(ids::JSON).map(json_content),
        requires_length: traits.has(ids::REQUIRES_LENGTH),
        tagged: tagged(traits),
    }
}

/// A shape of the prelude.
pub(super) fn prelude(id: ShapeId, kind: ShapeType) -> Shape {
    Shape {
        name: id.name().to_owned(),
        id,
        kind: simple(kind).unwrap_or_else(|| ShapeKind::Structure(Structure::default())),
        docs: Docs::default(),
        sensitive: false,
        constraints: Default::default(),
        timestamp_format: None,
        media_type: None,
        streaming: false,
        json: None,
        requires_length: false,
        tagged: None,
    }
}

fn json_content(value: &Value<'_>) -> JsonContent {
    let root = value.get("root").into_iter();
    let roots = root.flat_map(|root| match root.as_str() {
        Some(_) => std::slice::from_ref(root),
        None => root.elements(),
    });
    JsonContent {
        roots: roots
            .filter_map(|root| ShapeId::parse(root.as_str()?))
            .collect(),
    }
}

/// The kinds without further properties.
fn simple(kind: ShapeType) -> Option<ShapeKind> {
    Some(match kind {
        ShapeType::Blob => ShapeKind::Blob,
        ShapeType::Boolean => ShapeKind::Boolean,
        ShapeType::String => ShapeKind::String,
        ShapeType::Byte => ShapeKind::Byte,
        ShapeType::Short => ShapeKind::Short,
        ShapeType::Integer => ShapeKind::Integer,
        ShapeType::Long => ShapeKind::Long,
        ShapeType::Float => ShapeKind::Float,
        ShapeType::Double => ShapeKind::Double,
        ShapeType::BigInteger => ShapeKind::BigInteger,
        ShapeType::BigDecimal => ShapeKind::BigDecimal,
        ShapeType::Timestamp => ShapeKind::Timestamp,
        ShapeType::Document => ShapeKind::Document,
        _ => return None,
    })
}

fn kind(ast: &Ast<'_>, node: &ast::Shape<'_>) -> ShapeKind {
    let traits = &node.traits;
    let sparse = traits.has(ids::SPARSE);
    let optional = traits.has(ids::INPUT);
    let named = |name: &str| match node.member(name) {
        Some(found) => member(ast, found, optional),
        // Reported when the file was read.
        None => absent(name),
    };
    match node.kind() {
        ShapeType::String if traits.has(ids::ENUM) => ShapeKind::Enum(listed_values(traits)),
        ShapeType::Enum => ShapeKind::Enum(values(node, |name, value| match value {
            Some(value) => value.as_str().unwrap_or(name).to_owned(),
            None => name.to_owned(),
        })),
        ShapeType::IntEnum => ShapeKind::IntEnum(values(node, |_, value| {
            let number = value.and_then(Value::as_number);
            let number = number.and_then(|number| number.as_i64());
            number
                .and_then(|number| i32::try_from(number).ok())
                .unwrap_or(0)
        })),
        ShapeType::List => ShapeKind::List(Box::new(List {
            member: named("member"),
            sparse,
        })),
        ShapeType::Map => ShapeKind::Map(Box::new(Map {
            key: named("key"),
            value: named("value"),
            sparse,
        })),
        ShapeType::Structure => ShapeKind::Structure(structure(ast, node)),
        ShapeType::Union => ShapeKind::Union(members(ast, node)),
        other => simple(other).unwrap_or(ShapeKind::Document),
    }
}

/// The values of an `enum` or `intEnum`.
fn values<T>(
    node: &ast::Shape<'_>,
    value: impl Fn(&str, Option<&Value<'_>>) -> T,
) -> Vec<EnumMember<T>> {
    let members = node.members().iter();
    members
        .map(|member| EnumMember {
            name: member.name.to_string(),
            value: value(&member.name, member.traits.value(ids::ENUM_VALUE)),
            docs: docs(&member.traits),
        })
        .collect()
}

/// The values of a string with the older `enum` trait.
fn listed_values(traits: &Traits<'_>) -> Vec<EnumMember<String>> {
    let values = traits.value(ids::ENUM);
    let values = values.into_iter().flat_map(|values| values.elements());
    values
        .filter_map(|entry| {
            let value = entry.str("value")?;
            let deprecated = entry.get("deprecated").and_then(Value::as_bool);
            Some(EnumMember {
                name: entry.str("name").unwrap_or(value).to_owned(),
                value: value.to_owned(),
                docs: Docs {
                    documentation: entry.str("documentation").map(str::to_owned),
                    deprecated: (deprecated == Some(true)).then(Deprecated::default),
                    tags: entry.strings("tags"),
                    ..Docs::default()
                },
            })
        })
        .collect()
}

fn structure(ast: &Ast<'_>, node: &ast::Shape<'_>) -> Structure {
    let traits = &node.traits;
    Structure {
        members: members(ast, node),
        error: error(traits),
        exactly_one_of: groups(traits, ids::EXACTLY_ONE_OF),
        at_least_one_of: groups(traits, ids::AT_LEAST_ONE_OF),
        at_most_one_of: groups(traits, ids::AT_MOST_ONE_OF),
        totals: totals(traits),
        conditions: conditions(traits),
        dedicated: if traits.has(ids::INPUT) {
            Dedicated::Input
        } else if traits.has(ids::OUTPUT) {
            Dedicated::Output
        } else {
            Dedicated::No
        },
        response_tests: response_tests(traits),
    }
}

fn members(ast: &Ast<'_>, node: &ast::Shape<'_>) -> Vec<Member> {
    let optional = node.traits.has(ids::INPUT);
    let members = node.members().iter();
    members.map(|found| member(ast, found, optional)).collect()
}

fn error(traits: &Traits<'_>) -> Option<ErrorInfo> {
    let fault = match traits.str(ids::ERROR)? {
        "client" => Fault::Client,
        _ => Fault::Server,
    };
    let status = traits.value(ids::HTTP_ERROR).and_then(Value::as_number);
    let status = status.and_then(|status| u16::try_from(status.as_i64()?).ok());
    let retryable = traits.value(ids::RETRYABLE);
    Some(ErrorInfo {
        fault,
        status: status.unwrap_or(match fault {
            Fault::Client => 400,
            Fault::Server => 500,
        }),
        retryable: match retryable {
            None => Retryable::No,
            Some(value) if value.get("throttling").and_then(Value::as_bool) == Some(true) => {
                Retryable::Throttling
            }
            Some(_) => Retryable::Yes,
        },
    })
}

fn groups(traits: &Traits<'_>, id: &str) -> Vec<MemberGroup> {
    let groups = traits
        .value(id)
        .into_iter()
        .flat_map(|groups| groups.elements());
    groups
        .map(|group| {
            let names = group.elements().iter().filter_map(Value::as_str);
            names.map(str::to_owned).collect()
        })
        .collect()
}

fn member(ast: &Ast<'_>, node: &ast::Member<'_>, optional: bool) -> Member {
    let traits = &node.traits;
    let target = ast.shape(&node.target.id);
    let of_target = |id| target.is_some_and(|target| target.traits.has(id));
    Member {
        name: node.name.to_string(),
        target: node.target.id.clone(),
        docs: docs(traits),
        required: traits.has(ids::REQUIRED),
        default: traits.value(ids::DEFAULT).map(Value::to_node),
        client_optional: optional || traits.has(ids::CLIENT_OPTIONAL),
        location: location(traits),
        json_name: traits.string(ids::JSON_NAME),
        timestamp_format: timestamp_format(traits).or_else(|| timestamp_format(&target?.traits)),
        sensitive: traits.has(ids::SENSITIVE) || of_target(ids::SENSITIVE),
        constraints: constraints(traits),
        required_keys: required_keys(traits),
        idempotency_token: traits.has(ids::IDEMPOTENCY_TOKEN),
        host_label: traits.has(ids::HOST_LABEL),
        context_param: traits
            .value(ids::CONTEXT_PARAM)
            .and_then(|value| value.str("name"))
            .map(str::to_owned),
        form: member_form(traits, target.map(|target| &target.traits)),
    }
}

fn absent(name: &str) -> Member {
    Member {
        name: name.to_owned(),
        target: ShapeId::unit(),
        docs: Docs::default(),
        required: false,
        default: None::<Node>,
        client_optional: false,
        location: Location::Body,
        json_name: None,
        timestamp_format: None,
        sensitive: false,
        constraints: Default::default(),
        required_keys: Vec::new(),
        idempotency_token: false,
        host_label: false,
        context_param: None,
        form: Default::default(),
    }
}

fn location(traits: &Traits<'_>) -> Location {
    if let Some(name) = traits.str(ids::HTTP_QUERY) {
        Location::Query(name.to_owned())
    } else if traits.has(ids::HTTP_QUERY_PARAMS) {
        Location::QueryParams
    } else if traits.has(ids::HTTP_LABEL) {
        Location::Label
    } else if let Some(name) = traits.str(ids::HTTP_HEADER) {
        Location::Header(name.to_owned())
    } else if let Some(prefix) = traits.str(ids::HTTP_PREFIX_HEADERS) {
        Location::PrefixHeaders(prefix.to_owned())
    } else if traits.has(ids::HTTP_PAYLOAD) {
        Location::Payload
    } else if traits.has(ids::HTTP_RESPONSE_CODE) {
        Location::ResponseCode
    } else {
        Location::Body
    }
}

fn required_keys(traits: &Traits<'_>) -> Vec<RequiredKeys> {
    let rule = traits.value(ids::REQUIRED_KEYS);
    let rules = rule.map(|value| RequiredKeys {
        path: path(value.str("path").unwrap_or_default()),
        keys: value.strings("keys"),
        compare: match value.get("ignoreCase").and_then(Value::as_bool) {
            Some(true) => KeyComparison::IgnoreCase,
            _ => KeyComparison::Exact,
        },
    });
    rules.into_iter().collect()
}

/// The names of members in a path: `a/b`. Empty if the path is empty.
pub(crate) fn path(text: &str) -> Vec<String> {
    let names = text.split('/').filter(|name| !name.is_empty());
    names.map(str::to_owned).collect()
}
