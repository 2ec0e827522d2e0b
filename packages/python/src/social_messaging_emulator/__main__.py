"""The program `social-messaging-emulator`, for `pipx run` and `python -m`."""

from __future__ import annotations

import os
import sys

from ._error import EmulatorError
from ._program import find_program


def main() -> None:
    """Replaces this process with the emulator."""
    try:
        program = find_program()
        os.execv(program, [program, *sys.argv[1:]])
    except (EmulatorError, OSError) as error:
        sys.exit(f"error: {error}")


if __name__ == "__main__":
    main()
