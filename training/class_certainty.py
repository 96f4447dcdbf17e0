"""How sure classes of a table may be: shares of all of them and of what is about none, fitted to what was right of held-out rows."""

import dataclasses

import numpy as np
from numpy.typing import NDArray
from scipy import optimize

from training.dense import log_odds

Floats = NDArray[np.float64]
_LOG_TEMPERATURE, _SHIFT = (-3.0, 3.0), (-20.0, 20.0)


@dataclasses.dataclass(frozen=True)
class Certainty:
    """temperature: that all scores are divided by. shift: added to the score of what is about none, the last one."""

    temperature: float
    shift: float
    named: int

    def shares(self, scores: Floats) -> Floats:
        """float64[n, named]: of the classes; what is left of one is of none of them. scores: float64[n, named + 1]."""
        cooled = scores / self.temperature
        cooled[:, self.named :] += self.shift / self.temperature
        raised = np.exp(cooled - cooled.max(axis=1, keepdims=True))
        found: Floats = (raised / raised.sum(axis=1, keepdims=True))[:, : self.named]
        return found


def certainty_of(scores: Floats, right: NDArray[np.bool_], named: int) -> Certainty:
    """The likeliest temperature and shift, by whether the class with the largest score was right; of stray rows it was not.

    Source: temperature scaling, Guo et al. 2017, with targets that a separable sample does not make certain (Platt 1999).
    """
    yes, no = int(right.sum()), int((~right).sum())
    wanted = np.where(right, (yes + 1) / (yes + 2), 1 / (no + 2))

    def made(parameters: Floats) -> Certainty:
        temperature, shift = parameters.tolist()
        return Certainty(
            float(np.exp(np.clip(temperature, *_LOG_TEMPERATURE))), float(np.clip(shift, *_SHIFT)), named
        )

    def loss(parameters: Floats) -> float:
        odds = log_odds(made(parameters).shares(scores))
        return float((np.logaddexp(0.0, odds) - wanted * odds).sum())

    options = {"maxiter": 300, "xatol": 1e-4, "fatol": 1e-6}
    found = optimize.minimize(loss, np.array([-1.0, 0.0]), method="Nelder-Mead", options=options)
    return made(np.asarray(found.x, np.float64))
