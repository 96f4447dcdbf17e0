"""A number as a version: one graph gives its quantiles and mean, and how likely it is above a bound.

The margin is the median's own trees, scaled and shifted (Platt 1999) until it is the log odds of being above the bound,
so the path tables explain the probability and, divided by the slope, the median in the number's own unit. The mean, P10
and P90 are further outputs, which nothing explains.
"""

import dataclasses
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from inference.artefacts import probability_of
from inference.drift_cards import card_reference
from inference.runtimes.ort import OnnxRuntime
from training.calibration import platt, sure_calibration_of
from training.ensembles import Ensemble, Part, Scorecard
from training.errors import ParityFailed
from training.heads import joined
from training.job import Progress
from training.onnx_export import to_onnx
from training.parity import TOLERANCE, Exported, Reference, check_parity, fresh_rows, probe_rows
from training.path_tables import build_path_tables
from training.readying import Ready
from training.trees import LEAF, Tree
from training.version_files import Deployable

Floats = NDArray[np.float64]
_SIDE_MIN = 20
_MIDDLE = "p50"


@dataclasses.dataclass(frozen=True)
class Held:
    """Held-out rows: their values, what the median's model said of them unseen, and what each row counts."""

    value: Floats
    middle: Floats
    weight: Floats


@dataclasses.dataclass(frozen=True)
class _Leading:
    """A part that was fitted on the leading columns alone, as a model of all of them."""

    part: Part
    columns: int

    @property
    def _own(self) -> int:
        return len(self.part.edges) if isinstance(self.part, Scorecard) else self.part.num_feature()

    def _ensemble(self) -> Ensemble:
        return Ensemble(((1.0, self.part),), self._own)

    def predict(
        self, matrix: NDArray[np.float32], *, raw_score: bool = True, pred_contrib: bool = False
    ) -> Floats:
        leading = np.ascontiguousarray(matrix[:, : self._own])
        found = self._ensemble().predict(leading, raw_score=raw_score, pred_contrib=pred_contrib)
        return (
            np.insert(found, [self._own] * (self.columns - self._own), 0.0, axis=1) if pred_contrib else found
        )

    def feature_importance(self, kind: str) -> Floats:
        return np.pad(self._ensemble().feature_importance(kind), (0, self.columns - self._own))

    def trees(self) -> list[Tree]:
        return self._ensemble().trees()


def number_version(
    table: Ready, parts: Mapping[str, Part], shifts: Mapping[str, float], held: Held, progress: Progress
) -> Deployable:
    """parts: by output, on all rows. shifts: what is added to an output. Raises: ParityFailed, UnsupportedModel."""
    job, matrix = table.job, table.matrix
    above, said = bound_of(job.above, job.profile.above, held.value)
    progress(said)
    seen = _drawn(held, job.seed)
    happened = seen.value > above
    spread = max(float(np.std(held.middle)), 1e-9)
    per_spread, offset = platt((seen.middle - above) / spread, happened)
    slope, intercept = per_spread / spread, offset - per_spread * above / spread
    calibration = sure_calibration_of(
        slope, intercept, probability_of(slope * seen.middle + intercept), happened
    )
    middle = _Leading(parts[_MIDDLE], matrix.shape[1])
    trees, level = centred([tree.scaled(slope) for tree in middle.trees()], intercept)
    outputs = {
        name: (_Leading(part, matrix.shape[1]).trees(), shifts.get(name, 0.0)) for name, part in parts.items()
    }
    graph = graph_of(trees, level, outputs, matrix.shape[1])
    paths, base_value = build_path_tables(trees, level, matrix.shape[1])
    scorer = OnnxRuntime().open(graph, matrix.shape[1])
    parity = check_parity(
        Reference(middle, slope, intercept),
        trees,
        Exported(scorer, paths, base_value),
        matrix,
        job.seed,
        relative=True,
    )
    worst = check_outputs(graph, parts, shifts, outputs, matrix, job.seed)
    progress(
        f"The export says what the model says: {parity.rows:,} rows, margin within {parity.margin:.1e}, outputs within {worst:.1e} of their size."
    )
    names = tuple(column.name for column in table.plan.columns)
    return Deployable(
        task="number", graph=graph, paths=paths, base_value=base_value, batch_invariant=parity.batch_invariant,
        calibration=calibration, columns=table.plan.columns, features=names, above=above,
        past=table.past,
        reference=card_reference(names, matrix, probability_of(scorer.margins(matrix))),
        notes=(
            said,
            "Reasons and contributions are of that probability and, divided by the calibration's slope, of the P50; the mean, P10 and P90 are not explained.",
            f"Export against the fitted model, {parity.rows:,} rows: margin within {parity.margin:.1e}, contributions within {parity.contribution:.1e}, outputs within {worst:.1e}, all of their size.",
        ),
    )  # fmt: skip


def bound_of(asked: float | None, usual: float | None, value: Floats) -> tuple[float, str]:
    """Beyond what the event has come true: as asked, as the use case means it, or else more than most."""
    for bound, why in ((asked, "--above"), (usual, "as the use case means it; --above to differ")):
        if bound is not None and _SIDE_MIN <= int((value > bound).sum()) <= len(value) - _SIDE_MIN:
            return bound, f"The probability is that of a value above {bound:g} ({why})."
    middle = float(np.median(value))
    return middle, (
        f"The probability is that of a value above {middle:g}, the median: --above NUMBER says what else is meant."
    )


def centred(trees: Sequence[Tree], intercept: float) -> tuple[list[Tree], float]:
    """The same sum with trees that are nought on average: large constants that cancel would cost float32 its last digits."""
    found, level = [], intercept
    for tree in trees:
        leaf = tree.feature == LEAF
        mean = float(np.average(tree.value[leaf], weights=np.maximum(tree.cover[leaf], 1e-9)))
        found.append(dataclasses.replace(tree, value=np.where(leaf, tree.value - mean, tree.value)))
        level += mean
    return found, level


def graph_of(
    trees: Sequence[Tree], intercept: float, outputs: Mapping[str, tuple[list[Tree], float]], width: int
) -> bytes:
    margin = to_onnx(trees, intercept, width, logistic=True)
    return joined(
        margin,
        {name: to_onnx(own, shift, width, logistic=False) for name, (own, shift) in sorted(outputs.items())},
    )


def check_outputs(
    graph: bytes, parts: Mapping[str, Part], shifts: Mapping[str, float],
    outputs: Mapping[str, tuple[list[Tree], float]], matrix: NDArray[np.float32], seed: int,
) -> float:  # fmt: skip
    """The largest difference of an output from the fitted model, over its size, on fresh rows and on every threshold.

    Raises: ParityFailed.
    """
    rng = np.random.default_rng(seed)
    scorer = OnnxRuntime().open(graph, matrix.shape[1])
    worst = 0.0
    for name, part in parts.items():
        rows = np.concatenate([fresh_rows(matrix, rng), probe_rows(outputs[name][0], matrix, rng)])
        expected = _Leading(part, matrix.shape[1]).predict(rows) + shifts.get(name, 0.0)
        found = scorer.outputs(rows).heads[name][:, 0]
        size = max(1.0, float(np.abs(expected).max()))
        difference = float(np.abs(expected - found).max()) / size
        if not difference <= TOLERANCE:
            raise ParityFailed(
                f"The exported {name} differs by {difference:.3g} of its size (at most {TOLERANCE:g})."
            )
        worst = max(worst, difference)
    return worst


def _drawn(held: Held, seed: int) -> Held:
    """As many rows again, drawn by weight, where rows that ended stand for others that have not."""
    if np.ptp(held.weight) == 0:
        return held
    share = held.weight / held.weight.sum()
    places = np.random.default_rng(seed).choice(len(share), len(share), p=share)
    return Held(held.value[places], held.middle[places], np.ones(len(places)))
