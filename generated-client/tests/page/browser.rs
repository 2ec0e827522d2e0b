//! A headless Chromium, driven by chromedriver.

use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::webdriver::Session;

/// The timeout of a wait for a condition in the page, in milliseconds.
const LIMIT_MS: u64 = 20_000;

/// The maximum number of times that an element may be rendered again before it
/// is clicked.
const RENDERINGS: usize = 20;

/// The maximum number of starts of chromedriver: it takes a free IPv4 port,
/// then the same IPv6 port, and exits if another process uses that one.
const STARTS: usize = 5;

/// A process of chromedriver. Dropping it kills it.
struct Driver {
    process: Child,
    port: u16,
    // Open, so that chromedriver can write to it.
    _output: BufReader<ChildStdout>,
}

impl Driver {
    /// Starts chromedriver on a free port; `None` if it is not installed.
    fn start() -> Option<Self> {
        let mut outputs = Vec::new();
        for _ in 0..STARTS {
            let command = Command::new("chromedriver")
                .arg("--port=0")
                .stdout(Stdio::piped())
                .stderr(Stdio::null())
                .spawn();
            let process = match command {
                Ok(process) => process,
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    skipped("chromedriver is not installed");
                    return None;
                }
                Err(error) => panic!("cannot start chromedriver: {error}"),
            };
            match Self::listening(process) {
                Ok(driver) => return Some(driver),
                Err(output) => outputs.push(output),
            }
        }
        panic!("chromedriver ended without a port: {outputs:#?}");
    }

    /// Waits until chromedriver listens. If it ends before, returns its output.
    fn listening(mut process: Child) -> Result<Self, String> {
        let mut output = BufReader::new(process.stdout.take().unwrap());
        let mut read = String::new();
        loop {
            let start = read.len();
            if output.read_line(&mut read).unwrap() == 0 {
                let status = process.wait().unwrap();
                return Err(format!("{status}: {read}"));
            }
            let line = read[start..].trim().trim_end_matches('.');
            // The first line announces port 0, a later one the port.
            let port = line.rsplit_once("on port ").map(|(_, port)| port.parse());
            if let Some(Ok(port @ 1..)) = port {
                return Ok(Self {
                    process,
                    port,
                    _output: output,
                });
            }
        }
    }
}

impl Driver {
    /// Makes chromedriver close its browser, which a killed chromedriver would
    /// leave running.
    fn shut_down(&self) -> io::Result<()> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        stream.set_read_timeout(Some(Duration::from_secs(5)))?;
        stream
            .write_all(b"GET /shutdown HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n")?;
        stream.read_to_end(&mut Vec::new()).map(drop)
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // After a failed test, the browser still runs.
        drop(self.shut_down());
        // It may have ended already.
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

/// Reports which test was skipped. Unlike `eprintln`, this is not captured.
fn skipped(reason: &str) {
    let test = std::thread::current().name().unwrap_or("page").to_owned();
    let line = format!("skipped {test}: {reason}; install chromium and chromium-driver\n");
    drop(io::stderr().write_all(line.as_bytes()));
}

/// A browser with one tab.
pub(crate) struct Browser {
    // Dropped in this order: the session ends before its driver and its folder.
    session: Session,
    _driver: Driver,
    _profile: TempDir,
}

impl Browser {
    /// Starts a browser; `None` if none is installed, which is reported on stderr.
    pub(crate) async fn start() -> Option<Self> {
        let driver = Driver::start()?;
        let profile = tempfile::tempdir().unwrap();
        let folder = format!("--user-data-dir={}", profile.path().display());
        let arguments = [
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
            // Only loopback is reachable, whatever the browser tries to load.
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
            &folder,
        ];
        let url = format!("http://127.0.0.1:{}", driver.port);
        match Session::start(&url, &arguments).await {
            Ok(session) => Some(Self {
                session,
                _driver: driver,
                _profile: profile,
            }),
            Err(error) if error.contains("cannot find Chrome binary") => {
                skipped("Chromium is not installed");
                None
            }
            Err(error) => panic!("cannot start the browser: {error}"),
        }
    }

    /// Sets the size of the page in CSS pixels.
    pub(crate) async fn resize(&self, width: u32, height: u32) {
        let size = json!({
            "width": width,
            "height": height,
            "deviceScaleFactor": 1,
            "mobile": width < 500,
        });
        self.command("Emulation.setDeviceMetricsOverride", &size)
            .await;
    }

    async fn command(&self, name: &str, parameters: &Value) {
        self.session.command(name, parameters).await.unwrap();
    }

    /// Sets the color scheme of the system: `light` or `dark`.
    pub(crate) async fn prefer(&self, scheme: &str) {
        let features = json!({
            "features": [
                {"name": "prefers-color-scheme", "value": scheme},
                {"name": "prefers-reduced-motion", "value": "reduce"},
            ],
        });
        self.command("Emulation.setEmulatedMedia", &features).await;
    }

    /// Opens an address.
    pub(crate) async fn open(&self, url: &str) {
        self.session.open(url).await.unwrap();
    }

    /// The CPU time of the page's main thread since the first call, in seconds.
    pub(crate) async fn compute_seconds(&self) -> f64 {
        self.command("Performance.enable", &json!({})).await;
        let nothing = json!({});
        let metrics = self.session.command("Performance.getMetrics", &nothing);
        let metrics = metrics.await.unwrap();
        let mut metrics = metrics["metrics"].as_array().unwrap().iter();
        let time = metrics.find(|metric| metric["name"] == "ThreadTime");
        time.unwrap()["value"].as_f64().unwrap()
    }

    /// Evaluates an expression in the page.
    pub(crate) async fn value(&self, expression: &str) -> Value {
        let script = format!("return {expression};");
        let value = self.session.run(&script).await;
        value.unwrap_or_else(|error| panic!("{expression}: {error}"))
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
        let result = self.session.run_async(&script).await;
        let result = result.unwrap_or_else(|error| panic!("{condition}: {error}"));
        assert!(
            result.is_null(),
            "not within {LIMIT_MS} ms: {condition}\nThe page:\n{}",
            result.as_str().unwrap_or_default()
        );
    }

    /// Waits until an element that matches the selector has the text.
    pub(crate) async fn wait_for(&self, selector: &str, text: &str) {
        self.wait(&format!("{}.length > 0", matching(selector, text)))
            .await;
    }

    /// Waits for the last element that matches the selector and has the text,
    /// and clicks it.
    pub(crate) async fn click(&self, selector: &str, text: &str) {
        let script = format!("return {}.at(-1);", matching(selector, text));
        // The page may render the element again before the click.
        for _ in 0..RENDERINGS {
            self.wait_for(selector, text).await;
            let element = self.session.run(&script).await.unwrap();
            match self.session.click(&element).await {
                Err(error) if error.contains("stale element") => {}
                clicked => {
                    clicked.unwrap();
                    return;
                }
            }
        }
        panic!("{selector} with the text {text} was rendered {RENDERINGS} times");
    }

    /// Types into the element that matches the selector.
    pub(crate) async fn type_into(&self, selector: &str, text: &str) {
        let element = self.session.find(selector).await.unwrap();
        self.session.type_into(&element, text).await.unwrap();
    }

    /// Types into the focused element.
    pub(crate) async fn press(&self, keys: &str) {
        let element = self.session.focused().await.unwrap();
        self.session.type_into(&element, keys).await.unwrap();
    }

    pub(crate) async fn picture(&self) -> Vec<u8> {
        let picture = self.session.picture().await.unwrap();
        STANDARD.decode(picture.as_str().unwrap()).unwrap()
    }

    /// Ends the browser. Fails on errors of scripts, and on requests to other hosts.
    pub(crate) async fn finish(self, own: &str) {
        self.check_console(&[]).await;
        let log = self.session.log("performance").await.unwrap();
        let mut requests = 0;
        for entry in log {
            let event: Value = serde_json::from_str(&entry).unwrap();
            let event = &event["message"];
            if event["method"] != "Network.requestWillBeSent" {
                continue;
            }
            let url = event["params"]["request"]["url"].as_str().unwrap();
            // The first tab loads pages of the browser itself.
            let document = event["params"]["documentURL"].as_str().unwrap();
            if document.starts_with("chrome") || url.starts_with("data:") {
                continue;
            }
            assert!(url.starts_with(own), "a request to another host: {url}");
            requests += 1;
        }
        assert!(requests > 0, "no request is recorded");
        self.session.end().await.unwrap();
    }

    /// Fails on console messages, except those that contain one of the texts.
    pub(crate) async fn check_console(&self, expected: &[&str]) {
        let log = self.session.log("browser").await.unwrap();
        let unexpected: Vec<_> = log
            .iter()
            .filter(|entry| !expected.iter().any(|text| entry.contains(text)))
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
