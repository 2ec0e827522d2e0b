// The checks of the operations that were added after May 2025. `by` has the helpers
// of the other module.

const DEFINITION = {
  name: "interop",
  language: "en",
  category: "UTILITY",
  components: [
    { type: "HEADER", format: "IMAGE", example: { header_handle: ["HANDLE"] } },
    {
      type: "BODY",
      text: "Hello {{1}}, your table is ready.",
      example: { body_text: [["Ana"]] },
    },
  ],
};
const FLOW = {
  version: "7.3",
  screens: [
    { id: "A", terminal: true, layout: { type: "SingleColumnLayout", children: [] } },
  ],
};
const PERSON = "+14255550123";

const raw = (value) => new TextEncoder().encode(JSON.stringify(value));

export async function run(by) {
  const { ACCOUNT: id, NUMBER: number, sdk, client, call, check, control, fails, same } = by;
  const made = {};

  await check("CreateWhatsAppMessageTemplateMedia", async () => {
    const sourceS3File = { bucketName: "bucket", key: "a.png" };
    const uploaded = await call("CreateWhatsAppMessageTemplateMedia", { id, sourceS3File });
    made.handle = uploaded.metaHeaderHandle;
  });
  await check("CreateWhatsAppMessageTemplate", async () => {
    const definition = JSON.parse(JSON.stringify(DEFINITION).replace("HANDLE", made.handle));
    const templateDefinition = raw(definition);
    const created = await call("CreateWhatsAppMessageTemplate", { id, templateDefinition });
    same([created.templateStatus, created.category], ["PENDING", "UTILITY"]);
    made.template = created.metaTemplateId;
  });
  const template = async (which) => {
    const found = await call("GetWhatsAppMessageTemplate", { id, ...which });
    return JSON.parse(found.template);
  };
  await check("GetWhatsAppMessageTemplate", async () => {
    const byId = await template({ metaTemplateId: made.template });
    const byName = await template({ templateName: "interop", templateLanguageCode: "en" });
    same(byId, byName);
    same(byId.status, "APPROVED");
  });
  await check("UpdateWhatsAppMessageTemplate", async () => {
    await call("UpdateWhatsAppMessageTemplate", {
      id,
      metaTemplateId: made.template,
      parameterFormat: "positional",
      ctaUrlLinkTrackingOptedOut: true,
      templateComponents: raw(DEFINITION.components.slice(1)),
    });
    same((await template({ metaTemplateId: made.template })).components.length, 1);
  });
  await check("ListWhatsAppMessageTemplates", async () => {
    const { templates } = await call("ListWhatsAppMessageTemplates", { id });
    same(
      templates.map((found) => [found.templateName, found.templateStatus]),
      [["interop", "APPROVED"]],
    );
  });
  await check("ListWhatsAppTemplateLibrary", async () => {
    const filters = { searchKey: "delivery" };
    const found = await call("ListWhatsAppTemplateLibrary", { id, maxResults: 10, filters });
    const names = found.metaLibraryTemplates.map((one) => one.templateName);
    same(names, ["delivery_update_1"]);
  });
  await check("CreateWhatsAppMessageTemplateFromLibrary", async () => {
    const metaLibraryTemplate = {
      templateName: "mine",
      libraryTemplateName: "delivery_update_1",
      templateCategory: "UTILITY",
      templateLanguage: "en_US",
      libraryTemplateButtonInputs: [
        { type: "URL", url: { base_url: "https://www.example.com/" } },
      ],
    };
    const name = "CreateWhatsAppMessageTemplateFromLibrary";
    const created = await call(name, { id, metaLibraryTemplate });
    same(created.templateStatus, "APPROVED");
  });
  await check("pages of templates", async () => {
    const names = [];
    const pages = sdk.paginateListWhatsAppMessageTemplates({ client, pageSize: 1 }, { id });
    for await (const page of pages) names.push(...page.templates.map((one) => one.templateName));
    same(names.sort(), ["interop", "mine"]);
  });
  await check("failure of a template message", async () => {
    const message = raw({
      messaging_product: "whatsapp",
      type: "template",
      to: PERSON,
      template: { name: "interop", language: { code: "en" } },
    });
    const input = { originationPhoneNumberId: number, message, metaApiVersion: "v24.0" };
    const { messageId } = await call("SendWhatsAppMessage", input);
    const { messages } = await control("GET", "messages");
    const failed = messages.find((one) => one.messageId === messageId);
    same([failed.status, failed.errors[0].code], ["failed", 132000]);
  });
  await check("DeleteWhatsAppMessageTemplate", async () => {
    const templateName = "interop";
    await call("DeleteWhatsAppMessageTemplate", { id, templateName, deleteAllLanguages: true });
    const get = () => template({ metaTemplateId: made.template });
    await fails("ResourceNotFoundException", 404, get);
  });

  await check("CreateWhatsAppFlow", async () => {
    const input = { id, flowName: "form", categories: ["SURVEY"], flowJson: raw({}) };
    const created = await call("CreateWhatsAppFlow", input);
    same(created.validationErrors.length > 0, true);
    made.flow = created.flowId;
  });
  const flow = (name, members) => call(name, { id, flowId: made.flow, ...members });
  const flowStatus = async (name, status) => {
    await flow(name);
    same((await flow("GetWhatsAppFlow")).flowStatus, status);
  };
  await check("GetWhatsAppFlow", async () => {
    const found = await flow("GetWhatsAppFlow");
    same([found.flowStatus, found.categories], ["DRAFT", ["SURVEY"]]);
  });
  await check("UpdateWhatsAppFlow", async () => {
    const endpointUri = "https://www.example.com/";
    await flow("UpdateWhatsAppFlow", { flowName: "better", endpointUri });
    same((await flow("GetWhatsAppFlow")).flowName, "better");
  });
  await check("UpdateWhatsAppFlowAssets", async () => {
    const updated = await flow("UpdateWhatsAppFlowAssets", { flowJson: raw(FLOW) });
    same(updated.validationErrors, []);
  });
  await check("GetWhatsAppFlowPreview", async () => {
    const first = await flow("GetWhatsAppFlowPreview");
    const second = await flow("GetWhatsAppFlowPreview", { invalidate: true });
    same(first.preview.previewUrl === second.preview.previewUrl, false);
  });
  await check("ListWhatsAppFlowAssets", async () => {
    const { flowAssets } = await flow("ListWhatsAppFlowAssets");
    same(flowAssets.map((asset) => asset.assetType), ["FLOW_JSON"]);
  });
  await check("ListWhatsAppFlows", async () => {
    const { flows } = await call("ListWhatsAppFlows", { id, maxResults: 10 });
    same(flows.map((found) => found.flowId), [made.flow]);
  });
  await check("PublishWhatsAppFlow", () => flowStatus("PublishWhatsAppFlow", "PUBLISHED"));
  await check("DeprecateWhatsAppFlow", () => flowStatus("DeprecateWhatsAppFlow", "DEPRECATED"));
  await check("DeleteWhatsAppFlow", async () => {
    const input = { id, flowName: "draft", categories: ["OTHER"] };
    const { flowId } = await call("CreateWhatsAppFlow", input);
    await call("DeleteWhatsAppFlow", { id, flowId });
    const get = () => call("GetWhatsAppFlow", { id, flowId });
    await fails("ResourceNotFoundException", 404, get);
  });

  // Not in every version with Flows.
  if (!sdk.SendWhatsAppCallEventCommand) return;
  await check("PutWhatsAppBusinessPublicKey", async () => {
    const kmsKeyArn = "arn:aws:kms:us-east-1:123456789012:alias/flows";
    await call("PutWhatsAppBusinessPublicKey", { originationPhoneNumberId: number, kmsKeyArn });
  });
  await check("GetWhatsAppBusinessPublicKey", async () => {
    const input = { originationPhoneNumberId: number };
    const key = await call("GetWhatsAppBusinessPublicKey", input);
    same(key.businessPublicKeySignatureStatus, "VALID");
  });
  await check("UpdateLinkedWhatsAppBusinessAccountPhoneNumber", async () => {
    const openTime = { hours: 9, minutes: 0 };
    const closeTime = { hours: 17, minutes: 30 };
    const weeklyOperatingHours = [{ dayOfWeek: "MONDAY", openTime, closeTime }];
    const callHours = { enabled: true, timezone: "Europe/Berlin", weeklyOperatingHours };
    const callSettings = { callEnabled: true, callHours };
    await call("UpdateLinkedWhatsAppBusinessAccountPhoneNumber", { id: number, callSettings });
    const found = await call("GetLinkedWhatsAppBusinessAccountPhoneNumber", { id: number });
    same(found.callSettings, callSettings);
  });
  await check("GetWhatsAppCallPermission", async () => {
    const until = Math.floor(Date.now() / 1000) + 3600;
    const permission = "temporary";
    const set = { phoneNumberId: number, person: PERSON, permission, until };
    await control("PUT", "call-permissions", set);
    const input = { originationPhoneNumberId: number, destinationPhoneNumber: PERSON };
    const found = await call("GetWhatsAppCallPermission", input);
    same(found.permission.status, "temporary");
    same(found.permission.expirationTime.getTime(), until * 1000);
  });
  const event = (members) =>
    call("SendWhatsAppCallEvent", {
      originationPhoneNumberId: number,
      metaApiVersion: "v24.0",
      callEvent: raw(members),
    });
  await check("SendWhatsAppCallEvent", async () => {
    const begin = { action: "connect", to: PERSON, session: { sdp: "v=0" } };
    made.call = (await event(begin)).callId;
    await event({ action: "terminate", call_id: made.call });
  });
  await check("ConflictException", async () => {
    const again = () => event({ action: "terminate", call_id: made.call });
    await fails("ConflictException", 409, again);
  });
  await check("CreateWhatsAppDataset", async () => {
    made.dataset = (await call("CreateWhatsAppDataset", { id })).datasetId;
    same((await call("CreateWhatsAppDataset", { id })).datasetId, made.dataset);
  });
  await check("SendWhatsAppConversionEvent", async () => {
    const eventData = raw({
      event_name: "Purchase",
      event_time: Math.floor(Date.now() / 1000) - 60,
      action_source: "business_messaging",
      user_data: {},
    });
    const input = { id, datasetId: made.dataset, eventData };
    const { requestId } = await call("SendWhatsAppConversionEvent", input);
    const { conversions } = await control("GET", "conversions");
    same(conversions.map((one) => one.requestId), [requestId]);
  });
}
