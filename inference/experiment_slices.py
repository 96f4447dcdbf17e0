"""Counting one experiment every few seconds, each of its decisions about once.

Decisions are settled when no request can be left that adds to them. The younger ones are counted in slices, and a slice is
counted when it is two seconds old and kept: nearly all that belongs to it is there by then. When it is old enough to be
settled, its rows are numbered once more, which is cheap; if one came late, all slices are counted anew. Only the last two
seconds are counted at each look.
"""

import collections
import datetime as dt
from uuid import UUID

import msgspec

from core.database import Transaction
from inference import experiment_counts, experiment_store
from inference.deployment_store import DeploymentRow
from inference.experiment_counts import SETTLED_AFTER, floor_of
from inference.experiment_store import Arms, Settled, Window

RIPE_AFTER = dt.timedelta(seconds=2)
EXPERIMENTS_MAX = 10_000
"""Of so many, those looked at last, the slices are kept; another one is only counted at greater cost."""


class _Slice(msgspec.Struct, frozen=True):
    since: UUID
    until: UUID
    arms: Arms


class SlicedCounts:
    """What one process has counted. `count` returns what `experiment_counts.count` does, up to rows that came late."""

    def __init__(self) -> None:
        self._slices: collections.OrderedDict[UUID, list[_Slice]] = collections.OrderedDict()

    async def count(
        self, tx: Transaction, row: DeploymentRow, other: DeploymentRow | None, now: dt.datetime
    ) -> Arms:
        """Count both arms of a challenger or a new champion. other: what it is compared with, the arm `champion`."""
        window = experiment_counts.window_of(row, other, now)
        slices = self._of(row.id)
        settled = await _settle(tx, row, other, window, slices, floor_of(now - SETTLED_AFTER))
        edge = slices[-1].until if slices else settled.settled_to
        ripe = min(floor_of(now - RIPE_AFTER), window.until)
        if ripe > edge:
            slices.append(_Slice(edge, ripe, await _count(tx, window, edge, ripe)))
            edge = ripe
        arms = settled.arms.plus(await _count(tx, window, edge, window.until))
        for each in slices:
            arms = arms.plus(each.arms)
        return arms

    def _of(self, deployment_id: UUID) -> list[_Slice]:
        slices = self._slices.setdefault(deployment_id, [])
        self._slices.move_to_end(deployment_id)
        while len(self._slices) > EXPERIMENTS_MAX:
            self._slices.popitem(last=False)
        return slices


async def _settle(
    tx: Transaction,
    row: DeploymentRow,
    other: DeploymentRow | None,
    window: Window,
    slices: list[_Slice],
    to: UUID,
) -> Settled:
    """Settle what is below `to`: with the slices of it where they still hold, which are then gone; else by counting."""
    settled = await experiment_counts.find_settled(tx, row, other, window)
    if not slices or slices[0].since != settled.settled_to:
        slices.clear()
        return await experiment_counts.settle(tx, row, other, window, to)
    while slices and slices[0].until <= to:
        part = msgspec.structs.replace(window, since=slices[0].since, until=slices[0].until)
        if await experiment_store.number(tx, part) != slices[0].arms.decisions:
            slices.clear()
            return await experiment_counts.settle(tx, row, other, window, to)
        settled = Settled(settled_to=part.until, arms=settled.arms.plus(slices.pop(0).arms))
        await experiment_store.save_settled(tx, row.environment_id, row.id, settled)
    return settled


async def _count(tx: Transaction, window: Window, since: UUID, until: UUID) -> Arms:
    if since >= until:
        return Arms()
    return await experiment_store.count(tx, msgspec.structs.replace(window, since=since, until=until))
