"""Learn the policy with PPO (Stable-Baselines3), export it to ONNX, measure it on held-out months, print an off-policy interval.

`python -m training.policy.learn OUT` writes `policy.npz` (weights) and `policy.json` (figures); `countermark train-starters
payment-timing` packages them. Off-policy: of logged invoices that a coin paid or left on every day that mattered, those that
happen to agree with the policy speak for it, weighted by how unlikely that was (self-normalised importance sampling,
Swaminathan and Joachims 2015), with a percentile bootstrap over months.
"""

import json
import sys
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from stable_baselines3 import PPO

from inference.features.portfolios import choices, row_of
from payments.payment_costs import cost_of
from payments.portfolio_facts import PaymentPortfolio
from training.policy.game import Month, on_due_dates, saved
from training.policy.months import AT, month

SEED = 20261121
TRAINED, HELD_OUT = (0, 4_000), (100_000, 400)
STEPS = 120_000
WIDTH = 32
COIN = 0.5
LOGGED = 3_000
RESAMPLES = 500
Matrix = NDArray[np.float64]


def main() -> None:
    out = Path(sys.argv[1])
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(mode=True)
    game = Month(*TRAINED)
    mean, deviation = _scale()
    policy = {"net_arch": [WIDTH, WIDTH], "activation_fn": torch.nn.Tanh}
    model = PPO("MlpPolicy", Scaled(game, mean, deviation), seed=SEED, n_steps=2_048, batch_size=256, n_epochs=6, learning_rate=1e-3, gamma=1.0, ent_coef=0.003, policy_kwargs=policy, device="cpu", verbose=0)  # fmt: skip
    model.learn(STEPS)
    weights = _weights(model, mean, deviation)
    figures = {**measured(weights), **off_policy(weights)}
    out.mkdir(parents=True, exist_ok=True)
    np.savez(out / "policy.npz", allow_pickle=False, **weights)
    (out / "policy.json").write_text(json.dumps(figures, indent=1) + "\n")
    sys.stdout.write(json.dumps(figures, indent=1) + "\n")


class Scaled(Month):
    """The same game, seen in standard deviations."""

    def __init__(self, game: Month, mean: Matrix, deviation: Matrix) -> None:
        super().__init__(game.first, game.count)
        self._mean, self._deviation = mean, deviation

    def _seen(self) -> NDArray[np.float32]:
        return ((super()._seen() - self._mean) / self._deviation).astype(np.float32)


def _scale() -> tuple[Matrix, Matrix]:
    seen = np.array([
        row_of(portfolio, invoice, day, AT)
        for portfolio in map(month, range(200))
        for invoice in portfolio.invoices
        for day in choices(portfolio, invoice, AT)
    ])  # fmt: skip
    return seen.mean(axis=0), seen.std(axis=0) + 1e-3


def _weights(model: PPO, mean: Matrix, deviation: Matrix) -> dict[str, Matrix]:
    """Two hidden layers and the log odds of paying, with the scaling of the features."""
    said = {name: value.numpy().astype(np.float64) for name, value in model.policy.state_dict().items()}
    top, bias = said["action_net.weight"], said["action_net.bias"]
    return {
        "mean": mean, "deviation": deviation,
        "w1": said["mlp_extractor.policy_net.0.weight"].T, "b1": said["mlp_extractor.policy_net.0.bias"],
        "w2": said["mlp_extractor.policy_net.2.weight"].T, "b2": said["mlp_extractor.policy_net.2.bias"],
        "w3": (top[1] - top[0])[:, None], "b3": np.array([bias[1] - bias[0]]),
    }  # fmt: skip


def margins(weights: dict[str, Matrix], rows: Matrix) -> Matrix:
    """Log odds of paying. rows: float64[n, features]."""
    hidden = np.tanh((rows - weights["mean"]) / weights["deviation"] @ weights["w1"] + weights["b1"])
    found: Matrix = (np.tanh(hidden @ weights["w2"] + weights["b2"]) @ weights["w3"] + weights["b3"])[:, 0]
    return found


def plan(weights: dict[str, Matrix], portfolio: PaymentPortfolio) -> dict[str, float]:
    """Each invoice on the first day on which the policy would rather pay."""
    paid = {}
    for invoice in portfolio.invoices:
        days = choices(portfolio, invoice, AT)
        odds = margins(weights, np.array([row_of(portfolio, invoice, day, AT) for day in days]))
        paid[invoice.id] = next((day for day, each in zip(days, odds, strict=True) if each > 0), days[-1])
    return paid


def measured(weights: dict[str, Matrix]) -> dict[str, float]:
    """Cost of whole held-out months, against paying on due dates."""
    ours = rule = 0.0
    for number in range(HELD_OUT[0], HELD_OUT[0] + HELD_OUT[1]):
        portfolio = month(number)
        ours += cost_of(portfolio, AT, plan(weights, portfolio)).total
        rule += cost_of(portfolio, AT, on_due_dates(portfolio)).total
    return {"held_out_months": HELD_OUT[1], "cost_of_due_dates": round(rule), "cost_of_policy": round(ours), "saved_share": 1 - ours / rule}  # fmt: skip


def off_policy(weights: dict[str, Matrix]) -> dict[str, float]:
    """Estimate what the policy saves an invoice from logs of a coin, in half percents of its amount, and the truth beside it."""
    rng = np.random.default_rng(SEED)
    weight, gain, truth = [], [], []
    for number in range(LOGGED):
        portfolio = month(200_000 + number)
        invoice = portfolio.invoices[int(rng.integers(len(portfolio.invoices)))]
        days = choices(portfolio, invoice, AT)
        would = margins(weights, np.array([row_of(portfolio, invoice, day, AT) for day in days])) > 0
        place, ratio = 0, 1.0
        while place < len(days) - 1:
            paid = rng.random() < COIN
            ratio *= float(paid == would[place]) / (COIN if paid else 1 - COIN)
            if paid:
                break
            place += 1
        weight.append(ratio)
        gain.append(saved(portfolio, invoice.id, days[place]))
        chosen = next((day for day, yes in zip(days, would, strict=True) if yes), days[-1])
        truth.append(saved(portfolio, invoice.id, chosen))
    ratios, gains = np.array(weight), np.array(gain)
    draws = rng.integers(LOGGED, size=(RESAMPLES, LOGGED))
    estimates = (ratios[draws] * gains[draws]).sum(axis=1) / ratios[draws].sum(axis=1)
    low, high = np.quantile(estimates, [0.025, 0.975])
    return {
        "off_policy_saved": float((ratios * gains).sum() / ratios.sum()), "off_policy_low": float(low),
        "off_policy_high": float(high), "on_policy_saved": float(np.mean(truth)), "logged_invoices": LOGGED,
    }  # fmt: skip


if __name__ == "__main__":
    main()
