// Calls: a bubble with the state, and the buttons of the customer.

import { act } from "./api.js";
import { el, icon } from "./dom.js";
import { duration } from "./format.js";
import { attempt } from "./notify.js";
import { now } from "./store.js";

const TEXTS = {
  ringing: "Ringing…",
  answered: "In progress",
  rejected: "Rejected",
  missed: "Not answered",
};

/** Calls the business. */
export const callBusiness = (chat) => attempt(() => act(chat, { type: "call" }));

function length({ answered, ended }) {
  const seconds = Math.max(0, Math.round((ended ?? now()) - answered));
  return seconds < 60 ? `${seconds} s` : duration(seconds);
}

function button(entry, type, name, label) {
  return el(
    "button.action",
    {
      type: "button",
      class: type === "accept-call" ? "" : "danger",
      "data-focus": type,
      onclick: () => attempt(() => act(entry, { type, call: entry.id })),
    },
    icon(name),
    el("span", null, label),
  );
}

function buttons(entry, state) {
  if (state === "answered") return [button(entry, "end-call", "hang-up", "End call")];
  if (state !== "ringing") return [];
  if (entry.direction === "in") return [button(entry, "end-call", "hang-up", "Hang up")];
  return [
    button(entry, "accept-call", "phone", "Accept"),
    button(entry, "reject-call", "hang-up", "Reject"),
  ];
}

/** The nodes of a call. */
export function call(entry, value) {
  const shown = buttons(entry, value.state);
  return [
    el(
      "div.call",
      { class: `call-${value.state}` },
      el("span.media-round", null, icon(shown.length > 0 ? "phone" : "hang-up")),
      el(
        "div",
        null,
        el(
          "strong",
          null,
          entry.direction === "in" ? "Call from the customer" : "Call from the business",
        ),
        el(
          "span.muted.block",
          null,
          value.state === "ended" ? `Ended after ${length(value)}` : TEXTS[value.state],
        ),
      ),
    ),
    shown.length > 0 && el("div.actions.call-actions", null, shown),
  ];
}
