"""Whether active rulesets hold on live facts. One that fails too often is left for the version before, off the decision path.

A failure is a decision that had its prediction and yet only the ruleset's fallback. Nothing is counted for a ruleset that never
failed. It never goes forward by itself: each fall is to an older version, and in the end to the default, so nothing flaps.
"""

import asyncio
import dataclasses
import time
from collections.abc import Callable, Coroutine, Sequence
from typing import Protocol
from uuid import UUID

from core.errors import PlatformError
from inference.answers import Decided
from inference.asks import Ask

IN_A_ROW_MAX = 20
"""More failures than these one after the other are too many."""
FAILED_MIN, SHARE_MAX = 50, 0.1
"""So are these in a minute, when they are this share of what was decided since the first of them."""
MINUTE_S = 60.0

Key = tuple[UUID, str]


class LastGood(Protocol):
    """Returns from a version that fails to the one before."""

    def try_to(
        self, environment_id: UUID, use_case: str, version_id: UUID, why: str
    ) -> Coroutine[None, None, None]: ...


@dataclasses.dataclass(slots=True)
class _Spell:
    """What was seen of a version since it first failed, in a minute of its own."""

    version_id: UUID
    began_s: float
    seen: int = 0
    failed: int = 0
    in_a_row: int = 0

    def count(self, *, failed: bool) -> None:
        self.seen += 1
        self.failed += failed
        self.in_a_row = self.in_a_row + 1 if failed else 0

    def verdict(self) -> str | None:
        """Why the version is to be left; None while it may stay."""
        if self.in_a_row > IN_A_ROW_MAX:
            return f"The ruleset failed on {self.in_a_row} decisions in a row."
        if self.failed >= FAILED_MIN and self.failed >= SHARE_MAX * self.seen:
            return f"The ruleset failed on {self.failed} of {self.seen} decisions within a minute."
        return None


class RuleHealth:
    """watching: rulesets that failed lately; while it is empty, decisions that did not fail need not be shown."""

    def __init__(self, last_good: LastGood, *, monotonic_s: Callable[[], float] = time.monotonic) -> None:
        self.watching: dict[Key, _Spell] = {}
        self._last_good = last_good
        self._monotonic_s = monotonic_s
        self._falling: set[asyncio.Task[None]] = set()

    def saw(self, asks: Sequence[Ask], decided: Sequence[Decided | PlatformError]) -> None:
        """Count what a tick has decided, in the order of its questions. Never waits."""
        for ask, one in zip(asks, decided, strict=True):
            if not isinstance(one, PlatformError) and ask.ruleset.version_id is not None:
                failed = one.answer.degraded and one.answer.confidence is not None
                self._saw((ask.environment_id, ask.use_case.name), ask.ruleset.version_id, failed=failed)

    async def close(self) -> None:
        """Wait for what falls back just now."""
        while self._falling:
            await asyncio.wait(self._falling)

    def _saw(self, key: Key, version_id: UUID, *, failed: bool) -> None:
        spell, now_s = self.watching.get(key), self._monotonic_s()
        if spell is not None and (spell.version_id != version_id or now_s - spell.began_s > MINUTE_S):
            in_a_row = spell.in_a_row if spell.version_id == version_id else 0
            del self.watching[key]
            spell = _Spell(version_id, now_s, in_a_row=in_a_row) if in_a_row else None
        if spell is None:
            if not failed:
                return
            spell = _Spell(version_id, now_s)
        self.watching[key] = spell
        spell.count(failed=failed)
        why = spell.verdict()
        if why is not None:
            del self.watching[key]
            task = asyncio.get_running_loop().create_task(self._last_good.try_to(*key, version_id, why))
            self._falling.add(task)
            task.add_done_callback(self._falling.discard)
