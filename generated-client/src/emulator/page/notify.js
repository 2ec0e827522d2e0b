// Short notes at the edge of the page, and announcements for screen readers.

import { el, fill, icon } from "./dom.js";

const SHOWN_MS = 6000;
const MOST = 4;

/** Shows a note; `kind` is `info` or `error`. */
export function notify(text, kind = "info") {
  const list = document.getElementById("notes");
  const close = () => node.remove();
  const node = el(
    "div.note",
    { class: `note-${kind}`, role: kind === "error" ? "alert" : "status" },
    icon(kind === "error" ? "alert" : "check"),
    el("span", null, text),
    el(
      "button.icon-button",
      { type: "button", "aria-label": "Dismiss", onclick: close },
      icon("close"),
    ),
  );
  list.append(node);
  while (list.children.length > MOST) list.firstElementChild.remove();
  setTimeout(close, kind === "error" ? SHOWN_MS * 2 : SHOWN_MS);
}

/** Runs a request; shows its error. Returns whether it succeeded. */
export async function attempt(request, done) {
  try {
    await request();
    if (done) notify(done);
    return true;
  } catch (error) {
    notify(error.message, "error");
    return false;
  }
}

const ANNOUNCE_MS = 1000;
let texts = [];
let timer = null;

/** Announces a text; several within a second become one announcement. */
export function announce(text) {
  texts.push(text);
  timer ??= setTimeout(() => {
    const live = document.getElementById("live");
    fill(live, texts.length > 3 ? `${texts.length} new messages` : texts.join(". "));
    texts = [];
    timer = null;
  }, ANNOUNCE_MS);
}
