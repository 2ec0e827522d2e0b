"""Starts an emulator of AWS End User Messaging Social (WhatsApp through AWS) in tests.

    with start() as emulator:
        client = boto3.client("socialmessaging", **emulator.client_config)
        ...
        assert emulator.messages()[0].message["text"]["body"] == "See you at six"
"""

from ._customer import Customer
from ._emulator import ACCOUNT_ID, PHONE_NUMBER_ID, Emulator, connect, start
from ._error import EmulatorError
from ._types import Event, Message

__all__ = [
    "ACCOUNT_ID",
    "PHONE_NUMBER_ID",
    "Customer",
    "Emulator",
    "EmulatorError",
    "Event",
    "Message",
    "connect",
    "start",
]
