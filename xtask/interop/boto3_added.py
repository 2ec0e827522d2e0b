"""The checks of the operations that were added after May 2025."""

import json
import time

from boto3_support import ACCOUNT, NUMBER, check, client, control, fails, same

DEFINITION = {"name": "interop", "language": "en", "category": "UTILITY", "components": [
    {"type": "HEADER", "format": "IMAGE", "example": {"header_handle": ["HANDLE"]}},
    {"type": "BODY", "text": "Hello {{1}}, your table is ready.",
     "example": {"body_text": [["Ana"]]}}]}
FLOW = {"version": "7.3", "screens": [
    {"id": "A", "terminal": True, "layout": {"type": "SingleColumnLayout", "children": []}}]}
KMS_KEY = "arn:aws:kms:us-east-1:123456789012:alias/flows"
PERSON = "+14255550123"

made = {}


def raw(value):
    return json.dumps(value).encode()


def upload():
    made["handle"] = client.create_whatsapp_message_template_media(
        id=ACCOUNT, sourceS3File={"bucketName": "bucket", "key": "a.png"})["metaHeaderHandle"]


def create_template():
    definition = json.loads(json.dumps(DEFINITION).replace("HANDLE", made["handle"]))
    created = client.create_whatsapp_message_template(
        id=ACCOUNT, templateDefinition=raw(definition))
    same((created["templateStatus"], created["category"]), ("PENDING", "UTILITY"))
    made["template"] = created["metaTemplateId"]


def get_template():
    by_id = client.get_whatsapp_message_template(id=ACCOUNT, metaTemplateId=made["template"])
    by_name = client.get_whatsapp_message_template(
        id=ACCOUNT, templateName="interop", templateLanguageCode="en")
    same(by_id["template"], by_name["template"])
    same(json.loads(by_id["template"])["status"], "APPROVED")


def update_template():
    client.update_whatsapp_message_template(
        id=ACCOUNT, metaTemplateId=made["template"], parameterFormat="positional",
        ctaUrlLinkTrackingOptedOut=True, templateComponents=raw(DEFINITION["components"][1:]))
    template = client.get_whatsapp_message_template(
        id=ACCOUNT, metaTemplateId=made["template"])["template"]
    same(len(json.loads(template)["components"]), 1)


def list_templates():
    [template] = client.list_whatsapp_message_templates(id=ACCOUNT)["templates"]
    same((template["templateName"], template["templateStatus"]), ("interop", "APPROVED"))


def library():
    found = client.list_whatsapp_template_library(
        id=ACCOUNT, maxResults=10, filters={"searchKey": "delivery"})["metaLibraryTemplates"]
    same([template["templateName"] for template in found], ["delivery_update_1"])


def from_library():
    created = client.create_whatsapp_message_template_from_library(
        id=ACCOUNT, metaLibraryTemplate={
            "templateName": "mine", "libraryTemplateName": "delivery_update_1",
            "templateCategory": "UTILITY", "templateLanguage": "en_US",
            "libraryTemplateButtonInputs": [
                {"type": "URL", "url": {"base_url": "https://www.example.com/"}}]})
    same(created["templateStatus"], "APPROVED")


def template_pages():
    paginator = client.get_paginator("list_whatsapp_message_templates")
    pages = list(paginator.paginate(id=ACCOUNT, PaginationConfig={"PageSize": 1}))
    names = [template["templateName"] for page in pages for template in page["templates"]]
    same(sorted(names), ["interop", "mine"])


def template_failure():
    message = {"messaging_product": "whatsapp", "type": "template", "to": PERSON,
               "template": {"name": "interop", "language": {"code": "en"}}}
    sent = client.send_whatsapp_message(
        originationPhoneNumberId=NUMBER, message=raw(message), metaApiVersion="v24.0")
    recorded = control("GET", "messages")["messages"]
    [failed] = [one for one in recorded if one["messageId"] == sent["messageId"]]
    same((failed["status"], failed["errors"][0]["code"]), ("failed", 132000))


def delete_template():
    client.delete_whatsapp_message_template(
        id=ACCOUNT, templateName="interop", deleteAllLanguages=True)
    fails("ResourceNotFoundException", 404, lambda: client.get_whatsapp_message_template(
        id=ACCOUNT, metaTemplateId=made["template"]))


def create_flow():
    created = client.create_whatsapp_flow(
        id=ACCOUNT, flowName="form", categories=["SURVEY"], flowJson=b"{}")
    same(len(created["validationErrors"]) > 0, True)
    made["flow"] = created["flowId"]


def flow(operation, **members):
    return getattr(client, operation)(id=ACCOUNT, flowId=made["flow"], **members)


def get_flow():
    found = flow("get_whatsapp_flow")
    same((found["flowStatus"], found["categories"]), ("DRAFT", ["SURVEY"]))


def update_flow():
    flow("update_whatsapp_flow", flowName="better", endpointUri="https://www.example.com/")
    same(flow("get_whatsapp_flow")["flowName"], "better")


def flow_assets():
    [asset] = flow("list_whatsapp_flow_assets")["flowAssets"]
    same(asset["assetType"], "FLOW_JSON")


def list_flows():
    [found] = client.list_whatsapp_flows(id=ACCOUNT, maxResults=10)["flows"]
    same(found["flowId"], made["flow"])


def preview():
    first = flow("get_whatsapp_flow_preview")["preview"]["previewUrl"]
    second = flow("get_whatsapp_flow_preview", invalidate=True)["preview"]["previewUrl"]
    same(first != second, True)


def flow_status(operation, status):
    flow(operation)
    same(flow("get_whatsapp_flow")["flowStatus"], status)


def delete_flow():
    draft = client.create_whatsapp_flow(id=ACCOUNT, flowName="draft", categories=["OTHER"])
    client.delete_whatsapp_flow(id=ACCOUNT, flowId=draft["flowId"])
    fails("ResourceNotFoundException", 404, lambda: client.get_whatsapp_flow(
        id=ACCOUNT, flowId=draft["flowId"]))


def put_key():
    client.put_whatsapp_business_public_key(originationPhoneNumberId=NUMBER, kmsKeyArn=KMS_KEY)


def get_key():
    key = client.get_whatsapp_business_public_key(originationPhoneNumberId=NUMBER)
    same(key["businessPublicKeySignatureStatus"], "VALID")


def settings():
    nine, five = {"hours": 9, "minutes": 0}, {"hours": 17, "minutes": 30}
    wanted = {"callEnabled": True, "callHours": {
        "enabled": True, "timezone": "Europe/Berlin", "weeklyOperatingHours": [
            {"dayOfWeek": "MONDAY", "openTime": nine, "closeTime": five}]}}
    client.update_linked_whatsapp_business_account_phone_number(id=NUMBER, callSettings=wanted)
    found = client.get_linked_whatsapp_business_account_phone_number(id=NUMBER)
    same(found["callSettings"], wanted)


def permission():
    person = {"phoneNumberId": NUMBER, "person": PERSON}
    until = int(time.time()) + 3600
    control("PUT", "call-permissions", {**person, "permission": "temporary", "until": until})
    found = client.get_whatsapp_call_permission(
        originationPhoneNumberId=NUMBER, destinationPhoneNumber=PERSON)
    same(found["permission"]["status"], "temporary")
    same(int(found["permission"]["expirationTime"].timestamp()), until)


def event(**members):
    return client.send_whatsapp_call_event(
        originationPhoneNumberId=NUMBER, metaApiVersion="v24.0", callEvent=raw(members))


def call():
    made["call"] = event(action="connect", to=PERSON, session={"sdp": "v=0"})["callId"]
    event(action="terminate", call_id=made["call"])


def dataset():
    made["dataset"] = client.create_whatsapp_dataset(id=ACCOUNT)["datasetId"]
    same(client.create_whatsapp_dataset(id=ACCOUNT)["datasetId"], made["dataset"])


def conversion():
    sent = client.send_whatsapp_conversion_event(
        id=ACCOUNT, datasetId=made["dataset"], eventData=raw({
            "event_name": "Purchase", "event_time": int(time.time()) - 60,
            "action_source": "business_messaging", "user_data": {}}))
    recorded = control("GET", "conversions")["conversions"]
    same([one["requestId"] for one in recorded], [sent["requestId"]])


def run():
    check("CreateWhatsAppMessageTemplateMedia", upload)
    check("CreateWhatsAppMessageTemplate", create_template)
    check("GetWhatsAppMessageTemplate", get_template)
    check("UpdateWhatsAppMessageTemplate", update_template)
    check("ListWhatsAppMessageTemplates", list_templates)
    check("ListWhatsAppTemplateLibrary", library)
    check("CreateWhatsAppMessageTemplateFromLibrary", from_library)
    check("pages of templates", template_pages)
    check("failure of a template message", template_failure)
    check("DeleteWhatsAppMessageTemplate", delete_template)
    check("CreateWhatsAppFlow", create_flow)
    check("GetWhatsAppFlow", get_flow)
    check("UpdateWhatsAppFlow", update_flow)
    check("UpdateWhatsAppFlowAssets", lambda: same(
        flow("update_whatsapp_flow_assets", flowJson=raw(FLOW))["validationErrors"], []))
    check("GetWhatsAppFlowPreview", preview)
    check("ListWhatsAppFlowAssets", flow_assets)
    check("ListWhatsAppFlows", list_flows)
    check("PublishWhatsAppFlow", lambda: flow_status("publish_whatsapp_flow", "PUBLISHED"))
    check("DeprecateWhatsAppFlow", lambda: flow_status("deprecate_whatsapp_flow", "DEPRECATED"))
    check("DeleteWhatsAppFlow", delete_flow)
    check("PutWhatsAppBusinessPublicKey", put_key)
    check("GetWhatsAppBusinessPublicKey", get_key)
    check("UpdateLinkedWhatsAppBusinessAccountPhoneNumber", settings)
    check("GetWhatsAppCallPermission", permission)
    check("SendWhatsAppCallEvent", call)
    check("ConflictException", lambda: fails("ConflictException", 409, lambda: event(
        action="terminate", call_id=made["call"])))
    check("CreateWhatsAppDataset", dataset)
    check("SendWhatsAppConversionEvent", conversion)
