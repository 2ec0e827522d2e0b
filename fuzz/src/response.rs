//! Responses of every operation: through a client, to an output or an error.
//!
//! The first line has the operation and the status. The operation `Document`
//! covers the types that the model of the service does not have.

use runtime::codegen::json::{self, Base64, List, Map, Plain, SparseList, SparseMap};
use runtime::{BigDecimal, BigInteger, Bytes, Document, Response, Retries, Timestamp, Validation};
use socialmessaging::Client;

use crate::budget::Budget;
use crate::failure::fail;
use crate::http_message::{self, Message};
use crate::mutate;
use crate::operations::catalogue::{ERRORS, OPERATIONS};
use crate::target::Target;
use crate::transport::{Answer, Scripted, block_on};

/// The memory that a response may take, in bytes.
const LIMIT: usize = 64 * 1024;

pub(crate) const TARGET: Target = Target {
    name: "response",
    budget: Budget {
        allocations: 10_000,
        allocations_per_byte: 12,
        // The limit, the request, and a message of the error, which is decoded and
        // indexed to cut out secrets, 64 KiB at a time.
        held: 256 * 1024,
        held_per_byte: 48,
    },
    largest: 16 * 1024,
    run,
    seeds,
    mutate: mutate::message,
};

thread_local! {
    static CLIENT: (Scripted, Result<Client, runtime::ConfigError>) = {
        let transport = Scripted::default();
        let builder = tests::fixture::real_builder().transport(transport.clone());
        let builder = builder.validation(Validation::Off).retries(Retries::none());
        (transport, builder.response_limit(LIMIT).build())
    };
}

fn run(input: &[u8]) {
    let message = Message::parse(input);
    if message.word(0) == DOCUMENT {
        return read_values(&message);
    }
    let Some(operation) = http_message::select(OPERATIONS, message.word(0), |found| found.name)
    else {
        return;
    };
    CLIENT.with(|(transport, client)| {
        let Ok(client) = client else {
            fail("the client has complete settings");
        };
        transport.set([Answer::Response(message.response(1))]);
        block_on((operation.call)(client.clone()));
    });
}

const DOCUMENT: &str = "Document";

/// Reads the body and a header as every type that models can have.
fn read_values(message: &Message<'_>) {
    let body = Bytes::copy_from_slice(message.body);
    let response = Response::new(message.status(1), message.headers(), body).with_limit(LIMIT);
    let read = |result: Result<String, runtime::ResponseError>| {
        let shown = match result {
            Ok(shown) => shown,
            Err(error) => format!("{error} {error:?}"),
        };
        drop(shown);
    };
    macro_rules! bodies {
        ($($codec:ty => $type:ty),*) => {
            $(read(response.json_as::<$codec, $type>().map(|value| format!("{value:?}")));)*
        };
    }
    bodies!(
        Plain => Document,
        List<Plain> => Vec<Document>,
        SparseList => Vec<Option<String>>,
        Map<Base64> => std::collections::BTreeMap<String, Bytes>,
        SparseMap => std::collections::BTreeMap<String, Option<f64>>,
        List<json::EpochSeconds> => Vec<Timestamp>,
        List<json::DateTime> => Vec<Timestamp>,
        List<json::HttpDate> => Vec<Timestamp>,
        List => Vec<BigInteger>,
        List => Vec<BigDecimal>,
        List => Vec<i8>,
        List => Vec<f32>,
        List => Vec<bool>
    );
    read(
        response
            .header_list::<String>("x-list")
            .map(|value| format!("{value:?}")),
    );
    read(
        response
            .header::<f64>("x-list")
            .map(|value| format!("{value:?}")),
    );
    let times = response.header_list_as::<json::HttpDate, Timestamp>("x-list");
    read(times.map(|value| format!("{value:?}")));
    read(response.text());
    drop(response.prefix_headers::<i64>("x-"));
}

fn seeds() -> Vec<Vec<u8>> {
    let mut seeds = Vec::new();
    for operation in OPERATIONS {
        for response in &operation.responses {
            let first = format!("{} {}", operation.name, response.status);
            seeds.push(http_message::write(&first, response.headers, response.body));
        }
    }
    for (error, operation) in ERRORS.iter().zip(OPERATIONS.iter().cycle()) {
        let response = error.response;
        let first = format!("{} {}", operation.name, response.status);
        seeds.push(http_message::write(&first, response.headers, response.body));
    }
    let secret = tests::fixture::SESSION_TOKEN;
    let echo = format!(r#"{{"message": "The canonical request: x-amz-security-token:{secret}"}}"#);
    let code = ("x-amzn-errortype", "InvalidSignatureException");
    seeds.push(http_message::write("TagResource 403", &[code], &echo));
    for body in [
        r#"[1, "a", null, {"b": [1.5e300, true]}]"#,
        r#"["2026-01-01T00:00:00.123Z", "Thu, 01 Jan 2026 00:00:00 GMT", 1.5]"#,
        r#"{"a": "AAEC", "b": "AAE="}"#,
    ] {
        let list = ("x-list", r#"Thu, 01 Jan 2026 00:00:00 GMT, "a, \"b", 1.5"#);
        seeds.push(http_message::write("Document 200", &[list], body));
    }
    seeds
}
