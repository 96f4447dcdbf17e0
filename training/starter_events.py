"""Starters of use cases about events that carry all they need: the simulator's facts, asked as a tenant would ask them."""

import dataclasses
import hashlib
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from inference import catalogue
from inference.artefacts import probability_of
from inference.features.events import EVENT_SETS
from inference.runtimes.ort import OnnxRuntime
from training.calibration import calibration_of
from training.evaluation import quality
from training.fit import SHAPES, Rows, Shape, fit
from training.heads import Quantile, fit_quantile, pinball, said_of, with_heads
from training.onnx_export import to_onnx
from training.package import Source, Version, package
from training.trees import trees_of

Progress = Callable[[str], None]
SEED = 20261121


@dataclasses.dataclass(frozen=True)
class Examples:
    """Rows of one simulated world. target: bool[n]. group: int64[n]. values: of the heads, by name, NaN where unknown."""

    matrix: NDArray[np.float32]
    target: NDArray[np.bool_]
    group: NDArray[np.int64]
    values: Mapping[str, NDArray[np.float64]]


@dataclasses.dataclass(frozen=True)
class Recipe:
    """How one starter is made. worlds, unseen: seeds; those of `unseen` are never trained on.

    play: the rows of one world. levels: of each head. described: what the card says of the questions.
    counted, counted_words: which rows the figures of unseen worlds are about, and the same in words.
    """

    use_case: str
    worlds: Sequence[int]
    unseen: Sequence[int]
    play: Callable[[int], Examples]
    levels: Mapping[str, float]
    head_shape: Shape
    head_trees: int
    shapes: tuple[Shape, ...] = SHAPES
    described: str = ""
    counted: Callable[[NDArray[np.float32]], NDArray[np.bool_]] | None = None
    counted_words: str = ""


def train(recipe: Recipe, progress: Progress = lambda _: None) -> Version:
    """Fit the margin and the heads, measure both on unseen worlds, and package them."""
    use_case = catalogue.get(recipe.use_case)
    names = EVENT_SETS[use_case.feature_set].names
    progress(f"Simulating worlds {', '.join(map(str, recipe.worlds))} ...")
    examples = together([recipe.play(seed) for seed in recipe.worlds])
    rows = Rows(examples.matrix, examples.target, group=examples.group)
    progress(f"Fitting on {len(rows.target):,} rows, {int(rows.target.sum()):,} of them positive ...")
    fitted = fit(rows, names, SEED, hide=False, shapes=recipe.shapes)
    heads = []
    for name, level in recipe.levels.items():
        progress(f"Fitting {name} ...")
        wanted = Quantile(name, examples.values[name], level)
        heads.append(
            fit_quantile(rows.matrix, examples.group, wanted, recipe.head_shape, recipe.head_trees, SEED)
        )
    target = rows.target[fitted.held_out]
    notes = (
        "Learned from simulated events: it shows the product and describes nobody's real business.",
        f"Simulated worlds: seeds {', '.join(map(str, recipe.worlds))}. {recipe.described}".strip(),
        *map(said_of, heads),
    )
    hashed = hashlib.sha256(rows.matrix.tobytes())
    hashed.update(np.packbits(rows.target).tobytes())
    command = f"countermark train-starters {recipe.use_case}"
    trees = [tree.scaled(fitted.slope) for tree in trees_of(fitted.booster)]
    graph = with_heads(to_onnx(trees, fitted.intercept, len(names), logistic=True), heads, len(names))
    progress(f"Measuring on worlds {', '.join(map(str, recipe.unseen))} ...")
    return package(
        use_case,
        fitted,
        calibration_of(fitted.slope, fitted.intercept, fitted.probability, target),
        quality(target, fitted.probability, SEED),
        rows.matrix,
        Source(command, hashed.hexdigest(), (), (*notes, *unseen_notes(recipe, graph, len(names))), SEED),
        heads=heads,
    )


def together(parts: Sequence[Examples]) -> Examples:
    return Examples(
        np.concatenate([part.matrix for part in parts]),
        np.concatenate([part.target for part in parts]),
        np.concatenate([part.group + 1_000_000 * number for number, part in enumerate(parts)]),
        {name: np.concatenate([part.values[name] for part in parts]) for name in parts[0].values},
    )


def unseen_notes(recipe: Recipe, graph: bytes, columns: int) -> tuple[str, ...]:
    """Measure the graph that ships on worlds that it never saw."""
    unseen = together([recipe.play(seed) for seed in recipe.unseen])
    found = OnnxRuntime().open(graph, columns).outputs(unseen.matrix)
    chosen = (
        np.ones(len(unseen.target), np.bool_) if recipe.counted is None else recipe.counted(unseen.matrix)
    )
    probability, target = probability_of(found.margin[chosen]), unseen.target[chosen]
    figures = quality(target, probability, SEED)
    accuracy = float(((probability > 0.5) == target).mean())
    notes = [
        (
            f"On worlds never trained on (seeds {', '.join(map(str, recipe.unseen))}; {figures.rows:,} rows"
            f"{recipe.counted_words}, {figures.positives:,} positive): accuracy {100 * accuracy:.1f} %, AUC "
            f"{figures.auc.value:.3f}, average precision {figures.ap.value:.3f}, Brier score {figures.brier.value:.4f}."
        )
    ]
    for name, level in recipe.levels.items():
        known = ~np.isnan(unseen.values[name])
        truth, said = unseen.values[name][known], found.heads[name][known, 0].astype(np.float64)
        notes.append(
            f"There {100 * (truth <= said).mean():.1f} % lie at or below `{name}`; its pinball loss is "
            f"{pinball(truth, said, level):.3f}, that of the plain quantile {pinball(truth, np.full_like(truth, np.quantile(truth, level)), level):.3f}."
        )
    return tuple(notes)
