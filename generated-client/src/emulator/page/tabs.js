// Tabs: the arrow keys move between them, the panel follows.

import { moveFocus } from "./dialog.js";
import { el, fill } from "./dom.js";

let serial = 0;

/** `tabs` are `{label, make}`; `make` returns the nodes of the panel, or a promise. */
export function tabs(label, list) {
  const id = `tabs-${(serial += 1)}`;
  const panel = el("div.tab-panel", { role: "tabpanel", id: `${id}-panel`, tabindex: "-1" });
  let chosen = 0;
  const buttons = list.map((tab, index) =>
    el(
      "button.tab",
      {
        type: "button",
        role: "tab",
        id: `${id}-${index}`,
        "aria-controls": `${id}-panel`,
        onclick: () => choose(index),
        onfocus: () => index !== chosen && choose(index),
      },
      tab.label,
    ),
  );
  const bar = el(
    "div.tabs",
    { role: "tablist", "aria-label": label, onkeydown: (event) => moveFocus(event, bar) },
    buttons,
  );

  async function choose(index) {
    chosen = index;
    buttons.forEach((button, at) => {
      button.setAttribute("aria-selected", String(at === index));
      button.tabIndex = at === index ? 0 : -1;
    });
    panel.setAttribute("aria-labelledby", `${id}-${index}`);
    const nodes = await list[index].make();
    if (chosen === index) fill(panel, nodes);
  }

  choose(0);
  return { node: el("div.tabbed", null, bar, panel), again: () => choose(chosen) };
}
