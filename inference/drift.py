"""How far live values have moved from a reference: PSI over the reference's own bins, and two-sample Kolmogorov-Smirnov.

Pure numpy on bounded samples. PSI thresholds 0.1 and 0.25: Siddiqi, Credit Risk Scorecards (2006), chapter 9; Lewis, An
Introduction to Credit Scoring (1994). A PSI is noise below what two samples of one population give: (1/n + 1/m) times the
95 % point of chi-square with as many degrees of freedom as bins less one (Yurdakul, 2018).
"""

import math
from collections.abc import Sequence
from typing import Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

Verdict = Literal["collecting", "stable", "shifted", "drifted"]
Floats = NDArray[np.float64]

PSI_SHIFTED, PSI_DRIFTED = 0.1, 0.25
# A gap in distributions that matters, and that chance does not explain: KS alone flags any difference of large samples.
KS_SHIFTED, KS_P_MAX = 0.1, 0.001
ROWS_MIN = 200
BINS = 10
VALUES_MAX = 49
"""Of what is in no order: the commonest values, each compared alone; all others are one."""
_Z95 = 1.6448536269514722
_SERIES_TERMS = 100


class Movement(msgspec.Struct, frozen=True, kw_only=True):
    """One feature, or the score.

    psi: over the bins of the reference, a bin of its own for missing values. psi_noise: what chance gives at most, 19 times in 20.
    ks, ks_p: the largest gap between the distributions of present values, and how often chance gives as much; None where
    one side has fewer than two values. missing_reference, missing_live: shares of missing values.
    """

    name: str
    verdict: Verdict
    psi: float
    psi_noise: float
    ks: float | None
    ks_p: float | None
    missing_reference: float
    missing_live: float


class Reference(msgspec.Struct, frozen=True):
    """values: present ones, rising. missing: how many were absent. rows: how many there were in all."""

    values: Floats
    missing: int

    @property
    def rows(self) -> int:
        return len(self.values) + self.missing


def reference_of(column: Floats) -> Reference:
    """column: float64[n], NaN where missing."""
    present = column[~np.isnan(column)]
    return Reference(np.sort(present), len(column) - len(present))


def movement(name: str, reference: Reference, live: Floats, *, nominal: bool = False) -> Movement:
    """Compare live values, NaN where missing, with the reference. Both hold at least one row.

    nominal: the values are names, in no order: each is a bin, and there is no KS.
    """
    now = reference_of(live)
    count = _counts_of_names if nominal else _counts
    psi, noise = _psi(reference, count(reference, reference), now, count(reference, now))
    ks, p = (None, None) if nominal else ks_two_sample(reference.values, now.values)
    return Movement(
        name=name,
        verdict=_verdict(psi, noise, ks, p, min(reference.rows, now.rows)),
        psi=psi,
        psi_noise=noise,
        ks=ks,
        ks_p=p,
        missing_reference=reference.missing / reference.rows,
        missing_live=now.missing / now.rows,
    )


def worst(verdicts: Sequence[Verdict]) -> Verdict:
    """The verdict over all: drifted if any is, collecting only if none could be told."""
    for verdict in ("drifted", "shifted", "stable"):
        if verdict in verdicts:
            return verdict
    return "collecting"


def edges_of(values: Floats) -> Floats:
    """Upper edges of bins, each included in its bin: deciles; of ten distinct values or fewer, each value alone.

    values: float64[n], rising, not empty. The last bin is open above.
    """
    distinct = np.unique(values)
    if len(distinct) <= BINS:
        return np.unique(np.concatenate([np.nextafter(distinct, -np.inf), distinct]))
    cuts = np.quantile(values, np.arange(1, BINS) / BINS)
    return np.unique(cuts)


def ks_two_sample(one: Floats, other: Floats) -> tuple[float | None, float | None]:
    """The two-sample statistic, exactly, and its asymptotic p-value. Both arrays rise.

    Source: Press et al., Numerical Recipes (3rd ed.), 14.3.3, with Stephens' correction for small samples.
    """
    n, m = len(one), len(other)
    if n < 2 or m < 2:
        return None, None
    at = np.concatenate([one, other])
    gap = np.abs(np.searchsorted(one, at, side="right") / n - np.searchsorted(other, at, side="right") / m)
    distance = float(gap.max())
    root = math.sqrt(n * m / (n + m))
    return distance, _kolmogorov((root + 0.12 + 0.11 / root) * distance)


def share_of(rows: Reference, value: float) -> float:
    """How much of all rows has this very value."""
    return float((rows.values == np.float32(value)).sum()) / rows.rows


def _psi(reference: Reference, before: Floats, now: Reference, after: Floats) -> tuple[float, float]:
    """before, after: rows of the reference and of now in each bin."""
    used = (before > 0) | (after > 0)
    # An empty bin counts as half a row: its logarithm would be infinite, and absence among few rows proves little.
    expected = np.maximum(before[used], 0.5) / reference.rows
    actual = np.maximum(after[used], 0.5) / now.rows
    psi = float(np.sum((actual - expected) * np.log(actual / expected)))
    freedom = max(int(used.sum()) - 1, 1)
    noise = (1 / reference.rows + 1 / now.rows) * _chi_square_95(freedom)
    return psi, noise


def _counts(reference: Reference, rows: Reference) -> Floats:
    """Rows in each bin of the reference; those with nothing in the last."""
    if len(reference.values) == 0:
        return np.array([len(rows.values), rows.missing], np.float64)
    edges = edges_of(reference.values)
    counts = np.bincount(np.searchsorted(edges, rows.values, side="left"), minlength=len(edges) + 1)
    return np.append(counts.astype(np.float64), rows.missing)


def _counts_of_names(reference: Reference, rows: Reference) -> Floats:
    """Rows with each of the commonest values of the reference; then those with others, and those with none."""
    names, often = np.unique(reference.values, return_counts=True)
    kept = np.sort(names[np.argsort(-often, kind="stable")[:VALUES_MAX]])
    if len(kept) == 0:
        return np.array([len(rows.values), rows.missing], np.float64)
    places = np.minimum(np.searchsorted(kept, rows.values), len(kept) - 1)
    bins = np.where(kept[places] == rows.values, places, len(kept))
    return np.append(np.bincount(bins, minlength=len(kept) + 1).astype(np.float64), rows.missing)


def _verdict(psi: float, noise: float, ks: float | None, p: float | None, rows: int) -> Verdict:
    if rows < ROWS_MIN:
        return "collecting"
    if psi >= max(PSI_DRIFTED, noise):
        return "drifted"
    apart = ks is not None and p is not None and ks >= KS_SHIFTED and p < KS_P_MAX
    return "shifted" if psi >= max(PSI_SHIFTED, noise) or apart else "stable"


def _kolmogorov(x: float) -> float:
    """P(K > x) of the Kolmogorov distribution. Source: Numerical Recipes (3rd ed.), 6.14.12."""
    if x < 0.2:
        return 1.0
    terms = [(-1) ** (k - 1) * math.exp(-2 * k * k * x * x) for k in range(1, _SERIES_TERMS)]
    return min(max(2 * math.fsum(terms), 0.0), 1.0)


def _chi_square_95(freedom: int) -> float:
    """The 95 % point of chi-square, within 3 % (Wilson and Hilferty, 1931)."""
    share = 2 / (9 * freedom)
    return freedom * (1 - share + _Z95 * math.sqrt(share)) ** 3
