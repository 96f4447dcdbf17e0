"""What a verification did: every step it owes, in order, each passed, failed, or not run and why.

A report starts with all its steps not run, so a step that is forgotten can never look like one that passed.
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


EXIT_VERIFIED = 0
EXIT_INCOMPLETE = 3
EXIT_UNREADABLE = 4

PASSED = "passed"
FAILED = "failed"
NOT_RUN = "not_run"


@dataclass(frozen=True)
class Result:
    step: Step
    state: str
    detail: str


class Report:
    """steps: all that must pass before the answer may be "verified"."""

    def __init__(self, *steps: Step) -> None:
        self._results = {step: Result(step, NOT_RUN, "an earlier step did not pass") for step in steps}

    @property
    def results(self) -> list[Result]:
        return list(self._results.values())

    def passed(self, step: Step, detail: str) -> None:
        self._settle(step, PASSED, detail)

    def failed(self, step: Step, detail: str) -> None:
        self._settle(step, FAILED, detail)

    def not_run(self, step: Step, detail: str) -> None:
        """Say what was missing."""
        self._settle(step, NOT_RUN, detail)

    @property
    def exit_code(self) -> int:
        """The code of the first step that failed; 3 when none did but one was not run; 0 only if every step passed."""
        for result in self.results:
            if result.state == FAILED:
                return int(result.step)
        if self._results and all(result.state == PASSED for result in self.results):
            return EXIT_VERIFIED
        return EXIT_INCOMPLETE

    def _settle(self, step: Step, state: str, detail: str) -> None:
        if step not in self._results:
            raise KeyError(step.name)
        self._results[step] = Result(step, state, detail)
