"""The program in this package."""

from __future__ import annotations

import os
from pathlib import Path

from ._error import EmulatorError

VARIABLE = "SOCIAL_MESSAGING_EMULATOR"


def find_program() -> str:
    """Returns the path of the program: the one in the environment, or the one of this package."""
    configured = os.environ.get(VARIABLE)
    if configured:
        return configured
    carried = Path(__file__).parent / "programs" / "social-messaging-emulator"
    if carried.is_file():
        return str(carried)
    raise EmulatorError(
        f"this package has no emulator: set {VARIABLE} to the path of a program that you have "
        "built, or run the container and call connect(url)"
    )
