"""`countermark tenants`, `keys`, `clients` and `members`, as they are run on the server's own machine."""

import asyncio
import datetime as dt
import json
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from joserfc.jwk import ECKey

from app.cli.credentials import clients, keys
from app.cli.main import main
from app.cli.members import members
from app.cli.tenants import tenants
from app.cli.usage import usage
from core.database import Database
from core.errors import PlatformError
from core.ids import parse
from tenants.later_usage import count
from tenants.plans import PLANS, PlanName
from tests.tenants.ledger_rows import entries_of


async def ran(environment: dict[str, str], command: click.Command, *arguments: object) -> Result:
    """Run the command as a process of its own would: outside this test's event loop."""
    runner = CliRunner(env=environment)
    return await asyncio.to_thread(runner.invoke, command, [str(each) for each in arguments])


async def made(environment: dict[str, str], command: click.Command, *arguments: object) -> dict[str, object]:
    """Run a command that works, and read its JSON."""
    result = await ran(environment, command, *arguments)
    assert result.exit_code == 0, result.output
    value = json.loads(result.stdout)
    assert isinstance(value, dict)
    return value


def part(value: dict[str, object], name: str) -> dict[str, object]:
    found = value[name]
    assert isinstance(found, dict)
    return found


async def test_a_tenant_from_nothing(environment: dict[str, str], database: Database) -> None:
    """Create, show, rename, plan, suspend and resume; each leaves one entry by the installation."""
    made_one = await made(environment, tenants, "create", "--name", "Asha Bank", "--plan", "trial")
    tenant = ("--tenant", made_one["id"])
    assert (await made(environment, tenants, "show", *tenant)) == made_one
    assert (await made(environment, tenants, "rename", *tenant, "--name", "Asha"))["name"] == "Asha"
    assert (await made(environment, tenants, "plan", *tenant, "unmetered"))["plan"] == "unmetered"
    assert (await made(environment, tenants, "suspend", *tenant))["status"] == "suspended"
    assert (await made(environment, tenants, "resume", *tenant))["status"] == "active"
    entries = await entries_of(database, parse("env", str(made_one["live_environment_id"])))
    assert {entry["act"] for entry in entries} == {"system"}
    assert [entry["typ"] for entry in entries] == [
        "tenant.create.v1",
        "tenant.rename.v1",
        "tenant.plan.v1",
        "tenant.suspend.v1",
        "tenant.resume.v1",
    ]
    listed = await ran(environment, tenants, "list", "--limit", "1000")
    assert made_one["id"] in {each["id"] for each in json.loads(listed.stdout)}


async def test_keys_and_clients(environment: dict[str, str], tmp_path: Path) -> None:
    """Create, list, rotate and revoke; a client may bring its public keys, never a private one."""
    tenant = ("--tenant", (await made(environment, tenants, "create", "--name", "B"))["id"])
    key = await made(environment, keys, "create", *tenant, "--name", "k", "--expires-in-days", "30")
    assert str(key["secret"]).startswith("cmk_sandbox_")
    key_id = part(key, "api_key")["id"]
    assert await made(environment, keys, "show", *tenant, key_id) == key["api_key"]
    never = await ran(environment, keys, "create", *tenant, "--name", "k", "--scope", "tenants:create")
    assert never.exit_code == 2
    assert "'tenants:create' is not one of" in never.output
    rotated = await made(environment, keys, "rotate", *tenant, key_id, "--grace-s", "60")
    assert part(rotated, "api_key")["rotated_from"] == key_id
    assert (await made(environment, keys, "revoke", *tenant, key_id))["status"] == "revoked"
    listed = (await made(environment, keys, "list", *tenant))["data"]
    assert isinstance(listed, list)
    assert len(listed) == 2
    assert (await made(environment, keys, "list", *tenant, "--mode", "live"))["data"] == []

    client = await made(environment, clients, "create", *tenant, "--name", "c", "--scope", "decisions:create")
    client_id = part(client, "oauth_client")["id"]
    assert await made(environment, clients, "show", *tenant, client_id) == client["oauth_client"]
    fresh = await made(environment, clients, "rotate-secret", *tenant, client_id)
    assert fresh["secret"] != client["secret"]
    assert (await made(environment, clients, "revoke", *tenant, client_id))["revoked_at"]
    private = ECKey.generate_key("P-256", {"kid": "1"})
    public_set, private_set = tmp_path / "public.json", tmp_path / "private.json"
    public_set.write_text(json.dumps({"keys": [private.as_dict(private=False)]}))
    private_set.write_text(json.dumps({"keys": [private.as_dict(private=True)]}))
    signer = await made(environment, clients, "create", *tenant, "--name", "s", "--jwks", public_set)
    assert (signer["secret"], part(signer, "oauth_client")["auth_method"]) == (None, "private_key_jwt")
    refused = await ran(environment, clients, "create", *tenant, "--name", "s", "--jwks", private_set)
    assert refused.exit_code == 2
    assert str(private.as_dict(private=True)["d"]) not in refused.output
    listed = (await made(environment, clients, "list", *tenant))["data"]
    assert isinstance(listed, list)
    assert len(listed) == 2


async def test_usage_is_shown(environment: dict[str, str], database: Database) -> None:
    """Calls and units of the days asked for, beside the quota of the tenant's plan in that environment."""
    tenant = await made(environment, tenants, "create", "--name", "U", "--plan", "trial")
    who, day = parse("env", str(tenant["live_environment_id"])), dt.datetime(2026, 3, 2, tzinfo=dt.UTC)
    async with database.transaction(who) as tx:
        await count(tx, who, day, "createBatch", 12)
    asked = (
        "--tenant",
        tenant["id"],
        "--mode",
        "live",
        "--first-day",
        "2026-03-01",
        "--last-day",
        "2026-03-31",
    )
    told = await made(environment, usage, *asked)
    assert told["data"] == [{"day": "2026-03-02", "operation": "createBatch", "calls": 0, "units": 12}]
    assert told["quota_per_month"] == PLANS[PlanName.TRIAL].live_quota_per_month


async def test_people(environment: dict[str, str]) -> None:
    """The invitation's link is shown this once; a wrong address is refused by field."""
    tenant = ("--tenant", (await made(environment, tenants, "create", "--name", "C"))["id"])
    invited = await made(
        environment, members, "invite", *tenant, "--address", "a@example.com", "--role", "owner"
    )
    assert "#cmi_sandbox_" in str(invited["link"])
    listed = (await made(environment, members, "invitations", *tenant))["data"]
    assert listed == [invited["invitation"]]
    assert (await made(environment, members, "list", *tenant))["data"] == []
    wrong = await ran(environment, members, "invite", *tenant, "--address", "nope", "--role", "owner")
    assert isinstance(wrong.exception, PlatformError)
    assert wrong.exception.fields[0].field == "address"


async def test_vault_keys_rotate(environment: dict[str, str]) -> None:
    """A rotation tells its version; re-wrapping at once is refused with the wait; signing keys get a kid."""
    tenant = ("--tenant", (await made(environment, tenants, "create", "--name", "D"))["id"])
    assert await made(environment, tenants, "rotate-vault-key", *tenant) == {"version": 2}
    early = await ran(environment, tenants, "rewrap-vault-key", *tenant)
    assert isinstance(early.exception, PlatformError)
    assert early.exception.code == "vault_rotation_too_early"
    assert (await made(environment, tenants, "rewrap-vault-key", *tenant, "--mode", "live")) == {
        "subjects_rewrapped": 0
    }
    assert (await made(environment, tenants, "rotate-signing-key"))["kid"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["tenants", "show", "--tenant", "ten_x"], "invalid_id"),
        (["tenants", "create", "--name", " "], "name"),
        (["keys", "list", "--tenant", "ten_01kc1x5w3ceyp8s1r7t3v5w9ya"], "tenant_not_found"),
    ],
)
async def test_errors_are_sentences(
    environment: dict[str, str],
    arguments: list[str],
    words: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """What goes wrong is said on stderr with its code, exit 1, no traceback."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.argv", ["countermark", *arguments])
    with pytest.raises(SystemExit) as caught:
        await asyncio.to_thread(main)
    assert caught.value.code == 1
    shown = capsys.readouterr().err
    assert words in shown
    assert "Traceback" not in shown
