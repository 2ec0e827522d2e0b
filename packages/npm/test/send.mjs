// Sends a text with the configuration of the environment, and prints the id of the message.

import { clientOf, sendText } from "./sdk.mjs";

const client = clientOf({});
console.log(await sendText(client, "+14255550123", process.argv[2]));
client.destroy();
