"""Fixtures for pytest, which finds them without an import."""

from __future__ import annotations

from typing import Any, Iterator

import pytest

from ._emulator import Emulator, start


@pytest.fixture(scope="session")
def whatsapp_emulator_options() -> dict[str, Any]:
    """Arguments of `start` for `whatsapp_emulator`. Override it to change them."""
    return {}


@pytest.fixture
def whatsapp_emulator(whatsapp_emulator_options: dict[str, Any]) -> Iterator[Emulator]:
    """A separate emulator for each test."""
    with start(**whatsapp_emulator_options) as emulator:
        yield emulator


@pytest.fixture
def whatsapp_emulator_env(
    whatsapp_emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> Emulator:
    """An emulator to which the environment of the process points AWS SDKs."""
    for name, value in whatsapp_emulator.env.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("AWS_PROFILE", raising=False)
    return whatsapp_emulator
