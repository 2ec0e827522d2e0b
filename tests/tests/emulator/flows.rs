//! The life cycle of Flows.

use std::time::{Duration, SystemTime};

use socialmessaging::Client;
use socialmessaging::emulator::{Emulator, FlowStatus};
use socialmessaging::types::MetaFlowCategory;

use crate::ACCOUNT;

const FLOW: &str = r#"{"version": "7.3", "data_api_version": "3.0", "screens": [{"id": "A", "terminal": true, "layout": {"type": "SingleColumnLayout", "children": []}}]}"#;

/// Creates a draft and returns its id.
async fn draft(client: &Client, name: &str, json: &str) -> String {
    let create = client.create_whatsapp_flow().id(ACCOUNT).flow_name(name);
    let create = create.categories([MetaFlowCategory::Survey]);
    let created = create.flow_json(json.to_owned()).send().await.unwrap();
    created.flow_id.unwrap()
}

#[tokio::test]
async fn goes_from_draft_to_deprecated() {
    let emulator = Emulator::new();
    let client = emulator.client();
    let id = draft(&client, "form", FLOW).await;
    let status = || emulator.flows()[0].status;
    assert_eq!(status(), FlowStatus::Draft);

    let deprecate = || client.deprecate_whatsapp_flow().id(ACCOUNT).flow_id(&*id);
    let publish = || client.publish_whatsapp_flow().id(ACCOUNT).flow_id(&*id);
    let delete = || client.delete_whatsapp_flow().id(ACCOUNT).flow_id(&*id);
    let error = deprecate().send().await.unwrap_err();
    assert_eq!(
        error.message(),
        Some(&*format!(
            "(#139003) the Flow {id} is in the state DRAFT and cannot be deprecated"
        ))
    );
    publish().send().await.unwrap();
    assert_eq!(status(), FlowStatus::Published);
    let error = publish().send().await.unwrap_err();
    assert!(error.message().unwrap().starts_with("(#139002) "));
    let error = delete().send().await.unwrap_err();
    assert!(error.message().unwrap().starts_with("(#139004) "));

    // New assets make it a draft again.
    let update = || {
        client
            .update_whatsapp_flow_assets()
            .id(ACCOUNT)
            .flow_id(&*id)
    };
    update().flow_json(FLOW).send().await.unwrap();
    assert_eq!(status(), FlowStatus::Draft);
    publish().send().await.unwrap();
    deprecate().send().await.unwrap();
    assert_eq!(status(), FlowStatus::Deprecated);
    let error = update().flow_json(FLOW).send().await.unwrap_err();
    assert!(error.message().unwrap().starts_with("(#139001) "));

    let other = draft(&client, "other", FLOW).await;
    let delete = || client.delete_whatsapp_flow().id(ACCOUNT).flow_id(&*other);
    delete().send().await.unwrap();
    let error = delete().send().await.unwrap_err();
    assert_eq!(error.code(), Some("ResourceNotFoundException"));
}

#[tokio::test]
async fn reports_errors_in_flow_json() {
    let emulator = Emulator::new();
    let client = emulator.client();
    let mut text = String::new();
    for json in [
        FLOW,
        "{",
        "[]",
        "{}",
        r#"{"version": 7, "screens": []}"#,
        r#"{"version": "7.3", "screens": [{"id": "A"}, {"id": "A", "layout": {}}, {}]}"#,
    ] {
        let id = draft(&client, json, json).await;
        let get = client.get_whatsapp_flow().id(ACCOUNT).flow_id(&*id);
        let flow = get.send().await.unwrap();
        text.push_str(&format!("{json}\n"));
        for error in flow.validation_errors() {
            text.push_str(&format!("  {error}\n"));
        }
        let publish = client.publish_whatsapp_flow().id(ACCOUNT).flow_id(id);
        let published = publish.send().await.is_ok();
        assert_eq!(published, flow.validation_errors().is_empty(), "{json}");
    }
    insta::with_settings!(
        { omit_expression => true, prepend_module_to_snapshot => false },
        { insta::assert_snapshot!("reports_errors_in_flow_json", text) }
    );
}

#[tokio::test]
async fn creates_published_and_cloned_flows() {
    let emulator = Emulator::new();
    let client = emulator.client();
    let create = |name: &str| {
        let create = client.create_whatsapp_flow().id(ACCOUNT);
        create.flow_name(name).categories([MetaFlowCategory::Other])
    };
    let error = create("empty").publish(true).send().await.unwrap_err();
    assert_eq!(
        error.message(),
        Some("(#139002) a Flow without Flow JSON cannot be published")
    );
    let source = create("source").flow_json(FLOW).publish(true);
    let source = source.send().await.unwrap().flow_id.unwrap();
    let clone = create("clone").clone_flow_id(source).send().await.unwrap();
    let flows = emulator.flows();
    let find = |name: &str| flows.iter().find(|flow| flow.name == name).unwrap();
    assert_eq!(find("source").status, FlowStatus::Published);
    assert_eq!(find("clone").status, FlowStatus::Draft);
    assert_eq!(find("clone").json, FLOW);
    assert_eq!(Some(find("clone").id.as_str()), clone.flow_id());
    let error = create("clone").send().await.unwrap_err();
    assert_eq!(
        error.message(),
        Some("the account already has a Flow with the name clone; choose another name")
    );
    let insecure = create("insecure").endpoint_uri("http://www.example.com/");
    let error = insecure.send().await.unwrap_err();
    assert_eq!(
        error.message(),
        Some("endpointUri must begin with https://")
    );
}

#[tokio::test]
async fn returns_properties_assets_and_previews() {
    let emulator = Emulator::new();
    let noon = SystemTime::UNIX_EPOCH + Duration::from_secs(1_795_564_800);
    emulator.clock().set(noon);
    let client = emulator.client();
    let id = draft(&client, "form", FLOW).await;
    let update = client.update_whatsapp_flow().id(ACCOUNT).flow_id(&*id);
    let update = update.flow_name("better form").meta_app_id("42");
    let update = update.endpoint_uri("https://www.example.com/flow");
    update.send().await.unwrap();

    let preview = || client.get_whatsapp_flow_preview().id(ACCOUNT).flow_id(&*id);
    let first = preview().send().await.unwrap().preview;
    assert_eq!(first.expires_at(), "2026-12-25T00:00:00+0000");
    let same = preview().invalidate(false).send().await.unwrap().preview;
    assert_eq!(same, first);
    let other = preview().invalidate(true).send().await.unwrap().preview;
    assert_ne!(other.preview_url(), first.preview_url());
    emulator
        .clock()
        .advance(Duration::from_secs(30 * 24 * 60 * 60));
    let later = preview().send().await.unwrap().preview;
    assert_ne!(later.preview_url(), other.preview_url());

    let get = client.get_whatsapp_flow().id(ACCOUNT).flow_id(&*id);
    let flow = get.send().await.unwrap();
    assert_eq!(flow.flow_name(), "better form");
    assert_eq!(flow.json_version(), Some("7.3"));
    assert_eq!(flow.data_api_version(), Some("3.0"));
    assert_eq!(flow.endpoint_uri(), Some("https://www.example.com/flow"));
    assert_eq!(flow.application().unwrap().id(), "42");
    assert_eq!(flow.preview(), Some(&later));
    assert_eq!(
        flow.health_status().unwrap().can_send_message(),
        "AVAILABLE"
    );

    let assets = client.list_whatsapp_flow_assets().id(ACCOUNT).flow_id(&*id);
    let assets = assets.send().await.unwrap();
    assert_eq!(assets.flow_assets()[0].name(), "flow.json");
    let list = client.list_whatsapp_flows().id(ACCOUNT).send().await;
    assert_eq!(list.unwrap().flows()[0].flow_id(), id);
}
