// Customers, events, statuses and rules.

import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";

import { ACCOUNT_ID, Customer, EmulatorError, PHONE_NUMBER_ID, start } from "social-messaging-emulator";
import { clientOf, firstOf, send, sendText } from "./sdk.mjs";

const PHONE = "+14255550123";
let emulator;
let client;
let ada;

before(async () => {
  emulator = await start();
  client = clientOf(emulator.clientConfig);
  ada = emulator.customer(PHONE);
});

beforeEach(() => emulator.reset());

after(async () => {
  client.destroy();
  await emulator.stop();
});

/** Sends a question with two buttons. */
function ask() {
  const button = (id, title) => ({ type: "reply", reply: { id, title } });
  return send(client, PHONE, "interactive", {
    type: "button",
    body: { text: "Coming?" },
    action: { buttons: [button("yes", "Yes"), button("no", "No")] },
  });
}

/** Returns the only message of customers in the events. */
async function received() {
  const messages = firstOf(await emulator.events(), "messages");
  assert.equal(messages.length, 1, JSON.stringify(messages));
  return messages[0];
}

test("describes sent messages", async () => {
  const id = await sendText(client, PHONE, "See you at six");
  await sendText(client, "+14255550124", "See you at seven");
  const [message, ...others] = await emulator.messages({ to: PHONE });
  assert.deepEqual(others, []);
  assert.equal(message.messageId, id);
  assert.deepEqual([message.to, message.kind, message.text], [PHONE, "text", "See you at six"]);
  assert.match(message.wamid, /^wamid\./);
  const statuses = message.statuses.map(({ status }) => status);
  assert.deepEqual(statuses, ["accepted", "sent", "delivered"]);
});

test("lets a customer write", async () => {
  assert.ok(ada instanceof Customer);
  const id = await ada.says("STOP");
  const message = await received();
  assert.deepEqual([message.id, message.type, message.text.body], [id, "text", "STOP"]);
});

test("lets a customer press a button, by text or id", async () => {
  await ask();
  await ada.presses("Yes");
  assert.deepEqual((await received()).interactive.button_reply, { id: "yes", title: "Yes" });
  const [{ number }] = (await emulator.events()).slice(-1);
  const id = await ada.presses("no");
  const [message] = firstOf(await emulator.events({ after: number }), "messages");
  assert.deepEqual([message.id, message.interactive.button_reply.id], [id, "no"]);
});

test("reports why an action is not possible", async () => {
  await assert.rejects(ada.presses("Yes"), (error) => {
    assert.ok(error instanceof EmulatorError);
    assert.equal(error.status, 400);
    assert.match(error.message, /^POST \/_emulator\/customers: .*Yes/);
    return true;
  });
  await assert.rejects(ada.does({ type: "sing" }), /sing/);
});

test("lets a customer send files, places and contacts, react, edit and delete", async () => {
  const sent = await sendText(client, PHONE, "Hello");
  const text = await ada.says("Helo", { replyTo: sent });
  await ada.sendsFile("image", { caption: "Our table" });
  await ada.sendsLocation({ latitude: 47.6, longitude: -122.3, name: "Seattle" });
  await ada.sendsContacts([{ name: { formatted_name: "Grace" } }]);
  await ada.reacts("👍", sent);
  await ada.edits(text, "Hello");
  await ada.deletes(text);
  const messages = firstOf(await emulator.events(), "messages");
  const [quote, image, location, contacts, reaction] = messages;
  assert.equal(quote.context.id, (await emulator.messages())[0].wamid);
  assert.equal(image.image.caption, "Our table");
  assert.equal(location.location.name, "Seattle");
  assert.equal(contacts.contacts[0].name.formatted_name, "Grace");
  assert.equal(reaction.reaction.emoji, "👍");
  assert.equal(messages.length, 7);
});

test("lets a customer read", async () => {
  await sendText(client, PHONE, "Hello");
  assert.equal(await ada.reads(), undefined);
  const [message] = await emulator.messages();
  assert.equal(message.status, "read");
  const statuses = firstOf(await emulator.events(), "statuses");
  assert.deepEqual(statuses.map(({ status }) => status), ["accepted", "sent", "delivered", "read"]);
});

test("lets a customer call", async () => {
  const id = await ada.calls();
  const [call] = firstOf(await emulator.events(), "calls");
  assert.equal(call.id, id);
  // The customer called, so there is nothing to accept or reject.
  await assert.rejects(ada.acceptsCall(), EmulatorError);
  await assert.rejects(ada.rejectsCall(id), EmulatorError);
  assert.equal(await ada.endsCall(), id);
  const calls = firstOf(await emulator.events(), "calls");
  assert.deepEqual(calls.map(({ event }) => event), ["connect", "terminate"]);
});

test("lists and changes customers", async () => {
  await ada.set({ name: "Ada", reachable: false });
  await sendText(client, PHONE, "Hello");
  const [message] = await emulator.messages();
  assert.deepEqual([message.status, message.errors[0].code], ["failed", 131026]);
  const [customer] = await emulator.customers();
  assert.deepEqual([customer.phone, customer.name, customer.reachable], [PHONE, "Ada", false]);
});

test("opens the window of the phone number to which a customer writes", async () => {
  await emulator.customer(PHONE, { phoneNumberId: PHONE_NUMBER_ID }).says("Hello");
  const [customer] = await emulator.customers();
  const [{ phoneNumberId, open }] = customer.windows;
  assert.deepEqual([phoneNumberId, open], [PHONE_NUMBER_ID, true]);
  await emulator.setClock(new Date());
  await emulator.advanceClock(25 * 3600);
  await sendText(client, PHONE, "too late");
  const [message] = await emulator.messages();
  assert.equal(message.errors[0].code, 131047);
});

test("fails messages by a rule", async () => {
  await emulator.failNext(131048, { to: PHONE });
  await sendText(client, "+14255550124", "another customer");
  await sendText(client, PHONE, "fails");
  await sendText(client, PHONE, "the next one");
  const codes = (await emulator.messages()).map(({ errors }) => errors.map(({ code }) => code));
  assert.deepEqual(codes, [[], [131048], []]);
});

test("moves messages by hand", async () => {
  await emulator.setPolicy({ statuses: "never", windows: "always" });
  const id = await sendText(client, PHONE, "Hello");
  assert.equal((await emulator.messages())[0].status, "accepted");
  await emulator.setStatus(id, "delivered");
  assert.equal((await emulator.messages())[0].status, "delivered");
  await emulator.setStatus(await sendText(client, PHONE, "Hello again"), "failed", 131000);
  assert.equal((await emulator.messages())[1].errors[0].code, 131000);
  await assert.rejects(emulator.setStatus("no-such-id", "read"), { status: 404 });
});

test("delivers events of the caller, and again", async () => {
  await ada.says("Hello");
  const [event] = await emulator.events();
  const entry = JSON.parse(event.envelope.whatsAppWebhookEntry);
  const number = await emulator.deliver(entry);
  await emulator.redeliver(event.number);
  const [delivered] = await emulator.events({ after: event.number });
  assert.equal(delivered.number, number);
  assert.deepEqual(JSON.parse(delivered.envelope.whatsAppWebhookEntry), entry);
});

test("lists accounts", async () => {
  const [account] = await emulator.accounts();
  assert.deepEqual([account.id, account.phoneNumbers[0].id], [ACCOUNT_ID, PHONE_NUMBER_ID]);
});

test("returns to the state after the start", async () => {
  await sendText(client, PHONE, "forgotten");
  await emulator.reset();
  assert.deepEqual(await emulator.messages(), []);
  assert.deepEqual(await emulator.events(), []);
});
