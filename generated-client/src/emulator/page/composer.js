// The customer writes: text, files, locations, contacts, calls, replies and edits.

import { act } from "./api.js";
import { askContact, askLocation, askMedia } from "./answers.js";
import { author, summary } from "./bubble.js";
import { callBusiness } from "./call.js";
import { openMenu } from "./dialog.js";
import { el, fill, icon, iconButton } from "./dom.js";
import { attempt } from "./notify.js";
import { state } from "./store.js";

const TALLEST_PX = 160;

export function composer() {
  let chat = null;
  let target = null;
  const about = el("div.about", { hidden: true });
  const input = el("textarea", {
    rows: "1",
    "aria-label": "Message from the customer",
    placeholder: "Write a message",
  });
  const send = el(
    "button.send",
    { type: "submit", "aria-label": "Send as the customer", title: "Send" },
    icon("send"),
  );
  const attach = iconButton("plus", "Attach", () => openMenu(attach, "Attach", attachments()), {
    "aria-haspopup": "menu",
  });
  const form = el(
    "form.composer",
    { onsubmit: submit },
    about,
    el("div.composer-row", null, attach, input, send),
  );

  function attachments() {
    const media = (type, label) => ({ icon: type, label, run: () => askMedia(chat, type) });
    return [
      media("image", "Image"),
      media("video", "Video"),
      media("audio", "Audio"),
      media("document", "Document"),
      media("sticker", "Sticker"),
      null,
      { icon: "pin", label: "Location", run: () => askLocation(chat) },
      { icon: "person", label: "Contact", run: () => askContact(chat) },
      { icon: "phone", label: "Call", run: () => callBusiness(chat) },
    ];
  }

  input.addEventListener("input", resize);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) submit(event);
    if (event.key === "Escape" && target) {
      event.stopPropagation();
      aim(null);
    }
  });

  function resize() {
    input.style.height = "auto";
    input.style.height = `${Math.min(input.scrollHeight, TALLEST_PX)}px`;
  }

  async function submit(event) {
    event.preventDefault();
    const body = input.value;
    if (!chat || !body.trim()) return;
    const action = target?.isEdit
      ? { type: "edit", message: target.entry.wamid, body }
      : { type: "text", body, ...(target && { replyTo: target.entry.id }) };
    const before = target;
    input.value = "";
    aim(null);
    resize();
    if (await attempt(() => act(chat, action))) return;
    input.value = body;
    aim(before);
    resize();
  }

  function keepDraft({ key }) {
    if (input.value && !target?.isEdit) state.drafts.set(key, input.value);
    else state.drafts.delete(key);
  }

  // The message to which the text replies, or which it replaces.
  function aim(next) {
    target = next;
    about.hidden = !next;
    if (!next) return;
    fill(
      about,
      icon(next.isEdit ? "edit" : "reply"),
      el(
        "div",
        null,
        el("strong", null, next.isEdit ? "Edit" : `Reply to ${author(next.entry)}`),
        el("span", null, summary(next.entry)),
      ),
      iconButton("close", "Cancel", () => aim(null)),
    );
    input.focus();
  }

  return {
    node: form,
    reply: (entry) => aim({ entry, isEdit: false }),
    edit(entry) {
      input.value = entry.edited?.body ?? entry.message.text?.body ?? "";
      aim({ entry, isEdit: true });
      resize();
    },
    show(next) {
      const before = chat;
      chat = next;
      // A new snapshot has a new object for the same chat.
      if (before?.key === next?.key) return;
      if (before) keepDraft(before);
      input.value = state.drafts.get(next?.key) ?? "";
      aim(null);
      resize();
    },
    setName(name, canWrite) {
      input.placeholder = `Write as ${name}`;
      input.setAttribute("aria-label", `Message from ${name}`);
      form.hidden = !canWrite;
    },
    focus: () => input.focus(),
  };
}
