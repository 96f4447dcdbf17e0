"""A challenger or a shadow of more columns, or of fewer, than its champion: one request serves all, and what it lacks fails nobody."""

import functools
import pathlib
from collections.abc import AsyncIterator, Sequence
from uuid import UUID

import numpy as np
import pytest

from core.ids import parse, public
from core.postgres import EmbeddedPostgres
from inference import catalogue
from inference.catalogue import Answer
from inference.deployment_entities import Deploy, Deployment, InputsDiffer
from inference.entities import DecideCommand, Decision
from inference.experiments import Comparison
from inference.inputs import InputsRefused, InputValue
from inference.manifest import Column
from inference.mixed_columns import mixed_of
from inference.shadows import Shadows
from tests.inference.versions import SMALL
from tests.product import Product, product
from training.calibration import calibration_of
from training.evaluation import quality
from training.fit import Rows, fit
from training.package import Source, package

USE_CASE = "credit-score"
INCOME, DEBTS = Column(name="income", kind="number"), Column(name="debts", kind="number")
GRADE = Column(name="grade", kind="category", codes={"A": 0, "B": 1, "C": 2})
NUMBERED = Column(name="grade", kind="number")
COLUMNS = {f"{each.name} {each.kind}": each for each in (INCOME, DEBTS, GRADE, NUMBERED)}
CUSTOMERS = [f"customer-{number}" for number in range(40)]
FULL: dict[str, InputValue] = {"income": 0.4, "debts": -0.3, "grade": "B"}
SHORT: dict[str, InputValue] = {"income": 0.4, "debts": -0.3}


@functools.cache
def files_of(*named: str) -> dict[str, bytes]:
    """A real version of these columns, all of which matter. named: of them, with their kinds."""
    columns = tuple(COLUMNS[each] for each in named)
    rng = np.random.default_rng(5)
    matrix = rng.normal(size=(1_500, len(columns))).astype(np.float32)
    for at, column in enumerate(columns):
        if column.kind == "category":
            matrix[:, at] = rng.integers(0, 3, len(matrix))
    target = rng.random(len(matrix)) < 1 / (1 + np.exp(-matrix.sum(axis=1)))
    names = tuple(column.name for column in columns)
    fitted = fit(Rows(matrix, target), names, 1, hide=True, shapes=(SMALL,))
    held_out = target[fitted.held_out]
    calibration = calibration_of(fitted.slope, fitted.intercept, fitted.probability, held_out)
    source = Source("countermark train credit-score", "0" * 64, columns, (), 1)
    measured = quality(held_out, fitted.probability, 1)
    return package(catalogue.get(USE_CASE), fitted, calibration, measured, matrix, source).files


@pytest.fixture
async def running(postgres: EmbeddedPostgres, tmp_path: pathlib.Path) -> AsyncIterator[Product]:
    async with product(postgres, tmp_path) as opened:
        yield opened


async def deploy(running: Product, columns: Sequence[Column], **wanted: object) -> Deployment:
    registry, caller = running.services.registry, running.asha.system
    named = [f"{each.name} {each.kind}" for each in columns]
    kept = await registry.upload(caller, USE_CASE, "ours", files_of(*named))
    asked = Deploy(**wanted)  # type: ignore[arg-type]
    return await running.services.deployments.deploy(caller, USE_CASE, kept.id, asked)


async def decide(running: Product, customer: str, inputs: dict[str, InputValue]) -> Decision[Answer]:
    command = DecideCommand(use_case=USE_CASE, customer_id=customer, inputs=inputs)
    return await running.services.decisions.decide(running.asha.system, command)


async def decided_by(running: Product, inputs: dict[str, InputValue]) -> dict[str, str | None]:
    return {customer: (await decide(running, customer, inputs)).model.deployment_id for customer in CUSTOMERS}


def shadows_of(running: Product) -> Shadows:
    return running.services.decisions._batch._shadows


async def compared(running: Product, deployment_id: UUID) -> Comparison:
    """What is known once all that waits has been scored and counted."""
    await shadows_of(running).close()
    return await running.services.experiments.compare(running.asha.system, deployment_id)


@pytest.mark.parametrize("columns", [(INCOME, DEBTS, GRADE), (INCOME,), (GRADE, INCOME)])
async def test_each_version_reads_its_own(running: Product, columns: Sequence[Column]) -> None:
    """A challenger of one column more, of one less, or of another one decides for its share what it would decide alone; replays too."""
    champion = await deploy(running, (INCOME, DEBTS))
    alone = await decide(running, "somebody", SHORT)
    challenger = await deploy(running, columns, role="challenger", share_percent=50)
    sent = {each.name: FULL[each.name] for each in (INCOME, DEBTS, *columns)}
    by = await decided_by(running, sent)
    ids = {public("dep", champion.id), public("dep", challenger.id)}
    assert set(by.values()) == ids
    tried = next(name for name, each in by.items() if each == public("dep", challenger.id))
    for customer in ("somebody", tried):
        made = await decide(running, customer, sent)
        replay = await running.services.replays.replay(running.asha.system, parse("dec", made.id))
        assert replay.verdict == "identical"
        if made.model.deployment_id == public("dep", champion.id):
            assert made.answer == alone.answer
    assert (await compared(running, challenger.id)).passed_over == 0


async def test_what_a_challenger_lacks_is_its_champions(running: Product) -> None:
    """Without the challenger's column the champion decides for everybody, and the comparison says how often; null is not lacking."""
    champion = await deploy(running, (INCOME, DEBTS))
    before = {name: (await decide(running, name, SHORT)).answer for name in CUSTOMERS[:3]}
    challenger = await deploy(running, (INCOME, DEBTS, GRADE), role="challenger", share_percent=50)
    by = await decided_by(running, {**SHORT, "grade": None})
    drawn = [name for name, each in by.items() if each == public("dep", challenger.id)]
    assert 0 < len(drawn) < len(CUSTOMERS)
    assert set((await decided_by(running, SHORT)).values()) == {public("dep", champion.id)}
    assert {name: (await decide(running, name, SHORT)).answer for name in CUSTOMERS[:3]} == before
    again = len([name for name in CUSTOMERS[:3] if name in drawn])
    found = await compared(running, challenger.id)
    assert found.passed_over == len(drawn) + again
    assert (await running.rest.get(
        f"/api/v1/deployments/{public('dep', challenger.id)}/comparison",
        headers={"x-api-key": running.asha.sandbox_key},
    )).json()["passed_over"] == found.passed_over  # fmt: skip


async def test_a_shadow_is_skipped_for_what_it_lacks(running: Product) -> None:
    """A shadow of one column more scores what has it, and is counted for what has not; nothing of it fails."""
    await deploy(running, (INCOME, DEBTS))
    shadow = await deploy(running, (INCOME, DEBTS, GRADE), role="shadow")
    for at, customer in enumerate(CUSTOMERS[:10]):
        await decide(running, customer, FULL if at % 2 else SHORT)
    found = await compared(running, shadow.id)
    assert (found.passed_over, found.candidate.decisions) == (5, 5)
    assert shadows_of(running).failed == 0
    assert found.agreement is not None


async def test_a_shadow_of_fewer_columns_scores_all(running: Product) -> None:
    """One column less lacks nothing."""
    await deploy(running, (INCOME, DEBTS))
    shadow = await deploy(running, (INCOME,), role="shadow")
    for customer in CUSTOMERS[:6]:
        await decide(running, customer, SHORT)
    found = await compared(running, shadow.id)
    assert (found.passed_over, found.candidate.decisions, shadows_of(running).failed) == (0, 6, 0)


async def test_what_no_version_takes_is_refused(running: Product) -> None:
    """A column of no deployed version, and one that nobody can read, are refused by name, whoever decides; of one version alone all others are."""
    await deploy(running, (INCOME, DEBTS))
    with pytest.raises(InputsRefused) as refused:
        await decide(running, "somebody", FULL)
    assert [field.field for field in refused.value.fields] == ["inputs.grade"]
    await deploy(running, (INCOME, DEBTS, GRADE), role="challenger", share_percent=50)
    wrong: list[tuple[str, InputValue]] = [("region", "east"), ("grade", 3), ("income", "much")]
    for name, value in wrong:
        for customer in CUSTOMERS[:8]:
            with pytest.raises(InputsRefused) as refused:
                await decide(running, customer, {**FULL, name: value})
            assert [field.field for field in refused.value.fields] == [f"inputs.{name}"]


async def test_a_segments_columns_are_known_to_all(running: Product) -> None:
    """One request serves whatever segment it falls to: each champion reads its own."""
    await deploy(running, (INCOME, DEBTS))
    north = await deploy(running, (INCOME, GRADE), segment="north")
    command = DecideCommand(use_case=USE_CASE, customer_id="somebody", inputs=FULL)
    usual = await running.services.decisions.decide(running.asha.system, command)
    command = DecideCommand(use_case=USE_CASE, customer_id="somebody", inputs=FULL, segment="north")
    there = await running.services.decisions.decide(running.asha.system, command)
    assert usual.model.deployment_id != there.model.deployment_id == public("dep", north.id)
    assert usual.answer != there.answer


async def test_columns_of_another_kind_are_refused(running: Product) -> None:
    """A column of both that no request could send to both."""
    await deploy(running, (INCOME, GRADE))
    with pytest.raises(InputsDiffer):
        await deploy(running, (INCOME, NUMBERED), role="challenger")
    await deploy(running, (INCOME, DEBTS), role="challenger")


async def test_alike_versions_are_not_mixed(running: Product) -> None:
    """Where all take the same columns a request is read as if there were one."""
    await deploy(running, (INCOME, DEBTS))
    await deploy(running, (DEBTS, INCOME), role="challenger")
    routing = await running.services.deployments.routes.get(running.asha.system.environment_id, USE_CASE)
    assert routing.mixed is None
    await deploy(running, (INCOME,), role="shadow")
    routing = await running.services.deployments.routes.get(running.asha.system.environment_id, USE_CASE)
    assert routing.mixed is not None
    assert mixed_of({}) is None
