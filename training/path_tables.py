"""Fill the path tables of `inference.explanations.tables` from fitted trees.

The value of a set S of known features at a leaf is value * prod(holds_i, i in S) * prod(share_i, i not in S), where
share_i is the product of the cover fractions of the leaf's splits on feature i (path-dependent TreeSHAP, Lundberg et al.
2020, algorithm 1). Its Shapley values depend on the row only through which intervals hold, so each leaf's are computed
for all patterns at once, and a group sums the leaves of its subtree.
"""

import dataclasses
import functools
import math
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from inference.explanations.tables import CUTS, PathTables
from training.errors import UnsupportedModel
from training.trees import LEAF, Tree

DEPTH_MAX = CUTS
# What a group costs: one look-up that may miss the cache, its terms to add, and the room that its rows take from the
# cache and from the artefact. Measured by `make bench-explain`; docs/decisions/0012 has the reasons.
_COST_LOOKUP = 6.0
_COST_TERM = 1.0
_COST_ENTRY = 1 / 100

_Path = tuple[tuple[int, bool], ...]  # (node, goes right) from the root
_Cut = tuple[int, float, bool]  # feature, threshold, missing answers "above"


@dataclasses.dataclass(frozen=True)
class _Group:
    """A subtree and the cuts that decide which intervals of its leaves hold.

    leaves: per leaf its path and, per feature of it, the (cut, answer) pairs that make its interval hold.
    """

    cuts: tuple[_Cut, ...]
    features: tuple[int, ...]
    leaves: tuple[tuple[_Path, int, Mapping[int, tuple[tuple[int, bool], ...]]], ...]

    @property
    def cost(self) -> float:
        entries = (1 << len(self.cuts)) * len(self.features)
        return _COST_LOOKUP + _COST_TERM * len(self.features) + _COST_ENTRY * entries


def build_path_tables(
    trees: Sequence[Tree], intercept: float, feature_count: int
) -> tuple[PathTables, float]:
    """Tables and the base value to which their contributions add up: together `intercept + sum of trees`.

    Raises: UnsupportedModel for a tree deeper than DEPTH_MAX.
    """
    filled: list[tuple[_Group, NDArray[np.float64]]] = []
    for number, tree in enumerate(trees):
        if tree.feature[0] != LEAF:
            filled.extend((group, _rows(tree, group)) for group in _plan(tree, 0, (), number)[1])
    filled.sort(key=lambda item: (len(item[0].features), len(item[0].cuts)))
    return _assemble(filled, feature_count), intercept + sum(_expectation(tree) for tree in trees)


def _plan(tree: Tree, node: int, path: _Path, number: int) -> tuple[float, list[_Group]]:
    """The cheapest split of the subtree at `node` into groups: one, or those of its two halves."""
    if len(path) > DEPTH_MAX:
        raise UnsupportedModel(f"Tree {number} is deeper than {DEPTH_MAX} splits; train with max_depth 6.")
    whole = _group(tree, node, path)
    cost = whole.cost if len(whole.cuts) <= CUTS else math.inf
    if tree.feature[node] == LEAF:
        return cost, [whole]
    left_cost, left = _plan(tree, int(tree.left[node]), (*path, (node, False)), number)
    right_cost, right = _plan(tree, int(tree.right[node]), (*path, (node, True)), number)
    if left_cost + right_cost < cost:
        return left_cost + right_cost, left + right
    return cost, [whole]


def _group(tree: Tree, node: int, path: _Path) -> _Group:
    cuts: dict[_Cut, int] = {}
    prefix: dict[int, tuple[tuple[int, bool], ...]] = {}
    for feature in dict.fromkeys(int(tree.feature[step]) for step, _ in path):
        kept = _interval(tree, [(step, right) for step, right in path if tree.feature[step] == feature])
        prefix[feature] = tuple((cuts.setdefault(cut, len(cuts)), right) for cut, right in kept)
    leaves = []
    for leaf, below in _leaves(tree, node, ()):
        holds = dict(prefix)
        for step, right in below:
            feature = int(tree.feature[step])
            cut = (feature, float(tree.threshold[step]), bool(tree.nan_right[step]))
            holds[feature] = (*holds.get(feature, ()), (cuts.setdefault(cut, len(cuts)), right))
        leaves.append((path + below, leaf, holds))
    features = tuple(sorted({feature for feature, _, _ in cuts}))
    return _Group(tuple(cuts), features, tuple(leaves))


def _interval(tree: Tree, steps: list[tuple[int, bool]]) -> list[tuple[_Cut, bool]]:
    """The one or two cuts that say whether a row passes all these splits on one feature, missing values included."""
    feature = int(tree.feature[steps[0][0]])
    above = [float(tree.threshold[node]) for node, right in steps if right]
    below = [float(tree.threshold[node]) for node, right in steps if not right]
    missing_passes = all(bool(tree.nan_right[node]) == right for node, right in steps)
    kept: list[tuple[_Cut, bool]] = []
    if above:
        kept.append(((feature, max(above), missing_passes), True))
    if below:
        kept.append(((feature, min(below), not missing_passes), False))
    return kept


def _leaves(tree: Tree, node: int, path: _Path) -> Iterator[tuple[int, _Path]]:
    if tree.feature[node] == LEAF:
        yield node, path
        return
    yield from _leaves(tree, int(tree.left[node]), (*path, (node, False)))
    yield from _leaves(tree, int(tree.right[node]), (*path, (node, True)))


def _rows(tree: Tree, group: _Group) -> NDArray[np.float64]:
    """float64[2^cuts, features]: the group's contributions for every byte that its cuts can make.

    Bytes that no row can make (above 5 and not above 3) are filled like the others and never read.
    """
    patterns = np.arange(1 << len(group.cuts))
    rows = np.zeros((len(patterns), len(group.features)))
    column = {feature: index for index, feature in enumerate(group.features)}
    for path, leaf, holds in group.leaves:
        features = list(holds)
        code = np.zeros_like(patterns)
        for position, feature in enumerate(features):
            ok = np.ones(len(patterns), bool)
            for cut, answer in holds[feature]:
                ok &= ((patterns >> cut) & 1) == answer
            code |= ok.astype(code.dtype) << position
        shares = [_share(tree, path, feature) for feature in features]
        terms = _shapley(np.array(shares)) * tree.value[leaf]
        rows[:, [column[feature] for feature in features]] += terms[code]
    return rows


def _share(tree: Tree, path: _Path, feature: int) -> float:
    """Fraction of the training rows that the splits on `feature` let through."""
    share = 1.0
    for node, right in path:
        if tree.feature[node] == feature:
            child = tree.right[node] if right else tree.left[node]
            share *= float(tree.cover[child] / tree.cover[node])
    return share


def _shapley(shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """float64[2^k, k]: Shapley values of the game prod(holds in S) * prod(shares outside S), per pattern of holds.

    For feature i, `polynomial[:, i, m]` collects the products over the subsets of size m of the other features.
    """
    k = len(shares)
    holds, weights = _patterns(k)
    polynomial = np.zeros((2**k, k, k))
    polynomial[:, :, 0] = 1.0
    for j in range(k):
        share = np.full(k, shares[j])
        hold = np.repeat(holds[:, j : j + 1], k, axis=1)
        share[j], hold[:, j] = 1.0, 0.0  # the factor of j itself is left out of its own products
        grown = polynomial * share[None, :, None]
        grown[:, :, 1:] += polynomial[:, :, :-1] * hold[:, :, None]
        polynomial = grown
    values: NDArray[np.float64] = (holds - shares) * (polynomial @ weights)
    return values


@functools.cache
def _patterns(k: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    holds = ((np.arange(2**k)[:, None] >> np.arange(k)) & 1).astype(np.float64)
    factorial = math.factorial
    weights = np.array([factorial(m) * factorial(k - 1 - m) / factorial(k) for m in range(k)])
    return holds, weights


def _expectation(tree: Tree) -> float:
    """The tree's mean over its training rows, weighed by cover."""
    if tree.feature[0] == LEAF:
        return float(tree.value[0])
    leaf = tree.feature == LEAF
    return float((tree.value[leaf] * tree.cover[leaf]).sum() / tree.cover[0])


def _assemble(filled: list[tuple[_Group, NDArray[np.float64]]], feature_count: int) -> PathTables:
    count = len(filled)
    cut_feature = np.zeros((count, CUTS), np.uint16)
    cut_threshold = np.full((count, CUTS), np.inf, np.float32)
    cut_nan = np.zeros(count, np.uint8)
    term_feature = np.full((count, CUTS), feature_count, np.uint16)
    for index, (group, _) in enumerate(filled):
        term_feature[index, : len(group.features)] = group.features
        for bit, (feature, threshold, nan_right) in enumerate(group.cuts):
            cut_feature[index, bit], cut_threshold[index, bit] = feature, threshold
            cut_nan[index] |= np.uint8(nan_right << bit)
    lengths = [len(rows) for _, rows in filled]
    values = np.zeros((sum(lengths), CUTS))
    starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.uint32)
    for (group, rows), start in zip(filled, starts, strict=False):
        values[start : start + len(rows), : len(group.features)] = rows
    unit = _unit(float(np.abs(values).max(initial=0.0)))
    return PathTables(
        feature_count=feature_count,
        unit=unit,
        cut_feature=cut_feature,
        cut_threshold=cut_threshold,
        cut_nan=cut_nan,
        row_start=starts[:-1],
        term_feature=term_feature,
        terms=np.rint(values / unit).astype(np.int32),
    )


def _unit(largest: float) -> float:
    """The finest power of two in which `largest` still fits int32."""
    if largest == 0.0:
        return 1.0
    return math.ldexp(1.0, math.frexp(largest)[1] - 31 + 1)
