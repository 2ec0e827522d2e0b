"""The package against the description of the control API that the emulator serves."""

from __future__ import annotations

import re
from dataclasses import fields
from typing import Any

import pytest
from social_messaging_emulator import Emulator, Event, Message


@pytest.mark.parametrize(("kind", "name"), [(Message, "Message"), (Event, "Event")])
def test_has_all_members_of_answers(whatsapp_emulator: Emulator, kind: Any, name: str) -> None:
    description = whatsapp_emulator.control("GET", "openapi.json")
    members = set(description["components"]["schemas"][name]["properties"])
    names = {re.sub(r"_(.)", lambda match: match[1].upper(), item.name) for item in fields(kind)}
    assert names == members
