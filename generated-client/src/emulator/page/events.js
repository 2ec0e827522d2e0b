// The events that the emulator delivers to the event destinations of accounts.

import { get, post } from "./api.js";
import { statusIcon } from "./bubble.js";
import { copyButton, el, fill, icon } from "./dom.js";
import { bytesOf, code, exact, phone, plural, pretty } from "./format.js";
import { attempt } from "./notify.js";
import { setEvents, state } from "./store.js";

const SHOWN = 200;
const KIND_ICONS = {
  status: "ticks",
  message: "chat",
  template: "template",
  account: "person",
  call: "phone",
};

let loading = null;

/** Loads the recorded events once; the stream adds the later ones. */
export async function loadEvents() {
  if (state.eventsLoaded) return;
  loading ??= get("events").finally(() => (loading = null));
  const { events } = await loading;
  if (state.eventsLoaded) return;
  state.eventsLoaded = true;
  const late = state.events;
  state.events = [];
  setEvents(events ?? []);
  setEvents(late);
}

/** The decoded webhook entry of an event; undefined if it has none. */
export function webhookEntry({ envelope }) {
  const entry = envelope?.whatsAppWebhookEntry;
  try {
    return typeof entry === "string" ? JSON.parse(entry) : entry;
  } catch {
    return undefined;
  }
}

/** The events of a message, by its identifiers. */
export async function eventsOf(entry) {
  await loadEvents();
  const hasOwnId = entry.direction === "out" || entry.kind === "call";
  const ids = [entry.wamid, hasOwnId && entry.id].filter(Boolean);
  return state.events.filter(
    ({ envelope }) =>
      ids.includes(envelope?.messageId) ||
      ids.some((id) => String(envelope?.whatsAppWebhookEntry ?? "").includes(id)),
  );
}

/** A short title: `status delivered`, `message text`. */
export function eventTitle(event) {
  const value = webhookEntry(event)?.changes?.[0]?.value;
  const status = value?.statuses?.[0];
  const message = value?.messages?.[0];
  if (status?.type === "call") return `call ${status.status}`.toLowerCase();
  if (status) return `status ${status.status}`;
  if (message) return `message ${message.type}`;
  const call = value?.calls?.[0];
  if (call) return `call ${call.event}`;
  return [event.kind, value?.event].filter(Boolean).join(" ").toLowerCase();
}

function about(event) {
  const entry = webhookEntry(event);
  const value = entry?.changes?.[0]?.value;
  const message = value?.messages?.[0];
  const status = value?.statuses?.[0];
  if (message)
    return (
      message.text?.body ??
      message.button?.text ??
      message.interactive?.[message.interactive?.type]?.title ??
      `from ${phone(`+${message.from}`)}`
    );
  if (status) {
    const [error] = status.errors ?? [];
    const to = status.recipient_id ? phone(`+${status.recipient_id}`) : status.recipient_user_id;
    return (
      [to && `to ${to}`, error && `${error.code} ${error.title ?? ""}`]
        .filter(Boolean)
        .join(" · ") || status.id
    );
  }
  const call = value?.calls?.[0];
  if (call) {
    const isOut = call.direction === "BUSINESS_INITIATED";
    const person = isOut ? call.to : call.from;
    const status = call.status && ` · ${String(call.status).toLowerCase()}`;
    return person ? `${isOut ? "to" : "from"} ${phone(`+${person}`)}${status ?? ""}` : call.id;
  }
  return value?.message_template_name ?? entry?.changes?.[0]?.field ?? "";
}

function eventIcon(event) {
  const status = webhookEntry(event)?.changes?.[0]?.value?.statuses?.[0]?.status;
  const isCall = event.kind === "call";
  return (!isCall && status && statusIcon(status)) || icon(KIND_ICONS[event.kind] ?? "bolt");
}

function deliveryChip({ deliveries = [] }) {
  if (deliveries.length === 0)
    return el("span.chip", { title: "No destination accepts deliveries" }, "not delivered");
  const failed = deliveries.filter(({ status }) => status === "failed").length;
  const pending = deliveries.filter(({ status }) => status === "pending").length;
  if (failed) return el("span.chip.chip-bad", null, icon("alert"), "failed");
  if (pending) return el("span.chip.chip-warn", null, icon("clock"), "pending");
  return el("span.chip.chip-good", null, icon("check"), "delivered");
}

/** The nodes of an event: deliveries, the webhook entry and the envelope. */
export function eventDetails(event) {
  const block = (title, json) => [
    el(
      "div.block-head",
      null,
      el("strong", null, title),
      el("span.muted", null, bytesOf(pretty(json))),
      copyButton(pretty(json)),
    ),
    code(pretty(json), "json"),
  ];
  const entry = webhookEntry(event);
  return [
    el(
      "div.deliveries",
      null,
      (event.deliveries ?? []).map(({ destination, attempts, status, error }) =>
        el(
          "div.delivery",
          null,
          el("code", null, destination),
          el("span.muted", null, `${status} after ${plural(attempts, "attempt")}`),
          error && el("span.bad", null, error),
        ),
      ),
      el(
        "button",
        {
          type: "button",
          onclick: () =>
            attempt(
              () => post("events", { redeliver: event.number }),
              `Event ${event.number} is delivered again`,
            ),
        },
        "Deliver again",
      ),
    ),
    entry && block("Webhook entry", entry),
    block("Envelope", event.envelope ?? {}),
  ];
}

/** Makes the view of all events. */
export function eventsView({ openEvent }) {
  const list = el("ol.event-list", { "aria-label": "Events" });
  const empty = el(
    "p.empty-text",
    null,
    "No events yet. Each sent message causes status events; each answer from a customer causes a message event.",
  );
  const failed = el("p.problem", { hidden: true });
  const nodes = new Map();

  function item(event) {
    return el(
      "li",
      null,
      el(
        "button.event",
        {
          type: "button",
          "data-number": event.number,
          onclick: ({ currentTarget }) =>
            openEvent(
              state.events.find(({ number }) => number === event.number) ?? event,
              currentTarget,
            ),
        },
        eventIcon(event),
        el("span.event-number.muted", null, event.number),
        el("span.event-title", null, eventTitle(event)),
        el("span.event-about.muted", null, about(event)),
        deliveryChip(event),
        el("time.muted", null, exact(event.time)),
      ),
    );
  }

  function render() {
    const shown = state.events.slice(-SHOWN).reverse();
    const keep = new Set(shown);
    for (const [event, node] of nodes) {
      if (keep.has(event)) continue;
      node.remove();
      nodes.delete(event);
    }
    let cursor = list.firstElementChild;
    for (const event of shown) {
      let node = nodes.get(event);
      if (!node) {
        node = item(event);
        nodes.set(event, node);
      }
      if (cursor === node) cursor = node.nextElementSibling;
      else list.insertBefore(node, cursor);
    }
    empty.hidden = state.events.length > 0;
  }

  const node = el(
    "section.page-view",
    { "aria-labelledby": "events-title" },
    el(
      "header.view-head",
      null,
      el("h1", { id: "events-title" }, "Events"),
      el(
        "p.muted",
        null,
        "As AWS delivers them to the event destination of an account, the latest first.",
      ),
    ),
    failed,
    empty,
    list,
  );
  return {
    node,
    async show() {
      try {
        await loadEvents();
        failed.hidden = true;
      } catch (error) {
        fill(failed, error.message);
        failed.hidden = false;
      }
      render();
    },
    update({ events, all }) {
      if (all) this.show();
      else if (events) render();
    },
  };
}
