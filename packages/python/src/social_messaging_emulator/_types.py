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
    #: The body of the message as sent.
    message: Any
    #: Seconds since 1970.
    time: float
    status: str
    #: Meta's errors of a failed message.
    errors: list[dict[str, Any]]

    @classmethod
    def from_json(cls, json_: Mapping[str, Any]) -> Message:
        """Reads a message of the control API."""
        return cls(
            message_id=json_["messageId"],
            origination_phone_number_id=json_["originationPhoneNumberId"],
            account_id=json_["accountId"],
            meta_api_version=json_["metaApiVersion"],
            message=json.loads(base64.b64decode(json_["message"])),
            time=json_["time"],
            status=json_["status"],
            errors=json_["errors"],
        )
