// Templates as the customer sees them. The emulator renders texts, buttons and cards;
// offers come from the parameters of the message.

import { copy, el, icon } from "./dom.js";
import { full } from "./format.js";
import { inline, markup } from "./markup.js";
import { MEDIA, location, mediaFile } from "./media.js";
import { action, header, linkAction } from "./interactive.js";
import { notify } from "./notify.js";
import { askContact, askFlow, press } from "./answers.js";
import { callBusiness } from "./call.js";

const isKind = (component, kind) => String(component?.type).toLowerCase() === kind;
const component = (value, kind) => (value.components ?? []).find((item) => isKind(item, kind));

function parameterHeader(parameters) {
  const [first] = parameters ?? [];
  if (first?.type === "location") return location(first.location);
  return first ? header(first) : null;
}

function renderedHeader(rendered, value) {
  const { header: shown } = rendered;
  const parameters = component(value, "header")?.parameters;
  if (!shown) return parameterHeader(parameters);
  if (shown.text) return el("div.header", null, shown.text);
  const kind = String(shown.format).toLowerCase();
  if (kind === "location") return parameterHeader(parameters);
  if (!MEDIA.includes(kind) && kind !== "gif") return parameterHeader(parameters);
  return mediaFile(kind, shown.media ?? parameters?.[0]?.[kind]);
}

function offer(value) {
  const [parameter] = component(value, "limited_time_offer")?.parameters ?? [];
  const ends = parameter?.limited_time_offer?.expiration_time_ms;
  return (
    ends &&
    el(
      "div.offer",
      null,
      icon("gift"),
      el(
        "span",
        null,
        "Limited-time offer",
        el("span.muted.block", null, `Ends ${full(ends / 1000)}`),
      ),
    )
  );
}

function couponOf(value) {
  const coupons = (value.components ?? []).map(({ parameters }) => parameters?.[0]?.coupon_code);
  return coupons.find(Boolean);
}

async function copyCoupon(coupon) {
  if (coupon && (await copy(coupon))) notify(`Copied ${coupon}`);
  else notify("This message has no coupon code to copy", "error");
}

function button(entry, value, shown) {
  const label = shown.text ?? shown.type;
  switch (String(shown.type).toUpperCase()) {
    case "URL":
      return linkAction(label, shown.url);
    case "PHONE_NUMBER":
      return action("phone", label, () => callBusiness(entry));
    case "VOICE_CALL":
      return action("phone", label, () => callBusiness(entry));
    case "COPY_CODE":
      return action("copy", label, () => copyCoupon(couponOf(value)), { title: couponOf(value) });
    case "FLOW":
      return action("flow", label, () => askFlow(entry, label, {}));
    case "REQUEST_CONTACT_INFO":
      return action("person", label, () => askContact(entry));
    default:
      // The cards of a carousel may have buttons with the same text.
      return action("reply", label, () => press(entry, shown.payload ?? label), {
        title: shown.payload && `payload: ${shown.payload}`,
      });
  }
}

function buttonsOf(entry, value, buttons) {
  if (!buttons?.length) return null;
  return el(
    "div.actions",
    null,
    buttons.map((shown) => button(entry, value, shown)),
  );
}

// A card is rendered like a template.
function card(entry, rendered, sent = {}) {
  return el(
    "div.carousel-card",
    null,
    renderedHeader(rendered, sent),
    rendered.body && el("div.body", null, markup(rendered.body)),
    rendered.footer && el("div.footer", null, inline(rendered.footer)),
    buttonsOf(entry, sent, rendered.buttons),
  );
}

// The label of a button is part of the template; the message has only its payload, or
// the variable of its address.
function unknownButton({ sub_type: kind, parameters }) {
  const name = String(kind).toLowerCase() === "url" ? "external" : "reply";
  return el(
    "span.action",
    null,
    icon(name),
    el("span", null, parameterText(parameters?.[0]) || kind),
  );
}

function unknownCard({ components = [] }) {
  const of = (kind) => components.find((item) => isKind(item, kind))?.parameters;
  const texts = (of("body") ?? []).map(parameterText).join(" · ");
  const buttons = components.filter((item) => isKind(item, "button"));
  return el(
    "div.carousel-card",
    null,
    parameterHeader(of("header")),
    texts && el("div.body", null, texts),
    el("div.actions", null, buttons.map(unknownButton)),
  );
}

function carousel(entry, value) {
  const sent = component(value, "carousel")?.cards ?? [];
  const rendered = entry.template?.cards;
  const cards = rendered
    ? rendered.map((shown, index) =>
        card(
          entry,
          shown,
          sent.find(({ card_index: at }) => at === index),
        ),
      )
    : sent.map(unknownCard);
  return (
    cards.length > 0 &&
    el(
      "div.carousel",
      { role: "group", "aria-label": `Carousel of ${cards.length} cards`, tabindex: "0" },
      cards,
    )
  );
}

function parameterText(parameter) {
  if (!parameter) return "";
  const value = parameter[parameter.type];
  return String(
    parameter.text ??
      parameter.payload ??
      value?.fallback_value ??
      parameter.coupon_code ??
      parameter.type,
  );
}

// The emulator renders only templates that it knows.
function unrendered(value) {
  const parameters = (value.components ?? []).flatMap((item) =>
    (item.parameters ?? []).map((parameter) => [item.type, parameter]),
  );
  return [
    parameterHeader(component(value, "header")?.parameters),
    el(
      "div.card",
      null,
      el("span.muted", null, "The emulator does not know this template. Its parameters:"),
      parameters.map(([where, parameter]) =>
        el(
          "div.line",
          null,
          el("span", null, parameter.parameter_name ?? String(where).toLowerCase()),
          el("span", null, parameterText(parameter)),
        ),
      ),
      parameters.length === 0 && el("span.muted", null, "none"),
    ),
  ];
}

/** The nodes of a template message. */
export function template(entry, value) {
  const rendered = entry.template;
  return [
    el("span.kind", null, icon("template"), `${value.name} · ${value.language?.code ?? ""}`),
    rendered ? renderedHeader(rendered, value) : unrendered(value),
    offer(value),
    rendered?.body && el("div.body", null, markup(rendered.body)),
    rendered?.footer && el("div.footer", null, inline(rendered.footer)),
    buttonsOf(entry, value, rendered?.buttons),
    carousel(entry, value),
  ];
}
