// How to send the first message, with the address of this page.

import { sendAsBusiness } from "./api.js";
import { copyButton, el, icon } from "./dom.js";
import { code } from "./format.js";
import { attempt } from "./notify.js";
import { state } from "./store.js";
import { tabs } from "./tabs.js";

const TO = "+14255550123";
const REGION = "us-east-1";

const message = (body) => ({
  messaging_product: "whatsapp",
  to: TO,
  type: "text",
  text: { body },
});

const HELLO = "Your table is ready";

function snippets(url, phoneNumberId) {
  return [
    [
      "curl",
      `MESSAGE='${JSON.stringify(message(HELLO))}'

curl ${url}/v1/whatsapp/send -H 'content-type: application/json' -d '{
  "originationPhoneNumberId": "${phoneNumberId}",
  "metaApiVersion": "v24.0",
  "message": "'$(printf %s "$MESSAGE" | base64 | tr -d '\\n')'"
}'`,
    ],
    [
      "Python",
      `import json, boto3

client = boto3.client(
    "socialmessaging",
    endpoint_url="${url}",
    region_name="${REGION}",
    aws_access_key_id="emulator",
    aws_secret_access_key="emulator",
)
message = {
    "messaging_product": "whatsapp",
    "to": "${TO}",
    "type": "text",
    "text": {"body": "${HELLO}"},
}
client.send_whatsapp_message(
    originationPhoneNumberId="${phoneNumberId}",
    metaApiVersion="v24.0",
    message=json.dumps(message),
)`,
    ],
    [
      "Rust",
      `use socialmessaging::messages::Text;

let client = socialmessaging::Client::builder()
    .region("${REGION}")
    .endpoint_url("${url}")
    .credentials(socialmessaging::Credentials::new("emulator", "emulator"))
    .build()?;
let sender = client.sender("${phoneNumberId}");
sender.send(Text::new("${TO}", "${HELLO}")).await?;`,
    ],
    [
      "JavaScript",
      `import {
  SocialMessagingClient,
  SendWhatsAppMessageCommand,
} from "@aws-sdk/client-socialmessaging";

const client = new SocialMessagingClient({
  endpoint: "${url}",
  region: "${REGION}",
  credentials: { accessKeyId: "emulator", secretAccessKey: "emulator" },
});
const message = {
  messaging_product: "whatsapp",
  to: "${TO}",
  type: "text",
  text: { body: "${HELLO}" },
};
await client.send(new SendWhatsAppMessageCommand({
  originationPhoneNumberId: "${phoneNumberId}",
  metaApiVersion: "v24.0",
  message: new TextEncoder().encode(JSON.stringify(message)),
}));`,
    ],
    [
      "Environment",
      `export AWS_ENDPOINT_URL_SOCIALMESSAGING=${url}
export AWS_REGION=${REGION} AWS_DEFAULT_REGION=${REGION}
export AWS_ACCESS_KEY_ID=emulator AWS_SECRET_ACCESS_KEY=emulator
unset AWS_SESSION_TOKEN AWS_PROFILE`,
    ],
  ];
}

/** Makes the view that shows how to send. */
export function connectView() {
  const node = el("section.page-view.connect", { "aria-labelledby": "connect-title" });
  let shownFor = null;

  function render() {
    const phoneNumberId = state.numbers.keys().next().value;
    if (!phoneNumberId || shownFor === phoneNumberId) return;
    shownFor = phoneNumberId;
    const list = snippets(window.location.origin, phoneNumberId).map(([label, text]) => ({
      label,
      make: () => [
        el(
          "div.block-head",
          null,
          el(
            "span.muted",
            null,
            label === "Environment" ? "Any AWS SDK and the AWS CLI read these" : `To ${TO}`,
          ),
          copyButton(text),
        ),
        code(text),
      ],
    }));
    node.replaceChildren(
      el(
        "div.welcome",
        null,
        el("div.welcome-art", { "aria-hidden": "true" }, icon("logo")),
        el("h1", { id: "connect-title" }, "Send the first message"),
        el(
          "p.muted",
          null,
          "Point any AWS SDK at this address. Messages appear at once, nothing leaves this machine, and you answer as the customer.",
        ),
        tabs("Languages", list).node,
        el(
          "div.buttons",
          null,
          el(
            "button.primary",
            {
              type: "button",
              onclick: () =>
                attempt(() => sendAsBusiness(phoneNumberId, message(HELLO)), `Sent to ${TO}`),
            },
            icon("send"),
            "Send it from here",
          ),
        ),
      ),
    );
  }

  return { node, show: render, update: ({ all }) => all && render() };
}
