"""`countermark rules approve|compare|shadow|rollback|history|approvals` against a running server, as two members would use them."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import cast

import pytest
from click.testing import CliRunner

from app.cli.remote import RemoteRefused
from app.cli.rules import rules
from core.ids import public
from core.postgres import EmbeddedPostgres
from rules.entities import Draft
from tenants.permissions import Role
from tenants.sessions import SignIn
from tests.product import Product, product
from tests.rules.graphs import thresholds
from tests.tenants.conftest import PASSWORD, a_member

USE_CASE = "churn-score"


@pytest.fixture(scope="module")
async def running(
    postgres: EmbeddedPostgres, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Product]:
    async with product(postgres, tmp_path_factory.mktemp("life")) as opened:
        yield opened


async def a_token(running: Product, role: Role) -> str:
    """Let somebody join and sign in: a token of their live session."""
    services = running.services
    member = await a_member(services, running.asha.system, role)  # type: ignore[arg-type]
    signed = await services.sessions.sign_in(SignIn(address=member.address, password=PASSWORD))
    return signed.live_token


async def ran(running: Product, key: str, *said: str) -> dict[str, object]:
    """Run a command as a process of its own would. Returns: what it prints. Raises: what it ended with."""
    where = {"COUNTERMARK_URL": str(running.rest.base_url), "COUNTERMARK_API_KEY": key}
    result = await asyncio.to_thread(CliRunner(env=where).invoke, rules, list(said))
    if result.exception is not None:
        raise result.exception
    return cast("dict[str, object]", json.loads(result.stdout))


async def test_two_members_by_their_own_keys(running: Product) -> None:
    """One writes, the other compares and approves; it decides; a rollback returns to the default; the history tells all of it."""
    author, second = await a_token(running, Role.ADMIN), await a_token(running, Role.OWNER)
    caller = await running.services.authenticator.authenticate(None, author)
    draft = Draft(graph=thresholds(), fallback="review", reason="first")
    pushed = await running.services.rulesets.push(caller, USE_CASE, draft)
    assert pushed.id is not None
    name = public("rsv", pushed.id)
    changed = await ran(running, second, "compare", USE_CASE, name)
    assert changed["same"] is False
    said = ("approve", USE_CASE, name, "--digest", pushed.digest.hex(), "--reason", "read it")
    with pytest.raises(RemoteRefused, match="approval_of_own_change"):
        await ran(running, author, *said)
    assert (await ran(running, second, *said))["state"] == "approved"
    await running.services.rulesets.activate(caller, USE_CASE, pushed.id, "go")
    back = await ran(running, second, "rollback", USE_CASE, "--reason", "no")
    assert back["active_since"] is None
    told = cast("list[dict[str, str]]", (await ran(running, second, "history", USE_CASE))["data"])
    assert [each["kind"] for each in told] == ["rollback", "activate"]


async def test_the_shadow_and_the_policy(running: Product) -> None:
    """A shadow is begun, shown and ended; the policy is shown and changed, with a reason."""
    key = running.asha.sandbox_key
    draft = Draft(graph=thresholds(), fallback="review", reason="first")
    pushed = await running.services.rulesets.push(running.asha.system, USE_CASE, draft)
    assert pushed.id is not None
    name = public("rsv", pushed.id)
    begun = await ran(running, key, "shadow", USE_CASE, "--start", name)
    assert begun["since"] is not None
    assert (await ran(running, key, "shadow", USE_CASE))["since"] == begun["since"]
    assert (await ran(running, key, "shadow", USE_CASE, "--stop"))["since"] is None
    assert (await ran(running, key, "approvals"))["required"] is False
    with pytest.raises(SystemExit):
        await ran(running, key, "approvals", "--required")
    said = await ran(running, key, "approvals", "--required", "--reason", "as live")
    assert said["required"] is True
    with pytest.raises(RemoteRefused, match="approval_needs_member"):
        await ran(running, key, "refuse", USE_CASE, name, "--reason", "no")
