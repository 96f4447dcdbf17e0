"""From the tallies of all chunks to what is shown: a pure function, the same whichever chunk came first."""

from collections.abc import Callable, Iterable, Sequence

from inference.backtests import intervals
from inference.backtests.entities import (
    GROUPS,
    Against,
    Comparison,
    Effect,
    Group,
    GroupEffect,
    MatrixCell,
    MatrixMoney,
    NotHeld,
    Report,
    Share,
    Side,
    SideMoney,
    Skipped,
)
from inference.backtests.tallies import Cell, ChunkTally, Tally, added, largest, sampled

GROUPS_SHOWN_MAX = 50
"""Values of one group in a report, the most frequent ones."""


def merged(chunks: Iterable[ChunkTally]) -> ChunkTally:
    """Add chunks up, two at a time: what is held is never more than two of them."""
    total = ChunkTally()
    for chunk in chunks:
        total = _plus(total, chunk)
    return total


def report_of(total: ChunkTally, passes: Sequence[str]) -> Report:
    """passes: outcomes that let an event through."""
    passing = frozenset(passes)
    return Report(
        decisions=total.decisions,
        skipped=Skipped(erased=total.erased, unreadable=total.unreadable),
        fallback=total.fallback,
        same=intervals.share(total.same_changed, total.same),
        incomplete=total.incomplete,
        not_held=tuple(NotHeld(fact=fact, decisions=count) for fact, count in sorted(total.not_held.items())),
        comparisons=tuple(
            Comparison(
                against=tally.against,
                matrix=_matrix([cell for cell in tally.cells if cell.by is None]),
                effect=_effect([cell for cell in tally.cells if cell.by is None], passing),
                groups=_groups(tally.cells, passing),
                sample=tuple(each.changed for each in tally.sample),
                largest=tuple(each.changed for each in tally.largest),
            )
            for tally in total.tallies
        ),
    )


def _plus(total: ChunkTally, chunk: ChunkTally) -> ChunkTally:
    held = dict(total.not_held)
    for fact, count in chunk.not_held.items():
        held[fact] = held.get(fact, 0) + count
    sides: tuple[Against, ...] = tuple(tally.against for tally in total.tallies or chunk.tallies)
    by_side = {side: [tally for one in (total, chunk) for tally in one.tallies if tally.against == side] for side in sides}  # fmt: skip
    return ChunkTally(
        decisions=total.decisions + chunk.decisions,
        erased=total.erased + chunk.erased,
        unreadable=total.unreadable + chunk.unreadable,
        fallback=total.fallback + chunk.fallback,
        same=total.same + chunk.same,
        same_changed=total.same_changed + chunk.same_changed,
        incomplete=total.incomplete + chunk.incomplete,
        not_held=held,
        tallies=tuple(
            Tally(
                side,
                added(cell for tally in tallies for cell in tally.cells),
                sampled(each for tally in tallies for each in tally.sample),
                largest(each for tally in tallies for each in tally.largest),
            )
            for side, tallies in by_side.items()
        ),
    )


def _matrix(cells: Iterable[Cell]) -> tuple[MatrixCell, ...]:
    ways: dict[tuple[str, str], list[Cell]] = {}
    for cell in cells:
        ways.setdefault((cell.before, cell.after), []).append(cell)
    return tuple(
        MatrixCell(
            before=before,
            after=after,
            decisions=sum(cell.count for cell in found),
            money=tuple(
                MatrixMoney(
                    currency=currency, minor=sum(cell.minor for cell in found if cell.currency == currency)
                )
                for currency in _currencies(found)
            ),
        )
        for (before, after), found in sorted(ways.items())
    )


def _groups(cells: Iterable[Cell], passing: frozenset[str]) -> tuple[GroupEffect, ...]:
    found: dict[tuple[Group, str | None], list[Cell]] = {}
    for cell in cells:
        if cell.by is not None:
            found.setdefault((cell.by, cell.value), []).append(cell)
    counts = {key: sum(cell.count for cell in group) for key, group in found.items()}
    shown = []
    for by in GROUPS:
        keys = sorted((key for key in found if key[0] == by), key=lambda key: (-counts[key], key[1] or ""))
        shown += keys[:GROUPS_SHOWN_MAX]
    return tuple(
        GroupEffect(by=by, value=value, effect=_effect(found[by, value], passing)) for by, value in shown
    )


def _effect(cells: Sequence[Cell], passing: frozenset[str]) -> Effect:
    decisions = _count(cells)
    return Effect(
        changed=intervals.share(_count(cells, lambda cell: cell.before != cell.after), decisions),
        known=intervals.share(_count(cells, lambda cell: cell.happened is not None), decisions),
        fraud=_side([cell for cell in cells if cell.happened is True], passing),
        good=_side([cell for cell in cells if cell.happened is False], passing),
        unknown=_side([cell for cell in cells if cell.happened is None], passing),
    )


def _side(cells: Sequence[Cell], passing: frozenset[str]) -> Side:
    split = _Split(passing)
    decisions = _count(cells)

    def share(chosen: Callable[[Cell], bool]) -> Share:
        return intervals.share(_count(cells, chosen), decisions)

    return Side(
        decisions=decisions,
        stopped_before=share(split.before),
        stopped_after=share(split.after),
        newly_stopped=_count(cells, split.newly_stopped),
        newly_passed=_count(cells, split.newly_passed),
        money=tuple(
            _money(currency, [cell for cell in cells if cell.currency == currency], split)
            for currency in _currencies(cells)
        ),
    )


class _Split:
    """Which decisions were stopped, and which are."""

    def __init__(self, passing: frozenset[str]) -> None:
        self._passing = passing

    def before(self, cell: Cell) -> bool:
        return cell.before not in self._passing

    def after(self, cell: Cell) -> bool:
        return cell.after not in self._passing

    def newly_stopped(self, cell: Cell) -> bool:
        return self.after(cell) and not self.before(cell)

    def newly_passed(self, cell: Cell) -> bool:
        return self.before(cell) and not self.after(cell)


def _money(currency: str, cells: Sequence[Cell], split: _Split) -> SideMoney:
    newly = [cell for cell in cells if split.newly_stopped(cell)]
    freed = [cell for cell in cells if split.newly_passed(cell)]
    return SideMoney(
        currency=currency,
        minor=min(_minor(cells), intervals.MINOR_MAX),
        stopped_before=intervals.money(*_sums([cell for cell in cells if split.before(cell)])),
        stopped_after=intervals.money(*_sums([cell for cell in cells if split.after(cell)])),
        newly_stopped=intervals.money(*_sums(newly)),
        newly_passed=intervals.money(*_sums(freed)),
        net=intervals.money(_minor(newly) - _minor(freed), _squares([*newly, *freed]), least=None),
    )


def _sums(cells: Sequence[Cell]) -> tuple[int, float]:
    return _minor(cells), _squares(cells)


def _minor(cells: Iterable[Cell]) -> int:
    return sum(cell.minor for cell in cells)


def _squares(cells: Iterable[Cell]) -> float:
    return sum(cell.squares for cell in cells)


def _count(cells: Iterable[Cell], chosen: Callable[[Cell], bool] = lambda _cell: True) -> int:
    return sum(cell.count for cell in cells if chosen(cell))


def _currencies(cells: Iterable[Cell]) -> list[str]:
    return sorted({cell.currency for cell in cells if cell.currency is not None})
