"""Test cases of a use case: facts by name and what must become of them. They guard every activation.

A set of them is immutable and numbered; changing one makes the next set, with a reason. Facts identify nobody.

For whoever activates a version (`rules.rulesets`): call `require_passing(tx, environment_id, version)` inside the
transaction of the activation, before it is written. It holds the set until the transaction ends, runs each case on the
version, and raises `RuleTestsFailing`, whose fields name the case, what was expected, what came and the row that hit.
For a check, give `facts_of(cases)` to the assessor beside the dry runs, and hand the results to `judge`.
"""

import asyncio
import time
from collections.abc import Sequence
from typing import Annotated, Protocol
from uuid import UUID

import msgspec
from msgspec import Meta

from core.database import Transaction
from core.errors import ErrorKind, FieldError, PlatformError
from rules import test_case_store as store
from rules.entities import Document, Outcome, RuleTestResult
from rules.evaluation import RuleResult, prepare
from rules.facts import FACT_ITEMS_MAX, FACT_TEXT_MAX, nest
from rules.limits import FINDINGS_MAX, NOTE_CHARS_MAX, NOTES_MAX

CASES_MAX = 200
_TURN_NS = 2_000_000

CaseName = Annotated[str, Meta(min_length=1, max_length=120, pattern=r"^[^\x00-\x1f\x7f]+$(?!\n)")]
CaseText = Annotated[str, Meta(max_length=FACT_TEXT_MAX)]
CaseFact = CaseText | float | bool | Annotated[list[CaseText], Meta(max_length=FACT_ITEMS_MAX)] | None
CaseFacts = Annotated[
    dict[Annotated[str, Meta(min_length=1, max_length=160)], CaseFact], Meta(max_length=256)
]
CaseNotes = Annotated[list[Annotated[str, Meta(max_length=NOTE_CHARS_MAX)]], Meta(max_length=NOTES_MAX)]


class RuleTestsFailing(PlatformError):
    """The version does not do what its use case's test cases demand; `fields` names each case."""

    kind = ErrorKind.PRECONDITION
    code = "rule_tests_failing"
    fix = "Correct the ruleset, or change the named test cases, with a reason."


class RuleTest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One test case.

    name: unique in its use case. facts: by full name; what is left out is missing. outcome: what must come.
    notes: what the decision must note, in this order; when there are none, notes are not looked at.
    """

    name: CaseName
    facts: CaseFacts
    outcome: Outcome
    notes: CaseNotes = []


class RuleTestSet(msgspec.Struct, frozen=True, kw_only=True):
    """All test cases of a use case at one time. number: 0, without an id, where there never were any."""

    id: UUID | None
    use_case: str
    number: int
    digest: bytes
    author: str
    reason: str
    cases: tuple[RuleTest, ...]


class Version(Protocol):
    """What of a ruleset's version is run."""

    @property
    def id(self) -> UUID | None: ...
    @property
    def digest(self) -> bytes: ...
    @property
    def fallback(self) -> str: ...
    @property
    def facts(self) -> Sequence[str]: ...
    @property
    def graph(self) -> Document: ...


async def current(tx: Transaction, environment_id: UUID, use_case: str) -> tuple[RuleTest, ...]:
    """Return the test cases of a use case as they are now."""
    row = await store.find_latest(tx, environment_id, use_case)
    return () if row is None else cases_in(row.cases)


async def require_passing(tx: Transaction, environment_id: UUID, use_case: str, version: Version) -> None:
    """Let a version go on only if it passes the test cases of its use case, which nobody changes before the transaction ends.

    Raises: RuleTestsFailing.
    """
    await store.hold(tx, environment_id, use_case)
    cases = await current(tx, environment_id, use_case)
    if cases:
        require(await run(cases, version))


def require(results: Sequence[RuleTestResult]) -> None:
    """Raises: RuleTestsFailing, when one did not pass."""
    failed = [(index, result) for index, result in enumerate(results) if not result.passed]
    if failed:
        count = f"{len(failed)} of its {len(results)} test cases"
        fields = tuple(_field(index, result) for index, result in failed[:FINDINGS_MAX])
        raise RuleTestsFailing(f"The version fails {count}.", fields=fields)


async def run(cases: Sequence[RuleTest], version: Version) -> tuple[RuleTestResult, ...]:
    """Run cases on a stored version, which was bounded when it was pushed; others get their turn in between."""
    prepared = prepare(
        version.graph, version.fallback, version.facts, version_id=version.id, digest=version.digest
    )
    results: list[RuleResult] = []
    began = time.monotonic_ns()
    for facts in facts_of(cases):
        results.append(prepared.evaluate(facts))
        if time.monotonic_ns() - began > _TURN_NS:
            await asyncio.sleep(0)
            began = time.monotonic_ns()
    return judge(cases, results)


def facts_of(cases: Sequence[RuleTest]) -> list[dict[str, object]]:
    """The facts of each case, nested as a decision's are."""
    return [nest(case.facts) for case in cases]


def judge(cases: Sequence[RuleTest], results: Sequence[RuleResult]) -> tuple[RuleTestResult, ...]:
    """Compare what came with what each case demands. A fallback for a failure passes no case."""
    return tuple(_judged(case, result) for case, result in zip(cases, results, strict=True))


def _judged(case: RuleTest, result: RuleResult) -> RuleTestResult:
    same_notes = not case.notes or tuple(case.notes) == result.notes
    return RuleTestResult(
        name=case.name,
        passed=not result.degraded and result.outcome == case.outcome and same_notes,
        expected=case.outcome,
        outcome=result.outcome,
        expected_notes=tuple(case.notes),
        notes=result.notes,
        trace=result.trace,
        degraded=result.degraded,
    )


def _field(index: int, result: RuleTestResult) -> FieldError:
    where = ", ".join(f'"{hit.node}"' + (f" row {hit.row}" if hit.row else "") for hit in result.trace)
    by = f" by {where}" if where else ""
    if result.degraded:
        got = f"the ruleset failed, and its fallback {result.outcome} came"
    elif result.outcome != result.expected:
        got = f"{result.outcome} came{by}"
    else:
        got = f"the notes are {_words(result.notes)}{by}, not {_words(result.expected_notes)}"
    reason = f'"{result.name}": {result.expected} was expected, {got}.'
    return FieldError(f"test_cases[{index}]", reason, "Correct the row that hit, or the case.")


def _words(notes: Sequence[str]) -> str:
    return ", ".join(f'"{note}"' for note in notes) or "none"


def cases_in(text: str) -> tuple[RuleTest, ...]:
    """Read what is stored."""
    return msgspec.json.decode(text, type=tuple[RuleTest, ...])
