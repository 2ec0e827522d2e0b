"""The client, the checks and the control paths of the emulator, for the other modules."""

import json
import os
import urllib.request

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

ACCOUNT = "waba-01234567890123456789012345678901"
NUMBER = "phone-number-id-01234567890123456789012345678901"
ARN = "arn:aws:social-messaging:us-east-1:123456789012:"
ACCOUNT_ARN = ARN + "waba/01234567890123456789012345678901"
MESSAGE = {"messaging_product": "whatsapp", "to": "+14255550123", "type": "text",
           "text": {"body": "from boto3"}}

ENDPOINT = os.environ["AWS_ENDPOINT_URL_SOCIALMESSAGING"]
ONCE = Config(retries={"total_max_attempts": 1, "mode": "standard"})
client = boto3.client("socialmessaging", config=ONCE)


def check(name, run):
    try:
        run()
        outcome = "ok"
    except Exception as error:  # report every exception as a failed check
        outcome = f"{type(error).__name__}: {error}".replace("\n", " ").replace("\t", " ")
    print(f"{name}\t{outcome}", flush=True)


def same(found, expected):
    if found != expected:
        raise AssertionError(f"{found!r} instead of {expected!r}")


def fails(code, status, run):
    """Checks that a call fails with this code and the exception class of boto3."""
    try:
        run()
    except ClientError as error:
        same(error.response["Error"]["Code"], code)
        same(type(error), client.exceptions.from_code(code))
        same(error.response["ResponseMetadata"]["HTTPStatusCode"], status)
        if not error.response["Error"].get("Message"):
            raise AssertionError("no message")
        if not error.response["ResponseMetadata"].get("RequestId"):
            raise AssertionError("no request id")
        return
    raise AssertionError(f"succeeded instead of {code}")


def control(method, path, body=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(f"{ENDPOINT}/_emulator/{path}", data, method=method)
    with urllib.request.urlopen(request) as response:
        return json.load(response)


def send(sender=client):
    return sender.send_whatsapp_message(
        originationPhoneNumberId=NUMBER, message=json.dumps(MESSAGE).encode(),
        metaApiVersion="v24.0")
