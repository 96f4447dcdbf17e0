"""From sums to root causes: what grew first, then what is usual, each failure in one of them. Pure."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

import msgspec

from core.ids import public
from inference.catalogue import Language
from payments import failure_hours
from payments.failure_hours import Place
from resolution.root_causes.entities import CauseKind, Cell, Change, RootCause, Trend
from resolution.root_causes.naming import id_of, name_of
from resolution.root_causes.scan import FIELD_SETS, Strictness, change_of, scan, z_of
from resolution.root_causes.sums import Gathered, Sums, gathered

LEVEL = 0.95
EXAMPLES_MAX = 10
_PREFIXES = {"attempt": "gat", "payout": "pyt", "payout_unusual": "pyt", "ticket": "dec"}


class Cluster(msgspec.Struct, frozen=True):
    """A root cause, and public ids of some of what failed, the newest first."""

    cause: RootCause
    examples: list[str]


def clusters_of(environment_id: UUID, sums: Sums, language: Language, strict: Strictness) -> list[Cluster]:
    """All of one kind: the shares of their causes add up to 1."""
    if not sums.total:
        return []
    scanned = scan(sums.leaves, sums.dispersion, strict) if sums.compared else None
    groups = [] if scanned is None else [(each.cell, each.leaves) for each in scanned.found]
    rose = len(groups)
    taken = {at for _, own in groups for at in own}
    groups += _usual(sums, taken)
    z = z_of(1 - LEVEL, scanned.cells if scanned else 1)
    return [
        _cluster(environment_id, sums, cell, gathered(sums, own), language, z, rose=at < rose)
        for at, (cell, own) in enumerate(groups)
    ]


def alone(environment_id: UUID, sums: Sums, cell: Cell, language: Language) -> Cluster | None:
    """One cell as a whole, whatever other causes explain of it; None if nothing failed there."""
    own = [at for at, leaf in enumerate(sums.leaves) if cell.covers(whole(leaf.place))]
    if not any(sums.leaves[at].now for at in own):
        return None
    found = gathered(sums, own)
    return _cluster(environment_id, sums, cell, found, language, z_of(1 - LEVEL, 1), rose=False)


def usual_cell(kind: CauseKind, place: Place) -> Cell:
    """What is usual goes by its code; what is a gateway's or a bank's own fault by whose."""
    if kind == "attempt":
        owner = failure_hours.about(place.code)[1]
        if owner == "gateway":
            return Cell(gateway=place.gateway, code=place.code)
        if owner == "bank" and place.bank:
            return Cell(bank=place.bank, code=place.code)
    return Cell(code=place.code)


def whole(place: Place) -> Cell:
    named = {**msgspec.structs.asdict(place), "fault": place.fault}
    return Cell(**{name: value or None for name, value in named.items()})


def _usual(sums: Sums, taken: set[int]) -> list[tuple[Cell, tuple[int, ...]]]:
    groups: defaultdict[Cell, list[int]] = defaultdict(list)
    for at, leaf in enumerate(sums.leaves):
        if at not in taken:
            groups[usual_cell(sums.kind, leaf.place)].append(at)
    return [(cell, tuple(own)) for cell, own in groups.items() if any(sums.leaves[at].now for at in own)]


def _cluster(
    environment_id: UUID, sums: Sums, cell: Cell, found: Gathered, language: Language, z: float, *, rose: bool
) -> Cluster:
    change = None
    if sums.compared:
        change = change_of(found.count, found.before, found.expected, found.more, sums.dispersion, z)
    examples = [public(_PREFIXES[sums.kind], each) for each in found.examples[:EXAMPLES_MAX]]
    cause = RootCause(
        id=id_of(environment_id, sums.kind, cell),
        kind=sums.kind,
        cell=cell,
        name=name_of(sums.kind, cell, language),
        count=found.count,
        share=found.count / sums.total,
        money=found.money,
        trend=_trend(change, rose=rose),
        change=change,
        first_at=found.first_at,
        last_at=found.last_at,
        example=examples[0],
    )
    return Cluster(cause, examples)


def _trend(change: Change | None, *, rose: bool) -> Trend:
    """What the scan found is rising: it was judged by the likelihood, which is surer than an interval where counts are small."""
    if change is None:
        return "unknown"
    if rose:
        return "rising"
    return "falling" if change.high < 1 else "steady"


def rising(causes: Sequence[RootCause]) -> list[RootCause]:
    return [cause for cause in causes if cause.trend == "rising"]


def cells_of(sums: Sums) -> set[Cell]:
    """Every cell in which something failed in the period."""
    return {
        Cell(**{name: getattr(cell, name) for name in names})
        for leaf in sums.leaves
        if leaf.now
        for cell in (whole(leaf.place),)
        for names in FIELD_SETS
        if all(getattr(cell, name) is not None for name in names)
    }
