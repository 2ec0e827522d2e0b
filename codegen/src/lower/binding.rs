//! HTTP bindings of messages.

use crate::model::{Location, Member, Operation, Shape, ShapeId, ShapeKind};
use crate::rust::{
    Body, Field, FieldRef, HeaderBinding, Payload, PayloadKind, Response, StreamLength, Type,
};

use super::context::LowerContext;
use super::field::Fields;
use super::{shown, ty};

const JSON: &str = "application/json";

/// The members of an input, output or error with their fields.
#[derive(Clone, Copy)]
pub(super) struct Message<'a> {
    direction: Direction,
    members: &'a [Member],
    fields: &'a [Field],
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    Request,
    Response,
}

impl<'a> Message<'a> {
    /// The input of an operation.
    pub(super) fn input(
        context: &LowerContext<'a>,
        fields: &'a Fields,
        operation: &Operation,
    ) -> Self {
        Self {
            direction: Direction::Request,
            members: context.model.members(&operation.input),
            fields: fields.of_input(&operation.input),
        }
    }

    /// An output or error.
    pub(super) fn output(context: &LowerContext<'a>, fields: &'a Fields, id: &ShapeId) -> Self {
        Self {
            direction: Direction::Response,
            members: context.model.members(id),
            fields: fields.of(id),
        }
    }

    pub(super) fn members(self) -> impl Iterator<Item = (&'a Member, &'a Field)> {
        self.members.iter().zip(self.fields)
    }

    /// The member with this name.
    pub(super) fn member(self, name: &str) -> Option<(&'a Member, &'a Field)> {
        self.members().find(|(member, _)| member.name == name)
    }

    /// The first member with this location.
    pub(super) fn at(self, location: &Location) -> Option<FieldRef> {
        let mut members = self.members();
        let (_, field) = members.find(|(member, _)| member.location == *location)?;
        Some(field.reference())
    }

    /// Whether a member is in the JSON of the body. A location that does not
    /// exist in this direction also means the body.
    fn is_in_body(self, member: &Member) -> bool {
        match (self.direction, &member.location) {
            (_, Location::Body) | (Direction::Request, Location::ResponseCode) => true,
            (Direction::Response, location) => matches!(
                location,
                Location::Query(_) | Location::QueryParams | Location::Label
            ),
            (Direction::Request, _) => false,
        }
    }

    pub(super) fn headers(self, context: &LowerContext<'_>) -> Vec<HeaderBinding> {
        let headers = self
            .members()
            .filter_map(|(member, field)| match &member.location {
                Location::Header(name) => Some(HeaderBinding {
                    name: name.clone(),
                    field: field.reference(),
                    format: ty::text_form(context, member),
                }),
                _ => None,
            });
        headers.collect()
    }

    pub(super) fn prefix_headers(self) -> Option<(String, FieldRef)> {
        self.members()
            .find_map(|(member, field)| match &member.location {
                Location::PrefixHeaders(prefix) => Some((prefix.clone(), field.reference())),
                _ => None,
            })
    }

    /// The body: the payload member, or the JSON of all members that are not
    /// bound to another location.
    pub(super) fn body(self, context: &LowerContext<'_>) -> Body {
        let payload = self
            .members()
            .find(|(member, _)| member.location == Location::Payload);
        if let Some((member, field)) = payload {
            let kind = payload_kind(context, member, field);
            let is_struct = matches!(field.ty, Type::Struct(_));
            return Body::Payload(Box::new(Payload {
                field: field.reference(),
                unset: is_struct.then_some((JSON, "{}")),
                required_media_type: match &kind {
                    PayloadKind::Raw(media_type) | PayloadKind::Stream(media_type, _)
                        if !self.sets_content_type() =>
                    {
                        Some(media_type.clone())
                    }
                    _ => None,
                },
                kind,
            }));
        }
        let in_body = self.members().filter(|(member, _)| self.is_in_body(member));
        let in_body: Vec<FieldRef> = in_body.map(|(_, field)| field.reference()).collect();
        if in_body.is_empty() {
            Body::None
        } else if in_body.len() == self.members.len() {
            Body::Json
        } else {
            Body::Members(in_body)
        }
    }

    /// The blobs among the members in the JSON of the body. Blobs inside other
    /// members are rare and not counted.
    pub(super) fn json_blobs(self, context: &LowerContext<'_>) -> Vec<FieldRef> {
        if matches!(self.body(context), Body::None | Body::Payload(_)) {
            return Vec::new();
        }
        let in_body = self.members().filter(|(member, _)| self.is_in_body(member));
        let in_body = in_body.map(|(_, field)| field.reference());
        in_body
            .filter(|field| matches!(field.ty, Type::Bytes | Type::Json))
            .collect()
    }

    pub(super) fn response(self, context: &LowerContext<'_>, code: u16) -> Response {
        Response {
            code,
            body: self.body(context),
            headers: self.headers(context),
            prefix_headers: self.prefix_headers(),
            status: self.at(&Location::ResponseCode),
            media_type: self.media_type(context),
        }
    }

    fn sets_content_type(self) -> bool {
        let is_content_type = |name: &String| name.eq_ignore_ascii_case("content-type");
        self.members.iter().any(
            |member| matches!(&member.location, Location::Header(name) if is_content_type(name)),
        )
    }

    /// The media type of the body, which Smithy's servers compare with the
    /// header Accept: the model's, or the one that the shape implies. A blob
    /// without the trait, and a body whose Content-Type a member sets, have any
    /// type.
    fn media_type(self, context: &LowerContext<'_>) -> Option<String> {
        let mut members = self.members.iter();
        let payload = members.find(|member| member.location == Location::Payload);
        match (
            payload.map(|member| context.model.shape(&member.target)),
            self.body(context),
        ) {
            _ if self.sets_content_type() => None,
            (_, Body::None) => None,
            (Some(shape), _) if shape.kind == ShapeKind::Blob => shape.media_type.clone(),
            (_, Body::Payload(payload)) => match payload.kind {
                PayloadKind::Raw(media_type) => Some(media_type),
                _ => Some(JSON.to_owned()),
            },
            _ => Some(JSON.to_owned()),
        }
    }
}

fn payload_kind(context: &LowerContext<'_>, member: &Member, field: &Field) -> PayloadKind {
    let shape = context.model.shape(&member.target);
    let media_type = |default: &str| {
        let declared = shape.media_type.as_deref();
        declared.unwrap_or(default).to_owned()
    };
    match shape.kind {
        ShapeKind::Blob if shape.streaming => {
            let length = if shape.requires_length {
                StreamLength::Required(shown::field(context, member, &field.name).both())
            } else {
                StreamLength::Any
            };
            PayloadKind::Stream(media_type("application/octet-stream"), length)
        }
        ShapeKind::Blob => PayloadKind::Raw(media_type("application/octet-stream")),
        ShapeKind::String | ShapeKind::Enum(_) => PayloadKind::Raw(media_type("text/plain")),
        ShapeKind::Structure(_) | ShapeKind::Union(_) => PayloadKind::Json,
        _ => PayloadKind::JsonValue,
    }
}

/// The bindings of an error with a member outside the body.
pub(super) fn error(
    context: &LowerContext<'_>,
    fields: &Fields,
    shape: &Shape,
) -> Option<Response> {
    let ShapeKind::Structure(structure) = &shape.kind else {
        return None;
    };
    let message = Message::output(context, fields, &shape.id);
    let all_in_body = message
        .members()
        .all(|(member, _)| message.is_in_body(member));
    let status = structure.error.map_or(400, |info| info.status);
    (!all_in_body).then(|| message.response(context, status))
}
