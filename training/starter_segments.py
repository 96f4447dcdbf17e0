"""The starter of `segment`: k-means and DBSCAN over how simulated households spend, both inside one ONNX graph.

Neither is told the way of life that a household was drawn from; it only names the clusters afterwards and says how often
they are right.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import DBSCAN, KMeans

import inference
from inference import catalogue
from inference.answering.segment import SegmentNames
from inference.features import segments
from inference.manifest import Regions
from inference.runtimes.ort import OnnxRuntime
from payments.simulator.lives import Life, lives
from training.calibration import calibration_of, platt
from training.dense import Graph, Told, log_odds, package_dense
from training.package import Source
from training.starter_histories import history_of

SEED = 20261121
CLUSTERS = 6
HOUSEHOLDS, MONTHS = 1_200, 8
EPS_QUANTILE, CORE_NEIGHBOURS = 0.7, 8
CORES_MAX = 60  # of each dense cluster, spread over it
SOFTNESS = 2.0  # squared deviations that halve a share, roughly
NAMES_FILE = Path(inference.__file__).parent / "answering" / "segments.toml"
_HELD_OUT = 4
Matrix = NDArray[np.float64]
Progress = Callable[[str], None]


def examples(seed: int, households: int = HOUSEHOLDS) -> tuple[NDArray[np.float32], list[str]]:
    """One row a household, and the way of life that it was drawn from."""
    played: Sequence[Life] = lives(seed, households, MONTHS)
    matrix = [segments.rows(history_of(life, life.until), life.until)[0] for life in played]
    return np.array(matrix, np.float32), [life.way for life in played]


def train(progress: Progress = lambda _: None) -> dict[str, bytes]:
    """Returns: the version's files, and under the name of NAMES_FILE what is called how."""
    progress(f"Playing {HOUSEHOLDS:,} households ...")
    matrix, ways = examples(801)
    wide = np.nan_to_num(matrix.astype(np.float64), nan=0.0)
    mean, deviation = wide.mean(axis=0), wide.std(axis=0) + 1e-6
    scaled = (wide - mean) / deviation
    progress("Clustering ...")
    centres = KMeans(CLUSTERS, n_init=10, random_state=SEED).fit(scaled).cluster_centers_
    distances = distances_of(scaled, centres)
    nearest = distances.argmin(axis=1)
    names = [
        _commonest([way for way, place in zip(ways, nearest, strict=True) if place == each])
        for each in range(CLUSTERS)
    ]
    cores, dense, eps = dense_regions(scaled, ways)
    right = np.array([names[place] == way for place, way in zip(nearest, ways, strict=True)])
    odds = log_odds(shares_of(distances))
    fold = np.arange(len(odds)) % _HELD_OUT == 0
    slope, intercept = platt(odds[~fold], right[~fold])
    margin = slope * odds + intercept
    graph = graph_of(mean, deviation, centres, cores, slope, intercept)
    told = SegmentNames(names, dense, eps, SOFTNESS, mean.tolist(), deviation.tolist(), centres.tolist())
    regions = Regions(dense=tuple(dense), radius=eps, mean=tuple(told.mean), deviation=tuple(told.deviation))
    calibration = calibration_of(slope, intercept, 1 / (1 + np.exp(-margin[fold])), right[fold])
    unseen, truth = examples(981, 600)
    found = OnnxRuntime().open(graph, matrix.shape[1]).outputs(unseen).heads["distances"].argmin(axis=1)
    agreed = np.mean([names[place] == way for place, way in zip(found, truth, strict=True)])
    notes = (
        "Learned from simulated households without their ways of life: train a version on your own customers.",
    )
    card = (
        (
            "Model",
            f"k-means with {CLUSTERS} centres and DBSCAN with {len(dense)} clusters (eps {eps:.3f}), standardised",
        ),
        ("Segments", ", ".join(names)),
        ("Dense segments", ", ".join(dense)),
        ("Households of another seed (981) in the segment of their way of life", f"{100 * agreed:.1f} %"),
    )
    files = package_dense(
        catalogue.get("segment"),
        graph,
        margin,
        matrix,
        calibration=calibration,
        source=Source(
            "countermark train-starters segment",
            hashlib.sha256(matrix.tobytes()).hexdigest(),
            (),
            notes,
            SEED,
        ),
        card=card,
        told=Told(tuple(names), told.linear(), regions),
    )
    return {**files, NAMES_FILE.name: _toml(told).encode()}


def dense_regions(scaled: Matrix, ways: list[str]) -> tuple[list[Matrix], list[str], float]:
    """Find dense regions. Returns: some core points of each, its name, and the radius."""
    gaps = np.sort(distances_of(scaled, scaled), axis=1)[:, CORE_NEIGHBOURS]
    eps = float(np.quantile(gaps, EPS_QUANTILE))
    found = DBSCAN(eps=eps, min_samples=CORE_NEIGHBOURS).fit(scaled)
    cores, names = [], []
    for label in range(int(found.labels_.max()) + 1):
        places = [place for place in found.core_sample_indices_ if found.labels_[place] == label]
        step = max(1, len(places) // CORES_MAX)
        cores.append(scaled[places[::step][:CORES_MAX]])
        names.append(_commonest([ways[place] for place in np.flatnonzero(found.labels_ == label)]))
    return cores, [f"{name}-{number}" for number, name in enumerate(names, 1)], eps


def distances_of(rows: Matrix, points: Matrix) -> Matrix:
    squared = (rows**2).sum(axis=1)[:, None] - 2 * rows @ points.T + (points**2).sum(axis=1)[None, :]
    found: Matrix = np.sqrt(np.maximum(squared, 0.0))
    return found


def shares_of(distances: Matrix) -> Matrix:
    weight = -(distances**2) / SOFTNESS
    weight -= weight.max(axis=1, keepdims=True)
    shares: Matrix = np.exp(weight) / np.exp(weight).sum(axis=1, keepdims=True)
    return shares


def graph_of(
    mean: Matrix, deviation: Matrix, centres: Matrix, cores: Sequence[Matrix], slope: float, intercept: float
) -> bytes:
    graph = Graph(len(mean))
    known = graph.add("Where", graph.add("IsNaN", "features"), graph.constant(np.zeros(1)), "features")
    centred = graph.add("Sub", known, graph.constant(mean[None, :]))
    scaled = graph.add("Div", centred, graph.constant(deviation[None, :]))
    length = graph.add("ReduceSum", graph.add("Mul", scaled, scaled), graph.integers([1]))
    beyond = graph.add("Add", _beyond(graph, scaled, centres), length)
    squared = graph.add("Max", beyond, graph.constant(np.zeros(1)))
    graph.add("Sqrt", squared, output="distances")
    shares = graph.add("Softmax", graph.add("Mul", squared, graph.constant(np.array(-1 / SOFTNESS))), axis=1)
    graph.margin_of_largest(shares, slope, intercept)
    nearest = [graph.add("ReduceMin", _beyond(graph, scaled, points), axis=1) for points in cores]
    above = graph.add("Add", graph.add("Concat", *nearest, axis=1), length)
    graph.add("Sqrt", graph.add("Max", above, graph.constant(np.zeros(1))), output="core_distances")
    return graph.finish({"distances": len(centres), "core_distances": len(cores)})


def _beyond(graph: Graph, scaled: str, points: Matrix) -> str:
    """Squared distances to points, less the squared length of the row."""
    product = graph.add("MatMul", scaled, graph.constant(-2 * points.T))
    return graph.add("Add", product, graph.constant((points**2).sum(axis=1)[None, :]))


def _commonest(names: Sequence[str]) -> str:
    counts = Counter(names)
    return min(counts, key=lambda name: (-counts[name], name))


def _toml(told: SegmentNames) -> str:
    lines = ["# Written by `countermark train-starters segment`."]
    lines.extend(f"{name} = {_texts(getattr(told, name))}" for name in ("names", "dense"))
    lines.extend(
        f"{name} = {getattr(told, name)!r}" for name in ("eps", "softness", "mean", "deviation", "centres")
    )
    return "\n".join(lines) + "\n"


def _texts(values: Sequence[str]) -> str:
    return "[" + ", ".join(f'"{value}"' for value in values) + "]"
