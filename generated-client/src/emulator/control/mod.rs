//! The HTTP paths that control and inspect an emulator; the documentation of the
//! parent module lists them, and [`openapi`] describes them.

mod access;
mod chats;
mod customers;
mod entries;
mod events;
mod faults;
mod openapi;
mod request;
mod resources;
mod rules;
mod snippets;
mod stream;
mod subscriptions;

use std::collections::BTreeSet;

use http::header::{CONTENT_TYPE, HOST};
use http::{HeaderValue, Method, Request, Response};
use runtime::Bytes;
use runtime::server::{Control, Rejection, ResponseBody, percent_decode, query_pairs};
use serde_json::{Value, json};

use super::delivery::sns::{CERTIFICATE_PATH, CONFIRM_PATH};
use super::handle::Emulator;
use super::page;
use super::values::{only_members, unknown};
use request::{ControlRequest, ControlResponse, ControlResult, Problem};

/// The prefix of all control paths.
const ROOT: &str = "/_emulator/";

/// A control path.
struct Path {
    method: Method,
    /// The path below [`ROOT`]; `{id}` is one part of any text.
    path: &'static str,
    /// The query parameters.
    query: &'static [&'static str],
    /// The members of the body; `None` if the path takes no body.
    members: Option<&'static [&'static str]>,
    handler: fn(&ControlRequest<'_>) -> ControlResult,
}

const fn get(path: &'static str, handler: fn(&ControlRequest<'_>) -> ControlResult) -> Path {
    without_body(Method::GET, path, handler)
}

const fn without_body(
    method: Method,
    path: &'static str,
    handler: fn(&ControlRequest<'_>) -> ControlResult,
) -> Path {
    Path {
        method,
        path,
        query: &[],
        members: None,
        handler,
    }
}

const fn send(
    method: Method,
    path: &'static str,
    members: &'static [&'static str],
    handler: fn(&ControlRequest<'_>) -> ControlResult,
) -> Path {
    Path {
        method,
        path,
        query: &[],
        members: Some(members),
        handler,
    }
}

impl Path {
    const fn with_query(mut self, query: &'static [&'static str]) -> Self {
        self.query = query;
        self
    }

    /// Returns the part in place of `{id}`, if the path is this one.
    fn matches<'a>(&self, path: &'a str) -> Option<&'a str> {
        match self.path.split_once("{id}") {
            None => (self.path == path).then_some(""),
            Some((before, after)) => {
                let id = path.strip_prefix(before)?.strip_suffix(after)?;
                (!id.is_empty() && !id.contains('/')).then_some(id)
            }
        }
    }
}

/// The control paths. A test compares them with the OpenAPI document.
static PATHS: &[Path] = &[
    get("health", health),
    get("openapi.json", |_| {
        Ok(ControlResponse::Json(openapi::document()?))
    }),
    send(Method::POST, "reset", &[], |request| {
        request.emulator.reset()?;
        Ok(ControlResponse::Json(json!({})))
    }),
    get("accounts", customers::accounts),
    get("customers", customers::list),
    send(
        Method::PUT,
        "customers",
        &["phone", "name", "reachable"],
        customers::put,
    ),
    send(
        Method::POST,
        "customers",
        &["phone", "phoneNumberId", "action"],
        customers::act,
    ),
    get("chats", chats::all),
    get("messages", chats::messages).with_query(&["to"]),
    get("messages/{id}", chats::message),
    send(
        Method::PUT,
        "messages/{id}",
        &["status", "code"],
        chats::set_status,
    ),
    get("events", events::list).with_query(&["after"]),
    send(
        Method::POST,
        "events",
        &["entry", "redeliver"],
        events::post,
    ),
    get("policy", rules::policy),
    send(
        Method::PUT,
        "policy",
        &["statuses", "windows", "failNext", "deliveries"],
        rules::set_policy,
    ),
    get("clock", rules::clock),
    send(Method::PUT, "clock", &["time", "advance"], rules::set_clock),
    get("stream", stream::open),
    get(CERTIFICATE_PATH, subscriptions::certificate),
    get(CONFIRM_PATH, subscriptions::confirm).with_query(&[
        "Action",
        "TopicArn",
        "Token",
        "SubscriptionArn",
    ]),
    get("coverage", resources::coverage),
    get("templates", resources::templates),
    send(
        Method::PUT,
        "templates",
        &["id", "status"],
        resources::set_template,
    ),
    get("flows", resources::flows),
    send(Method::PUT, "flows", &["id", "status"], resources::set_flow),
    get("calls", resources::calls),
    send(
        Method::POST,
        "calls",
        &["phoneNumberId", "person"],
        resources::receive_call,
    ),
    send(
        Method::PUT,
        "call-permissions",
        &["phoneNumberId", "person", "permission", "until"],
        resources::set_permission,
    ),
    get("conversions", resources::conversions),
    get("faults", |request| {
        Ok(ControlResponse::Json(faults::list(request.emulator)))
    }),
    send(Method::POST, "faults", faults::MEMBERS, |request| {
        let fault = faults::fault(request.emulator, &request.body)?;
        request.emulator.faults().add(fault);
        Ok(ControlResponse::Json(faults::list(request.emulator)))
    }),
    without_body(Method::DELETE, "faults/{id}", |request| {
        let number = request.id.parse().ok();
        match number.is_some_and(|number| request.emulator.faults().remove(number)) {
            true => Ok(ControlResponse::Json(faults::list(request.emulator))),
            false => Err(Problem::NotFound(format!(
                "no pending fault has the number {}",
                request.id
            ))),
        }
    }),
    without_body(Method::DELETE, "faults", |request| {
        request.emulator.faults().clear();
        Ok(ControlResponse::Json(faults::list(request.emulator)))
    }),
];

/// A handler of the control paths.
pub(super) struct Controls(pub(super) Emulator);

impl Control for Controls {
    fn owns(&self, path: &str) -> bool {
        path == page::PATH || path.starts_with(ROOT)
    }

    fn answer(&self, request: &Request<Bytes>) -> Option<Response<ResponseBody>> {
        let path = request.uri().path();
        if request.method() == Method::GET
            && let Some(file) = page::file(path)
        {
            return Some(file.map(ResponseBody::from));
        }
        let path = path.strip_prefix(ROOT)?;
        let mut paths = PATHS.iter();
        let found = paths.find_map(|known| {
            let id = known.matches(path)?;
            (known.method == *request.method()).then_some((known, id))
        });
        let Some((known, id)) = found else {
            return Some(unmatched(request.method(), path));
        };
        if let Some(message) = access::rejection(request.headers(), self.0.origins()) {
            return Some(reject(403, &message));
        }
        let result =
            read(&self.0, known, id, request).and_then(|request| (known.handler)(&request));
        Some(match result {
            Ok(ControlResponse::Json(json)) => respond("application/json", json.to_string()),
            Ok(ControlResponse::Text(content_type, text)) => respond(content_type, text),
            Ok(ControlResponse::Stream(response)) => response,
            Err(Problem::Invalid(message)) => reject(400, &message),
            Err(Problem::NotFound(message)) => reject(404, &message),
            Err(Problem::Store(error)) => reject(500, &error.to_string()),
        })
    }
}

/// Returns the response to a path or a method that does not exist.
fn unmatched(method: &Method, path: &str) -> Response<ResponseBody> {
    let known = PATHS.iter().filter(|known| known.matches(path).is_some());
    let methods: Vec<&str> = known.map(|known| known.method.as_str()).collect();
    if methods.is_empty() {
        // A path has a row for each of its methods.
        let names: BTreeSet<&str> = PATHS.iter().map(|known| known.path).collect();
        let names: Vec<&str> = names.into_iter().collect();
        reject(404, &unknown("control path", path, &names))
    } else {
        let methods = methods.join(" or ");
        let message = format!("{ROOT}{path} does not accept {method}; use {methods}");
        reject(405, &message)
    }
}

/// Reads a request to a path.
fn read<'a>(
    emulator: &'a Emulator,
    path: &Path,
    id: &str,
    request: &'a Request<Bytes>,
) -> Result<ControlRequest<'a>, Problem> {
    let query = query_pairs(request.uri().query().unwrap_or_default());
    if let Some((name, _)) = query
        .iter()
        .find(|(name, _)| !path.query.contains(&&**name))
    {
        return Err(Problem::Invalid(match path.query {
            [] => format!("unknown query parameter `{name}`; the path has none"),
            known => unknown("query parameter", name, known),
        }));
    }
    let body = match path.members {
        None => Value::Null,
        Some(members) => {
            let body: Value = match request.body() {
                body if body.is_empty() && members.is_empty() => json!({}),
                body => serde_json::from_slice(body)
                    .map_err(|error| format!("the body is not valid JSON: {error}"))?,
            };
            if !body.is_object() {
                return Err("the body must be a JSON object".to_owned().into());
            }
            only_members(&body, members)?;
            body
        }
    };
    let header = |name| request.headers().get(name)?.to_str().ok();
    let host = header(HOST).unwrap_or("127.0.0.1:8480");
    Ok(ControlRequest {
        emulator,
        id: percent_decode(id),
        query,
        body,
        url: format!("http://{host}"),
        last_event_id: header(http::HeaderName::from_static("last-event-id")),
    })
}

fn respond(content_type: &'static str, text: String) -> Response<ResponseBody> {
    let mut response = Response::new(ResponseBody::from(Bytes::from(text)));
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    response
}

fn reject(status: u16, message: &str) -> Response<ResponseBody> {
    let rejection = Rejection::new(status, "InvalidControl", message);
    rejection.into_response().map(ResponseBody::from)
}

fn health(request: &ControlRequest<'_>) -> ControlResult {
    let server = crate::server::server(request.emulator.clone());
    Ok(ControlResponse::Json(json!({
        "status": "ok",
        "version": env!("CARGO_PKG_VERSION"),
        "region": super::account::REGION,
        "operations": server.operations().count(),
    })))
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    /// Returns the operations of the document, by method and path.
    fn operations(document: &Value) -> BTreeMap<(String, String), &Value> {
        let mut operations = BTreeMap::new();
        for (path, methods) in document["paths"].as_object().unwrap() {
            for (method, operation) in methods.as_object().unwrap() {
                operations.insert((method.to_uppercase(), path.clone()), operation);
            }
        }
        operations
    }

    /// Replaces a reference to a schema with the schema.
    fn resolved<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
        match schema["$ref"].as_str() {
            Some(reference) => document.pointer(&reference[1..]).unwrap(),
            None => schema,
        }
    }

    /// Returns the names of the members that a schema allows.
    fn members(document: &Value, schema: &Value) -> BTreeSet<String> {
        let schema = resolved(document, schema);
        let variants = schema["oneOf"].as_array().cloned();
        let variants = variants.unwrap_or_else(|| vec![schema.clone()]);
        let properties = variants
            .iter()
            .map(|it| it["properties"].as_object().unwrap());
        properties.flat_map(|it| it.keys().cloned()).collect()
    }

    fn names(names: &[&str]) -> BTreeSet<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn the_document_describes_the_paths() {
        let document = openapi::document().unwrap();
        let operations = operations(&document);
        let known = PATHS.iter();
        let known = known.map(|it| (it.method.to_string(), format!("{ROOT}{}", it.path)));
        assert_eq!(
            known.collect::<BTreeSet<_>>(),
            operations.keys().cloned().collect()
        );
        for path in PATHS {
            let key = (path.method.to_string(), format!("{ROOT}{}", path.path));
            let operation = operations[&key];
            let body = operation.pointer("/requestBody/content/application~1json/schema");
            let given = body.map(|schema| members(&document, schema));
            let taken = path.members.filter(|members| !members.is_empty());
            assert_eq!(given, taken.map(names), "{key:?}");
            let parameters = operation["parameters"].as_array().into_iter().flatten();
            let query = parameters.filter(|it| it["in"] == "query");
            let query = query.map(|it| it["name"].as_str().unwrap().to_owned());
            assert_eq!(query.collect::<BTreeSet<_>>(), names(path.query), "{key:?}");
        }
    }

    #[test]
    fn the_documentation_lists_the_paths() {
        let lines = include_str!("../mod.rs").lines();
        let listed = lines.filter_map(|line| {
            let (request, _) = line.strip_prefix("//! | `")?.split_once('`')?;
            let (method, path) = request.split_once(' ')?;
            let path = path.strip_prefix(ROOT)?.replace("ID", "{id}");
            Some((method.to_owned(), path))
        });
        let known = PATHS.iter();
        let known = known.map(|it| (it.method.to_string(), it.path.to_owned()));
        assert_eq!(
            listed.collect::<BTreeSet<_>>(),
            known.collect::<BTreeSet<_>>()
        );
    }

    #[test]
    fn the_examples_are_valid() {
        let document = openapi::document().unwrap();
        let mut count = 0;
        for (key, operation) in operations(&document) {
            let mut contents: Vec<&Value> = Vec::new();
            contents.extend(operation.pointer("/requestBody/content/application~1json"));
            for (_, response) in operation["responses"].as_object().unwrap() {
                let response = resolved(&document, response);
                contents.extend(response.pointer("/content/application~1json"));
            }
            for content in contents {
                let mut schema = content["schema"].clone();
                schema["components"] = document["components"].clone();
                let validator = jsonschema::draft202012::new(&schema).unwrap();
                let named = content["examples"].as_object().into_iter().flatten();
                let named = named.map(|(_, example)| &example["value"]);
                for example in named.chain(content.get("example")) {
                    let errors: Vec<_> = validator.iter_errors(example).collect();
                    assert!(errors.is_empty(), "{key:?}: {example}: {errors:?}");
                    count += 1;
                }
            }
        }
        assert!(count > 60, "{count}");
    }
}
