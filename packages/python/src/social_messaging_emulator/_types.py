"""The values of the control API."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from typing import Any, Mapping


@dataclass(frozen=True)
class Message:
    """A message that the emulator has accepted."""

    #: The id that SendWhatsAppMessage returned.
    message_id: str
    origination_phone_number_id: str
    account_id: str
    meta_api_version: str
    #: The phone number of the recipient, or the id of a group or user.
    to: str | None
    #: The type of the message, for example `text`.
    kind: str | None
    #: A short text for lists.
    text: str
    #: Meta's id of the message.
    wamid: str | None
    #: The body of the message as sent.
    message: Any
    #: Seconds since 1970.
    time: float
    #: `accepted`, `sent`, `delivered`, `read`, `played` or `failed`.
    status: str
    #: All statuses so far, with their times.
    statuses: list[dict[str, Any]]
    #: Meta's errors of a failed message.
    errors: list[dict[str, Any]]

    @classmethod
    def from_json(cls, json_: Mapping[str, Any]) -> Message:
        """Reads a message from the control API."""
        return cls(
            message_id=json_["messageId"],
            origination_phone_number_id=json_["originationPhoneNumberId"],
            account_id=json_["accountId"],
            meta_api_version=json_["metaApiVersion"],
            to=json_["to"],
            kind=json_["kind"],
            text=json_["text"],
            wamid=json_["wamid"],
            message=json.loads(base64.b64decode(json_["message"])),
            time=json_["time"],
            status=json_["status"],
            statuses=json_["statuses"],
            errors=json_["errors"],
        )


@dataclass(frozen=True)
class Event:
    """An event, as AWS delivers it."""

    #: Counts from 1.
    number: int
    #: Seconds since 1970.
    time: float
    #: `status`, `message`, `template`, `account`, `call`, `flow` or `other`.
    kind: str
    account_id: str
    phone_number_id: str | None
    #: The AWS id of the message that a status is about.
    message_id: str | None
    #: The envelope of AWS, with the entry of Meta's webhook.
    envelope: dict[str, Any]
    #: The destinations, each with `attempts`, `status` and perhaps `error`.
    deliveries: list[dict[str, Any]]

    @classmethod
    def from_json(cls, json_: Mapping[str, Any]) -> Event:
        """Reads an event from the control API."""
        return cls(
            number=json_["number"],
            time=json_["time"],
            kind=json_["kind"],
            account_id=json_["accountId"],
            phone_number_id=json_["phoneNumberId"],
            message_id=json_["messageId"],
            envelope=json_["envelope"],
            deliveries=json_["deliveries"],
        )
