// Every operation of AWS End User Messaging Social through the SDK for JavaScript.
//
// Prints one line per check: its name, a tab, and `ok` or the problem. The endpoint
// comes from AWS_ENDPOINT_URL_SOCIALMESSAGING, credentials and region from the
// usual variables.

import { createRequire } from "node:module";
import { join } from "node:path";

const require = createRequire(join(process.cwd(), "package.json"));
const sdk = require("@aws-sdk/client-socialmessaging");

const ACCOUNT = "waba-01234567890123456789012345678901";
const NUMBER = "phone-number-id-01234567890123456789012345678901";
const ACCOUNT_ARN =
  "arn:aws:social-messaging:us-east-1:123456789012:waba/01234567890123456789012345678901";
const MESSAGE = JSON.stringify({
  messaging_product: "whatsapp",
  to: "+14255550123",
  type: "text",
  text: { body: "from JavaScript" },
});

const endpoint = process.env.AWS_ENDPOINT_URL_SOCIALMESSAGING;
const known = {
  accessKeyId: process.env.AWS_ACCESS_KEY_ID,
  secretAccessKey: process.env.AWS_SECRET_ACCESS_KEY,
};

function made(credentials, maxAttempts = 1) {
  const region = process.env.AWS_REGION;
  return new sdk.SocialMessagingClient({ endpoint, region, maxAttempts, credentials });
}

const client = made(known);

function call(name, input, by = client) {
  return by.send(new sdk[`${name}Command`](input));
}

async function check(name, run) {
  let outcome = "ok";
  try {
    await run();
  } catch (error) {
    outcome = `${error.name}: ${error.message}`.replaceAll(/[\n\t]/g, " ");
  }
  console.log(`${name}\t${outcome}`);
}

function same(found, expected) {
  const [left, right] = [JSON.stringify(found), JSON.stringify(expected)];
  if (left !== right) throw new Error(`${left} instead of ${right}`);
}

// Checks that a call fails with this code and the exception class of the SDK.
async function fails(code, status, run) {
  try {
    await run();
  } catch (error) {
    same(error.name, code);
    same(error instanceof (sdk[code] ?? sdk.SocialMessagingServiceException), true);
    same(error.$metadata?.httpStatusCode, status);
    if (!error.message) throw new Error("no message");
    if (!error.$metadata?.requestId) throw new Error("no request id");
    return;
  }
  throw new Error(`succeeded instead of ${code}`);
}

async function control(method, path, body) {
  const init = { method, body: body && JSON.stringify(body) };
  return (await fetch(`${endpoint}/_emulator/${path}`, init)).json();
}

function send(by = client, message = MESSAGE) {
  const input = {
    originationPhoneNumberId: NUMBER,
    message: new TextEncoder().encode(message),
    metaApiVersion: "v24.0",
  };
  return call("SendWhatsAppMessage", input, by);
}

function demand(kind, options = {}) {
  return control("POST", "faults", { kind, operation: "SendWhatsAppMessage", ...options });
}

async function demanded(kind) {
  await demand(kind);
  await send();
}

async function recorded() {
  return (await control("GET", "messages")).messages.length;
}

// Checks that a call fails, and the number of accepted messages.
async function breaks(kind, messages, options) {
  const before = await recorded();
  await demand(kind, options);
  let failed = false;
  await send().catch(() => (failed = true));
  same(failed, true);
  same((await recorded()) - before, messages);
}

let mediaId;
let linked;
let linkedNumber;
let foreign;

await check("SendWhatsAppMessage", async () => {
  const { messageId } = await send();
  const { messages } = await control("GET", "messages");
  same(messages.some((message) => message.messageId === messageId), true);
});
await check("GetLinkedWhatsAppBusinessAccount", async () => {
  const { account } = await call("GetLinkedWhatsAppBusinessAccount", { id: ACCOUNT });
  same(account.arn, ACCOUNT_ARN);
  same(account.linkDate.getTime(), 1728518400000);
  same(account.phoneNumbers[0].phoneNumberId, NUMBER);
});
await check("GetLinkedWhatsAppBusinessAccountPhoneNumber", async () => {
  const found = await call("GetLinkedWhatsAppBusinessAccountPhoneNumber", { id: NUMBER });
  same(found.linkedWhatsAppBusinessAccountId, ACCOUNT);
  same(found.phoneNumber.phoneNumber, "+14255550100");
});
await check("PutWhatsAppBusinessAccountEventDestinations", async () => {
  const eventDestinations = [
    { eventDestinationArn: "arn:aws:sns:us-east-1:123456789012:events" },
  ];
  await call("PutWhatsAppBusinessAccountEventDestinations", { id: ACCOUNT, eventDestinations });
  const { account } = await call("GetLinkedWhatsAppBusinessAccount", { id: ACCOUNT });
  same(account.eventDestinations, eventDestinations);
});
await check("TagResource", async () => {
  const tags = [{ key: "team", value: "bookings" }, { key: "pilot" }];
  same((await call("TagResource", { resourceArn: ACCOUNT_ARN, tags })).statusCode, 200);
});
await check("ListTagsForResource", async () => {
  const { tags } = await call("ListTagsForResource", { resourceArn: ACCOUNT_ARN });
  same(tags.map((tag) => tag.key).sort(), ["pilot", "team"]);
});
await check("UntagResource", async () => {
  const input = { resourceArn: ACCOUNT_ARN, tagKeys: ["pilot"] };
  same((await call("UntagResource", input)).statusCode, 200);
});
await check("PostWhatsAppMessageMedia", async () => {
  const sourceS3File = { bucketName: "bucket", key: "a.png" };
  const input = { originationPhoneNumberId: NUMBER, sourceS3File };
  ({ mediaId } = await call("PostWhatsAppMessageMedia", input));
});
await check("GetWhatsAppMessageMedia", async () => {
  const input = { originationPhoneNumberId: NUMBER, mediaId, metadataOnly: true };
  const found = await call("GetWhatsAppMessageMedia", input);
  same([found.mimeType, found.fileSize], ["image/png", 1024]);
});
await check("DeleteWhatsAppMessageMedia", async () => {
  const input = { originationPhoneNumberId: NUMBER, mediaId };
  same((await call("DeleteWhatsAppMessageMedia", input)).success, true);
});
await check("AssociateWhatsAppBusinessAccount", async () => {
  for (let round = 0; round < 3; round += 1) {
    const callback = { signupCallback: { accessToken: "meta-token" } };
    const begun = await call("AssociateWhatsAppBusinessAccount", callback);
    const { associateInProgressToken, linkedAccountsWithIncompleteSetup } =
      begun.signupCallbackResult;
    const [waiting] = Object.values(linkedAccountsWithIncompleteSetup);
    const number = waiting.unregisteredWhatsAppPhoneNumbers[0].phoneNumberId;
    const setupFinalization = {
      associateInProgressToken,
      phoneNumbers: [{ id: number, twoFactorPin: "482913" }],
      waba: { id: waiting.wabaId },
    };
    const finished = await call("AssociateWhatsAppBusinessAccount", { setupFinalization });
    same(finished.statusCode, 200);
    linked = waiting.wabaId;
    linkedNumber = number;
  }
});
await check("ListLinkedWhatsAppBusinessAccounts", async () => {
  const { linkedAccounts } = await call("ListLinkedWhatsAppBusinessAccounts", {});
  same(linkedAccounts.some((account) => account.id === ACCOUNT), true);
});
await check("pages", async () => {
  const ids = [];
  let pages = 0;
  const paginator = sdk.paginateListLinkedWhatsAppBusinessAccounts({ client, pageSize: 1 }, {});
  for await (const page of paginator) {
    pages += 1;
    ids.push(...page.linkedAccounts.map((account) => account.id));
  }
  same(pages >= 4 && ids.length === new Set(ids).size, true);
});
await check("changed page token", () =>
  fails("InvalidParametersException", 400, () =>
    call("ListLinkedWhatsAppBusinessAccounts", { nextToken: "AAAA" }),
  ),
);
await check("AccessDeniedByMetaException", async () => {
  const sourceS3File = { bucketName: "bucket", key: "a.png" };
  const input = { originationPhoneNumberId: linkedNumber, sourceS3File };
  foreign = (await call("PostWhatsAppMessageMedia", input)).mediaId;
  await fails("AccessDeniedByMetaException", 403, () =>
    call("GetWhatsAppMessageMedia", { originationPhoneNumberId: NUMBER, mediaId: foreign }),
  );
});
await check("media of another phone number", () => {
  const image = { messaging_product: "whatsapp", to: "+14255550123", type: "image" };
  const message = JSON.stringify({ ...image, image: { id: foreign } });
  return fails("InvalidParametersException", 400, () => send(client, message));
});
await check("DisassociateWhatsAppBusinessAccount", async () => {
  await call("DisassociateWhatsAppBusinessAccount", { id: linked });
  await fails("ResourceNotFoundException", 404, () =>
    call("GetLinkedWhatsAppBusinessAccount", { id: linked }),
  );
});
await check("AccessDeniedException", () =>
  fails("AccessDeniedException", 403, () => demanded("AccessDeniedException")),
);
await check("DependencyException", () =>
  fails("DependencyException", 502, () => demanded("502")),
);
await check("InternalServiceException", () =>
  fails("InternalServiceException", 500, () => demanded("500")),
);
await check("InvalidParametersException", () =>
  fails("InvalidParametersException", 400, () =>
    call("PostWhatsAppMessageMedia", {
      originationPhoneNumberId: NUMBER,
      sourceS3File: { bucketName: "bucket", key: "a" },
      sourceS3PresignedUrl: { url: "https://a.s3.amazonaws.com/b", headers: {} },
    }),
  ),
);
await check("ResourceNotFoundException", () =>
  fails("ResourceNotFoundException", 404, () =>
    call("GetLinkedWhatsAppBusinessAccount", { id: "waba-unknown" }),
  ),
);
await check("ThrottledRequestException", () =>
  fails("ThrottledRequestException", 429, () => demanded("throttle")),
);
await check("ValidationException", () =>
  fails("ValidationException", 400, () =>
    call("GetLinkedWhatsAppBusinessAccount", { id: "no-account" }),
  ),
);
await check("retry after throttling", async () => {
  await demand("throttle");
  await send(made(known, 2));
});
await check("late answer", async () => {
  await demand("delay", { milliseconds: 50 });
  await send();
});
await check("reset before processing", () => breaks("reset", 0));
await check("reset after processing", () => breaks("reset", 1, { stage: "after" }));
await check("garbage", () => breaks("garbage", 1, { stage: "after" }));
await check("HTML of a proxy", () => breaks("html", 0));
await check("unsigned", () => {
  const unsigned = made(known);
  const strip = (next) => (request) => {
    delete request.request.headers.authorization;
    return next(request);
  };
  unsigned.middlewareStack.add(strip, { step: "finalizeRequest", priority: "low" });
  return fails("MissingAuthenticationTokenException", 403, () => send(unsigned));
});
await check("wrong secret", () =>
  fails("InvalidSignatureException", 403, () =>
    send(made({ ...known, secretAccessKey: "wrong" })),
  ),
);
await check("unknown key", () =>
  fails("UnrecognizedClientException", 403, () =>
    send(made({ ...known, accessKeyId: "other" })),
  ),
);
await check("unknown session token", () =>
  fails("ExpiredTokenException", 403, () =>
    send(made({ ...known, sessionToken: "expired" })),
  ),
);

if (sdk.CreateWhatsAppFlowCommand) {
  const { run } = await import("./javascript_added.mjs");
  await run({ ACCOUNT, NUMBER, sdk, client, call, check, control, fails, same });
}
