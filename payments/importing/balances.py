"""Whether each balance follows from the one before: what shows that a row is missing, or stands elsewhere. Pure."""

from typing import Literal, NamedTuple

from payments.importing.rows import Payment

BREAKS_MAX = 1_000
Order = Literal["oldest_first", "newest_first", "unknown"]
Chain = tuple[str, str]


class Balances(NamedTuple):
    """order: of the file. checked: pairs of balances that were compared. breaks: how many do not follow; lines: of those, up to 1,000."""

    order: Order
    checked: int
    breaks: int
    lines: tuple[int, ...]


class _Link:
    """Since the last balance of one chain: what was moved behind it, and by the row that it stands at."""

    __slots__ = ("at", "balance", "moved")

    def __init__(self, balance: int, at: int) -> None:
        self.balance = balance
        self.at = at
        self.moved = 0


class BalanceCheck:
    """Follows a statement in both directions at once; at its end, the direction that fits is its order."""

    def __init__(self) -> None:
        self._links: dict[Chain, _Link] = {}
        self._checked = 0
        self._breaks: dict[Order, list[int]] = {"oldest_first": [], "newest_first": []}
        self._counts: dict[Order, int] = {"oldest_first": 0, "newest_first": 0}

    def add(self, payment: Payment) -> None:
        fact = payment.transaction
        chain = (fact.customer_id, fact.currency)
        signed = fact.amount_minor if fact.direction == "credit" else -fact.amount_minor
        link = self._links.get(chain)
        if payment.balance_minor is None:
            if link is not None:
                link.moved += signed
            return
        if link is not None:
            self._checked += 1
            # Oldest first, a balance is after its own row; newest first, the row above comes after it.
            if link.balance + link.moved + signed != payment.balance_minor:
                self._note("oldest_first", payment.line)
            if link.balance - link.moved - link.at != payment.balance_minor:
                self._note("newest_first", payment.line)
        self._links[chain] = _Link(payment.balance_minor, signed)

    def lose(self) -> None:
        """A row could not be read: no balance behind it can be compared with one before it."""
        self._links.clear()

    def result(self) -> Balances:
        if not self._checked:
            return Balances("unknown", 0, 0, ())
        order: Order = (
            "newest_first" if self._counts["newest_first"] < self._counts["oldest_first"] else "oldest_first"
        )
        return Balances(order, self._checked, self._counts[order], tuple(self._breaks[order]))

    def _note(self, order: Order, line: int) -> None:
        self._counts[order] += 1
        if len(self._breaks[order]) < BREAKS_MAX:
            self._breaks[order].append(line)
