"""`countermark webhooks`, as it is run on the server's own machine."""

import pytest

from app.cli.tenants import tenants
from app.cli.webhooks import webhooks
from core.errors import InvalidRequest
from tests.app.test_cli_tenants import made, part, ran


async def test_an_endpoint_from_the_shell(environment: dict[str, str]) -> None:
    """Create, ping, list, replay, disable, enable, rotate and remove; an address inside is refused."""
    bank = await made(environment, tenants, "create", "--name", "Asha Bank")
    tenant = ("--tenant", bank["id"])
    one = await made(
        environment, webhooks, "create", *tenant, "--url", "https://hooks.example.com/", "--event", "case.*"
    )
    assert str(one["secret"]).startswith("whsec_")
    whk = part(one, "webhook_endpoint")["id"]
    pinged = await made(environment, webhooks, "ping", *tenant, whk)
    again = await made(environment, webhooks, "replay", *tenant, whk, "--message", pinged["message_id"])
    assert again == {"queued": 1, "more": False, "next_since": None}
    since = await made(environment, webhooks, "replay", *tenant, whk, "--since", "2026-01-01T00:00:00+00:00")
    assert since["queued"] == 0  # a ping is of no kind that it asked for
    listed = await made(environment, webhooks, "deliveries", *tenant, whk)
    assert [each["state"] for each in listed["data"]] == ["waiting"]  # type: ignore[attr-defined]
    off = await made(environment, webhooks, "update", *tenant, whk, "--disabled")
    on = await made(environment, webhooks, "update", *tenant, whk, "--enabled", "--event", "*")
    assert (off["status"], on["status"], on["events"]) == ("disabled", "enabled", ["*"])
    rotated = await made(environment, webhooks, "rotate-secret", *tenant, whk)
    assert rotated["secret"] != one["secret"]
    await made(environment, webhooks, "remove", *tenant, whk)
    assert (await made(environment, webhooks, "list", *tenant))["data"] == []
    refused = await ran(environment, webhooks, "create", *tenant, "--url", "https://127.0.0.1/")
    assert isinstance(refused.exception, InvalidRequest)
    kinds = await made(environment, webhooks, "events")
    assert kinds["data"]


def test_the_group_says_what_it_does() -> None:
    """Each command has its sentence."""
    with pytest.raises(SystemExit):
        webhooks.main(["--help"], prog_name="webhooks")
    assert [name for name, each in webhooks.commands.items() if not each.help] == []
