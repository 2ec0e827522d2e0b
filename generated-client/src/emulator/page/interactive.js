// Interactive messages: buttons, lists, flows, products, carousels, and the
// answers of customers to them.

import { art, el, icon, link } from "./dom.js";
import { code, pretty, scaled } from "./format.js";
import { inline, markup } from "./markup.js";
import { mediaFile } from "./media.js";
import { askCallPermission, askContact, askFlow, askLocation, openList, press } from "./answers.js";
import { callBusiness } from "./call.js";

/** A header: text, or a media file. */
export function header(value) {
  if (!value) return null;
  const kind = value.type ?? (value.text !== undefined ? "text" : undefined);
  if (kind === "text") return el("div.header", null, value.text);
  return mediaFile(kind, value[kind]);
}

/** A button below a bubble. */
export function action(name, label, onclick, properties) {
  return el(
    "button.action",
    { type: "button", onclick, "data-focus": `action ${label}`, ...properties },
    name && icon(name),
    el("span", null, label),
  );
}

/** A button that opens a web page. */
export function linkAction(label, url) {
  const node = link(url ?? "", icon("external"), el("span", null, label));
  node.classList.add("action");
  node.title = url ?? "";
  return node;
}

function parts(value, ...actions) {
  return [
    header(value.header),
    value.body?.text && el("div.body", null, markup(value.body.text)),
    value.footer?.text && el("div.footer", null, inline(value.footer.text)),
    actions.flat().some(Boolean) && el("div.actions", null, actions),
  ];
}

function product(id, catalog) {
  return el(
    "div.product",
    null,
    art("product", id ?? ""),
    el(
      "div",
      null,
      el("strong", null, id),
      catalog && el("span.muted", null, `Catalog ${catalog}`),
    ),
  );
}

function replyAction(entry, reply) {
  return action("reply", reply?.title, () => press(entry, reply?.id), {
    title: `id: ${reply?.id}`,
  });
}

function replies(entry, value) {
  const buttons = value.action?.buttons ?? [];
  return parts(
    value,
    buttons.map(({ reply }) => replyAction(entry, reply)),
  );
}

function products(value) {
  const sections = value.action?.sections ?? [];
  return [
    ...parts(value),
    el(
      "div.card",
      null,
      sections.map((section) => [
        section.title && el("strong", null, section.title),
        (section.product_items ?? []).map((item) =>
          product(item.product_retailer_id, value.action.catalog_id),
        ),
      ]),
    ),
  ];
}

function cardActions(entry, card) {
  const { buttons, parameters, product_retailer_id: item, catalog_id: catalog } = card.action ?? {};
  if (parameters) return linkAction(parameters.display_text, parameters.url);
  if (item) return product(item, catalog);
  return (buttons ?? []).map(({ quick_reply: reply }) => replyAction(entry, reply));
}

function carousel(entry, value) {
  const cards = value.action?.cards ?? [];
  return [
    ...parts(value),
    el(
      "div.carousel",
      { role: "group", "aria-label": `Carousel of ${cards.length} cards`, tabindex: "0" },
      cards.map((card) =>
        el(
          "div.carousel-card",
          null,
          header(card.header),
          card.body?.text && el("div.body", null, markup(card.body.text)),
          el("div.actions", null, cardActions(entry, card)),
        ),
      ),
    ),
  ];
}

function orderDetails(value) {
  const { parameters = {} } = value.action ?? {};
  const { currency, order = {}, reference_id: reference, total_amount: total } = parameters;
  const line = (label, amount) =>
    amount &&
    el("div.line", null, el("span", null, label), el("span", null, scaled(amount, currency)));
  return [
    ...parts(value),
    el(
      "div.card",
      null,
      el("strong", null, `Order ${reference}`),
      (order.items ?? []).map((item) => line(`${item.quantity} × ${item.name}`, item.amount)),
      line("Tax", order.tax),
      line("Shipping", order.shipping),
      line("Discount", order.discount),
      el(
        "div.line.total",
        null,
        el("span", null, "Total"),
        el("span", null, scaled(total, currency)),
      ),
    ),
  ];
}

function orderStatus(value) {
  const { reference_id: reference, order = {}, payment } = value.action?.parameters ?? {};
  return [
    ...parts(value),
    el(
      "div.card",
      null,
      el("strong", null, `Order ${reference}`),
      el("div.line", null, el("span", null, "Status"), el("span", null, order.status)),
      payment &&
        el("div.line", null, el("span", null, "Payment"), el("span", null, payment.status)),
      order.description && el("span.muted", null, order.description),
    ),
  ];
}

const parameter = (value, name) => value.action?.parameters?.[name];

const SENT = {
  button: replies,
  list: (entry, value) =>
    parts(
      value,
      action("list", value.action?.button ?? "Choose", () => openList(entry, value)),
    ),
  cta_url: (entry, value) =>
    parts(value, linkAction(parameter(value, "display_text"), parameter(value, "url"))),
  flow: (entry, value) =>
    parts(
      value,
      action("flow", parameter(value, "flow_cta") ?? "Open", () =>
        askFlow(entry, parameter(value, "flow_cta"), value.action?.parameters),
      ),
    ),
  product: (entry, value) => [
    product(value.action?.product_retailer_id, value.action?.catalog_id),
    ...parts(value),
  ],
  product_list: (entry, value) => products(value),
  catalog_message: (entry, value) => [
    product(parameter(value, "thumbnail_product_retailer_id") ?? "Catalog"),
    ...parts(value),
  ],
  location_request_message: (entry, value) =>
    parts(
      value,
      action("pin", "Send location", () => askLocation(entry)),
    ),
  request_contact_info: (entry, value) =>
    parts(
      value,
      action("person", "Share contact", () => askContact(entry)),
    ),
  carousel,
  voice_call: (entry, value) =>
    parts(
      value,
      action("phone", parameter(value, "display_text") ?? "Call now", () => callBusiness(entry)),
    ),
  call_permission_request: (entry, value) =>
    parts(
      value,
      action("phone", "Choose preference", () => askCallPermission(entry)),
    ),
  order_details: (entry, value) => orderDetails(value),
  order_status: (entry, value) => orderStatus(value),
};

function formAnswer({ response_json: text, name, body }) {
  let json = text;
  try {
    json = JSON.parse(text);
  } catch {
    // Shown as it is.
  }
  const rows = json && typeof json === "object" ? Object.entries(json) : [];
  return [
    el("div.body.pressed", null, icon("flow"), el("span", null, body || "Sent")),
    el(
      "div.card",
      null,
      el("strong", null, name === "address_message" ? "Address" : "Form"),
      rows.length
        ? rows.map(([key, value]) =>
            el(
              "div.line",
              null,
              el("span", null, key),
              el("span", null, typeof value === "object" ? JSON.stringify(value) : String(value)),
            ),
          )
        : el("span.muted", null, String(text ?? "no answers")),
    ),
  ];
}

const pressed = (title, description) =>
  el(
    "div.body.pressed",
    null,
    icon("tap"),
    el("span", null, title, description && el("span.muted.block", null, description)),
  );

const RECEIVED = {
  button_reply: ({ title, id }) => pressed(title ?? id),
  list_reply: ({ title, id, description }) => pressed(title ?? id, description),
  nfm_reply: formAnswer,
  call_permission_reply: ({ response, is_permanent: always }) =>
    pressed(
      response === "accept" ? `Allowed calls${always ? " permanently" : ""}` : "Declined calls",
    ),
  payment_method: ({ payment_method: method, reference_id: reference }) =>
    pressed(`Paid by ${method}`, reference),
};

/** The nodes of an interactive message, or of the answer to one. */
export function interactive(entry, value) {
  const kind = value.type;
  if (Object.hasOwn(RECEIVED, kind) && value[kind]) return RECEIVED[kind](value[kind]);
  if (Object.hasOwn(SENT, kind)) return SENT[kind](entry, value);
  return [
    el("span.kind", null, kind ?? "interactive"),
    ...parts(value),
    code(pretty(value), "json"),
  ];
}
