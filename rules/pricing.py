"""What the worst case of a ruleset costs, found by walking towards it.

Which facts are worst is a matter of how far each row gets before it fails: a costly cell behind `== 'k37'` costs nothing for any other
text. So samples begin with the ends of each fact's range and mixtures of what its own cells mention, and the slowest of them is made
slower, one fact after the other, with everything that is mentioned beside that fact, as long as it gets slower.
"""

import random
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TypeVar

import msgspec

from rules.document import ExpressionContent, Graph, SwitchContent, TableContent
from rules.errors import RulesetRefused
from rules.evaluation import PreparedRuleset
from rules.facts import Fact, FactSchema, nest
from rules.language.kinds import Kind
from rules.language.tokens import NotInLanguage, TokenKind, tokens_of

Value = TypeVar("Value")
Flat = dict[str, object]
Literals = dict[str, tuple[list[float], list[str]]]

_SAMPLES = 300
_SLOWEST = 5
_REPEATS = 7
_MENTIONED_MAX = 64
_WALKED_MAX = 1_000
_ROUNDS = 3
_WALK_S = 0.6
_SLOWER = 1.15
LONG_TEXT = "x" * 1_024
"""A text that is mentioned nowhere, and long: what looks into texts pays for their length."""


def price(ruleset: PreparedRuleset, graph: Graph, schema: FactSchema) -> int:
    """Return the microseconds of CPU of the slowest facts, each measured often enough to leave the machine's noise out.

    schema: the facts that it reads. Raises: RulesetRefused, when some of them make it fail.
    """
    mentioned = literals_by_fact(graph, schema)
    timed = [(_once(ruleset, facts), facts) for facts in islice(samples(schema, mentioned), _SAMPLES)]
    timed.sort(key=lambda each: -each[0])
    slowest = [(_again(ruleset, facts), facts) for _, facts in timed[:_SLOWEST]]
    took, worst = max(slowest, key=lambda each: each[0])
    return _walk(ruleset, schema, mentioned, worst, took) // 1_000


def samples(schema: FactSchema, mentioned: Literals) -> Iterator[Flat]:
    """Facts that walk a ruleset's edges: nothing at all, each end of each range, then mixtures around its thresholds."""
    candidates = {
        name: _candidates(fact, *mentioned[name], most=_MENTIONED_MAX) for name, fact in schema.items()
    }
    longest = max((len(values) for values in candidates.values()), default=1)
    for index in range(longest):
        yield {name: values[min(index, len(values) - 1)] for name, values in candidates.items()}
    generator = random.Random(0)  # noqa: S311  the same samples at each check, not a secret
    while candidates:
        yield {name: generator.choice(values) for name, values in candidates.items()}


def _walk(ruleset: PreparedRuleset, schema: FactSchema, mentioned: Literals, worst: Flat, took: int) -> int:
    """Change one fact after the other to whatever makes it slower. Returns: what the slowest facts took, in nanoseconds."""
    until = time.thread_time() + _WALK_S
    for _ in range(_ROUNDS):
        before = took
        for name, fact in schema.items():
            for value in _candidates(fact, *mentioned[name], most=_WALKED_MAX):
                if time.thread_time() > until:
                    return took
                tried = {**worst, name: value}
                if (
                    _once(ruleset, tried) > took * _SLOWER
                    and (again := _again(ruleset, tried)) > took * _SLOWER
                ):
                    took, worst = again, tried
        if took == before:
            break
    return took


def _once(ruleset: PreparedRuleset, facts: Flat) -> int:
    """Raises: RulesetRefused."""
    nested = nest(facts)
    began = time.thread_time_ns()
    result = ruleset.evaluate(nested)
    took = time.thread_time_ns() - began
    if result.degraded:
        raise RulesetRefused(f"It fails for these facts: {msgspec.json.encode(nested).decode()[:500]}")
    return took


def _again(ruleset: PreparedRuleset, facts: Flat) -> int:
    nested = nest(facts)
    best = sys.maxsize
    for _ in range(_REPEATS):
        began = time.thread_time_ns()
        ruleset.evaluate(nested)
        best = min(best, time.thread_time_ns() - began)
    return best


def _candidates(fact: Fact, numbers: Sequence[float], texts: Sequence[str], *, most: int) -> list[object]:
    match fact.kind:
        case Kind.NUMBER:
            inside = [number for number in numbers[:most] if fact.low <= number <= fact.high]
            around = [near for number in inside for near in (number, number - 1e-6, number + 1e-6)]
            known: list[object] = [fact.low, fact.high, *around]
        case Kind.FLAG:
            known = [True, False]
        case Kind.TEXTS:
            known = [[], list(texts[:16]), ["none of them"]]
        case _:
            known = list(fact.texts) if fact.texts is not None else [*texts[:most], "none of them", LONG_TEXT]
    return [None, *known] if fact.missing else known


def literals_by_fact(graph: Graph, schema: FactSchema) -> Literals:
    """Numbers and texts that are mentioned beside each fact, those of the most cells first; of the whole graph where there are none."""
    numbers: dict[str, Counter[float]] = {name: Counter() for name in ("", *schema)}
    texts: dict[str, Counter[str]] = {name: Counter() for name in ("", *schema)}
    for read, text in _texts(graph):
        words = _tokens(text)
        beside = {name for name in schema if name in read or name in text}
        for kind, value in words:
            for name in ("", *beside):
                if kind is TokenKind.NUMBER:
                    numbers[name][float(value.replace("_", ""))] += 1
                else:
                    texts[name][value[1:-1]] += 1
    return {
        name: (_often_first(numbers[name] or numbers[""]), _often_first(texts[name] or texts[""]))
        for name in schema
    }


def _often_first(counted: "Counter[Value]") -> list[Value]:
    return [value for value, _ in counted.most_common()]


def _tokens(text: str) -> list[tuple[TokenKind, str]]:
    try:
        return [
            (each.kind, each.value)
            for each in tokens_of(text)
            if each.kind in {TokenKind.NUMBER, TokenKind.TEXT}
        ]
    except NotInLanguage:
        return []


def _texts(graph: Graph) -> Iterator[tuple[str, str]]:
    """Each cell, expression and condition, with the field that it is a test of."""
    for node in graph.nodes.values():
        match node.content:
            case TableContent(inputs=inputs, outputs=outputs, rules=rows):
                for row in rows:
                    yield from ((column.field or "", row.get(column.id) or "") for column in inputs)
                    yield from (("", row.get(column.id) or "") for column in outputs)
            case ExpressionContent(expressions=expressions):
                yield from (("", each.value) for each in expressions)
            case SwitchContent(statements=statements):
                yield from (("", each.condition) for each in statements)
            case _:
                continue
