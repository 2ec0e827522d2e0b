//! Properties of serialization, deserialization and their errors.

use std::collections::BTreeMap;

use proptest::prelude::*;
use runtime::codegen::json::Codec;
use runtime::codegen::{Method, Request, json};
use runtime::{Bytes, Timestamp, Validate};

use crate::response;
use crate::sample::{AddBookInput, AddBookOutput};

fn round_trip<C: Codec<T>, T>(value: &T) -> T {
    let mut text = Vec::new();
    C::write(value, &mut serde_json::Serializer::new(&mut text)).unwrap();
    C::read(&mut serde_json::Deserializer::from_slice(&text)).unwrap()
}

fn percent_decode(text: &str) -> String {
    let mut bytes = text.bytes();
    let mut out = Vec::new();
    while let Some(byte) = bytes.next() {
        if byte == b'%' {
            let digits = [bytes.next().unwrap(), bytes.next().unwrap()];
            let digits = std::str::from_utf8(&digits).unwrap();
            assert_eq!(digits, digits.to_ascii_uppercase());
            out.push(u8::from_str_radix(digits, 16).unwrap());
        } else {
            assert!(byte.is_ascii_alphanumeric() || b"-._~".contains(&byte));
            out.push(byte);
        }
    }
    String::from_utf8(out).unwrap()
}

/// Milliseconds within the years -9999 to 9999, the range of timestamps.
fn millis() -> impl Strategy<Value = i64> {
    -377_000_000_000_000..253_402_000_000_000_i64
}

proptest! {
    #[test]
    fn timestamps_round_trip_in_every_format(millis in millis()) {
        let time = Timestamp::from_millis(millis);
        prop_assert_eq!(time.as_millis(), millis);
        prop_assert_eq!(round_trip::<json::EpochSeconds, _>(&time), time);
        prop_assert_eq!(round_trip::<json::DateTime, _>(&time), time);
        prop_assert_eq!(time.to_string().parse(), Ok(time));
    }

    #[test]
    fn http_dates_round_trip(millis in -62_000_000_000_000..253_402_000_000_000_i64) {
        let time = Timestamp::from_millis(millis);
        prop_assert_eq!(round_trip::<json::HttpDate, _>(&time), time);
    }

    #[test]
    fn epoch_seconds_have_at_most_three_decimals(millis in millis()) {
        let mut text = Vec::new();
        let time = Timestamp::from_millis(millis);
        json::EpochSeconds::write(&time, &mut serde_json::Serializer::new(&mut text)).unwrap();
        let text = String::from_utf8(text).unwrap();
        let fraction = text.split_once('.').map_or("", |(_, fraction)| fraction);
        prop_assert!(fraction.len() <= 3 && !text.contains('e'), "{}", text);
    }

    #[test]
    fn system_times_round_trip(secs in -60_000_000_000..250_000_000_000_i64, nanos in 0..1_000_000_000_u32) {
        let since = std::time::Duration::new(secs.unsigned_abs(), nanos);
        let epoch = std::time::SystemTime::UNIX_EPOCH;
        let time = if secs < 0 { epoch.checked_sub(since) } else { epoch.checked_add(since) };
        // Times of Windows begin in 1601.
        prop_assume!(time.is_some());
        let time = time.unwrap();
        let stamp = Timestamp::from(time);
        prop_assert_eq!(std::time::SystemTime::from(stamp), time);
        prop_assert_eq!(round_trip::<json::DateTime, _>(&stamp), stamp);
    }

    #[test]
    fn queries_round_trip(name in ".+", values in proptest::collection::vec(".*", 1..4)) {
        let mut request = Request::new(Method::GET, "/");
        request.query(&name, &values);
        let pairs: Vec<_> = request.query.split('&').map(|pair| pair.split_once('=').unwrap()).collect();
        prop_assert_eq!(pairs.len(), values.len());
        for ((encoded_name, encoded), value) in pairs.iter().zip(&values) {
            prop_assert_eq!(&percent_decode(encoded_name), &name);
            prop_assert_eq!(&percent_decode(encoded), value);
        }
    }

    #[test]
    fn headers_round_trip(list in proptest::collection::vec("[^\\x00-\\x08\\x0a-\\x1f\\x7f]*", 0..5),
                                       text in "[^\\x00-\\x20\\x7f][^\\x00-\\x1f\\x7f]*") {
        let mut request = Request::new(Method::GET, "/");
        request.header_list("x-list", Some(&list)).unwrap();
        request.header("x-text", &text).unwrap().header("x-part-a", &text).unwrap();
        let mut response = response(200, "");
        response.headers = request.headers;
        prop_assert_eq!(response.header_list("x-list"), Ok(Some(list)));
        prop_assert_eq!(response.header("x-text"), Ok(Some(text.clone())));
        prop_assert_eq!(response.prefix_headers("X-Part-"), BTreeMap::from([("a".to_owned(), text)]));
    }

    #[test]
    fn lists_and_maps_round_trip(list in proptest::collection::vec(any::<Option<i64>>(), 0..9),
                              map in proptest::collection::btree_map(".*", any::<Option<String>>(), 0..9)) {
        prop_assert_eq!(&round_trip::<json::SparseList, _>(&list), &list);
        prop_assert_eq!(&round_trip::<json::SparseMap, _>(&map), &map);
        let dense: Vec<i64> = list.into_iter().flatten().collect();
        prop_assert_eq!(&round_trip::<json::List, _>(&dense), &dense);
        let dense: BTreeMap<String, Vec<String>> = map.into_iter().map(|(key, value)| (key, value.into_iter().collect())).collect();
        prop_assert_eq!(&round_trip::<json::Map<json::List>, _>(&dense), &dense);
    }

    #[test]
    fn blobs_and_floats_round_trip(blob in proptest::collection::vec(any::<u8>(), 0..50), float: f64, small: f32) {
        let blob = Bytes::from(blob);
        prop_assert_eq!(&round_trip::<json::Base64, _>(&blob), &blob);
        prop_assert_eq!(round_trip::<json::Float, _>(&float).to_bits(), float.to_bits());
        prop_assert_eq!(round_trip::<json::Float, _>(&small).to_bits(), small.to_bits());
    }

    #[test]
    fn violations_hide_sensitive_values(pin in "[0-9]{7,20}") {
        let input = AddBookInput { pin: Some(pin.clone()), ..AddBookInput::default() };
        let violations = input.validate().unwrap_err();
        let shown = [violations.to_string(), format!("{violations:?}"), format!("{input:?}")];
        prop_assert!(shown.iter().all(|text| !text.contains(&pin)));
    }

    #[test]
    fn errors_for_any_body_have_no_control_characters(body in proptest::collection::vec(any::<u8>(), 0..60)) {
        if let Err(error) = response(200, body).json::<AddBookOutput>() {
            prop_assert!(!error.to_string().contains(char::is_control));
        }
    }

    #[test]
    fn errors_hide_json_values(key in "[a-z/~]{1,9}", secret in "[A-Z]{8,12}", end in 0..99_usize) {
        let body = format!(r#"{{"labels":{{"{key}":["{secret}"]}},"id":"{secret}"}}"#);
        for body in [format!("\u{feff}{body}"), body.chars().take(end).collect()] {
            let error = response(200, body).json::<AddBookOutput>().err().map(|error| error.to_string());
            prop_assert!(!error.is_some_and(|error| error.contains(&secret)));
        }
        let error = response(200, body).json::<AddBookOutput>().unwrap_err();
        prop_assert!(!error.to_string().contains(&secret), "{}", error);
        let pointer = format!("/labels/{}", key.replace('~', "~0").replace('/', "~1"));
        prop_assert_eq!(error.path(), Some(pointer.as_str()));
    }
}
