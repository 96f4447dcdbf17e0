"""How segments are measured, and how sure one may be of a segment: shares by distance, one of them of being near nobody.

A centre's share falls with the squared distance to it (a normal law about each centre, one width for all); that of nobody falls
slowly from where all customers are, so whoever is far from every centre is nobody's. The widths are the likeliest ones for whether
customers who were held out were put right, with customers like nobody among them, who never are.
"""

import dataclasses
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import optimize

from inference.linear_classes import Far, Linear
from training.dense import Graph, log_odds

Matrix = NDArray[np.float64]
_TAIL = 0.02  # of values at either end, that do not say how far customers spread
_REACH = 4.0  # deviations beyond which a value is no farther
_CONSTANT, _WIDE = 1e-3, 1e6  # a feature that varies less is the same for everybody: nothing is far by it
_START = (-1.0, -10.0, 0.2)
_NEARNESS, _REACH_OF_NOBODY = (-6.0, 3.0), (0.0, 0.95)
_SHARE_MIN = 1e-12


@dataclasses.dataclass(frozen=True)
class Scaling:
    """mean, deviation, low, high: float64[features]."""

    mean: Matrix
    deviation: Matrix

    @property
    def low(self) -> Matrix:
        return self.mean - _REACH * self.deviation

    @property
    def high(self) -> Matrix:
        return self.mean + _REACH * self.deviation

    def of(self, matrix: NDArray[np.float32]) -> Matrix:
        """Standard deviations from the usual, none of them farther than a few."""
        found: Matrix = (np.clip(_known(matrix), self.low, self.high) - self.mean) / self.deviation
        return found


def scaling_of(matrix: NDArray[np.float32]) -> Scaling:
    known = _known(matrix)
    usual = np.clip(known, *np.quantile(known, [_TAIL, 1 - _TAIL], axis=0))
    spread = usual.std(axis=0)
    spread = np.where(spread > _CONSTANT, spread, known.std(axis=0))
    return Scaling(usual.mean(axis=0), np.where(spread > _CONSTANT, spread, _WIDE))


def _known(matrix: NDArray[np.float32]) -> Matrix:
    return np.nan_to_num(matrix.astype(np.float64), nan=0.0)


def distances_of(rows: Matrix, points: Matrix) -> Matrix:
    squared = (rows**2).sum(axis=1)[:, None] - 2 * rows @ points.T + (points**2).sum(axis=1)[None, :]
    found: Matrix = np.sqrt(np.maximum(squared, 0.0))
    return found


@dataclasses.dataclass(frozen=True)
class Certainty:
    """score of a segment = -nearness * distance²; of nobody = nobody - spread * nearness * (distance from the usual)²."""

    nearness: float
    nobody: float
    spread: float

    def shares(self, scaled: Matrix, distances: Matrix) -> Matrix:
        """float64[n, segments + 1], the last one of nobody."""
        near = -self.nearness * distances**2
        none = self.nobody - self.spread * self.nearness * (scaled**2).sum(axis=1)
        scores = np.column_stack([near, none])
        raised = np.exp(scores - scores.max(axis=1, keepdims=True))
        found: Matrix = raised / raised.sum(axis=1, keepdims=True)
        return found

    def margins(self, scaled: Matrix, distances: Matrix) -> Matrix:
        """Log odds of the nearest segment against all others and nobody."""
        return log_odds(self.shares(scaled, distances)[:, :-1])


def certainty_of(
    scaled: Matrix, distances: Matrix, right: NDArray[np.bool_], *, few: bool = False
) -> Certainty:
    """right: whether the nearest segment is the row's own; of a row like nobody it is not.

    few: customers may be so few that all are right: targets that they do not make certain are taken (Platt 1999).
    """
    yes, no = int(right.sum()), int((~right).sum())
    wanted = np.where(right, (yes + 1) / (yes + 2), 1 / (no + 2))

    def made(parameters: Matrix) -> Certainty:
        nearness, nobody, spread = parameters.tolist()
        return Certainty(
            float(np.exp(np.clip(nearness, *_NEARNESS))), nobody, float(np.clip(spread, *_REACH_OF_NOBODY))
        )

    def loss(parameters: Matrix) -> float:
        share = made(parameters).shares(scaled, distances)[:, :-1].max(axis=1)
        said = np.where(right, share, 1 - share)
        if few:
            either = np.log(np.maximum(np.stack([share, 1 - share]), _SHARE_MIN))
            return -float((wanted * either[0] + (1 - wanted) * either[1]).mean())
        return -float(np.log(np.maximum(said, _SHARE_MIN)).mean())

    options = {"maxiter": 400, "xatol": 1e-4, "fatol": 1e-8}
    found = optimize.minimize(loss, np.array(_START), method="Nelder-Mead", options=options)
    return made(np.asarray(found.x, np.float64))


def sums_of(scaling: Scaling, centres: Matrix, certainty: Certainty) -> Linear:
    """The same scores as sums of the features, less what is the same for all: what reasons are shares of."""
    nearness, deviation = certainty.nearness, scaling.deviation
    table = np.column_stack([2 * nearness * centres.T / deviation[:, None], np.zeros(len(deviation))])
    bias = np.append(-nearness * (centres**2).sum(axis=1), certainty.nobody) - scaling.mean @ table
    far = nearness * (1 - certainty.spread) / deviation**2
    ends = (scaling.low.astype(np.float32), scaling.high.astype(np.float32))
    return Linear(
        table.astype(np.float32),
        bias.astype(np.float32),
        scaling.mean.astype(np.float32),
        len(centres),
        Far(far.astype(np.float32), *ends),
    )


def graph_of(scaling: Scaling, centres: Matrix, cores: Sequence[Matrix], certainty: Certainty) -> bytes:
    graph = Graph(len(scaling.mean))
    known = graph.add("Where", graph.add("IsNaN", "features"), graph.constant(np.zeros(1)), "features")
    below = graph.add("Min", known, graph.constant(scaling.high[None, :]))
    within = graph.add("Max", below, graph.constant(scaling.low[None, :]))
    centred = graph.add("Sub", within, graph.constant(scaling.mean[None, :]))
    scaled = graph.add("Div", centred, graph.constant(scaling.deviation[None, :]))
    length = graph.add("ReduceSum", graph.add("Mul", scaled, scaled), graph.integers([1]))
    nought = graph.constant(np.zeros(1))
    squared = graph.add("Max", graph.add("Add", _beyond(graph, scaled, centres), length), nought)
    graph.add("Sqrt", squared, output="distances")
    near = graph.add("Mul", squared, graph.constant(np.array(-certainty.nearness)))
    fallen = graph.add("Mul", length, graph.constant(np.array(-certainty.nearness * certainty.spread)))
    none = graph.add("Add", fallen, graph.constant(np.array(certainty.nobody)))
    logs = graph.log_shares(graph.add("Concat", near, none, axis=1))
    places = np.eye(len(centres) + 1)
    named_logs = graph.add("MatMul", logs, graph.constant(places[:, :-1]))
    nobody = graph.add("Exp", graph.add("MatMul", logs, graph.constant(places[:, -1:])))
    graph.margin_of_largest(graph.add("Exp", named_logs), 1.0, 0.0, nobody, named_logs)
    nearest = [graph.add("ReduceMin", _beyond(graph, scaled, points), axis=1) for points in cores]
    above = graph.add("Add", graph.add("Concat", *nearest, axis=1), length)
    graph.add("Sqrt", graph.add("Max", above, nought), output="core_distances")
    return graph.finish({"distances": len(centres), "core_distances": len(cores)})


def _beyond(graph: Graph, scaled: str, points: Matrix) -> str:
    """Squared distances to points, less the squared length of the row."""
    product = graph.add("MatMul", scaled, graph.constant(-2 * points.T))
    return graph.add("Add", product, graph.constant((points**2).sum(axis=1)[None, :]))
