// The chats, customers, templates and events of the emulator, and the changes since
// the last frame. Memory is bounded: the oldest entries are forgotten.

const MOST_ENTRIES = 10_000;
const MOST_EVENTS = 2_000;
const SENT_ORDER = ["accepted", "sent", "delivered", "read", "played"];

/** The identifier of a chat. */
export const chatKey = (phoneNumberId, customer) => `${phoneNumberId}/${customer ?? ""}`;

export const state = {
  entries: new Map(),
  wamids: new Map(),
  chats: new Map(),
  customers: new Map(),
  accounts: [],
  numbers: new Map(),
  events: [],
  typing: new Map(),
  clock: { time: Date.now() / 1000, stopped: false, at: Date.now() },
  connection: "connecting",
  open: null,
  drafts: new Map(),
};

// The shortest time between two renderings: many messages a second are rendered together.
const PAUSE_MS = 100;

let changes = null;
let rendered = -PAUSE_MS;
const listeners = [];

/** Calls the function with the changes, in a frame and at most ten times a second. */
export const subscribe = (listener) => listeners.push(listener);

function none() {
  return {
    entries: new Set(),
    added: [],
    chats: new Set(),
    customers: false,
    typing: false,
    clock: false,
    templates: false,
    events: false,
    connection: false,
    all: false,
  };
}

function publish() {
  const now = changes;
  changes = null;
  listeners.forEach((listener) => listener(now));
  rendered = performance.now();
}

function changed() {
  if (!changes) {
    changes = none();
    const wait = rendered + PAUSE_MS - performance.now();
    if (wait > 0) setTimeout(requestAnimationFrame, wait, publish);
    else requestAnimationFrame(publish);
  }
  return changes;
}

/** The time of the emulator in seconds. */
export function now() {
  const { time, stopped, at } = state.clock;
  return stopped ? time : time + (Date.now() - at) / 1000;
}

export function setClock({ time, stopped }) {
  state.clock = { time, stopped: stopped === true, at: Date.now() };
  changed().clock = true;
}

export function setConnection(value) {
  if (state.connection === value) return;
  state.connection = value;
  changed().connection = true;
}

export function setCustomer(customer) {
  state.customers.set(customer.phone, customer);
  changed().customers = true;
}

/** Shows or ends the typing indicator of the business in a chat. */
export function setTyping({ phoneNumberId, customer, until }) {
  const key = chatKey(phoneNumberId, customer);
  if (until === null) state.typing.delete(key);
  else state.typing.set(key, until);
  changed().typing = true;
  changed().chats.add(key);
}

/** The seconds until the typing indicator of a chat ends; 0 without one. */
export const typingFor = ({ key }) => Math.max(0, (state.typing.get(key) ?? 0) - now());

/** The name of a customer; undefined if it is not known. */
export const nameOf = (customer) => state.customers.get(customer)?.name || undefined;

/** The customer service window of a chat: `{open, until}`. */
export function windowOf(chat) {
  const windows = state.customers.get(chat.customer)?.windows ?? [];
  const found = windows.find(({ phoneNumberId }) => phoneNumberId === chat.phoneNumberId);
  const until = found?.until ?? null;
  return { open: until !== null && until > now(), until, known: found !== undefined };
}

/** Returns a chat, and makes it if it does not exist. */
export function chat(phoneNumberId, customer) {
  const key = chatKey(phoneNumberId, customer);
  let found = state.chats.get(key);
  if (!found) {
    found = {
      key,
      phoneNumberId,
      customer: customer ?? "",
      entries: [],
      last: null,
      unread: 0,
    };
    state.chats.set(key, found);
  }
  return found;
}

/** The entry with an AWS identifier or a wamid. */
export const entryOf = (id) => state.entries.get(id) ?? state.wamids.get(id);

// Messages that change another one instead of being a bubble.
function effectOf({ direction, kind, message }) {
  if (direction === "rejected") return null;
  if (kind === "reaction" && message?.reaction) {
    return { target: message.reaction.message_id, apply: react };
  }
  if (kind === "edit" && message?.edit)
    return { target: message.edit.original_message_id, apply: edit };
  if (kind === "revoke" && message?.revoke) {
    return {
      target: message.revoke.original_message_id,
      apply: (target) => {
        target.deleted = true;
      },
    };
  }
  return null;
}

function react(target, entry) {
  const others = (target.reactions ?? []).filter(({ direction }) => direction !== entry.direction);
  const { emoji } = entry.message.reaction;
  const mine = emoji ? [{ emoji, direction: entry.direction, id: entry.id }] : [];
  target.reactions = [...others, ...mine];
}

function edit(target, entry) {
  const { message } = entry.message.edit;
  target.editedKind = message?.type;
  target.edited = message?.[message?.type];
}

/** Adds or replaces an entry. */
export function setEntry(data) {
  const known = state.entries.get(data.id);
  const entry = known ? Object.assign(known, data) : data;
  // A rejected request may name no phone number.
  entry.phoneNumberId ??= state.numbers.keys().next().value;
  if (entry.wamid) state.wamids.set(entry.wamid, entry);
  const { entries } = changed();
  if (known) {
    entries.add(entry.id);
    touch(entry, entry);
    return;
  }
  state.entries.set(entry.id, entry);
  if (!applyEffect(entry)) add(entry);
  if (state.entries.size > MOST_ENTRIES) forget(state.entries.values().next().value);
}

function applyEffect(entry) {
  const effect = effectOf(entry);
  const target = effect && entryOf(effect.target);
  if (!target) return false;
  effect.apply(target, entry);
  entry.effectOn = target.id;
  changed().entries.add(target.id);
  touch(target, entry);
  return true;
}

function add(entry) {
  const into = chat(entry.phoneNumberId, entry.customer);
  into.entries.push(entry);
  // The order of the map is the order of the last message.
  state.chats.delete(into.key);
  state.chats.set(into.key, into);
  const isRead = document.visibilityState === "visible" && state.open === into.key;
  if (!state.loading && !isRead) into.unread += 1;
  changed().entries.add(entry.id);
  changed().added.push(entry);
  touch(entry, entry);
}

function touch(target, last) {
  const into = state.chats.get(chatKey(target.phoneNumberId, target.customer));
  if (!into) return;
  if (!into.last || last.effectOn || last.time >= into.last.time || into.last.id === last.id)
    into.last = last;
  changed().chats.add(into.key);
}

function forget(entry) {
  state.entries.delete(entry.id);
  state.wamids.delete(entry.wamid);
  const from = state.chats.get(chatKey(entry.phoneNumberId, entry.customer));
  const at = from?.entries.indexOf(entry) ?? -1;
  if (at >= 0) from.entries.splice(at, 1);
  if (from?.entries.length === 0 && state.open !== from.key) state.chats.delete(from.key);
  if (from) changed().chats.add(from.key);
}

/** Replaces everything by a snapshot. Chats keep their number of unread messages. */
export function setSnapshot({ entries = [], accounts = [], customers = [], typing = [], clock }) {
  const unread = new Map([...state.chats].map(([key, { unread: count }]) => [key, count]));
  const known = new Set(state.entries.keys());
  const isFirst = state.connection === "connecting" || known.size === 0;
  const { wamids, chats, numbers } = state;
  for (const map of [state.entries, wamids, chats, state.customers, numbers, state.typing])
    map.clear();
  state.accounts = accounts;
  for (const account of accounts) {
    for (const number of account.phoneNumbers ?? [])
      state.numbers.set(number.id, { ...number, account });
  }
  customers.forEach(setCustomer);
  typing.forEach(setTyping);
  if (clock) setClock(clock);
  for (const entry of [...entries].sort((a, b) => a.time - b.time)) {
    state.loading = isFirst || known.has(entry.id);
    setEntry(entry);
  }
  state.loading = false;
  for (const [key, found] of state.chats) found.unread += unread.get(key) ?? 0;
  state.events = [];
  state.eventsLoaded = false;
  changed().all = true;
}

/** Adds or replaces events by their number; the numbers grow. */
export function setEvents(list) {
  for (const event of list) {
    const isNew = event.number > (state.events.at(-1)?.number ?? -1);
    const at = isNew ? -1 : state.events.findIndex(({ number }) => number === event.number);
    if (isNew) state.events.push(event);
    else if (at >= 0) state.events[at] = event;
  }
  if (state.events.length > MOST_EVENTS) state.events.splice(0, state.events.length - MOST_EVENTS);
  changed().events = true;
}

export function templatesChanged() {
  changed().templates = true;
}

/** Opens a chat: its messages are read. */
export function openChat(key) {
  state.open = key;
  const found = key && state.chats.get(key);
  if (found) found.unread = 0;
  changed().chats.add(key);
}

/** The furthest status of a sent message, or its end. */
export function statusOf(entry) {
  if (entry.status && !SENT_ORDER.includes(entry.status)) return entry.status;
  const steps = (entry.statuses ?? []).map(({ status }) => status);
  const furthest = [...steps, entry.status].map((step) => SENT_ORDER.indexOf(step));
  return SENT_ORDER[Math.max(...furthest)] ?? "accepted";
}
