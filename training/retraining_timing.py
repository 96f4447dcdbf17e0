"""A policy for a tenant's own invoices: learnt on the portfolios that were asked about, measured on the latest of them.

The learner, Stable-Baselines3, lives in an environment of its own beside this one (`make setup-policy`); here its weights become
a graph, and what the plans cost is counted.
"""

import functools
import importlib.util
import itertools
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import msgspec
import numpy as np

from inference import catalogue
from training.calibration import calibration_of, platt
from training.dense import package_dense
from training.errors import DatasetRefused
from training.job import Progress
from training.package import Source
from training.policy.plans import (
    PORTFOLIOS,
    WEIGHTS,
    Due,
    Matrix,
    Odds,
    costs,
    margins,
    off_policy,
    read,
)
from training.retraining_entities import Champion, FactRows, Origin
from training.starter_timing import graph_of

EVENTS = "events.jsonl"
PORTFOLIOS_MIN, LATE_SHARE = 30, 0.2
STEPS_MIN, STEPS_MAX, STEPS_AN_INVOICE = 16_000, 80_000, 40
_RESAMPLES = 500
_ROOT = Path(__file__).parents[1]


def timing_of_facts(origin: Origin, rows: FactRows, folder: Path, progress: Progress) -> Mapping[str, bytes]:
    """Raises: DatasetRefused, ParityFailed."""
    python = _learner()
    asked = read(folder / EVENTS)
    if len(asked) < PORTFOLIOS_MIN:
        raise DatasetRefused(
            f"There are {len(asked):,} portfolios; at least {PORTFOLIOS_MIN} are needed.",
            fix="Ask about more of them.",
        )
    cut = sorted(due.at for due in asked)[int((1 - LATE_SHARE) * len(asked))]
    early = [due for due in asked if due.at < cut]
    late = [place for place, due in enumerate(asked) if due.at >= cut]
    if len(early) < len(late):
        raise DatasetRefused(
            "Most portfolios were asked about at one moment: none are earlier to learn from.",
            fix="Ask about them as time goes by.",
        )
    weights = _learnt(python, early, folder, origin.seed, progress)
    odds = functools.partial(margins, weights)
    progress("Counting what plans cost")
    measured = np.isin(rows.group, late)
    scores, best = odds(rows.matrix.astype(np.float64)), np.asarray(rows.target, np.bool_)
    slope, intercept = platt(scores[~measured], best[~measured])
    probability = 1 / (1 + np.exp(-(slope * scores + intercept)))
    return package_dense(
        catalogue.get(origin.use_case),
        graph_of(weights, slope, intercept),
        slope * scores + intercept,
        rows.matrix,
        calibration=calibration_of(slope, intercept, probability[measured], best[measured]),
        source=Source(origin.command, rows.sha256, (), (*origin.notes, *_NOTES), origin.seed),
        card=_card([asked[place] for place in late], odds, _of_champion(rows, late), len(early), origin.seed),
    )


_NOTES = (
    "Cash and expected money of the months learned from were varied by a fifth; their invoices are as they were asked about.",
    "It looks at one invoice at a time, the others on their due dates; a plan that costs more than due dates is answered by these.",
)


def _learner() -> Path:
    """Raises: DatasetRefused where nothing here can learn a policy."""
    beside = Path(f"{sys.prefix}-policy") / "bin" / "python"
    if beside.is_file():
        return beside
    if importlib.util.find_spec("stable_baselines3") is not None:
        return Path(sys.executable)
    raise DatasetRefused(
        "Learning a policy needs Stable-Baselines3, which this installation does not have.",
        fix="Its operator has to run make setup-policy.",
    )


def _learnt(python: Path, early: list[Due], folder: Path, seed: int, progress: Progress) -> dict[str, Matrix]:
    """Raises: DatasetRefused when the learner ended early."""
    invoices = sum(len(due.portfolio.invoices) for due in early)
    steps = min(STEPS_MAX, max(STEPS_MIN, STEPS_AN_INVOICE * invoices))
    (folder / PORTFOLIOS).write_bytes(b"\n".join(map(msgspec.json.encode, early)))
    command = [str(python), "-m", "training.policy.own", str(folder), str(steps), str(seed)]
    progress(f"Learning on {len(early):,} portfolios with {invoices:,} invoices")
    with subprocess.Popen(
        command, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        for line in process.stdout or ():
            progress(f"Learning: {int(line):,} of {steps:,} moves")
        status = process.wait()
    if status != 0:
        raise DatasetRefused(
            "The process that learned the policy ended early; it may have needed more memory or time.",
            fix="Ask for the job again.",
        )
    with np.load(folder / WEIGHTS, allow_pickle=False) as found:
        return {name: np.asarray(found[name], np.float64) for name in found.files}


def _of_champion(rows: FactRows, late: list[int]) -> tuple[str, Odds] | None:
    """The champion's own odds of the latest portfolios, given out in the order in which a plan asks for them."""
    champion: Champion | None = rows.champion
    if champion is None or "pay_log_odds" not in champion.heads:
        return None
    said = champion.heads["pay_log_odds"][:, 0].astype(np.float64)
    left = iter(np.concatenate([said[rows.group == place] for place in late]).tolist())
    return champion.name, lambda asked: np.array(list(itertools.islice(left, len(asked))))


def _card(
    late: list[Due], odds: Odds, champion: tuple[str, Odds] | None, early: int, seed: int
) -> list[tuple[str, str]]:
    ours, rule = costs(late, odds)
    found = off_policy(late, odds, seed)
    card = [
        ("Model", "policy of two hidden layers of 32, learnt with PPO (Stable-Baselines3)"),
        (
            f"Cost of the latest {len(late):,} portfolios against paying on due dates, learned from {early:,} earlier ones",
            _less(ours, rule, seed),
        ),
        (
            "Saved an invoice, in half percents of it, off-policy from a coin's logs (95 %)",
            f"{found.saved:.3f} ({found.low:.3f} to {found.high:.3f}); by playing it {found.played:.3f}",
        ),
    ]
    if champion is not None:
        name, said = champion
        card.insert(2, (f"The same of the champion, {name}", _less(costs(late, said)[0], rule, seed)))
    return card


def _less(ours: Matrix, rule: Matrix, seed: int) -> str:
    """What is saved of all, with a percentile bootstrap over portfolios."""
    drawn = np.random.default_rng(seed).integers(len(ours), size=(_RESAMPLES, len(ours)))
    shares = 1 - ours[drawn].sum(axis=1) / np.maximum(rule[drawn].sum(axis=1), 1.0)
    low, high = np.quantile(shares, [0.025, 0.975])
    return f"{100 * (1 - ours.sum() / max(float(rule.sum()), 1.0)):.1f} % less (95 % {100 * low:.1f} to {100 * high:.1f})"
