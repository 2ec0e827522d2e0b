"""Functions of all tests."""

from __future__ import annotations

import json
from typing import Any, Callable, Iterable

import boto3
import pytest
from botocore.config import Config
from social_messaging_emulator import PHONE_NUMBER_ID, Emulator, Event

pytest_plugins = ["pytester"]

ONCE = Config(retries={"total_max_attempts": 1, "mode": "standard"})

Send = Callable[..., str]


def sender(emulator: Emulator) -> Send:
    """Returns a function that sends a text, or a message of another type, and returns its id."""
    client = boto3.client("socialmessaging", config=ONCE, **emulator.client_config)

    def send(to: str, content: object, kind: str = "text") -> str:
        content = {"body": content} if kind == "text" else content
        message = {"messaging_product": "whatsapp", "to": to, "type": kind, kind: content}
        sent = client.send_whatsapp_message(
            originationPhoneNumberId=PHONE_NUMBER_ID,
            metaApiVersion="v24.0",
            message=json.dumps(message).encode(),
        )
        return str(sent["messageId"])

    return send


@pytest.fixture
def send(whatsapp_emulator: Emulator) -> Send:
    """A function that sends a message through the emulator of the test."""
    return sender(whatsapp_emulator)


def first_of(events: Iterable[Event], member: str) -> list[Any]:
    """Returns the first messages, or statuses, in the envelopes of events."""
    entries = [json.loads(event.envelope["whatsAppWebhookEntry"]) for event in events]
    values = [entry["changes"][0]["value"].get(member) for entry in entries]
    return [value[0] for value in values if value]
