"""Functions of all tests."""

from __future__ import annotations

import json
from typing import Any

import boto3
import pytest
from botocore.config import Config
from social_messaging_emulator import PHONE_NUMBER_ID, Emulator

pytest_plugins = ["pytester"]

ONCE = Config(retries={"total_max_attempts": 1, "mode": "standard"})


def sender(emulator: Emulator) -> Any:
    """Returns a function that sends a text and returns the id of the message."""
    client = boto3.client("socialmessaging", config=ONCE, **emulator.client_config)

    def send(to: str, text: str) -> str:
        message = {
            "messaging_product": "whatsapp",
            "to": to,
            "type": "text",
            "text": {"body": text},
        }
        sent = client.send_whatsapp_message(
            originationPhoneNumberId=PHONE_NUMBER_ID,
            metaApiVersion="v24.0",
            message=json.dumps(message).encode(),
        )
        return str(sent["messageId"])

    return send


@pytest.fixture
def send(whatsapp_emulator: Emulator) -> Any:
    """A function that sends a text through the emulator of the test."""
    return sender(whatsapp_emulator)
