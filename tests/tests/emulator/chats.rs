//! The control paths of messages, customers, events, rules and the clock.

use http::Method;
use serde_json::{Value, json};
use socialmessaging::emulator::{Emulator, WindowRule};
use socialmessaging::messages::{Buttons, Template, Text};

use crate::control::ask;
use crate::{ACCOUNT, NUMBER, text};

const ADA: &str = "+14255550199";

async fn get(emulator: &Emulator, path: &str) -> Value {
    let (status, answer) = ask(emulator, Method::GET, path, Value::Null).await;
    assert_eq!(status, 200, "{path}: {answer}");
    answer
}

async fn send(emulator: &Emulator, method: Method, path: &str, body: Value) -> Value {
    let (status, answer) = ask(emulator, method.clone(), path, body).await;
    assert_eq!(status, 200, "{method} {path}: {answer}");
    answer
}

/// Makes the customer act, and returns the id of the message.
async fn act(emulator: &Emulator, action: Value) -> Value {
    let body = json!({ "phone": ADA, "action": action });
    send(emulator, Method::POST, "customers", body).await["id"].clone()
}

/// Creates a template with all parts, and sends it.
async fn send_template(emulator: &Emulator) {
    let client = emulator.client();
    let definition = json!({
        "name": "order", "language": "en_US", "category": "UTILITY",
        "components": [
            { "type": "HEADER", "format": "TEXT", "text": "Hi {{1}}", "example": { "header_text": ["Ada"] } },
            { "type": "BODY", "text": "Order {{1}} arrives.", "example": { "body_text": [["1"]] } },
            { "type": "FOOTER", "text": "Thank you" },
            { "type": "BUTTONS", "buttons": [
                { "type": "QUICK_REPLY", "text": "OK" },
                { "type": "URL", "text": "Track", "url": "https://www.example.com/{{1}}", "example": ["1"] },
            ] },
        ],
    });
    let create = client.create_whatsapp_message_template().id(ACCOUNT);
    let create = create.template_definition(definition.to_string());
    create.send().await.unwrap();
    let template = Template::new(ADA, "order", "en_US")
        .header_text("Ada")
        .body(["#4711"])
        .quick_reply(0, "fine")
        .url_button(1, "4711");
    client.sender(NUMBER).send(template).await.unwrap();
}

#[tokio::test]
async fn shows_all_chats() {
    let emulator = Emulator::new();
    let sender = emulator.client().sender(NUMBER);
    let question = Buttons::new(ADA, "Coming?").reply("yes", "Yes");
    sender.send(question).await.unwrap();
    let pressed = act(&emulator, json!({ "type": "press", "text": "Yes" })).await;
    send_template(&emulator).await;
    emulator.fail_next(131_049, 1);
    sender.send(Text::new(ADA, "Bye")).await.unwrap();
    let chats = get(&emulator, "chats").await;
    let entries = chats["entries"].as_array().unwrap();
    let shown = |name: &str| {
        let texts = entries.iter().map(|entry| entry[name].as_str().unwrap());
        texts.collect::<Vec<_>>()
    };
    assert_eq!(shown("direction"), ["out", "in", "out", "out"]);
    assert_eq!(
        shown("kind"),
        ["interactive", "interactive", "template", "text"]
    );
    assert_eq!(
        shown("text"),
        ["Coming?", "Yes", "Order #4711 arrives.", "Bye"]
    );
    assert_eq!(
        shown("status"),
        ["delivered", "received", "delivered", "failed"]
    );
    assert!(
        entries
            .iter()
            .all(|entry| entry["customer"] == ADA && entry["phoneNumberId"] == NUMBER)
    );
    assert_eq!(entries[1]["id"], pressed);
    assert_eq!(
        entries[2]["template"],
        json!({
            "header": { "format": "TEXT", "text": "Hi Ada" },
            "body": "Order #4711 arrives.",
            "footer": "Thank you",
            "buttons": [
                { "type": "QUICK_REPLY", "text": "OK", "payload": "fine" },
                { "type": "URL", "text": "Track", "url": "https://www.example.com/4711" },
            ],
        })
    );
    assert_eq!(entries[3]["errors"][0]["code"], 131_049);
    let advice = entries[3]["errors"][0]["advice"].as_str().unwrap();
    assert!(advice.ends_with('.'), "{advice}");
    assert_eq!(chats["accounts"][0]["id"], ACCOUNT);
    assert_eq!(chats["customers"][0]["windows"][0]["open"], true);
    assert_eq!(chats["policy"], "immediate");
    assert_eq!(chats["clock"]["stopped"], false);
}

#[tokio::test]
async fn returns_a_message_as_a_command_and_as_code() {
    let emulator = Emulator::new();
    let id = text(&emulator.client(), "it's \"#1\"")
        .send()
        .await
        .unwrap();
    let id = id.message_id.unwrap();
    let message = get(&emulator, &format!("messages/{id}")).await;
    assert_eq!(message["json"]["text"]["body"], "it's \"#1\"");
    let wamid = message["wamid"].as_str().unwrap();
    // A wamid is base64, so it may have slashes.
    let encoded = wamid
        .replace('+', "%2B")
        .replace('/', "%2F")
        .replace('=', "%3D");
    assert_eq!(
        get(&emulator, &format!("messages/{encoded}")).await,
        message
    );
    let body = emulator.messages()[0].body.clone();
    let body = String::from_utf8_lossy(&body);
    assert_eq!(
        message["rust"],
        format!(
            "client\n    .send_whatsapp_message()\n    .origination_phone_number_id(\"{NUMBER}\")\n    \
             .meta_api_version(\"v24.0\")\n    .message(r##\"{body}\"##)\n    .send()\n    .await?;\n"
        )
    );
    let curl = message["curl"].as_str().unwrap();
    assert!(
        curl.ends_with("'http://127.0.0.1:8480/v1/whatsapp/send'"),
        "{curl}"
    );
    let received = act(&emulator, json!({ "type": "text", "body": "STOP" })).await;
    let received = received.as_str().unwrap();
    let message = get(
        &emulator,
        &format!("messages/{}", received.replace('/', "%2F")),
    )
    .await;
    assert_eq!(message["json"]["text"]["body"], "STOP");
}

/// The command sends a request that the emulator accepts.
#[tokio::test]
async fn the_command_sends_the_message_again() {
    let emulator = Emulator::builder()
        .verify_signatures(runtime::Credentials::new("emulator", "secret"))
        .build()
        .unwrap();
    let (running, _) = crate::over_http(&emulator).await;
    let id = text(&emulator.client(), "it's here").send().await.unwrap();
    let message = get(&emulator, &format!("messages/{}", id.message_id.unwrap())).await;
    let curl = message["curl"].as_str().unwrap();
    let curl = curl.replace("http://127.0.0.1:8480", &running.url());
    let sent = tokio::task::spawn_blocking(move || {
        std::process::Command::new("sh")
            .args(["-c", &format!("{curl} --silent --fail")])
            .env("AWS_ACCESS_KEY_ID", "emulator")
            .env("AWS_SECRET_ACCESS_KEY", "secret")
            .output()
    });
    let output = sent.await.unwrap().unwrap();
    if output.status.code() == Some(127) {
        eprintln!("skipped: curl is not installed");
        return;
    }
    assert!(output.status.success(), "{output:?}");
    let messages = emulator.messages();
    assert_eq!(messages.len(), 2);
    assert_eq!(messages[0].body, messages[1].body);
}

#[tokio::test]
async fn lists_messages_by_recipient() {
    let emulator = Emulator::new();
    text(&emulator.client(), "hi").send().await.unwrap();
    let sender = emulator.client().sender(NUMBER);
    sender.send(Text::new(ADA, "hello")).await.unwrap();
    let all = get(&emulator, "messages").await;
    assert_eq!(all["messages"].as_array().unwrap().len(), 2);
    let listed = get(&emulator, &format!("messages?to={ADA}")).await;
    let [message] = &listed["messages"].as_array().unwrap()[..] else {
        panic!("{listed}")
    };
    assert_eq!(
        (&message["to"], &message["text"]),
        (&json!(ADA), &json!("hello"))
    );
    assert_eq!(
        (&message["kind"], &message["status"]),
        (&json!("text"), &json!("delivered"))
    );
    assert_eq!(message["statuses"].as_array().unwrap().len(), 3);
}

#[tokio::test]
async fn acts_for_customers() {
    let emulator = Emulator::new();
    let body = json!({ "phone": "1 425 555 0199", "name": "Ada" });
    let customer = send(&emulator, Method::PUT, "customers", body).await;
    assert_eq!(
        (&customer["phone"], &customer["name"]),
        (&json!(ADA), &json!("Ada"))
    );
    let sender = emulator.client().sender(NUMBER);
    sender.send(Text::new(ADA, "hi")).await.unwrap();
    let sent = emulator.messages()[0].clone();
    let own = act(
        &emulator,
        json!({ "type": "text", "body": "Hi", "replyTo": sent.id }),
    )
    .await;
    for (action, kind) in [
        (json!({ "type": "image", "caption": "x" }), "image"),
        (json!({ "type": "audio" }), "audio"),
        (json!({ "type": "video" }), "video"),
        (
            json!({ "type": "document", "filename": "a.pdf", "mimeType": "application/pdf" }),
            "document",
        ),
        (json!({ "type": "sticker" }), "sticker"),
        (
            json!({ "type": "location", "latitude": 1, "longitude": 2.5 }),
            "location",
        ),
        (
            json!({ "type": "contacts", "contacts": [{ "name": { "formatted_name": "Bob" } }] }),
            "contacts",
        ),
        (
            json!({ "type": "reaction", "emoji": "👍", "message": sent.id }),
            "reaction",
        ),
        (
            json!({ "type": "edit", "message": own, "body": "Hi!" }),
            "edit",
        ),
        (json!({ "type": "delete", "message": own }), "revoke"),
    ] {
        act(&emulator, action).await;
        let entry = emulator.customer_messages().pop().unwrap();
        assert_eq!(entry.kind(), kind);
        for event in emulator.events() {
            assert!(!event.parse().unwrap().is_empty());
        }
    }
    assert_eq!(act(&emulator, json!({ "type": "read" })).await, Value::Null);
    assert_eq!(emulator.messages()[0].status().unwrap().as_str(), "read");
    let call = act(&emulator, json!({ "type": "call" })).await;
    assert!(call.as_str().unwrap().starts_with("wacid."));
    let body = json!({ "phone": ADA, "reachable": false });
    assert_eq!(
        send(&emulator, Method::PUT, "customers", body).await["reachable"],
        false
    );
    sender.send(Text::new(ADA, "hi")).await.unwrap();
    assert_eq!(
        emulator.messages()[1].failure.as_ref().unwrap().code,
        131_026
    );
}

#[tokio::test]
async fn lists_and_delivers_events() {
    let emulator = Emulator::new();
    text(&emulator.client(), "hi").send().await.unwrap();
    let entry = json!({ "changes": [{ "field": "account_update", "value": { "event": "DISABLED_UPDATE" } }] });
    let number = send(&emulator, Method::POST, "events", json!({ "entry": entry })).await;
    assert_eq!(number, json!({ "number": 4 }));
    let number = send(&emulator, Method::POST, "events", json!({ "redeliver": 1 })).await;
    assert_eq!(number, json!({ "number": 5 }));
    let events = get(&emulator, "events?after=3").await;
    let events = events["events"].as_array().unwrap();
    let kinds: Vec<_> = events
        .iter()
        .map(|event| event["kind"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["account", "status"]);
    assert_eq!(events[0]["envelope"]["aws_account_id"], "123456789012");
    assert_eq!(events[1]["messageId"], emulator.messages()[0].id);
}

#[tokio::test]
async fn changes_rules_and_the_clock() {
    let emulator = Emulator::new();
    let rules = json!({ "statuses": "clock", "windows": "always", "failNext": { "code": 131_056, "to": ADA } });
    let policy = send(&emulator, Method::PUT, "policy", rules).await;
    assert_eq!(policy["statuses"], "clock");
    assert_eq!(policy["windows"], WindowRule::Always.as_str());
    assert_eq!(
        policy["failNext"],
        json!([{ "code": 131_056, "times": 1, "to": ADA }])
    );
    let time = json!({ "time": 1_795_689_000.5 });
    let clock = send(&emulator, Method::PUT, "clock", time).await;
    assert_eq!(clock, json!({ "time": 1_795_689_000.5, "stopped": true }));
    let sender = emulator.client().sender(NUMBER);
    sender.send(Text::new(ADA, "hi")).await.unwrap();
    let id = emulator.messages()[0].id.clone();
    let path = format!("messages/{id}");
    assert_eq!(get(&emulator, &path).await["status"], "accepted");
    assert_eq!(get(&emulator, &path).await["errors"], json!([]));
    send(&emulator, Method::PUT, "clock", json!({ "advance": 1.5 })).await;
    let failed = get(&emulator, &path).await;
    assert_eq!(
        (&failed["status"], &failed["errors"][0]["code"]),
        (&json!("failed"), &json!(131_056))
    );
    let read = send(&emulator, Method::PUT, &path, json!({ "status": "read" })).await;
    assert_eq!(read["status"], "read");
    let failed = send(
        &emulator,
        Method::PUT,
        &path,
        json!({ "status": "failed", "code": 131_000 }),
    )
    .await;
    assert_eq!(failed["statuses"].as_array().unwrap().len(), 4);
    assert_eq!(get(&emulator, "policy").await["failNext"], json!([]));
    send(&emulator, Method::POST, "reset", Value::Null).await;
    assert_eq!(get(&emulator, "policy").await["statuses"], "immediate");
    assert_eq!(get(&emulator, "clock").await["stopped"], false);
    assert_eq!(get(&emulator, "chats").await["entries"], json!([]));
}

#[tokio::test]
async fn reports_its_health() {
    let health = get(&Emulator::new(), "health").await;
    assert_eq!(
        (&health["status"], &health["operations"]),
        (&json!("ok"), &json!(38))
    );
    assert_eq!(health["version"], env!("CARGO_PKG_VERSION"));
}

#[tokio::test]
async fn rejects_invalid_requests() {
    let emulator = Emulator::new();
    let sender = emulator.client().sender(NUMBER);
    sender
        .send(Buttons::new(ADA, "Coming?").reply("y", "Yes"))
        .await
        .unwrap();
    let path = format!("messages/{}", emulator.messages()[0].id);
    let act = |action: Value| json!({ "phone": ADA, "action": action });
    let mut lines = String::new();
    for (method, path, body) in [
        (Method::PUT, "customers", json!({ "name": "Ada" })),
        (Method::PUT, "customers", json!({ "phone": "" })),
        (
            Method::PUT,
            "customers",
            json!({ "phone": ADA, "reachable": 1 }),
        ),
        (
            Method::PUT,
            "customers",
            json!({ "phone": ADA, "nmae": "Ada" }),
        ),
        (Method::POST, "customers", json!({ "phone": ADA })),
        (Method::POST, "customers", act(json!({ "body": "x" }))),
        (Method::POST, "customers", act(json!({ "type": "texts" }))),
        (Method::POST, "customers", act(json!({ "type": "text" }))),
        (
            Method::POST,
            "customers",
            act(json!({ "type": "text", "bdy": "x" })),
        ),
        (
            Method::POST,
            "customers",
            act(json!({ "type": "press", "text": "No" })),
        ),
        (
            Method::POST,
            "customers",
            act(json!({ "type": "press", "text": "Yes", "response": 1 })),
        ),
        (
            Method::POST,
            "customers",
            act(json!({ "type": "press", "text": "Yes", "message": "x" })),
        ),
        (
            Method::POST,
            "customers",
            act(json!({ "type": "location", "latitude": 91, "longitude": 0 })),
        ),
        (
            Method::POST,
            "customers",
            act(json!({ "type": "contacts", "contacts": 1 })),
        ),
        (
            Method::POST,
            "customers",
            act(json!({ "type": "edit", "message": "x", "body": "y" })),
        ),
        (
            Method::POST,
            "customers",
            act(json!({ "type": "read", "message": "x" })),
        ),
        (
            Method::POST,
            "customers",
            act(json!({ "type": "call", "to": "x" })),
        ),
        (Method::POST, "events", json!({})),
        (Method::POST, "events", json!({ "entry": 1 })),
        (
            Method::POST,
            "events",
            json!({ "entry": {}, "redeliver": 1 }),
        ),
        (Method::POST, "events", json!({ "redeliver": 99 })),
        (Method::GET, "events?after=x", Value::Null),
        (Method::GET, "events?before=1", Value::Null),
        (Method::GET, "chats?to=x", Value::Null),
        (Method::PUT, "policy", json!({ "statuses": "later" })),
        (Method::PUT, "policy", json!({ "windows": "open" })),
        (Method::PUT, "policy", json!({ "failNext": 131_047 })),
        (Method::PUT, "policy", json!({ "failNext": { "times": 1 } })),
        (
            Method::PUT,
            "policy",
            json!({ "failNext": { "code": 5_000_000_000_u64 } }),
        ),
        (
            Method::PUT,
            "policy",
            json!({ "failNext": { "code": 1, "for": ADA } }),
        ),
        (Method::PUT, "clock", json!({ "time": 1, "advance": 1 })),
        (Method::PUT, "clock", json!({ "advance": -1 })),
        (Method::PUT, &path, json!({ "status": "seen" })),
        (Method::PUT, &path, json!({ "status": "read", "code": 1 })),
        (Method::PUT, "messages/x", json!({ "status": "read" })),
        (Method::GET, "messages/x", Value::Null),
        (Method::POST, "reset", json!({ "hard": true })),
        (Method::GET, "stream", Value::Null),
        (Method::DELETE, "customers", Value::Null),
    ] {
        let path = path.to_owned();
        let (status, answer) = ask(&emulator, method.clone(), &path, body.clone()).await;
        let path = path.replace(&emulator.messages()[0].id, "ID");
        let message = answer["message"].as_str().unwrap();
        lines.push_str(&format!("{method} {path} {body}\n  {status}: {message}\n"));
    }
    assert_eq!(emulator.events().len(), 3, "nothing happened");
    insta::with_settings!(
        { omit_expression => true, prepend_module_to_snapshot => false },
        { insta::assert_snapshot!("rejects_invalid_requests", lines) }
    );
}

#[tokio::test]
async fn rejects_pages_of_other_websites() {
    let emulator = Emulator::new();
    let status = async |origin: &str, host: &str| {
        let request = http::Request::post("/_emulator/reset")
            .header("origin", origin)
            .header("host", host)
            .body(runtime::Bytes::new())
            .unwrap();
        emulator
            .server()
            .handle(request)
            .await
            .unwrap()
            .status()
            .as_u16()
    };
    assert_eq!(status("http://127.0.0.1:8480", "127.0.0.1:8480").await, 200);
    assert_eq!(status("http://example.com", "127.0.0.1:8480").await, 403);
    assert_eq!(status("http://127.0.0.1:3000", "127.0.0.1:8480").await, 403);
    assert_eq!(status("null", "127.0.0.1:8480").await, 403);
}
