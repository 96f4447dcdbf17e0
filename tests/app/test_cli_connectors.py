"""`countermark connectors` and `countermark messages`, as they are run on the server's own machine."""

import pathlib

import click
import pytest

from app.cli.connectors import connectors
from app.cli.message_templates import messages
from app.cli.tenants import tenants
from core.errors import PlatformError
from tests.app.test_cli_tenants import made, ran


async def test_a_connector_from_the_shell(environment: dict[str, str], tmp_path: pathlib.Path) -> None:
    """Create, list, rotate and remove, with secrets from files that no answer shows; what is refused says the field."""
    bank = await made(environment, tenants, "create", "--name", "Asha Bank")
    tenant = ("--tenant", bank["id"])
    secret, hook = tmp_path / "secret.txt", tmp_path / "hook.txt"
    secret.write_text("the-key-secret\n")
    hook.write_text("the-hook-secret\n")
    files = ("--secret-file", str(secret), "--webhook-secret-file", str(hook))
    asked = ("--name", "payout-bank", "--preset", "razorpay", "--username", "rzp_1", "--path", "/payouts/**")
    one = await made(environment, connectors, "create", *tenant, *asked, *files)
    assert (one["paths"], one["auth"], one["webhook_scheme"]) == (["/payouts/**"], "basic", "razorpay")
    secret.write_text("a-new-secret\n")
    rotated = await ran(environment, connectors, "rotate", *tenant, one["id"], "--secret-file", str(secret))
    listed = await ran(environment, connectors, "list", *tenant)
    assert not {word for word in ('secret"', "the-key", "the-hook", "a-new", "rzp_1") if word in rotated.output + listed.output}  # fmt: skip
    assert str(one["id"]) in listed.output
    taken = await ran(environment, connectors, "create", *tenant, *asked, *files)
    assert isinstance(taken.exception, PlatformError)
    assert taken.exception.code == "connector_exists"
    inside = await ran(
        environment, connectors, "create", *tenant, "--name", "in", "--base-url", "https://10.0.0.1"
    )
    assert isinstance(inside.exception, PlatformError)
    assert [each.field for each in inside.exception.fields] == ["base_url"]
    await made(environment, connectors, "remove", *tenant, one["id"])
    assert (await made(environment, connectors, "list", *tenant))["data"] == []
    presets = await made(environment, connectors, "presets")
    names = {each["name"] for each in presets["data"]}  # type: ignore[attr-defined]
    assert {"razorpay", "stripe", "zoho-desk", "twilio", "msg91"} <= names


async def test_messages_from_the_shell(environment: dict[str, str], tmp_path: pathlib.Path) -> None:
    """Put from a file, preview, list, replace with history, remove; a value that is missing is named."""
    bank = await made(environment, tenants, "create", "--name", "Asha Bank")
    tenant = ("--tenant", bank["id"])
    file = tmp_path / "text.txt"
    file.write_text("{name} जी, {amount} मिला।\n", encoding="utf-8")
    asked = ("paid", "--channel", "sms", "--language", "hi", "--text-file", str(file))
    registered = ("--provider-id", "1107", "--entity-id", "1101", "--parameter", "amount")
    one = await made(environment, messages, "put", *tenant, *asked, *registered)
    assert (one["text"], one["number"]) == ("{name} जी, {amount} मिला।", 1)
    shown = ("preview", *tenant, "paid", "--channel", "sms", "--language", "hi", "--value", "name=आशा")
    said = await made(environment, messages, *shown, "--value", "amount=₹ 5")
    assert (said["text"], said["parameters"]) == ("आशा जी, ₹ 5 मिला।", [{"name": "amount", "value": "₹ 5"}])
    missing = await ran(environment, messages, *shown)
    assert isinstance(missing.exception, PlatformError)
    assert [each.field for each in missing.exception.fields] == ["values.amount"]
    two = await made(
        environment, messages, "put", *tenant, "paid", "--channel", "sms", "--language", "hi", "--text", "{name}"
    )  # fmt: skip
    assert (await made(environment, messages, "get", *tenant, one["id"]))["ended_at"]
    await made(environment, messages, "remove", *tenant, two["id"])
    assert (await made(environment, messages, "list", *tenant))["data"] == []
    past = await made(environment, messages, "list", *tenant, "--name", "paid", "--history")
    assert [each["number"] for each in past["data"]] == [2, 1]  # type: ignore[attr-defined]
    shipped = await made(environment, messages, "shipped", *tenant)
    assert shipped["data"]
    for wrong in (("put", *tenant, "paid", "--channel", "sms"), (*shown, "--value", "x")):
        assert (await ran(environment, messages, *wrong)).exit_code == 2


@pytest.mark.parametrize("group", [connectors, messages])
def test_each_command_has_its_sentence(group: click.Group) -> None:
    """The groups say what they do, and each command too."""
    assert group.help
    assert [name for name, each in group.commands.items() if not each.help] == []
