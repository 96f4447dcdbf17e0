"""The month as a game for reinforcement learning: one move for each invoice on each day that matters."""

from collections.abc import Callable

import gymnasium
import numpy as np
from numpy.typing import NDArray

from inference.features.portfolios import NAMES, choices, row_of
from training.policy.plans import Due, saved

WAIT, PAY = 0, 1
Draw = Callable[[np.random.Generator], Due]
"""What to pay next, drawn by chance."""


class Month(gymnasium.Env[NDArray[np.float32], int]):  # type: ignore[misc]  # no types in our environment
    """An episode is one invoice of one month, from its first day that matters; the others are paid on their due dates.

    A move pays or waits. What it ends with is what the whole month costs less with this invoice paid on that day than on
    its due date, over its amount. What is seen is in standard deviations.
    """

    observation_space = gymnasium.spaces.Box(-100.0, 100.0, (len(NAMES),), np.float32)
    action_space = gymnasium.spaces.Discrete(2)

    def __init__(self, draw: Draw, mean: NDArray[np.float64], deviation: NDArray[np.float64]) -> None:
        self._draw, self._mean, self._deviation = draw, mean, deviation

    def reset(
        self, *, seed: int | None = None, options: dict[str, object] | None = None
    ) -> tuple[NDArray[np.float32], dict[str, object]]:
        super().reset(seed=seed, options=options)
        self._due = self._draw(self.np_random)
        invoices = self._due.portfolio.invoices
        self._invoice = invoices[int(self.np_random.integers(len(invoices)))]
        self._days = choices(self._due.portfolio, self._invoice, self._due.at)
        self._place = 0
        return self._seen(), {}

    def step(self, action: int) -> tuple[NDArray[np.float32], float, bool, bool, dict[str, object]]:
        last = self._place == len(self._days) - 1
        if action == WAIT and not last:
            self._place += 1
            return self._seen(), 0.0, False, False, {}
        reward = saved(self._due, self._invoice.id, self._days[self._place])
        return self._seen(), reward, True, False, {}

    def _seen(self) -> NDArray[np.float32]:
        row = row_of(self._due.portfolio, self._invoice, self._days[self._place], self._due.at)
        seen = np.array(row, np.float32)
        return ((seen - self._mean) / self._deviation).astype(np.float32)
