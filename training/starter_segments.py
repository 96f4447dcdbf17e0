"""The starter of `segment`: k-means and DBSCAN over how simulated customers spend, both inside one ONNX graph.

Neither is told the way of life that a household was drawn from; it only names the clusters afterwards and says how often
they are right. Customers like nobody are not clustered: they say from where on a customer is near nobody.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import timedelta
from random import Random

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import DBSCAN, KMeans

from inference import catalogue
from inference.artefacts import probability_of
from inference.features import segments
from inference.manifest import Regions
from inference.runtimes.ort import OnnxRuntime
from payments.simulator.lives import Life, lives
from training.calibration import calibration_of
from training.dense import Told, package_dense
from training.everyday_customers import WAY, everyday_customers
from training.package import Source
from training.segment_certainty import (
    Matrix,
    certainty_of,
    distances_of,
    graph_of,
    scaling_of,
    sums_of,
)
from training.starter_histories import history_of
from training.strange_customers import strangers

SEED = 20261121
CLUSTERS = 7
HOUSEHOLDS, EVERYDAY, STRANGERS, MONTHS = 700, 600, 700, 8
EPS_QUANTILE, CORE_NEIGHBOURS = 0.5, 12
CORES_MAX = 60  # of each dense cluster, spread over it
REGIONS_MAX = 24
_HELD_OUT = 4
_SURE = 0.9
Progress = Callable[[str], None]


def households(seed: int, count: int = HOUSEHOLDS) -> tuple[NDArray[np.float32], list[str]]:
    """Two rows a household, as of some moment of its first months and of its last, and the way of life that it was drawn from."""
    played: Sequence[Life] = lives(seed, count, MONTHS)
    rng = Random(f"{seed}/moments")
    rows, ways = [], []
    for life in played:
        first = life.transactions[0].occurred_at
        for at in (first + timedelta(days=rng.uniform(7, 150)), life.until):
            rows.append(segments.rows(history_of(life, at), at)[0])
            ways.append(life.way)
    return np.array(rows, np.float32), ways


def train(progress: Progress = lambda _: None) -> dict[str, bytes]:
    """Returns: the version's files."""
    progress(
        f"Playing {HOUSEHOLDS:,} households, {EVERYDAY:,} everyday customers and {STRANGERS:,} strange ones ..."
    )
    homes, ways = households(801)
    everyday, strange = everyday_customers(802, EVERYDAY), strangers(803, STRANGERS)
    matrix = np.vstack([homes, everyday])
    ways = [*ways, *[WAY] * len(everyday)]
    scaling = scaling_of(matrix)
    scaled = scaling.of(matrix)
    progress("Clustering ...")
    centres = KMeans(CLUSTERS, n_init=10, random_state=SEED).fit(scaled).cluster_centers_
    nearest = distances_of(scaled, centres).argmin(axis=1)
    names = [
        _commonest([way for way, place in zip(ways, nearest, strict=True) if place == each])
        for each in range(CLUSTERS)
    ]
    cores, dense, eps = dense_regions(scaled, ways)
    right = np.array([names[place] == way for place, way in zip(nearest, ways, strict=True)])
    asked = np.vstack([scaled, scaling.of(strange)])
    true = np.append(right, np.zeros(len(strange), np.bool_))
    fold = np.arange(len(true)) // 2 % _HELD_OUT == 0  # a household's two rows are on one side
    distances = distances_of(asked, centres)
    certainty = certainty_of(asked[~fold], distances[~fold], true[~fold])
    margin = certainty.margins(asked, distances)
    graph = graph_of(scaling, centres, cores, certainty)
    mean, deviation = scaling.mean.tolist(), scaling.deviation.tolist()
    regions = Regions(dense=tuple(dense), radius=eps, mean=tuple(mean), deviation=tuple(deviation))
    hashed = hashlib.sha256(matrix.tobytes())
    hashed.update(strange.tobytes())
    notes = (
        "Learned from simulated customers without their ways of life: train a version on your own.",
        (
            "The probability is the share of the nearest centre beside those of the other centres and of being near nobody; it was fitted on "
            "whether customers were put right, customers like nobody among them."
        ),
        f"Customers of the simulated stream all spend alike, so they are one segment, `{WAY}`; who is a student or salaried is not told apart.",
    )  # fmt: skip
    card = (
        (
            "Model",
            f"k-means with {CLUSTERS} centres and DBSCAN with {len(dense)} clusters (eps {eps:.3f}), standardised",
        ),
        ("Segments", ", ".join(names)),
        ("Dense segments", ", ".join(dense)),
        *_measured(graph, names),
    )
    return package_dense(
        catalogue.get("segment"),
        graph,
        margin[: len(matrix)],
        matrix,
        calibration=calibration_of(1.0, 0.0, probability_of(margin[fold]), true[fold]),
        source=Source("countermark train-starters segment", hashed.hexdigest(), (), notes, SEED),
        card=card,
        told=Told(tuple(names), sums_of(scaling, centres, certainty), regions),
    )


def _measured(graph: bytes, names: Sequence[str]) -> list[tuple[str, str]]:
    """What the graph says of customers of other seeds."""
    homes, ways = households(981, 300)
    everyday, strange = everyday_customers(982, 300), strangers(983, 600)
    scorer = OnnxRuntime().open(graph, homes.shape[1])
    found, true = [], []
    lines: list[tuple[str, str]] = []
    for what, matrix, truth in (
        ("Households", homes, ways), ("Customers of the simulated stream", everyday, [WAY] * len(everyday)), ("Customers like nobody", strange, []),
    ):  # fmt: skip
        outputs = scorer.outputs(matrix)
        named = [names[place] for place in outputs.heads["distances"].argmin(axis=1)]
        right = (
            [name == way for name, way in zip(named, truth, strict=True)] if truth else [False] * len(matrix)
        )
        said = probability_of(outputs.margin)
        if truth:
            lines.append(
                (
                    f"{what} of another seed, in the segment of their way of life",
                    f"{100 * np.mean(right):.1f} %",
                )
            )
        lines.append(
            (
                f"{what} of another seed, at {100 * _SURE:.0f} % or more",
                f"{100 * np.mean(said >= _SURE):.1f} %",
            )
        )
        lines.append((f"{what} of another seed, below 50 %", f"{100 * np.mean(said < 0.5):.1f} %"))
        found.append(said)
        true += right
    probability, came_true = np.concatenate(found), np.array(true)
    for low, high in ((0.0, 0.1), (0.1, 0.5), (0.5, 0.9), (0.9, 1.01)):
        inside = (probability >= low) & (probability < high)
        told = f"{inside.sum()} customers, said {probability[inside].mean():.3f}, right {came_true[inside].mean():.3f}"
        lines.append((f"All of them, from {100 * low:.0f} % to {100 * min(high, 1.0):.0f} %", told))
    return lines


def dense_regions(scaled: Matrix, ways: list[str]) -> tuple[list[Matrix], list[str], float]:
    """Find dense regions. Returns: some core points of each, its name, and the radius."""
    gaps = np.sort(distances_of(scaled, scaled), axis=1)[:, CORE_NEIGHBOURS]
    eps = float(np.quantile(gaps, EPS_QUANTILE))
    found = DBSCAN(eps=eps, min_samples=CORE_NEIGHBOURS).fit(scaled)
    cores, names = [], []
    sizes = Counter(found.labels_[found.labels_ >= 0].tolist())
    for label in sorted(label for label, _ in sizes.most_common(REGIONS_MAX)):
        places = [place for place in found.core_sample_indices_ if found.labels_[place] == label]
        step = max(1, len(places) // CORES_MAX)
        cores.append(scaled[places[::step][:CORES_MAX]])
        names.append(_commonest([ways[place] for place in np.flatnonzero(found.labels_ == label)]))
    return cores, [f"{name}-{number}" for number, name in enumerate(names, 1)], eps


def _commonest(names: Sequence[str]) -> str:
    counts = Counter(names)
    return min(counts, key=lambda name: (-counts[name], name))
