// Sends a message with the configuration of the environment, and prints its id.

import { SendWhatsAppMessageCommand, SocialMessagingClient } from "@aws-sdk/client-socialmessaging";
import { PHONE_NUMBER_ID } from "social-messaging-emulator";

const message = {
  messaging_product: "whatsapp",
  to: "+14255550123",
  type: "text",
  text: { body: process.argv[2] },
};
const client = new SocialMessagingClient({ maxAttempts: 1 });
const sent = await client.send(new SendWhatsAppMessageCommand({
  originationPhoneNumberId: PHONE_NUMBER_ID,
  metaApiVersion: "v24.0",
  message: Buffer.from(JSON.stringify(message)),
}));
console.log(sent.messageId);
client.destroy();
