"""Stored texts of messages: what was said at any time stays, what cannot be said is refused by name, and steps find the right one."""

import datetime as dt
from urllib.parse import parse_qs

import msgspec
import pytest

from core.errors import PlatformError
from core.json_values import JsonValue
from resolution.actions import ActionFailed
from resolution.connectors.lengths import sms_size
from resolution.connectors.messages import MailSend, MessageRender, MessageSend
from resolution.connectors.shipped_texts import SHIPPED
from resolution.connectors.template_entities import PreviewMessage, PutMessageTemplate, check
from resolution.connectors.templates import MessageTemplates, TemplateFilter
from resolution.connectors.wordings import Wordings
from tests.resolution.connectors.conftest import Bench
from tests.resolution.connectors.test_messages import Letters
from tests.resolution.outbound.inside import answer, listening
from tests.tenants.ledger_rows import entries_of


def wanted(**other: object) -> PutMessageTemplate:
    asked: dict[str, object] = {"name": "paid", "channel": "sms", "text": "Dear {name}, {amount} is paid."}
    return msgspec.convert(asked | other, PutMessageTemplate)


def templates(bench: Bench) -> MessageTemplates:
    return MessageTemplates(bench.database, bench.clock)


async def test_a_wording_is_replaced_and_stays(bench: Bench) -> None:
    """Put twice alike is one; another wording is the next number; removed, and put again, goes on counting. Each change is an entry."""
    service, caller = templates(bench), bench.system
    first = await service.put(caller, wanted())
    assert (await service.put(caller, wanted())).id == first.id
    bench.clock.advance(dt.timedelta(seconds=1))
    second = await service.put(caller, wanted(text="{amount} is paid."))
    old = await service.get(caller, first.id)
    assert (first.number, second.number, old.ended_by) == (1, 2, caller.id)
    assert old.text == "Dear {name}, {amount} is paid."
    gone = await service.remove(caller, second.id)
    assert gone.ended_at is not None
    assert (await service.remove(caller, second.id)).ended_at == gone.ended_at
    bench.clock.advance(dt.timedelta(seconds=1))
    third = await service.put(caller, wanted(text="{amount} is paid."))
    assert third.number == 3
    listed = await service.list(caller, TemplateFilter(), None, 10)
    past = await service.list(caller, TemplateFilter(name="paid", history=True), None, 10)
    assert ([each.number for each in listed.data], [each.number for each in past.data]) == ([3], [3, 2, 1])
    rows = await entries_of(bench.database, bench.environment_id)
    kinds = [row["typ"] for row in rows if str(row["typ"]).startswith("message_template")]
    assert kinds == [f"message_template.{each}.v1" for each in ("put", "put", "remove", "put")]


@pytest.mark.parametrize(
    ("wrong", "field", "word"),
    [
        ({"placeholders": ["name"]}, "text", "`amount`"),
        ({"text": "Pay {Amount}"}, "text", "`{Amount}`"),
        ({"text": "Pay {{1}}"}, "text", "`{1}`"),
        ({"subject": "s"}, "subject", "Only mails"),
        ({"channel": "mail"}, "subject", "needs one"),
        ({"text": "x" * 1531}, "text", "11 parts"),
        ({"text": "क" * 671}, "text", "11 parts"),
        ({"channel": "whatsapp", "text": "x" * 4097}, "text", "4097"),
        ({"channel": "whatsapp", "text": "x" * 1025, "provider_template": {"id": "a"}}, "text", "1025"),
        (
            {"provider_template": {"id": "1", "parameters": ["sum"]}, "placeholders": ["name", "amount"]},
            "provider_template.parameters[0]",
            "`sum`",
        ),
        ({"channel": "whatsapp", "provider_template": {"id": "a", "entity_id": "1"}}, "provider_template.entity_id", "SMS"),
        ({"channel": "mail", "subject": "s", "provider_template": {"id": "a"}}, "provider_template", "Mails"),
    ],
)  # fmt: skip
def test_what_cannot_go_out_is_refused(wrong: dict[str, object], field: str, word: str) -> None:
    """The field is named, and the placeholder or the figure in the reason."""
    with pytest.raises(PlatformError) as refused:
        check(wanted(**wrong))
    assert [(each.field, word in each.reason) for each in refused.value.fields] == [(field, True)]


def test_limits_are_reached_exactly() -> None:
    """Ten parts and the most characters are taken; an SMS is counted as the networks count it."""
    check(wanted(text="x" * 1530))
    check(wanted(text="क" * 670))
    check(wanted(channel="whatsapp", text="x" * 1024, provider_template={"id": "a"}))
    sizes = {
        text: (size.encoding, size.units, size.parts)
        for text in (
            "a" * 160,
            "a" * 161,
            "€" * 80,
            "€" * 81,
            "नमस्ते",
            "ह" * 70,
            "ह" * 71,
            "😀" * 35,
            "😀" * 36,
        )
        for size in [sms_size(text)]
    }
    assert list(sizes.values()) == [
        ("gsm7", 160, 1), ("gsm7", 161, 2), ("gsm7", 160, 1), ("gsm7", 162, 2), ("ucs2", 6, 1), ("ucs2", 70, 1),
        ("ucs2", 71, 2), ("ucs2", 70, 1), ("ucs2", 72, 2),
    ]  # fmt: skip
    assert sms_size("x" * 152 + "€" + "x" * 152).parts == 3  # neither half of the sign is in two parts


async def test_a_preview_says_what_a_step_would_send(bench: Bench) -> None:
    """Own before shipped, the language or the nearest; every missing value by its name; a draft is kept nowhere."""
    service, caller = templates(bench), bench.system
    asked = PreviewMessage(name="missing-pan", channel="sms", language="hi-IN", values={"payout": "pyt_1"})
    shipped = await service.preview(caller, asked)
    assert (shipped.source, shipped.said.language) == ("shipped", "hi")
    own = await service.put(caller, wanted(name="missing-pan", text="PAN, {name}!", language="en"))
    assert (await service.preview(caller, asked)).source == "shipped"
    english = msgspec.structs.replace(asked, language="ta", values={"name": "Asha"})
    found = await service.preview(caller, english)
    assert (found.source, found.template_id, found.said.text) == ("stored", own.id, "PAN, Asha!")
    draft = PreviewMessage(name="new", channel="sms", text="{b} {a}", values={"b": 1})
    with pytest.raises(PlatformError) as missing:
        await service.preview(caller, draft)
    assert [each.field for each in missing.value.fields] == ["values.a"]
    said = await service.preview(caller, msgspec.structs.replace(draft, values={"a": "x", "b": 2}))
    assert (said.said.text, said.sms) == ("2 x", sms_size("2 x"))
    with pytest.raises(PlatformError) as unknown:
        await service.preview(caller, PreviewMessage(name="new", channel="sms"))
    assert unknown.value.code == "message_template_not_found"
    long = PreviewMessage(name="new", channel="sms", text="{a}{a}{a}{a}", values={"a": "x" * 500})
    with pytest.raises(PlatformError) as refused:
        await service.preview(caller, long)
    assert (refused.value.code, refused.value.fields[0].field) == ("message_refused", "text")


async def test_a_step_says_what_is_stored(bench: Bench) -> None:
    """By name, in the reader's language; a change is said from then on; what is not there or lacks a value is final, by name."""
    service, letters = templates(bench), Letters()
    mail = MailSend(bench.database, bench.services.vaults, bench.clock, letters)

    async def send(key: str, **asked: JsonValue) -> None:
        await mail.carry_out(bench.step({"to": "asha@example.com", **asked}, key))

    await send("1", template="missing-pan", values={"payout": "pyt_1"})
    await service.put(
        bench.system, wanted(name="missing-pan", channel="mail", language="hi", subject="{name}: PAN", text="{name} जी")
    )  # fmt: skip
    await send("2", template="missing-pan", language="hi", values={"name": "आशा"})
    assert [each[2:] for each in letters.sent] == [
        (
            "We need your PAN",
            "Payout pyt_1 is on hold because we do not have your PAN. Please send it to us within 3 days.",
        ),
        ("आशा: PAN", "आशा जी"),
    ]
    for asked, code in (
        ({"template": "nobody"}, "template_not_found"),
        ({"template": "missing-pan"}, "value_missing.payout"),
        ({"template": "missing-pan", "texts": {"en": "x"}}, "arguments_refused"),
        ({}, "arguments_refused"),
    ):
        with pytest.raises(ActionFailed) as failed:
            await send("3", **asked)
        assert (failed.value.code, failed.value.retryable) == (code, False)
    assert len(letters.sent) == 2


PROVIDERS: dict[str, tuple[str, dict[str, object], object, object, bytes, str]] = {
    "exotel": (
        "sms", {"username": "key"}, "POST /v1/Sms/send.json",
        {"From": ["BANK"], "To": ["+919812345678"], "Body": ["Dear Asha, 5 is paid."], "EncodingType": ["plain"],
         "DltTemplateId": ["1107"], "DltEntityId": ["1101"]},
        b'{"SMSMessage":{"Sid":"abc123"}}', "abc123",
    ),
    "msg91": (
        "sms", {}, "POST /v1/flow",
        {"template_id": "1107", "sender": "BANK", "recipients": [{"mobiles": "919812345678", "amount": "5", "name": "Asha"}]},
        b'{"message":"r-1","type":"success"}', "r-1",
    ),
    "whatsapp-cloud": (
        "whatsapp", {}, "POST /v1/BANK/messages",
        {"messaging_product": "whatsapp", "to": "919812345678", "type": "template", "template": {
            "name": "1107", "language": {"code": "en"}, "components": [{"type": "body", "parameters": [
                {"type": "text", "text": "5"}, {"type": "text", "text": "Asha"}]}]}},
        b'{"messages":[{"id":"wamid.HBg=="}]}', "wamid.HBg==",
    ),
    "twilio": (
        "whatsapp", {"username": "AC1"}, "POST /v1/Accounts/AC1/Messages.json",
        {"To": ["whatsapp:+919812345678"], "From": ["whatsapp:BANK"], "ContentSid": ["1107"],
         "ContentVariables": ['{"1":"5","2":"Asha"}']},
        b'{"sid":"SM1"}', "SM1",
    ),
}  # fmt: skip


@pytest.mark.parametrize("preset", PROVIDERS)
async def test_registered_texts_go_out_as_providers_know_them(bench: Bench, preset: str) -> None:
    """The registered id, and the values in the provider's order, in the shape that each provider documents."""
    channel, credentials, line, body, reply, reference = PROVIDERS[preset]
    entity = {"entity_id": "1101"} if channel == "sms" else {}
    registered = {"id": "1107", "parameters": ["amount", "name"], **entity}
    await templates(bench).put(bench.system, wanted(channel=channel, provider_template=registered))
    async with listening(answer(200, reply)) as far:
        await bench.connector(far, preset, preset=preset, secret="t", **credentials)
        assert channel in {"sms", "whatsapp"}
        action = MessageSend(
            "sms" if channel == "sms" else "whatsapp", bench.caller, Wordings(bench.database)
        )
        asked: dict[str, JsonValue] = {
            "connector": preset, "to": "+919812345678", "sender": "BANK", "template": "paid",
            "values": {"name": "Asha", "amount": 5},
        }  # fmt: skip
        done = await action.carry_out(bench.step(asked))
    assert done.output["reference"] == reference
    head, sent = far.heard[0]
    assert head.startswith(str(line))
    assert body == (parse_qs(sent.decode()) if b"=" in sent[:10] else msgspec.json.decode(sent))


async def test_a_provider_of_registered_texts_sends_no_others(bench: Bench) -> None:
    """MSG91 takes flows alone: a text without an id is refused before anything is sent."""
    async with listening() as far:
        await bench.connector(far, "msg91", preset="msg91", secret="t")
        action = MessageSend("sms", bench.caller, Wordings(bench.database))
        asked = bench.call(connector="msg91", to="+919812345678", sender="BANK", texts={"en": "x"})
        with pytest.raises(ActionFailed) as failed:
            await action.carry_out(asked)
        assert (failed.value.code, far.connections) == ("provider_template_missing", 0)


async def test_texts_are_rendered_for_a_service_of_the_tenants_own(bench: Bench) -> None:
    """Every language there is, own wordings before shipped ones."""
    await templates(bench).put(bench.system, wanted(name="missing-pan", text="PAN for {payout}"))
    render = MessageRender(Wordings(bench.database))
    done = await render.carry_out(
        bench.call(template="missing-pan", channel="sms", values={"payout": "pyt_1"})
    )
    texts = done.output["texts"]
    assert isinstance(texts, dict)
    assert (texts["en"], sorted(texts)) == ("PAN for pyt_1", ["en", "hi"])


def test_what_ships_can_go_out() -> None:
    """Every shipped text passes the checks of a tenant's own, has both languages on every channel, and one set of placeholders."""
    for each in SHIPPED:
        check(
            wanted(
                name=each.name,
                channel=each.channel,
                language=each.language,
                subject=each.subject,
                text=each.text,
            )
        )
    kinds = {(each.name, each.channel) for each in SHIPPED}
    for name, channel in kinds:
        own = [each for each in SHIPPED if (each.name, each.channel) == (name, channel)]
        assert sorted(each.language for each in own) == ["en", "hi"]
        assert len({tuple(each.placeholders) for each in own}) == 1
