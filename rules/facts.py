"""What a rule can see of a decision: the names, the kind of each, and how a value reaches the engine.

A number that is NaN, infinite or beyond 1e18 reaches rules as missing, a probability rounded to a millionth, an instant
as whole seconds since 1970 UTC. Nothing here identifies a customer.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TypeAlias

import msgspec

from core.errors import shown
from rules.errors import FactsRefused
from rules.language.kinds import Kind, Known

NUMBER_MAX = 1e18
ROUNDED_DIGITS = 6
FACT_TEXT_MAX = 256
FACT_ITEMS_MAX = 64

FactValue: TypeAlias = str | float | bool | list[str] | None


_LOW, _HIGH = -1e9, 1e9


class Fact(msgspec.Struct, frozen=True):
    """One name. low, high: the numbers to expect, tried when the worst case is priced. texts: all that it can be.

    whole: whether a number is always a whole one; None where that is not known. capitals: how many a text has, where it is a code of
    capital letters alone.
    """

    kind: Kind
    missing: bool = False
    texts: tuple[str, ...] | None = None
    low: float = _LOW
    high: float = _HIGH
    whole: bool | None = None
    capitals: int | None = None

    @property
    def bounded(self) -> bool:
        """Whether low and high say what the number can be, not only what to try."""
        return self.kind is Kind.NUMBER and (self.low, self.high) != (_LOW, _HIGH)

    def known(self) -> Known:
        return Known(self.kind, self.missing, None if self.texts is None else frozenset(self.texts))


FactSchema: TypeAlias = Mapping[str, Fact]
"""The facts of one use case, by full name: `score`, `transaction.amount_minor`, `features.amount_sum_7d`."""

_TEXT = Fact(Kind.TEXT, missing=True)
_METHODS = ("upi", "card", "neft", "imps", "rtgs", "wallet", "netbanking", "cash", "other")
_CHANNELS = ("app", "web", "pos", "atm", "branch", "api")
_SECONDS = Fact(Kind.NUMBER, missing=True, low=0, high=4e9, whole=True)

SUPPRESSED, SUPPRESSED_RULES = "suppressed", "suppressed_rules"
LISTS = "lists"
"""The group of lists: `lists.<name>.<attribute>`."""

ALWAYS: FactSchema = {
    "use_case": Fact(Kind.TEXT),
    "mode": Fact(Kind.TEXT, texts=("live", "sandbox")),
    "decided_at": Fact(Kind.NUMBER, low=0, high=4e9, whole=True),
    "decided_hour": Fact(Kind.NUMBER, low=0, high=23, whole=True),
    "decided_weekday": Fact(Kind.NUMBER, low=1, high=7, whole=True),
    "score": Fact(Kind.NUMBER, missing=True, low=0, high=1, whole=False),
    "probability": Fact(Kind.NUMBER, missing=True, low=0, high=1, whole=False),
    "points": Fact(Kind.NUMBER, missing=True, low=0, high=1_000, whole=True),
    "reasons": Fact(Kind.TEXTS),
    "segment": _TEXT,
    "region": _TEXT,
    SUPPRESSED: Fact(Kind.FLAG),
    SUPPRESSED_RULES: Fact(Kind.TEXTS),
}
TRANSACTION: FactSchema = {
    "transaction.amount_minor": Fact(Kind.NUMBER, missing=True, low=1, high=1e14, whole=True),
    "transaction.occurred_at": _SECONDS,
    "transaction.duplicate": Fact(Kind.FLAG, missing=True),
    "transaction.latitude": Fact(Kind.NUMBER, missing=True, low=-90, high=90),
    "transaction.longitude": Fact(Kind.NUMBER, missing=True, low=-180, high=180),
    "transaction.currency": Fact(Kind.TEXT, missing=True, capitals=3),
    "transaction.direction": Fact(Kind.TEXT, missing=True, texts=("debit", "credit")),
    "transaction.method": Fact(Kind.TEXT, missing=True, texts=_METHODS),
    "transaction.channel": Fact(Kind.TEXT, missing=True, texts=_CHANNELS),
    "transaction.country": Fact(Kind.TEXT, missing=True, capitals=2),
    **{
        f"transaction.{name}": _TEXT
        for name in (
            "category",
            "region",
            "gateway",
            "merchant_id",
            "payee_id",
            "device_id",
        )
    },
}


def schema_of(
    *,
    transaction: bool = True,
    features: tuple[str, ...] = (),
    inputs: Mapping[str, Kind] | None = None,
    answer: Mapping[str, Kind] | None = None,
) -> FactSchema:
    """Put together the facts of a use case.

    features: names of the version's features; they may always be missing. inputs: a tenant's own columns and their kinds.
    answer: the fields of the use case's answer and their kinds.
    """
    schema: dict[str, Fact] = dict(ALWAYS)
    if transaction:
        schema |= TRANSACTION
    schema |= {f"features.{name}": Fact(Kind.NUMBER, missing=True) for name in features}
    schema |= {f"inputs.{name}": Fact(kind, missing=True) for name, kind in (inputs or {}).items()}
    schema |= {f"answer.{name}": Fact(kind, missing=True) for name, kind in (answer or {}).items()}
    return schema


class Projection:
    """Takes from a decision's facts only what a ruleset reads, in the form that the engine accepts."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self._plain = tuple(name for name in names if "." not in name)
        grouped: dict[str, list[str]] = {}
        for name in names:
            group, _, key = name.partition(".")
            if key:
                grouped.setdefault(group, []).append(key)
        deep = {group: keys for group, keys in grouped.items() if any("." in key for key in keys)}
        self._grouped = tuple((group, tuple(keys)) for group, keys in grouped.items() if group not in deep)
        self._deep = tuple(
            (group, tuple((key, key.split(".")) for key in keys)) for group, keys in deep.items()
        )

    def of(self, facts: Mapping[str, object]) -> dict[str, object]:
        """Return plain JSON values, nested as the names are.

        facts: by group: plain facts at the top, `transaction` (a mapping or a struct), `features` and `inputs`.
            `decided_at` is an aware datetime; `decided_hour` and `decided_weekday` are made from it.
        """
        taken: dict[str, object] = {}
        for name in self._plain:
            value = facts.get(name)
            if type(value) is float and -NUMBER_MAX <= value <= NUMBER_MAX:
                taken[name] = round(value, ROUNDED_DIGITS)
            elif name in _FROM_TIME and name not in facts:
                taken[name] = _from_time(name, facts.get("decided_at"))
            else:
                taken[name] = plain(value)
        for group, keys in self._grouped:
            source = facts.get(group)
            if type(source) is dict or isinstance(source, Mapping):
                taken[group] = {key: plain(source.get(key)) for key in keys}
            else:
                taken[group] = {key: plain(getattr(source, key, None)) for key in keys}
        for group, paths in self._deep:
            taken[group] = _nested(facts.get(group), paths, absent=False if group == LISTS else None)
        return taken


def _nested(
    source: object, paths: Sequence[tuple[str, Sequence[str]]], *, absent: object
) -> dict[str, object]:
    """A group some of whose names have dots: known by the whole name, and nested for the engine, which takes a dot for a step.

    absent: what stands for a name that is not known; nobody is on a list that there is not.
    """
    taken: dict[str, object] = {}
    for key, steps in paths:
        value = source.get(key) if isinstance(source, Mapping) else getattr(source, key, None)
        inside = taken
        for step in steps[:-1]:
            deeper = inside.setdefault(step, {})
            if not isinstance(deeper, dict):
                break  # a name that is a value and a group too is a value
            inside = deeper
        else:
            inside[steps[-1]] = absent if value is None else plain(value)
    return taken


_FROM_TIME = {"decided_hour", "decided_weekday"}


def _from_time(name: str, at: object) -> int | None:
    if not isinstance(at, dt.datetime):
        return None
    moment = at.astimezone(dt.UTC)
    return moment.hour if name == "decided_hour" else moment.isoweekday()


def plain(value: object) -> object:
    """One fact as the engine takes it; what it could not hold is missing."""
    kind = type(value)
    if kind is str or value is None:
        return value
    if kind is int or kind is float:
        return value if -NUMBER_MAX <= value <= NUMBER_MAX else None  # type: ignore[operator]  # NaN is in no range
    match value:
        case bool() | str():
            return value
        case int() | float():
            return value if -NUMBER_MAX <= value <= NUMBER_MAX else None
        case dt.datetime():
            return int(value.timestamp())
        case list() | tuple() | frozenset() | set():
            return [item for item in value if isinstance(item, str)]
        case _:
            return _number(value)


def _number(value: object) -> float | None:
    """A number of another library, such as numpy's float32; anything else is missing."""
    try:
        number = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return None
    return number if -NUMBER_MAX <= number <= NUMBER_MAX else None


def nested(given: Mapping[str, FactValue], schema: FactSchema) -> dict[str, object]:
    """Check facts that a caller wrote for a dry run, by full name, and nest them as a decision's are.

    Raises: FactsRefused.
    """
    for name, value in given.items():
        fact = schema.get(name)
        if fact is None:
            raise FactsRefused(f"There is no fact `{shown(name)}` in this use case.")
        if not _fits(value, fact.kind):
            raise FactsRefused(f"The fact {name} is a {fact.kind.value}.")
    return nest(given)


def nest(given: Mapping[str, object]) -> dict[str, object]:
    """Turn facts by full name into groups."""
    facts: dict[str, object] = {}
    groups: dict[str, dict[str, object]] = {}
    for name, value in given.items():
        group, _, key = name.partition(".")
        if key:
            facts[group] = groups.setdefault(group, {})
            groups[group][key] = value
        else:
            facts[name] = value
    return facts


def _fits(value: FactValue, kind: Kind) -> bool:
    match value:
        case None:
            return True
        case bool():
            return kind is Kind.FLAG
        case int() | float():
            return kind is Kind.NUMBER
        case str():
            return kind is Kind.TEXT and len(value) <= FACT_TEXT_MAX
        case _:
            return kind is Kind.TEXTS and len(value) <= FACT_ITEMS_MAX
