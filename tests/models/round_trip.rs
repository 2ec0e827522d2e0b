//! Round trips: the server of a model receives the inputs that its client was
//! given, and the client receives the outputs and errors that the server
//! returned, with members in every location of a message.
//!
//! Some values have no text where they are bound and are left out: nulls and
//! empty lists in queries, nulls in headers, and empty payloads.
//! `SendAllHeaders` is left out, too, because its server also receives HTTP's
//! own headers.

use std::any::Any;
use std::sync::{Arc, Mutex};

use conformance::error::{PayloadError, PlainError, TextError};
use conformance::input::FailInput;
use conformance::operation::*;
use conformance::output::FailOutput;
use conformance::{Client, Error, Stub};
use runtime::{HeaderMap, Response, StatusCode, testing};
use runtime::codegen::Operation;
use serde::de::DeserializeOwned;

/// Parses a value. Members have their JSON names, wherever they are bound.
fn value<T: DeserializeOwned>(json: &'static str) -> T {
    let response = Response::new(StatusCode::OK, HeaderMap::new(), json);
    response.json().unwrap()
}

/// Records inputs, and returns a fixed output.
#[derive(Clone, Default)]
struct Echo {
    seen: Arc<Mutex<Option<Box<dyn Any + Send>>>>,
    answer: Arc<Mutex<Option<Box<dyn Any + Send>>>>,
}

impl Echo {
    fn exchange<I: Any + Send, A: Any>(&self, input: I) -> A {
        *self.seen.lock().unwrap() = Some(Box::new(input));
        let answer = self.answer.lock().unwrap().take().unwrap();
        *answer.downcast().unwrap()
    }

    fn answer(&self, answer: impl Any + Send) {
        *self.answer.lock().unwrap() = Some(Box::new(answer));
    }

    fn seen<I: Any>(&self) -> I {
        *self
            .seen
            .lock()
            .unwrap()
            .take()
            .unwrap()
            .downcast()
            .unwrap()
    }
}

/// A client of a server with this stub.
fn client(echo: &Echo) -> Client {
    let server = conformance::server::server(echo.clone());
    testing::builder(&testing::Replay::new([]))
        .transport(server.transport())
        .build()
        .unwrap()
}

/// The input of an operation, and its output.
type Input<O> = <O as Operation>::Input;
type Output<O> = <O as Operation>::Output;

/// Operations with their inputs and outputs, each with some members.
macro_rules! round_trips {
    ($($method:ident $operation:ident: $($json:literal),+;)*) => {
        impl Stub for Echo {
            async fn fail(&self, input: FailInput) -> Result<FailOutput, Error<FailError>> {
                Err(self.exchange::<_, FailError>(input).into())
            }

            $(async fn $method(
                &self,
                input: Input<$operation>,
            ) -> Result<Output<$operation>, Error<<$operation as Operation>::Error>> {
                Ok(self.exchange(input))
            })*
        }

        mod round_trips {
            use super::*;

            $(#[tokio::test]
            async fn $method() {
                let echo = Echo::default();
                let client = client(&echo);
                for json in [$($json),+] {
                    let input: Input<$operation> = value(json);
                    let output: Output<$operation> = value(json);
                    echo.answer(output.clone());
                    let came = client.$method().input(input.clone()).send().await.unwrap();
                    assert_eq!(echo.seen::<Input<$operation>>(), input, "{json}");
                    assert_eq!(came, output, "{json}");
                }
            })*

            #[tokio::test]
            async fn errors() {
                let echo = Echo::default();
                let client = client(&echo);
                for error in [
                    FailError::PlainError(value(r#"{"Message": "Ünicode"}"#)),
                    FailError::PlainError(PlainError::new()),
                    FailError::RichError(value(
                        r#"{"message": "later", "retryAfter": 7, "fields": ["a, b", "", " \"c\""],
                            "notes": {"x": "Ü", "y": ""}, "status": 418, "because": {"why": "tea"}}"#,
                    )),
                    FailError::RichError(value(r#"{"status": 429}"#)),
                    FailError::PayloadError(value(r#"{"id": "i", "reason": {"why": "w"}}"#)),
                    FailError::PayloadError(PayloadError::new()),
                    FailError::TextError(value(r#"{"text": "{\"no\": JSON"}"#)),
                    FailError::TextError(TextError::new()),
                ] {
                    echo.answer(error.clone());
                    let options = runtime::CallOptions::new().with_max_attempts(1);
                    let came = client.fail().options(options).send().await.unwrap_err();
                    assert_eq!(came.into_service_error().unwrap(), error);
                }
            }
        }
    };
}

round_trips! {
    get_every_label GetEveryLabel:
        r#"{"text": "a/b c%2F?#Ü", "flag": true, "byte": -128, "short": 32767, "integer": -1,
            "long": 9007199254740993, "float": 0.1, "double": 1e300, "bigInteger": -123456789012345678901234567890,
            "bigDecimal": 1.10, "wing": "east", "floor": 1, "found": true}"#,
        r#"{"text": "+", "flag": false, "byte": 0, "short": 0, "integer": 0, "long": 0, "float": "-Infinity",
            "double": "Infinity", "bigInteger": 0, "bigDecimal": -0, "wing": "no wing", "floor": 99}"#;
    get_labelled_times GetLabelledTimes:
        r#"{"plain": 1.5, "epoch": -0.001, "http": "Thu, 10 Oct 2024 00:00:00 GMT",
            "date": "2024-10-10T00:00:00.123456789Z"}"#;
    get_greedy_label GetGreedyLabel:
        r#"{"drive": "c/d", "path": "a//b c/%2F/ü/.a/meta"}"#;
    get_literal_path GetLiteralPath:
        r#"{"text": "(a+)+"}"#;
    search_everything SearchEverything:
        r#"{"text": "a&b=c d+ü", "flag": true, "byte": 1, "short": 2, "integer": 3, "long": -9223372036854775808,
            "float": 1.5, "double": 0.1, "bigInteger": 123456789012345678901234567890, "bigDecimal": 1e400,
            "time": 1.5, "epoch": 1.5, "http": "Thu, 10 Oct 2024 00:00:00 GMT", "genre": "novel", "stars": 5,
            "strings": ["", "a,b", "ü"], "integers": [1, -1], "doubles": [0.1, "Infinity"],
            "booleans": [true, false], "times": [0, 1.5], "genres": ["poem", "no genre"], "starList": [1, 99],
            "sparse": ["a", "b"], "sparseTimes": [1.5]}"#,
        "{}";
    search_with_constants SearchWithConstants:
        r#"{"text": "new"}"#,
        "{}";
    search_by_parameters SearchByParameters:
        r#"{"named": "n", "others": {"named": "n", "a b": "ü", "c": ""}}"#;
    search_by_parameter_lists SearchByParameterLists:
        r#"{"named": "n", "others": {"named": ["n"], "a": ["1", "", "1"]}}"#;
    send_headers SendHeaders:
        r#"{"text": "Ü, \"x\"", "flag": false, "byte": 1, "short": 2, "integer": 3, "long": 4, "float": 1.5,
            "double": "-Infinity", "bigInteger": 123456789012345678901234567890, "bigDecimal": 1.10,
            "mood": "good", "rank": 9, "json": "{\n\"a\": \"Ü\"}", "time": 1, "date": "2024-10-10T00:00:00.5Z",
            "epoch": 1.5, "strings": ["", "a, b", " c ", "\"d\\", "Ü"], "integers": [1, -1], "floats": [0.5],
            "booleans": [true, false], "times": [0, 1], "dates": ["2024-10-10T00:00:00Z"], "epochs": [1.5, 2],
            "moods": ["bad", "no mood"], "ranks": [1, 99], "jsons": ["1, 2", "[]"], "decimals": [1.0, -0.5],
            "sparse": ["x", "y"]}"#,
        r#"{"strings": []}"#,
        "{}";
    send_prefix_headers SendPrefixHeaders:
        r#"{"fixed": "f", "meta": {"a": "1", "b-c": "Ü"}}"#,
        "{}";
    put_anything PutAnything:
        r#"{"tag": "t", "content": {"a": [1, null, 1.10]}}"#,
        r#"{"tag": "t"}"#;
    put_arrivals PutArrivals:
        r#"{"tag": "t", "content": ["2024-10-10T00:00:00Z", null]}"#,
        r#"{"tag": "t"}"#;
    put_blob PutBlob:
        r#"{"tag": "t", "content": "AAEC/w=="}"#,
        r#"{"tag": "t"}"#;
    put_carrier PutCarrier:
        r#"{"tag": "t", "content": {"plane": {"name": "p", "kg": 1.5}}}"#,
        r#"{"tag": "t"}"#;
    put_departures PutDepartures:
        r#"{"tag": "t", "content": [1.5, 0]}"#,
        r#"{"tag": "t"}"#;
    put_manifest PutManifest:
        r#"{"tag": "t", "content": {"a": "AA==", "": ""}}"#,
        r#"{"tag": "t"}"#;
    put_page PutPage:
        r#"{"tag": "t", "content": "<p>Ü</p>"}"#,
        r#"{"tag": "t"}"#;
    put_parcel PutParcel:
        r#"{"tag": "t", "content": {"name": "p", "kg": 0.1}}"#,
        r#"{"tag": "t", "content": {}}"#;
    put_picture PutPicture:
        r#"{"tag": "t", "content": "AAEC/w=="}"#,
        r#"{"tag": "t"}"#;
    put_text PutText:
        r#"{"tag": "t", "content": "{\"Ü\""}"#,
        r#"{"tag": "t"}"#;
    put_verdict PutVerdict:
        r#"{"tag": "t", "content": "no verdict"}"#,
        r#"{"tag": "t"}"#;
    put_values PutValues:
        r#"{"text": "\n\u0000Ü", "flag": true, "byte": -128, "short": 32767, "integer": -2147483648,
            "long": 9223372036854775807, "float": "Infinity", "double": 1e-300,
            "bigInteger": 123456789012345678901234567890, "bigDecimal": 1.10, "blob": "AAEC/w==",
            "suit": "hearts", "dice": 6, "oldSuit": "dark blue", "other-name": ""}"#,
        r#"{"suit": "no suit", "dice": 7, "blob": ""}"#,
        "{}";
    put_times PutTimes:
        r#"{"plain": 1.5, "date": "2024-10-10T00:00:00.123456789Z", "epoch": -0.001,
            "http": "Thu, 10 Oct 2024 00:00:00.5 GMT", "dateOverEpoch": "0001-01-01T00:00:00Z"}"#;
    put_collections PutCollections:
        r#"{"words": ["a", ""], "sparseWords": [null, "a"], "table": [[], ["a"]], "unique": ["a", "b"],
            "counts": {"": 1, "Ü": 2}, "sparseCounts": {"a": null, "b": 1}, "index": {"a": [], "b": ["c"]},
            "sparseIndex": {"a": null, "b": []}, "blobs": {"a": "AA=="}, "times": ["Thu, 10 Oct 2024 00:00:00 GMT"],
            "floats": [0.1, "-Infinity"], "tree": {"name": "root", "left": {"name": ""},
            "branches": [{"name": "a", "named": {"x": {"name": "b"}}}]}}"#,
        r#"{"words": [], "counts": {}, "tree": {"name": ""}}"#;
    put_documents PutDocuments:
        r#"{"any": {"a": [1, 1.10, null, true, "Ü"]}, "list": ["a", {}, 1e400], "map": {"a": false}}"#,
        r#"{"any": []}"#;
    pay Pay:
        r#"{"by": {"card": {"number": "1"}}}"#,
        r#"{"by": {"text": ""}}"#,
        r#"{"by": {"amount": 1}}"#,
        r#"{"by": {"flag": false}}"#,
        r#"{"by": {"blob": "AA=="}}"#,
        r#"{"by": {"time": "2024-10-10T00:00:00Z"}}"#,
        r#"{"by": {"coins": [1]}}"#,
        r#"{"by": {"vouchers": {"a": "b"}}}"#,
        r#"{"by": {"currency": "eur"}}"#,
        r#"{"by": {"free": {}}}"#,
        r#"{"by": {"split": {"first": {"split": {"second": {"any": [null]}}}}}}"#,
        r#"{"by": {"double": "Infinity"}}"#;
    put_settings PutSettings:
        r#"{"settings": {"text": "", "flag": false, "none": "n", "optional": "o", "needed": "", "maybeNeeded": "m",
            "names": ["a"], "labels": {"a": "b"}, "anyText": null, "anyFlag": true, "color": "red"}, "text": "t", "limit": 7,
            "count": 3, "mode": "m"}"#,
        r#"{"count": 0, "settings": {"needed": "n", "maybeNeeded": ""}}"#;
    put_plain_settings PutPlainSettings:
        r#"{"text": "", "needed": ""}"#,
        r#"{"needed": "n"}"#;
    get_content_type GetContentType:
        r#"{"kind": "text/csv", "content": "YSxi"}"#;
    drop_shared DropShared:
        r#"{"id": "i d", "text": "t"}"#;
    store_shared StoreShared:
        r#"{"id": "i d", "text": "t"}"#,
        "{}";
    put_addresses PutAddresses:
        r#"{"here": {"street": "s"}, "there": {"city": "c"}}"#,
        r#"{"here": {}}"#;
    list_mixed ListMixed:
        r#"{"trace": "1", "token": "2", "note": "3", "own": "4"}"#;
    put_marked PutMarked:
        r#"{"marked": {"old": "o", "fresh": "f", "hidden": "h", "shaky": "s", "secret": "x"}}"#;
    ping Ping:
        "{}";
    ping_empty PingEmpty:
        "{}";
    ping_unit PingUnit:
        "{}";
    call_base_path CallBasePath:
        "{}";
    call_host CallHost:
        "{}";
    call_labelled_host CallLabelledHost:
        r#"{"account": "a-1", "text": "t"}"#;
    create_once CreateOnce:
        r#"{"token": "t", "text": "x"}"#;
    create_in_body CreateInBody:
        r#"{"token": "t", "text": "x"}"#;
    put_checked PutChecked:
        r#"{"text": "x"}"#;
    put_stream PutStream:
        r#"{"name": "n", "content": "AAEC/w=="}"#,
        "{}";
    put_sized_stream PutSizedStream:
        r#"{"content": "AA=="}"#;
    get_required_status GetRequiredStatus:
        r#"{"status": 201}"#;
    get_status GetStatus:
        r#"{"status": 202, "text": "x"}"#;
    put_menu PutMenu:
        r#"{"title": "t"}"#;
    get_typed_status GetTypedStatus:
        r#"{"status": 201}"#,
        r#"{"status": 299}"#;
}
