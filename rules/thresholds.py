"""The thresholds of a ruleset: the numbers that it names, so that a release can set them without touching a rule.

A threshold is an expression whose whole value is one number: `review_at` = `0.4`. Rules read it by its key. With other values a
graph is another graph, with a digest of its own, so that all that holds of rulesets holds of it: checks, prices, approvals, replays.
"""

import copy
import math
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from core.errors import ErrorKind, FieldError, PlatformError, shown
from rules.document import EXPRESSION
from rules.entities import Document

THRESHOLDS_MAX = 50
LARGEST = 1e15
DIGITS = 9
"""Of a fraction: finer than any score reaches rules."""
_NUMBER = re.compile(r"\s*-?[0-9]+(\.[0-9]+)?\s*")


class ThresholdsRefused(PlatformError):
    """A value is set that the ruleset does not name as a number of its own."""

    kind = ErrorKind.INVALID
    code = "thresholds_refused"
    fix = "Set only numbers that the ruleset names: expressions whose whole value is one number."


def thresholds_of(graph: Document) -> dict[str, float]:
    """Return the numbers that a checked graph names, in order. A key that two nodes write names none: which is meant is not said."""
    written: dict[str, list[str]] = {}
    for item in _items(graph):
        key, value = item.get("key"), item.get("value")
        if isinstance(key, str) and isinstance(value, str):
            written.setdefault(key, []).append(value)
    return {
        key: float(values[0])
        for key, values in written.items()
        if len(values) == 1 and _NUMBER.fullmatch(values[0])
    }


def with_thresholds(graph: Document, values: Mapping[str, float]) -> Document:
    """Return the graph with other values of its thresholds; one that has its value already stays as it was written.

    Raises: ThresholdsRefused.
    """
    known = thresholds_of(graph)
    named = ", ".join(known) or "none"
    refused = [
        FieldError(f"thresholds.{shown(name)}", "The ruleset names no such number.", f"It names: {named}.")
        for name in values
        if name not in known
    ]
    refused += [
        FieldError(f"thresholds.{name}", "It is no number.", "Write a number.")
        for name, value in values.items()
        if not math.isfinite(value)
    ]
    if refused:
        raise ThresholdsRefused("The ruleset does not name every threshold that is set.", fields=refused)
    changed = copy.deepcopy(dict(graph))
    for item in _items(changed):
        key = item.get("key")
        if isinstance(key, str) and key in values and round(values[key], DIGITS) != known[key]:
            item["value"] = _text(values[key])
    return changed


def _items(graph: Document) -> Iterator[dict[str, object]]:
    """The expressions of all expression nodes."""
    nodes = graph.get("nodes")
    for node in nodes if isinstance(nodes, list) else []:
        content = node.get("content") if isinstance(node, dict) and node.get("type") == EXPRESSION else None
        items = content.get("expressions") if isinstance(content, dict) else None
        yield from (item for item in items if isinstance(item, dict)) if isinstance(items, list) else ()


def _text(value: float) -> str:
    """A number as the language writes it: without an exponent."""
    number = Decimal(repr(round(value, DIGITS)))
    return format(number.to_integral_value() if number == number.to_integral_value() else number, "f")
