// The emulator with the AWS SDK for JavaScript.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { promisify } from "node:util";

import { CreateWhatsAppMessageTemplateCommand } from "@aws-sdk/client-socialmessaging";
import { ACCOUNT_ID, EmulatorError, PHONE_NUMBER_ID, connect, start } from "social-messaging-emulator";
import { clientOf, sendText } from "./sdk.mjs";

const run = promisify(execFile);
const SEND = new URL("send.mjs", import.meta.url).pathname;

let emulator;
let client;

before(async () => {
  emulator = await start();
  client = clientOf(emulator.clientConfig);
});

after(async () => {
  client.destroy();
  await emulator.stop();
});

test("lists sent messages", async () => {
  const messageId = await sendText(client, "+14255550123", "See you at six");
  const messages = await emulator.messages();
  const sent = messages.find((message) => message.messageId === messageId);
  assert.equal(sent.message.text.body, "See you at six");
  assert.equal(sent.message.to, "+14255550123");
  assert.equal(sent.originationPhoneNumberId, PHONE_NUMBER_ID);
  assert.equal(sent.accountId, ACCOUNT_ID);
  assert.deepEqual(sent.errors, []);
});

test("waits for a message", async () => {
  const waiting = emulator.waitForMessage((message) => message.text === "later");
  await sendText(client, "+14255550123", "later");
  assert.equal((await waiting).message.to, "+14255550123");
});

test("reports the sent messages if none matches", async () => {
  await sendText(client, "+14255550124", "another");
  await assert.rejects(emulator.waitForMessage(() => false, { timeout: 1 }), (error) => {
    assert.ok(error instanceof EmulatorError);
    assert.match(error.message, /no message matched within 1 ms/);
    assert.match(error.message, /text to \+14255550124: another/);
    return true;
  });
});

test("points another process at the emulator", async () => {
  const shell = { ...process.env, AWS_PROFILE: "missing", AWS_SESSION_TOKEN: "of another account" };
  const { stdout } = await run(process.execPath, [SEND, "from a process"], {
    env: emulator.environment(shell),
  });
  const messages = await emulator.messages();
  const sent = messages.find((message) => message.messageId === stdout.trim());
  assert.equal(sent.message.text.body, "from a process");
});

test("injects faults", async () => {
  await emulator.addFault({ kind: "throttle", operation: "SendWhatsAppMessage" });
  await assert.rejects(sendText(client, "+14255550123", "throttled"), { name: "ThrottledRequestException" });
  await emulator.addFault({ kind: "500", times: 2 });
  await emulator.clearFaults();
  await sendText(client, "+14255550123", "not throttled");
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
  const messageId = await sendText(client, "+14255550123", "in January");
  await emulator.setClock(null);
  const messages = await emulator.messages();
  const sent = messages.find((message) => message.messageId === messageId);
  assert.equal(sent.time, time.getTime() / 1000);
});

test("decides about a template", async () => {
  const definition = {
    name: "table_pending",
    language: "en",
    category: "UTILITY",
    components: [{ type: "BODY", text: "Your table is ready." }],
  };
  await client.send(new CreateWhatsAppMessageTemplateCommand({
    id: ACCOUNT_ID,
    templateDefinition: Buffer.from(JSON.stringify(definition)),
  }));
  const [created] = await emulator.templates();
  assert.deepEqual([created.name, created.status], ["table_pending", "PENDING"]);
  await emulator.setTemplateStatus(created.id, "APPROVED");
  const [reviewed] = await emulator.templates();
  assert.equal(reviewed.status, "APPROVED");
});

test("connects to a running emulator", async () => {
  const connected = await connect(`${emulator.url}/`);
  const other = clientOf(connected.clientConfig);
  const messageId = await sendText(other, "+14255550123", "connected");
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
