"""How well versions do by the truth that came back, with intervals, and how much of it has come."""

import asyncio
import datetime as dt
import math
from collections.abc import Mapping, Sequence
from uuid import UUID

import asyncpg
import msgspec

from core.clock import Clock
from core.database import Database
from core.errors import FieldError, InvalidRequest
from inference import catalogue, feedback_measures_store, feedback_versions, live_metrics_store
from inference.live_errors import ClassMetrics, NumberMetrics, class_metrics, number_metrics
from inference.live_figures import LEVEL, Figure, Z, proportion, wilson
from inference.live_metrics_store import JUDGED_MAX, Window
from tenants.permissions import Permission
from tenants.principals import Principal

DAYS_DEFAULT, DAYS_MAX = 30, 366
_MILLION = 1_000_000
_HOUR = dt.timedelta(hours=1)

__all__ = ["LEVEL", "Figure", "area", "proportion"]

Key = tuple[UUID, str]


class ReliabilityBin(msgspec.Struct, frozen=True, kw_only=True):
    """Predictions with neighbouring scores. low, high: the lowest and highest score in it. rate: how often it happened."""

    low: float
    high: float
    rows: int
    mean_score: float
    rate: Figure


class VersionMetrics(msgspec.Struct, frozen=True, kw_only=True):
    """One version in one role. Figures whose denominator is nought are None.

    decided: decisions with a model in the window, as counted so far. coverage: the share of them whose truth is known.
    label_delay_hours_p50, _p90: from decision to observation. calibration_error: mean distance of rate and score over the bins.
    """

    version_id: UUID
    role: str
    decided: int
    judged: int
    coverage: Figure | None
    label_delay_hours_p50: float
    label_delay_hours_p90: float
    true_positives: int
    false_positives: int
    false_negatives: int
    true_negatives: int
    precision: Figure | None
    recall: Figure | None
    false_positive_rate: Figure | None
    false_negative_rate: Figure | None
    average_precision: Figure | None
    brier: Figure
    calibration: list[ReliabilityBin]
    calibration_error: float


class LiveMetrics(msgspec.Struct, frozen=True, kw_only=True):
    """complete: whether every judged prediction of the window was counted, and not the newest 100,000 alone.

    versions: by whether the event happened. numbers, classes: by truths that are numbers or classes, where answers have them.
    """

    use_case: str
    since: dt.datetime
    until: dt.datetime
    threshold: float | None
    complete: bool
    versions: list[VersionMetrics]
    numbers: list[NumberMetrics]
    classes: list[ClassMetrics]


class MetricsService:
    """Reads figures; everything is summed up in the database, over an index of the window."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def read(
        self,
        caller: Principal,
        use_case: str,
        *,
        version_id: UUID | None = None,
        role: str | None = None,
        days: int = DAYS_DEFAULT,
        threshold: float | None = None,
    ) -> LiveMetrics:
        """Figures of the decisions of the last days, whole hours.

        threshold: a prediction counts as flagged from this probability on; without it, unless its outcome is `approve` or another by
            which the use case expects nothing (`keep`, `none`).
        Raises: PermissionDenied, UseCaseUnknown, VersionNotFound, InvalidRequest.
        """
        caller.require(Permission.MODELS_READ)
        window = self._window(caller, use_case, version_id, role, days, threshold)
        async with self._database.transaction(caller.environment_id) as tx:
            if version_id is not None:
                await feedback_versions.get(tx, caller.environment_id, version_id)
            counts = await live_metrics_store.counts(tx, window)
            ranked = await live_metrics_store.average_precision(tx, window)
            bins = await live_metrics_store.calibration(tx, window)
            decided = await live_metrics_store.decided(tx, window)
            numbers = await feedback_measures_store.numbers(tx, window)
            classes = await feedback_measures_store.classes(tx, window)
        reliability = _reliability(bins)
        return LiveMetrics(
            use_case=use_case,
            since=window.since,
            until=window.until,
            threshold=threshold,
            complete=sum(row["judged"] for row in counts) < JUDGED_MAX,
            versions=[
                _version(row, decided, ranked, reliability[row["version_id"], row["role"]]) for row in counts
            ],
            numbers=[number_metrics(row, decided) for row in numbers],
            classes=await asyncio.to_thread(class_metrics, classes, decided),
        )

    def _window(
        self,
        caller: Principal,
        use_case: str,
        version_id: UUID | None,
        role: str | None,
        days: int,
        threshold: float | None,
    ) -> Window:
        passing = catalogue.get(use_case).passing
        if not 1 <= days <= DAYS_MAX:
            field = FieldError("days", "It is not within bounds.", f"Send 1 to {DAYS_MAX}.")
            raise InvalidRequest("The window cannot be read.", fields=[field])
        until = self._clock.now().replace(minute=0, second=0, microsecond=0) + _HOUR
        return Window(
            environment_id=caller.environment_id,
            use_case=use_case,
            version_id=version_id,
            role=role,
            since=until - dt.timedelta(days=days),
            until=until,
            threshold=None if threshold is None else round(threshold * _MILLION),
            passing=["approve", *passing],
        )


def _version(
    row: asyncpg.Record,
    decided: Mapping[Key, int],
    ranked: Mapping[Key, float | None],
    bins: Sequence[ReliabilityBin],
) -> VersionMetrics:
    key = (row["version_id"], row["role"])
    hit, alarm = row["true_positives"], row["false_positives"]
    missed, passed = row["false_negatives"], row["true_negatives"]
    # The worker counts a minute behind: what is judged was decided.
    total = max(decided.get(key, 0), row["judged"])
    precise = ranked.get(key)
    return VersionMetrics(
        version_id=key[0],
        role=key[1],
        decided=total,
        judged=row["judged"],
        coverage=proportion(row["judged"], total),
        label_delay_hours_p50=row["delays"][0],
        label_delay_hours_p90=row["delays"][1],
        true_positives=hit,
        false_positives=alarm,
        false_negatives=missed,
        true_negatives=passed,
        precision=proportion(hit, hit + alarm),
        recall=proportion(hit, hit + missed),
        false_positive_rate=proportion(alarm, alarm + passed),
        false_negative_rate=proportion(missed, hit + missed),
        average_precision=None if precise is None else area(precise, hit + missed),
        brier=_mean(row["brier"], row["brier_deviation"], row["judged"]),
        calibration=list(bins),
        calibration_error=sum(each.rows * abs(each.rate.value - each.mean_score) for each in bins)
        / row["judged"],
    )


def _reliability(rows: Sequence[asyncpg.Record]) -> dict[Key, list[ReliabilityBin]]:
    found: dict[Key, list[ReliabilityBin]] = {}
    for row in rows:
        each = ReliabilityBin(
            low=row["low"] / _MILLION,
            high=row["high"] / _MILLION,
            rows=row["rows"],
            mean_score=row["mean"],
            rate=wilson(row["hits"] / row["rows"], row["rows"]),
        )
        found.setdefault((row["version_id"], row["role"]), []).append(each)
    return found


def area(value: float, positives: int) -> Figure:
    """Average precision with the logit interval of Boyd, Eng and Page (2013), whose width depends on the positives; at 0 and 1,
    where that has none, the Wilson interval of as many trials.
    """
    if not 0 < value < 1:
        return wilson(value, positives)
    middle, half = math.log(value / (1 - value)), Z / math.sqrt(positives * value * (1 - value))
    return Figure(
        value=value,
        low=1 / (1 + math.exp(-(middle - half))),
        high=1 / (1 + math.exp(-(middle + half))),
    )


def _mean(value: float, deviation: float, count: int) -> Figure:
    half = Z * deviation / math.sqrt(count)
    return Figure(value=value, low=max(value - half, 0.0), high=min(value + half, 1.0))
