// The module in Node.js, or in a page of Chromium with `WORKER_PAGE`, the folder of a
// module for the web; with an emulator on loopback. `scripts/test-wasm` runs both.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { after, before, beforeEach, test } from "node:test";

import { PHONE_NUMBER_ID, start } from "../../packages/npm/src/index.mjs";
import { openPage } from "./browser.mjs";

const { WORKER_MODULE, WORKER_PAGE } = process.env;
const page = WORKER_PAGE && await openPage(WORKER_PAGE);
const { Sender } = page || createRequire(import.meta.url)(WORKER_MODULE);

const PHONE = "+14255550123";
const args = page ? ["--allow-origin", page.origin] : [];
let emulator;

before(async () => {
  emulator = await start({ args: ["--verify-signatures", ...args] });
});

beforeEach(() => emulator.reset());

after(async () => {
  await emulator.stop();
  await page?.close();
});

function senderOf(settings = {}) {
  const { endpoint, region, credentials } = emulator.clientConfig;
  return new Sender({ endpoint, region, ...credentials, number: PHONE_NUMBER_ID, ...settings });
}

/** Returns the error of a promise. */
function errorOf(promise) {
  return promise.then(() => assert.fail("the call succeeded"), (error) => error);
}

/** Returns the texts of the recorded messages. */
async function texts() {
  const messages = await emulator.messages();
  return messages.map(({ text }) => text);
}

test("sends a signed message", async () => {
  const id = await senderOf().sendText(PHONE, "Your table is ready: 15 €");
  const [message] = await emulator.messages();
  assert.deepEqual([message.messageId, message.to], [id, PHONE]);
  assert.deepEqual(await texts(), ["Your table is ready: 15 €"]);
});

test("retries a throttled message after a wait", async () => {
  await emulator.addFault({ kind: "throttle", times: 2 });
  await senderOf().sendText(PHONE, "Hello");
  assert.deepEqual(await texts(), ["Hello"]);
});

test("throws errors of the service with their codes", async () => {
  await emulator.addFault({ kind: "AccessDeniedByMetaException" });
  const error = await errorOf(senderOf().sendText(PHONE, "Hello"));
  assert.ok(error instanceof Error);
  assert.deepEqual([error.code, error.maybeSent], ["AccessDeniedByMetaException", false]);

  const secretAccessKey = "wrong";
  const rejected = await errorOf(senderOf({ secretAccessKey }).sendText(PHONE, "Hello"));
  assert.match(rejected.message, /signature/i);
  assert.deepEqual(await texts(), []);
});

test("rejects invalid input before sending", async () => {
  const error = await errorOf(senderOf().sendText("nobody", "Hello"));
  assert.deepEqual([error.attempts, error.maybeSent], [0, false]);
  const send = async () => senderOf({ region: "not a region" }).sendText(PHONE, "Hello");
  await assert.rejects(send, /region/);
});

// Chromium itself repeats a request whose connection breaks, if it used that before.
const lost = { skip: page && "a browser may repeat requests" };

test("does not repeat a message whose response is lost", lost, async () => {
  await emulator.addFault({ kind: "reset", stage: "after" });
  const error = await errorOf(senderOf().sendText(PHONE, "Hello"));
  assert.deepEqual([error.attempts, error.maybeSent], [1, true]);
  assert.deepEqual(await texts(), ["Hello"]);
});

test("repeats after refused connections if the host reports them", async () => {
  const gone = await start();
  await gone.stop();
  const error = await errorOf(senderOf({ endpoint: gone.url }).sendText(PHONE, "Hello"));
  // A browser reports one error for every failure of the network.
  assert.deepEqual([error.attempts, error.maybeSent], page ? [1, true] : [3, false]);
  assert.match(error.message, page ? /Failed to fetch/ : /ECONNREFUSED/);
});

test("cannot use an emulator that does not allow the page", { skip: !page }, async () => {
  const closed = await start();
  const error = await errorOf(senderOf({ endpoint: closed.url }).sendText(PHONE, "Hello"));
  assert.match(error.message, /Failed to fetch/);
  assert.deepEqual(await closed.messages(), []);
  await closed.stop();
});

test("ends calls at their time limit, and leaves no timer", async () => {
  await emulator.addFault({ kind: "delay", milliseconds: 60_000 });
  const error = await errorOf(senderOf({ timeout: 100 }).sendText(PHONE, "Hello"));
  assert.equal(error.maybeSent, true);
  assert.match(error.message, /100 ?ms|0\.1 ?s/);
  await senderOf().sendText(PHONE, "Hello");
  if (page) return;
  const active = process.getActiveResourcesInfo();
  assert.ok(!active.includes("Timeout"), active.join());
});
