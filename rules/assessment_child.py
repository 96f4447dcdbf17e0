"""The child of `rules.assessment`: reads one task from its input, writes one report, and ends."""

import itertools
import logging
import random
import resource
import sys
import time
from collections.abc import Iterator, Mapping
from typing import TypeVar

import msgspec

from core.errors import FieldError
from rules.assessment import CPU_LIMIT_S, MEMORY_LIMIT_BYTES, Assessment, Report, Task
from rules.canonical_json import encode
from rules.checks.flow import OUTCOME_PATTERN, check
from rules.document import Graph, read, texts_of
from rules.errors import RulesetRefused
from rules.evaluation import PreparedRuleset
from rules.facts import Fact, FactSchema, nest
from rules.language.kinds import Kind
from rules.language.tokens import TokenKind, tokens_of

Value = TypeVar("Value")

_SAMPLES = 300
_SLOWEST = 5
_REPEATS = 7
_LITERALS_MAX = 64


def main() -> None:
    logging.disable(logging.CRITICAL)
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_LIMIT_S, CPU_LIMIT_S))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT_BYTES, MEMORY_LIMIT_BYTES))
    task = msgspec.json.decode(sys.stdin.buffer.read(), type=Task)
    sys.stdout.buffer.write(msgspec.json.encode(report_on(task)))


def report_on(task: Task) -> Report:
    try:
        return Report(_assess(task))
    except RulesetRefused as error:
        return Report(None, error.message, error.fields)


def _assess(task: Task) -> Assessment:
    if not OUTCOME_PATTERN.fullmatch(task.fallback):
        field = FieldError(
            "fallback", "It is not a word of a-z, 0-9 and _, 32 at most.", "Write it like 'review'."
        )
        raise RulesetRefused("The fallback is not an outcome.", fields=(field,))
    graph = read(task.graph)
    checked = check(graph, task.facts)
    ruleset = PreparedRuleset(graph, task.fallback, checked.facts, version_id=None, digest=b"")
    outcomes = tuple(sorted({*checked.outcomes, task.fallback}))
    cost_us = _price(ruleset, graph, {name: task.facts[name] for name in checked.facts})
    results = tuple(ruleset.evaluate(facts) for facts in task.dry_runs)
    return Assessment(encode(task.graph).decode(), outcomes, checked.facts, cost_us, results)


def _price(ruleset: PreparedRuleset, graph: Graph, schema: FactSchema) -> int:
    """Return the microseconds of CPU of the slowest sample, each measured often enough to leave the machine's noise out.

    Raises: RulesetRefused, when a sample makes the ruleset fail.
    """
    first: list[tuple[int, dict[str, object]]] = []
    for facts in itertools.islice(samples(graph, schema), _SAMPLES):
        began = time.thread_time_ns()
        result = ruleset.evaluate(facts)
        first.append((time.thread_time_ns() - began, facts))
        if result.degraded:
            raise RulesetRefused(f"It fails for these facts: {msgspec.json.encode(facts).decode()[:500]}")
    first.sort(key=lambda timed: -timed[0])
    return max(_again(ruleset, facts) for _, facts in first[:_SLOWEST]) // 1_000


def _again(ruleset: PreparedRuleset, facts: Mapping[str, object]) -> int:
    best = sys.maxsize
    for _ in range(_REPEATS):
        began = time.thread_time_ns()
        ruleset.evaluate(facts)
        best = min(best, time.thread_time_ns() - began)
    return best


def samples(graph: Graph, schema: FactSchema) -> Iterator[dict[str, object]]:
    """Facts that walk a ruleset's edges: nothing at all, each end of each range, then mixtures around its thresholds."""
    numbers, texts = _literals(graph)
    candidates = {name: _candidates(fact, numbers, texts) for name, fact in schema.items()}
    most = max((len(values) for values in candidates.values()), default=1)
    for index in range(most):
        yield nest({name: values[min(index, len(values) - 1)] for name, values in candidates.items()})
    generator = random.Random(0)  # noqa: S311  the same samples at each check, not a secret
    while candidates:
        yield nest({name: generator.choice(values) for name, values in candidates.items()})


def _candidates(fact: Fact, numbers: list[float], texts: list[str]) -> list[object]:
    match fact.kind:
        case Kind.NUMBER:
            inside = [number for number in numbers if fact.low <= number <= fact.high]
            around = [near for number in inside for near in (number, number - 1e-6, number + 1e-6)]
            known: list[object] = [fact.low, fact.high, *around]
        case Kind.FLAG:
            known = [True, False]
        case Kind.TEXTS:
            known = [[], texts[:16], ["none of them"]]
        case _:
            known = [*(fact.texts or texts or ()), "none of them"]
    return [None, *known] if fact.missing else known


def _literals(graph: Graph) -> tuple[list[float], list[str]]:
    """Numbers and texts that the graph mentions, spread over all of it."""
    numbers: dict[float, None] = {}
    texts: dict[str, None] = {}
    for node in graph.nodes.values():
        for text in texts_of(node.content):
            for token in tokens_of(text):
                if token.kind is TokenKind.NUMBER:
                    numbers[float(token.value.replace("_", ""))] = None
                elif token.kind is TokenKind.TEXT:
                    texts[token.value[1:-1]] = None
    return _spread(list(numbers)), _spread(list(texts))


def _spread(values: list[Value]) -> list[Value]:
    return values[:: max(1, len(values) // _LITERALS_MAX)]


if __name__ == "__main__":
    main()
