"""Every operation of AWS End User Messaging Social through boto3.

Prints one line per check: its name, a tab, and `ok` or the problem. The endpoint
comes from AWS_ENDPOINT_URL_SOCIALMESSAGING, credentials and region from the
usual variables.
"""

import json

import boto3
from botocore.config import Config

import boto3_added
from boto3_support import (
    ACCOUNT, ACCOUNT_ARN, NUMBER, ONCE, check, client, control, fails, same, send)


def operation_send():
    sent = send()["messageId"]
    recorded = [message["messageId"] for message in control("GET", "messages")["messages"]]
    same(sent in recorded, True)


def operation_get():
    account = client.get_linked_whatsapp_business_account(id=ACCOUNT)["account"]
    same(account["arn"], ACCOUNT_ARN)
    same(account["linkDate"].timestamp(), 1728518400.0)
    same(account["phoneNumbers"][0]["phoneNumberId"], NUMBER)


def operation_get_number():
    found = client.get_linked_whatsapp_business_account_phone_number(id=NUMBER)
    same(found["linkedWhatsAppBusinessAccountId"], ACCOUNT)
    same(found["phoneNumber"]["phoneNumber"], "+14255550100")


def operation_put():
    destination = {"eventDestinationArn": "arn:aws:sns:us-east-1:123456789012:events"}
    client.put_whatsapp_business_account_event_destinations(
        id=ACCOUNT, eventDestinations=[destination])
    account = client.get_linked_whatsapp_business_account(id=ACCOUNT)["account"]
    same(account["eventDestinations"], [destination])


def operation_tag():
    tags = [{"key": "team", "value": "bookings"}, {"key": "pilot"}]
    same(client.tag_resource(resourceArn=ACCOUNT_ARN, tags=tags)["statusCode"], 200)


def operation_list_tags():
    tags = client.list_tags_for_resource(resourceArn=ACCOUNT_ARN)["tags"]
    same(sorted(tag["key"] for tag in tags), ["pilot", "team"])


def operation_untag():
    same(client.untag_resource(resourceArn=ACCOUNT_ARN, tagKeys=["pilot"])["statusCode"], 200)


media = {}


def operation_post():
    media["id"] = client.post_whatsapp_message_media(
        originationPhoneNumberId=NUMBER,
        sourceS3File={"bucketName": "bucket", "key": "a.png"})["mediaId"]


def operation_get_media():
    found = client.get_whatsapp_message_media(
        originationPhoneNumberId=NUMBER, mediaId=media["id"], metadataOnly=True)
    same((found["mimeType"], found["fileSize"]), ("image/png", 1024))


def operation_delete():
    deleted = client.delete_whatsapp_message_media(
        originationPhoneNumberId=NUMBER, mediaId=media["id"])
    same(deleted["success"], True)


linked = {}


def operation_associate():
    for _ in range(3):
        begun = client.associate_whatsapp_business_account(
            signupCallback={"accessToken": "meta-token"})["signupCallbackResult"]
        [waiting] = begun["linkedAccountsWithIncompleteSetup"].values()
        number = waiting["unregisteredWhatsAppPhoneNumbers"][0]["phoneNumberId"]
        finished = client.associate_whatsapp_business_account(setupFinalization={
            "associateInProgressToken": begun["associateInProgressToken"],
            "phoneNumbers": [{"id": number, "twoFactorPin": "482913"}],
            "waba": {"id": waiting["wabaId"]}})
        same(finished["statusCode"], 200)
        linked["id"] = waiting["wabaId"]
        linked["number"] = number


def operation_list():
    ids = [account["id"] for account in
           client.list_linked_whatsapp_business_accounts()["linkedAccounts"]]
    same(ACCOUNT in ids, True)


def pagination():
    paginator = client.get_paginator("list_linked_whatsapp_business_accounts")
    pages = list(paginator.paginate(PaginationConfig={"PageSize": 1}))
    ids = [account["id"] for page in pages for account in page["linkedAccounts"]]
    same(len(pages) >= 4 and len(ids) == len(set(ids)), True)


def operation_disassociate():
    client.disassociate_whatsapp_business_account(id=linked["id"])
    fails("ResourceNotFoundException", 404,
          lambda: client.get_linked_whatsapp_business_account(id=linked["id"]))


def both_sources():
    client.post_whatsapp_message_media(
        originationPhoneNumberId=NUMBER,
        sourceS3File={"bucketName": "bucket", "key": "a"},
        sourceS3PresignedUrl={"url": "https://a.s3.amazonaws.com/b", "headers": {}})


def foreign_media():
    media["foreign"] = client.post_whatsapp_message_media(
        originationPhoneNumberId=linked["number"],
        sourceS3File={"bucketName": "bucket", "key": "a.png"})["mediaId"]
    fails("AccessDeniedByMetaException", 403, lambda: client.get_whatsapp_message_media(
        originationPhoneNumberId=NUMBER, mediaId=media["foreign"]))


def send_foreign_media():
    image = {"messaging_product": "whatsapp", "to": "+14255550123", "type": "image",
             "image": {"id": media["foreign"]}}
    fails("InvalidParametersException", 400, lambda: client.send_whatsapp_message(
        originationPhoneNumberId=NUMBER, message=json.dumps(image).encode(),
        metaApiVersion="v24.0"))


def demand(kind, **options):
    control("POST", "faults", {"kind": kind, "operation": "SendWhatsAppMessage", **options})


def demanded(kind):
    demand(kind)
    send()


def retried():
    demand("throttle")
    send(boto3.client("socialmessaging", config=Config(
        retries={"total_max_attempts": 2, "mode": "standard"})))


def recorded():
    return len(control("GET", "messages")["messages"])


def breaks(kind, messages, **options):
    """Checks that a call fails, and the number of accepted messages.

    boto3 returns an output without members for a body that is not JSON.
    """
    before = recorded()
    demand(kind, **options)
    try:
        send()["messageId"]
    except Exception:
        same(recorded() - before, messages)
        return
    raise AssertionError("succeeded")


def delayed():
    demand("delay", milliseconds=50)
    send()


def stranger(**keys):
    return boto3.client("socialmessaging", config=ONCE, **keys)


def unsigned():
    from botocore import UNSIGNED
    send(boto3.client("socialmessaging", config=ONCE.merge(Config(signature_version=UNSIGNED))))


check("SendWhatsAppMessage", operation_send)
check("GetLinkedWhatsAppBusinessAccount", operation_get)
check("GetLinkedWhatsAppBusinessAccountPhoneNumber", operation_get_number)
check("PutWhatsAppBusinessAccountEventDestinations", operation_put)
check("TagResource", operation_tag)
check("ListTagsForResource", operation_list_tags)
check("UntagResource", operation_untag)
check("PostWhatsAppMessageMedia", operation_post)
check("GetWhatsAppMessageMedia", operation_get_media)
check("DeleteWhatsAppMessageMedia", operation_delete)
check("AssociateWhatsAppBusinessAccount", operation_associate)
check("ListLinkedWhatsAppBusinessAccounts", operation_list)
check("pages", pagination)
check("changed page token", lambda: fails(
    "InvalidParametersException", 400,
    lambda: client.list_linked_whatsapp_business_accounts(nextToken="AAAA")))
check("AccessDeniedByMetaException", foreign_media)
check("media of another phone number", send_foreign_media)
check("DisassociateWhatsAppBusinessAccount", operation_disassociate)
check("AccessDeniedException", lambda: fails(
    "AccessDeniedException", 403, lambda: demanded("AccessDeniedException")))
check("DependencyException", lambda: fails(
    "DependencyException", 502, lambda: demanded("502")))
check("InternalServiceException", lambda: fails(
    "InternalServiceException", 500, lambda: demanded("500")))
check("InvalidParametersException", lambda: fails(
    "InvalidParametersException", 400, both_sources))
check("ResourceNotFoundException", lambda: fails(
    "ResourceNotFoundException", 404,
    lambda: client.get_linked_whatsapp_business_account(id="waba-unknown")))
check("ThrottledRequestException", lambda: fails(
    "ThrottledRequestException", 429, lambda: demanded("throttle")))
check("ValidationException", lambda: fails(
    "ValidationException", 400,
    lambda: client.get_linked_whatsapp_business_account(id="no-account")))
check("retry after throttling", retried)
check("late answer", delayed)
check("reset before processing", lambda: breaks("reset", 0))
check("reset after processing", lambda: breaks("reset", 1, stage="after"))
check("garbage", lambda: breaks("garbage", 1, stage="after"))
check("HTML of a proxy", lambda: breaks("html", 0))
check("unsigned", lambda: fails("MissingAuthenticationTokenException", 403, unsigned))
check("wrong secret", lambda: fails(
    "InvalidSignatureException", 403,
    lambda: send(stranger(aws_access_key_id="emulator", aws_secret_access_key="wrong"))))
check("unknown key", lambda: fails(
    "UnrecognizedClientException", 403,
    lambda: send(stranger(aws_access_key_id="other", aws_secret_access_key="emulator"))))
check("unknown session token", lambda: fails(
    "ExpiredTokenException", 403, lambda: send(stranger(
        aws_access_key_id="emulator", aws_secret_access_key="emulator",
        aws_session_token="expired"))))

if hasattr(client, "send_whatsapp_call_event"):
    boto3_added.run()
