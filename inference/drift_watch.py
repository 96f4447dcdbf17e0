"""Measures drift: a reference of each version's own, a sliding window of what it sees now, a report, an alert."""

import datetime as dt
import logging
from uuid import UUID

import msgspec
import numpy as np
from numpy.typing import NDArray

from core import outbox
from core.clock import Clock
from core.database import Database, Transaction
from core.errors import ErrorKind, PlatformError
from core.events import announce
from core.ids import public, uuid7
from core.json_values import JsonValue
from inference import drift, drift_store
from inference.drift import Movement, Verdict
from inference.drift_alerts import ALERT_TOPIC, DriftAlert, notice_of
from inference.drift_columns import class_mark
from inference.drift_hours import EVERY, hour_of, is_due, sampled
from inference.drift_references import ANSWER, HOURS_MAX, SCORE, Cards, Reference, References
from inference.drift_samples import SampleReader, Samples
from inference.drift_store import HourKey, ReportRow
from tenants.notices import NOTICE_TOPIC
from tenants.vaults import Vaults

SCORE_NAME, ANSWER_NAME = "score", "answer"
SHARES_MAX = 50
WINDOW = dt.timedelta(hours=24)
# A slow version is judged by a longer window, rather than never.
WINDOW_LONGEST = dt.timedelta(days=14)
# What moves with the clock tells of the window and not of the traffic: measured, and left out of the report's verdict.
CALENDAR = frozenset({"hour", "weekday", "hour_of_day", "day_of_week", "day_of_month", "month"})

COLUMNS_TOLD_MAX = 100
"""Of what has moved; the report has all."""

_log = logging.getLogger(__name__)


class ClassShare(msgspec.Struct, frozen=True):
    """How often a version named a class: of the reference's rows, and of live ones."""

    name: str
    reference: float
    live: float


class DriftReport(msgspec.Struct, frozen=True, kw_only=True):
    """One measurement of one version in one role.

    verdict: the worst of score, answer and features, those of the calendar left out. rows, reference_rows: how many were compared.
    reference: what with. since, until: the window of live decisions, whole hours. features: of a tenant's own version its columns. answer: which classes
    it named, None of a version that names none or whose reference does not tell. class_shares: of those that its manifest lists.
    """

    use_case: str
    version_id: UUID
    role: str
    verdict: Verdict
    measured_at: dt.datetime
    since: dt.datetime
    until: dt.datetime
    rows: int
    reference: str
    reference_rows: int
    score: Movement
    features: list[Movement]
    answer: Movement | None = None
    class_shares: list[ClassShare] = []

    @property
    def movements(self) -> list[Movement]:
        """All that counts: not what moves with the calendar."""
        answer = [] if self.answer is None else [self.answer]
        return [each for each in (self.score, *answer, *self.features) if each.name not in CALENDAR]


class DriftWatch:
    """The worker's side. It never touches the decision path: it reads decided rows by key, a thousand a version an hour."""

    def __init__(self, database: Database, vaults: Vaults, clock: Clock, cards: Cards | None = None) -> None:
        """cards: of uploaded versions, which tell what they were trained on."""
        self._database = database
        self._vaults = vaults
        self._clock = clock
        self._reader = SampleReader(database, vaults)
        self._references = References(database, vaults, clock, cards)

    async def measure_due(self, environment_id: UUID) -> int:
        """Measure the versions whose hour has come. Returns: how many reports were written.

        One that cannot be measured is logged, and is due again in an hour like the others.
        """
        now = self._clock.now()
        async with self._database.transaction(environment_id) as tx:
            active = await drift_store.active(tx, environment_id, hour_of(now) - EVERY * 2)
            due = [one for one in active if await is_due(tx, environment_id, one, now)]
        written = 0
        for use_case, version_id, role in due:
            try:
                written += await self.measure(environment_id, use_case, version_id, role) is not None
            except PlatformError as error:
                if error.kind is ErrorKind.UNAVAILABLE:
                    raise
                _log.exception("A version's drift cannot be measured.", extra={"code": error.code})
            async with self._database.transaction(environment_id) as tx:
                await drift_store.set_looked(tx, (environment_id, use_case, version_id, role), now)
        return written

    async def measure_all(self, environment_id: UUID, use_case: str | None) -> list[UUID]:
        """Measure every version that decided lately, due or not. Returns: the ids of the reports."""
        since = self._clock.now() - WINDOW_LONGEST
        async with self._database.transaction(environment_id) as tx:
            active = await drift_store.active(tx, environment_id, since)
        measured = [
            await self.measure(environment_id, *each) for each in active if use_case in {None, each[0]}
        ]
        return [one for one in measured if one is not None]

    async def measure(self, environment_id: UUID, use_case: str, version_id: UUID, role: str) -> UUID | None:
        """Measure one version and keep the report. Returns: its id; None while there is nothing to compare yet."""
        reference = await self._references.find(environment_id, use_case, version_id, role)
        if reference is None:
            return None
        row, stored = reference
        since, ids = await self._window(environment_id, use_case, version_id, role, stored.until)
        live = await self._reader.read(environment_id, version_id, role, ids)
        if len(live.scores) == 0:
            return None
        answer, shares = _answers(stored, live)
        now = self._clock.now()
        report = DriftReport(
            use_case=use_case,
            version_id=version_id,
            role=role,
            verdict="collecting",
            measured_at=now,
            since=since,
            until=hour_of(now) + EVERY,
            rows=len(live.scores),
            reference=row.origin,
            reference_rows=row.rows,
            score=drift.movement(SCORE_NAME, stored.of(SCORE), _single(live.scores)),
            features=_movements(stored, live),
            answer=answer,
            class_shares=shares,
        )
        verdict = drift.worst([each.verdict for each in report.movements])
        return await self.keep(environment_id, msgspec.structs.replace(report, verdict=verdict))

    async def keep(self, environment_id: UUID, report: DriftReport) -> UUID:
        """Write the report, and promise an alert if the version has just begun to drift. Returns: the report's id."""
        report_id = uuid7(self._clock)
        row = ReportRow(
            environment_id=environment_id,
            id=report_id,
            use_case=report.use_case,
            version_id=report.version_id,
            role=report.role,
            verdict=report.verdict,
            measured_at=report.measured_at,
            body=msgspec.json.encode(report).decode(),
        )
        async with self._database.transaction(environment_id) as tx:
            last = await drift_store.latest_report(
                tx, environment_id, report.use_case, report.version_id, report.role
            )
            await drift_store.add_report(tx, row)
            if report.verdict == "drifted" and (last is None or last.verdict != "drifted"):
                await self._tell(tx, environment_id, _alert(report_id, report))
        return report_id

    async def _tell(self, tx: Transaction, environment_id: UUID, alert: DriftAlert) -> None:
        """To its plan of retraining, to the tenant's people, and to whoever asked for the event."""
        await outbox.enqueue(tx, self._clock, environment_id, ALERT_TOPIC, msgspec.json.encode(alert))
        notice = msgspec.json.encode(notice_of(alert))
        await outbox.enqueue(tx, self._clock, environment_id, NOTICE_TOPIC, notice)
        told: dict[str, JsonValue] = {
            "use_case": alert.use_case,
            "version": public("ver", alert.version_id),
            "role": alert.role,
            "columns": alert.drifted[:COLUMNS_TOLD_MAX],
        }
        await announce(tx, self._clock, environment_id, "drift.found", public("drf", alert.report_id), told)

    async def _window(
        self, environment_id: UUID, use_case: str, version_id: UUID, role: str, after: dt.datetime
    ) -> tuple[dt.datetime, tuple[UUID, ...]]:
        """Find the sample of the last day, or of longer where that holds too few; never what the reference is made of."""
        until = hour_of(self._clock.now()) + EVERY
        since = max(until - WINDOW_LONGEST, after)
        async with self._database.transaction(environment_id) as tx:
            key = HourKey(use_case, version_id, role, since)
            hours = await drift_store.hours(tx, environment_id, key, until, HOURS_MAX)
        ids: list[UUID] = []
        for hour, found in reversed(hours):
            if hour < until - WINDOW and len(ids) >= drift.ROWS_MIN:
                break
            since = hour
            ids += found.sample
        return since, sampled(ids)


def _alert(report_id: UUID, report: DriftReport) -> DriftAlert:
    moved = [each.name for each in report.movements if each.verdict == "drifted"]
    return DriftAlert(
        report_id=report_id,
        use_case=report.use_case,
        version_id=report.version_id,
        role=report.role,
        drifted=moved,
    )


def _movements(stored: Reference, live: Samples) -> list[Movement]:
    """Compare by name; a column or feature that the reference does not have is left out."""
    return [
        drift.movement(name, stored.of(name), _single(live.features[:, at]), nominal=name in live.nominal)
        for at, name in enumerate(live.names)
        if name in stored.columns and len(live.features)
    ]


def _answers(stored: Reference, live: Samples) -> tuple[Movement | None, list[ClassShare]]:
    """Compare which classes were named; those with the largest shares first."""
    if ANSWER not in stored.columns or np.isnan(live.answers).all():
        return None, []
    before, now = stored.of(ANSWER), drift.reference_of(_single(live.answers))
    marks = {name: class_mark(name) for name in live.classes}
    shares = [
        ClassShare(name, drift.share_of(before, one), drift.share_of(now, one)) for name, one in marks.items()
    ]
    shares.sort(key=lambda each: (-max(each.reference, each.live), each.name))
    moved = drift.movement(ANSWER_NAME, before, _single(live.answers), nominal=True)
    return moved, shares[:SHARES_MAX]


def _single(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Round as the reference is rounded: both sides are float32."""
    return values.astype(np.float32).astype(np.float64)
