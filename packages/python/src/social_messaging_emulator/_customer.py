"""People who receive messages and answer."""

from __future__ import annotations

from typing import Any, Callable, Mapping, Sequence

from ._control import given

Control = Callable[[str, str, object], Any]


class Customer:
    """A person who receives messages and answers.

    Methods return Meta's id of the message that the person sends. They fail if the action is
    not possible, for example if no message has such a button.
    """

    def __init__(self, control: Control, phone: str, phone_number_id: str | None) -> None:
        self.phone = phone
        self._control = control
        self._phone_number_id = phone_number_id

    def does(self, action: Mapping[str, object]) -> str | None:
        """Performs any action of the control API."""
        body = {
            "phone": self.phone,
            "phoneNumberId": self._phone_number_id,
            "action": given(action),
        }
        answer = self._control("POST", "customers", given(body))
        id_: str | None = answer["id"]
        return id_

    def _sends(self, action: Mapping[str, object]) -> str:
        id_ = self.does(action)
        assert id_ is not None, "only reading has no id"
        return id_

    def says(self, body: str, *, reply_to: str | None = None) -> str:
        """Sends a text message; `reply_to` is the id of a message to quote."""
        return self._sends({"type": "text", "body": body, "replyTo": reply_to})

    def presses(
        self,
        text: str,
        *,
        message: str | None = None,
        response: Mapping[str, object] | None = None,
    ) -> str:
        """Presses a button, selects a row of a list, or submits a Flow with a response.

        The text is that of the button or its id; the message, by default, the last one with
        such a button.
        """
        action = {"type": "press", "text": text, "message": message, "response": response}
        return self._sends(action)

    def sends_file(
        self,
        kind: str,
        *,
        mime_type: str | None = None,
        caption: str | None = None,
        filename: str | None = None,
    ) -> str:
        """Sends a file: `image`, `audio`, `video`, `document` or `sticker`."""
        members = {"mimeType": mime_type, "caption": caption, "filename": filename}
        return self._sends({"type": kind, **members})

    def sends_location(
        self,
        latitude: float,
        longitude: float,
        *,
        name: str | None = None,
        address: str | None = None,
    ) -> str:
        """Sends a location."""
        place = {"latitude": latitude, "longitude": longitude, "name": name, "address": address}
        return self._sends({"type": "location", **place})

    def sends_contacts(self, contacts: Sequence[Mapping[str, object]]) -> str:
        """Sends contact cards in Meta's format."""
        return self._sends({"type": "contacts", "contacts": list(contacts)})

    def reacts(self, emoji: str, message: str) -> str:
        """Reacts to a message; an empty emoji removes the reaction."""
        return self._sends({"type": "reaction", "emoji": emoji, "message": message})

    def edits(self, message: str, body: str) -> str:
        """Edits a message that the customer sent."""
        return self._sends({"type": "edit", "message": message, "body": body})

    def deletes(self, message: str) -> str:
        """Deletes a message that the customer sent."""
        return self._sends({"type": "delete", "message": message})

    def reads(self, message: str | None = None) -> None:
        """Reads a message, or all delivered ones."""
        self.does({"type": "read", "message": message})

    def calls(self) -> str:
        """Calls. Returns the id of the call."""
        return self._sends({"type": "call"})

    def accepts_call(self, call: str | None = None) -> str:
        """Accepts a ringing call of the business. Returns the id of the call."""
        return self._sends({"type": "accept-call", "call": call})

    def rejects_call(self, call: str | None = None) -> str:
        """Rejects a ringing call of the business. Returns the id of the call."""
        return self._sends({"type": "reject-call", "call": call})

    def ends_call(self, call: str | None = None) -> str:
        """Ends a call, by default the last one. Returns the id of the call."""
        return self._sends({"type": "end-call", "call": call})

    def set(self, *, name: str | None = None, reachable: bool | None = None) -> None:
        """Changes the name, or whether messages reach the customer.

        Messages to a customer who is not reachable fail with code 131026.
        """
        body = {"phone": self.phone, "name": name, "reachable": reachable}
        self._control("PUT", "customers", given(body))
