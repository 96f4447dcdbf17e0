"""What is counted of a challenger and its champion: summed up to a point in time, and read from the decisions after it."""

from collections.abc import Sequence
from typing import cast
from uuid import UUID

import asyncpg
import msgspec

from core.database import Transaction
from inference.arms import MILLION, ArmCounts


class Window(msgspec.Struct, frozen=True, kw_only=True):
    """Which decisions count. since, until: bounds of their ids, whose first bits are their time.

    champion: None where the starter answers that nobody deployed. begin: of the experiment; a customer's first decision is
    the first after it. slow_us: runs above it are slow.
    """

    environment_id: UUID
    use_case: str
    champion: UUID | None
    challenger: UUID
    begin: UUID
    since: UUID
    until: UUID
    slow_us: int


class Arms(msgspec.Struct, frozen=True, kw_only=True):
    champion: ArmCounts = ArmCounts()
    challenger: ArmCounts = ArmCounts()

    def plus(self, other: "Arms") -> "Arms":
        return Arms(
            champion=self.champion.plus(other.champion), challenger=self.challenger.plus(other.challenger)
        )

    @property
    def decisions(self) -> int:
        return self.champion.decisions + self.challenger.decisions


class Settled(msgspec.Struct, frozen=True, kw_only=True):
    """The sums of all decisions below `settled_to`, which can no longer change."""

    settled_to: UUID
    arms: Arms


class Judged(msgspec.Struct, frozen=True, kw_only=True):
    """Of one arm: predictions whose truth is known. squares: the sum of (probability - truth)²; positives: came true.

    passed, passed_positives: of those that were approved.
    """

    count: int = 0
    squares: float = 0.0
    positives: int = 0
    passed: int = 0
    passed_positives: int = 0


_OURS = """
    environment_id = $1 AND use_case = $2 AND id >= $3 AND id < $4
    AND (deployment_id = $6 OR deployment_id IS NOT DISTINCT FROM $5::uuid)
"""
_FIRST = """
    NOT EXISTS (
        SELECT 1 FROM decision AS earlier
        WHERE earlier.environment_id = $1 AND earlier.customer = made.customer
            AND earlier.id >= $7 AND earlier.id < made.id AND earlier.use_case = $2
            AND earlier.deployment_id IS NOT DISTINCT FROM made.deployment_id
    )
"""
# `told` is materialized, or PostgreSQL looks for the earlier decision once for each figure that asks for it.
_COUNT = f"""
WITH made AS MATERIALIZED (
    SELECT id, customer, deployment_id, outcome, score, degraded, run_us FROM decision WHERE {_OURS}
), told AS MATERIALIZED (
    SELECT deployment_id, outcome, score, degraded, run_us, {_FIRST} AS first FROM made
)
SELECT
    deployment_id IS NOT NULL AND deployment_id = $6 AS is_challenger,
    count(*) AS decisions,
    count(*) FILTER (WHERE degraded) AS degraded,
    count(run_us) AS runs,
    count(*) FILTER (WHERE run_us > $8) AS slow,
    coalesce(sum(run_us), 0)::bigint AS run_us,
    count(*) FILTER (WHERE first) AS customers,
    count(*) FILTER (WHERE first AND outcome = 'approve') AS approved,
    count(*) FILTER (WHERE first AND outcome = 'review') AS reviewed,
    count(*) FILTER (WHERE first AND outcome = 'decline') AS declined,
    count(score) FILTER (WHERE first) AS scored,
    coalesce(sum(score) FILTER (WHERE first), 0)::bigint AS score_sum
FROM told
GROUP BY 1
"""
_NUMBER = f"SELECT count(*) FROM decision WHERE {_OURS}"
# Feedback stands beside the predictions that it judges; of a customer only the first decision counts, as above.
_JUDGED = f"""
WITH made AS MATERIALIZED (
    SELECT id, customer, deployment_id, outcome, score FROM decision WHERE {_OURS} AND score IS NOT NULL
)
SELECT
    made.deployment_id IS NOT NULL AND made.deployment_id = $6 AS is_challenger,
    count(*) AS count,
    sum(power(made.score::double precision / {MILLION} - j.happened::integer, 2)) AS squares,
    count(*) FILTER (WHERE j.happened) AS positives,
    count(*) FILTER (WHERE made.outcome = 'approve') AS passed,
    count(*) FILTER (WHERE made.outcome = 'approve' AND j.happened) AS passed_positives
FROM made JOIN feedback_judged AS j
    ON j.environment_id = $1 AND j.decision_id = made.id AND j.happened IS NOT NULL AND j.role <> 'shadow'
WHERE {_FIRST}
GROUP BY 1
"""
# Of a shadow, pairs: what decided and what would have, about each customer's first decision that has both.
_PAIRS = """
SELECT
    count(*) AS pairs,
    count(*) FILTER (WHERE paired.outcome = paired.said) AS same,
    count(*) FILTER (WHERE paired.outcome = 'approve') AS champion_approved,
    count(*) FILTER (WHERE paired.outcome = 'review') AS champion_reviewed,
    count(*) FILTER (WHERE paired.outcome = 'decline') AS champion_declined,
    count(*) FILTER (WHERE paired.said = 'approve') AS shadow_approved,
    count(*) FILTER (WHERE paired.said = 'review') AS shadow_reviewed,
    count(*) FILTER (WHERE paired.said = 'decline') AS shadow_declined,
    count(*) FILTER (WHERE paired.scored IS NULL) AS shadow_degraded,
    count(paired.run_us) AS shadow_runs,
    coalesce(sum(paired.run_us), 0)::bigint AS shadow_run_us,
    count(*) FILTER (WHERE paired.score IS NOT NULL AND paired.scored IS NOT NULL) AS both_scored,
    coalesce(sum(paired.score) FILTER (WHERE paired.scored IS NOT NULL), 0)::bigint AS score_sum,
    coalesce(sum(paired.scored) FILTER (WHERE paired.score IS NOT NULL), 0)::bigint AS shadow_score_sum
FROM (
    SELECT DISTINCT ON (d.customer) d.outcome, d.score, s.outcome AS said, s.score AS scored, s.run_us
    FROM shadow_prediction AS s JOIN decision AS d ON d.environment_id = $1 AND d.id = s.decision_id
    WHERE s.environment_id = $1 AND s.deployment_id = $2
    ORDER BY d.customer, d.id
) AS paired
"""
# The truth about those events, which judges both: the decision's own score and the shadow's.
_JUDGED_PAIRS = f"""
SELECT
    j.role = 'shadow' AS is_challenger,
    count(*) AS count,
    sum(power(j.score::double precision / {MILLION} - j.happened::integer, 2)) AS squares,
    count(*) FILTER (WHERE j.happened) AS positives,
    count(*) FILTER (WHERE j.outcome = 'approve') AS passed,
    count(*) FILTER (WHERE j.outcome = 'approve' AND j.happened) AS passed_positives
FROM shadow_prediction AS s JOIN feedback_judged AS j
    ON j.environment_id = $1 AND j.decision_id = s.decision_id AND (j.role <> 'shadow' OR j.version_id = s.version_id)
WHERE s.environment_id = $1 AND s.deployment_id = $2 AND j.happened IS NOT NULL AND j.score IS NOT NULL
GROUP BY 1
"""
_NTH = """
SELECT id FROM decision WHERE environment_id = $1 AND use_case = $2 AND id < $3 ORDER BY id DESC OFFSET $4 LIMIT 1
"""
_FIND = "SELECT settled_to, champion::text, challenger::text FROM experiment WHERE environment_id = $1 AND deployment_id = $2"
_SAVE = """
INSERT INTO experiment (environment_id, deployment_id, settled_to, champion, challenger)
VALUES ($1, $2, $3, $4::jsonb, $5::jsonb)
ON CONFLICT (environment_id, deployment_id) DO UPDATE
SET settled_to = excluded.settled_to, champion = excluded.champion, challenger = excluded.challenger
WHERE experiment.settled_to < excluded.settled_to
"""


class Pairs(msgspec.Struct, frozen=True, kw_only=True):
    """What a shadow and what decided said about the same events; scores in millionths, summed where both are known."""

    pairs: int
    same: int
    champion_approved: int
    champion_reviewed: int
    champion_declined: int
    shadow_approved: int
    shadow_reviewed: int
    shadow_declined: int
    shadow_degraded: int
    shadow_runs: int
    shadow_run_us: int
    both_scored: int
    score_sum: int
    shadow_score_sum: int


async def count(tx: Transaction, window: Window) -> Arms:
    rows = {row["is_challenger"]: row for row in await tx.fetch(_COUNT, *_parameters(window), window.slow_us)}
    return Arms(champion=_counts(rows.get(False)), challenger=_counts(rows.get(True)))


async def number(tx: Transaction, window: Window) -> int:
    """Say how many decisions of both arms there are, without looking into them."""
    (row,) = await tx.fetch(_NUMBER, *_parameters(window)[:-1])
    return cast("int", row["count"])


async def find_nth_before(
    tx: Transaction, environment_id: UUID, use_case: str, until: UUID, n: int
) -> UUID | None:
    """Return the decision of a use case after which, up to `until`, there are n; None where there are fewer."""
    row = await tx.fetchrow(_NTH, environment_id, use_case, until, n)
    return None if row is None else row["id"]


async def count_judged(tx: Transaction, window: Window) -> tuple[Judged, Judged]:
    """Returns: of the champion, of the challenger."""
    return _judged(await tx.fetch(_JUDGED, *_parameters(window)))


async def count_judged_pairs(
    tx: Transaction, environment_id: UUID, deployment_id: UUID
) -> tuple[Judged, Judged]:
    """Returns: of what decided, of the shadow."""
    return _judged(await tx.fetch(_JUDGED_PAIRS, environment_id, deployment_id))


def _judged(records: Sequence[asyncpg.Record]) -> tuple[Judged, Judged]:
    rows = {row["is_challenger"]: dict(row) for row in records}
    champion, challenger = (rows.get(which, {"is_challenger": which}) for which in (False, True))
    for each in (champion, challenger):
        del each["is_challenger"]
    return Judged(**champion), Judged(**challenger)


async def count_pairs(tx: Transaction, environment_id: UUID, deployment_id: UUID) -> Pairs:
    row = await tx.fetchrow(_PAIRS, environment_id, deployment_id)
    if row is None:
        raise ValueError("a count without GROUP BY is one row")
    return Pairs(**dict(row))


async def find_settled(tx: Transaction, environment_id: UUID, deployment_id: UUID) -> Settled | None:
    row = await tx.fetchrow(_FIND, environment_id, deployment_id)
    if row is None:
        return None
    champion, challenger = (
        msgspec.json.decode(row[name], type=ArmCounts) for name in ("champion", "challenger")
    )
    return Settled(settled_to=row["settled_to"], arms=Arms(champion=champion, challenger=challenger))


async def save_settled(tx: Transaction, environment_id: UUID, deployment_id: UUID, settled: Settled) -> None:
    champion, challenger = (
        msgspec.json.encode(arm).decode() for arm in (settled.arms.champion, settled.arms.challenger)
    )
    await tx.execute(_SAVE, environment_id, deployment_id, settled.settled_to, champion, challenger)


def _parameters(window: Window) -> tuple[object, ...]:
    return (
        window.environment_id, window.use_case, window.since, window.until, window.champion, window.challenger,
        window.begin,
    )  # fmt: skip


def _counts(row: asyncpg.Record | None) -> ArmCounts:
    if row is None:
        return ArmCounts()
    return ArmCounts(**{name: row[name] for name in ArmCounts.__struct_fields__})
