"""Requests to the control API of an emulator."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from typing import Any, Mapping

from ._error import EmulatorError

TIMEOUT = 10.0

# The emulator is on this machine or in a container: not behind a proxy.
_opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def control(
    url: str, method: str, path: str, body: object = None, timeout: float = TIMEOUT
) -> Any:
    """Sends a request to a path below `/_emulator/` and returns the JSON of the response."""
    data = None if body is None else json.dumps(body).encode()
    headers = {} if data is None else {"Content-Type": "application/json"}
    name = f"{method} /_emulator/{path}"
    request = urllib.request.Request(f"{url}/_emulator/{path}", data, headers, method=method)
    try:
        with _opener.open(request, timeout=timeout) as response:
            return _read(name, response.status, response.read())
    except urllib.error.HTTPError as error:
        with error:
            answer = _read(name, error.code, error.read())
        message = answer.get("message", answer) if isinstance(answer, dict) else answer
        raise EmulatorError(f"{name}: {message}", error.code) from None
    except OSError as error:
        reason = getattr(error, "reason", error)
        raise EmulatorError(
            f"{name} failed: {reason}; is the emulator running at {url}?"
        ) from error


def given(members: Mapping[str, object]) -> dict[str, object]:
    """Returns the members that are set."""
    return {name: value for name, value in members.items() if value is not None}


def _read(name: str, status: int, content: bytes) -> Any:
    try:
        return json.loads(content)
    except ValueError:
        text = content.decode(errors="replace")
        raise EmulatorError(
            f"{name}: status {status}, and a body that is not JSON: {text}", status
        ) from None
