//! A headless Chromium, driven by chromedriver.

use std::io::{self, BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdout, Command, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;
use thirtyfour::prelude::*;
use thirtyfour::{LoggingPrefsLogLevel, TypingData};

/// The limit of a wait for a condition in the page.
const LIMIT_MS: u64 = 20_000;

/// Starts a service that stops with this value.
struct Driver {
    process: Child,
    port: u16,
    // Open, so that chromedriver can write to it.
    _output: BufReader<ChildStdout>,
}

impl Driver {
    /// Starts chromedriver on a free port; `None` if it is not installed.
    fn start() -> Option<Self> {
        let command = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn();
        let mut process = match command {
            Ok(process) => process,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                skipped("chromedriver is not installed");
                return None;
            }
            Err(error) => panic!("cannot start chromedriver: {error}"),
        };
        let mut output = BufReader::new(process.stdout.take().unwrap());
        let port = loop {
            let mut line = String::new();
            let length = output.read_line(&mut line).unwrap();
            assert!(length > 0, "chromedriver ended without a port");
            let port = line.trim().trim_end_matches('.').rsplit_once("on port ");
            // The first line announces port 0, a later one the port.
            match port.map(|(_, port)| port.parse()) {
                Some(Ok(port)) if port != 0 => break port,
                _ => {}
            }
        };
        Some(Self {
            process,
            port,
            _output: output,
        })
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // It may have ended already.
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

/// Says which test did nothing. Unlike `eprintln`, this is not captured.
fn skipped(reason: &str) {
    let test = std::thread::current().name().unwrap_or("page").to_owned();
    let line = format!("skipped {test}: {reason}; install chromium and chromium-driver\n");
    drop(io::stderr().write_all(line.as_bytes()));
}

/// A browser with one tab.
pub(crate) struct Browser {
    // Dropped in this order: the session ends before its driver and its folder.
    tab: WebDriver,
    _driver: Driver,
    _profile: TempDir,
}

impl Browser {
    /// Starts a browser; `None` if none is installed, which is reported on stderr.
    pub(crate) async fn start() -> Option<Self> {
        let driver = Driver::start()?;
        let profile = tempfile::tempdir().unwrap();
        let mut capabilities = DesiredCapabilities::chrome();
        let folder = format!("--user-data-dir={}", profile.path().display());
        for argument in [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--hide-scrollbars",
            "--lang=en-US",
            // Only loopback can be reached, whatever the browser wants to load.
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
            &folder,
        ] {
            capabilities.add_arg(argument).unwrap();
        }
        for log in ["browser", "performance"] {
            capabilities
                .set_logging_prefs(log, LoggingPrefsLogLevel::All)
                .unwrap();
        }
        let url = format!("http://127.0.0.1:{}", driver.port);
        match WebDriver::new(url, capabilities).await {
            Ok(tab) => Some(Self {
                tab,
                _driver: driver,
                _profile: profile,
            }),
            Err(error) if error.to_string().contains("cannot find Chrome binary") => {
                skipped("Chromium is not installed");
                None
            }
            Err(error) => panic!("cannot start the browser: {error}"),
        }
    }

    /// Sets the size of the page in CSS pixels.
    pub(crate) async fn resize(&self, width: u32, height: u32) {
        let cdp = self.tab.cdp();
        let set = cdp.emulation();
        set.set_device_metrics_override(width, height, 1.0, width < 500)
            .await
            .unwrap();
    }

    /// Sets the color scheme of the system: `light` or `dark`.
    pub(crate) async fn prefer(&self, scheme: &str) {
        let features = json!({
            "features": [
                {"name": "prefers-color-scheme", "value": scheme},
                {"name": "prefers-reduced-motion", "value": "reduce"},
            ],
        });
        let cdp = self.tab.cdp();
        cdp.send_raw("Emulation.setEmulatedMedia", features)
            .await
            .unwrap();
    }

    /// Opens an address.
    pub(crate) async fn open(&self, url: &str) {
        self.tab.goto(url).await.unwrap();
    }

    /// Evaluates an expression in the page.
    pub(crate) async fn value(&self, expression: &str) -> Value {
        let script = format!("return {expression};");
        self.tab
            .execute(script, vec![])
            .await
            .unwrap_or_else(|error| panic!("{expression}: {error}"))
            .json()
            .clone()
    }

    /// Waits until an expression is true, checked at each frame of the page.
    pub(crate) async fn wait(&self, condition: &str) {
        let script = format!(
            "const done = arguments[0];
             const end = performance.now() + {LIMIT_MS};
             const check = () => {{
                 if ({condition}) done(null);
                 else if (performance.now() > end) done(document.body.innerText);
                 else requestAnimationFrame(check);
             }};
             check();"
        );
        let result = self.tab.execute_async(script, vec![]).await;
        let result = result.unwrap_or_else(|error| panic!("{condition}: {error}"));
        assert!(
            result.json().is_null(),
            "not within {LIMIT_MS} ms: {condition}\nThe page:\n{}",
            result.json().as_str().unwrap_or_default()
        );
    }

    /// Waits until an element of the selector has the text.
    pub(crate) async fn wait_for(&self, selector: &str, text: &str) {
        self.wait(&format!("{}.length > 0", matching(selector, text)))
            .await;
    }

    /// Waits for the last element of the selector with the text, and clicks it.
    pub(crate) async fn click(&self, selector: &str, text: &str) {
        self.wait_for(selector, text).await;
        let script = format!("return {}.at(-1);", matching(selector, text));
        let element = self.tab.execute(script, vec![]).await.unwrap();
        element.element().unwrap().click().await.unwrap();
    }

    /// Types into the element of the selector.
    pub(crate) async fn type_into(&self, selector: &str, text: impl Into<TypingData>) {
        let element = self.tab.find(By::Css(selector)).await.unwrap();
        element.send_keys(text).await.unwrap();
    }

    /// Types where the focus is.
    pub(crate) async fn press(&self, keys: impl Into<TypingData>) {
        let element = self.tab.active_element().await.unwrap();
        element.send_keys(keys).await.unwrap();
    }

    pub(crate) async fn picture(&self) -> Vec<u8> {
        self.tab.screenshot_as_png().await.unwrap()
    }

    /// Ends the browser. Fails on errors of scripts, and on requests to other hosts.
    pub(crate) async fn finish(self, own: &str) {
        self.check_console(&[]).await;
        let log = self.tab.get_log("performance").await.unwrap();
        let mut requests = 0;
        for entry in log {
            let event: Value = serde_json::from_str(&entry.message).unwrap();
            let event = &event["message"];
            if event["method"] != "Network.requestWillBeSent" {
                continue;
            }
            let url = event["params"]["request"]["url"].as_str().unwrap();
            // The first tab of the browser loads parts of the browser.
            let document = event["params"]["documentURL"].as_str().unwrap();
            if document.starts_with("chrome") || url.starts_with("data:") {
                continue;
            }
            assert!(url.starts_with(own), "a request to another host: {url}");
            requests += 1;
        }
        assert!(requests > 0, "no request is recorded");
        self.tab.quit().await.unwrap();
    }

    /// Fails on messages of the console, except for those with one of the texts.
    pub(crate) async fn check_console(&self, expected: &[&str]) {
        let log = self.tab.get_log("browser").await.unwrap();
        let unexpected: Vec<_> = log
            .iter()
            .filter(|entry| !expected.iter().any(|text| entry.message.contains(text)))
            .collect();
        assert!(
            unexpected.is_empty(),
            "messages of the console: {unexpected:#?}"
        );
    }
}

/// The elements with a text, as JavaScript.
fn matching(selector: &str, text: &str) -> String {
    let (selector, text) = (json!(selector), json!(text));
    format!(
        "[...document.querySelectorAll({selector})].filter((node) => \
         node.textContent.includes({text}) || node.getAttribute('aria-label') === {text})"
    )
}
