//! The part of the WebDriver protocol that the tests need. Client libraries
//! would enable insertion order in serde_json for the whole workspace, and
//! thereby change the output of other packages.

use std::time::Duration;

use http::{Method, Request};
use runtime::Bytes;
use runtime::Transport as _;
use runtime::transport::{HttpTransport, Limits};
use serde_json::{Value, json};

/// The name of a reference to an element, from the standard.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

pub(crate) const ENTER: &str = "\u{E007}";
pub(crate) const CONTROL: &str = "\u{E009}";
pub(crate) const ESCAPE: &str = "\u{E00C}";
pub(crate) const DOWN: &str = "\u{E015}";

/// A session of a browser.
pub(crate) struct Session {
    transport: HttpTransport,
    /// The address of the session.
    url: String,
}

impl Session {
    /// Starts a browser with arguments.
    pub(crate) async fn start(driver: &str, arguments: &[&str]) -> Result<Self, String> {
        let mut session = Self {
            transport: HttpTransport::new(),
            url: format!("{driver}/session"),
        };
        let capabilities = json!({ "capabilities": { "alwaysMatch": {
            "browserName": "chrome",
            "goog:chromeOptions": { "args": arguments },
            "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" },
        } } });
        let started = session.call(Method::POST, "", &capabilities).await?;
        let id = started["sessionId"].as_str().ok_or("no session id")?;
        session.url = format!("{driver}/session/{id}");
        Ok(session)
    }

    pub(crate) async fn open(&self, url: &str) -> Result<Value, String> {
        self.post("/url", &json!({ "url": url })).await
    }

    /// Runs the body of a function.
    pub(crate) async fn run(&self, script: &str) -> Result<Value, String> {
        let script = json!({ "script": script, "args": [] });
        self.post("/execute/sync", &script).await
    }

    /// Runs the body of a function that gets a callback for its result.
    pub(crate) async fn run_async(&self, script: &str) -> Result<Value, String> {
        let script = json!({ "script": script, "args": [] });
        self.post("/execute/async", &script).await
    }

    pub(crate) async fn find(&self, selector: &str) -> Result<Value, String> {
        let selector = json!({ "using": "css selector", "value": selector });
        self.post("/element", &selector).await
    }

    /// Returns the element with the focus.
    pub(crate) async fn focused(&self) -> Result<Value, String> {
        self.call(Method::GET, "/element/active", &Value::Null)
            .await
    }

    pub(crate) async fn click(&self, element: &Value) -> Result<Value, String> {
        let path = format!("/element/{}/click", id(element)?);
        self.post(&path, &json!({})).await
    }

    pub(crate) async fn type_into(&self, element: &Value, text: &str) -> Result<Value, String> {
        let path = format!("/element/{}/value", id(element)?);
        self.post(&path, &json!({ "text": text })).await
    }

    /// Returns a PNG file in base64.
    pub(crate) async fn picture(&self) -> Result<Value, String> {
        self.call(Method::GET, "/screenshot", &Value::Null).await
    }

    /// Returns the new entries of a log of the browser.
    pub(crate) async fn log(&self, name: &str) -> Result<Vec<String>, String> {
        let entries = self.post("/se/log", &json!({ "type": name })).await?;
        let entries = entries.as_array().into_iter().flatten();
        let text = |entry: &Value| entry["message"].as_str().unwrap_or_default().to_owned();
        Ok(entries.map(text).collect())
    }

    /// Runs a command of Chromium's DevTools.
    pub(crate) async fn command(&self, name: &str, parameters: &Value) -> Result<Value, String> {
        let command = json!({ "cmd": name, "params": parameters });
        self.post("/goog/cdp/execute", &command).await
    }

    /// Ends the browser.
    pub(crate) async fn end(&self) -> Result<Value, String> {
        self.call(Method::DELETE, "", &Value::Null).await
    }

    async fn post(&self, path: &str, body: &Value) -> Result<Value, String> {
        self.call(Method::POST, path, body).await
    }

    async fn call(&self, method: Method, path: &str, body: &Value) -> Result<Value, String> {
        let body = match body {
            Value::Null => Bytes::new(),
            body => Bytes::from(body.to_string()),
        };
        let request = Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.url))
            .header("content-type", "application/json")
            .body(body)
            .map_err(|error| error.to_string())?;
        let mut limits = Limits::default();
        limits.timeout = Some(Duration::from_secs(60));
        // The log of a test with thousands of messages is long.
        limits.response_size = 256 * 1024 * 1024;
        let response = self.transport.send(request, limits).await;
        let response = response.map_err(|error| format!("{path}: {error}"))?;
        let mut answer: Value =
            serde_json::from_slice(response.body()).map_err(|error| error.to_string())?;
        let value = answer["value"].take();
        match value["error"].as_str() {
            Some(error) => Err(format!("{error}: {}", value["message"])),
            None => Ok(value),
        }
    }
}

fn id(element: &Value) -> Result<&str, String> {
    let id = element[ELEMENT].as_str();
    id.ok_or_else(|| format!("not an element: {element}"))
}
