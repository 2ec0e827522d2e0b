// Requests to the control API.

const ROOT = "/_emulator/";

async function request(method, path, body) {
  const options = { method };
  if (body !== undefined) {
    options.body = JSON.stringify(body);
    options.headers = { "content-type": "application/json" };
  }
  const response = await fetch(path, options);
  const text = await response.text();
  const json = parse(text);
  if (!response.ok) {
    throw new Error(json?.message ?? json?.Message ?? `${response.status} ${response.statusText}`);
  }
  return json ?? {};
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

export const get = (path) => request("GET", ROOT + path);
export const put = (path, body) => request("PUT", ROOT + path, body);
export const remove = (path) => request("DELETE", ROOT + path);
export const post = (path, body) => request("POST", ROOT + path, body);

/** Lets the customer of a chat act. */
export function act(chat, action) {
  return post("customers", { phone: chat.customer, phoneNumberId: chat.phoneNumberId, action });
}

/** The body of SendWhatsAppMessage. The service takes the message as base64. */
function sendBody(phoneNumberId, message) {
  const bytes = new TextEncoder().encode(JSON.stringify(message));
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return {
    originationPhoneNumberId: phoneNumberId,
    metaApiVersion: "v24.0",
    message: btoa(binary),
  };
}

/** Sends a message as the business, through the AWS operation. */
export function sendAsBusiness(phoneNumberId, message) {
  return request("POST", "/v1/whatsapp/send", sendBody(phoneNumberId, message));
}
