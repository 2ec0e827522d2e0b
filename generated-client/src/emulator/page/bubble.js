// A bubble: quote, content, status, reactions and the actions of the customer.

import { act } from "./api.js";
import { askReaction } from "./answers.js";
import { content, note, unknown } from "./content.js";
import { openMenu } from "./dialog.js";
import { el, icon, iconButton } from "./dom.js";
import { exact, timeOfDay } from "./format.js";
import { plain } from "./markup.js";
import { attempt } from "./notify.js";
import { entryOf, nameOf, state, statusOf } from "./store.js";

const STATUS = {
  accepted: { icon: "clock", label: "accepted" },
  sent: { icon: "tick", label: "sent" },
  delivered: { icon: "ticks", label: "delivered" },
  read: { icon: "ticks", label: "read" },
  played: { icon: "ticks", label: "played" },
  failed: { icon: "alert", label: "failed" },
  received: { icon: null, label: "received" },
  ringing: { icon: "phone", label: "ringing" },
  answered: { icon: "phone", label: "in progress" },
  ended: { icon: "phone", label: "ended" },
  rejected: { icon: "rejected", label: "rejected" },
  missed: { icon: "rejected", label: "not answered" },
};

/** The icon of a status. */
export function statusIcon(status) {
  const known = STATUS[status];
  if (known && !known.icon) return null;
  const node = icon(known?.icon ?? "clock");
  node.classList.add(`status-${status}`);
  return node;
}

/** The name of the sender of an entry. */
export function author(entry) {
  if (entry.direction === "in") return nameOf(entry.customer) ?? entry.customer;
  return state.numbers.get(entry.phoneNumberId)?.displayName ?? "Business";
}

/** A short text of an entry, for lists and quotes. */
export function summary(entry) {
  if (entry.deleted) return "This message was deleted";
  const text = entry.edited?.body ?? (entry.template?.body || entry.text);
  return plain(text || note(entry) || entry.kind || "message");
}

function quote(entry) {
  const context = entry.message?.context;
  const id = context?.id ?? context?.message_id;
  if (!id) return null;
  const original = entryOf(id);
  if (!original) return el("div.quote", null, el("span", null, "A message that is not recorded"));
  return el(
    "button.quote",
    {
      type: "button",
      "data-focus": "quote",
      "data-goto": original.id,
      title: "Go to the quoted message",
    },
    el("strong", null, author(original)),
    el("span", null, summary(original)),
  );
}

const FORWARDED = (entry) =>
  (entry.message?.context?.forwarded || entry.message?.context?.frequently_forwarded) &&
  el("div.label", null, icon("forward"), "Forwarded");

/** The code of an error, its meaning and the advice. */
export function problem(error) {
  return el(
    "div.problem",
    null,
    el("strong", null, `${error.code} · ${error.title ?? error.message ?? "failed"}`),
    error.details && el("span", null, error.details),
    error.advice && el("span.advice", null, error.advice),
  );
}

function reactions(entry) {
  if (!entry.reactions?.length) return null;
  const names = entry.reactions.map(
    ({ emoji, direction }) => `${direction === "in" ? "customer" : "business"} ${emoji}`,
  );
  return el(
    "div.reactions",
    { role: "img", "aria-label": `Reactions: ${names.join(", ")}` },
    entry.reactions.map(({ emoji }) => el("span", null, emoji)),
  );
}

function meta(entry) {
  const isOwn = entry.direction === "in";
  const status = isOwn ? (entry.status ?? "received") : statusOf(entry);
  const label = STATUS[status]?.label ?? status;
  const last = entry.statuses?.at(-1);
  return el(
    "button.meta",
    {
      type: "button",
      "data-open": entry.id,
      "data-focus": "meta",
      "data-status": status,
      title: last ? `${label} at ${exact(last.time)}` : `${label} at ${exact(entry.time)}`,
    },
    entry.edited && !entry.deleted && el("span", null, "edited"),
    el("time", null, timeOfDay(entry.time)),
    statusIcon(status),
    el("span.visually-hidden", null, `${label}, details`),
  );
}

function tools(entry, reply, editText) {
  if (entry.direction === "rejected" || entry.deleted || entry.kind === "call") return null;
  const isOwn = entry.direction === "in";
  const items = [
    { icon: "reply", label: "Reply", run: () => reply(entry) },
    isOwn &&
      entry.message?.type === "text" && { icon: "edit", label: "Edit", run: () => editText(entry) },
    isOwn && {
      icon: "trash",
      label: "Delete for everyone",
      danger: true,
      run: () => attempt(() => act(entry, { type: "delete", message: entry.wamid })),
    },
  ].filter(Boolean);
  return el(
    "div.tools",
    null,
    iconButton("smile", "React", (event) => askReaction(entry, event.currentTarget), {
      "data-focus": "react",
    }),
    isOwn
      ? iconButton(
          "more",
          "More actions",
          (event) => openMenu(event.currentTarget, "Actions", items),
          { "data-focus": "more", "aria-haspopup": "menu" },
        )
      : iconButton("reply", "Reply", () => reply(entry), { "data-focus": "reply" }),
  );
}

function body(entry) {
  if (entry.deleted)
    return el("div.body.muted.deleted", null, icon("rejected"), "This message was deleted");
  return content(entry);
}

function rejection(entry) {
  return [
    el("div.label.label-rejected", null, icon("rejected"), "Rejected: nothing was sent"),
    el(
      "div.problem",
      null,
      (entry.reason ?? "No reason recorded").split("\n").map((line) => el("span", null, line)),
    ),
  ];
}

/**
 * The list item of an entry. `on.reply` and `on.edit` receive the entry. An entry that
 * cannot be rendered is shown as JSON, and the others stay.
 */
export function bubble(entry, on) {
  try {
    return item(entry, on);
  } catch (error) {
    return el(
      "li.row",
      { class: `row-${entry.direction}`, "data-id": entry.id },
      el(
        "article.bubble",
        null,
        unknown(`invalid: ${error.message}`, entry.message),
        el(
          "button.meta",
          { type: "button", "data-open": entry.id, "data-focus": "meta" },
          "Details",
        ),
      ),
    );
  }
}

function item(entry, on) {
  const text = note(entry);
  if (text !== undefined) {
    return el(
      "li.row.row-note",
      { "data-id": entry.id },
      el(
        "button.note-bubble",
        { type: "button", "data-open": entry.id, "data-focus": "meta" },
        text,
      ),
    );
  }
  const status = entry.direction === "out" ? statusOf(entry) : entry.direction;
  const kind = entry.message?.type ?? entry.kind;
  const classes = ["row-" + entry.direction, entry.reactions?.length > 0 && "has-reactions"];
  const shown = el("div.content", null, body(entry));
  // A message that did not arrive cannot be answered.
  if (status === "failed" || entry.direction === "rejected") {
    for (const button of shown.querySelectorAll("button.action")) button.disabled = true;
  }
  const isAnswer = /_reply$/.test(entry.message?.interactive?.type) && kind === "interactive";
  return el(
    "li.row",
    { class: classes.filter(Boolean).join(" "), "data-id": entry.id },
    el(
      "article.bubble",
      {
        class: `status-is-${status} kind-${/^[a-z_]+$/.test(kind) ? kind : "unknown"} ${isAnswer ? "is-answer" : ""}`,
        "aria-label": `${author(entry)}: ${summary(entry)}`,
      },
      entry.direction === "rejected" && rejection(entry),
      FORWARDED(entry),
      quote(entry),
      shown,
      (entry.errors ?? []).map(problem),
      meta(entry),
      reactions(entry),
    ),
    tools(entry, on.reply, on.edit),
  );
}
