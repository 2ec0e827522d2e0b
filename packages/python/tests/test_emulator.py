"""The emulator with boto3."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from datetime import datetime, timezone

import boto3
import pytest
from botocore.exceptions import ClientError
from conftest import Send, sender
from social_messaging_emulator import (
    ACCOUNT_ID,
    PHONE_NUMBER_ID,
    Emulator,
    EmulatorError,
    connect,
)


def test_lists_sent_messages(whatsapp_emulator: Emulator, send: Send) -> None:
    message_id = send("+14255550123", "See you at six")
    [message] = whatsapp_emulator.messages()
    assert message.message_id == message_id
    assert message.message["text"]["body"] == "See you at six"
    assert message.message["to"] == "+14255550123"
    assert message.origination_phone_number_id == PHONE_NUMBER_ID
    assert message.account_id == ACCOUNT_ID
    assert message.errors == []


def test_has_a_state_of_its_own_for_each_test(whatsapp_emulator: Emulator) -> None:
    assert whatsapp_emulator.messages() == []


def test_waits_for_a_message(whatsapp_emulator: Emulator, send: Send) -> None:
    sending = threading.Timer(0.1, send, ["+14255550123", "later"])
    sending.start()
    message = whatsapp_emulator.wait_for_message(lambda message: message.text == "later")
    assert message.to == "+14255550123"
    sending.join()


def test_reports_the_sent_messages_if_none_matches(whatsapp_emulator: Emulator, send: Send) -> None:
    send("+14255550123", "another")
    expected = r"no message matched within 0 s; 1 were sent\ntext to \+14255550123: another"
    with pytest.raises(EmulatorError, match=expected):
        whatsapp_emulator.wait_for_message(lambda _: False, timeout=0)


def test_points_the_environment_at_the_emulator(
    monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    monkeypatch.setenv("AWS_PROFILE", "missing")
    monkeypatch.setenv("AWS_SESSION_TOKEN", "of another account")
    emulator = request.getfixturevalue("whatsapp_emulator_env")
    # A new session, because the default one may have cached credentials.
    client = boto3.session.Session().client("socialmessaging")
    [account] = client.list_linked_whatsapp_business_accounts()["linkedAccounts"]
    assert account["id"] == ACCOUNT_ID
    assert client.meta.endpoint_url == emulator.url


def test_points_another_process_at_the_emulator(whatsapp_emulator: Emulator) -> None:
    shell = {**os.environ, "AWS_PROFILE": "missing", "AWS_SESSION_TOKEN": "of another account"}
    code = """
import boto3
client = boto3.client("socialmessaging")
print(client.list_linked_whatsapp_business_accounts()["linkedAccounts"][0]["id"])
"""
    output = subprocess.run(
        [sys.executable, "-c", code],
        env=whatsapp_emulator.environment(shell),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    assert output.stdout.strip() == ACCOUNT_ID


def test_injects_faults(whatsapp_emulator: Emulator, send: Send) -> None:
    whatsapp_emulator.add_fault("throttle", operation="SendWhatsAppMessage")
    with pytest.raises(ClientError, match="ThrottledRequestException"):
        send("+14255550123", "throttled")
    whatsapp_emulator.add_fault("500", times=2)
    whatsapp_emulator.clear_faults()
    send("+14255550123", "not throttled")


def test_rejects_unknown_faults_with_the_reason(whatsapp_emulator: Emulator) -> None:
    with pytest.raises(EmulatorError, match=r"^POST /_emulator/faults: .*throttle") as raised:
        whatsapp_emulator.add_fault("trottle")
    assert raised.value.status == 400


def test_sets_the_clock(whatsapp_emulator: Emulator, send: Send) -> None:
    time = datetime(2026, 1, 2, 3, 4, 5, tzinfo=timezone.utc)
    whatsapp_emulator.set_clock(time)
    send("+14255550123", "in January")
    whatsapp_emulator.set_clock(None)
    send("+14255550123", "now")
    first, second = whatsapp_emulator.messages()
    assert first.time == time.timestamp()
    assert second.time != first.time


def test_decides_about_a_template(whatsapp_emulator: Emulator) -> None:
    client = boto3.client("socialmessaging", **whatsapp_emulator.client_config)
    definition = {
        "name": "table_pending",
        "language": "en",
        "category": "UTILITY",
        "components": [{"type": "BODY", "text": "Your table is ready."}],
    }
    client.create_whatsapp_message_template(
        id=ACCOUNT_ID, templateDefinition=json.dumps(definition).encode()
    )
    [template] = whatsapp_emulator.templates()
    assert (template["name"], template["status"]) == ("table_pending", "PENDING")
    whatsapp_emulator.set_template_status(template["id"], "APPROVED")
    [template] = whatsapp_emulator.templates()
    assert template["status"] == "APPROVED"


def test_connects_to_a_running_emulator(whatsapp_emulator: Emulator) -> None:
    with connect(f"{whatsapp_emulator.url}/") as connected:
        message_id = sender(connected)("+14255550123", "connected")
    [message] = whatsapp_emulator.messages()
    assert message.message_id == message_id
