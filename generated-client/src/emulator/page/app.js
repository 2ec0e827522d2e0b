// The page of the emulator: chats, and views for events, templates, controls and the
// first message. The address after `#` selects the view.

import { get } from "./api.js";
import { chatList } from "./chats.js";
import { composer } from "./composer.js";
import { connectView } from "./connect.js";
import { controlsView } from "./controls.js";
import { conversation } from "./conversation.js";
import { el, fill, icon } from "./dom.js";
import { drawer } from "./drawer.js";
import { eventsView } from "./events.js";
import { full } from "./format.js";
import { announce } from "./notify.js";
import {
  chat,
  chatKey,
  now,
  openChat,
  setConnection,
  setClock,
  setCustomer,
  setEntry,
  setEvents,
  setSnapshot,
  setTyping,
  state,
  subscribe,
  templatesChanged,
} from "./store.js";
import { connect } from "./stream.js";
import { templatesView } from "./templates.js";

const route = ({ phoneNumberId, customer }) =>
  `#/chats/${encodeURIComponent(phoneNumberId)}/${encodeURIComponent(customer)}`;
const go = (address) => {
  window.location.hash = address;
};

const details = drawer();
const chats = chatList({
  route,
  open: (number, customer) => go(route({ phoneNumberId: number, customer })),
});
const talk = conversation({
  composer: composer(),
  openDetails: details.openEntry,
  back: () => go("#/chats"),
});
const connectPage = connectView();
const views = {
  events: eventsView({ openEvent: details.openEvent }),
  templates: templatesView(),
  controls: controlsView(),
  connect: connectPage,
};

const main = document.getElementById("main");
const status = document.getElementById("connection");
const clockChip = document.getElementById("clock");
const pick = el("section.pick", null, icon("logo"), el("p.muted", null, "Select a chat"));
document.body.append(details.node);

let current = null;

// An address that somebody typed may be malformed.
function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function parse() {
  const [, view = "chats", ...rest] = window.location.hash.split("/");
  const [number, customer] = rest.map(decode);
  return { view: view in views ? view : "chats", number, customer };
}

function navigate() {
  const { view, number, customer } = parse();
  const isChats = view === "chats";
  const key = isChats && number ? chatKey(number, customer) : null;
  if (current?.view !== view) details.close();
  current = { view, key };
  if (state.open !== key) openChat(key);
  for (const link of document.querySelectorAll(".rail a")) {
    const isHere = link.getAttribute("href") === `#/${view}`;
    if (isHere) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  document.body.dataset.view = view;
  document.body.classList.toggle("has-chat", key !== null);
  if (isChats) showChats(number, customer);
  else {
    talk.show(null);
    fill(main, views[view].node);
    views[view].show();
  }
}

function showChats(number, customer) {
  const isEmpty = state.chats.size === 0 && !number;
  if (isEmpty && state.connection !== "connecting") {
    fill(main, chats.node, connectPage.node);
    connectPage.show();
  } else if (number) {
    if (!talk.node.isConnected || !chats.node.isConnected) fill(main, chats.node, talk.node);
    talk.show(chat(number, customer));
  } else {
    talk.show(null);
    fill(main, chats.node, pick);
  }
  document.body.classList.toggle("is-empty", isEmpty);
  chats.refresh();
}

function showConnection() {
  const labels = { live: "Live", offline: "Reconnecting…", connecting: "Connecting…" };
  status.dataset.state = state.connection;
  fill(status, labels[state.connection]);
  if (state.connection === "offline") announce("The emulator does not answer; reconnecting");
}

function showClock() {
  const offset = now() - Date.now() / 1000;
  const isMoved = state.clock.stopped || Math.abs(offset) > 5;
  clockChip.hidden = !isMoved;
  if (isMoved)
    fill(clockChip, icon("clock"), `${full(now())}${state.clock.stopped ? " · stopped" : ""}`);
}

subscribe((changes) => {
  const wasEmpty = document.body.classList.contains("is-empty");
  // A reset has removed the open chat.
  if (changes.all && state.open && state.chats.size === 0 && state.customers.size === 0)
    go("#/chats");
  if (changes.all || (wasEmpty && state.chats.size > 0)) navigate();
  chats.update(changes);
  if (current.view === "chats") talk.update(changes);
  else views[current.view].update(changes);
  details.update(changes);
  if (changes.connection) showConnection();
  if (changes.clock || changes.all) showClock();
});

window.addEventListener("hashchange", navigate);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible" && state.open) openChat(state.open);
});
document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  const isTyping = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (event.key === "Escape" && !document.querySelector("dialog[open], [popover]:popover-open"))
    details.close();
  if (event.key === "/" && !isTyping) {
    event.preventDefault();
    if (current.view !== "chats") go("#/chats");
    requestAnimationFrame(chats.focusSearch);
  }
});
setInterval(() => {
  showClock();
  talk.refresh();
  if (current.view === "controls") views.controls.refresh();
}, 5000);

connect({
  snapshot(snapshot) {
    setSnapshot(snapshot);
    setConnection("live");
  },
  event(name, data) {
    const apply = {
      entry: setEntry,
      customer: setCustomer,
      clock: setClock,
      event: (event) => setEvents([event]),
      template: templatesChanged,
      typing: setTyping,
    }[name];
    apply(data);
  },
  state: setConnection,
});

navigate();
get("health").then(
  ({ version, region }) => {
    document.getElementById("version").textContent = [version, region].filter(Boolean).join(" · ");
  },
  () => {},
);
