"""Delivery of events to a queue, of moto's server in place of Amazon SQS."""

from __future__ import annotations

import json
from typing import Iterator

import boto3
import pytest
from moto.server import ThreadedMotoServer
from social_messaging_emulator import start


@pytest.fixture
def sqs() -> Iterator[str]:
    """The URL of a server of Amazon SQS."""
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


def test_delivers_to_a_queue(sqs: str) -> None:
    client = boto3.client(
        "sqs",
        endpoint_url=sqs,
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )
    queue = client.create_queue(QueueName="events")["QueueUrl"]
    with start(args=["--deliver-sqs", queue]) as emulator:
        emulator.customer("+14255550123").says("STOP")
        received = client.receive_message(QueueUrl=queue, WaitTimeSeconds=10)
    notification = json.loads(received["Messages"][0]["Body"])
    assert notification["Type"] == "Notification"
    envelope = json.loads(notification["Message"])
    entry = json.loads(envelope["whatsAppWebhookEntry"])
    assert entry["changes"][0]["value"]["messages"][0]["text"]["body"] == "STOP"
