// The controls: clock, failures, statuses, deliveries, reset.

import { get, post, put } from "./api.js";
import { CODES } from "./codes.js";
import { field, numberField, openForm, valueForm } from "./dialog.js";
import { el, fill } from "./dom.js";
import { faultControls } from "./faults.js";
import { full, phone, plural } from "./format.js";
import { attempt } from "./notify.js";
import { now, setClock, state } from "./store.js";

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
    "24-hour windows, expirations and status changes follow it.",
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

function failCard(save) {
  const pending = el("ul.pending", { "aria-label": "Pending failures" });
  const form = valueForm(
    ({ code: number, times, to }) => {
      const failNext = { code: Number(number), times: Number(times), ...(to && { to }) };
      const next = times === "1" ? "next message" : `next ${times} messages`;
      return save({ failNext }, `The ${next}${to ? ` to ${to}` : ""} will fail with ${number}`);
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
      numberField({ name: "times", label: "Messages", min: "1", max: "1000", value: "1" }),
      field({ name: "to", label: "To (optional)", type: "tel", placeholder: "anyone" }),
    ),
    el("div.buttons.start", null, el("button.primary", { type: "submit" }, "Fail next send")),
  );
  const node = card(
    "fail-title",
    "Fail the next send",
    "The service accepts the message; the failure arrives as a status event.",
    form,
    pending,
  );
  const show = ({ failNext = [] }) =>
    fill(
      pending,
      failNext.map(({ code: number, times, to }) =>
        el(
          "li.chip.chip-warn",
          null,
          `${number} for ${plural(times, "message")}${to ? ` to ${phone(to)}` : ""}`,
        ),
      ),
    );
  return { node, show };
}

/** A card with radio buttons for a member of the policy. */
function ruleCard({ member, title, text, options, save }) {
  const inputs = options.map(([value, label, description]) => {
    const input = el("input", {
      type: "radio",
      name: member,
      value,
      onchange: () => save({ [member]: value }, `${title}: ${label.toLowerCase()}`),
    });
    return el(
      "label.option",
      null,
      input,
      el("span", null, el("strong", null, label), el("span.muted.block", null, description)),
    );
  });
  const node = card(
    `${member}-title`,
    title,
    text,
    el("fieldset", null, el("legend.visually-hidden", null, title), inputs),
  );
  const show = (policy) =>
    node
      .querySelectorAll("input")
      .forEach((input) => (input.checked = input.value === policy[member]));
  return { node, show };
}

const STATUSES = {
  member: "statuses",
  title: "Statuses",
  text: "When a sent message gets its next status.",
  options: [
    ["immediate", "Immediate", "sent and delivered at once"],
    ["clock", "By the clock", "a second of the clock between the steps"],
    ["never", "Never", "messages stay accepted; change them in their details"],
  ],
};

const WINDOWS = {
  member: "windows",
  title: "24-hour window",
  text: "When free-form messages fail with 131047.",
  options: [
    ["after-contact", "After contact", "24 hours after the last message of the customer"],
    ["always", "Always", "also if the customer never wrote, as at Meta"],
  ],
};

function deliveryCard(save) {
  const form = valueForm(
    ({ duplicates, disorder, seed }) => {
      const deliveries = {
        duplicates: Number(duplicates) / 100,
        disorder: Number(disorder) / 100,
        seed: Number(seed),
      };
      return save({ deliveries }, "Deliveries changed");
    },
    el(
      "div.fields",
      null,
      numberField({ name: "duplicates", label: "Duplicates in %", max: "100" }),
      numberField({ name: "disorder", label: "Out of order in %", max: "100" }),
      numberField({ name: "seed", label: "Seed", value: "7" }),
    ),
    el("div.buttons.start", null, el("button", { type: "submit" }, "Apply")),
  );
  const node = card(
    "delivery-title",
    "Deliveries",
    "AWS delivers events at least once and in any order. Test that your receiver copes with it.",
    form,
  );
  const show = ({ deliveries }) => {
    if (!deliveries || form.contains(document.activeElement)) return;
    form.elements.duplicates.value = Math.round(deliveries.duplicates * 100);
    form.elements.disorder.value = Math.round(deliveries.disorder * 100);
    form.elements.seed.value = deliveries.seed;
  };
  return { node, show };
}

function reset() {
  openForm({
    title: "Reset the emulator?",
    intro:
      "All messages and events are removed. Accounts, customers, templates and rules return to their initial state.",
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
  let loading = null;
  const faults = faultControls();
  const cards = {
    failures: failCard(save),
    statuses: ruleCard({ ...STATUSES, save }),
    windows: ruleCard({ ...WINDOWS, save }),
    deliveries: deliveryCard(save),
  };

  async function save(change, done) {
    await attempt(async () => show(await put("policy", change)), done);
  }

  function show(policy) {
    Object.values(cards).forEach((one) => one.show(policy));
  }

  function refresh() {
    const offset = now() - Date.now() / 1000;
    const moved = state.clock.stopped ? "stopped" : Math.abs(offset) > 5 ? "moved" : "real time";
    fill(
      time,
      el("strong", null, full(now())),
      el("span.chip", { class: moved === "real time" ? "" : "chip-warn" }, moved),
    );
    faults.refresh();
  }

  function load() {
    refresh();
    faults.load();
    return attempt(async () => show(await get("policy")));
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
        cards.failures.node,
        card(
          "faults-title",
          "HTTP faults",
          "The request fails, or its response is late or lost, as networks and services do.",
          faults.nodes,
        ),
        cards.statuses.node,
        cards.windows.node,
        cards.deliveries.node,
        card(
          "reset-title",
          "Reset",
          "Return to the state in which the emulator started.",
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
    show: load,
    refresh,
    update({ clock, entries, all }) {
      if (all) load();
      else if (clock) refresh();
      // A sent message may have used up a failure.
      if (entries.size > 0 && !loading) {
        loading = setTimeout(() => {
          loading = null;
          load();
        }, 1000);
      }
    },
  };
}
