"""A challenger or a shadow beside its champion, a new champion after the one before: what both did, and the difference."""

import datetime as dt
from typing import Literal
from uuid import UUID

import msgspec

from core.clock import Clock
from core.database import Database
from core.errors import ErrorKind, PlatformError
from inference import deployment_changes, experiment_counts, experiment_store, shadow_store, starters
from inference.arms import MILLION, ArmCounts
from inference.deployment_entities import guardrails_of, is_watched
from inference.deployment_store import DeploymentRow
from inference.experiment_counts import WATCHED_FOR
from inference.experiment_store import Arms, Judged, Pairs
from inference.guardrails import Guarded, judge
from inference.routing import Role
from inference.sequential import Interval, Tally, interval, paired_interval
from tenants.permissions import Permission
from tenants.principals import Principal

ALPHA = 0.05
Verdict = Literal["higher", "lower", "undecided"]


class NothingToCompare(PlatformError):
    kind = ErrorKind.PRECONDITION
    code = "nothing_to_compare"
    fix = "Compare a challenger, a shadow, or a champion that took another's place."


class ArmFigures(msgspec.Struct, frozen=True, kw_only=True):
    """One arm. deployment_id: None where the starter answers that nobody deployed. customers: whose first decision counts.

    Rates are of customers' first decisions, but degraded_rate and slow_rate of all decisions and runs. judged: first
    decisions whose truth is known; brier_score: the mean squared error of their probabilities, lower is better;
    approved_event_rate: how many of those that were approved came true all the same. None where nothing is counted yet.
    """

    deployment_id: UUID | None
    version_id: UUID
    decisions: int
    customers: int
    degraded_rate: float | None
    approve_rate: float | None
    review_rate: float | None
    decline_rate: float | None
    mean_probability: float | None
    mean_run_ms: float | None
    slow_rate: float | None
    judged: int
    brier_score: float | None
    approved_event_rate: float | None


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of one figure: challenger minus champion, its confidence sequence and always-valid p-value.

    verdict: what the interval says at its level, whenever it is read.
    """

    figure: str
    difference: float | None
    low: float
    high: float
    p_value: float
    verdict: Verdict


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """level: of each interval, at all times at once. agreement: of a shadow, the part of outcomes that are the same.

    passed_over: questions of the candidate's share that it did not get, because they lacked columns which it takes and the champion does not.

    Of a new champion, `champion` is the one before, in its last day.
    """

    deployment_id: UUID
    use_case: str
    role: Role
    since: dt.datetime
    until: dt.datetime
    level: float
    champion: ArmFigures
    candidate: ArmFigures
    agreement: float | None
    passed_over: int
    differences: list[Difference]
    guardrails: list[Guarded]
    breached: bool


class Experiments:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def compare(self, caller: Principal, deployment_id: UUID) -> Comparison:
        """Raises: PermissionDenied, DeploymentNotFound, NothingToCompare."""
        caller.require(Permission.MODELS_READ)
        async with self._database.transaction(caller.environment_id) as tx:
            row = await deployment_changes.get(tx, caller.environment_id, deployment_id)
            if row.role == "champion" and not is_watched(row):
                raise NothingToCompare("This champion took no other's place.")
            champion = await experiment_counts.find_other(tx, row)
            passed_over = await shadow_store.passed_over(tx, row.environment_id, row.id)
            if row.role == "shadow":
                pairs = await experiment_store.count_pairs(tx, row.environment_id, row.id)
                judged = await experiment_store.count_judged_pairs(tx, row.environment_id, row.id)
                found = self._of_shadow(row, champion, pairs, judged)
                return msgspec.structs.replace(found, passed_over=passed_over)
            now = self._clock.now()
            arms = await experiment_counts.count(tx, row, champion, now)
            judged = await experiment_counts.count_judged(tx, row, champion, now)
        found = self._of_counts(row, champion, arms, judged)
        return msgspec.structs.replace(found, passed_over=passed_over)

    def _of_counts(
        self, row: DeploymentRow, champion: DeploymentRow | None, arms: Arms, judged: tuple[Judged, Judged]
    ) -> Comparison:
        guarded = judge(guardrails_of(row), arms.champion, arms.challenger)
        return Comparison(
            deployment_id=row.id,
            use_case=row.use_case,
            role=row.role,
            since=row.created_at,
            until=_until(row, self._clock.now()),
            level=1 - ALPHA,
            champion=_figures(
                _champion_id(champion), _champion_version(row, champion), arms.champion, judged[0]
            ),
            candidate=_figures(row.id, row.version_id, arms.challenger, judged[1]),
            agreement=None,
            passed_over=0,
            differences=_differences(arms, judged),
            guardrails=guarded,
            breached=any(each.breached for each in guarded),
        )

    def _of_shadow(
        self, row: DeploymentRow, champion: DeploymentRow | None, pairs: Pairs, judged: tuple[Judged, Judged]
    ) -> Comparison:
        decided, said = _arms_of(pairs)
        return Comparison(
            deployment_id=row.id,
            use_case=row.use_case,
            role=row.role,
            since=row.created_at,
            until=row.retired_at or self._clock.now(),
            level=1 - ALPHA,
            champion=_figures(_champion_id(champion), _champion_version(row, champion), decided, judged[0]),
            candidate=_figures(row.id, row.version_id, said, judged[1]),
            agreement=pairs.same / pairs.pairs if pairs.pairs else None,
            passed_over=0,
            differences=_paired(pairs),
            guardrails=[],
            breached=False,
        )


def _until(row: DeploymentRow, now: dt.datetime) -> dt.datetime:
    until = row.retired_at or now
    return min(until, row.created_at + WATCHED_FOR) if row.role == "champion" else until


def _champion_id(champion: DeploymentRow | None) -> UUID | None:
    return None if champion is None else champion.id


def _champion_version(row: DeploymentRow, champion: DeploymentRow | None) -> UUID:
    if champion is not None:
        return champion.version_id
    return starters.row(row.environment_id, row.use_case).id


def _differences(arms: Arms, judged: tuple[Judged, Judged]) -> list[Difference]:
    a, b = arms.champion, arms.challenger
    pairs = {
        "approve_rate": (Tally(a.customers, a.approved), Tally(b.customers, b.approved)),
        "review_rate": (Tally(a.customers, a.reviewed), Tally(b.customers, b.reviewed)),
        "decline_rate": (Tally(a.customers, a.declined), Tally(b.customers, b.declined)),
        "mean_probability": (Tally(a.scored, a.score_sum / MILLION), Tally(b.scored, b.score_sum / MILLION)),
        "brier_score": tuple(Tally(each.count, each.squares) for each in judged),
        "approved_event_rate": tuple(Tally(each.passed, each.passed_positives) for each in judged),
    }
    return [difference_of(figure, interval(one, other, ALPHA)) for figure, (one, other) in pairs.items()]


def _paired(pairs: Pairs) -> list[Difference]:
    """Both were asked about the same events, so it is the mean of each pair's difference that is tested."""
    return [
        difference_of(
            "decline_rate",
            paired_interval(pairs.pairs, pairs.shadow_declined - pairs.champion_declined, ALPHA),
        ),
        difference_of(
            "mean_probability",
            paired_interval(pairs.both_scored, (pairs.shadow_score_sum - pairs.score_sum) / MILLION, ALPHA),
        ),
    ]


def difference_of(figure: str, found: Interval) -> Difference:
    verdict: Verdict = "higher" if found.low > 0 else "lower" if found.high < 0 else "undecided"
    return Difference(
        figure=figure,
        difference=found.difference,
        low=found.low,
        high=found.high,
        p_value=found.p_value,
        verdict=verdict,
    )


def _arms_of(pairs: Pairs) -> tuple[ArmCounts, ArmCounts]:
    decided = ArmCounts(
        decisions=pairs.pairs, customers=pairs.pairs, approved=pairs.champion_approved,
        reviewed=pairs.champion_reviewed, declined=pairs.champion_declined, scored=pairs.both_scored,
        score_sum=pairs.score_sum,
    )  # fmt: skip
    said = ArmCounts(
        decisions=pairs.pairs, customers=pairs.pairs, approved=pairs.shadow_approved,
        reviewed=pairs.shadow_reviewed, declined=pairs.shadow_declined, degraded=pairs.shadow_degraded,
        runs=pairs.shadow_runs, run_us=pairs.shadow_run_us, scored=pairs.both_scored,
        score_sum=pairs.shadow_score_sum,
    )  # fmt: skip
    return decided, said


def _figures(deployment_id: UUID | None, version_id: UUID, arm: ArmCounts, judged: Judged) -> ArmFigures:
    return ArmFigures(
        deployment_id=deployment_id,
        version_id=version_id,
        decisions=arm.decisions,
        customers=arm.customers,
        degraded_rate=_part(arm.degraded, arm.decisions),
        approve_rate=_part(arm.approved, arm.customers),
        review_rate=_part(arm.reviewed, arm.customers),
        decline_rate=_part(arm.declined, arm.customers),
        mean_probability=_part(arm.score_sum / MILLION, arm.scored),
        mean_run_ms=_part(arm.run_us / 1_000, arm.runs),
        slow_rate=_part(arm.slow, arm.runs),
        judged=judged.count,
        brier_score=_part(judged.squares, judged.count),
        approved_event_rate=_part(judged.passed_positives, judged.passed),
    )


def _part(some: float, all_of_them: int) -> float | None:
    return some / all_of_them if all_of_them else None
