// WhatsApp's markup: *bold*, _italic_, ~strike~, `code`, ```monospace```, lists,
// quotes and links.

import { el, link } from "./dom.js";

const INLINE = [
  { mark: "```", make: (text) => el("code.mono", null, text), raw: true },
  { mark: "`", make: (text) => el("code", null, text), raw: true },
  { mark: "*", make: (nodes) => el("strong", null, nodes) },
  { mark: "_", make: (nodes) => el("em", null, nodes) },
  { mark: "~", make: (nodes) => el("s", null, nodes) },
];
const URL_FORM = /^https?:\/\/[^\s<>"'`]*[^\s<>"'`.,;:!?)\]}]/i;
const DEEPEST = 6;
// Longer texts have no markup: WhatsApp allows 4096 characters.
const LONGEST = 20_000;
const LONGEST_SHOWN = 100_000;
const isWord = (char) => char !== undefined && /[\p{L}\p{N}]/u.test(char);

/** The nodes of a line. A mark opens before and closes after a non-blank. */
export function inline(value, depth = 0) {
  const text = String(value ?? "");
  const nodes = [];
  // Marks that nothing closes from here on; without this, a text of unclosed marks
  // would take quadratic time.
  const unclosed = new Set();
  let plain = "";
  const flush = () => {
    if (plain) nodes.push(plain);
    plain = "";
  };
  let at = 0;
  while (at < text.length) {
    const span = depth < DEEPEST && markedSpan(text, at, unclosed);
    if (span) {
      flush();
      nodes.push(span.raw ? span.make(span.inner) : span.make(inline(span.inner, depth + 1)));
      at = span.end;
      continue;
    }
    const url =
      text[at].toLowerCase() === "h" &&
      !isWord(text[at - 1]) &&
      URL_FORM.exec(text.slice(at, at + 2048));
    if (url) {
      flush();
      nodes.push(link(url[0], url[0]));
      at += url[0].length;
      continue;
    }
    plain += text[at];
    at += 1;
  }
  flush();
  return nodes;
}

function markedSpan(text, at, unclosed) {
  for (const { mark, make, raw } of INLINE) {
    if (unclosed.has(mark) || !text.startsWith(mark, at)) continue;
    const start = at + mark.length;
    if (!raw && (isWord(text[at - 1]) || /\s/.test(text[start] ?? " "))) continue;
    const close = closing(text, mark, start, raw);
    if (close < 0) {
      unclosed.add(mark);
      continue;
    }
    return { make, raw, inner: text.slice(start, close), end: close + mark.length };
  }
  return null;
}

function closing(text, mark, start, raw) {
  let close = text.indexOf(mark, start + 1);
  while (close > 0) {
    const fits = raw || (!/\s/.test(text[close - 1]) && !isWord(text[close + mark.length]));
    if (fits) return close;
    close = text.indexOf(mark, close + 1);
  }
  return -1;
}

const BLOCKS = [
  { test: /^> ?(.*)$/, kind: "quote" },
  { test: /^[*-] (.*)$/, kind: "ul" },
  { test: /^\d{1,3}\. (.*)$/, kind: "ol" },
];

function blockOf(line) {
  for (const { test, kind } of BLOCKS) {
    const found = test.exec(line);
    if (found) return { kind, text: found[1], start: parseInt(line, 10) };
  }
  return { kind: "line", text: line };
}

/** The nodes of a text with lists, quotes and lines. */
export function markup(value) {
  const text = String(value ?? "");
  if (text.length > LONGEST) return [el("span.text", null, text.slice(0, LONGEST_SHOWN))];
  const parts = text.split("```");
  if (parts.length < 3) return lines(text);
  // A monospaced part may span lines.
  const nodes = [];
  for (let index = 0; index < parts.length; index += 1) {
    const isMono = index % 2 === 1 && index < parts.length - 1;
    if (isMono && parts[index].trim()) nodes.push(el("code.mono", null, parts[index]));
    else if (parts[index])
      nodes.push(...lines((isMono || index % 2 === 0 ? "" : "```") + parts[index]));
  }
  return nodes;
}

function lines(text) {
  const nodes = [];
  let open = null;
  for (const line of text.split("\n")) {
    const block = blockOf(line);
    if (open && open.kind === block.kind) {
      open.add(block.text);
      continue;
    }
    open = start(block);
    nodes.push(open.node);
  }
  return nodes;
}

function start({ kind, text, start: first }) {
  if (kind === "ul" || kind === "ol") {
    const node = el(kind, kind === "ol" ? { start: first } : null);
    const add = (item) => node.append(el("li", null, inline(item)));
    add(text);
    return { kind, node, add };
  }
  const node = el(kind === "quote" ? "blockquote" : "span.text", null, inline(text));
  return { kind, node, add: (more) => node.append("\n", ...inline(more)) };
}

const MARKS = /(?<![\p{L}\p{N}])[*_~`]+(?=\S)|(?<=\S)[*_~`]+(?![\p{L}\p{N}])/gu;

/** The text on one line and without marks, for lists and quotes. */
export const plain = (text) =>
  String(text ?? "")
    .slice(0, 300)
    .replace(MARKS, "")
    .replace(/\s+/g, " ")
    .trim();
