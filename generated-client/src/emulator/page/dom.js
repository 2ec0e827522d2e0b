// Elements of the page. Text from outside becomes text nodes, never markup.

const SVG = "http://www.w3.org/2000/svg";
const LINK = /^(https?:\/\/|#)/i;

/**
 * Makes an element: `el('button.primary', { onclick }, 'Send')`. Functions are
 * listeners, `true` and `false` set and omit an attribute, strings are text.
 */
export function el(name, properties, ...children) {
  const [tag, ...classes] = name.split(".");
  const node = document.createElement(tag);
  if (classes.length) node.className = classes.join(" ");
  for (const [key, value] of Object.entries(properties ?? {})) set(node, key, value);
  append(node, children);
  return node;
}

function set(node, key, value) {
  if (value === undefined || value === null || value === false) return;
  if (typeof value === "function") {
    node.addEventListener(key.replace(/^on/, ""), value);
  } else if (key === "class") {
    node.classList.add(...String(value).split(" ").filter(Boolean));
  } else if (key === "value" || key === "checked" || key === "disabled") {
    node[key] = value;
  } else if (key === "href" && !LINK.test(value)) {
    node.setAttribute("title", String(value));
  } else {
    node.setAttribute(key, value === true ? "" : String(value));
  }
}

function append(node, children) {
  for (const child of children.flat(Infinity)) {
    if (child === undefined || child === null || child === false) continue;
    node.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
}

/** Replaces the children of an element. */
export function fill(node, ...children) {
  node.replaceChildren();
  append(node, children);
  return node;
}

/** An icon of the sprite in `index.html`; hidden from screen readers. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#icon-${name}`);
  svg.append(use);
  return svg;
}

/** A placeholder picture of the sprite. */
export function art(name, id) {
  const picture = icon(name);
  picture.setAttribute("class", `art art-${name} hue-${hue(id)}`);
  picture.setAttribute("preserveAspectRatio", "xMidYMid slice");
  return picture;
}

/** A link that opens outside the page; text when the address is not http(s). */
export function link(url, ...children) {
  if (!/^https?:\/\//i.test(url)) return el("span", null, ...children);
  return el("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, ...children);
}

/** A button with an icon and a label for screen readers and tooltips. */
export function iconButton(name, label, onclick, properties) {
  const all = { type: "button", "aria-label": label, title: label, onclick, ...properties };
  return el("button.icon-button", all, icon(name));
}

/** A button that copies a text and confirms it. */
export function copyButton(text, label = "Copy") {
  const caption = el("span", null, label);
  const button = el(
    "button.copy",
    {
      type: "button",
      onclick: async () => {
        const copied = await copy(typeof text === "function" ? text() : text);
        caption.textContent = copied ? "Copied" : "Select and copy manually";
        setTimeout(() => (caption.textContent = label), 2000);
      },
    },
    icon("copy"),
    caption,
  );
  return button;
}

/** Copies a text; returns whether that was possible. */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copySelection(text);
  }
}

// The clipboard API needs a secure context; 0.0.0.0 and names of hosts are not one.
function copySelection(text) {
  const area = el("textarea.visually-hidden", { value: text });
  document.body.append(area);
  area.select();
  const copied = document.execCommand("copy");
  area.remove();
  return copied;
}

const HUES = 8;

/** A number from 0 to 7 that depends on the text alone; the style sheet has its color. */
export function hue(text) {
  let hash = 2166136261;
  for (const char of String(text)) hash = Math.imul(hash ^ char.codePointAt(0), 16777619);
  return ((hash ^ (hash >>> 11) ^ (hash >>> 22)) >>> 0) % HUES;
}

/** The round picture of a customer. */
export function avatar(name, id) {
  const words = String(name || "").match(/\p{L}[\p{L}\p{N}]*/gu) ?? [];
  const initials = words
    .slice(0, 2)
    .map((word) => [...word][0].toUpperCase())
    .join("");
  return el(
    "span.avatar",
    { class: `hue-${hue(id)}`, "aria-hidden": "true" },
    initials || String(id).slice(-2) || "?",
  );
}
