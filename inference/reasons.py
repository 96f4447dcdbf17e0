"""Reasons: the features that moved a score most, in words made of their actual values."""

import math
from collections.abc import Callable, Sequence
from typing import Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

from inference.catalogue import Feature, Unit, UseCase
from inference.manifest import Column, Manifest

REASONS_MAX = 4
_NEGLIGIBLE = 1e-9
# Minor units a major unit, where not 100 (ISO 4217).
_EXPONENTS = {
    **dict.fromkeys(("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV",
                     "XAF", "XOF", "XPF"), 0),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
}  # fmt: skip


class Reason(msgspec.Struct, frozen=True, kw_only=True):
    """One feature's additive share of the margin, and what it says.

    value: None where missing. contribution: in calibrated log odds. code: stable, for adverse-action letters.
    """

    code: str
    text: str
    feature: str
    value: float | None
    contribution: float
    direction: Literal["up", "down"]


class Wording:
    """The words of one version's features: the catalogue's, or plain ones for a tenant's own columns."""

    def __init__(self, use_case: UseCase, manifest: Manifest) -> None:
        self._names = manifest.features
        self._raises, self._lowers = use_case.raises, use_case.lowers
        known = {feature.name: feature for feature in use_case.features}
        columns = {column.name: column for column in manifest.columns}
        self._features = [
            known[name] if manifest.inputs == "facts" else _of_column(columns[name]) for name in self._names
        ]

    def reasons(
        self,
        row: NDArray[np.float32],
        contributions: NDArray[np.float64],
        *,
        currency: str | None = None,
        limit: int = REASONS_MAX,
        adverse_only: bool = False,
    ) -> list[Reason]:
        """The strongest contributions first; ties by the order of features, so that a replay says the same.

        row, contributions: one row of the matrix and of `LoadedVersion.explain`.
        adverse_only: only what raised the score, as an adverse-action notice must list.
        """
        parts = contributions.tolist()
        sizes = [part if adverse_only else abs(part) for part in parts]
        order = sorted(range(len(parts)), key=sizes.__getitem__, reverse=True)
        return [
            self._reason(at, float(row[at]), parts[at], currency)
            for at in order[:limit]
            if sizes[at] > _NEGLIGIBLE
        ]

    def _reason(self, at: int, value: float, contribution: float, currency: str | None) -> Reason:
        feature = self._features[at]
        missing = math.isnan(value)
        up = contribution > 0
        fact = _fact(feature, value, currency)
        return Reason(
            code=f"{feature.name}.missing" if missing else feature.name,
            text=f"{fact}, {self._raises if up else self._lowers}.",
            feature=feature.name,
            value=None if missing else value,
            contribution=contribution,
            direction="up" if up else "down",
        )


def _fact(feature: Feature, value: float, currency: str | None) -> str:
    if math.isnan(value):
        return feature.missing or f"{feature.title} is not known"
    if feature.unit == "flag" and value == 0.0 and feature.no:
        return feature.no
    return feature.text.replace("{value}", written(feature, value, currency))


def written(feature: Feature, value: float, currency: str | None = None) -> str:
    """A value as a person would write it."""
    if feature.unit == "money":
        return _money(value, currency)
    if feature.unit == "label":
        code = int(value)
        return feature.labels[code] if 0 <= code < len(feature.labels) else f"code {code}"
    return _FORMATS[feature.unit](value)


def _hour(value: float) -> str:
    minutes = round(value * 60)
    return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"


def _money(minor: float, currency: str | None) -> str:
    exponent = _EXPONENTS.get(currency or "", 2)
    amount = f"{minor / 10**exponent:,.{exponent}f}"
    return f"{amount} {currency}" if currency else amount


def _duration(seconds: float) -> str:
    for size, one, many in ((86_400, "day", "days"), (3_600, "hour", "hours"), (60, "minute", "minutes")):
        if seconds >= size:
            text = _figures(seconds / size)
            return f"{text} {one if text == '1' else many}"
    return "less than a minute"


def _figures(value: float) -> str:
    """Three significant figures below a thousand, whole numbers above, no trailing zeros."""
    if abs(value) >= 999.5:
        return f"{value:,.0f}"
    return f"{value:.3g}"


_FORMATS: dict[str, Callable[[float], str]] = {
    "hour": _hour,
    "minutes": lambda value: _duration(value * 60),
    "days": lambda value: _duration(value * 86_400),
    "percent": lambda value: f"{_figures(100 * value)} %",
    "times": lambda value: f"{_figures(value)} times",
    "km": lambda value: f"{_figures(value)} km",
    "kmh": lambda value: f"{_figures(value)} km/h",
    "flag": lambda value: "yes" if value else "no",
    "number": _figures,
    "count": _figures,
}
_UNIT_OF_COLUMN: dict[str, Unit] = {"number": "number", "boolean": "flag", "category": "label"}


def _of_column(column: Column) -> Feature:
    labels: Sequence[str] = ()
    if column.kind == "category":
        by_code = {code: name for name, code in column.codes.items()}
        if column.other is not None:
            by_code[column.other] = "another value"
        labels = [by_code.get(code, "") for code in range(max(by_code, default=-1) + 1)]
    return Feature(
        name=column.name,
        title=f"`{column.name}`",
        unit=_UNIT_OF_COLUMN[column.kind],
        description="A column of the tenant's own.",
        text=f"`{column.name}` is {{value}}",
        missing=f"`{column.name}` is missing",
        labels=tuple(labels),
    )
