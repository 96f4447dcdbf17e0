"""The child of `rules.assessment`: reads one task from its input, writes one report, and ends."""

import logging
import resource
import sys

import msgspec

from core.errors import FieldError
from rules.assessment import CPU_LIMIT_S, MEMORY_LIMIT_BYTES, Assessment, Report, Task
from rules.canonical_json import encode
from rules.checks.flow import check
from rules.checks.results import OUTCOME_PATTERN
from rules.document import read
from rules.errors import RulesetRefused
from rules.evaluation import PreparedRuleset
from rules.pricing import price


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
    checked = check(graph, task.facts, task.at)
    ruleset = PreparedRuleset(graph, task.fallback, checked.facts, version_id=None, digest=b"")
    outcomes = tuple(sorted({*checked.outcomes, task.fallback}))
    cost_us = price(ruleset, graph, {name: task.facts[name] for name in checked.facts})
    results = tuple(ruleset.evaluate(facts) for facts in task.dry_runs)
    return Assessment(
        encode(task.graph).decode(), outcomes, checked.facts, cost_us, results, checked.findings
    )


if __name__ == "__main__":
    main()
