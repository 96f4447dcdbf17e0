"""Learn the policy of the starter on simulated months, measure it on held-out ones, print an off-policy interval.

`python -m training.policy.learn OUT` writes `policy.npz` (weights) and `policy.json` (figures); `countermark train-starters
payment-timing` packages them. Off-policy: of logged invoices that a coin paid or left on every day that mattered, those that
happen to agree with the policy speak for it, weighted by how unlikely that was.
"""

import functools
import json
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np

from payments.portfolio_facts import PaymentPortfolio
from training.policy.months import AT, month, tight_month
from training.policy.plans import Due, Odds, costs, margins, off_policy, scale_of
from training.policy.ppo import learn

SEED = 20261121
TRAINED, HELD_OUT = (0, 4_000), (100_000, 400)
STEPS = 120_000
SCALED, LOGGED = 200, 3_000
TIGHT_SHARE = 0.5
"""Of what is learnt from: in most months it does not matter whether to pay late."""


def main() -> None:
    out = Path(sys.argv[1])
    seen = [Due(made(number), AT) for made in (month, tight_month) for number in range(SCALED)]
    weights = learn(drawn, scale_of(seen), STEPS, SEED)
    odds = functools.partial(margins, weights)
    figures = {**measured(odds), **estimated(odds)}
    out.mkdir(parents=True, exist_ok=True)
    np.savez(out / "policy.npz", allow_pickle=False, **weights)
    (out / "policy.json").write_text(json.dumps(figures, indent=1) + "\n")
    sys.stdout.write(json.dumps(figures, indent=1) + "\n")


def due(number: int) -> Due:
    return Due(month(number), AT)


def drawn(rng: np.random.Generator) -> Due:
    first, count = TRAINED
    number = first + int(rng.integers(count))
    return Due(tight_month(number), AT) if rng.random() < TIGHT_SHARE else due(number)


def measured(odds: Odds) -> dict[str, float]:
    """Cost of whole held-out months, against paying on due dates."""
    return {"held_out_months": HELD_OUT[1], **_costs("", month, odds), **_costs("tight_", tight_month, odds)}


def _costs(kind: str, made: Callable[[int], PaymentPortfolio], odds: Odds) -> dict[str, float]:
    ours, rule = costs([Due(made(HELD_OUT[0] + place), AT) for place in range(HELD_OUT[1])], odds)
    return {
        f"{kind}cost_of_due_dates": round(rule.sum()), f"{kind}cost_of_policy": round(ours.sum()),
        f"{kind}saved_share": 1 - float(ours.sum() / rule.sum()),
    }  # fmt: skip


def estimated(odds: Odds) -> dict[str, float]:
    """What the policy saves an invoice, in half percents of its amount, from logs of a coin, and the truth beside it."""
    found = off_policy([due(200_000 + number) for number in range(LOGGED)], odds, SEED)
    return {
        "off_policy_saved": found.saved, "off_policy_low": found.low, "off_policy_high": found.high,
        "on_policy_saved": found.played, "logged_invoices": LOGGED,
    }  # fmt: skip


if __name__ == "__main__":
    main()
