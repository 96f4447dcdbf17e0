"""The month as a game for reinforcement learning: one move for each invoice on each day that matters."""

import gymnasium
import numpy as np
from numpy.typing import NDArray

from inference.features.portfolios import NAMES, choices, row_of
from payments.payment_costs import cost_of
from payments.portfolio_facts import PaymentPortfolio
from training.policy.months import AT, month

WAIT, PAY = 0, 1
_SCALE = 200.0  # of a reward: what a move saves, in half percents of the invoice


def on_due_dates(portfolio: PaymentPortfolio) -> dict[str, float]:
    """The rule to beat: every invoice on its due date."""
    return {invoice.id: choices(portfolio, invoice, AT)[-1] for invoice in portfolio.invoices}


class Month(gymnasium.Env[NDArray[np.float32], int]):  # type: ignore[misc]  # no types in our environment
    """An episode is one invoice of one month, from its first day that matters; the others are paid on their due dates.

    A move pays or waits. What it ends with is what the whole month costs less with this invoice paid on that day than on
    its due date, over its amount.
    """

    observation_space = gymnasium.spaces.Box(-100.0, 100.0, (len(NAMES),), np.float32)
    action_space = gymnasium.spaces.Discrete(2)

    def __init__(self, first: int, count: int) -> None:
        self.first, self.count = first, count

    def reset(
        self, *, seed: int | None = None, options: dict[str, object] | None = None
    ) -> tuple[NDArray[np.float32], dict[str, object]]:
        super().reset(seed=seed, options=options)
        number = self.first + int(self.np_random.integers(self.count))
        self._portfolio = month(number)
        self._invoice = self._portfolio.invoices[int(self.np_random.integers(len(self._portfolio.invoices)))]
        self._days = choices(self._portfolio, self._invoice, AT)
        self._place = 0
        return self._seen(), {}

    def step(self, action: int) -> tuple[NDArray[np.float32], float, bool, bool, dict[str, object]]:
        last = self._place == len(self._days) - 1
        if action == WAIT and not last:
            self._place += 1
            return self._seen(), 0.0, False, False, {}
        return (
            self._seen(),
            saved(self._portfolio, self._invoice.id, self._days[self._place]),
            True,
            False,
            {},
        )

    def _seen(self) -> NDArray[np.float32]:
        return np.array(row_of(self._portfolio, self._invoice, self._days[self._place], AT), np.float32)


def saved(portfolio: PaymentPortfolio, invoice_id: str, day: float) -> float:
    """What paying one invoice on a day saves against its due date, over its amount, scaled."""
    rule = on_due_dates(portfolio)
    amount = next(each.amount_minor for each in portfolio.invoices if each.id == invoice_id)
    before, after = (
        cost_of(portfolio, AT, rule).total,
        cost_of(portfolio, AT, {**rule, invoice_id: day}).total,
    )
    return _SCALE * (before - after) / amount
