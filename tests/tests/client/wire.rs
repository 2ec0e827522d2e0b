//! Requests, byte for byte.

use runtime::CallOptions;
use runtime::testing::{Answer, Recorded as Made, Replay};
use tests::fixture::{self, client, now};
use tests::operations::{OPERATIONS, StartCall};
use tests::server::{Play, Recorded, Server};
use tests::signature::{Signed, expected_authorization, signed_headers};

use crate::snapshot;

/// Returns the request of a call to the real service.
async fn made(call: StartCall) -> Made {
    let replay = Replay::always(Answer::json(200, "{}"));
    let client = fixture::real_builder()
        .transport(replay.clone())
        .build()
        .unwrap();
    call(client, CallOptions::new()).await.unwrap();
    replay.request()
}

/// Returns the headers by name, as text.
fn headers(request: &Made) -> Vec<(String, &str)> {
    let headers = request.headers.iter();
    let mut headers: Vec<_> = headers
        .map(|(name, value)| (name.to_string(), value.to_str().unwrap()))
        .collect();
    headers.sort();
    headers
}

#[tokio::test]
async fn every_operation_sends_a_signed_request() {
    for operation in OPERATIONS {
        let request = made(operation.full).await;
        let headers = headers(&request);
        let header = |name| {
            headers
                .iter()
                .find(|(given, _)| given == name)
                .map(|(_, value)| *value)
        };
        let expected = expected_authorization(Signed {
            method: request.method.as_str(),
            uri: &request.uri.to_string(),
            headers: &headers,
            body: &request.body,
            time: now(),
        });
        assert_eq!(
            header("authorization"),
            Some(expected.as_str()),
            "{}",
            operation.name
        );
        let covered = signed_headers(&headers);
        for name in ["host", "x-amz-date", "x-amz-security-token"] {
            assert!(
                covered.contains(&name),
                "{} does not sign {name}",
                operation.name
            );
        }
        let has_body = !request.body.is_empty();
        assert_eq!(
            header("content-type"),
            has_body.then_some("application/json")
        );
        assert_eq!(
            covered.contains(&"content-type"),
            has_body,
            "{}",
            operation.name
        );

        let lines = headers
            .iter()
            .map(|(name, value)| format!("{name}: {value}\n"));
        let lines: String = lines.collect();
        // The user agent names the system and the version, so that snapshots are equal on
        // all systems, and after a release.
        let (os, arch) = (std::env::consts::OS, std::env::consts::ARCH);
        let system = format!("os/{os} md/arch#{arch}");
        assert_eq!(lines.matches(&system).count(), 1, "{lines}");
        let lines = lines.replace(&system, "os/OS md/arch#ARCH");
        let version = concat!("generated-client/", env!("CARGO_PKG_VERSION"), " ");
        assert_eq!(lines.matches(version).count(), 1, "{lines}");
        let lines = lines.replace(version, "generated-client/VERSION ");
        let (method, uri, body) = (&request.method, &request.uri, request.text());
        let text = format!("{method} {uri}\n{lines}\n{body}");
        snapshot!(format!("wire_{}", operation.name), text);
    }
}

#[tokio::test]
async fn requests_arrive_byte_for_byte() {
    for operation in OPERATIONS {
        let made = made(operation.full).await;
        let server = Server::start([Play::json("{}")]).await;
        (operation.full)(client(&server), CallOptions::new())
            .await
            .unwrap();
        let request = server.request();
        assert_eq!(request.method(), made.method.as_str());
        assert_eq!(request.target(), made.target());
        assert_eq!(request.body, made.body);
        assert_eq!(request.header("host"), Some(server.authority().as_str()));
        assert_signed(&server, &request);
        let length = request.header("content-length").unwrap_or("0");
        assert_eq!(length, made.body.len().to_string());
        // Host and signature differ; the length was checked above.
        let own = ["host", "authorization", "content-length"];
        let mut arrived = request.headers();
        arrived.sort();
        arrived.retain(|(name, _)| !own.contains(&name.as_str()));
        let mut expected = headers(&made);
        expected.retain(|(name, _)| !own.contains(&name.as_str()));
        assert_eq!(arrived, expected, "{}", operation.name);
    }
}

fn assert_signed(server: &Server, request: &Recorded) {
    let expected = expected_authorization(Signed {
        method: request.method(),
        uri: &format!("{}{}", server.url(), request.target()),
        headers: &request.headers(),
        body: &request.body,
        time: now(),
    });
    assert_eq!(request.header("authorization"), Some(expected.as_str()));
}

#[tokio::test]
async fn omits_unset_members_and_sends_empty_ones() {
    let server = Server::start([Play::json("{}")]).await;
    let client = fixture::builder(&server)
        .validation(runtime::Validation::Off)
        .build()
        .unwrap();
    for operation in OPERATIONS {
        (operation.empty)(client.clone(), CallOptions::new())
            .await
            .unwrap();
    }
    let empty_texts = client
        .send_whatsapp_message()
        .message("")
        .meta_api_version("");
    empty_texts.send().await.unwrap();
    let empty_query = client
        .list_linked_whatsapp_business_accounts()
        .next_token("");
    empty_query.send().await.unwrap();
    let empty_list = client.tag_resource().set_tags(Some(Vec::new()));
    empty_list.send().await.unwrap();
    let lines: Vec<String> = server
        .requests()
        .iter()
        .map(|request| {
            format!(
                "{} {} {}",
                request.method(),
                request.target(),
                request.text()
            )
        })
        .collect();
    snapshot!("omits_unset_members_and_sends_empty_ones", lines.join("\n"));
}

#[tokio::test]
async fn sends_client_service_and_app_name_in_the_user_agent() {
    let server = Server::start([Play::json("{}")]).await;
    let client = fixture::builder(&server)
        .app_name("orders")
        .build()
        .unwrap();
    (OPERATIONS[0].full)(client, CallOptions::new())
        .await
        .unwrap();
    let request = server.request();
    let agent = request.header("user-agent").unwrap();
    assert!(agent.starts_with("generated-client/"), "{agent}");
    assert!(
        agent.contains(" api/SocialMessaging#2024-01-01 "),
        "{agent}"
    );
    assert!(agent.ends_with(" app/orders"), "{agent}");
}

#[tokio::test]
async fn escapes_query_values() {
    #[rustfmt::skip]
    let cases = [
        ("AZaz09-._~", "AZaz09-._~"),
        (" ", "%20"),
        ("+", "%2B"),
        ("/?#[]@", "%2F%3F%23%5B%5D%40"),
        ("!$&'()*,;=:", "%21%24%26%27%28%29%2A%2C%3B%3D%3A"),
        ("%41", "%2541"),
        ("\u{e9}\u{1f4ac}", "%C3%A9%F0%9F%92%AC"),
        ("\"<>\\^`{|}", "%22%3C%3E%5C%5E%60%7B%7C%7D"),
        ("\n\t\u{0}\u{7f}", "%0A%09%00%7F"),
    ];
    let server = Server::start([Play::json("{}")]).await;
    let client = client(&server);
    for (value, _) in cases {
        let request = client
            .list_linked_whatsapp_business_accounts()
            .next_token(value);
        request.send().await.unwrap();
    }
    for ((value, escaped), request) in cases.iter().zip(server.requests()) {
        let target = format!("/v1/whatsapp/waba/list?nextToken={escaped}");
        assert_eq!(request.target(), target, "{value:?}");
    }
}

#[tokio::test]
async fn keeps_the_base_path_of_a_custom_endpoint() {
    let bases = [
        ("", ""),
        ("/", ""),
        ("/base", "/base"),
        ("/base/", "/base"),
        ("/a/b%20c/", "/a/b%20c"),
    ];
    for (base, prefix) in bases {
        let server = Server::start([Play::json("{}")]).await;
        let client = fixture::builder_for(&format!("{}{base}", server.url()))
            .build()
            .unwrap();
        let request = client.list_linked_whatsapp_business_accounts();
        request.send().await.unwrap();
        let request = server.request();
        assert_eq!(
            request.target(),
            format!("{prefix}/v1/whatsapp/waba/list"),
            "{base}"
        );
        assert_signed(&server, &request);
    }
}
