// The live connection: a snapshot of all chats, then server-sent events. Events that
// arrive while a snapshot loads are applied after it, so that none is lost or undone.

import { get } from "./api.js";

const NAMES = ["entry", "event", "customer", "template", "typing", "clock"];
const FIRST_DELAY = 500;
const LONGEST_DELAY = 10_000;

/** Connects for ever. `on.snapshot`, `on.event` and `on.state` receive the data. */
export function connect(on) {
  let source;
  let delay = FIRST_DELAY;
  let generation = 0;
  let waiting = null;

  async function load() {
    const mine = ++generation;
    waiting = [];
    try {
      const snapshot = await get("chats");
      if (mine !== generation) return;
      const late = waiting;
      waiting = null;
      on.snapshot(snapshot);
      late.forEach(([name, data]) => on.event(name, data));
      on.state("live");
      delay = FIRST_DELAY;
    } catch {
      if (mine === generation) retry();
    }
  }

  function retry() {
    source?.close();
    on.state("offline");
    generation += 1;
    setTimeout(open, delay);
    delay = Math.min(delay * 2, LONGEST_DELAY);
  }

  function open() {
    source = new EventSource("/_emulator/stream");
    source.addEventListener("open", load);
    source.addEventListener("error", retry);
    source.addEventListener("reset", load);
    for (const name of NAMES) {
      source.addEventListener(name, ({ data }) => {
        const json = JSON.parse(data);
        if (waiting) waiting.push([name, json]);
        else on.event(name, json);
      });
    }
  }

  on.state("connecting");
  open();
}
