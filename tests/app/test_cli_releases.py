"""`countermark releases …` against a running server, as two members would use it: made, tried, taken to live, approved, back."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import cast

import pytest
from click.testing import CliRunner

from app.cli.releases import releases
from app.cli.remote import RemoteRefused
from core.ids import public
from core.postgres import EmbeddedPostgres
from rules.entities import Draft
from tenants.permissions import Role
from tenants.sessions import NewSession, SignIn
from tests.inference.tenant_releases.desk import by_names
from tests.product import Product, product
from tests.tenants.conftest import PASSWORD, a_member

USE_CASE = "churn-score"


@pytest.fixture(scope="module")
async def running(
    postgres: EmbeddedPostgres, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Product]:
    async with product(postgres, tmp_path_factory.mktemp("cli_releases")) as opened:
        yield opened


async def signed_in(running: Product, role: Role) -> NewSession:
    services = running.services
    member = await a_member(services, running.asha.system, role)  # type: ignore[arg-type]
    return await services.sessions.sign_in(SignIn(address=member.address, password=PASSWORD))


async def ran(running: Product, key: str, *said: str) -> dict[str, object]:
    """Run a command as a process of its own would. Returns: what it prints. Raises: what it ended with."""
    where = {"COUNTERMARK_URL": str(running.rest.base_url), "COUNTERMARK_API_KEY": key}
    result = await asyncio.to_thread(CliRunner(env=where).invoke, releases, list(said))
    if result.exception is not None:
        raise result.exception
    return cast("dict[str, object]", json.loads(result.stdout))


async def test_from_the_sandbox_to_live(running: Product) -> None:
    """Each command does what its operation does, with thresholds as `NAME=NUMBER`."""
    author, second = await signed_in(running, Role.ADMIN), await signed_in(running, Role.OWNER)
    box, live = author.sandbox_token, author.live_token
    caller = await running.services.authenticator.authenticate(None, box)
    draft = Draft(graph=by_names(), fallback="review", reason="first")
    pushed = await running.services.rulesets.push(caller, USE_CASE, draft)
    assert pushed.id is not None
    named = ("--ruleset", public("rsv", pushed.id), "--reason", "try")
    with pytest.raises(SystemExit):
        await ran(running, box, "create", USE_CASE, "--threshold", "review_at", *named)
    made = await ran(running, box, "create", USE_CASE, "--threshold", "review_at=0.25", *named)
    name = str(made["id"])
    assert cast("dict[str, float]", made["thresholds"])["review_at"] == 0.25
    assert (await ran(running, box, "show", name))["state"] == "checked"
    assert (await ran(running, box, "shadow", name, "--start"))["model"] is None
    assert (await ran(running, box, "shadow", name))["rules"] is not None
    await ran(running, box, "shadow", name, "--stop")

    came = await ran(running, live, "promote", name, "--reason", "tried")
    there, digest = str(came["id"]), str(came["digest"])
    changes = cast("list[dict[str, object]]", (await ran(running, live, "diff", there))["thresholds"])
    assert {"name": "review_at", "before": None, "after": 0.25} in changes
    with pytest.raises(RemoteRefused, match="release_not_approved"):
        await ran(running, live, "activate", there, "--reason", "go")
    said = ("approve", there, "--digest", digest, "--reason", "read")
    assert (await ran(running, second.live_token, *said))["state"] == "approved"
    assert (await ran(running, live, "activate", there, "--reason", "go"))["state"] == "active"
    assert (await ran(running, live, "rollback", there, "--reason", "no"))["state"] == "retired"
    told = cast("list[dict[str, str]]", (await ran(running, live, "history", USE_CASE))["data"])
    assert [each["kind"] for each in told] == ["rollback", "activate"]
    with pytest.raises(RemoteRefused, match="release_used"):
        await ran(running, live, "refuse", there, "--reason", "late")
    listed = cast("list[dict[str, str]]", (await ran(running, live, "list", "--use-case", USE_CASE))["data"])
    assert [each["id"] for each in listed] == [there]
