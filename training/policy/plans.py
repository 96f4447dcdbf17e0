"""What a policy makes of invoices and what that costs: plain numbers, without what learnt it."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from inference.features.portfolios import choices, due_day, row_of
from payments.payment_costs import cost_of
from payments.portfolio_facts import PaymentPortfolio

PORTFOLIOS, WEIGHTS = "portfolios.jsonl", "policy.npz"
"""What the learner of a tenant's policy reads, and what it leaves behind."""
SCALE = 200.0  # of a reward: what a move saves, in half percents of the invoice
COIN = 0.5
RESAMPLES = 500
Matrix = NDArray[np.float64]
Odds = Callable[[Matrix], Matrix]
"""Log odds of paying, of rows of one invoice's days."""


class Due(NamedTuple):
    """What is to be paid, as of a moment."""

    portfolio: PaymentPortfolio
    at: datetime


class OffPolicy(NamedTuple):
    """What a policy saves an invoice, in half percents of it: estimated from logs of a coin, with a 95 % interval, and played."""

    saved: float
    low: float
    high: float
    played: float


_decoder = msgspec.json.Decoder(Due)


def read(path: Path) -> list[Due]:
    """Read portfolios with their moments, one a line."""
    return [_decoder.decode(line) for line in path.read_bytes().splitlines() if line]


def on_due_dates(due: Due) -> dict[str, float]:
    """The rule to beat: every invoice on its due date."""
    return {invoice.id: due_day(invoice, due.at) for invoice in due.portfolio.invoices}


def saved(due: Due, invoice_id: str, day: float) -> float:
    """What paying one invoice on a day saves against its due date, over its amount, scaled."""
    rule = on_due_dates(due)
    amount = next(each.amount_minor for each in due.portfolio.invoices if each.id == invoice_id)
    before, after = (
        cost_of(due.portfolio, due.at, rule).total,
        cost_of(due.portfolio, due.at, {**rule, invoice_id: day}).total,
    )
    return SCALE * (before - after) / amount


def rows_of(due: Due) -> Matrix:
    """Every invoice on each day that matters, in order. float64[n, features]."""
    return np.array([
        row_of(due.portfolio, invoice, day, due.at)
        for invoice in due.portfolio.invoices
        for day in choices(due.portfolio, invoice, due.at)
    ])  # fmt: skip


def scale_of(many: Iterable[Due]) -> tuple[Matrix, Matrix]:
    """Mean and standard deviation of each feature."""
    seen = np.concatenate([rows_of(due) for due in many])
    return seen.mean(axis=0), seen.std(axis=0) + 1e-3


def margins(weights: dict[str, Matrix], rows: Matrix) -> Matrix:
    """Log odds of paying. rows: float64[n, features]."""
    hidden = np.tanh((rows - weights["mean"]) / weights["deviation"] @ weights["w1"] + weights["b1"])
    found: Matrix = (np.tanh(hidden @ weights["w2"] + weights["b2"]) @ weights["w3"] + weights["b3"])[:, 0]
    return found


def plan(due: Due, odds: Odds) -> dict[str, float]:
    """Each invoice on the first day on which the policy would rather pay."""
    paid = {}
    for invoice in due.portfolio.invoices:
        days = choices(due.portfolio, invoice, due.at)
        found = odds(np.array([row_of(due.portfolio, invoice, day, due.at) for day in days]))
        paid[invoice.id] = next((day for day, each in zip(days, found, strict=True) if each > 0), days[-1])
    return paid


def costs(many: Sequence[Due], odds: Odds) -> tuple[Matrix, Matrix]:
    """What each month costs by a policy, and by paying on due dates."""
    ours = [cost_of(due.portfolio, due.at, plan(due, odds)).total for due in many]
    rule = [cost_of(due.portfolio, due.at, on_due_dates(due)).total for due in many]
    return np.array(ours, np.float64), np.array(rule, np.float64)


def off_policy(many: Sequence[Due], odds: Odds, seed: int) -> OffPolicy:
    """Estimate what a policy saves from logs of a coin, by self-normalised importance sampling (Swaminathan and Joachims 2015)
    with a percentile bootstrap over months: one invoice of each."""
    rng = np.random.default_rng(seed)
    weight, gain, truth = [], [], []
    for due in many:
        invoice = due.portfolio.invoices[int(rng.integers(len(due.portfolio.invoices)))]
        days = choices(due.portfolio, invoice, due.at)
        would = odds(np.array([row_of(due.portfolio, invoice, day, due.at) for day in days])) > 0
        place, ratio = 0, 1.0
        while place < len(days) - 1:
            paid = rng.random() < COIN
            ratio *= float(paid == would[place]) / (COIN if paid else 1 - COIN)
            if paid:
                break
            place += 1
        weight.append(ratio)
        gain.append(saved(due, invoice.id, days[place]))
        chosen = next((day for day, yes in zip(days, would, strict=True) if yes), days[-1])
        truth.append(saved(due, invoice.id, chosen))
    ratios, gains = np.array(weight), np.array(gain)
    draws = rng.integers(len(many), size=(RESAMPLES, len(many)))
    estimates = (ratios[draws] * gains[draws]).sum(axis=1) / np.maximum(ratios[draws].sum(axis=1), 1e-12)
    low, high = np.quantile(estimates, [0.025, 0.975])
    middle = float((ratios * gains).sum() / max(float(ratios.sum()), 1e-12))
    return OffPolicy(middle, float(low), float(high), float(np.mean(truth)))
