"""What goes with a cause: tickets beside failures, failures beside tickets."""

from collections.abc import Sequence
from uuid import UUID

from core.database import Transaction
from inference import ticket_causes
from payments import failure_hours
from resolution.root_causes import links, reading
from resolution.root_causes.entities import KINDS, UNEXPLAINED, Bond, Cell, LinkedCause, RootCause
from resolution.root_causes.links import Concurrence
from resolution.root_causes.period import DAY, Period

LINKED_MAX = 20


async def linked(
    tx: Transaction, environment_id: UUID, cause: RootCause, others: Sequence[RootCause], period: Period
) -> list[LinkedCause]:
    """Tickets beside a failure; failures that grew beside tickets. People first, then hours; one bond for each cause."""
    end = period.end
    first = await _known_from(tx, environment_id, period)
    mine = cause.kind == "ticket"
    beside = [
        each for each in others
        if (each.kind == "ticket") is not mine and (not mine or each.trend == "rising")
    ][:LINKED_MAX]  # fmt: skip
    if not beside:
        return []
    pairs = 2 * len(beside)
    writers = await ticket_causes.writers(tx, environment_id, period.since, period.until)
    own = await reading.series(tx, environment_id, cause.kind, cause.cell, first, end)
    found: list[LinkedCause] = []
    for each in beside:
        ticket, failure = (cause, each) if mine else (each, cause)
        payees = await _payees(tx, environment_id, failure, period.before_first, end)
        person = links.by_person(writers, _told(ticket.cell), payees, pairs)
        if person is not None:
            found.append(_bound(each, "same_person", person))
            continue
        theirs = await reading.series(tx, environment_id, each.kind, each.cell, first, end)
        hours = links.by_hours(theirs, own, first, end, pairs) if mine else links.by_hours(own, theirs, first, end, pairs)  # fmt: skip
        if hours is not None:
            found.append(_bound(each, "same_hours", hours))
    return sorted(found, key=lambda link: -link.lift)


async def _known_from(tx: Transaction, environment_id: UUID, period: Period) -> int:
    """The first hour of whole days up to the end, in which both failures and tickets were told of at all."""
    first, end = period.before_first, period.end
    wrote = await reading.series(tx, environment_id, "ticket", Cell(), first, end)
    failed = [
        hour
        for kind in KINDS
        if kind != "ticket"
        for hour in await reading.series(tx, environment_id, kind, Cell(), first, end)
    ]
    known = max(min(wrote, default=end), min(failed, default=end))
    return end - (end - known) // DAY * DAY


async def _payees(
    tx: Transaction, environment_id: UUID, failure: RootCause, first: int, end: int
) -> set[UUID]:
    if failure.kind == "ticket":
        return set()
    return await failure_hours.payees(
        tx, environment_id, failure.kind, reading.narrow(failure.cell), first, end
    )


def _told(cell: Cell) -> str:
    return "" if cell.code in (None, UNEXPLAINED) else cell.code


def _bound(cause: RootCause, bond: Bond, found: Concurrence) -> LinkedCause:
    return LinkedCause(
        id=cause.id, kind=cause.kind, name=cause.name, bond=bond, together=found.together,
        expected=found.expected, lift=found.lift, chance=found.chance,
    )  # fmt: skip
