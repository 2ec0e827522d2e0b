"""A running emulator."""

from __future__ import annotations

import os
import time
from datetime import datetime
from types import TracebackType
from typing import Any, Callable, Mapping, Sequence
from urllib.parse import quote, urlencode

from ._control import control, given
from ._customer import Customer
from ._error import EmulatorError
from ._launch import Process
from ._types import Event, Message

#: The account of a new emulator.
ACCOUNT_ID = "waba-01234567890123456789012345678901"
#: The registered phone number of a new emulator.
PHONE_NUMBER_ID = "phone-number-id-01234567890123456789012345678901"

#: The time between two looks at the messages, in seconds.
INTERVAL = 0.02
#: The time that the last request of `connect` has, in seconds.
ONE_REQUEST = 1.0


class Emulator:
    """A running emulator. As a context manager, stops at the end of the block."""

    def __init__(self, url: str, region: str, process: Process | None = None) -> None:
        self.url = url
        self.region = region
        self.access_key_id = "emulator"
        self.secret_access_key = "emulator"
        self._process = process

    @property
    def client_config(self) -> dict[str, Any]:
        """Arguments of `boto3.client("socialmessaging", **emulator.client_config)`."""
        return {
            "endpoint_url": self.url,
            "region_name": self.region,
            "aws_access_key_id": self.access_key_id,
            "aws_secret_access_key": self.secret_access_key,
        }

    @property
    def env(self) -> dict[str, str]:
        """Environment variables that point AWS SDKs and the AWS CLI at the emulator."""
        return {
            "AWS_ENDPOINT_URL_SOCIALMESSAGING": self.url,
            "AWS_REGION": self.region,
            "AWS_DEFAULT_REGION": self.region,
            "AWS_ACCESS_KEY_ID": self.access_key_id,
            "AWS_SECRET_ACCESS_KEY": self.secret_access_key,
            # A session token of the shell does not belong to these credentials.
            "AWS_SESSION_TOKEN": "",
        }

    def environment(self, base: Mapping[str, str] = os.environ) -> dict[str, str]:
        """Returns the environment for another process.

        It is that of this process, or another one, with the variables of `env` and without a
        profile, which would take precedence or be missing.
        """
        others = {name: value for name, value in base.items() if name != "AWS_PROFILE"}
        return {**others, **self.env}

    def control(self, method: str, path: str, body: object = None) -> Any:
        """Sends a request to the control API. The path is relative to `/_emulator/`."""
        return control(self.url, method, path, body)

    def messages(self, *, to: str | None = None) -> list[Message]:
        """Returns the accepted messages, in the order of arrival."""
        path = "messages" if to is None else f"messages?{urlencode({'to': to})}"
        messages = self.control("GET", path)["messages"]
        return [Message.from_json(message) for message in messages]

    def wait_for_message(
        self, matches: Callable[[Message], bool] = lambda _: True, *, timeout: float = 5.0
    ) -> Message:
        """Waits until a message matches, and returns it. Also finds earlier messages."""
        end = time.monotonic() + timeout
        while True:
            messages = self.messages()
            for message in messages:
                if matches(message):
                    return message
            if time.monotonic() >= end:
                sent = [f"{sent.kind} to {sent.to}: {sent.text}" for sent in messages]
                reason = f"no message matched within {timeout} s; {len(sent)} were sent"
                raise EmulatorError("\n".join([reason, *sent]))
            time.sleep(INTERVAL)

    def set_status(self, id: str, status: str, code: int | None = None) -> None:
        """Moves a message to a status, with a Meta error code if it is `failed`."""
        change = given({"status": status, "code": code})
        self.control("PUT", f"messages/{quote(id, safe='')}", change)

    def set_policy(
        self,
        *,
        statuses: str | None = None,
        windows: str | None = None,
    ) -> None:
        """Changes rules; the other rules are unchanged.

        `statuses` is `immediate`, `clock` (they follow by the clock of the emulator), or `never`
        (they follow only by `set_status`). `windows` is `after-contact` (free-form messages fail
        if the 24-hour window of a customer who wrote is closed), or `always` (also to strangers,
        as at Meta).
        """
        self.control("PUT", "policy", given({"statuses": statuses, "windows": windows}))

    def fail_next(self, code: int, *, times: int | None = None, to: str | None = None) -> None:
        """Fails the next message after it is accepted, with this Meta error code."""
        self.control("PUT", "policy", {"failNext": given({"code": code, "times": times, "to": to})})

    def customer(self, phone: str, *, phone_number_id: str | None = None) -> Customer:
        """Returns a person who answers, from any phone number.

        The phone number of the business is, by default, the one that wrote last.
        """
        return Customer(self.control, phone, phone_number_id)

    def customers(self) -> list[dict[str, Any]]:
        """Returns the customers who received or sent a message."""
        customers: list[dict[str, Any]] = self.control("GET", "customers")["customers"]
        return customers

    def events(self, *, after: int | None = None) -> list[Event]:
        """Returns the events, in order; `after` is the number of an event."""
        path = "events" if after is None else f"events?after={after}"
        return [Event.from_json(event) for event in self.control("GET", path)["events"]]

    def deliver(self, entry: Mapping[str, object]) -> int:
        """Delivers your own event, an entry of Meta's webhook. Returns its number."""
        number: int = self.control("POST", "events", {"entry": entry})["number"]
        return number

    def redeliver(self, number: int) -> None:
        """Delivers an event again, by its number."""
        self.control("POST", "events", {"redeliver": number})

    def accounts(self) -> list[dict[str, Any]]:
        """Returns the accounts with their phone numbers."""
        accounts: list[dict[str, Any]] = self.control("GET", "accounts")["accounts"]
        return accounts

    def add_fault(
        self,
        kind: str,
        *,
        operation: str | None = None,
        stage: str | None = None,
        times: int | None = None,
        probability: float | None = None,
        seed: int | None = None,
        milliseconds: int | None = None,
    ) -> None:
        """Makes requests fail.

        The kind is `throttle`, `delay` (with `milliseconds`), `reset`, `garbage`, `html`, a
        status such as `"502"`, or an error code. The stage is `before` or `after` the request
        is processed. Set either `times` (default 1), or `probability` with `seed`.
        """
        fault = {
            "kind": kind,
            "operation": operation,
            "stage": stage,
            "times": times,
            "probability": probability,
            "seed": seed,
            "milliseconds": milliseconds,
        }
        self.control("POST", "faults", given(fault))

    def clear_faults(self) -> None:
        """Removes all faults."""
        self.control("DELETE", "faults")

    def set_clock(self, time: datetime | None) -> None:
        """Sets and stops the clock; `None` returns to the system clock.

        A time without a time zone is in the local one.
        """
        self.control("PUT", "clock", {"time": None if time is None else time.timestamp()})

    def advance_clock(self, seconds: float) -> None:
        """Moves the clock forward."""
        self.control("PUT", "clock", {"advance": seconds})

    def templates(self) -> list[dict[str, Any]]:
        """Returns the message templates, as Meta describes them."""
        templates: list[dict[str, Any]] = self.control("GET", "templates")["templates"]
        return templates

    def set_template_status(self, id: str, status: str) -> None:
        """Sets the state of a template, as Meta does after a review."""
        self.control("PUT", "templates", {"id": id, "status": status})

    def reset(self) -> None:
        """Returns to the initial state."""
        self.control("POST", "reset", {})

    def stop(self) -> None:
        """Stops the emulator. Has no effect on an emulator from `connect`."""
        if self._process is not None:
            self._process.stop()

    def __enter__(self) -> Emulator:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()


def start(
    *,
    program: str | os.PathLike[str] | None = None,
    port: int = 0,
    args: Sequence[str] = (),
    timeout: float = 10.0,
    log: Callable[[str], None] | None = None,
) -> Emulator:
    """Starts an emulator and waits until it answers. It stops with this process at the latest.

    `program` is the path of the program; by default the environment variable
    `SOCIAL_MESSAGING_EMULATOR`, or the program of this package. Port 0 selects a free port.
    `args` are further options of the program, for example `["--state", "emulator.redb"]`.
    `log` is called in a thread with every line that the program prints: one per request.

    Raises `EmulatorError` if the program cannot be started, or does not answer within `timeout`
    seconds.
    """
    process = Process(program, port, args, timeout, log)
    return Emulator(process.url, process.region, process)


def connect(url: str, *, timeout: float = 10.0) -> Emulator:
    """Connects to an emulator that is already running, for example in a container.

    Waits until it answers; raises `EmulatorError` after `timeout` seconds.
    """
    url = url.rstrip("/")
    end = time.monotonic() + timeout
    while True:
        try:
            limit = max(end - time.monotonic(), ONE_REQUEST)
            return Emulator(url, control(url, "GET", "health", timeout=limit)["region"])
        except EmulatorError:
            if time.monotonic() >= end:
                raise
        time.sleep(INTERVAL)
