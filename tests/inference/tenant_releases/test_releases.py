"""Releases on the real thing: version, ruleset and thresholds move together, and go back together, in one environment."""

import asyncio
from collections.abc import AsyncIterator

import cbor2
import pytest

from core.database import Database
from core.postgres import EmbeddedPostgres
from inference.deployment_entities import Deploy
from inference.releases.entities import (
    ReleaseDoesNotFit,
    ReleaseNotActive,
    ReleaseRefused,
    ReleaseState,
    ReleaseSuperseded,
)
from inference.releases.shadowing import ReleaseDecides
from rules.active import ActiveRulesets
from rules.errors import RulesetShadowNotFound
from rules.fall_backs import FallBacks
from rules.test_case_sets import ChangeCases
from rules.test_cases import RuleTest, RuleTestsFailing
from tests.inference.own_versions import USE_CASE
from tests.inference.tenant_releases.desk import Desk, a_desk, by_names, digests
from tests.product import Product, party, product
from tests.rules.graphs import Json, graph, table


@pytest.fixture(scope="module")
async def running(
    postgres: EmbeddedPostgres, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Product]:
    async with product(postgres, tmp_path_factory.mktemp("releases")) as opened:
        yield opened


@pytest.fixture
async def desk(running: Product) -> Desk:
    """Of a bank of its own, so that nothing decides there but the defaults."""
    return await a_desk(running, await party(running.services, "Release Bank"))


async def entries(database: Database, desk: Desk) -> list[str]:
    """The kinds of what the sandbox's ledger took in, in order."""
    async with database.transaction(desk.author["sandbox"].environment_id) as tx:
        rows = await tx.fetch("SELECT entry FROM ledger_intake ORDER BY seq")
    return [cbor2.loads(row["entry"])["typ"] for row in rows]


async def test_parts_decide_together(desk: Desk, database: Database) -> None:
    """From the first decision after the call both parts are the release's, and after the rollback both are what was before; each
    step is in the ledger with the entries of its parts."""
    caller, switches = desk.author["sandbox"], desk.services.release_switches
    before = await desk.deciding()
    made = await desk.release(await desk.version("one"), await desk.ruleset(by_names()), review_at=0.25)
    assert made.state is ReleaseState.CHECKED
    assert made.thresholds == {"decline_at": 0.9, "review_at": 0.25}
    begun = len(await entries(database, desk))
    on = await switches.activate(caller, made.id, "go")
    assert on.state is ReleaseState.ACTIVE
    assert await desk.deciding() == digests(made)
    off = await switches.roll_back(caller, made.id, "back")
    assert off.state is ReleaseState.RETIRED
    assert await desk.deciding() == before
    said = [typ for typ in (await entries(database, desk))[begun:] if not typ.startswith("decision")]
    assert said == [
        "model.deploy.v1", "rule.activate.v1", "release.activate.v1",
        "model.rollback.v1", "rule.rollback.v1", "release.rollback.v1",
    ]  # fmt: skip
    with pytest.raises(ReleaseNotActive):
        await switches.roll_back(caller, made.id, "again")


async def test_who_decides_meanwhile_sees_both_or_none(desk: Desk) -> None:
    """Decisions that are made while a release is switched to name the parts of before or of the release, never one of each."""
    made = await desk.release(await desk.version("two"), await desk.ruleset(by_names()))
    before = await desk.deciding()
    seen = []
    done = asyncio.Event()

    async def ask() -> None:
        while not done.is_set():
            seen.append(await desk.deciding())

    async with asyncio.TaskGroup() as group:
        group.create_task(ask())
        await desk.services.release_switches.activate(desk.author["sandbox"], made.id, "go")
        done.set()
    assert set(seen) <= {before, digests(made)}
    assert await desk.deciding() == digests(made)


async def test_a_part_that_is_refused_stops_both(desk: Desk) -> None:
    """Where the ruleset fails a stored test case, the version is not deployed either: one transaction."""
    case = RuleTest(name="sure", facts={"probability": 0.95}, outcome="approve")
    wanted = ChangeCases(cases=[case], reason="a test")
    await desk.services.rule_tests.put(desk.author["sandbox"], USE_CASE, wanted)
    made = await desk.release(await desk.version("three"), await desk.ruleset(by_names()))
    before = await desk.deciding()
    with pytest.raises(RuleTestsFailing):
        await desk.services.release_switches.activate(desk.author["sandbox"], made.id, "go")
    assert await desk.deciding() == before
    page = await desk.services.deployments.list(desk.author["sandbox"], USE_CASE, None, 10)
    assert page.data == []


async def test_rolling_back_goes_further_back(desk: Desk) -> None:
    """Release after release comes back, and in the end what decided before the first."""
    caller, switches = desk.author["sandbox"], desk.services.release_switches
    seen = [await desk.deciding()]
    releases = []
    for word, bound in (("four", "0.6"), ("five", "0.7")):
        ruleset = await desk.ruleset(by_names(review_at=bound))
        made = await desk.release(await desk.version(word), ruleset)
        await switches.activate(caller, made.id, "go")
        assert await desk.deciding() == digests(made)
        seen.append(digests(made))
        releases.append(made)
    first, second = releases
    await switches.roll_back(caller, second.id, "back")
    assert await desk.deciding() == seen[1]
    assert (await desk.services.releases.get(caller, first.id)).state is ReleaseState.ACTIVE
    await switches.roll_back(caller, first.id, "further")
    assert await desk.deciding() == seen[0]
    history = await desk.services.releases.switches(caller, USE_CASE, None, 10)
    assert [each.kind for each in history.data] == ["rollback", "rollback", "activate", "activate"]
    assert [each.release_id for each in history.data] == [None, first.id, second.id, first.id]


async def test_the_default_comes_back_by_a_release_and_goes_again(desk: Desk) -> None:
    """A release may name the starter and the default ruleset; rolled back from, the ruleset and the version of before decide again."""
    caller, switches = desk.author["sandbox"], desk.services.release_switches
    plain = await desk.release(None, None)
    before = await desk.deciding()
    assert digests(plain) == before
    own = await desk.release(await desk.version("six"), await desk.ruleset(by_names()))
    await switches.activate(caller, own.id, "go")
    await switches.activate(caller, plain.id, "as it came")
    assert await desk.deciding() == before
    await switches.roll_back(caller, plain.id, "back")
    assert await desk.deciding() == digests(own)


async def test_what_was_changed_by_itself_is_not_overrun(desk: Desk) -> None:
    """A version that somebody deployed since stops the rollback, which changes nothing; one that went back by itself stays there."""
    caller, services = desk.author["sandbox"], desk.services
    before = await desk.deciding()
    made = await desk.release(await desk.version("seven"), await desk.ruleset(by_names()))
    await services.release_switches.activate(caller, made.id, "go")
    other = await services.deployments.deploy(caller, USE_CASE, await desk.version("eight"), Deploy())
    assert (await services.releases.get(caller, made.id)).state is ReleaseState.RETIRED
    now = await desk.deciding()
    with pytest.raises(ReleaseSuperseded):
        await services.release_switches.roll_back(caller, made.id, "back")
    assert await desk.deciding() == now
    again = await services.deployments.rollback(caller, other.id)
    await services.deployments.rollback(caller, again.id)
    await services.release_switches.roll_back(caller, made.id, "back")
    assert await desk.deciding() == before


async def test_a_ruleset_that_fell_back_stays_there(desk: Desk, database: Database) -> None:
    """Where the service has left a failing ruleset for the one before, the rollback returns the version alone."""
    caller, services = desk.author["sandbox"], desk.services
    before = await desk.deciding()
    made = await desk.release(await desk.version("ten"), await desk.ruleset(by_names()))
    await services.release_switches.activate(caller, made.id, "go")
    assert made.ruleset_version_id is not None
    falling = FallBacks(database, services.clock, ActiveRulesets(database))
    assert await falling.fall_back(caller.environment_id, USE_CASE, made.ruleset_version_id, "it failed")
    await services.release_switches.roll_back(caller, made.id, "back")
    assert await desk.deciding() == before
    history = await services.rulesets.activations(caller, USE_CASE, None, 10)
    assert [each.kind for each in history.data] == ["fall_back", "activate"]


async def test_what_is_refused_leaves_the_shadow(desk: Desk) -> None:
    """A refusal takes both parts out of the shadow, and is for ever; the ruleset itself stands."""
    caller, services = desk.author["sandbox"], desk.services
    made = await desk.release(await desk.version("eleven"), await desk.ruleset(by_names()))
    await services.release_shadows.start(caller, made.id)
    refused = await services.releases.refuse(desk.second["sandbox"], made.id, "harsh")
    assert refused.state is ReleaseState.REFUSED
    page = await services.deployments.list(caller, USE_CASE, None, 10)
    assert [(each.role, each.ended_reason) for each in page.data] == [("shadow", "ended")]
    with pytest.raises(RulesetShadowNotFound):
        await services.ruleset_shadows.get(caller, USE_CASE, None)
    with pytest.raises(ReleaseRefused):
        await services.release_switches.activate(caller, made.id, "go")
    assert (await desk.release(made.version_id, made.ruleset_version_id)).state is ReleaseState.CHECKED


async def test_the_shadow_has_both_parts(desk: Desk) -> None:
    """Begun in one call, both are counted and told in one, the version's scores ruled by the release's own thresholds; a part that
    decides is left out, and a release that decides is refused."""
    caller, services = desk.author["sandbox"], desk.services
    made = await desk.release(await desk.version("nine"), await desk.ruleset(by_names()), review_at=0.0)
    begun = await services.release_shadows.start(caller, made.id)
    assert (begun.release.state, begun.model is None, begun.rules is None) == (
        ReleaseState.SHADOW, False, False,
    )  # fmt: skip
    was = (await desk.decide()).outcome
    seen = begun
    async with asyncio.timeout(30):
        while not (seen.model and seen.rules and seen.model.candidate.decisions and seen.rules.decisions):
            await asyncio.sleep(0.02)
            seen = await services.release_shadows.get(caller, made.id)
    assert [(each.was, each.would_be, each.decisions) for each in seen.rules.changes] == [(was, "review", 1)]
    assert (seen.model.candidate.decisions, seen.model.agreement) == (1, 0.0)
    ended = await services.release_shadows.stop(caller, made.id)
    assert ended.release.state is ReleaseState.CHECKED
    assert ended.rules is not None
    assert ended.rules.decisions == 1
    await services.release_shadows.start(caller, made.id)
    await services.release_switches.activate(caller, made.id, "go")
    with pytest.raises(ReleaseDecides):
        await services.release_shadows.start(caller, made.id)


def reading(fact: str, test: str) -> Json:
    rows = [{"a": test, "o": "'review'"}, {"a": "", "o": "'approve'"}]
    return graph(table(rows, inputs={"a": fact}, outputs={"o": "outcome"}))


async def test_parts_must_go_together(desk: Desk) -> None:
    """A ruleset is held against the version of the release, not against the one that answers: what that does not give is named."""
    starter = (await desk.release(None, None)).version_id
    own = await desk.columns_version()
    await desk.services.deployments.deploy(desk.author["sandbox"], USE_CASE, own, Deploy())
    ruleset = await desk.ruleset(reading("inputs.income", "> 1"))
    with pytest.raises(ReleaseDoesNotFit) as refused:
        await desk.release(starter, ruleset)
    assert [field.field for field in refused.value.fields] == ["inputs.income"]
    assert (await desk.release(None, ruleset)).state is ReleaseState.CHECKED


async def test_a_decision_replays_after_the_thresholds_moved(desk: Desk) -> None:
    """What was decided under thresholds is computed again under these, whichever hold today."""
    caller, services = desk.author["sandbox"], desk.services
    ruleset = await desk.ruleset(by_names())
    loose = await desk.release(None, ruleset)
    strict = await desk.release(None, ruleset, review_at=0.0)
    await services.release_switches.activate(caller, strict.id, "go")
    made = await desk.decide()
    assert made.outcome == "review"
    await services.release_switches.activate(caller, loose.id, "go")
    assert (await desk.decide()).outcome != "review"
    from_then = await services.replays.replay(caller, desk.id_of(made))
    assert (from_then.verdict, from_then.computed_outcome) == ("identical", "review")
