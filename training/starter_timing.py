"""The starter of `payment-timing`: the policy that `make policy` learnt, as a dense graph."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from inference import catalogue
from inference.lessons.portfolios import days_of
from training.calibration import calibration_of, platt
from training.dense import Graph, package_dense
from training.package import Source
from training.policy.months import AT, month, tight_month
from training.policy.plans import margins

FOLDER = Path(__file__).parent / "policy"
SEED = 20261121
FITTED, MEASURED = range(300_000, 300_250), range(310_000, 310_120)
Progress = Callable[[str], None]
Matrix = NDArray[np.float64]


def train(progress: Progress = lambda _: None) -> dict[str, bytes]:
    """Package the learnt weights: the margin says how likely it is that no later day costs less."""
    weights = dict(np.load(FOLDER / "policy.npz"))
    figures: dict[str, float] = json.loads((FOLDER / "policy.json").read_text())
    progress("Playing months ...")
    rows, best = _examples(FITTED)
    odds = margins(weights, rows.astype(np.float64))
    slope, intercept = platt(odds, best)
    unseen, right = _examples(MEASURED)
    probability = 1 / (1 + np.exp(-(slope * margins(weights, unseen.astype(np.float64)) + intercept)))
    card = (
        ("Model", "policy of two hidden layers of 32, learnt with PPO (Stable-Baselines3)"),
        ("Cost of held-out months against paying on due dates", f"{100 * figures['saved_share']:.1f} % less over {figures['held_out_months']:,} months"),
        ("The same where cash is tight", f"{100 * figures['tight_saved_share']:.1f} % less over {figures['held_out_months']:,} months"),
        ("Saved an invoice, in half percents of it, off-policy from a coin's logs (95 %)", f"{figures['off_policy_saved']:.3f} ({figures['off_policy_low']:.3f} to {figures['off_policy_high']:.3f}); by playing it {figures['on_policy_saved']:.3f}"),
    )  # fmt: skip
    notes = (
        "Learned from simulated months: it shows the product; your cash, discounts and penalties differ.",
        (
            "The policy looks at one invoice at a time, with the others on their due dates; should the whole plan cost more than "
            "due dates, the answer is the due dates."
        ),
        "It pays late where that costs less, counted exactly: an invoice without penalties costs nothing when it is late.",
    )
    return package_dense(
        catalogue.get("payment-timing"),
        graph_of(weights, slope, intercept),
        slope * odds + intercept,
        rows,
        calibration=calibration_of(slope, intercept, probability, right),
        source=Source(
            "countermark train-starters payment-timing",
            hashlib.sha256(rows.tobytes()).hexdigest(),
            (),
            notes,
            SEED,
        ),
        card=card,
    )


def _examples(numbers: range) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """Rows of months, and whether no later day that matters costs less."""
    found = [
        each for number in numbers for made in (month, tight_month) for each in days_of(made(number), AT)
    ]
    return np.array([row for row, _ in found], np.float32), np.array([best for _, best in found], np.bool_)


def graph_of(weights: dict[str, Matrix], slope: float, intercept: float) -> bytes:
    graph = Graph(len(weights["mean"]))
    centred = graph.add("Sub", "features", graph.constant(weights["mean"][None, :]))
    value = graph.add("Div", centred, graph.constant(weights["deviation"][None, :]))
    for layer in ("1", "2"):
        product = graph.add("MatMul", value, graph.constant(weights[f"w{layer}"]))
        value = graph.add("Tanh", graph.add("Add", product, graph.constant(weights[f"b{layer}"][None, :])))
    product = graph.add("MatMul", value, graph.constant(weights["w3"]))
    odds = graph.add("Add", product, graph.constant(weights["b3"][None, :]), output="pay_log_odds")
    scaled = graph.add("Mul", odds, graph.constant(np.array(slope)))
    graph.add("Add", scaled, graph.constant(np.array(intercept)), output="margin")
    return graph.finish({"pay_log_odds": 1})
