"""Why a version that tells classes chose one: what each column, and what in it, added to the log odds of that class.

The odds against class c are the sum over its rivals of exp(score - score of c), and each of those gaps is a sum over tokens.
How far the log odds lie from those of an empty row is shared out among the gaps by logarithmic means, which leaves no
remainder (LMDI; Ang 2004, Energy Policy 32, 1131-1139), and a gap among its tokens as they make it up. So what tells no
class from another counts nothing, and near rivals count more than far ones.
"""

import itertools
from collections.abc import Mapping, Sequence
from typing import TypeAlias

import msgspec
import numpy as np
from numpy.typing import NDArray

from inference.evidence import Evidence, Read, Scale
from inference.features.token_owners import Owner, Times, owned
from inference.features.tokens import tokens_of, weighted
from inference.manifest import Calibration

SURE = 1e-6
"""What the graph takes the other classes' shares for where they are less, so that log odds stay finite."""
_TOKENS_AT_ONCE = 1_024
_SAME = 1e-3
"""Of a graph in float32 over sums of a table in float16."""

Floats = NDArray[np.float64]
Evidenced: TypeAlias = NDArray[np.float16] | NDArray[np.float32] | NDArray[np.float64]


class Shares(msgspec.Struct, frozen=True):
    """margin = base_value + the sum of `owners`; `columns` are their sums by column, in the order of the version.

    base_value: the margin of the chosen class when nothing is known of the row.
    """

    base_value: float
    columns: Mapping[str, float]
    owners: Mapping[Owner, float]


class Said(msgspec.Struct, frozen=True):
    """A row, read once: what it is scored by, and what of that each owner says. All that costs time and needs no score.

    features: float32[classes]. owners: whose tokens the row has. says: float64[owners, classes], which add up to the features.
    """

    read: Read
    features: NDArray[np.float32]
    owners: tuple[Owner, ...]
    says: Floats


def said_of(evidence: Evidence, read: Read) -> Said:
    """Read a row's tokens for its features and for the reasons of its class."""
    vocabulary = evidence.vocabulary
    tokens = tokens_of(vocabulary, read.texts, read.categories, read.numbers)
    places, weights = weighted(vocabulary, tokens.families)
    known: dict[str, int] = {}
    counts: list[int] = []
    for family in tokens.families.values():  # in the order of `weighted`
        for token, count in family.items():
            if token in vocabulary.places:
                known[token] = len(counts)
                counts.append(count)
    found = owned(vocabulary, read.texts, read.categories, read.numbers, tokens, known)
    rows = evidence.table[np.array(places, np.intp)]
    says = _by_owner(rows, np.array(weights) / np.array(counts, np.float64), list(found.values()))
    return Said(read, evidence.summed(places, weights), tuple(found), says)


def _by_owner(rows: NDArray[np.float16], each: Floats, owners: Sequence[Times]) -> Floats:
    """float64[owners, classes]: of each owner its tokens' rows, times `each` and how many of them it has."""
    owner = np.repeat(np.arange(len(owners)), [len(times) for times in owners])
    token = np.fromiter(itertools.chain.from_iterable(owners), np.intp, len(owner))
    weight = np.fromiter(
        itertools.chain.from_iterable(times.values() for times in owners), np.float64, len(owner)
    )
    weight *= each[token]
    found = np.zeros((len(owners), rows.shape[1]))
    for part in _parts(len(owner)):
        of_part = owner[part]
        starts = np.flatnonzero(np.diff(of_part, prepend=-1))
        found[of_part[starts]] += np.add.reduceat(rows[token[part]] * weight[part, None], starts, axis=0)
    return found


def shares_of(
    scale: Scale, calibration: Calibration, said: Said, chosen: int, margin: float, names: Sequence[str]
) -> Shares:
    """chosen: place of the class. margin: of the row, calibrated log odds of that class being right. names: of all columns."""
    parted = split(said.says, np.ones(len(said.owners)), scale, chosen)
    base_value, amounts = calibrated(parted, calibration, margin)
    owners = dict(zip(said.owners, amounts.tolist(), strict=True))
    columns = dict.fromkeys(names, 0.0)
    for owner, amount in owners.items():
        columns[owner.column] += amount
    return Shares(base_value, columns, owners)


class Split(msgspec.Struct, frozen=True):
    """Log odds of a class, parted: before anything is known, and what each part of its score adds. amounts: float64[parts]."""

    start: float
    amounts: Floats


def split(rows: Evidenced, each_weight: Floats, scale: Scale, chosen: int) -> Split:
    """Part the log odds of a class among what its score is a sum of.

    rows: float[parts, classes], what each part says of every class, times each_weight: float64[parts]. chosen: place of the class.
    """
    features = np.zeros(rows.shape[1])
    for part in _parts(len(rows)):
        features += (rows[part] * each_weight[part, None]).sum(axis=0)
    start = _against(scale.bias.astype(np.float64), chosen)
    end = _against(scale.bias + scale.cooling * features, chosen)
    weight = _weights(start, end) * scale.cooling
    telling = weight.sum() * (np.arange(len(weight)) == chosen) - weight
    amounts = np.zeros(len(rows))
    for part in _parts(len(rows)):
        amounts[part] = (rows[part] * telling).sum(axis=1) * each_weight[part]
    return Split(_odds(start[0]), amounts * _held(start[0], end[0]))


def calibrated(found: Split, calibration: Calibration, margin: float) -> tuple[float, Floats]:
    """The base value and what each part added to it, which together are the margin."""
    base_value = calibration.slope * found.start + calibration.intercept
    return base_value, _without_remainder(found.amounts * calibration.slope, margin - base_value)


def _parts(count: int) -> list[slice]:
    """As many tokens at a time as fit into little memory, however many classes there are."""
    return [slice(at, at + _TOKENS_AT_ONCE) for at in range(0, count, _TOKENS_AT_ONCE)]


def _against(scores: Floats, chosen: int) -> tuple[float, Floats]:
    """The log odds against a class, and its rivals' gaps: float64[classes], minus infinity at the class itself."""
    gaps = scores - scores[chosen]
    gaps[chosen] = -np.inf
    highest = float(gaps.max())
    return highest + float(np.log(np.exp(gaps - highest).sum())), gaps


def expected_margin(scores: Floats, chosen: int, calibration: Calibration) -> float:
    """The calibrated log odds of a class by the scores of all: float64[classes]."""
    return calibration.slope * _odds(_against(scores, chosen)[0]) + calibration.intercept


def _weights(start: tuple[float, Floats], end: tuple[float, Floats]) -> Floats:
    """float64[classes]: logarithmic mean of each rival's odds before and after, as part of that of all; 0 of the class itself.

    Times the changes of the gaps they add up to the change of the log odds.
    """
    (before, gaps_before), (after, gaps_after) = start, end
    higher = np.maximum(gaps_before, gaps_after)
    with np.errstate(invalid="ignore"):  # of the class itself
        change = np.nan_to_num(np.abs(gaps_after - gaps_before))
    whole = float(_mean_part(np.array([abs(after - before)]))[0])
    found: Floats = np.exp(higher - max(before, after)) * _mean_part(change) / whole
    return found


def _mean_part(change: Floats) -> Floats:
    """The logarithmic mean of 1 and exp(-change)."""
    found: Floats = np.where(change > 0, -np.expm1(-change) / np.where(change > 0, change, 1.0), 1.0)
    return found


def _odds(against: float) -> float:
    """Log odds of a class as the graph has them."""
    rest = -np.logaddexp(0.0, -against)  # the log of the rivals' shares
    return float(rest - against - max(rest, np.log(SURE)))


def _held(before: float, after: float) -> float:
    """What part of the way the graph goes: all of it, but where it takes a class for certain."""
    return 1.0 if before == after else (_odds(after) - _odds(before)) / (before - after)


def _without_remainder(amounts: Floats, whole: float) -> Floats:
    """Spread over all what the graph's float32 rounded, so that they add up to the whole."""
    sizes = np.abs(amounts)
    if not sizes.any():
        return amounts
    spread: Floats = amounts + (whole - amounts.sum()) * sizes / sizes.sum()
    return spread


def follows(
    scale: Scale, calibration: Calibration, features: Floats, shares: Floats, margins: Floats
) -> bool:
    """Say whether a graph does what its scale says. features: float[n, classes]. shares: of those with a name. margins: float[n]."""
    for row, found, margin in zip(features, shares, margins.tolist(), strict=True):
        scores = scale.bias + scale.cooling * row
        raised = np.exp(scores - scores.max())
        expected = expected_margin(scores, int(found.argmax()), calibration)
        if not np.allclose(found, (raised / raised.sum())[: len(found)], atol=_SAME) or abs(
            margin - expected
        ) > _SAME * max(1.0, abs(expected)):
            return False
    return True
