"""A release of the sandbox comes to live: the same content, under live's own ids, beside what live has, and nobody else's."""

from collections.abc import AsyncIterator

import msgspec
import pytest

from core.postgres import EmbeddedPostgres
from inference.declared.entities import DeclareFeature
from inference.releases.entities import (
    ReleaseDoesNotFit,
    ReleaseNotApproved,
    ReleaseNotFound,
    ReleaseState,
)
from inference.releases.promotion import ReleaseIsOfLive
from rules.entities import VersionState
from rules.list_entities import NewList
from tests.inference.tenant_releases.desk import Desk, a_desk, by_names, digests
from tests.product import Product, party, product
from tests.rules.graphs import graph, table


@pytest.fixture(scope="module")
async def running(
    postgres: EmbeddedPostgres, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Product]:
    async with product(postgres, tmp_path_factory.mktemp("promotion")) as opened:
        yield opened


@pytest.fixture
async def desk(running: Product) -> Desk:
    """Of a bank of its own, so that nothing decides there but the defaults."""
    return await a_desk(running, await party(running.services, "Promotion Bank"))


async def test_what_was_tried_is_what_arrives(desk: Desk) -> None:
    """Own bytes, ruleset and thresholds have their digests in live, decide there once approved, and the sandbox is as it was."""
    services, live = desk.services, desk.author["live"]
    made = await desk.release(await desk.version("own"), await desk.ruleset(by_names()), review_at=0.25)
    before = (await desk.deciding(), await desk.deciding("live"))
    came = await services.release_promotions.promote(live, made.id, "tried")
    assert (came.digest, came.promoted_from, came.state) == (made.digest, made.id, ReleaseState.CHECKED)
    assert came.thresholds == {"decline_at": 0.9, "review_at": 0.25}
    assert {came.id, came.version_id, came.ruleset_version_id}.isdisjoint(
        {made.id, made.version_id, made.ruleset_version_id}
    )
    assert (await services.release_promotions.promote(live, made.id, "again")).id == came.id
    with pytest.raises(ReleaseNotApproved):
        await services.release_switches.activate(live, came.id, "go")
    approved = await services.releases.approve(desk.second["live"], came.id, came.digest, "read")
    assert approved.state is ReleaseState.APPROVED
    assert came.ruleset_version_id is not None
    ruleset = await services.rulesets.version(live, came.use_case, came.ruleset_version_id)
    assert ruleset.state is VersionState.APPROVED
    await services.release_switches.activate(live, came.id, "go")
    assert await desk.deciding("live") == digests(made)
    assert await desk.deciding() == before[0]
    await services.release_switches.roll_back(live, came.id, "back")
    assert await desk.deciding("live") == before[1]


async def test_what_live_lacks_is_named(desk: Desk) -> None:
    """A list of the sandbox that live does not have is named, nothing is kept; made there, of the same kind, the release comes."""
    services, live = desk.services, desk.author["live"]
    stolen = NewList(name="blocked", kind="customer", description="Blocked.")
    await services.lists.create(desk.author["sandbox"], stolen)
    rows = [{"a": "true", "o": "'decline'"}, {"a": "", "o": "'approve'"}]
    asks = graph(table(rows, inputs={"a": "lists.blocked.customer"}, outputs={"o": "outcome"}))
    made = await desk.release(None, await desk.ruleset(asks))
    with pytest.raises(ReleaseDoesNotFit) as refused:
        await services.release_promotions.promote(live, made.id, "tried")
    assert [field.field for field in refused.value.fields] == ["lists.blocked.customer"]
    assert (await services.releases.list(live, None, None, 10)).data == []
    await services.lists.create(live, stolen)
    came = await services.release_promotions.promote(live, made.id, "tried")
    assert came.digest == made.digest


async def declare(desk: Desk, mode: str, expression: str) -> None:
    told = {
        "name": "busy", "type": "number", "unit": "count", "expression": expression, "description": "d",
        "owner": "o",
    }  # fmt: skip
    wanted = msgspec.convert(told, DeclareFeature)
    await desk.services.features.declare(desk.author[mode], wanted)


async def test_a_feature_must_mean_the_same(desk: Desk) -> None:
    """A declared feature that live lacks, or declares otherwise, is named; with the same expression the release comes."""
    promote, live = desk.services.release_promotions.promote, desk.author["live"]
    await declare(desk, "sandbox", "(features.payments_d30 ?? 0) * 2")
    rows = [{"a": "> 10", "o": "'review'"}, {"a": "", "o": "'approve'"}]
    reads = graph(table(rows, inputs={"a": "features.busy"}, outputs={"o": "outcome"}))
    made = await desk.release(None, await desk.ruleset(reads))
    for expression in (None, "(features.payments_d30 ?? 0) * 3"):
        if expression is not None:
            await declare(desk, "live", expression)
        with pytest.raises(ReleaseDoesNotFit) as refused:
            await promote(live, made.id, "tried")
        assert [field.field for field in refused.value.fields] == ["features.busy"]
    await declare(desk, "live", "(features.payments_d30 ?? 0) * 2")
    assert (await promote(live, made.id, "tried")).digest == made.digest


async def test_only_a_member_acts_in_both(desk: Desk, running: Product) -> None:
    """A live credential that acts for nobody does not find it, nor does another tenant's member; a sandbox credential is sent to live."""
    promote = desk.services.release_promotions.promote
    made = await desk.release(None, await desk.ruleset(by_names()))
    nobody = msgspec.structs.replace(desk.author["live"], member_id=None)
    stranger = await a_desk(running, await party(running.services, "Stranger Bank"))
    for caller in (nobody, stranger.author["live"], stranger.author["sandbox"]):
        with pytest.raises(ReleaseNotFound):
            await promote(caller, made.id, "tried")
    with pytest.raises(ReleaseIsOfLive):
        await promote(desk.author["sandbox"], made.id, "tried")
    assert (await promote(desk.second["live"], made.id, "tried")).promoted_from == made.id


async def test_the_difference_to_live(desk: Desk) -> None:
    """What came is told against what decides there: another version with the figures of its card, and each threshold."""
    services, live = desk.services, desk.author["live"]
    made = await desk.release(await desk.version("told"), await desk.ruleset(by_names()))
    came = await services.release_promotions.promote(live, made.id, "tried")
    diff = await services.releases.diff(live, came.id, None)
    assert (diff.same_model, diff.before.release_id, diff.after.release_id) == (False, None, came.id)
    assert diff.before.name == "starter"
    figures = {each.name: (each.before, each.after) for each in diff.metrics}
    assert figures["auc"] == (0.7335, 0.7335)
    assert [(each.name, each.before, each.after) for each in diff.thresholds] == [
        ("decline_at", None, 0.9), ("review_at", None, 0.5),
    ]  # fmt: skip
    assert diff.rules.before.number == 0
    other = await desk.release(made.version_id, made.ruleset_version_id, review_at=0.4)
    (change,) = (await services.releases.diff(desk.author["sandbox"], other.id, made.id)).thresholds
    assert (change.name, change.before, change.after) == ("review_at", 0.5, 0.4)
