// The details of a message or an event, next to the chats.

import { get, put } from "./api.js";
import { problem, statusIcon, summary } from "./bubble.js";
import { openForm } from "./dialog.js";
import { copyButton, el, fill, icon, iconButton } from "./dom.js";
import { CODES } from "./codes.js";
import { bytesOf, code, exact, full, phone, pretty } from "./format.js";
import { eventDetails, eventTitle, eventsOf } from "./events.js";
import { attempt } from "./notify.js";
import { entryOf, state, statusOf } from "./store.js";
import { tabs } from "./tabs.js";

const DIRECTION = {
  out: "Sent by the business",
  in: "Sent by the customer",
  rejected: "Rejected request",
};

/** Makes the drawer. It is not modal: the chats stay usable next to it. */
export function drawer() {
  const node = el("aside.drawer", { hidden: true, "aria-label": "Details", tabindex: "-1" });
  let opener = null;
  let shown = null;

  function open(title, subtitle, children, from, refresh) {
    opener = from ?? document.activeElement;
    shown = refresh;
    fill(
      node,
      el(
        "header.drawer-head",
        null,
        el("div", null, el("h2", null, title), el("span.muted", null, subtitle)),
        iconButton("close", "Close details", close),
      ),
      el("div.drawer-body", null, children),
    );
    node.hidden = false;
    document.body.classList.add("has-drawer");
    node.focus({ preventScroll: true });
  }

  function close() {
    if (node.hidden) return false;
    node.hidden = true;
    document.body.classList.remove("has-drawer");
    const id = opener?.dataset?.open;
    const target = opener?.isConnected
      ? opener
      : id && document.querySelector(`[data-open="${CSS.escape(id)}"]`);
    target?.focus?.({ preventScroll: true });
    shown = null;
    return true;
  }

  function openEntry(id, from) {
    const entry = entryOf(id);
    if (!entry) return;
    const top = el("div.facts", null);
    const panels = entryTabs(entry);
    const refresh = ({ entries, events, all }) => {
      if (all && !entryOf(id)) close();
      else if (entries.has(id) || all) {
        const hadFocus = top.contains(document.activeElement);
        fill(top, facts(entryOf(id)));
        if (hadFocus) node.focus({ preventScroll: true });
      }
      if (events) panels.events();
    };
    fill(top, facts(entry));
    open(
      kindName(entry),
      `${DIRECTION[entry.direction]} · ${full(entry.time)}`,
      [top, panels.node],
      from,
      refresh,
    );
  }

  function openEvent(event, from) {
    open(
      `Event ${event.number}`,
      `${eventTitle(event)} · ${full(event.time)}`,
      eventDetails(event),
      from,
      ({ all }) => all && close(),
    );
  }

  return {
    node,
    openEntry,
    openEvent,
    close,
    update: (changes) => shown?.(changes),
  };
}

/** `Text`, `Interactive: list`. */
function kindName({ kind, message }) {
  const name = (message?.type ?? kind ?? "message").replaceAll("_", " ");
  const inner = message?.interactive?.type ?? message?.template?.name;
  return [name[0].toUpperCase() + name.slice(1), inner].filter(Boolean).join(": ");
}

const row = (label, value) =>
  value && el("div.fact", null, el("dt", null, label), el("dd", null, value));

const withCopy = (text) =>
  text && el("span.copyable", null, el("code", null, text), copyButton(text));

function timeline(entry) {
  if (!entry.statuses?.length) return null;
  return el(
    "ol.timeline",
    { "aria-label": "Statuses" },
    entry.statuses.map(({ status, time }) =>
      el(
        "li",
        null,
        statusIcon(status) ?? icon("check"),
        el("span", null, status),
        el("time.muted", null, exact(time)),
      ),
    ),
  );
}

function facts(entry) {
  const number = state.numbers.get(entry.phoneNumberId);
  const isCall = entry.kind === "call";
  const isOut = entry.direction === "out" && !isCall;
  return [
    entry.direction === "rejected" &&
      el(
        "div.problem",
        null,
        el("strong", null, "Rejected: nothing was sent"),
        (entry.reason ?? "").split("\n").map((line) => el("span", null, line)),
      ),
    (entry.errors ?? []).map(problem),
    timeline(entry),
    el(
      "dl",
      null,
      row(isOut ? "AWS message id" : null, isOut && withCopy(entry.id)),
      row(isCall ? "Call id" : "wamid", withCopy(isCall ? entry.id : entry.wamid)),
      row("Customer", entry.customer && phone(entry.customer)),
      row(
        "Phone number",
        number ? `${number.displayName ?? ""} ${phone(number.number)}` : entry.phoneNumberId,
      ),
      row("Text", summary(entry)),
    ),
    isOut &&
      el(
        "div.buttons.start",
        { role: "group", "aria-label": "Change the status" },
        ["delivered", "read"].map((status) =>
          el(
            "button",
            {
              type: "button",
              disabled: statusOf(entry) === status,
              onclick: () =>
                attempt(() => put(`messages/${encodeURIComponent(entry.id)}`, { status })),
            },
            `Mark as ${status}`,
          ),
        ),
        el("button.danger", { type: "button", onclick: () => fail(entry) }, "Fail…"),
      ),
  ];
}

function fail(entry) {
  openForm({
    title: "Fail this message",
    intro: "The status event reports the failure with this code.",
    fields: [
      {
        name: "code",
        label: "Code",
        kind: "select",
        options: CODES.map(([number, text]) => [number, `${number} · ${text}`]),
      },
    ],
    label: "Fail",
    danger: true,
    submit: ({ code: number }) =>
      put(`messages/${encodeURIComponent(entry.id)}`, { status: "failed", code: Number(number) }),
  });
}

function block(text, language, note) {
  return [
    el("div.block-head", null, el("span.muted", null, note ?? bytesOf(text)), copyButton(text)),
    code(text, language),
  ];
}

function entryTabs(entry) {
  let loaded;
  const path = `messages/${encodeURIComponent(entry.id)}`;
  const request = (member, note) => async () => {
    try {
      loaded ??= get(path);
      const text = (await loaded)[member];
      return text
        ? block(text, member, note)
        : el("p.muted", null, "A received message has no request.");
    } catch (error) {
      loaded = undefined;
      return el("p.problem", null, error.message);
    }
  };
  const json = { label: "JSON", make: () => block(pretty(entry.message), "json") };
  const events = {
    label: "Events",
    make: async () => {
      try {
        const list = await eventsOf(entry);
        return list.length > 0
          ? list.map((event) =>
              el(
                "details.event-details",
                null,
                el("summary", null, `${event.number} · ${eventTitle(event)}`),
                eventDetails(event),
              ),
            )
          : el("p.muted", null, "No event belongs to this message.");
      } catch (error) {
        return el("p.problem", null, error.message);
      }
    },
  };
  const sent = [
    { label: "curl", make: request("curl", "The AWS request for a shell") },
    { label: "Rust", make: request("rust", "The same with this crate") },
  ];
  const list =
    entry.direction === "in" || entry.kind === "call"
      ? [json, events]
      : entry.direction === "rejected"
        ? [json, ...sent]
        : [json, ...sent, events];
  const made = tabs("Formats of the message", list);
  const isOnEvents = () =>
    made.node.querySelector('[aria-selected="true"]')?.textContent === "Events";
  return {
    node: made.node,
    events: () => isOnEvents() && !made.node.querySelector("details[open]") && made.again(),
  };
}
