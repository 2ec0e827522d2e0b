// The module in Node.js, with an emulator on loopback. `scripts/test-wasm` runs it.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { after, before, beforeEach, test } from "node:test";

import { PHONE_NUMBER_ID, start } from "../../packages/npm/src/index.mjs";

const { Sender } = createRequire(import.meta.url)(process.env.WORKER_MODULE);

const PHONE = "+14255550123";
let emulator;

before(async () => {
  emulator = await start({ args: ["--verify-signatures"] });
});

beforeEach(() => emulator.reset());

after(() => emulator.stop());

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
  assert.throws(() => senderOf({ region: "not a region" }), /region/);
});

test("does not repeat a message whose response is lost", async () => {
  await emulator.addFault({ kind: "reset", stage: "after" });
  const error = await errorOf(senderOf().sendText(PHONE, "Hello"));
  assert.deepEqual([error.attempts, error.maybeSent], [1, true]);
  assert.deepEqual(await texts(), ["Hello"]);
});

test("reports refused connections as unsent", async () => {
  const gone = await start();
  await gone.stop();
  const error = await errorOf(senderOf({ endpoint: gone.url }).sendText(PHONE, "Hello"));
  assert.deepEqual([error.attempts, error.maybeSent], [3, false]);
  assert.match(error.message, /ECONNREFUSED/);
});

test("ends calls at their time limit, and leaves no timer", async () => {
  await emulator.addFault({ kind: "delay", milliseconds: 60_000 });
  const error = await errorOf(senderOf({ timeout: 100 }).sendText(PHONE, "Hello"));
  assert.equal(error.maybeSent, true);
  assert.match(error.message, /100 ?ms|0\.1 ?s/);
  await senderOf().sendText(PHONE, "Hello");
  const active = process.getActiveResourcesInfo();
  assert.ok(!active.includes("Timeout"), active.join());
});
