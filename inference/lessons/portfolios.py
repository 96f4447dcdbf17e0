"""What `payment-timing` learns from: portfolios that were asked about. What each plan would have cost is known at once."""

from collections.abc import Iterator, Sequence
from datetime import datetime

import msgspec

from inference.features.portfolios import choices, due_day, row_of
from inference.lessons.lesson import EXAMPLES_MAX, Asked, Example, Wanted
from payments.payment_costs import cost_of
from payments.portfolio_facts import PaymentPortfolio

_ALIKE_MINOR = 1.0


def days_of(portfolio: PaymentPortfolio, at: datetime) -> Iterator[tuple[tuple[float, ...], bool]]:
    """A row for each invoice and day that matters, and whether no later one costs less, the others being paid on due dates."""
    rule = {invoice.id: due_day(invoice, at) for invoice in portfolio.invoices}
    for invoice in portfolio.invoices:
        days = choices(portfolio, invoice, at)
        costs = [cost_of(portfolio, at, {**rule, invoice.id: day}).total for day in days]
        for place, day in enumerate(days):
            yield row_of(portfolio, invoice, day, at), costs[place] <= min(costs[place:]) + _ALIKE_MINOR


class PortfolioLesson:
    what = "days on which invoices could be paid, of the portfolios that were asked about"
    happened = "days than which no later one costs less"
    more = "Ask about more portfolios."

    def __init__(self, wanted: Wanted) -> None:
        del wanted
        self._portfolios: list[tuple[PaymentPortfolio, datetime]] = []
        self._seen: set[bytes] = set()

    def hear(self, asked: Asked) -> None:
        event = asked.event
        if not isinstance(event, PaymentPortfolio):
            return
        same = msgspec.json.encode(event)
        if same not in self._seen:
            self._seen.add(same)
            self._portfolios.append((event, asked.at))

    def examples(self) -> Iterator[Example]:
        made = 0
        for group, (portfolio, at) in enumerate(self._portfolios):
            for row, best in days_of(portfolio, at):
                yield Example(row, best, at, group)
                made += 1
            if made >= EXAMPLES_MAX:
                del self._portfolios[group + 1 :]
                return

    def events(self) -> Sequence[tuple[msgspec.Struct, datetime]]:
        return self._portfolios

    def notes(self) -> tuple[str, ...]:
        return (f"Learned from {len(self._portfolios):,} portfolios that were asked about.",)
