// The customer answers a message: presses, sends, reacts. Each answer is a request to
// the control API; the bubble appears when the emulator reports the received message.

import { act } from "./api.js";
import { openDialog, openForm, show } from "./dialog.js";
import { el, icon } from "./dom.js";
import { attempt } from "./notify.js";

/** Presses a button or a row of a message. */
export const press = (entry, text) =>
  attempt(() => act(entry, { type: "press", text, message: entry.id }));

/** Opens the rows of a list message. */
export function openList(entry, value) {
  const sections = value.action?.sections ?? [];
  const close = openDialog(
    value.action?.button ?? "Choose",
    sections.map((section) =>
      el(
        "section.rows",
        null,
        section.title && el("h3", null, section.title),
        (section.rows ?? []).map((row) =>
          el(
            "button.row",
            {
              type: "button",
              title: `id: ${row.id}`,
              onclick: async () => {
                if (await press(entry, row.id)) close();
              },
            },
            el("strong", null, row.title),
            row.description && el("span.muted", null, row.description),
          ),
        ),
      ),
    ),
  );
}

/** Fills in a Flow: the answers are the JSON that the last screen returns. */
export function askFlow(entry, label, parameters = {}) {
  const example = parameters.flow_action_payload?.data ?? {};
  openForm({
    title: label || "Flow",
    intro: "The answers of the customer, as the last screen of the Flow returns them.",
    fields: [
      {
        name: "response",
        label: "Answers as JSON",
        kind: "textarea",
        rows: 8,
        class: "mono",
        value: JSON.stringify(example, null, 2),
        spellcheck: "false",
      },
    ],
    label: "Submit",
    submit: ({ response }) =>
      act(entry, {
        type: "press",
        text: label,
        message: entry.id,
        response: object(response),
      }),
  });
}

function object(text) {
  let value;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Error(`The answers are not valid JSON: ${error.message}`);
  }
  if (value === null || typeof value !== "object" || Array.isArray(value)) {
    throw new Error('The answers must be a JSON object, such as {"day": "2026-11-30"}');
  }
  return value;
}

/** Answers a request for permission to call. */
export function askCallPermission(entry) {
  const close = openDialog(
    "May the business call?",
    el(
      "div.buttons.start",
      null,
      [
        ["accept", "Allow calls"],
        ["reject", "Decline"],
      ].map(([answer, label]) =>
        el(
          "button",
          {
            type: "button",
            onclick: async () => {
              if (await press(entry, answer)) close();
            },
          },
          label,
        ),
      ),
    ),
  );
}

const number = (text, label) => {
  const value = Number(text);
  if (!Number.isFinite(value)) throw new Error(`${label} must be a number`);
  return value;
};

/** Removes empty texts. */
const given = (values) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ""));

/** Sends a location. */
export function askLocation(chat) {
  openForm({
    title: "Send a location",
    fields: [
      { name: "name", label: "Name", value: "Space Needle" },
      { name: "address", label: "Address", value: "400 Broad St, Seattle" },
      { name: "latitude", label: "Latitude", value: "47.6205", inputmode: "decimal" },
      { name: "longitude", label: "Longitude", value: "-122.3493", inputmode: "decimal" },
    ],
    label: "Send",
    submit: ({ latitude, longitude, ...texts }) =>
      act(chat, {
        type: "location",
        ...given(texts),
        latitude: number(latitude, "Latitude"),
        longitude: number(longitude, "Longitude"),
      }),
  });
}

/** Sends a contact. */
export function askContact(chat) {
  openForm({
    title: "Send a contact",
    fields: [
      { name: "name", label: "Name", value: "Mara Voss", required: true },
      { name: "phone", label: "Phone", value: chat.customer, required: true },
    ],
    label: "Send",
    submit: ({ name, phone }) =>
      act(chat, {
        type: "contacts",
        contacts: [{ name: { formatted_name: name }, phones: [{ phone }] }],
      }),
  });
}

const FILES = {
  image: { types: ["image/jpeg", "image/png"], caption: true },
  video: { types: ["video/mp4", "video/3gpp"], caption: true },
  audio: { types: ["audio/ogg; codecs=opus", "audio/mpeg", "audio/aac"] },
  document: { types: ["application/pdf", "text/plain"], caption: true, filename: "Document.pdf" },
  sticker: { types: ["image/webp"] },
};

/** Sends a media file. The emulator makes an identifier; there are no bytes. */
export function askMedia(chat, type) {
  const { types, caption, filename } = FILES[type];
  openForm({
    title: `Send ${type === "image" || type === "audio" ? "an" : "a"} ${type}`,
    fields: [
      filename && { name: "filename", label: "File name", value: filename },
      caption && { name: "caption", label: "Caption", maxlength: 1024 },
      {
        name: "mimeType",
        label: "MIME type",
        kind: "select",
        options: types.map((item) => [item, item]),
      },
    ].filter(Boolean),
    label: "Send",
    submit: (values) => act(chat, { type, ...given(values) }),
  });
}

const EMOJI = [
  ["👍", "thumbs up"],
  ["❤️", "heart"],
  ["😂", "laughing"],
  ["😮", "surprised"],
  ["😢", "sad"],
  ["🙏", "thanks"],
];

/** Opens the choice of a reaction to a message. */
export function askReaction(entry, anchor) {
  const react = (emoji) => {
    picker.hidePopover();
    return attempt(() => act(entry, { type: "reaction", emoji, message: entry.id }));
  };
  const hasOne = entry.reactions?.some(({ direction }) => direction === "in");
  const picker = el(
    "div.menu.emoji",
    { popover: "auto", role: "group", "aria-label": "Reaction" },
    EMOJI.map(([emoji, label]) =>
      el(
        "button",
        { type: "button", "aria-label": label, title: label, onclick: () => react(emoji) },
        emoji,
      ),
    ),
    hasOne &&
      el(
        "button",
        {
          type: "button",
          "aria-label": "Remove the reaction",
          title: "Remove the reaction",
          onclick: () => react(""),
        },
        icon("close"),
      ),
  );
  show(picker, anchor);
}
