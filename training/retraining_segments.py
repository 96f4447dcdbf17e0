"""Segments of a tenant's own customers: k-means and DBSCAN over how they spend, in one graph, as the starter's.

How many there are is decided on customers that no candidate was fitted on, and so is how well each lies: by silhouettes (Rousseeuw
1987), the champion's segments beside them. A segment keeps the champion's name where most of its customers had it, so that rules
that name segments go on meaning the same; others are named after what sets them apart.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment
from sklearn.cluster import KMeans
from sklearn.metrics import silhouette_score

from inference import catalogue
from inference.answering.segment import SEGMENTS
from inference.answering.truths import slug
from inference.artefacts import probability_of
from inference.manifest import Regions
from training.calibration import calibration_of
from training.dense import Told, package_dense
from training.errors import DatasetRefused
from training.job import Progress
from training.package import Source
from training.retraining_entities import Champion, FactRows, Origin
from training.segment_certainty import (
    Matrix,
    certainty_of,
    distances_of,
    graph_of,
    scaling_of,
    sums_of,
)
from training.starter_segments import dense_regions
from training.strange_customers import strangers

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
SEGMENTS_MIN, SEGMENTS_MAX = 3, 8
_MEMBERS_MIN = 12  # of a segment, on average
_HELD_OUT, _INITS = 4, 10
_DIVISIONS, _FEW = 3, 2_000  # few customers are divided more than once
_STRANGERS_MIN = 200
_SILHOUETTE_ROWS = 2_000
_TRAITS = 2
_LIKE = 0.5  # of a segment's customers that had the champion's name


def segments_of_facts(origin: Origin, rows: FactRows, progress: Progress) -> Mapping[str, bytes]:
    """Raises: DatasetRefused, ParityFailed."""
    scaling = scaling_of(rows.matrix)
    scaled = scaling.of(rows.matrix)
    count, tried = _contest(scaled, rows.champion, origin.seed, progress)
    centres = _centres(scaled, count, origin.seed)
    distances = distances_of(scaled, centres)
    nearest = distances.argmin(axis=1)
    names = _names(nearest, centres, rows.champion)
    progress("Looking for dense regions")
    cores, dense, radius = dense_regions(scaled, [names[place] for place in nearest])
    agreed = _agreed(scaled, centres, nearest, origin.seed)
    strange = scaling.of(strangers(origin.seed, max(_STRANGERS_MIN, len(scaled) // 3)))
    asked = np.vstack([scaled, strange])
    true = np.append(agreed, np.zeros(len(strange), np.bool_))
    fold = np.arange(len(true)) % _HELD_OUT == 0
    of_asked = distances_of(asked, centres)
    certainty = certainty_of(asked[~fold], of_asked[~fold], true[~fold], few=True)
    margin = certainty.margins(asked, of_asked)
    graph = graph_of(scaling, centres, cores, certainty)
    said = probability_of(margin)
    mean, deviation = scaling.mean.tolist(), scaling.deviation.tolist()
    regions = Regions(dense=tuple(dense), radius=radius, mean=tuple(mean), deviation=tuple(deviation))
    sizes = ", ".join(f"{name} {int((nearest == place).sum()):,}" for place, name in enumerate(names))
    card = (
        ("Model", f"k-means with {count} centres and DBSCAN with {len(dense)} regions (radius {radius:.3f}), standardised"),
        ("Segments and their customers", sizes),
        ("Dense regions", ", ".join(dense)),
        ("Silhouettes of customers held out", tried),
        ("Customers that another clustering, of other customers, puts alike", f"{100 * agreed.mean():.1f} %"),
        ("What was said of them, on average", f"{100 * said[: len(scaled)].mean():.1f} %"),
        ("Simulated customers like nobody, below 50 %", f"{100 * np.mean(said[len(scaled) :] < 0.5):.1f} %"),
    )  # fmt: skip
    notes = (
        *origin.notes,
        (
            "The probability is of another clustering, of other customers, putting the customer into the same segment: nobody told which is right. "
            "It is the share of the nearest centre beside those of the others and of being near nobody, learned from simulated customers like nobody."
        ),
        "A segment is named as the champion's that most of its customers had, else after what sets it apart.",
    )
    return package_dense(
        catalogue.get(origin.use_case),
        graph,
        margin[: len(scaled)],
        rows.matrix,
        calibration=calibration_of(1.0, 0.0, said[fold], true[fold]),
        source=Source(origin.command, rows.sha256, (), notes, origin.seed),
        card=card,
        told=Told(tuple(names), sums_of(scaling, centres, certainty), regions),
    )


def _centres(scaled: Matrix, count: int, seed: int) -> Matrix:
    found: Matrix = KMeans(count, n_init=_INITS, random_state=seed).fit(scaled).cluster_centers_
    return found


def _contest(scaled: Matrix, champion: Champion | None, seed: int, progress: Progress) -> tuple[int, str]:
    """Fit each number of segments on three quarters of the customers and measure it on the others, each quarter in turn.

    Returns: the fewest that are no worse than the best by more than its standard error, and what is said of all. The error is that
    of four quarters however often few customers are divided: more divisions tell it better, and are of no more customers.
    """
    most = min(SEGMENTS_MAX, len(scaled) // _MEMBERS_MIN)
    if most < SEGMENTS_MIN:
        raise DatasetRefused(f"{len(scaled):,} customers are too few to part.", fix="Ingest more payments.")
    held_out = _quarters(len(scaled), seed)
    found: dict[int, Floats] = {}
    for count in range(SEGMENTS_MIN, most + 1):
        progress(f"Trying {count} segments")
        found[count] = np.array([_of_part(scaled, part, count, seed) for part in held_out])
    best = max(found, key=lambda count: float(found[count].mean()))
    least = found[best].mean() - found[best].std(ddof=1) / np.sqrt(_HELD_OUT)
    chosen = min(count for count, values in found.items() if values.mean() >= least)
    told = "; ".join(f"{count} segments {values.mean():.3f}" for count, values in found.items())
    if champion is not None:
        said = _said(champion)
        theirs = [_silhouette(scaled[part], said[part]) for part in held_out]
        told = f"{told}; the champion, {champion.name}, {np.mean(theirs):.3f}"
    return chosen, told


def _quarters(customers: int, seed: int) -> list[NDArray[np.bool_]]:
    chance = np.random.default_rng(seed)
    divisions = [
        chance.permutation(customers) % _HELD_OUT for _ in range(_DIVISIONS if customers < _FEW else 1)
    ]
    return [parts == part for parts in divisions for part in range(_HELD_OUT)]


def _of_part(scaled: Matrix, held_out: NDArray[np.bool_], count: int, seed: int) -> float:
    """Of customers that were held out, by segments of the others."""
    rows = scaled[held_out]
    return _silhouette(rows, distances_of(rows, _centres(scaled[~held_out], count, seed)).argmin(axis=1))


def _silhouette(rows: Matrix, of: Ints) -> float:
    """-1 where everybody is in one, which parts nobody."""
    if not 1 < len(np.unique(of)) < len(of):
        return -1.0
    return float(silhouette_score(rows[:_SILHOUETTE_ROWS], of[:_SILHOUETTE_ROWS]))


def _said(champion: Champion) -> Ints:
    found: Ints = champion.heads["distances"].argmin(axis=1)
    return found


def _agreed(scaled: Matrix, centres: Matrix, nearest: Ints, seed: int) -> NDArray[np.bool_]:
    """Whether the half of the customers that one is not of puts them into the same segment, its centres matched to ours."""
    half = np.random.default_rng(seed + 1).permutation(len(scaled)) % 2 == 0
    agreed = np.zeros(len(scaled), np.bool_)
    for side in (half, ~half):
        other = _centres(scaled[~side], len(centres), seed)
        mine, theirs = linear_sum_assignment(distances_of(centres, other))
        matched = np.empty(len(centres), np.int64)
        matched[theirs] = mine
        agreed[side] = matched[distances_of(scaled[side], other).argmin(axis=1)] == nearest[side]
    return agreed


def _names(nearest: Ints, centres: Matrix, champion: Champion | None) -> list[str]:
    known = _kept_names(nearest, len(centres), champion)
    names: list[str] = []
    for place, centre in enumerate(centres):
        name = known.get(place) or _by_traits(centre)
        taken = Counter(names)
        while name in taken or name in {other for at, other in known.items() if at != place}:
            name = f"{name}-{place + 1}"
        names.append(name)
    return names


def _kept_names(nearest: Ints, count: int, champion: Champion | None) -> dict[int, str]:
    """Names of the champion's segments that live on, each in one of ours at most."""
    if champion is None:
        return {}
    names: Sequence[str] = champion.classes or SEGMENTS.names
    said = _said(champion)
    shared = np.zeros((count, len(names)))
    np.add.at(shared, (nearest, said), 1)
    of_ours = shared / np.maximum(shared.sum(axis=1, keepdims=True), 1)
    return {
        int(ours): names[theirs]
        for ours, theirs in zip(*linear_sum_assignment(-of_ours), strict=True)
        if of_ours[ours, theirs] >= _LIKE
    }


def _by_traits(centre: Matrix) -> str:
    """Such as `more-travel-less-cash`: what its customers differ in most from all."""
    features = [feature.name for feature in catalogue.get("segment").features]
    strongest = sorted(range(len(centre)), key=lambda place: -abs(centre[place]))[:_TRAITS]
    parts = [
        f"{'more' if centre[place] > 0 else 'less'}-{features[place].removeprefix('share_').removesuffix('_share')}"
        for place in strongest
    ]
    return slug("-".join(parts))
