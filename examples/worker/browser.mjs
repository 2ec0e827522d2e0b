// The module in a page of headless Chromium, for the tests: a class `Sender` whose calls
// run in the page. Needs chromium and chromedriver.

import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join, normalize } from "node:path";
import { createInterface } from "node:readline";

const ARGUMENTS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-dev-shm-usage",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // Only loopback can be reached, whatever the browser wants to load.
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
];
const TYPES = { ".js": "text/javascript", ".wasm": "application/wasm" };
const PAGE = '<!doctype html><script type="module">'
  + 'import init, { Sender } from "/worker.js"; await init(); window.Sender = Sender;</script>';

/** Runs in the page, and returns the result or the error. */
const SEND = `
  const [settings, to, text, done] = arguments;
  const thrown = ({ message, code, attempts, maybeSent }) =>
    done({ error: { message, code, attempts, maybeSent } });
  const send = () => new window.Sender(settings).sendText(to, text);
  const ready = () => {
    if (!window.Sender) return setTimeout(ready, 10);
    Promise.resolve().then(send).then((id) => done({ id }), thrown);
  };
  ready();`;

/** Starts a server on loopback for the page and the module in a folder. */
async function serve(folder) {
  const server = createServer(async (request, response) => {
    if (request.url === "/") {
      return response.setHeader("content-type", "text/html").end(PAGE);
    }
    try {
      const body = await readFile(join(folder, normalize(request.url)));
      response.setHeader("content-type", TYPES[extname(request.url)] ?? "text/plain").end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

/** Starts chromedriver on a free port, and returns the process and its URL. */
async function startDriver() {
  const child = spawn("chromedriver", ["--port=0"], { stdio: ["ignore", "pipe", "ignore"] });
  const failed = new Promise((_, reject) => child.once("error", reject));
  const ready = (async () => {
    for await (const line of createInterface({ input: child.stdout })) {
      const port = / on port ([1-9]\d*)/.exec(line)?.[1];
      if (port) return `http://127.0.0.1:${port}`;
    }
    throw new Error("chromedriver ended without a port");
  })();
  return { child, url: await Promise.race([ready, failed]) };
}

async function command(url, method, body) {
  const response = await fetch(url, { method, body: body && JSON.stringify(body) });
  const { value } = await response.json();
  if (!response.ok) throw new Error(value.message);
  return value;
}

/**
 * Opens a page with the module of a folder. Returns the origin of the page, the class
 * `Sender`, and a function that closes everything.
 */
export async function openPage(folder) {
  const server = await serve(folder);
  const origin = `http://127.0.0.1:${server.address().port}`;
  const profile = await mkdtemp(join(tmpdir(), "worker-"));
  const driver = await startDriver();
  const args = [...ARGUMENTS, `--user-data-dir=${profile}`];
  const alwaysMatch = { browserName: "chrome", "goog:chromeOptions": { args } };
  const started = await command(`${driver.url}/session`, "POST", { capabilities: { alwaysMatch } });
  const session = `${driver.url}/session/${started.sessionId}`;
  await command(`${session}/url`, "POST", { url: origin });

  class Sender {
    constructor(settings) {
      this.settings = settings;
    }

    async sendText(to, text) {
      const script = { script: SEND, args: [this.settings, to, text] };
      const { id, error } = await command(`${session}/execute/async`, "POST", script);
      if (error) throw Object.assign(new Error(error.message), error);
      return id;
    }
  }

  const close = async () => {
    await command(session, "DELETE");
    driver.child.kill();
    server.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  return { origin, Sender, close };
}
