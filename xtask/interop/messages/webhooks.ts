// Webhooks that satisfy the types of whatsapp-api-js, one for each form that it knows.

import type {
  PostData,
  PostDataCallField,
  ServerCallConnect,
  ServerCallTerminate,
  ServerMessage,
  ServerStatusPayload,
} from "whatsapp-api-js/types";

type Change = PostData["entry"][0]["changes"][0];

const receiver = {
  messaging_product: "whatsapp" as const,
  metadata: { display_phone_number: "14255550100", phone_number_id: "106540352242922" },
};
const contact = {
  profile: { name: "Ada", username: "ada" },
  wa_id: "14255550123",
  user_id: "US.13491208655302741918",
};

function webhook(change: Change): PostData {
  return {
    object: "whatsapp_business_account",
    entry: [{ id: "102290129340398", changes: [change] }],
  };
}

type Base = Pick<ServerMessage, "from" | "from_user_id" | "id" | "timestamp">;
type Without<T, Keys extends PropertyKey> = T extends unknown ? Omit<T, Keys> : never;
type Content = Without<ServerMessage, keyof Base>;

function message(content: Content): PostData {
  const base: Base = {
    from: "14255550123",
    from_user_id: "US.13491208655302741918",
    id: "wamid.HBgLMTQyNTU1NTAxMjM",
    timestamp: "1767225600",
  };
  const message: ServerMessage = Object.assign(base, content);
  return webhook({
    field: "messages",
    value: { ...receiver, contacts: [contact], messages: [message] },
  });
}

function status(status: ServerStatusPayload): PostData {
  return webhook({ field: "messages", value: { ...receiver, statuses: [status] } });
}

function call(value: PostDataCallField["value"]): PostData {
  return webhook({ field: "calls", value: { ...receiver, ...value } });
}

const sent = { id: "wamid.HBgLMTQyNTU1NTAxMjM", timestamp: "1767225600" };
const file = { sha256: "Zm9v", id: "1166846181421424", url: "https://example.com/file" };

const connect: ServerCallConnect = {
  id: "wacid.HBgLMTQyNTU1NTAxMjM",
  from: "14255550123",
  to: "14255550100",
  timestamp: "1767225600",
  direction: "USER_INITIATED",
  event: "connect",
  session: { sdp_type: "offer", sdp: "v=0" },
};
const terminate: ServerCallTerminate = {
  id: "wacid.HBgLMTQyNTU1NTAxMjM",
  from: "14255550123",
  to: "14255550100",
  timestamp: "1767225700",
  direction: "USER_INITIATED",
  event: "terminate",
  status: "COMPLETED",
  biz_opaque_callback_data: "call-4711",
  start_time: "1767225600",
  end_time: "1767225700",
  duration: 100,
};

/** The webhooks by name, with the kind of their event. */
export const webhooks: Record<string, ["message" | "status" | "call", PostData]> = {
  "received text": ["message", message({ type: "text", text: { body: "hi" } })],
  "received reply": [
    "message",
    message({
      type: "text",
      text: { body: "hi" },
      context: { from: "14255550100", id: "wamid.X" },
    }),
  ],
  "received forward": [
    "message",
    message({ type: "text", text: { body: "hi" }, context: { frequently_forwarded: true } }),
  ],
  "received question about a product": [
    "message",
    message({
      type: "text",
      text: { body: "hi" },
      context: { referred_product: { catalog_id: "1", product_retailer_id: "oak" } },
    }),
  ],
  "received text of a group": [
    "message",
    message({ type: "text", text: { body: "hi" }, group_id: "Y2FwaV9ncm91cDox" }),
  ],
  "received identity": [
    "message",
    message({
      type: "text",
      text: { body: "hi" },
      identity: { acknowledged: true, created_timestamp: "1767225600", hash: "DF2lS5v2W6x" },
    }),
  ],
  "received referral": [
    "message",
    message({
      type: "text",
      text: { body: "hi" },
      referral: {
        source_url: "https://example.com/ad",
        source_id: "1",
        source_type: "ad",
        headline: "Trees",
        body: "All trees",
        ctwa_clid: "click",
        welcome_message: { text: "Welcome" },
        media_type: "image",
        image_url: "https://example.com/oak.png",
      },
    }),
  ],
  "received audio": [
    "message",
    message({ type: "audio", audio: { ...file, voice: true, mime_type: "audio/ogg" } }),
  ],
  "received document": [
    "message",
    message({
      type: "document",
      document: { ...file, caption: "A", filename: "a.pdf", mime_type: "application/pdf" },
    }),
  ],
  "received image": [
    "message",
    message({
      type: "image",
      image: { ...file, mime_type: "image/jpeg", static_url: "https://example.com/static" },
    }),
  ],
  "received sticker": [
    "message",
    message({ type: "sticker", sticker: { ...file, animated: false, mime_type: "image/webp" } }),
  ],
  "received video": [
    "message",
    message({ type: "video", video: { ...file, caption: "A", mime_type: "video/mp4" } }),
  ],
  "received location": [
    "message",
    message({
      type: "location",
      location: { latitude: "47.6149", longitude: "-122.1941", name: "Old Bellevue" },
    }),
  ],
  "received contact": [
    "message",
    message({
      type: "contacts",
      contacts: [
        {
          vcard: null,
          origin: "other",
          name: { formatted_name: "Ada Lovelace", first_name: "Ada" },
          phones: [{ phone: "+14255550199", wa_id: "14255550199", type: "WORK" }],
          emails: [{ email: "ada@example.com", type: "WORK" }],
          addresses: [{ city: "Bellevue", country_code: "us" }],
          org: { company: "Analytical Engines" },
          urls: [{ url: "https://example.com" }],
          birthday: "1815-12-10",
        },
      ],
    }),
  ],
  "received button": [
    "message",
    message({ type: "button", button: { text: "Later", payload: "later" } }),
  ],
  "received reply button": [
    "message",
    message({
      type: "interactive",
      interactive: { type: "button_reply", button_reply: { id: "y", title: "Yes" } },
    }),
  ],
  "received row": [
    "message",
    message({
      type: "interactive",
      interactive: {
        type: "list_reply",
        list_reply: { id: "miso", title: "Miso", description: "With soy" },
      },
    }),
  ],
  "received Flow": [
    "message",
    message({
      type: "interactive",
      interactive: {
        type: "nfm_reply",
        nfm_reply: { name: "flow", body: "Sent", response_json: '{"flow_token":"t"}' },
      },
    }),
  ],
  "received address": [
    "message",
    message({
      type: "interactive",
      interactive: {
        type: "nfm_reply",
        nfm_reply: { name: "address_message", response_json: '{"values":{"city":"Delhi"}}' },
      },
    }),
  ],
  "received call permission": [
    "message",
    message({
      type: "interactive",
      interactive: {
        type: "call_permission_reply",
        call_permission_reply: {
          response: "accept",
          is_permanent: false,
          expiration_timestamp: 1767830400,
          response_source: "user_action",
        },
      },
    }),
  ],
  "received reaction": [
    "message",
    message({ type: "reaction", reaction: { emoji: "👍", message_id: "wamid.X" } }),
  ],
  "received removed reaction": [
    "message",
    message({ type: "reaction", reaction: { message_id: "wamid.X" } }),
  ],
  "received order": [
    "message",
    message({
      type: "order",
      order: {
        catalog_id: "1",
        product_items: [
          { product_retailer_id: "oak", quantity: 2, item_price: 9.5, currency: "USD" },
        ],
        text: "Soon, please",
      },
    }),
  ],
  "received new number": [
    "message",
    message({
      type: "system",
      system: {
        body: "Ada changed the number",
        wa_id: "14255550124",
        user_id: "US.13491208655302741918",
        previous_user_id: "US.13491208655302741918",
        type: "user_changed_number",
      },
    }),
  ],
  "received welcome": ["message", message({ type: "request_welcome" })],
  "received unknown": [
    "message",
    message({
      type: "unknown",
      errors: [
        {
          code: 501,
          details: "Message type is not currently supported",
          title: "Unsupported message type",
          message: "Unsupported message type",
          error_data: { details: "Message type is not currently supported" },
        },
      ],
    }),
  ],
  "received unsupported": [
    "message",
    message({
      type: "unsupported",
      unsupported: { type: "poll" },
      errors: [
        {
          code: 131051,
          title: "Message type unknown",
          message: "Message type unknown",
          error_data: { details: "Message type is currently not supported." },
        },
      ],
    }),
  ],
  "status sent": [
    "status",
    status({
      ...sent,
      status: "sent",
      recipient_id: "14255550123",
      biz_opaque_callback_data: "order-4711",
      conversation: {
        id: "c",
        expiration_timestamp: "1767312000",
        origin: { type: "utility" },
      },
      pricing: {
        pricing_model: "PMP",
        billable: true,
        type: "regular",
        category: "authentication_international",
      },
    }),
  ],
  "status delivered": [
    "status",
    status({ ...sent, status: "delivered", recipient_user_id: "US.13491208655302741918" }),
  ],
  "status read of a group": [
    "status",
    status({
      ...sent,
      status: "read",
      recipient_type: "group",
      recipient_id: "Y2FwaV9ncm91cDox",
      recipient_participant_id: "14255550123",
    }),
  ],
  "status played": ["status", status({ ...sent, status: "played", recipient_id: "14255550123" })],
  "status failed": [
    "status",
    status({
      ...sent,
      status: "failed",
      recipient_id: "14255550123",
      conversation: undefined,
      pricing: undefined,
      errors: [
        {
          code: 131047,
          title: "Re-engagement message",
          message: "Re-engagement message",
          error_data: { details: "More than 24 hours have passed." },
          href: "https://example.com/errors",
        },
      ],
    }),
  ],
  "call connected": ["call", call({ contacts: [contact], calls: [connect] })],
  "call terminated": ["call", call({ contacts: [contact], calls: [terminate] })],
  "call ringing": [
    "call",
    call({
      statuses: [
        {
          id: "wacid.HBgLMTQyNTU1NTAxMjM",
          status: "RINGING",
          timestamp: "1767225600",
          recipient_id: "14255550123",
          type: "call",
        },
      ],
    }),
  ],
};
