"""Numbers as people write them: 1,23,456.50, 34.422,71, (1 234.00), 65.5 %. Pure.

Which sign parts thousands and which decimals is a fact of a whole column, never of a cell: `1.234` alone is one of two
numbers. A version keeps the form of each column, and whatever reads a text for it, here, in files and in batches, reads
it by this one function.
"""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Literal, TypeAlias, get_args

import msgspec
from msgspec import Meta

Shape: TypeAlias = Literal[
    "9999.99", "9999,99", "9,999.99", "9.999,99", "9 999.99", "9 999,99", "9'999.99", "9'999,99"
]
"""How digits are parted. The first that fits is taken: no sign for thousands where none is needed."""
SHAPES: tuple[Shape, ...] = get_args(Shape)
TEXT_MAX = 64
MISSING = frozenset({
    "", "-", "--", "---", "–", "—", ".", "?", "na", "n/a", "#n/a", "n.a.", "nan", "null", "none", "nil", "k.a.", "#value!",
    "#div/0!",
})  # fmt: skip
"""Texts that mean a missing value where numbers or dates stand, in small letters."""

_CODES = (
    "AED|AUD|BDT|BRL|CAD|CHF|CNY|CZK|DKK|EGP|EUR|GBP|HKD|HUF|IDR|ILS|INR|JPY|KES|KRW|LKR|MXN|MYR|NGN|NOK|NPR|NZD|PHP|PKR"
    "|PLN|RON|RUB|SAR|SEK|SGD|THB|TRY|TWD|UAH|USD|VND|ZAR"
)
_UNIT = rf"[$€£¥₹₽₩₺₫₴₦₱₪฿%‰]|Rs\.?|{_CODES}"
_SAME = {"Rs": "₹", "Rs.": "₹", "INR": "₹", "EUR": "€", "GBP": "£", "USD": "$"}
_BLANKS = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "’": "'", "−": "-"})
_WRITTEN = re.compile(
    rf"(?P<open>\()? ?(?P<sign>[-+])? ?(?P<before>{_UNIT})? ?(?P<inner>[-+])? ?(?P<body>[0-9.,](?:[0-9.,' ]*[0-9.,])?)"
    rf" ?(?P<after>{_UNIT})?(?P<trailing>-)?(?P<close>\))?"
)


class NumberForm(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """How the numbers of a column are written. unit: the currency or percent that may stand beside them; the number is
    taken as it stands: 65.5 of `65.5 %`."""

    shape: Shape
    unit: Annotated[str, Meta(max_length=4)] = ""

    @property
    def example(self) -> str:
        return f"{self.shape} {self.unit}" if self.unit else self.shape


NO_FORMS: Mapping[str, NumberForm] = {}


class Doubt(msgspec.Struct, frozen=True, kw_only=True):
    """Why a column of numbers cannot be read. example: the shape of a value, its digits left out. of_sign: whether it would be
    settled by the sign that parts decimals."""

    reason: str
    example: str
    of_sign: bool = False


def number_of(form: NumberForm, text: str) -> float | None:
    """The number that a text is, None where it is none in this form; NaN where it says that it is missing."""
    text = text.strip()
    if is_missing(text):
        return math.nan
    found = _parts(text)
    if found is None or found[2] not in {"", form.unit}:
        return None
    body, negative, _ = found
    if not _fits(form.shape, body):
        return None
    group, decimal = _signs(form.shape)
    plain = (body.replace(group, "") if group else body).replace(decimal, ".")
    return -float(plain) if negative else float(plain)


def is_missing(text: str) -> bool:
    return text.strip().lower() in MISSING


def outline(text: str) -> str:
    """A text with its digits left out, but for a leading nought: what of it says how numbers are written."""
    text = text.strip()
    start = re.search(r"[0-9]", text)
    lead = start.start() if start is not None and text[start.start()] == "0" else -1
    return "".join("0" if at == lead else "9" if "0" <= each <= "9" else each for at, each in enumerate(text))


def form_of(outlines: Iterable[str], decimal: str = "") -> NumberForm | Doubt | None:
    """The one form of all texts of these outlines; a doubt where there are several or none; None where they are no numbers.

    decimal: the sign that is known to part decimals elsewhere in the table, for a column that does not tell itself.
    """
    bodies, units, first = [], set(), ""
    for each in outlines:
        if is_missing(each):
            continue
        found = _parts(each)
        if found is None:
            return None
        first = first or each
        bodies.append(found[0])
        units.add(found[2])
    if not bodies:
        return None
    if len(units - {""}) > 1:
        return Doubt(
            reason=f"its values stand in several units, {', '.join(sorted(units - {''}))}", example=first
        )
    if "%" in units and "" in units:
        return Doubt(reason="some of its values stand in percent and some do not", example=first)
    fitting = [shape for shape in SHAPES if all(_fits(shape, body) for body in bodies)]
    unit = max(units)
    if not fitting:
        return Doubt(reason="its values part thousands and decimals in several ways", example=_odd(bodies))
    meant = {
        _signs(shape)[1] for shape in fitting if any(_differ(shape, fitting[0], body) for body in bodies)
    }
    if not meant:
        return NumberForm(shape=fitting[0], unit=unit)
    chosen = [shape for shape in fitting if _signs(shape)[1] == decimal]
    if chosen:
        return NumberForm(shape=chosen[0], unit=unit)
    odd = next(body for body in bodies if any(_differ(shape, fitting[0], body) for shape in fitting))
    return Doubt(reason="its one sign could part thousands or decimals", example=odd, of_sign=True)


def decimal_of(form: NumberForm, outlines: Iterable[str]) -> str:
    """The sign that parts decimals in a column, where one stands there."""
    sign = _signs(form.shape)[1]
    bodies = (found[0] for found in map(_parts, outlines) if found is not None)
    return sign if any(sign in body for body in bodies) else ""


def _odd(bodies: Sequence[str]) -> str:
    """A body that does not fit what most fit."""
    best = max(SHAPES, key=lambda shape: sum(_fits(shape, body) for body in bodies))
    return next(body for body in bodies if not _fits(best, body))


def _parts(text: str) -> tuple[str, bool, str] | None:
    """Digits and what parts them, whether it is negative, and its unit."""
    if len(text) > TEXT_MAX:
        return None
    found = _WRITTEN.fullmatch(re.sub(r" +", " ", text.translate(_BLANKS).strip()))
    if found is None or bool(found["open"]) != bool(found["close"]):
        return None
    signs = [each for each in (found["sign"], found["inner"], found["trailing"]) if each]
    units = [each for each in (found["before"], found["after"]) if each]
    if len(signs) + bool(found["open"]) > 1 or len(units) > 1:
        return None
    unit = _SAME.get(units[0], units[0]) if units else ""
    return found["body"], bool(found["open"]) or signs == ["-"], unit


def _signs(shape: Shape) -> tuple[str, str]:
    """What parts thousands, and what parts decimals."""
    return ("", shape[4]) if len(shape) == 7 and shape[1] == "9" else (shape[1], shape[5])


def _fits(shape: Shape, body: str) -> bool:
    return _PATTERNS[shape].fullmatch(body) is not None


def _differ(one: Shape, other: Shape, body: str) -> bool:
    """Whether a body is another number in one shape than in the other."""
    return _plain(one, body) != _plain(other, body)


def _plain(shape: Shape, body: str) -> float:
    group, decimal = _signs(shape)
    return float((body.replace(group, "") if group else body).replace(decimal, "."))


def _pattern(shape: Shape) -> re.Pattern[str]:
    group, decimal = (re.escape(each) for each in _signs(shape))
    whole = "[0-9]+"
    if group:
        whole = rf"(?:[1-9][0-9]{{0,2}}(?:{group}[0-9]{{3}})+|[1-9][0-9]?(?:{group}[0-9]{{2}})+{group}[0-9]{{3}}|[0-9]+)"
    return re.compile(rf"{whole}(?:{decimal}[0-9]*)?|{decimal}[0-9]+")


_PATTERNS = {shape: _pattern(shape) for shape in SHAPES}
