"""Texts of messages are the same on both faces: put, replaced, read, previewed, removed, and refused alike."""

from tests.parity.faces import Parity

ANEW = ("id", "name", "created_at", "number")
ASKED = {
    "channel": "sms",
    "language": "hi",
    "text": "{name} जी, {amount} मिला।",
    "provider_template": {"id": "1107", "entity_id": "1101", "parameters": ["amount", "name"]},
}


async def test_message_templates_live_the_same_life(parity: Parity) -> None:
    """Put, get, list, preview and remove; a stranger finds nothing."""
    rest, rpc = await parity.both(
        "putMessageTemplate", {"name": "parity-one", **ASKED}, rpc_only={"name": "parity-two"}, ignored=ANEW
    )
    assert (rest.code, rest.body["placeholders"]) == ("ok", ["name", "amount"])
    one, two = ({"template_id": made.body["id"]} for made in (rest, rpc))
    await parity.both("getMessageTemplate", one)
    await parity.both(
        "listMessageTemplates", {"limit": 1, "channel": "sms", "name": "parity-one", "history": True}
    )
    values = {"name": "आशा", "amount": "₹ 5"}
    said, _ = await parity.both(
        "previewMessage", {"name": "parity-one", "channel": "sms", "language": "hi-IN", "values": values}
    )
    assert (said.body["text"], said.body["encoding"], said.body["parts"]) == ("आशा जी, ₹ 5 मिला।", "ucs2", 1)
    assert said.body["parameters"] == [{"name": "amount", "value": "₹ 5"}, {"name": "name", "value": "आशा"}]
    foreign, _ = await parity.both("getMessageTemplate", one, credential=parity.product.other.sandbox_key)
    assert foreign.code == "message_template_not_found"
    gone, _ = await parity.both("removeMessageTemplate", one, rpc_only=two, ignored=(*ANEW, "ended_at"))
    assert gone.body["ended_at"]
    shipped, _ = await parity.both("listShippedMessageTemplates")
    assert {each["language"] for each in shipped.body["data"]} == {"en", "hi"}  # type: ignore[attr-defined]


async def test_what_is_refused_is_refused_alike(parity: Parity) -> None:
    """A placeholder that is not declared, a subject of an SMS, a mail without one, a value that is missing, no such template."""
    for wrong, field in (
        ({"placeholders": ["name"], "provider_template": None}, "text"),
        ({"subject": "s"}, "subject"),
        ({"channel": "mail", "provider_template": None}, "subject"),
        ({"name": "No"}, "name"),
    ):
        asked = {name: each for name, each in {"name": "wrong", **ASKED, **wrong}.items() if each is not None}
        refused, _ = await parity.both("putMessageTemplate", asked)
        assert refused.fields == (field,)
    missing, _ = await parity.both("previewMessage", {"name": "missing-pan", "channel": "sms"})
    assert (missing.code, missing.fields) == ("message_refused", ("values.payout",))
    unknown, _ = await parity.both("previewMessage", {"name": "nobody", "channel": "sms"})
    assert unknown.code == "message_template_not_found"
