"""Which fields of an answer a truth judges: a number with its quantiles by `value`, a class by `label`. In the answer's own unit."""

import re
import unicodedata
from collections.abc import Mapping

import msgspec

LABEL_CHARS_MAX = 64
_NOT_IN_SLUG = re.compile(r"[\x00-/:-`{-\x7f]+")


class Quantiles(msgspec.Struct, frozen=True):
    """Names of the fields."""

    p10: str
    p50: str
    p90: str


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """What an answer said that a value or a label can judge. label: as `slug` writes it."""

    p10: float | None = None
    p50: float | None = None
    p90: float | None = None
    label: str | None = None


NUMBERS: Mapping[str, Quantiles] = {
    "payment-delay": Quantiles("days_p10", "days_p50", "days_p90"),
    "payout-delay": Quantiles("hours_p10", "hours_p50", "hours_p90"),
    "spend-forecast": Quantiles("spend_minor_p10", "spend_minor_p50", "spend_minor_p90"),
    "commission-check": Quantiles(
        "expected_model_minor_p10", "expected_model_minor", "expected_model_minor_p90"
    ),
}
TABLE_UNITS: Mapping[str, float] = {"payout-delay": 24.0}
"""How many of an answer's unit (and so of a truth's) make one of the unit that tables of a tenant's own versions hold: hours, and days."""
LABELS: Mapping[str, str] = {
    "categorize": "category",
    "gateway-route": "best_gateway",
    "lead-score": "product",
    "life-events": "event",
    "segment": "segment",
    "ticket-triage": "root_cause",
}


def said_of(kind: str, answer: msgspec.Struct) -> Said:
    """kind: of answer, as use cases name it."""
    fields = NUMBERS.get(kind)
    named = getattr(answer, LABELS[kind]) if kind in LABELS else None
    label = None if named is None else slug(named)
    if fields is None:
        return Said(label=label)
    return Said(
        p10=getattr(answer, fields.p10), p50=getattr(answer, fields.p50), p90=getattr(answer, fields.p90), label=label
    )  # fmt: skip


def slug(name: str) -> str:
    """A class as it is compared: `Credit reporting`, `credit_reporting` and `credit-reporting` are one.

    Of any script, with its vowel signs; a name without a letter or digit stands for itself.
    """
    lower = name.lower()
    if not lower.isascii():
        lower = "".join(map(_kept, unicodedata.normalize("NFC", lower)))
    return _NOT_IN_SLUG.sub("-", lower).strip("-")[:LABEL_CHARS_MAX] or name[:LABEL_CHARS_MAX]


def _kept(character: str) -> str:
    """A letter, a mark on one, or a digit; of all else a dash."""
    return character if unicodedata.category(character)[0] in "LMN" else "-"
