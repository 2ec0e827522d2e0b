// Requests through the AWS SDK for JavaScript.

import { SendWhatsAppMessageCommand, SocialMessagingClient } from "@aws-sdk/client-socialmessaging";
import { PHONE_NUMBER_ID } from "social-messaging-emulator";

/** Returns a client that does not repeat requests. */
export function clientOf(configuration) {
  return new SocialMessagingClient({ ...configuration, maxAttempts: 1 });
}

/** Sends a message of a type, and returns its id. */
export async function send(client, to, type, content) {
  const message = { messaging_product: "whatsapp", to, type, [type]: content };
  const { messageId } = await client.send(new SendWhatsAppMessageCommand({
    originationPhoneNumberId: PHONE_NUMBER_ID,
    metaApiVersion: "v24.0",
    message: Buffer.from(JSON.stringify(message)),
  }));
  return messageId;
}

/** Sends a text, and returns the id of the message. */
export function sendText(client, to, body) {
  return send(client, to, "text", { body });
}

/** Returns the first messages, or statuses, in the envelopes of events. */
export function firstOf(events, member) {
  const values = events.map(({ envelope }) => {
    const { changes } = JSON.parse(envelope.whatsAppWebhookEntry);
    return changes[0].value[member]?.[0];
  });
  return values.filter((value) => value !== undefined);
}
