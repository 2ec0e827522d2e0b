"""The error of this package."""

from __future__ import annotations


class EmulatorError(Exception):
    """A failure of the emulator: it did not start, or rejected a request."""

    def __init__(self, message: str, status: int | None = None) -> None:
        super().__init__(message)
        #: The HTTP status of a rejected request.
        self.status = status
