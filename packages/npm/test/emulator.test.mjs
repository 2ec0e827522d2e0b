// The emulator with the AWS SDK for JavaScript.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { promisify } from "node:util";

import { SendWhatsAppMessageCommand, SocialMessagingClient } from "@aws-sdk/client-socialmessaging";
import { ACCOUNT_ID, Emulator, EmulatorError, PHONE_NUMBER_ID, connect, start } from "social-messaging-emulator";

const run = promisify(execFile);
const SEND = new URL("send.mjs", import.meta.url).pathname;

/** @type {Emulator} */
let emulator;
/** @type {SocialMessagingClient} */
let client;

before(async () => {
  emulator = await start();
  client = new SocialMessagingClient({ ...emulator.clientConfig, maxAttempts: 1 });
});

after(async () => {
  client.destroy();
  await emulator.stop();
});

function send(to, text, by = client) {
  const message = { messaging_product: "whatsapp", to, type: "text", text: { body: text } };
  return by.send(new SendWhatsAppMessageCommand({
    originationPhoneNumberId: PHONE_NUMBER_ID,
    metaApiVersion: "v24.0",
    message: Buffer.from(JSON.stringify(message)),
  }));
}

test("lists sent messages", async () => {
  const { messageId } = await send("+14255550123", "See you at six");
  const messages = await emulator.messages();
  const sent = messages.find((message) => message.messageId === messageId);
  assert.equal(sent.message.text.body, "See you at six");
  assert.equal(sent.message.to, "+14255550123");
  assert.equal(sent.originationPhoneNumberId, PHONE_NUMBER_ID);
  assert.equal(sent.accountId, ACCOUNT_ID);
  assert.deepEqual(sent.errors, []);
});

test("waits for a message", async () => {
  const waiting = emulator.waitForMessage((message) => message.message.text?.body === "later");
  await send("+14255550123", "later");
  assert.equal((await waiting).message.to, "+14255550123");
});

test("reports the sent messages if none matches", async () => {
  await send("+14255550124", "another");
  await assert.rejects(emulator.waitForMessage(() => false, { timeout: 1 }), (error) => {
    assert.ok(error instanceof EmulatorError);
    assert.match(error.message, /no message matched within 1 ms/);
    assert.match(error.message, /"body":"another"/);
    return true;
  });
});

test("points another process at the emulator", async () => {
  const shell = { PATH: process.env.PATH, AWS_SESSION_TOKEN: "of another account" };
  const { stdout } = await run(process.execPath, [SEND, "from a process"], {
    env: { ...shell, ...emulator.env },
  });
  const messages = await emulator.messages();
  const sent = messages.find((message) => message.messageId === stdout.trim());
  assert.equal(sent.message.text.body, "from a process");
});

test("injects faults", async () => {
  await emulator.addFault({ kind: "throttle", operation: "SendWhatsAppMessage" });
  await assert.rejects(send("+14255550123", "throttled"), { name: "ThrottledRequestException" });
  await emulator.addFault({ kind: "500", times: 2 });
  await emulator.clearFaults();
  await send("+14255550123", "not throttled");
});

test("rejects unknown faults with the reason", async () => {
  await assert.rejects(emulator.addFault({ kind: "trottle" }), (error) => {
    assert.ok(error instanceof EmulatorError);
    assert.equal(error.status, 400);
    assert.match(error.message, /^POST \/_emulator\/faults: .*throttle/);
    return true;
  });
});

test("sets the clock", async () => {
  const time = new Date("2026-01-02T03:04:05Z");
  await emulator.setClock(time);
  const { messageId } = await send("+14255550123", "in January");
  await emulator.setClock(null);
  const messages = await emulator.messages();
  const sent = messages.find((message) => message.messageId === messageId);
  assert.equal(sent.time, time.getTime() / 1000);
});

test("connects to a running emulator", async () => {
  const connected = await connect(`${emulator.url}/`);
  const other = new SocialMessagingClient(connected.clientConfig);
  const { messageId } = await send("+14255550123", "connected", other);
  other.destroy();
  const messages = await connected.messages();
  assert.ok(messages.some((message) => message.messageId === messageId));
  await connected.stop();
  await emulator.messages();
});

test("is the same module for require and import", () => {
  const require = createRequire(import.meta.url);
  assert.equal(require("social-messaging-emulator").start, start);
  assert.ok(emulator instanceof require("social-messaging-emulator").Emulator);
});
