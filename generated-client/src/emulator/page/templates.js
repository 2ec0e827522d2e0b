// The templates of the accounts, and the review that Meta would do.

import { get, put } from "./api.js";
import { el, fill, icon } from "./dom.js";
import { markup } from "./markup.js";
import { attempt } from "./notify.js";

const BUTTON_ICONS = {
  URL: "external",
  PHONE_NUMBER: "phone",
  VOICE_CALL: "phone",
  COPY_CODE: "copy",
  FLOW: "flow",
};
const GOOD = ["APPROVED", "REINSTATED"];
const BAD = ["REJECTED", "DISABLED", "PAUSED", "DELETED"];

const chipClass = (status) =>
  GOOD.includes(status) ? "chip-good" : BAD.includes(status) ? "chip-bad" : "chip-warn";

function componentNodes(component) {
  switch (String(component.type).toUpperCase()) {
    case "HEADER":
      return el(
        "div.header",
        null,
        component.text ?? `${String(component.format).toLowerCase()} header`,
      );
    case "BODY":
      return el("div.body", null, markup(component.text ?? ""));
    case "FOOTER":
      return el("div.footer", null, component.text ?? "");
    case "BUTTONS":
      return el(
        "div.actions",
        null,
        (component.buttons ?? []).map((button) =>
          el(
            "span.action",
            { title: button.url },
            icon(BUTTON_ICONS[button.type] ?? "reply"),
            el("span", null, button.text ?? button.type),
          ),
        ),
      );
    case "CAROUSEL": {
      const cards = component.cards ?? [];
      return el(
        "div.carousel",
        { role: "group", "aria-label": `Carousel of ${cards.length} cards`, tabindex: "0" },
        cards.map((one) =>
          el("div.carousel-card", null, (one.components ?? []).map(componentNodes)),
        ),
      );
    }
    default:
      return el("div.muted", null, String(component.type).toLowerCase());
  }
}

function card(template, changed) {
  const { id, name, language, category, status, components } = template;
  const set = (label, next, className) =>
    el(
      "button",
      {
        type: "button",
        class: className,
        disabled: status === next,
        onclick: async () => {
          if (
            await attempt(
              () => put("templates", { id, status: next }),
              `${name} is ${next.toLowerCase()}`,
            )
          )
            changed();
        },
      },
      label,
    );
  return el(
    "li.template-card",
    { "data-template": name },
    el(
      "header",
      null,
      el("h2", null, name),
      el("span.chip", { class: chipClass(status) }, String(status).toLowerCase()),
    ),
    el(
      "p.muted",
      null,
      [language, category?.toLowerCase(), `id ${id}`].filter(Boolean).join(" · "),
    ),
    el(
      "div.template-preview",
      null,
      el("div.bubble", null, (Array.isArray(components) ? components : []).map(componentNodes)),
    ),
    el(
      "div.buttons.start",
      null,
      set("Approve", "APPROVED", "primary"),
      set("Reject", "REJECTED", "danger"),
      set("Pause", "PAUSED"),
    ),
  );
}

/** Makes the view of all templates. */
export function templatesView() {
  const list = el("ul.template-list", { "aria-label": "Templates" });
  const text = el("p.empty-text", null);
  let serial = 0;

  async function load() {
    const mine = (serial += 1);
    try {
      const { templates = [] } = await get("templates");
      if (mine !== serial) return;
      fill(
        list,
        templates.map((template) => card(template, load)),
      );
      text.textContent =
        templates.length > 0
          ? ""
          : "No templates yet. Create one with CreateWhatsAppMessageTemplate; a name with “pending” in it waits here for approval.";
    } catch (error) {
      if (mine === serial) text.textContent = error.message;
    }
  }

  return {
    node: el(
      "section.page-view",
      { "aria-labelledby": "templates-title" },
      el(
        "header.view-head",
        null,
        el("h1", { id: "templates-title" }, "Templates"),
        el(
          "p.muted",
          null,
          "The emulator plays Meta: approve, reject or pause a template, and the account gets the event.",
        ),
      ),
      text,
      list,
    ),
    show: load,
    update({ templates, all }) {
      if (templates || all) load();
    },
  };
}
