// Media files as placeholders: the emulator stores no bytes, and the page loads
// nothing from other hosts.

import { art, el, icon } from "./dom.js";
import { markup } from "./markup.js";

export const MEDIA = ["image", "video", "audio", "document", "sticker"];

const NAMES = {
  image: "Image",
  video: "Video",
  audio: "Audio",
  document: "Document",
  sticker: "Sticker",
  gif: "GIF",
  location: "Location",
  product: "Product",
};

/** The name of a kind of media. */
export const mediaName = (kind) => (Object.hasOwn(NAMES, kind) ? NAMES[kind] : String(kind));

// A file by its link, else by its identifier.
function source(file) {
  if (!file) return "no file";
  if (file.link) return file.link;
  return file.id ? `id ${file.id}` : "no file";
}

function describe(file) {
  return el(
    "span.media-source",
    { title: source(file) },
    [file?.mime_type, source(file)].filter(Boolean).join(" · "),
  );
}

function extension(file) {
  const name = file?.filename ?? file?.link ?? "";
  const found =
    /\.([A-Za-z0-9]{1,5})(?:$|[?#])/.exec(name) ?? /\/([a-z0-9]+)$/.exec(file?.mime_type ?? "");
  return (found?.[1] ?? "file").slice(0, 5).toUpperCase();
}

const PLACEHOLDERS = {
  image: (file) => el("figure.media.media-image", null, art("photo", source(file)), describe(file)),
  video: (file) =>
    el(
      "figure.media.media-video",
      null,
      art("photo", source(file)),
      el("span.media-play", null, icon("play")),
      describe(file),
    ),
  audio: (file) =>
    el(
      "div.media-audio",
      null,
      el("span.media-round", null, icon(file?.voice ? "microphone" : "play")),
      el("div", null, art("wave", source(file)), describe(file)),
    ),
  document: (file) =>
    el(
      "div.media-document",
      null,
      el("span.media-page", null, icon("page"), el("b", null, extension(file))),
      el("div", null, el("strong", null, file?.filename || "Untitled"), describe(file)),
    ),
  sticker: (file) =>
    el("figure.media-sticker", null, art("art-sticker", source(file)), describe(file)),
};

/** The placeholder of a file, with its label for screen readers. */
export function mediaFile(kind, file) {
  const shape = kind === "gif" ? "video" : kind;
  const node = PLACEHOLDERS[MEDIA.includes(shape) ? shape : "document"](file);
  node.setAttribute("role", "img");
  node.setAttribute(
    "aria-label",
    [mediaName(kind), file?.filename, source(file)].filter(Boolean).join(", "),
  );
  return node;
}

/** A media message: the placeholder and the caption. */
export function media(kind, file) {
  return [mediaFile(kind, file), file?.caption ? el("div.body", null, markup(file.caption)) : null];
}

// Without the zeros at the end.
const degrees = (value) => (Number.isFinite(Number(value)) ? Number(value) : value);

/** The nodes of a location; coordinates may be numbers or strings. */
export function location({ latitude, longitude, name, address } = {}) {
  return el(
    "div.location",
    null,
    el("div.map", null, art("map", `${latitude},${longitude}`), icon("pin")),
    el(
      "div.location-text",
      null,
      name && el("strong", null, name),
      address && el("span", null, address),
      el("span.muted", null, `${degrees(latitude)}, ${degrees(longitude)}`),
    ),
  );
}
