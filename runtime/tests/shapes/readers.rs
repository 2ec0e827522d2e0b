//! Properties of parsers of untrusted text: none of them panics, and a parsed value
//! round-trips.

use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use runtime::codegen::endpoint::functions;
use runtime::codegen::endpoint::functions::Edge;
use runtime::codegen::json;
use runtime::codegen::json::Codec;
use runtime::{BigDecimal, Document, Timestamp};
use serde_json::Value;

use crate::response;

/// Any JSON, nested up to four levels.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        ".*".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 32, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::from),
            btree_map(".*", inner, 0..4).prop_map(Value::from_iter),
        ]
    })
}

/// Text that matches the pattern, or any other text.
fn any_text(pattern: &'static str) -> impl Strategy<Value = String> {
    prop_oneof![pattern, ".*"]
}

proptest! {
    #[test]
    fn documents_round_trip(value in any_json()) {
        let text = value.to_string();
        let document: Document = text.parse().unwrap();
        prop_assert_eq!(serde_json::from_str::<Value>(&document.to_string()).unwrap(), value.clone());
        prop_assert_eq!(Document::from_serialize(&value).unwrap(), document);
    }

    #[test]
    fn parsed_documents_are_valid_json_and_round_trip(text in any_text(r#"[\[\]{}",:0-9eE.+\-tfn\\ ]*"#)) {
        let is_json = serde_json::from_str::<serde::de::IgnoredAny>(&text).is_ok();
        let document = text.parse::<Document>();
        // `IgnoredAny` accepts keys with invalid escapes; `Document` does not.
        prop_assert!(is_json || document.is_err(), "{text}");
        if let Ok(document) = document {
            prop_assert_eq!(document.to_string().parse(), Ok(document));
        }
    }

    #[test]
    fn decimals_are_ordered_by_value(
        one in (-999_999_i64..999_999, -6_i32..6),
        other in (-999_999_i64..999_999, -6_i32..6),
        zeros in "0{0,3}",
    ) {
        let number = |(digits, exponent): (i64, i32)| -> BigDecimal {
            format!("{digits}.{zeros}0e{exponent}").parse().unwrap()
        };
        let value = |(digits, exponent): (i64, i32)| i128::from(digits) * 10_i128.pow((exponent + 6) as u32);
        prop_assert_eq!(number(one).cmp(&number(other)), value(one).cmp(&value(other)));
    }

    #[test]
    fn parsed_timestamps_round_trip(
        text in any_text("[A-Z][a-z]{2}, [0-9]{1,2} [A-Z][a-z]{2} [0-9]{1,5} [0-9:.]{1,12} GMT|[0-9TZ:.+\\-]{1,30}"),
    ) {
        let json = serde_json::to_string(&text).unwrap();
        let http = json::HttpDate::read(&mut serde_json::Deserializer::from_str(&json));
        let http: Option<Timestamp> = http.ok();
        for time in [http, text.parse().ok()].into_iter().flatten() {
            prop_assert_eq!(time.to_string().parse(), Ok(time));
        }
    }

    #[test]
    fn epoch_seconds_are_exact_to_a_second(seconds: f64) {
        let json = format!("{seconds:e}");
        let time = json::EpochSeconds::read(&mut serde_json::Deserializer::from_str(&json));
        let time: Option<Timestamp> = time.ok();
        prop_assert!(time.is_none_or(|time| (time.as_secs() as f64 - seconds).abs() <= 1.0));
    }

    #[test]
    fn parsed_arns_round_trip(text in any_text("arn:[a-z:/\\-]{0,30}")) {
        if let Some(arn) = functions::parse_arn(&text) {
            let resource = text.splitn(6, ':').nth(5).unwrap();
            let head = ["arn", &arn.partition, &arn.service, &arn.region, &arn.account_id];
            prop_assert_eq!(format!("{}:{resource}", head.join(":")), text.as_str());
            prop_assert_eq!(arn.resource_id.join("/"), resource.replace(':', "/"));
        }
    }

    #[test]
    fn parsed_urls_round_trip(text in any_text("https?://[a-zA-Z0-9.:@\\[\\]_%/?#\\-]{0,20}")) {
        if let Some(url) = functions::parse_url(&text) {
            prop_assert_eq!(format!("{}://{}{}", url.scheme, url.authority, url.path).to_lowercase(), text.to_lowercase());
            prop_assert!(url.normalized_path.starts_with('/') && url.normalized_path.ends_with('/'));
        }
    }

    #[test]
    fn substrings_have_the_requested_length(text in any_text("[a-z0-9.-]{0,12}"), start in 0..9_usize, stop in 0..9_usize) {
        for edge in [Edge::Start, Edge::End] {
            let part = functions::substring(&text, start, stop, edge);
            prop_assert!(part.is_none_or(|part| part.len() == stop - start && text.contains(&part)));
        }
        let is_host = functions::is_valid_host_label(&text, true);
        prop_assert!(!is_host || format!("http://{text}").parse::<http::Uri>().is_ok(), "{}", text);
        prop_assert!(is_host || !functions::is_virtual_hostable_s3_bucket(&text, true), "{}", text);
    }

    #[test]
    fn split_parts_join_to_the_input(text in "[a-]{0,12}", delimiter in "-{1,2}", limit in 0..5_usize) {
        let parts = functions::split(&text, &delimiter, limit);
        prop_assert!(limit == 0 || parts.len() <= limit);
        prop_assert_eq!(parts.join(&delimiter), text);
    }

    #[test]
    fn parsed_header_lists_round_trip(text in any_text("[\"\\\\, a]{0,20}")) {
        let Ok(value) = http::HeaderValue::from_str(&text) else {
            return Ok(());
        };
        let mut response = response(200, "");
        response.headers.insert("x-list", value);
        let list = response.header_list::<String>("x-list").unwrap().unwrap();
        let mut request = runtime::codegen::Request::new(runtime::codegen::Method::GET, "/");
        request.header_list("x-list", Some(&list)).unwrap();
        response.headers = request.headers;
        prop_assert_eq!(response.header_list("x-list"), Ok(Some(list)));
    }
}
