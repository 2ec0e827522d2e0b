"""Customers, events, statuses and rules."""

from __future__ import annotations

import json
from datetime import datetime, timezone
from typing import Any

import pytest
from conftest import Send, first_of
from social_messaging_emulator import (
    ACCOUNT_ID,
    PHONE_NUMBER_ID,
    Customer,
    Emulator,
    EmulatorError,
)

PHONE = "+14255550123"
QUESTION = {
    "type": "button",
    "body": {"text": "Coming?"},
    "action": {
        "buttons": [
            {"type": "reply", "reply": {"id": "yes", "title": "Yes"}},
            {"type": "reply", "reply": {"id": "no", "title": "No"}},
        ]
    },
}


@pytest.fixture
def ada(whatsapp_emulator: Emulator) -> Customer:
    return whatsapp_emulator.customer(PHONE)


def received(emulator: Emulator) -> Any:
    """Returns the only message of customers in the events."""
    [message] = first_of(emulator.events(), "messages")
    return message


def test_describes_sent_messages(whatsapp_emulator: Emulator, send: Send) -> None:
    message_id = send(PHONE, "See you at six")
    send("+14255550124", "See you at seven")
    [message] = whatsapp_emulator.messages(to=PHONE)
    assert message.message_id == message_id
    assert (message.to, message.kind, message.text) == (PHONE, "text", "See you at six")
    assert message.wamid is not None and message.wamid.startswith("wamid.")
    statuses = [status["status"] for status in message.statuses]
    assert statuses == ["accepted", "sent", "delivered"]


def test_lets_a_customer_write(whatsapp_emulator: Emulator, ada: Customer) -> None:
    id_ = ada.says("STOP")
    message = received(whatsapp_emulator)
    assert (message["id"], message["text"]["body"]) == (id_, "STOP")


def test_lets_a_customer_press_a_button_by_text_or_id(
    whatsapp_emulator: Emulator, ada: Customer, send: Send
) -> None:
    send(PHONE, QUESTION, "interactive")
    ada.presses("Yes")
    reply = received(whatsapp_emulator)["interactive"]["button_reply"]
    assert reply == {"id": "yes", "title": "Yes"}
    last = whatsapp_emulator.events()[-1].number
    ada.presses("no")
    [message] = first_of(whatsapp_emulator.events(after=last), "messages")
    assert message["interactive"]["button_reply"]["id"] == "no"


def test_reports_why_an_action_is_not_possible(ada: Customer) -> None:
    with pytest.raises(EmulatorError, match=r"^POST /_emulator/customers: .*Yes") as raised:
        ada.presses("Yes")
    assert raised.value.status == 400
    with pytest.raises(EmulatorError, match="sing"):
        ada.does({"type": "sing"})


def test_lets_a_customer_send_react_edit_and_delete(
    whatsapp_emulator: Emulator, ada: Customer, send: Send
) -> None:
    sent = send(PHONE, "Hello")
    text = ada.says("Helo", reply_to=sent)
    ada.sends_file("image", caption="Our table")
    ada.sends_location(47.6, -122.3, name="Seattle")
    ada.sends_contacts([{"name": {"formatted_name": "Grace"}}])
    ada.reacts("👍", sent)
    ada.edits(text, "Hello")
    ada.deletes(text)
    messages = first_of(whatsapp_emulator.events(), "messages")
    quote, image, location, contacts, reaction, _edit, _delete = messages
    assert quote["context"]["id"] == whatsapp_emulator.messages()[0].wamid
    assert image["image"]["caption"] == "Our table"
    assert location["location"]["name"] == "Seattle"
    assert contacts["contacts"][0]["name"]["formatted_name"] == "Grace"
    assert reaction["reaction"]["emoji"] == "👍"


def test_lets_a_customer_read(whatsapp_emulator: Emulator, ada: Customer, send: Send) -> None:
    send(PHONE, "Hello")
    ada.reads()
    [message] = whatsapp_emulator.messages()
    assert message.status == "read"
    statuses = first_of(whatsapp_emulator.events(), "statuses")
    names = [status["status"] for status in statuses]
    assert names == ["accepted", "sent", "delivered", "read"]


def test_lets_a_customer_call(whatsapp_emulator: Emulator, ada: Customer) -> None:
    id_ = ada.calls()
    [call] = first_of(whatsapp_emulator.events(), "calls")
    assert call["id"] == id_
    # The customer called, so there is nothing to accept or reject.
    with pytest.raises(EmulatorError):
        ada.accepts_call()
    with pytest.raises(EmulatorError):
        ada.rejects_call(id_)
    assert ada.ends_call() == id_
    calls = first_of(whatsapp_emulator.events(), "calls")
    assert [item["event"] for item in calls] == ["connect", "terminate"]


def test_lists_and_changes_customers(
    whatsapp_emulator: Emulator, ada: Customer, send: Send
) -> None:
    ada.set(name="Ada", reachable=False)
    send(PHONE, "Hello")
    [message] = whatsapp_emulator.messages()
    assert (message.status, message.errors[0]["code"]) == ("failed", 131026)
    [customer] = whatsapp_emulator.customers()
    assert (customer["phone"], customer["name"]) == (PHONE, "Ada")
    assert customer["reachable"] is False


def test_opens_the_window_of_the_phone_number(whatsapp_emulator: Emulator, send: Send) -> None:
    whatsapp_emulator.customer(PHONE, phone_number_id=PHONE_NUMBER_ID).says("Hello")
    [customer] = whatsapp_emulator.customers()
    [window] = customer["windows"]
    assert (window["phoneNumberId"], window["open"]) == (PHONE_NUMBER_ID, True)
    whatsapp_emulator.set_clock(datetime.now(timezone.utc))
    whatsapp_emulator.advance_clock(25 * 3600)
    send(PHONE, "too late")
    [message] = whatsapp_emulator.messages()
    assert message.errors[0]["code"] == 131047


def test_fails_messages_by_a_rule(whatsapp_emulator: Emulator, send: Send) -> None:
    whatsapp_emulator.fail_next(131048, to=PHONE)
    send("+14255550124", "another customer")
    send(PHONE, "fails")
    send(PHONE, "the next one")
    codes = [[error["code"] for error in sent.errors] for sent in whatsapp_emulator.messages()]
    assert codes == [[], [131048], []]


def test_moves_messages_by_hand(whatsapp_emulator: Emulator, send: Send) -> None:
    whatsapp_emulator.set_policy(statuses="never", windows="always")
    message_id = send(PHONE, "Hello")
    assert whatsapp_emulator.messages()[0].status == "accepted"
    whatsapp_emulator.set_status(message_id, "delivered")
    assert whatsapp_emulator.messages()[0].status == "delivered"
    other = send(PHONE, "Hello again")
    whatsapp_emulator.set_status(other, "failed", 131000)
    assert whatsapp_emulator.messages()[1].errors[0]["code"] == 131000
    with pytest.raises(EmulatorError) as raised:
        whatsapp_emulator.set_status("no-such-id", "read")
    assert raised.value.status == 404


def test_delivers_events_of_the_caller_and_again(
    whatsapp_emulator: Emulator, ada: Customer
) -> None:
    ada.says("Hello")
    [event] = whatsapp_emulator.events()
    entry = json.loads(event.envelope["whatsAppWebhookEntry"])
    number = whatsapp_emulator.deliver(entry)
    whatsapp_emulator.redeliver(event.number)
    [delivered] = [new for new in whatsapp_emulator.events() if new.number == number]
    assert json.loads(delivered.envelope["whatsAppWebhookEntry"]) == entry


def test_lists_accounts(whatsapp_emulator: Emulator) -> None:
    [account] = whatsapp_emulator.accounts()
    assert account["id"] == ACCOUNT_ID
    assert account["phoneNumbers"][0]["id"] == PHONE_NUMBER_ID


def test_returns_to_the_state_after_the_start(whatsapp_emulator: Emulator, send: Send) -> None:
    send(PHONE, "forgotten")
    whatsapp_emulator.reset()
    assert whatsapp_emulator.messages() == []
    assert whatsapp_emulator.events() == []
