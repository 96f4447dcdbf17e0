"""Values as a person would write them, in each language that reasons speak."""

from collections.abc import Callable, Mapping
from math import erf, exp, expm1, sqrt
from typing import Literal

import msgspec

from inference.catalogue import Feature, FindingText, Language

# Minor units a major unit, where not 100 (ISO 4217).
_EXPONENTS = {
    **dict.fromkeys(("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV",
                     "XAF", "XOF", "XPF"), 0),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
}  # fmt: skip
_LN_MAX = 50.0
_RANK_MAX = 0.999  # of more is nothing known: the law of such values is not that sure of itself
_Span = Literal["day", "hour", "minute"]


class Phrases(msgspec.Struct, frozen=True, kw_only=True):
    """The small words of a language. spans: one and many of each. end: of a sentence."""

    spans: Mapping[_Span, tuple[str, str]]
    moment: str
    times: str
    yes: str
    no: str
    code: str
    unknown: str
    other: str
    column: str
    column_missing: str
    end: str


PHRASES: Mapping[Language, Phrases] = {
    "en": Phrases(
        spans={"day": ("day", "days"), "hour": ("hour", "hours"), "minute": ("minute", "minutes")},
        moment="less than a minute", times="times", yes="yes", no="no", code="code", unknown="{title} is not known",
        other="another value", column="{title} is {value}", column_missing="{title} is missing", end=".",
    ),
    "hi": Phrases(
        spans={"day": ("दिन", "दिन"), "hour": ("घंटा", "घंटे"), "minute": ("मिनट", "मिनट")},
        moment="एक मिनट से कम", times="गुना", yes="हाँ", no="नहीं", code="कोड", unknown="{title} ज्ञात नहीं है",
        other="कोई और मान", column="{title} {value} है", column_missing="{title} उपलब्ध नहीं है", end="।",
    ),
}  # fmt: skip
_SPANS: tuple[tuple[int, _Span], ...] = ((86_400, "day"), (3_600, "hour"), (60, "minute"))


def written(
    feature: Feature | FindingText,
    value: float,
    currency: str | None = None,
    *,
    language: Language = "en",
) -> str:
    """A value as a person would write it."""
    if feature.unit == "money":
        return _money(value, currency)
    if feature.unit == "log_money":
        return _money(expm1(min(value, _LN_MAX)), currency)
    if feature.unit == "label":
        code = int(value)
        labels = feature.labels if isinstance(feature, Feature) else ()
        return labels[code] if 0 <= code < len(labels) else f"{PHRASES[language].code} {code}"
    return _FORMATS[feature.unit](value, PHRASES[language])


def figures(value: float) -> str:
    """Three significant figures below a thousand, whole numbers above, no trailing zeros."""
    if abs(value) >= 999.5:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def _hour(value: float, _: Phrases) -> str:
    minutes = round(value * 60)
    return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"


def _money(minor: float, currency: str | None) -> str:
    exponent = _EXPONENTS.get(currency or "", 2)
    amount = f"{minor / 10**exponent:,.{exponent}f}"
    return f"{amount} {currency}" if currency else amount


def _duration(seconds: float, phrases: Phrases) -> str:
    for size, span in _SPANS:
        if abs(seconds) >= size:
            one, many = phrases.spans[span]
            text = figures(seconds / size)
            return f"{text} {one if text == '1' else many}"
    return phrases.moment


def _rank(value: float, _: Phrases) -> str:
    """The share of a normal law that lies below so many standard deviations."""
    share = (1 + erf(value / sqrt(2))) / 2
    return f"{figures(100 * min(max(share, 1 - _RANK_MAX), _RANK_MAX))} %"


def _times(value: float, phrases: Phrases) -> str:
    return f"{figures(value)} {phrases.times}"


_FORMATS: dict[str, Callable[[float, Phrases], str]] = {
    "hour": _hour,
    "minutes": lambda value, phrases: _duration(value * 60, phrases),
    "hours": lambda value, phrases: _duration(value * 3_600, phrases),
    "days": lambda value, phrases: _duration(value * 86_400, phrases),
    "percent": lambda value, _: f"{figures(100 * value)} %",
    "times": _times,
    "log_times": lambda value, phrases: _times(exp(min(value, _LN_MAX)), phrases),
    "log_hours": lambda value, phrases: _duration(expm1(min(value, _LN_MAX)) * 3_600, phrases),
    "rank": _rank,
    "km": lambda value, _: f"{figures(value)} km",
    "kmh": lambda value, _: f"{figures(value)} km/h",
    "flag": lambda value, phrases: phrases.yes if value else phrases.no,
    "number": lambda value, _: figures(value),
    "count": lambda value, _: figures(value),
}
