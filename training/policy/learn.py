"""Learn the policy of the starter on simulated months, measure it on held-out ones, print an off-policy interval.

`python -m training.policy.learn OUT` writes `policy.npz` (weights) and `policy.json` (figures); `countermark train-starters
payment-timing` packages them. Off-policy: of logged invoices that a coin paid or left on every day that mattered, those that
happen to agree with the policy speak for it, weighted by how unlikely that was.
"""

import functools
import json
import sys
from pathlib import Path

import numpy as np

from training.policy.months import AT, month
from training.policy.plans import Due, Odds, costs, margins, off_policy, scale_of
from training.policy.ppo import learn

SEED = 20261121
TRAINED, HELD_OUT = (0, 4_000), (100_000, 400)
STEPS = 120_000
SCALED, LOGGED = 200, 3_000


def main() -> None:
    out = Path(sys.argv[1])
    weights = learn(drawn, scale_of(map(due, range(SCALED))), STEPS, SEED)
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
    return due(first + int(rng.integers(count)))


def measured(odds: Odds) -> dict[str, float]:
    """Cost of whole held-out months, against paying on due dates."""
    ours, rule = costs([due(HELD_OUT[0] + place) for place in range(HELD_OUT[1])], odds)
    return {
        "held_out_months": HELD_OUT[1], "cost_of_due_dates": round(rule.sum()), "cost_of_policy": round(ours.sum()),
        "saved_share": 1 - float(ours.sum() / rule.sum()),
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
