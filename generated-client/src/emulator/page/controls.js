// The controls: clock, failures, statuses, deliveries, reset.

import { post, put } from "./api.js";
import { CODES } from "./codes.js";
import { field, openForm } from "./dialog.js";
import { el, fill } from "./dom.js";
import { full } from "./format.js";
import { attempt } from "./notify.js";
import { now, policyChanged, setClock, state } from "./store.js";

const HOUR = 3600;

function card(id, title, text, ...children) {
  return el(
    "section.control-card",
    { "aria-labelledby": id },
    el("h2", { id }, title),
    el("p.muted", null, text),
    children,
  );
}

/** Moves the clock; the response has the new time. */
async function moveClock(change) {
  const clock = await put("clock", change);
  if (clock.time !== undefined) setClock(clock);
}

function clockCard(time) {
  const button = (label, change, done) =>
    el("button", { type: "button", onclick: () => attempt(() => moveClock(change), done) }, label);
  return card(
    "clock-title",
    "Clock",
    "Windows of 24 hours, expirations and steps of statuses follow it.",
    time,
    el(
      "div.buttons.start",
      null,
      button("+1 h", { advance: HOUR }, "The clock moved by 1 hour"),
      button("+24 h", { advance: 24 * HOUR }, "The clock moved by 24 hours"),
      button("Real time", {}, "The clock shows the real time"),
    ),
  );
}

const code = {
  name: "code",
  label: "Code",
  kind: "input",
  list: "codes",
  inputmode: "numeric",
  pattern: "[0-9]{1,7}",
  value: "131047",
  required: true,
};

function failCard() {
  const form = el(
    "form",
    {
      onsubmit: async (event) => {
        event.preventDefault();
        const { code: number, times, to } = Object.fromEntries(new FormData(form));
        const failNext = { code: Number(number), times: Number(times), ...(to && { to }) };
        await attempt(
          () => put("policy", { failNext }),
          `The next ${times === "1" ? "message" : `${times} messages`}${to ? ` to ${to}` : ""} will fail with ${number}`,
        );
      },
    },
    el(
      "datalist",
      { id: "codes" },
      CODES.map(([value, text]) => el("option", { value }, text)),
    ),
    el(
      "div.fields",
      null,
      field(code),
      field({
        name: "times",
        label: "Messages",
        type: "number",
        min: "1",
        max: "1000",
        value: "1",
        required: true,
      }),
      field({ name: "to", label: "To (optional)", type: "tel", placeholder: "anyone" }),
    ),
    el("div.buttons.start", null, el("button.primary", { type: "submit" }, "Fail next send")),
  );
  return card(
    "fail-title",
    "Fail the next send",
    "The service accepts the message; the failure arrives as a status event.",
    form,
  );
}

const POLICIES = [
  ["immediate", "Immediate", "accepted, sent and delivered at once"],
  ["clock", "By the clock", "some seconds between the steps"],
  ["never", "Never", "messages stay accepted"],
];

function statusCard() {
  const options = POLICIES.map(([value, label, text]) => {
    const input = el("input", {
      type: "radio",
      name: "statuses",
      value,
      onchange: async () => {
        if (
          await attempt(
            () => put("policy", { statuses: value }),
            `Statuses: ${label.toLowerCase()}`,
          )
        )
          policyChanged(value);
        refresh();
      },
    });
    return el(
      "label.option",
      null,
      input,
      el("span", null, el("strong", null, label), el("span.muted.block", null, text)),
    );
  });
  const node = card(
    "status-title",
    "Statuses",
    "When a sent message moves on.",
    el("fieldset", null, el("legend.visually-hidden", null, "Statuses"), options),
  );
  const refresh = () =>
    node
      .querySelectorAll("input")
      .forEach((input) => (input.checked = input.value === state.policy));
  return { node, refresh };
}

function deliveryCard() {
  const form = el(
    "form",
    {
      onsubmit: async (event) => {
        event.preventDefault();
        const { duplicates, disorder, seed } = Object.fromEntries(new FormData(form));
        const deliveries = {
          duplicates: Number(duplicates) / 100,
          disorder: Number(disorder) / 100,
          seed: Number(seed),
        };
        await attempt(() => put("policy", { deliveries }), "Deliveries changed");
      },
    },
    el(
      "div.fields",
      null,
      field({
        name: "duplicates",
        label: "Duplicates in %",
        type: "number",
        min: "0",
        max: "100",
        value: "0",
        required: true,
      }),
      field({
        name: "disorder",
        label: "Out of order in %",
        type: "number",
        min: "0",
        max: "100",
        value: "0",
        required: true,
      }),
      field({ name: "seed", label: "Seed", type: "number", min: "0", value: "7", required: true }),
    ),
    el("div.buttons.start", null, el("button", { type: "submit" }, "Apply")),
  );
  return card(
    "delivery-title",
    "Deliveries",
    "AWS delivers events at least once and in no order. Test that your receiver copes.",
    form,
  );
}

function reset() {
  openForm({
    title: "Reset the emulator?",
    intro:
      "All messages, customers, templates and events are removed. Accounts return to their initial state.",
    label: "Reset",
    danger: true,
    submit: () => post("reset", {}),
    done: "The emulator is in its initial state",
  });
}

const SHORTCUTS = [
  ["/", "search chats"],
  ["↑ ↓", "move between chats, or between messages"],
  ["Enter", "open a chat, send a text"],
  ["Shift Enter", "new line"],
  ["Esc", "close details, menus and dialogs"],
];

/** Makes the view of the controls. */
export function controlsView() {
  const time = el("p.clock-time", { "aria-live": "off" });
  const statuses = statusCard();

  function refresh() {
    const offset = now() - Date.now() / 1000;
    const moved = state.clock.stopped ? "stopped" : Math.abs(offset) > 5 ? "moved" : "real time";
    fill(
      time,
      el("strong", null, full(now())),
      el("span.chip", { class: moved === "real time" ? "" : "chip-warn" }, moved),
    );
    statuses.refresh();
  }

  return {
    node: el(
      "section.page-view",
      { "aria-labelledby": "controls-title" },
      el(
        "header.view-head",
        null,
        el("h1", { id: "controls-title" }, "Controls"),
        el(
          "p.muted",
          null,
          "Each of these is a request to the control API; GET /_emulator/openapi.json describes them.",
        ),
      ),
      el(
        "div.control-grid",
        null,
        clockCard(time),
        failCard(),
        statuses.node,
        deliveryCard(),
        card(
          "reset-title",
          "Reset",
          "Back to the accounts with which the emulator started.",
          el(
            "div.buttons.start",
            null,
            el("button.danger", { type: "button", onclick: reset }, "Reset…"),
          ),
        ),
        card(
          "keys-title",
          "Keyboard",
          "The page works without a mouse.",
          el(
            "dl.keys",
            null,
            SHORTCUTS.map(([keys, text]) => [
              el("dt", null, el("kbd", null, keys)),
              el("dd", null, text),
            ]),
          ),
        ),
      ),
    ),
    show: refresh,
    refresh,
    update({ clock, all }) {
      if (clock || all) refresh();
    },
  };
}
