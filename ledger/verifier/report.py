"""What a verification did: every step it owes, in order, each passed, failed, or not run and why.

A report starts with all its steps not run, so a step that is forgotten can never look like one that passed. Which steps
are owed follows from what the auditor pinned and handed over; the others are listed as not owed, so that nobody takes
silence for proof.
"""

import enum
from dataclasses import dataclass


class Step(enum.IntEnum):
    """A step, and the exit code when it is the first that failed."""

    FILES = 10
    TRUST = 11
    CHECKPOINTS = 12
    ENTRIES = 13
    TREE = 14
    HISTORY = 15
    RECEIPTS = 16
    INCLUSION = 17
    COMMITMENT = 18
    WITNESSES = 19
    SUPER = 20
    EPOCHS = 21
    CHAIN = 22
    ERASURES = 23
    ARTEFACTS = 24
    BLOCKS = 25


EXIT_VERIFIED = 0
EXIT_INCOMPLETE = 3
EXIT_UNREADABLE = 4

PASSED = "passed"
FAILED = "failed"
NOT_RUN = "not_run"
NOT_OWED = "not_owed"


@dataclass(frozen=True)
class Result:
    step: Step
    state: str
    detail: str


class Report:
    """steps: all that must pass before the answer may be "verified"."""

    def __init__(self, *steps: Step) -> None:
        self._results = {step: Result(step, NOT_RUN, "an earlier step did not pass") for step in steps}
        self._not_owed: dict[Step, Result] = {}

    @property
    def results(self) -> list[Result]:
        """Every step that is owed, in order of running."""
        return list(self._results.values())

    @property
    def unasked(self) -> list[Result]:
        """Every step that nothing asked for: it proved nothing."""
        return list(self._not_owed.values())

    @property
    def first_failure(self) -> Result | None:
        return next((result for result in self.results if result.state == FAILED), None)

    def passed(self, step: Step, detail: str) -> None:
        self._settle(step, PASSED, detail)

    def failed(self, step: Step, detail: str) -> None:
        self._settle(step, FAILED, detail)

    def not_run(self, step: Step, detail: str) -> None:
        """Say what was missing."""
        self._settle(step, NOT_RUN, detail)

    def not_owed(self, step: Step, detail: str) -> None:
        """Say what would have to be pinned or handed over. A step that is owed cannot be waived."""
        if step in self._results:
            raise KeyError(step.name)
        self._not_owed[step] = Result(step, NOT_OWED, detail)

    @property
    def exit_code(self) -> int:
        """The code of the first step that failed; 3 when none did but one was not run; 0 only if every step passed."""
        if self.first_failure is not None:
            return int(self.first_failure.step)
        if self._results and all(result.state == PASSED for result in self.results):
            return EXIT_VERIFIED
        return EXIT_INCOMPLETE

    def _settle(self, step: Step, state: str, detail: str) -> None:
        if step not in self._results:
            raise KeyError(step.name)
        self._results[step] = Result(step, state, detail)
