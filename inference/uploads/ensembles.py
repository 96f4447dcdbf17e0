"""Checks of the operators whose attributes the runtime indexes without looking: trees, linear models, scalers.

A tree that asks for a feature beyond the row, or a linear model with fewer coefficients than columns, would read memory
that is not the row's; a tree whose nodes form a circle would never reach a leaf.
"""

from collections.abc import Callable, Mapping
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from inference.uploads.graphs import Node
from inference.uploads.wire import ModelRefused

TREE_NODES_MAX = 1_000_000
DEPTH_MAX = 256
CLASSES_MAX = 1_000
_MODES = frozenset(
    {b"BRANCH_LEQ", b"BRANCH_LT", b"BRANCH_GTE", b"BRANCH_GT", b"BRANCH_EQ", b"BRANCH_NEQ", b"LEAF"}
)
_ID_MAX = 1 << 31
Ints: TypeAlias = NDArray[np.int64]


def check(node: Node, width: int) -> int:
    """Check a node against the columns of its input. Returns: the columns of its last output."""
    return CHECKS[node.operator](node, width)


def _trees(node: Node, width: int) -> int:
    trees, ids = _ints(node, "nodes_treeids"), _ints(node, "nodes_nodeids")
    count = len(trees)
    if not 0 < count <= TREE_NODES_MAX:
        raise ModelRefused(f"A tree ensemble has {count:,} nodes; 1 to {TREE_NODES_MAX:,} are taken.")
    modes = (
        [bytes(each) for each in node.attributes["nodes_modes"].texts]
        if "nodes_modes" in node.attributes
        else []
    )
    if not set(modes) <= _MODES:
        raise ModelRefused("A tree has nodes of a mode that is not known.")
    leaf = np.array([mode == b"LEAF" for mode in modes], np.bool_)
    features = _ints(node, "nodes_featureids")
    below = [_ints(node, "nodes_truenodeids"), _ints(node, "nodes_falsenodeids")]
    values = _floats(node, "nodes_values")
    if not {count} == {len(ids), len(leaf), len(features), len(values), *map(len, below)}:
        raise ModelRefused("The lists of a tree ensemble are not of one length.")
    for name in ("nodes_hitrates", "nodes_missing_value_tracks_true"):
        if name in node.attributes and _length(node, name) not in {0, count}:
            raise ModelRefused("The lists of a tree ensemble are not of one length.")
    asked = features[~leaf]
    if np.any(asked < 0) or np.any(asked >= width):
        worst = int(asked[(asked < 0) | (asked >= width)][0])
        raise ModelRefused(f"A tree asks for feature {worst} of {width}.")
    _check_forest(trees, ids, leaf, below)
    return _leaves(node, trees, ids, leaf)


def _check_forest(trees: Ints, ids: Ints, leaf: NDArray[np.bool_], below: list[Ints]) -> None:
    """Each node is named once, each branch leads to two nodes of its tree, and walking down from the roots meets every
    node exactly once: so there is no circle and no shared subtree."""
    keys = _keys(trees, ids)
    order = np.argsort(keys, kind="stable")
    known = keys[order]
    if np.any(np.diff(known) == 0):
        raise ModelRefused("Two nodes of a tree have one id.")
    branches = np.flatnonzero(~leaf)
    children = [_find(known, order, _keys(trees[branches], each[branches])) for each in below]
    parents = (
        np.bincount(np.concatenate(children), minlength=len(keys))
        if len(branches)
        else np.zeros(len(keys), int)
    )
    if np.any(parents > 1):
        raise ModelRefused("A node of a tree has two parents.")
    level = np.flatnonzero(parents == 0)
    if len(level) != _distinct(trees):
        raise ModelRefused("A tree has no root, or several.")
    place = np.full(len(keys), -1)
    place[branches] = np.arange(len(branches))
    met = 0
    for _ in range(DEPTH_MAX):
        met += len(level)
        at = place[level]
        at = at[at >= 0]
        if not len(at):
            break
        level = np.concatenate([child[at] for child in children])
    else:
        raise ModelRefused(f"A tree is deeper than {DEPTH_MAX} nodes.")
    if met != len(keys):
        raise ModelRefused("The nodes of a tree form a circle.")


def _distinct(values: Ints) -> int:
    """How many different ones: the ids of trees are nearly in order, which sorting likes better than hashing does."""
    return int(np.count_nonzero(np.diff(np.sort(values, kind="stable")))) + bool(len(values))


def _leaves(node: Node, trees: Ints, ids: Ints, leaf: NDArray[np.bool_]) -> int:
    """Check where the leaves' weights go. Returns: how many outputs there are."""
    of = "class" if node.operator == "TreeEnsembleClassifier" else "target"
    at = [_ints(node, f"{of}_{name}") for name in ("treeids", "nodeids", "ids")]
    weights = _floats(node, f"{of}_weights")
    if len({len(weights), *map(len, at)}) != 1:
        raise ModelRefused("The lists of a tree ensemble are not of one length.")
    outputs = _classes(node) if of == "class" else _one(node, "n_targets", 1)
    if np.any(at[2] < 0) or np.any(at[2] >= outputs):
        raise ModelRefused("A leaf adds to an output that there is not.")
    known = np.sort(_keys(trees[leaf], ids[leaf]))
    wanted = _keys(at[0], at[1])
    place = np.searchsorted(known, wanted)
    if len(wanted) and (not len(known) or np.any(known[np.minimum(place, len(known) - 1)] != wanted)):
        raise ModelRefused("A weight belongs to a leaf that there is not.")
    if _distinct(wanted) != len(known):
        raise ModelRefused("A leaf of a tree has no weight.")
    bases = _length(node, "base_values")
    if bases not in {0, 1, outputs}:
        raise ModelRefused("A tree ensemble has base values for outputs that there are not.")
    return outputs


def _linear(node: Node, width: int) -> int:
    coefficients, intercepts = _length(node, "coefficients"), _length(node, "intercepts")
    if node.operator == "LinearRegressor":
        outputs = _one(node, "targets", 1)
        rows = outputs
    else:
        outputs = _classes(node)
        rows = coefficients // width
        if rows != outputs and not (rows == 1 and outputs == 2):
            raise ModelRefused("A linear model has not one coefficient for each column and class.")
    if coefficients != rows * width or intercepts not in {0, rows}:
        raise ModelRefused("A linear model has not one coefficient for each column and class.")
    return outputs


def _scaler(node: Node, width: int) -> int:
    offset, scale = _length(node, "offset"), _length(node, "scale")
    if offset != scale or offset not in {1, width}:
        raise ModelRefused("A scaler has not one offset and scale for each column.")
    return width


def _imputer(node: Node, width: int) -> int:
    if "imputed_value_int64s" in node.attributes or _length(node, "imputed_value_floats") not in {1, width}:
        raise ModelRefused("An imputer has not one value for each column.")
    return width


def _same(_: Node, width: int) -> int:
    return width


CHECKS: Mapping[str, Callable[[Node, int], int]] = {
    "TreeEnsembleClassifier": _trees,
    "TreeEnsembleRegressor": _trees,
    "LinearClassifier": _linear,
    "LinearRegressor": _linear,
    "Scaler": _scaler,
    "Imputer": _imputer,
    "Normalizer": _same,
    "Binarizer": _same,
}


def _keys(trees: Ints, ids: Ints) -> Ints:
    if any(len(each) and (int(each.min()) < 0 or int(each.max()) >= _ID_MAX) for each in (trees, ids)):
        raise ModelRefused("A tree has an id that cannot be.")
    return trees * _ID_MAX + ids


def _find(known: Ints, order: NDArray[np.intp], wanted: Ints) -> NDArray[np.intp]:
    place = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
    if np.any(known[place] != wanted):
        raise ModelRefused("A branch of a tree leads to a node that there is not.")
    return order[place]


def _classes(node: Node) -> int:
    ints = _length(node, "classlabels_ints") + _length(node, "classlabels_int64s")
    count = ints + _length(node, "classlabels_strings")
    if not 1 < count <= CLASSES_MAX:
        raise ModelRefused(f"A classifier has {count:,} classes; 2 to {CLASSES_MAX:,} are taken.")
    return count


def _one(node: Node, name: str, default: int) -> int:
    value = node.attributes[name].number if name in node.attributes else default
    if not 0 < value <= CLASSES_MAX:
        raise ModelRefused(f"`{name}` is {value}; 1 to {CLASSES_MAX:,} are taken.")
    return value


def _ints(node: Node, name: str) -> Ints:
    return node.attributes[name].ints if name in node.attributes else np.empty(0, np.int64)


def _floats(node: Node, name: str) -> NDArray[np.float64]:
    return node.attributes[name].floats if name in node.attributes else np.empty(0)


def _length(node: Node, name: str) -> int:
    attribute = node.attributes.get(name)
    return 0 if attribute is None else len(attribute.ints) + len(attribute.floats) + len(attribute.texts)
