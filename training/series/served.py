"""What of a contest of series can be deployed: trees over a customer's months, whose past comes with every question.

A candidate is its three heads, P10, P50 and P90 of ln(0.05 + spending over its mean of three months), over the service's own
features. It is measured after the same cuts as all others, by the graph that would ship.
"""

import dataclasses
from collections.abc import Mapping, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from inference.answering.spend_forecast import SHIFT
from inference.runtimes.ort import OnnxRuntime
from training.fit import Shape
from training.heads import Head, Quantile, fit_quantile
from training.job import Progress
from training.onnx_export import to_onnx
from training.series.held import Held, Said
from training.series.panel import Floats, Ints, Panel
from training.series.spending import NAMES, TOTAL, Customers, Examples, asked_at, learnable

LEVELS: Mapping[str, float] = {"log_ratio_p10": 0.1, "log_ratio_p50": 0.5, "log_ratio_p90": 0.9}
SHAPES = (
    Shape("months, as usual", leaves=2, depth=1, trees=1, rate=0.01, rows_per_leaf=20),
    Shape("months, few trees", leaves=7, depth=3, trees=80, rate=0.08, rows_per_leaf=20),
    Shape("months, many trees", leaves=7, depth=3, trees=250, rate=0.06, rows_per_leaf=20),
)
"""By name of the candidate: larger leaves were never ahead, more of them are where there is a season to learn."""
_GROUPS_MIN = 5  # as many as there are folds
_ROWS_MIN, _SIDE_MIN = 200, 20
Matrix: TypeAlias = NDArray[np.float32]


@dataclasses.dataclass(frozen=True)
class Served:
    """Measures every shape beside the candidates of a contest."""

    panel: Panel
    customers: Customers
    seed: int

    def said(self, held: Held, progress: Progress) -> Mapping[str, Said]:
        """By candidate; nothing where the months before a cut are too few to learn from."""
        found: dict[str, list[Said]] = {shape.name: [] for shape in SHAPES}
        for number, cut in enumerate(held.cuts):
            examples = learnable(self.panel, self.customers, cut, self.seed)
            if lacking := too_few(examples):
                progress(f"No version is written: before a cut there are {lacking}")
                return {}
            asked = asked_at(self.panel, self.customers, cut, self.seed)
            places = _places(held, number, asked)
            for shape in SHAPES:
                heads = fit_heads(examples, shape, self.seed)
                found[shape.name].append(_answered(places, asked, heads))
            progress(
                f"  what can be deployed learned from {len(examples.more):,} rows before cut {number + 1}"
            )
        return {name: _joined(held, said) for name, said in found.items()}


def too_few(examples: Examples) -> str:
    """Say what is lacking to learn a version from; empty where nothing is."""
    rows, more = len(examples.more), int(examples.more.sum())
    if rows >= _ROWS_MIN and min(more, rows - more) >= _SIDE_MIN:
        return ""
    return (
        f"{rows:,} rows of months, {more:,} of them with more than usual: at least {_ROWS_MIN} rows with {_SIDE_MIN} of each are "
        "needed. Use more customers or a longer past."
    )


def fit_heads(examples: Examples, shape: Shape, seed: int) -> list[Head]:
    return heads_of(examples.matrix, examples.ratio, groups_of(examples), shape, seed)


def heads_of(
    matrix: Matrix, ratio: Floats, group: Ints, shape: Shape, seed: int, progress: Progress | None = None
) -> list[Head]:
    """Rows of one customer are never on both sides. ratio: float64[n], NaN where nothing was spent before."""
    found = []
    for name, level in LEVELS.items():
        if progress is not None:
            progress(f"Fitting {name}")
        found.append(fit_quantile(matrix, group, Quantile(name, ratio, level), shape, shape.trees, seed))
    return found


def groups_of(examples: Examples) -> Ints:
    """By customer; where there are too few of them by customer and category, then by moment."""
    for kinds in ((examples.customer,), (examples.customer, examples.series), (examples.origin,)):
        _, group = np.unique(np.column_stack(kinds), axis=0, return_inverse=True)
        if int(group.max()) + 1 >= _GROUPS_MIN:
            return group.astype(np.int64)
    return np.arange(len(examples.more), dtype=np.int64)


def _places(held: Held, cut: int, asked: Examples) -> Ints:
    """int64[rows of held]: the row that was asked about the same series and step after the same month; -1 where none was."""
    looks = held.looks
    steps = int(max(looks.ahead.max(), asked.ahead.max(initial=1))) + 1
    own = np.flatnonzero((asked.series != TOTAL) & (asked.origin == held.origins[cut][asked.series]))
    codes = asked.series[own] * steps + asked.ahead[own]
    order = np.argsort(codes)
    codes, own = codes[order], own[order]
    wanted = looks.series * steps + looks.ahead
    if not len(codes):
        return np.full(len(wanted), -1)
    at = np.searchsorted(codes, wanted).clip(max=len(codes) - 1)
    return np.where((held.cut == cut) & (codes[at] == wanted), own[at], -1)


def _answered(places: Ints, asked: Examples, heads: Sequence[Head]) -> Said:
    """The amounts that heads stand for, before an answer bends them to the probability and adds them up (0038): figures and cards are of
    the model. NaN where nothing was asked."""
    ratios = np.stack([_outputs(head, asked.matrix) for head in heads])
    amounts = np.maximum.accumulate(np.maximum(asked.base * (np.exp(ratios) - SHIFT), 0.0), axis=0)
    chosen = np.where(places >= 0, amounts[:, np.maximum(places, 0)], np.nan)
    low, middle, high = chosen
    return Said(low, middle, high)


def _outputs(head: Head, matrix: Matrix) -> Floats:
    graph = to_onnx(head.trees, head.intercept, len(NAMES), logistic=False)
    return OnnxRuntime().open(graph, len(NAMES)).outputs(matrix).margin


def _joined(held: Held, said: Sequence[Said]) -> Said:
    """Each cut's own rows."""

    def chosen(values: Sequence[Floats]) -> Floats:
        return np.asarray(np.choose(held.cut, list(values)), np.float64)

    return Said(
        chosen([each.low for each in said]), chosen([each.middle for each in said]), chosen([each.high for each in said])
    )  # fmt: skip
