// Dialogs and menus. Dialogs are modal: the browser keeps the focus inside, and Escape
// closes them.

import { el, icon, iconButton } from "./dom.js";
import { attempt } from "./notify.js";

let serial = 0;

/** Opens a dialog; returns a function that closes it. */
export function openDialog(title, ...children) {
  const id = `dialog-${(serial += 1)}`;
  const close = () => dialog.close();
  const dialog = el(
    "dialog.dialog",
    {
      "aria-labelledby": id,
      onclose: () => dialog.remove(),
      // A click on the backdrop has the dialog itself as its target.
      onclick: (event) => event.target === dialog && close(),
    },
    el(
      "div.dialog-inner",
      null,
      el("header.dialog-head", null, el("h2", { id }, title), iconButton("close", "Close", close)),
      children,
    ),
  );
  document.body.append(dialog);
  dialog.showModal();
  return close;
}

/** A labeled field. `field` has `name`, `label` and attributes of the input. */
export function field({ name, label, kind = "input", options, hint, value, ...attributes }) {
  const id = `field-${(serial += 1)}`;
  const control = el(
    kind,
    { id, name, ...attributes },
    options?.map(([key, text]) => el("option", { value: key }, text)),
  );
  if (value !== undefined) control.value = value;
  return el(
    "div.field",
    null,
    el("label", { for: id }, label),
    control,
    hint && el("span.muted", null, hint),
  );
}

/** A required field with a number. */
export const numberField = (properties) =>
  field({ type: "number", min: "0", value: "0", required: true, ...properties });

/** A form that passes its values by name to `submit`. */
export function valueForm(submit, ...children) {
  const form = el(
    "form",
    {
      onsubmit: (event) => {
        event.preventDefault();
        return submit(Object.fromEntries(new FormData(form)));
      },
    },
    children,
  );
  return form;
}

/**
 * Opens a form. `submit` receives the values by name; the dialog closes when it
 * succeeds, and stays open with the error when it fails.
 */
export function openForm({ title, intro, fields, label, danger, submit, done }) {
  const form = valueForm(
    async (values) => {
      if (await attempt(() => submit(values), done)) close();
    },
    intro && el("p.muted", null, intro),
    (fields ?? []).map(field),
    el(
      "div.buttons",
      null,
      el("button", { type: "button", onclick: () => close() }, "Cancel"),
      el("button.primary", { type: "submit", class: danger && "danger" }, label),
    ),
  );
  const close = openDialog(title, form);
  form.querySelector("input, textarea, select, button.primary")?.focus();
  return close;
}

/** Opens a menu at a button. `items` are `{icon, label, run}`; null is a separator. */
export function openMenu(anchor, label, items) {
  const menu = el("div.menu", { popover: "auto", role: "menu", "aria-label": label });
  for (const item of items) {
    menu.append(
      item
        ? el(
            "button.menu-item",
            {
              type: "button",
              role: "menuitem",
              class: item.danger && "danger",
              onclick: () => {
                menu.hidePopover();
                item.run();
              },
            },
            item.icon && icon(item.icon),
            el("span", null, item.label),
          )
        : el("hr", null),
    );
  }
  show(menu, anchor);
  menu.addEventListener("keydown", (event) => moveFocus(event, menu));
}

/** Shows a popover next to its button, inside the window. */
export function show(popover, anchor) {
  document.body.append(popover);
  popover.addEventListener("toggle", (event) => {
    if (event.newState !== "closed") return;
    const hadFocus =
      popover.contains(document.activeElement) || document.activeElement === document.body;
    popover.remove();
    if (hadFocus) anchor.focus();
  });
  popover.showPopover();
  const at = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = popover;
  const below = at.bottom + height + 8 < window.innerHeight;
  popover.style.left = `${Math.max(8, Math.min(at.left, window.innerWidth - width - 8))}px`;
  popover.style.top = `${below ? at.bottom + 4 : Math.max(8, at.top - height - 4)}px`;
  popover.querySelector("button")?.focus();
}

/** Moves the focus among the buttons of an element with the arrow keys. */
export function moveFocus(event, parent, selector = "button:not([disabled])") {
  const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
  const items = [...parent.querySelectorAll(selector)];
  if (items.length === 0) return;
  const at = items.indexOf(document.activeElement);
  let next;
  if (step) next = items[(at + step + items.length) % items.length];
  if (event.key === "Home") [next] = items;
  if (event.key === "End") next = items.at(-1);
  if (!next) return;
  event.preventDefault();
  next.focus();
}
