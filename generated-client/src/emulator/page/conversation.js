// The messages of the open chat. Only some of them are in the document: the last ones,
// and earlier ones on demand.

import { act, put } from "./api.js";
import { bubble, author, summary } from "./bubble.js";
import { callBusiness } from "./call.js";
import { moveFocus, openForm, openMenu } from "./dialog.js";
import { avatar, el, fill, icon, iconButton } from "./dom.js";
import { day, dayKey, duration, phone, plural } from "./format.js";
import { announce, attempt } from "./notify.js";
import { chatKey, nameOf, now, state, typingFor, windowOf } from "./store.js";

const SHOWN = 60;
const STEP = 120;
const MOST = 600;
const NEAR_PX = 60;

/** Makes the view of one chat at a time. */
export function conversation({ composer, openDetails, back }) {
  const list = el("ol.bubbles", { "aria-label": "Messages" });
  const earlier = el(
    "button.earlier",
    { type: "button", hidden: true, onclick: () => showEarlier() },
    "Show earlier messages",
  );
  const typing = el("div.typing", { hidden: true });
  const scroller = el(
    "div.scroller",
    { tabindex: "0", role: "region", "aria-label": "Conversation" },
    earlier,
    list,
    typing,
  );
  const latest = el("button.latest", { type: "button", hidden: true, onclick: () => toEnd() });
  const head = el("header.chat-head", null);
  const node = el(
    "section.conversation",
    { "aria-label": "Chat" },
    head,
    el("div.scroll-area", null, scroller, latest),
    composer.node,
  );
  const on = { reply: composer.reply, edit: composer.edit };
  let chat = null;
  let first = null;
  let atEnd = true;
  let limit = SHOWN;
  const nodes = new Map();
  let typingTimer = null;

  scroller.addEventListener(
    "scroll",
    () => {
      const end = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_PX;
      if (end === atEnd) return;
      atEnd = end;
      if (end) {
        limit = SHOWN;
        render([]);
      }
    },
    { passive: true },
  );

  // The arrow keys move between the messages.
  list.addEventListener("keydown", (event) => {
    if (event.target.dataset.focus === "meta" && /^(Arrow(Up|Down)|Home|End)$/.test(event.key)) {
      moveFocus(event, list, '[data-focus="meta"]');
    }
  });

  list.addEventListener("click", (event) => {
    const target = event.target.closest("[data-open], [data-goto]");
    if (target?.dataset.open) openDetails(target.dataset.open, target);
    else if (target?.dataset.goto) goTo(target.dataset.goto);
  });

  function range() {
    const { entries } = chat;
    if (atEnd || !first) return [Math.max(0, entries.length - limit), entries.length];
    const from = Math.max(0, entries.indexOf(first));
    return [from, Math.min(entries.length, from + Math.max(limit, MOST))];
  }

  function render(changed) {
    if (!chat) return;
    const [from, to] = range();
    const shown = chat.entries.slice(from, to);
    first = shown[0] ?? null;
    const stale = new Set(changed);
    const keep = new Set(shown.map(({ id }) => id));
    for (const [id, old] of nodes) {
      if (!keep.has(id)) {
        old.remove();
        nodes.delete(id);
      }
    }
    let cursor = list.firstElementChild;
    let previous = null;
    for (const entry of shown) {
      cursor = separator(entry, previous, cursor);
      let item = nodes.get(entry.id);
      if (!item || stale.has(entry.id)) {
        const fresh = bubble(entry, on);
        if (item) {
          if (cursor === item) cursor = fresh;
          replace(item, fresh);
        }
        item = fresh;
        nodes.set(entry.id, item);
      }
      if (cursor === item) cursor = item.nextElementSibling;
      else list.insertBefore(item, cursor);
      previous = entry;
    }
    while (cursor) {
      const next = cursor.nextElementSibling;
      cursor.remove();
      cursor = next;
    }
    earlier.hidden = from === 0;
    const below = chat.entries.length - to;
    fill(latest, icon("down"), below > 0 ? plural(below, "newer message") : "Latest");
    latest.hidden = atEnd;
    if (atEnd) scroller.scrollTop = scroller.scrollHeight;
  }

  // A heading where the day changes.
  function separator(entry, previous, cursor) {
    const key = dayKey(entry.time);
    const isShown = cursor?.classList.contains("row-day");
    if (previous && dayKey(previous.time) === key) {
      if (!isShown) return cursor;
      const next = cursor.nextElementSibling;
      cursor.remove();
      return next;
    }
    const text = day(entry.time, now());
    if (isShown) {
      if (cursor.textContent !== text) fill(cursor, el("span", null, text));
      return cursor.nextElementSibling;
    }
    list.insertBefore(el("li.row.row-day", null, el("span", null, text)), cursor);
    return cursor;
  }

  function replace(old, fresh) {
    const focused = old.contains(document.activeElement) && document.activeElement.dataset.focus;
    old.replaceWith(fresh);
    if (focused) fresh.querySelector(`[data-focus="${CSS.escape(focused)}"]`)?.focus();
  }

  function showEarlier() {
    const height = scroller.scrollHeight - scroller.scrollTop;
    const at = chat.entries.indexOf(first);
    const from = Math.max(0, at - STEP);
    limit = Math.max(limit, nodes.size + at - from);
    first = chat.entries[from];
    atEnd = false;
    render([]);
    scroller.scrollTop = scroller.scrollHeight - height;
    if (from === 0) list.querySelector("button")?.focus({ preventScroll: true });
  }

  function goTo(id) {
    const at = chat.entries.findIndex((entry) => entry.id === id);
    if (at < 0) return;
    if (!nodes.has(id)) {
      first = chat.entries[Math.max(0, at - 20)];
      atEnd = false;
      render([]);
    }
    const target = nodes.get(id);
    target.scrollIntoView({ block: "center" });
    target.classList.remove("flash");
    requestAnimationFrame(() => target.classList.add("flash"));
    target.querySelector('[data-focus="meta"]')?.focus({ preventScroll: true });
  }

  function toEnd() {
    atEnd = true;
    limit = SHOWN;
    render([]);
    composer.focus();
  }

  // The dots of the business, until they end by the clock of the emulator.
  function renderTyping() {
    clearTimeout(typingTimer);
    const left = chat ? typingFor(chat) : 0;
    const wasHidden = typing.hidden;
    typing.hidden = left === 0;
    if (typing.hidden) return;
    if (!state.clock.stopped) typingTimer = setTimeout(renderTyping, left * 1000 + 20);
    if (!wasHidden) return;
    const name = state.numbers.get(chat.phoneNumberId)?.displayName ?? "The business";
    const text = `${name} is typing…`;
    fill(typing, el("span.dots", null, el("i", null), el("i", null), el("i", null)), text);
    announce(text);
    if (atEnd) scroller.scrollTop = scroller.scrollHeight;
  }

  function renderHead() {
    if (!chat) return;
    const name = nameOf(chat.customer);
    const number = state.numbers.get(chat.phoneNumberId);
    const customer = state.customers.get(chat.customer);
    const unreachable = customer?.reachable === false;
    const focused = head.contains(document.activeElement) && document.activeElement.dataset.focus;
    fill(
      head,
      iconButton("back", "Back to the chats", back, { class: "only-narrow", "data-focus": "back" }),
      avatar(name, chat.customer),
      el(
        "div.chat-title",
        null,
        el("h2", null, name ?? phone(chat.customer)),
        el(
          "span.muted",
          null,
          [
            name && phone(chat.customer),
            number && `with ${number.displayName ?? ""} ${phone(number.number)}`,
          ]
            .filter(Boolean)
            .join(" · "),
        ),
      ),
      unreachable && el("span.chip.chip-bad", null, icon("alert"), "Unreachable"),
      windowChip(),
      chat.customer &&
        iconButton("ticks", "Read all messages", () => attempt(() => act(chat, { type: "read" })), {
          "data-focus": "read",
        }),
      chat.customer &&
        iconButton("more", "Customer", (event) => customerMenu(event.currentTarget, unreachable), {
          "aria-haspopup": "menu",
          "data-focus": "menu",
        }),
    );
    if (focused) head.querySelector(`[data-focus="${focused}"]`)?.focus();
    composer.setName(name ?? phone(chat.customer), Boolean(chat.customer));
  }

  function windowChip() {
    if (!chat.customer) return null;
    const { open, until, known } = windowOf(chat);
    const [text, title] = open
      ? [`Window open · ${duration(until - now())}`, "Messages of every kind are delivered"]
      : known
        ? [
            "Window closed",
            "24 hours after the last message of the customer, only templates are delivered",
          ]
        : ["No window yet", "A message from the customer opens a window of 24 hours"];
    return el(
      "span.chip",
      { class: open && "chip-good", title },
      icon("clock"),
      el("span", null, text),
    );
  }

  function customerMenu(anchor, unreachable) {
    const { customer: number } = chat;
    openMenu(anchor, "Customer", [
      {
        icon: "phone",
        label: "Call the business",
        run: () => callBusiness(chat),
      },
      null,
      {
        icon: unreachable ? "check" : "alert",
        label: unreachable ? "Make the number reachable" : "Make the number unreachable",
        run: () =>
          attempt(
            () => put("customers", { phone: number, reachable: unreachable }),
            unreachable
              ? "Messages are delivered again"
              : "Messages to this number now fail with 131026",
          ),
      },
      {
        icon: "edit",
        label: "Change the name",
        run: () =>
          openForm({
            title: "Name of the customer",
            fields: [
              {
                name: "name",
                label: "Name",
                value: nameOf(number) ?? "",
                required: true,
                maxlength: 60,
              },
            ],
            label: "Save",
            submit: ({ name }) => put("customers", { phone: number, name }),
          }),
      },
    ]);
  }

  return {
    node,
    show(next) {
      if (chat === next) return;
      chat = next;
      first = null;
      atEnd = true;
      limit = SHOWN;
      nodes.clear();
      list.replaceChildren();
      composer.show(next);
      renderHead();
      render([]);
      renderTyping();
    },
    update({ entries, added, customers, typing: isTyping, clock, all }) {
      if (!chat) return;
      const own = added.filter(
        ({ phoneNumberId, customer }) => chatKey(phoneNumberId, customer) === chat.key,
      );
      for (const entry of all ? [] : own) announce(`${author(entry)}: ${summary(entry)}`);
      if (customers || clock || all) renderHead();
      if (entries.size > 0 || all) render(entries);
      if (isTyping || clock || all) renderTyping();
    },
    refresh: renderHead,
  };
}
