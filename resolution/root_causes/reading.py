"""Reading what failed, and what tickets are about, in the form that the scan takes."""

from collections import Counter, defaultdict
from uuid import UUID

from core.database import Transaction
from inference import ticket_causes
from inference.ticket_causes import CountedTickets
from payments import failure_hours
from payments.failure_hours import Counted, Narrow, Place, Tally, block_of, moment
from resolution.root_causes.entities import UNEXPLAINED, CauseKind, Cell
from resolution.root_causes.period import Period


async def read(tx: Transaction, environment_id: UUID, kind: CauseKind, period: Period) -> Counted:
    """What failed, now and before; tickets are not tried."""
    blocks = period.blocks
    if kind != "ticket":
        return await failure_hours.counted(tx, environment_id, kind, blocks)
    rows = await ticket_causes.counted(tx, environment_id, moment(blocks.first), moment(blocks.end))
    tallies: list[Tally] = []
    courses: defaultdict[str, Counter[int]] = defaultdict(Counter)
    for row in rows:
        block = block_of(row["hour"], blocks)
        if block is not None:
            tally = _tally(row, past=block >= period.now)
            tallies.append(tally)
            courses[tally.place.code][block] += tally.count
    return Counted(tallies=tallies, tried=None, courses=courses, tries=None)


async def series(
    tx: Transaction, environment_id: UUID, kind: CauseKind, cell: Cell, first: int, end: int
) -> dict[int, int]:
    """How many there were in each hour that has any; of the whole cell."""
    if kind != "ticket":
        return await failure_hours.series(tx, environment_id, kind, narrow(cell), first, end)
    found: defaultdict[int, int] = defaultdict(int)
    for row in await ticket_causes.counted(tx, environment_id, moment(first), moment(end)):
        if cell.code in (None, row["cause"] or UNEXPLAINED):
            found[row["hour"]] += row["count"]
    return found


def narrow(cell: Cell) -> Narrow:
    codes: tuple[str, ...] | None = None if cell.code is None else (cell.code,)
    if cell.fault is not None:
        codes = failure_hours.codes_of(cell.fault)
    return Narrow(gateway=cell.gateway, method=cell.method, bank=cell.bank, codes=codes)


async def any_since(tx: Transaction, environment_id: UUID, hour: int) -> bool:
    """Say whether anything failed since an hour, or anybody wrote."""
    return await ticket_causes.any_since(tx, environment_id, moment(hour)) or await failure_hours.any_since(
        tx, environment_id, hour
    )


def _tally(row: CountedTickets, *, past: bool) -> Tally:
    return Tally(
        place=Place("", "", "", row["cause"] or UNEXPLAINED),
        currency=None,
        past=past,
        count=row["count"],
        amount_minor=0,
        first_at=row["first_at"],
        last_at=row["last_at"],
        example=row["example"],
    )
