//! The service.

use crate::model::{Model, ShapeKind};
use crate::rust::{Service, ServiceError};
use crate::sink::Markdown;

use super::context::LowerContext;
use super::docs;

/// The name of the client library of a service: the letters and digits of its
/// SDK id, in lower case.
pub(crate) fn library(model: &Model) -> String {
    let library: String = model
        .service
        .sdk_id
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect();
    if library.starts_with(|c: char| c.is_ascii_alphabetic()) {
        library
    } else {
        format!("aws{library}")
    }
}

pub(super) fn service(context: &LowerContext<'_>) -> Service {
    let service = &context.model.service;
    let errors = context.usage.errors.iter().filter_map(|id| {
        let shape = context.model.shape(id);
        let ShapeKind::Structure(structure) = &shape.kind else {
            return None;
        };
        let info = structure.error?;
        Some(ServiceError {
            code: id.name().to_owned(),
            status: info.status,
            retryable: info.retryable,
        })
    });
    Service {
        title: Markdown::label(&service.title),
        docs: docs::lower(context, &service.docs),
        library: library(context.model),
        sdk_id: service.sdk_id.clone(),
        endpoint_prefix: service.endpoint_prefix.clone(),
        signing_name: service.signing_name.clone(),
        version: service.version.clone(),
        errors: errors.collect(),
    }
}
