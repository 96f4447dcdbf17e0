"""Deployments on the real thing: roles, shares, segments, promotion, rollback, ends, and what each leaves behind."""

import asyncio
import pathlib
import time
from collections.abc import AsyncIterator, Sequence
from uuid import UUID

import pytest

from app.wiring import server as wiring
from core import ids
from core.database import Database
from core.errors import InvalidRequest, PlatformError
from core.postgres import EmbeddedPostgres
from inference import starters
from inference.declared.computing import Computing
from inference.deployment_entities import (
    ChallengerRunning,
    ChampionNeeded,
    Deploy,
    Deployment,
    DeploymentEnded,
    DeploymentNotFound,
    InputsDiffer,
    NotAChampion,
)
from inference.entities import DecideCommand
from inference.guardrails import Guardrails
from inference.registry import VersionNotFound
from inference.rule_lists import RuleLists
from inference.ruled_otherwise import RuledOtherwise
from inference.shadows import Offer, Shadows
from rules.active import ActiveRulesets
from tests.fakes.watch import StopWatch
from tests.inference.own_versions import USE_CASE, files_of, upload
from tests.inference.versions import small_version
from tests.product import Product, product, settings_for

CUSTOMERS = [f"customer-{number}" for number in range(120)]


@pytest.fixture
async def running(postgres: EmbeddedPostgres, tmp_path: pathlib.Path) -> AsyncIterator[Product]:
    async with product(postgres, tmp_path) as opened:
        yield opened


async def deploy(running: Product, version_id: UUID, **wanted: object) -> Deployment:
    asked = Deploy(**wanted)  # type: ignore[arg-type]
    return await running.services.deployments.deploy(running.asha.system, USE_CASE, version_id, asked)


async def who(
    running: Product, customers: Sequence[str], segment: str | None = None
) -> dict[str, str | None]:
    """Ask about customers. Returns: the deployment that decided about each, as told in the answer."""
    found: dict[str, str | None] = {}
    for customer in customers:
        command = DecideCommand(use_case=USE_CASE, customer_id=customer, segment=segment)
        decision = await running.services.decisions.decide(running.asha.system, command)
        found[customer] = decision.model.deployment_id
    return found


async def entries(database: Database, running: Product) -> list[str]:
    """The kinds of what the ledger has of models, in order."""
    environment_id = running.asha.system.environment_id
    async with database.transaction(environment_id) as tx:
        rows = await tx.fetch(
            "SELECT convert_from(substring(entry FROM position('model.'::bytea IN entry) FOR 24), 'LATIN1') AS typ"
            " FROM ledger_intake WHERE environment_id = $1 AND position('model.'::bytea IN entry) > 0 ORDER BY eid",
            environment_id,
        )
    return [row["typ"].split(".v1")[0] for row in rows]


async def test_a_challenger_decides_for_its_share(running: Product, database: Database) -> None:
    """Each customer is decided by the same deployment each time; the row, the answer and a replay say by which."""
    champion = await deploy(running, await upload(running, "one"))
    challenger = await deploy(running, await upload(running, "two"), role="challenger", share_percent=40)
    first, again = await who(running, CUSTOMERS), await who(running, CUSTOMERS)
    assert first == again
    tried = [
        customer for customer, by in first.items() if by is not None and ids.parse("dep", by) == challenger.id
    ]
    assert 25 < len(tried) < 75
    environment_id = running.asha.system.environment_id
    async with database.transaction(environment_id) as tx:
        rows = await tx.fetch(
            "SELECT id, role, deployment_id, version_id, run_us FROM decision WHERE environment_id = $1",
            environment_id,
        )
    by_role = {(row["role"], row["deployment_id"], row["version_id"]) for row in rows}
    assert by_role == {
        ("champion", champion.id, champion.version_id),
        ("challenger", challenger.id, challenger.version_id),
    }
    assert all(row["run_us"] > 0 for row in rows)
    one = next(row["id"] for row in rows if row["role"] == "challenger")
    replayed = await running.services.replays.replay(running.asha.system, one)
    assert replayed.verdict == "identical", replayed


async def test_a_segment_is_served_alone(running: Product) -> None:
    """A declared segment, or the region of a payment, goes to its own champion, and without it to everybody's."""
    everybody = await deploy(running, await upload(running, "one"))
    north = await deploy(running, await upload(running, "two"), segment="north")
    assert set((await who(running, CUSTOMERS[:3], "north")).values()) == {ids.public("dep", north.id)}
    assert set((await who(running, CUSTOMERS[:3], "south")).values()) == {ids.public("dep", everybody.id)}
    ended = await running.services.deployments.end(running.asha.system, north.id)
    assert ended.ended_reason == "ended"
    assert set((await who(running, CUSTOMERS[:3], "north")).values()) == {ids.public("dep", everybody.id)}


async def test_promotion_and_rollback(running: Product, database: Database) -> None:
    """A promotion and each rollback take effect at once, in order, down to the starter; each is one entry of the ledger."""
    services, caller = running.services, running.asha.system
    one = await deploy(running, await upload(running, "one"))
    two = await deploy(running, await upload(running, "two"), role="challenger")
    champion = await services.deployments.promote(caller, two.id)
    assert (champion.role, champion.version_id, champion.replaces) == ("champion", two.version_id, one.id)
    assert (await services.deployments.get(caller, two.id)).ended_reason == "promoted"
    assert (await services.deployments.get(caller, one.id)).ended_reason == "replaced"
    assert set((await who(running, CUSTOMERS[:2])).values()) == {ids.public("dep", champion.id)}
    back = await services.deployments.rollback(caller, champion.id)
    assert (back.version_id, back.origin, back.replaces) == (one.version_id, "rolled_back", None)
    assert set((await who(running, CUSTOMERS[:2])).values()) == {ids.public("dep", back.id)}
    starter = await services.deployments.rollback(caller, back.id)
    assert starter.version_id == starters.row(caller.environment_id, USE_CASE).id
    assert (await services.deployments.active(caller.environment_id, USE_CASE)).deployment_id == starter.id
    with pytest.raises(DeploymentEnded):
        await services.deployments.rollback(caller, champion.id)
    assert await entries(database, running) == [
        "model.version", "model.deploy", "model.version", "model.deploy", "model.promote", "model.rollback",
        "model.rollback",
    ]  # fmt: skip


async def test_a_new_champion_ends_the_challenger(running: Product) -> None:
    """Its comparison would be with something else; the same when the champion is rolled back."""
    services, caller = running.services, running.asha.system
    versions = [await upload(running, word) for word in ("one", "two", "three")]
    await deploy(running, versions[0])
    challenger = await deploy(running, versions[1], role="challenger")
    champion = await deploy(running, versions[2])
    assert (await services.deployments.get(caller, challenger.id)).ended_reason == "champion_replaced"
    again = await deploy(running, versions[1], role="challenger")
    await services.deployments.rollback(caller, champion.id)
    assert (await services.deployments.get(caller, again.id)).ended_reason == "champion_replaced"


async def test_what_is_refused(running: Product) -> None:
    """A second challenger, a segment without champion, another kind of inputs, a share of a champion, ends that leave nobody."""
    services, caller = running.services, running.asha.system
    one, two = await upload(running, "one"), await upload(running, "two")
    champion = await deploy(running, one)
    challenger = await deploy(running, two, role="challenger")
    columns = await services.registry.upload(caller, USE_CASE, "columns", small_version().files)
    refusals: list[tuple[type[PlatformError], object]] = [
        (ChallengerRunning, deploy(running, two, role="challenger")),
        (ChampionNeeded, deploy(running, two, role="shadow", segment="north")),
        (InputsDiffer, deploy(running, columns.id, role="shadow")),
        (InvalidRequest, deploy(running, one, share_percent=50)),
        (InvalidRequest, deploy(running, one, role="shadow", guardrails=Guardrails())),
        (InvalidRequest, services.deployments.promote(caller, champion.id)),
        (ChampionNeeded, services.deployments.end(caller, champion.id)),
        (NotAChampion, services.deployments.rollback(caller, challenger.id)),
        (DeploymentNotFound, services.deployments.end(running.other.system, challenger.id)),
    ]
    for refusal, asked in refusals:
        with pytest.raises(refusal):
            await asked  # type: ignore[misc]
    await services.deployments.end(caller, challenger.id)
    with pytest.raises(DeploymentEnded):
        await services.deployments.end(caller, challenger.id)


async def test_a_shadow_scores_and_decides_nothing(running: Product, database: Database) -> None:
    """Every decision of the champion has the shadow's score beside it, of the same facts; no decision names the shadow."""
    champion = await deploy(running, await upload(running, "one"))
    shadow = await deploy(running, await upload(running, "two"), role="shadow")
    assert set((await who(running, CUSTOMERS[:20])).values()) == {ids.public("dep", champion.id)}
    await running.services.decisions._batch._shadows.close()
    environment_id = running.asha.system.environment_id
    async with database.transaction(environment_id) as tx:
        rows = await tx.fetch(
            "SELECT d.score, s.score AS said, d.outcome, s.outcome AS said_outcome, d.role, s.version_id, s.run_us"
            " FROM decision d JOIN shadow_prediction s"
            " ON s.environment_id = d.environment_id AND s.decision_id = d.id AND s.deployment_id = $2"
            " WHERE d.environment_id = $1",
            environment_id,
            shadow.id,
        )
    assert len(rows) == 20
    assert all(row["score"] == row["said"] and row["outcome"] == row["said_outcome"] for row in rows)
    assert {(row["role"], row["version_id"]) for row in rows} == {("champion", shadow.version_id)}
    compared = await running.services.experiments.compare(running.asha.system, shadow.id)
    assert (compared.agreement, compared.candidate.customers) == (1.0, 20)
    assert all(each.low < 0 < each.high for each in compared.differences)


async def test_a_shadow_that_cannot_keep_up_drops(running: Product, database: Database) -> None:
    """What does not fit its queue is counted and forgotten; the rest is scored, and nothing waits."""
    shadow = await deploy(running, await upload(running, "two"), role="shadow")
    caller = running.asha.system
    command = DecideCommand(use_case=USE_CASE, customer_id="x", transactions=())
    asks = running.services.decisions._asks
    offers = [Offer(await asks.prepare(caller, command), None, None) for _ in range(5)]
    clock = running.services.clock
    otherwise = RuledOtherwise(Computing(database), RuleLists.over(database, clock))
    queue = Shadows(database, clock, ActiveRulesets(database), otherwise, queue_max=3)
    queue.take(offers)
    assert (queue.dropped, queue.waiting) == (2, 3)
    await queue.close()
    assert (queue.scored, queue.failed, queue.waiting) == (
        0,
        3,
        0,
    )  # without features there is nothing to score
    assert shadow.role == "shadow"


async def test_another_process_follows_when_it_is_warm(
    running: Product, postgres: EmbeddedPostgres, tmp_path: pathlib.Path
) -> None:
    """A second process answers by the old champion until it has opened and run the new one, and never waits for it."""
    services, caller = running.services, running.asha.system
    await deploy(running, await upload(running, "one"))
    second = await upload(running, "two")
    async with wiring.server(settings_for(postgres, tmp_path)) as other:
        routes = other.services.deployments.routes
        watch = StopWatch()
        routes._known._monotonic_s = watch
        before = (await routes.get(caller.environment_id, USE_CASE)).everybody.champion
        new = await deploy(running, second)
        seen = [before]
        while seen[-1].deployment_id != new.id:
            if not routes._known._asking:
                watch.advance(0.7)  # old enough to be looked up again, young enough to be used
            await asyncio.sleep(0.01)
            routing = routes.find(caller.environment_id, USE_CASE)
            assert routing is not None, "a reader had to wait"
            seen.append(routing.everybody.champion)
        assert seen[0].deployment_id == before.deployment_id
        assert seen[-1].deployment_id == new.id
    assert (await services.deployments.active(caller.environment_id, USE_CASE)).deployment_id == new.id


async def test_versions_of_the_same_bytes_are_one(running: Product) -> None:
    """A version is its content: the same files again are the same id."""
    assert await upload(running, "one") == await upload(running, "one")
    assert files_of("one") != files_of("two")


async def test_a_version_knows_where_it_comes_from_and_how_far_it_is(running: Product) -> None:
    """Stage follows the deployments, the starter answers until another does; lineage names data, command and parent."""
    services, caller = running.services, running.asha.system
    starter = starters.row(caller.environment_id, USE_CASE).id
    one = await upload(running, "one")
    kept = await services.registry.upload(caller, USE_CASE, "two", files_of("two"), parent_id=one)
    assert kept.lineage.parent_id == one
    assert (len(kept.lineage.data_sha256), kept.lineage.row_count > 0) == (64, True)
    assert "countermark" in kept.lineage.command

    async def stages() -> list[str]:
        return [(await services.registry.get(caller, each)).stage for each in (starter, one, kept.id)]

    assert await stages() == ["champion", "registered", "registered"]
    await deploy(running, one)
    shadow = await deploy(running, kept.id, role="shadow")
    assert await stages() == ["registered", "champion", "shadow"]
    await services.deployments.promote(caller, shadow.id)
    assert await stages() == ["registered", "retired", "champion"]
    listed = {
        each.id: each.stage for each in (await services.registry.list(caller, USE_CASE, None, 100)).data
    }
    assert listed == {starter: "registered", one: "retired", kept.id: "champion"}
    with pytest.raises(VersionNotFound):
        await services.registry.upload(caller, USE_CASE, "x", files_of("x"), parent_id=shadow.id)


async def test_what_answers_nothing_is_closed_later(running: Product) -> None:
    """A version that nobody asks for is closed once it has idled; one that answers stays open, and decides on."""
    services, caller = running.services, running.asha.system
    await deploy(running, await upload(running, "one"))
    answering = await deploy(running, await upload(running, "two"))
    registry = services.registry
    await registry.release_idle(60.0)
    assert len(registry._open) >= 2
    await asyncio.sleep(0.7)
    asked_s = time.monotonic()
    while max(registry._used.values()) < asked_s:
        await who(running, CUSTOMERS[:1])  # looks up what answers, in the background
    await registry.release_idle(time.monotonic() - asked_s + 0.3)
    _, champion = await registry.find(caller.environment_id, answering.version_id)
    assert [version.digest for version in registry._open.values()] == [champion.digest]
    assert set((await who(running, CUSTOMERS[:2])).values()) == {ids.public("dep", answering.id)}
