"""A ruleset is checked and its worst case priced in a child process, which a hang or a crash cannot outlive.

The static checks bound the work; the child finds out what that work costs here, and that no sample of facts, built from
the ruleset's own thresholds and the ends of each fact's range, makes it fail.
"""

import asyncio
import datetime as dt
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from core.clock import Clock, SystemClock
from core.errors import FieldError, Overloaded
from rules.errors import RulesetRefused, RulesetTooSlow
from rules.evaluation import RuleResult
from rules.facts import Fact, FactSchema
from rules.findings import Finding
from rules.limits import COST_US_MAX

TIMEOUT_S = 10.0
CPU_LIMIT_S = 8
MEMORY_LIMIT_BYTES = 1 << 30
DRY_RUNS_MAX = 20
_ROOT = Path(__file__).resolve().parents[1]


class Task(msgspec.Struct, frozen=True):
    """graph, dry_runs: plain JSON; a dry run is facts nested as a decision's are. at: when it is checked."""

    graph: object
    fallback: str
    facts: dict[str, Fact]
    dry_runs: list[dict[str, object]]
    at: dt.datetime


class Assessment(msgspec.Struct, frozen=True):
    """What a ruleset can do.

    canonical: the graph in its RFC 8785 form. facts: what it reads. cost_us: of its worst sample. results: one for each
    dry run. findings: what is worth knowing.
    """

    canonical: str
    outcomes: tuple[str, ...]
    facts: tuple[str, ...]
    cost_us: int
    results: tuple[RuleResult, ...]
    findings: tuple[Finding, ...] = ()


class Report(msgspec.Struct, frozen=True):
    """The child's answer: an assessment, or why there is none."""

    assessment: Assessment | None
    message: str = ""
    fields: tuple[FieldError, ...] = ()


class Assessor:
    """Runs children, two at a time; a third waits its turn, and a crowd is sent away."""

    def __init__(
        self,
        *,
        timeout_s: float = TIMEOUT_S,
        cost_us_max: int = COST_US_MAX,
        child: str = "rules.assessment_child",
        clock: Clock | None = None,
    ) -> None:
        self._clock = clock or SystemClock()
        self._timeout_s = timeout_s
        self._cost_us_max = cost_us_max
        self._child = child
        self._turns = asyncio.Semaphore(2)
        self._waiting = 0

    async def assess(
        self,
        graph: Mapping[str, object],
        fallback: str,
        schema: FactSchema,
        dry_runs: Sequence[dict[str, object]] = (),
    ) -> Assessment:
        """Check a ruleset and price it.

        Raises: RulesetRefused, RulesetTooSlow, Overloaded.
        """
        if self._waiting >= 8:
            raise Overloaded("Too many rulesets are being checked.", retry_after_s=5)
        task = msgspec.json.encode(Task(graph, fallback, dict(schema), list(dry_runs), self._clock.now()))
        self._waiting += 1
        try:
            async with self._turns:
                report = await self._run(task)
        finally:
            self._waiting -= 1
        if report.assessment is None:
            raise RulesetRefused(report.message, fields=report.fields)
        if report.assessment.cost_us > self._cost_us_max:
            cost = report.assessment.cost_us
            raise RulesetTooSlow(f"Its worst case takes {cost} µs; {self._cost_us_max} are allowed.")
        return report.assessment

    async def _run(self, task: bytes) -> Report:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            self._child,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            cwd=_ROOT,
            env={},
        )
        try:
            async with asyncio.timeout(self._timeout_s):
                written, _ = await process.communicate(task)
        except TimeoutError as error:
            raise RulesetTooSlow(
                f"Its worst case could not be priced within {self._timeout_s:g} s."
            ) from error
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        try:
            return msgspec.json.decode(written, type=Report)
        except msgspec.DecodeError as error:
            internal = f"assessment child ended with {process.returncode}"
            raise RulesetTooSlow("Its worst case could not be priced.", internal=internal) from error
