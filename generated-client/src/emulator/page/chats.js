// The list of chats, the latest first.

import { openForm } from "./dialog.js";
import { avatar, el, fill, icon, iconButton } from "./dom.js";
import { phone, plural, timeOrDay } from "./format.js";
import { statusIcon, summary } from "./bubble.js";
import { plain } from "./markup.js";
import { put } from "./api.js";
import { nameOf, now, state, statusOf, typingFor } from "./store.js";

const MOST = 100;

/** Makes the list. `open` receives a chat, `route` returns its address. */
export function chatList({ route, open }) {
  const search = el("input", {
    type: "search",
    placeholder: "Search",
    "aria-label": "Search chats",
    "aria-keyshortcuts": "/",
    autocomplete: "off",
    spellcheck: "false",
  });
  const filter = el("select.number-filter", { "aria-label": "Phone number of the business" });
  const list = el("ul.chats", { "aria-label": "Chats" });
  const more = el("p.muted.more-chats", { hidden: true });
  const nodes = new Map();
  let query = "";

  search.addEventListener("input", () => {
    query = search.value.trim().toLowerCase();
    render(null);
  });
  search.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && search.value) {
      event.stopPropagation();
      search.value = "";
      query = "";
      render(null);
    }
    if (event.key === "ArrowDown") {
      event.preventDefault();
      list.querySelector("a")?.focus();
    }
    if (event.key === "Enter") list.querySelector("a")?.click();
  });
  filter.addEventListener("change", () => render(null));
  list.addEventListener("keydown", (event) => {
    const links = [...list.querySelectorAll("a")];
    const at = links.indexOf(document.activeElement);
    const next = {
      ArrowDown: links[at + 1],
      ArrowUp: links[at - 1] ?? search,
      Home: links[0],
      End: links.at(-1),
    }[event.key];
    if (!next) return;
    event.preventDefault();
    next.focus();
  });

  function newCustomer() {
    openForm({
      title: "New customer",
      intro:
        "A person who writes to the business first. Messages to people appear here automatically.",
      fields: [
        {
          name: "phone",
          label: "Phone number",
          type: "tel",
          value: "+1425555",
          required: true,
          pattern: "\\+[0-9]{6,15}",
          hint: "With + and country code",
        },
        { name: "name", label: "Name", maxlength: 60 },
        state.numbers.size > 1 && {
          name: "number",
          label: "Writes to",
          kind: "select",
          options: [...state.numbers.values()].map(({ id, displayName, number }) => [
            id,
            `${displayName} ${phone(number)}`,
          ]),
        },
      ].filter(Boolean),
      label: "Open chat",
      submit: async ({ phone: number, name, number: to }) => {
        await put("customers", { phone: number, ...(name && { name }) });
        open(to ?? state.numbers.keys().next().value, number);
      },
    });
  }

  function matches(chat) {
    if (filter.value && chat.phoneNumberId !== filter.value) return false;
    if (!query) return true;
    const texts = [
      nameOf(chat.customer),
      chat.customer,
      phone(chat.customer),
      chat.last && summary(chat.last),
    ];
    return (
      texts.some((text) => text?.toLowerCase().includes(query)) ||
      chat.entries.slice(-200).some((entry) => entry.text?.toLowerCase().includes(query))
    );
  }

  function item(chat) {
    const name = nameOf(chat.customer) ?? phone(chat.customer);
    const { last } = chat;
    const isOpen = state.open === chat.key;
    const status = last?.direction === "out" ? statusOf(last) : last?.direction;
    const number = state.numbers.size > 1 && state.numbers.get(chat.phoneNumberId);
    return el(
      "a.chat",
      {
        href: route(chat),
        class: isOpen && "is-open",
        "aria-current": isOpen ? "true" : null,
        tabindex: isOpen || !state.open ? "0" : "-1",
      },
      avatar(nameOf(chat.customer), chat.customer),
      el(
        "span.chat-main",
        null,
        el(
          "span.chat-line",
          null,
          el("strong", null, name),
          last && el("time.muted", null, timeOrDay(last.time, now())),
        ),
        el(
          "span.chat-line",
          null,
          el(
            "span.preview",
            { class: status === "failed" || status === "rejected" ? "is-bad" : "" },
            last && status !== "in" && typingFor(chat) === 0 && statusIcon(status),
            lastOf(chat),
          ),
          chat.unread > 0 &&
            el(
              "span.badge",
              { "aria-label": `${chat.unread} unread` },
              chat.unread > 999 ? "999+" : chat.unread,
            ),
        ),
        number && el("span.via.muted", null, `${number.displayName ?? ""} ${phone(number.number)}`),
      ),
    );
  }

  function lastOf(chat) {
    if (typingFor(chat) > 0) return el("em", null, "typing…");
    return el("span", null, chat.last ? preview(chat.last) : "No messages yet");
  }

  function preview(entry) {
    if (entry.effectOn) return changeOf(entry);
    const text = summary(entry);
    return entry.direction === "rejected" ? `Rejected: ${text}` : text;
  }

  function changeOf({ kind, message }) {
    switch (kind) {
      case "reaction":
        return message.reaction.emoji ? `Reacted ${message.reaction.emoji}` : "Removed a reaction";
      case "edit":
        return `Edited: ${plain(message.edit.message?.text?.body ?? "a message")}`;
      case "revoke":
        return "Deleted a message";
      default:
        return "Read";
    }
  }

  // Renders the changed chats; null renders all.
  function render(changed) {
    const all = [...state.chats.values()].reverse();
    const found = all.filter(matches);
    const shown = found.slice(0, MOST);
    const keep = new Set();
    let cursor = list.firstElementChild;
    for (const chat of shown) {
      keep.add(chat.key);
      let node = nodes.get(chat.key);
      if (!node || !changed || changed.has(chat.key)) {
        const link = item(chat);
        if (node) {
          const hadFocus = node.contains(document.activeElement);
          fill(node, link);
          if (hadFocus) link.focus();
        } else {
          node = el("li", null, link);
          nodes.set(chat.key, node);
        }
      }
      if (cursor === node) cursor = node.nextElementSibling;
      else move(node, cursor);
    }
    for (const [key, node] of nodes) {
      if (keep.has(key)) continue;
      node.remove();
      nodes.delete(key);
    }
    if (!list.querySelector('a[tabindex="0"]'))
      list.querySelector("a")?.setAttribute("tabindex", "0");
    more.hidden = found.length <= MOST && found.length > 0;
    more.textContent =
      found.length > 0
        ? `${plural(found.length - MOST, "older chat")}: search to find them`
        : all.length > 0
          ? "No chat matches"
          : "No chats yet";
    setTitle(all);
  }

  // Moving an element takes its focus away.
  function move(node, before) {
    const focused = node.contains(document.activeElement) && document.activeElement;
    list.insertBefore(node, before);
    if (focused) focused.focus({ preventScroll: true });
  }

  function setTitle(all) {
    const unread = all.reduce((sum, chat) => sum + chat.unread, 0);
    const title =
      unread > 0 ? `(${unread}) Social messaging emulator` : "Social messaging emulator";
    if (document.title !== title) document.title = title;
  }

  function renderFilter() {
    const chosen = filter.value;
    fill(
      filter,
      el("option", { value: "" }, "All numbers"),
      [...state.numbers.values()].map(({ id, displayName, number }) =>
        el("option", { value: id }, `${displayName ?? ""} ${phone(number)}`),
      ),
    );
    filter.value = state.numbers.has(chosen) ? chosen : "";
    filter.hidden = state.numbers.size < 2;
  }

  return {
    node: el(
      "nav.sidebar",
      { "aria-label": "Chats" },
      el(
        "header.sidebar-head",
        null,
        el("h1", null, "Chats"),
        iconButton("new-chat", "New customer", newCustomer),
      ),
      el("div.search", null, icon("search"), search, el("kbd", { "aria-hidden": "true" }, "/")),
      filter,
      el("div.chats-scroll", null, list, more),
    ),
    focusSearch: () => {
      search.focus();
      search.select();
    },
    update({ chats, customers, all }) {
      if (all) renderFilter();
      if (all || customers) render(null);
      else if (chats.size > 0) render(chats);
    },
    refresh: () => render(null),
  };
}
