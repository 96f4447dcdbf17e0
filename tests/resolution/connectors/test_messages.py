"""Mails, SMS and WhatsApp messages go out once for a step, in the reader's language, and their readers are in no log."""

import logging
from urllib.parse import parse_qs
from uuid import UUID

import msgspec
import pytest

from core.json_values import JsonValue
from resolution.actions import ActionFailed
from resolution.connectors.messages import MailSend, MessageSend
from resolution.connectors.texts import chosen, filled
from resolution.connectors.wordings import Wordings
from tenants.smtp import MailRefused, MailUndelivered
from tests.resolution.connectors.conftest import Bench, headers_of
from tests.resolution.outbound.inside import answer, listening

TEXTS: JsonValue = {"en": "Dear {name}, {amount} is on its way.", "hi": "{name} जी, {amount} रास्ते में है।"}
VALUES: JsonValue = {"name": "Asha\r\nBcc: x@y.z", "amount": "₹ 12,500"}


class Letters:
    """A mailer that keeps what it is given; `refusal` is raised instead, once."""

    def __init__(self, refusal: Exception | None = None) -> None:
        self.sent: list[tuple[UUID, str, str, str]] = []
        self.refusal = refusal

    async def send(self, message_id: UUID, address: str, subject: str, text: str) -> None:
        if self.refusal is not None:
            refusal, self.refusal = self.refusal, None
            raise refusal
        self.sent.append((message_id, address, subject, text))


def mail(**other: JsonValue) -> dict[str, JsonValue]:
    asked: dict[str, JsonValue] = {
        "to": "asha@example.com",
        "subjects": {"en": "Payout\nfor {name}"},
        "texts": TEXTS,
        "values": VALUES,
    }
    return asked | other


async def test_a_mail_goes_out_once(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    """Filled in, in the language, without a header smuggled in; a retry of the step sends nothing more."""
    caplog.set_level(logging.DEBUG)
    letters = Letters()
    action = MailSend(bench.database, bench.services.vaults, bench.clock, letters)
    outputs = [dict((await action.carry_out(bench.step(mail(language="hi-IN")))).output) for _ in range(2)]
    assert outputs == [{"repeated": False}, {"repeated": True}]
    ((_, address, subject, text),) = letters.sent
    assert (address, subject) == ("asha@example.com", "Payout for Asha Bcc: x@y.z")
    assert text == "Asha Bcc: x@y.z जी, ₹ 12,500 रास्ते में है।"
    assert "asha@example.com" not in caplog.text


async def test_a_mail_that_was_not_taken_is_tried_again_under_its_id(bench: Bench) -> None:
    """Unreachable: retryable, with one Message-ID for the step. Refused: final."""
    letters = Letters(MailUndelivered("down"))
    action = MailSend(bench.database, bench.services.vaults, bench.clock, letters)
    for expected in (("mail_undelivered", True), None, ("mail_refused", False)):
        if expected is None:
            await action.carry_out(bench.step(mail()))
            letters.refusal = MailRefused("asha@example.com is unknown")
            continue
        key = "another" if not expected[1] else "instance-1/step-2"
        with pytest.raises(ActionFailed) as failed:
            await action.carry_out(bench.step(mail(), key))
        assert (failed.value.code, failed.value.retryable) == expected
        assert "asha" not in str(failed.value)
    assert len(letters.sent) == 1


async def test_messages_take_the_shape_that_the_provider_has(bench: Bench) -> None:
    """Twilio's form with the account in the path; a plain JSON API; the provider's id comes back, the key goes along."""
    said: dict[str, JsonValue] = {
        "to": "+919812345678",
        "sender": "+14155550100",
        "texts": TEXTS,
        "values": VALUES,
    }
    async with listening(answer(201, b'{"sid":"SM123","id":"m-1"}')) as far:
        await bench.connector(far, "twilio", preset="twilio", username="AC1", secret="t")
        await bench.connector(far, "own", preset="message-api", secret="t")
        whatsapp = MessageSend("whatsapp", bench.caller, Wordings(bench.database))
        done = await whatsapp.carry_out(bench.step({"connector": "twilio", **said}))
        assert done.output == {"status": 201, "reference": "SM123"}
        head, body = far.heard[0]
        assert head.startswith("POST /v1/Accounts/AC1/Messages.json HTTP/1.1")
        assert parse_qs(body.decode())["To"] == ["whatsapp:+919812345678"]
        sms = MessageSend("sms", bench.caller, Wordings(bench.database))
        assert (await sms.carry_out(bench.step({"connector": "own", **said}))).output["reference"] == "m-1"
        assert msgspec.json.decode(far.heard[1][1]) == {
            "channel": "sms", "to": "+919812345678", "from": "+14155550100",
            "text": "Dear Asha Bcc: x@y.z, ₹ 12,500 is on its way.",
        }  # fmt: skip
        assert headers_of(head)["idempotency-key"] == headers_of(far.heard[1][0])["idempotency-key"]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"to": "asha"}, "arguments_refused"),
        ({"to": "a@b\nBcc: c@d"}, "arguments_refused"),
        ({"texts": {}}, "arguments_refused"),
        ({"texts": {"EN": "x"}}, "arguments_refused"),
        ({"values": {}}, "text_refused"),
    ],
)
async def test_what_cannot_be_sent_is_not(bench: Bench, wrong: dict[str, JsonValue], code: str) -> None:
    """A wrong reader, no text, a place without a value: final, with nothing sent."""
    letters = Letters()
    action = MailSend(bench.database, bench.services.vaults, bench.clock, letters)
    with pytest.raises(ActionFailed) as failed:
        await action.carry_out(bench.step(mail(**wrong)))
    assert (failed.value.code, failed.value.retryable, letters.sent) == (code, False, [])


async def test_a_connector_without_the_channel_sends_nothing(bench: Bench) -> None:
    """A gateway is no provider of messages."""
    async with listening() as far:
        await bench.connector(far, preset="razorpay", username="u", secret="s")
        sms = MessageSend("sms", bench.caller, Wordings(bench.database))
        asked = bench.call(connector="bank", to="+919812345678", sender="BANK", texts=TEXTS, values=VALUES)
        with pytest.raises(ActionFailed) as failed:
            await sms.carry_out(asked)
        assert (failed.value.code, far.connections) == ("channel_not_offered", 0)


def test_texts_are_filled_in_one_pass() -> None:
    """A value that looks like a place is text; controls and directions are left out; languages fall back."""
    assert filled("{a} {b}", {"a": "{b}", "b": "\u202e1\x1b[0m"}) == "{b} 1[0m"
    assert filled("a\nb", {}) == "a\nb"
    assert [chosen({"hi": "h", "en": "e"}, each) for each in ("hi", "hi-IN", "ta")] == ["h", "h", "e"]
    assert chosen({"ta": "t"}, "hi") == "t"
