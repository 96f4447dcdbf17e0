"""Live figures are those that scikit-learn computes of the same rows, with intervals, and say how much truth there is."""

import datetime as dt
from uuid import UUID, uuid4

import numpy as np
import pytest
from sklearn import metrics

from core.clock import ManualClock
from core.database import Database
from core.errors import InvalidRequest
from inference import starters
from inference.feedback_entities import Feedback
from inference.live_metrics import Figure, MetricsService, VersionMetrics, area, proportion
from inference.registry import VersionNotFound
from tenants.principals import Principal
from tests.inference.feedback.conftest import Desk

USE_CASE = "transaction-anomaly"
ROWS = 3_000
_INSERT = """
INSERT INTO feedback_judged (
    environment_id, decision_id, version_id, role, use_case, outcome, score, happened, decided_at, observed_at
) SELECT $1, id, $2, $3, $4, outcome, score, happened, decided_at, decided_at + delay * interval '1 hour'
FROM unnest($5::uuid[], $6::text[], $7::integer[], $8::boolean[], $9::timestamptz[], $10::float8[])
    AS r (id, outcome, score, happened, decided_at, delay)
"""


class Sample:
    """Scores with rare events, as they are in fraud; many ties at the low end."""

    def __init__(self, seed: int, rows: int = ROWS) -> None:
        rng = np.random.default_rng(seed)
        self.happened = rng.random(rows) < 0.03
        logit = rng.normal(-4, 1, rows) + 2.5 * self.happened
        self.score = np.round(1 / (1 + np.exp(-logit)), 3)
        self.flagged = self.score > 0.05
        self.delay = rng.exponential(100, rows)

    async def insert(
        self,
        database: Database,
        caller: Principal,
        version: UUID,
        role: str,
        at: dt.datetime,
        *,
        use_case: str = USE_CASE,
        outcomes: tuple[str, str] = ("approve", "decline"),
    ) -> None:
        """outcomes: of what passed, of what was flagged."""
        async with database.transaction(caller.environment_id) as tx:
            await tx.execute(
                _INSERT, caller.environment_id, version, role, use_case,
                [uuid4() for _ in self.score],
                [outcomes[each] for each in self.flagged.tolist()],
                [round(each * 1_000_000) for each in self.score.tolist()],
                self.happened.tolist(), [at] * len(self.score), self.delay.tolist(),
            )  # fmt: skip


@pytest.fixture
def service(database: Database, clock: ManualClock) -> MetricsService:
    return MetricsService(database, clock)


def value(figure: Figure | None) -> float:
    assert figure is not None
    assert figure.low <= figure.value <= figure.high
    return figure.value


async def only(service: MetricsService, caller: Principal, **asked: object) -> VersionMetrics:
    (found,) = (await service.read(caller, USE_CASE, **asked)).versions  # type: ignore[arg-type]
    return found


async def test_the_figures_are_scikit_learns(
    service: MetricsService, database: Database, caller: Principal, clock: ManualClock
) -> None:
    """Precision, recall, false rates, average precision with ties, and Brier score, to the last digits."""
    sample = Sample(7)
    await sample.insert(database, caller, uuid4(), "champion", clock.now())
    found = await only(service, caller)
    truth, flagged = sample.happened, sample.flagged
    assert value(found.precision) == pytest.approx(metrics.precision_score(truth, flagged))
    assert value(found.recall) == pytest.approx(metrics.recall_score(truth, flagged))
    assert value(found.false_positive_rate) == pytest.approx(flagged[~truth].mean())
    assert value(found.false_negative_rate) == pytest.approx((~flagged[truth]).mean())
    assert value(found.average_precision) == pytest.approx(
        metrics.average_precision_score(truth, sample.score), abs=1e-12
    )
    assert value(found.brier) == pytest.approx(metrics.brier_score_loss(truth, sample.score), abs=1e-12)
    assert found.label_delay_hours_p50 == pytest.approx(np.quantile(sample.delay, 0.5), rel=1e-6)
    assert found.label_delay_hours_p90 == pytest.approx(np.quantile(sample.delay, 0.9), rel=1e-6)
    assert found.true_positives + found.false_negatives == truth.sum()


async def test_an_outcome_that_expects_nothing_flags_nobody(
    service: MetricsService, database: Database, caller: Principal, clock: ManualClock
) -> None:
    """Who is to be kept as a customer was not flagged, though no use case but payments' says `approve` of it."""
    sample = Sample(7)
    await sample.insert(
        database,
        caller,
        uuid4(),
        "champion",
        clock.now(),
        use_case="churn-score",
        outcomes=("keep", "retain"),
    )
    (found,) = (await service.read(caller, "churn-score")).versions
    assert value(found.recall) == pytest.approx(metrics.recall_score(sample.happened, sample.flagged))
    assert found.true_negatives + found.false_negatives == (~sample.flagged).sum()


async def test_a_threshold_judges_the_score_instead(
    service: MetricsService, database: Database, caller: Principal, clock: ManualClock
) -> None:
    """With a threshold the outcome does not count: flagged is what scored as much or more."""
    sample = Sample(8)
    await sample.insert(database, caller, uuid4(), "shadow", clock.now())
    found = await only(service, caller, threshold=0.2)
    flagged = sample.score >= 0.2
    assert value(found.precision) == pytest.approx(metrics.precision_score(sample.happened, flagged))
    assert found.true_positives + found.false_positives == flagged.sum()


async def test_the_calibration_curve(
    service: MetricsService, database: Database, caller: Principal, clock: ManualClock
) -> None:
    """Ten bins of equal counts in order of score, whose rates and means are those of their rows."""
    sample = Sample(9)
    await sample.insert(database, caller, uuid4(), "champion", clock.now())
    bins = (await only(service, caller)).calibration
    assert [each.rows for each in bins] == [ROWS // 10] * 10
    assert [each.mean_score for each in bins] == sorted(each.mean_score for each in bins)
    assert sum(each.rate.value * each.rows for each in bins) == pytest.approx(sample.happened.sum())
    ordered = np.sort(sample.score)
    assert bins[-1].mean_score == pytest.approx(ordered[-ROWS // 10 :].mean(), abs=1e-6)


async def test_versions_roles_and_windows_stand_apart(
    service: MetricsService, database: Database, caller: Principal, stranger: Principal, clock: ManualClock
) -> None:
    """Each version in each role has its own figures; what lies outside the window, or is another tenant's, does not count."""
    first = uuid4()
    second = starters.row(caller.environment_id, USE_CASE).id
    await Sample(1, 100).insert(database, caller, first, "champion", clock.now())
    await Sample(2, 200).insert(database, caller, second, "challenger", clock.now())
    await Sample(3, 300).insert(database, caller, second, "champion", clock.now() - dt.timedelta(days=40))
    found = await service.read(caller, USE_CASE)
    assert sorted((one.judged, one.role) for one in found.versions) == [
        (100, "champion"),
        (200, "challenger"),
    ]
    longer = await service.read(caller, USE_CASE, version_id=second, days=60)
    assert sorted(one.judged for one in longer.versions) == [200, 300]
    assert (await service.read(caller, USE_CASE, role="shadow")).versions == []
    assert (await service.read(stranger, USE_CASE)).versions == []
    with pytest.raises(InvalidRequest):
        await service.read(caller, USE_CASE, days=0)
    with pytest.raises(VersionNotFound):
        await service.read(caller, USE_CASE, version_id=first)


async def test_from_decision_to_figure(service: MetricsService, desk: Desk, caller: Principal) -> None:
    """Decisions judged through feedback, corrected once, are counted as the truth that stands, and the delay is told."""
    decisions = [await desk.decide(customer_id=f"c-{each}") for each in range(4)]
    desk.clock.advance(dt.timedelta(hours=10))
    told = [
        Feedback(decision_id=one.id, happened=index == 0, observed_at=desk.clock.now())
        for index, one in enumerate(decisions)
    ]
    await desk.feedback.record_many(caller, told)
    desk.clock.advance(dt.timedelta(hours=1))
    await desk.feedback.record(
        caller, Feedback(decision_id=decisions[1].id, happened=True, observed_at=desk.clock.now())
    )
    found = await only(service, caller)
    assert (found.judged, found.true_positives + found.false_negatives) == (4, 2)
    assert found.label_delay_hours_p50 == pytest.approx(10.0)


def test_intervals_keep_their_promise() -> None:
    """Over many samples the true rate lies in the interval about 95 times in 100, for shares and for average precision's own
    formula at moderate counts; at nought and one there is still an interval."""
    rng = np.random.default_rng(5)
    inside = 0
    for _ in range(2_000):
        figure = proportion(int(rng.binomial(60, 0.07)), 60)
        assert figure is not None
        inside += figure.low <= 0.07 <= figure.high
    assert 0.93 <= inside / 2_000 <= 0.985
    assert proportion(0, 0) is None
    nought = proportion(0, 10)
    assert nought is not None
    assert (nought.value, nought.low) == (0.0, 0.0)
    assert nought.high == pytest.approx(0.2775, abs=1e-3)
    assert area(1.0, 5).low < 0.7
    assert area(0.5, 100).high - area(0.5, 100).low == pytest.approx(2 * 0.0971, abs=1e-3)
