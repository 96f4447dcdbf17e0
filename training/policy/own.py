"""Learn a policy on a tenant's own portfolios: `python -m training.policy.own FOLDER STEPS SEED`, in the environment of `make setup-policy`.

FOLDER holds `portfolios.jsonl`, what was asked about, and gets `policy.npz`. It says how many moves it made, and ends when its input
does. What comes in and what is there are varied a little from month to month: the same month seen again teaches to remember it.
"""

import os
import sys
import threading
from pathlib import Path

import msgspec
import numpy as np

from payments.portfolio_facts import PaymentPortfolio
from training.policy.plans import PORTFOLIOS, WEIGHTS, Due, read, scale_of
from training.policy.ppo import learn

SPREAD = 0.2
"""Standard deviation of the logarithm of what cash and expected money are multiplied by."""


def varied(portfolio: PaymentPortfolio, rng: np.random.Generator) -> PaymentPortfolio:
    """The same invoices with somewhat more or less money to pay them from."""
    expected = [
        msgspec.structs.replace(
            each, amount_minor=max(1, round(each.amount_minor * rng.lognormal(0, SPREAD)))
        )
        for each in portfolio.expected
    ]
    return msgspec.structs.replace(
        portfolio, cash_minor=round(portfolio.cash_minor * rng.lognormal(0, SPREAD)), expected=expected
    )


def _end_with_parent() -> None:
    """Whoever started it holds its input open, and is gone when that ends."""
    os.read(sys.stdin.fileno(), 1)
    os._exit(1)


def main() -> None:
    folder, steps, seed = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    known = read(folder / PORTFOLIOS)

    def drawn(rng: np.random.Generator) -> Due:
        due = known[int(rng.integers(len(known)))]
        return Due(varied(due.portfolio, rng), due.at)

    threading.Thread(target=_end_with_parent, daemon=True).start()
    weights = learn(drawn, scale_of(known), steps, seed, lambda made: print(made, flush=True))  # noqa: T201 - is read
    np.savez(folder / WEIGHTS, allow_pickle=False, **weights)


if __name__ == "__main__":
    main()
