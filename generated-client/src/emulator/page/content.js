// The content of a message by its type, for sent and received messages.

import { avatar, el, icon } from "./dom.js";
import { code, money, plural, pretty } from "./format.js";
import { call } from "./call.js";
import { interactive } from "./interactive.js";
import { markup } from "./markup.js";
import { MEDIA, location, media } from "./media.js";
import { template } from "./template.js";

function contact({ name = {}, phones, emails, org, urls, birthday }) {
  const title = name.formatted_name ?? name.first_name ?? "Contact";
  const list = (items) => (Array.isArray(items) ? items : items ? [items] : []);
  const rows = [
    [org?.title, org?.department, org?.company].filter(Boolean).join(", "),
    ...list(phones).map(({ phone, wa_id: id, type }) =>
      [phone ?? id, type?.toLowerCase()].filter(Boolean).join(" · "),
    ),
    ...list(emails).map(({ email }) => email),
    ...list(urls).map(({ url }) => url),
    birthday,
  ];
  return el(
    "div.contact",
    null,
    avatar(title, title),
    el(
      "div",
      null,
      el("strong", null, title),
      rows.filter(Boolean).map((row) => el("span.muted", null, row)),
    ),
  );
}

function order({ catalog_id: catalog, text, product_items: items = [] }) {
  const total = items.reduce(
    (sum, item) => sum + Number(item.item_price) * Number(item.quantity),
    0,
  );
  return [
    el(
      "div.card",
      null,
      el("strong", null, plural(items.length, "product")),
      items.map((item) =>
        el(
          "div.line",
          null,
          el("span", null, `${item.quantity} × ${item.product_retailer_id}`),
          el("span", null, money(item.item_price, item.currency)),
        ),
      ),
      el(
        "div.line.total",
        null,
        el("span", null, "Total"),
        el("span", null, money(total, items[0]?.currency)),
      ),
      el("span.muted", null, `Catalog ${catalog}`),
    ),
    text && el("div.body", null, markup(text)),
  ];
}

const LONGEST = 20_000;

/** A message that the page does not know, as JSON. */
export function unknown(kind, json) {
  const text = pretty(json);
  const isLong = text.length > LONGEST;
  return [
    el("span.kind", null, kind || "unknown type"),
    code(isLong ? `${text.slice(0, LONGEST)}…` : text, "json"),
    isLong && el("span.muted", null, "Shortened; the details contain all of it."),
  ];
}

const SCROLLED = 3000;

function paragraph(text) {
  const body = String(text ?? "");
  const isLong = body.length > SCROLLED;
  return el(
    "div.body",
    { class: isLong && "is-long", tabindex: isLong ? "0" : null },
    markup(body),
  );
}

const KINDS = {
  text: (entry, text) => paragraph(text?.body),
  location: (entry, value) => location(value),
  contacts: (entry, list) =>
    el("div.contacts", null, (Array.isArray(list) ? list : []).map(contact)),
  order: (entry, value) => order(value ?? {}),
  button: (entry, value) =>
    el("div.body.pressed", null, icon("tap"), el("span", null, value?.text ?? value?.payload)),
  call: (entry, value) => call(entry, value ?? {}),
  interactive: (entry, value) => interactive(entry, value ?? {}),
  template: (entry, value) => template(entry, value ?? {}),
  unsupported: (entry, value) => [
    el(
      "div.body.muted",
      null,
      `A message that WhatsApp does not forward${value?.type ? ` (${value.type})` : ""}`,
    ),
    (entry.message.errors ?? []).map(({ code: number, title }) =>
      el("span.muted", null, `${number} ${title ?? ""}`),
    ),
  ],
  reaction: (entry, value) =>
    el(
      "div.body",
      null,
      value?.emoji
        ? `Reacted ${value.emoji} to a message that is not recorded`
        : "Removed a reaction from a message that is not recorded",
    ),
};

/** The nodes of a message. A part that cannot be rendered is shown as JSON. */
export function content(entry) {
  const { message } = entry;
  const kind = entry.editedKind ?? message?.type ?? entry.kind;
  const value = entry.edited ?? message?.[kind];
  try {
    if (MEDIA.includes(kind) && value) return media(kind, value);
    if (Object.hasOwn(KINDS, kind)) return KINDS[kind](entry, value);
  } catch (error) {
    return [
      el("span.muted", null, `Invalid ${kind}: ${error.message}`),
      code(pretty(message), "json"),
    ];
  }
  return unknown(kind, message);
}

const NOTES = {
  system: ({ system }) => system?.body ?? "The customer changed the account",
  request_welcome: () => "The customer opened the chat for the first time",
  edit: () => "The customer edited a message that is not recorded",
  revoke: () => "The customer deleted a message that is not recorded",
  pin: ({ pin }) =>
    pin?.type === "unpin" ? "The business unpinned a message" : "The business pinned a message",
};

/** The text of an entry that is a note between bubbles; undefined for bubbles. */
export function note(entry) {
  if (entry.direction === "rejected" || !Object.hasOwn(NOTES, entry.kind)) return undefined;
  return NOTES[entry.kind](entry.message ?? {});
}
