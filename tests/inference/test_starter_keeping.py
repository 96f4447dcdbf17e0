"""A starter outlives its release: what it decided is replayed, explained and looked up after an upgrade that ships another."""

import asyncio
import contextlib
import pathlib
from collections.abc import AsyncIterator, Sequence
from uuid import UUID

import msgspec
import pytest

from core.clock import ManualClock
from core.database import Database
from core.ids import parse
from core.objects import FolderObjects
from inference import artefacts, catalogue
from inference.answering.segment import SegmentAnswer
from inference.catalogue import Answer
from inference.deployment_entities import Deploy
from inference.drift_samples import SampleReader
from inference.entities import DecideCommand, Decision
from inference.explaining import DecisionExplanation, ExplanationImpossible
from inference.features import sets
from inference.features.sets import FeatureSet
from inference.live_metrics import MetricsService
from inference.registry import VersionNotFound
from inference.services import InferenceServices
from inference.starter_keeping import keep_starters
from inference.starters import SHIPPED, Starters
from inference.version_files import VersionFilesLost
from payments.facts import Transaction
from rules import shipped
from rules.active import ActiveRulesets
from rules.errors import RulesetVersionNotFound
from rules.shipped import Defaults
from tenants.principals import Principal
from tenants.services import TenantServices
from tests.inference.assembled import assembled
from tests.inference.releases import OLD_NAME, RETRAINED, defaults_before, release_before
from tests.payments.conftest import caller, cpu, payments, stranger, tenancy

__all__ = ["caller", "cpu", "payments", "stranger", "tenancy"]

NOBODY = UUID(int=0)


class Installation(msgspec.Struct, frozen=True):
    """What stays when the service is stopped and another release of it started."""

    database: Database
    objects: pathlib.Path
    tenancy: TenantServices
    caller: Principal
    clock: ManualClock

    @contextlib.asynccontextmanager
    async def running(
        self, release: Starters, defaults: Defaults = shipped.SHIPPED
    ) -> AsyncIterator[InferenceServices]:
        await keep_starters(self.database, FolderObjects(self.objects), release)
        await defaults.keep(self.database)
        services = assembled(
            self.database, self.tenancy.vaults, self.clock, self.objects,
            rulesets=ActiveRulesets(self.database, defaults=defaults), starters=release,
        )  # fmt: skip
        yield services
        await services.decisions.close()

    async def decide(self, services: InferenceServices, use_case: str) -> Decision[Answer]:
        return await services.decisions.decide(self.caller, self.question(use_case))

    def question(self, use_case: str) -> DecideCommand:
        about = catalogue.get(use_case).about
        if about is not None:
            return DecideCommand(use_case=use_case, event=msgspec.convert(about.example, about.facts))
        payment = Transaction(
            id=f"pay-{use_case}", customer_id="asha", amount_minor=90_000, currency="INR",
            occurred_at=self.clock.now(), category="groceries",
        )  # fmt: skip
        if catalogue.get(use_case).input == "transaction":
            return DecideCommand(use_case=use_case, transaction=payment)
        return DecideCommand(use_case=use_case, customer_id="asha", transactions=(payment,))


@pytest.fixture
def installation(
    database: Database, tenancy: TenantServices, caller: Principal, clock: ManualClock, tmp_path: pathlib.Path
) -> Installation:
    return Installation(database, tmp_path / "objects", tenancy, caller, clock)


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Starters:
    return release_before(tmp_path_factory.mktemp("before"))


async def told_of(
    services: InferenceServices, caller: Principal, decision_id: UUID
) -> DecisionExplanation | str:
    """The explanation of a decision, or why it has none: a line that was looked up, a policy."""
    try:
        return await services.explanations.get(caller, decision_id)
    except ExplanationImpossible as error:
        return error.message


async def test_what_the_starter_before_decided_is_computed_again(
    installation: Installation, before: Starters, stranger: Principal
) -> None:
    """Every use case, asked under one release: under the next one it is replayed to the same bits, and explained the same."""
    mine = installation.caller
    async with installation.running(before) as old:
        made = [await installation.decide(old, name) for name in catalogue.names()]
        assert not any(one.degraded for one in made)
        segment = next(one.answer for one in made if isinstance(one.answer, SegmentAnswer))
        assert str(segment.segment).endswith(OLD_NAME.format(""))
        ids = [parse("dec", one.id) for one in made]
        explained = [await told_of(old, mine, each) for each in ids]
        assert sum(isinstance(each, DecisionExplanation) for each in explained) > len(ids) / 2
    async with installation.running(SHIPPED) as new:
        for one, decision_id, told in zip(made, ids, explained, strict=True):
            replayed = await new.replays.replay(mine, decision_id)
            assert replayed.verdict == "identical", (one.use_case, replayed)
            assert await told_of(new, mine, decision_id) == told
            version = await new.registry.get(mine, parse("ver", one.model.version_id))
            assert (version.digest.hex(), version.starter, version.stage) == (
                one.model.digest,
                True,
                "retired",
            )
            again = await installation.decide(new, one.use_case)
            assert again.model.version_id != one.model.version_id
            assert again.model.digest == SHIPPED.row(mine.environment_id, one.use_case).digest.hex()
        with pytest.raises(VersionNotFound):
            await new.registry.get(stranger, decision_id)


async def test_figures_and_changes_find_it(installation: Installation, before: Starters) -> None:
    """Counterfactuals, drift, live figures and cards ask for a version that decided, whichever release shipped it."""
    mine, row = installation.caller, before.row(installation.caller.environment_id, RETRAINED)
    async with installation.running(before) as old:
        decision_id = parse("dec", (await installation.decide(old, RETRAINED)).id)
        changed = await old.counterfactuals.find(mine, decision_id, None, None)
    async with installation.running(SHIPPED) as new:
        assert await new.counterfactuals.find(mine, decision_id, None, None) == changed
        assert await new.registry.card(mine.environment_id, row.id) is None
    reader = SampleReader(installation.database, installation.tenancy.vaults)
    samples = await reader.read(mine.environment_id, row.id, "champion", [decision_id])
    assert samples.names == catalogue.get(RETRAINED).features_of.names
    figures = MetricsService(installation.database, installation.clock)
    assert (await figures.read(mine, RETRAINED, version_id=row.id)).versions == []


async def test_default_rules_outlive_their_release(
    installation: Installation, before: Starters, tmp_path: pathlib.Path
) -> None:
    """A release ships other rules too: what the default before ruled is ruled by that one again, or by none."""
    mine, use_case = installation.caller, "churn-score"
    rules = defaults_before(tmp_path / "defaults", use_case, "'watch'", "'wait'")
    async with installation.running(before, rules) as old:
        decision_id = parse("dec", (said := await installation.decide(old, use_case)).id)
    async with installation.running(SHIPPED) as new:
        replayed = await new.replays.replay(mine, decision_id)
        assert (replayed.verdict, replayed.computed_outcome) == ("identical", "wait")
        assert (await installation.decide(new, use_case)).outcome == "watch"
    forgotten = bytes.fromhex(said.rules.digest)[::-1]
    with pytest.raises(RulesetVersionNotFound, match="not kept"):
        await ActiveRulesets(installation.database).find(mine.environment_id, use_case, None, forgotten)


async def test_it_can_be_deployed_again(installation: Installation, before: Starters) -> None:
    """As a shadow beside the new one, and in its place: it says what it said; an upgrade never changes what is deployed."""
    mine = installation.caller
    async with installation.running(before) as old:
        said = await installation.decide(old, RETRAINED)
        version_id = parse("ver", said.model.version_id)
        await old.deployments.deploy(mine, RETRAINED, version_id)
    async with installation.running(SHIPPED) as new:
        assert (await installation.decide(new, RETRAINED)).answer == said.answer
        assert (await new.registry.get(mine, version_id)).stage == "champion"
        shipped = SHIPPED.row(mine.environment_id, RETRAINED).id
        champion = await new.deployments.deploy(mine, RETRAINED, shipped)
        assert (await installation.decide(new, RETRAINED)).answer != said.answer
        await new.deployments.deploy(mine, RETRAINED, version_id, Deploy(role="shadow"))
        assert (await new.registry.get(mine, version_id)).stage == "shadow"
        await new.deployments.rollback(mine, champion.id)
        assert (await installation.decide(new, RETRAINED)).answer == said.answer


async def test_many_may_keep_them_at_once(
    database: Database, tmp_path: pathlib.Path, before: Starters
) -> None:
    """Servers that start together, and one that was killed half way: every starter is whole, once."""
    objects = FolderObjects(tmp_path)
    row = before.row(NOBODY, RETRAINED)
    await objects.put(
        f"artefacts/{row.digest.hex()}/{artefacts.GRAPH}", before.files(RETRAINED)[artefacts.GRAPH]
    )
    kept = await asyncio.gather(*[keep_starters(database, objects, before) for _ in range(4)])
    assert max(kept) == len(catalogue.names())
    assert await keep_starters(database, objects, before) == 0
    async with database.unscoped() as tx:
        found = await tx.fetch("SELECT use_case, digest FROM starter_version")
    digests = {before.row(NOBODY, name).digest for name in catalogue.names()}
    assert digests <= {each["digest"] for each in found}
    for use_case in catalogue.names():
        folder = tmp_path / "artefacts" / before.row(NOBODY, use_case).digest.hex()
        assert {file.name: file.read_bytes() for file in folder.iterdir()} == before.files(use_case)


async def test_lost_files_are_said_to_be_lost(installation: Installation, before: Starters) -> None:
    """The store lost a file: the replay says so, and how to bring it back; as long as its release runs, nothing is lost."""
    mine, row = installation.caller, before.row(installation.caller.environment_id, RETRAINED)
    file = installation.objects / "artefacts" / row.digest.hex() / artefacts.PATHS
    async with installation.running(before) as old:
        decision_id = parse("dec", (await installation.decide(old, RETRAINED)).id)
        data = file.read_bytes()
        file.unlink()
        assert (await old.replays.replay(mine, decision_id)).verdict == "identical"
    async with installation.running(SHIPPED) as new:
        with pytest.raises(VersionFilesLost, match=row.digest.hex()) as lost:
            await new.replays.replay(mine, decision_id)
        assert "backup" in lost.value.how_to_fix
        file.write_bytes(data)
        assert (await new.replays.replay(mine, decision_id)).verdict == "identical"


def _reversed(known: FeatureSet) -> FeatureSet:
    def compute(*facts: Sequence[object]) -> object:
        return known.compute(*facts)[:, ::-1].copy()  # type: ignore[arg-type]

    return FeatureSet(known.id, known.names[::-1], compute)  # type: ignore[arg-type]


async def test_a_replay_reads_what_is_stored(
    installation: Installation, before: Starters, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A release that computes other features under the same name: replays go by stored values and the version's own names,
    and the version no longer decides, rather than on columns that are not its own."""
    mine = installation.caller
    async with installation.running(before) as old:
        said = await installation.decide(old, RETRAINED)
        decision_id, version_id = parse("dec", said.id), parse("ver", said.model.version_id)
        await old.deployments.deploy(mine, RETRAINED, version_id)
    known = catalogue.get(RETRAINED).features_of
    monkeypatch.setitem(sets.FEATURE_SETS, known.id, _reversed(known))
    async with installation.running(SHIPPED) as new:
        replayed = await new.replays.replay(mine, decision_id)
        assert (replayed.verdict, replayed.differences) == ("identical", [])
        assert replayed.computed_margin == replayed.stored_margin
        assert (await new.registry.get(mine, version_id)).features == list(known.names)
        with pytest.raises(artefacts.ArtefactInvalid, match="order"):
            await new.deployments.deploy(mine, RETRAINED, version_id)
        assert (await installation.decide(new, RETRAINED)).degraded


async def test_a_replay_survives_the_catalogue(
    installation: Installation, before: Starters, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A release whose use case has another feature set: the score is the same bits, and that words changed is told."""
    mine = installation.caller
    async with installation.running(before) as old:
        said = await installation.decide(old, RETRAINED)
        decision_id = parse("dec", said.id)
    use_case = catalogue.get(RETRAINED)
    other = FeatureSet("credit/2", use_case.features_of.names[:1], use_case.features_of.compute)
    monkeypatch.setitem(sets.FEATURE_SETS, other.id, other)
    monkeypatch.delitem(sets.FEATURE_SETS, use_case.feature_set)
    newer = msgspec.structs.replace(use_case, feature_set=other.id, features=use_case.features[:1])
    monkeypatch.setitem(catalogue.CATALOGUE, RETRAINED, newer)
    async with installation.running(SHIPPED) as new:
        replayed = await new.replays.replay(mine, decision_id)
        assert replayed.computed_margin == replayed.stored_margin
        assert replayed.computed_outcome == replayed.stored_outcome == said.outcome
        assert (replayed.verdict, replayed.differences) == ("equivalent", ["reasons"])
        assert (await new.explanations.get(mine, decision_id)).reasons == said.reasons
