"""The one step by which a sandbox's magic values take part in a decision; a live environment never takes it.

Which value it was stands in the decision's notes and in the payload that its ledger entry commits to, so a replay takes the same step.
"""

import asyncio
import contextlib
from collections.abc import Iterator
from typing import Final

import msgspec

from core.errors import ErrorKind, PlatformError
from payments import magic as values
from payments.magic import NOTE, OUTCOMES, SLOW_S, MagicValue
from rules.evaluation import RuleResult
from tenants.principals import Mode

HELD_MAX: Final = 64


class TooManyHeld(PlatformError):
    kind = ErrorKind.EXHAUSTED
    code = "sandbox_slow_answers_exhausted"
    fix = "Ask fewer slow questions of a sandbox at once: 64 are held back in one process at a time."


class Magic(msgspec.Struct, frozen=True):
    """What a question's magic value does, as the payload keeps it. value: the customer or amount that did it."""

    effect: str
    value: str

    @property
    def gone(self) -> bool:
        """Whether the model is to be taken as gone."""
        return self.effect == "degraded"

    def ruled(self, result: RuleResult) -> RuleResult:
        """What the rules said, with what the value makes of it and the note that says so first."""
        note = f"{NOTE}: {self.value}: {self.effect}"
        if self.effect in OUTCOMES:
            return RuleResult(self.effect, (note, *result.notes), result.trace, degraded=result.degraded)
        return RuleResult(result.outcome, (note, *result.notes), result.trace, degraded=result.degraded)


class Held:
    """The slow answers of a process: each waits by itself, outside of any tick, and only so many at once."""

    def __init__(self, *, wait_s: float = SLOW_S) -> None:
        self._wait_s = wait_s
        self._count = 0

    async def hold(self, magic: Magic) -> None:
        """Let a slow question wait. Raises: TooManyHeld."""
        if magic.effect == "slow":
            with self._counted():
                await asyncio.sleep(self._wait_s)

    @contextlib.contextmanager
    def _counted(self) -> Iterator[None]:
        if self._count >= HELD_MAX:
            raise TooManyHeld(
                "This sandbox holds back as many slow answers as it can.", retry_after_s=self._wait_s
            )
        self._count += 1
        try:
            yield
        finally:
            self._count -= 1


def find(mode: Mode, subject_id: str, asked: object) -> Magic | None:
    """Return what a question's values do. subject_id: whom it is about. asked: the payment or event, which may have an amount."""
    amount = getattr(asked, "amount_minor", None)
    found = values.find(mode, subject_id, amount if isinstance(amount, int) else None)
    return None if found is None else Magic(found.effect, _named(found, subject_id))


def _named(found: MagicValue, subject_id: str) -> str:
    return subject_id if found.customer_id == subject_id else str(found.amount_minor)
