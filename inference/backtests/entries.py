"""What the ledger keeps of a backtest: who had which ruleset run over which decisions, and how it ended."""

import datetime as dt
from collections.abc import Sequence
from typing import Literal
from uuid import UUID

from core.intake import Entry
from inference.backtests.store import NewBacktest

Ending = Literal["complete", "fail", "cancel"]


def started(row: NewBacktest, entry_id: UUID, between: Sequence[UUID]) -> Entry:
    """rules: the digest of what is tried. refs: the backtest, the first id of the range and that behind its last, whose leading
    bits are their times, and the version, where it was pushed."""
    tried = () if row.version_id is None else (row.version_id,)
    return Entry(
        typ="backtest.create.v1", log=row.environment_id, eid=entry_id, at=row.created_at, act=row.created_by, out=row.use_case,
        rules=row.digest, refs=(row.id, *between, *tried),
    )  # fmt: skip


def ended(
    key: tuple[UUID, UUID], use_case: str, ending: Ending, entry_id: UUID, at: dt.datetime, by: str
) -> Entry:
    """key: environment and backtest."""
    environment_id, backtest_id = key
    return Entry(
        typ=f"backtest.{ending}.v1", log=environment_id, eid=entry_id, at=at, act=by, out=use_case, refs=(backtest_id,)
    )  # fmt: skip
