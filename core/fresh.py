"""Values that are looked up again every second while they are used, without anybody waiting for it.

A value is served for `hard_s` at most. Once it is older than `soft_s`, the next reader starts one look-up in the background
and goes on with what is known; so a change is seen a moment after `soft_s`, and a slow database costs readers nothing.
"""

import asyncio
import collections
import logging
import time
from collections.abc import Awaitable, Callable, Hashable
from typing import Generic, TypeVar

from core.errors import PlatformError

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")

_log = logging.getLogger(__name__)


class _Known(Generic[Value]):
    __slots__ = ("at", "value")

    def __init__(self, value: Value, at: float) -> None:
        self.value = value
        self.at = at


class Fresh(Generic[Key, Value]):
    """look_up: reads the present value of a key. known_max: how many are kept, the least used dropped first."""

    def __init__(
        self,
        look_up: Callable[[Key], Awaitable[Value]],
        *,
        soft_s: float = 0.6,
        hard_s: float = 1.0,
        known_max: int = 20_000,
        monotonic_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self._look_up = look_up
        self._soft_s = soft_s
        self._hard_s = hard_s
        self._known_max = known_max
        self._monotonic_s = monotonic_s
        self._known: collections.OrderedDict[Key, _Known[Value]] = collections.OrderedDict()
        self._asking: dict[Key, asyncio.Task[Value]] = {}
        self._forgotten = 0

    def find(self, key: Key) -> Value | None:
        """Return what is known, if it is young enough to be used; without waiting."""
        known = self._known.get(key)
        if known is None:
            return None
        age_s = self._monotonic_s() - known.at
        if age_s > self._hard_s:
            return None
        if age_s > self._soft_s and key not in self._asking:
            self._ask(key).add_done_callback(_retrieve)
        return known.value

    async def get(self, key: Key) -> Value:
        """Return the value, looking it up when nothing young enough is known; all who wait share one look-up."""
        value = self.find(key)
        if value is not None:
            return value
        return await asyncio.shield(self._asking.get(key) or self._ask(key))

    def last(self, key: Key) -> Value | None:
        """Return what was served until just now, also while it is looked up again."""
        known = self._known.get(key)
        if known is None or self._monotonic_s() - known.at > 2 * self._hard_s:
            return None
        return known.value

    def put(self, key: Key, value: Value) -> None:
        """Know a value from now on: it was changed here, and nobody shall wait for it to be looked up."""
        self._forgotten += 1
        self._asking.pop(key, None)
        self._keep(key, value)

    def hold(self, key: Key) -> None:
        """Go on with what is known until it is put, a moment from now: it is changed here, together with something else."""
        self._forgotten += 1
        known = self._known.get(key)
        if known is not None:
            known.at = self._monotonic_s()

    def forget(self, key: Key) -> None:
        """Look the key up anew at its next use: it was changed here."""
        self._forgotten += 1
        self._known.pop(key, None)
        self._asking.pop(key, None)

    def _ask(self, key: Key) -> "asyncio.Task[Value]":
        task = asyncio.get_running_loop().create_task(self._learn(key))
        self._asking[key] = task
        return task

    async def _learn(self, key: Key) -> Value:
        forgotten = self._forgotten
        try:
            value = await self._look_up(key)
        finally:
            if self._asking.get(key) is asyncio.current_task():
                del self._asking[key]
        if forgotten == self._forgotten:  # else it was read before a change here, perhaps
            self._keep(key, value)
        return value

    def _keep(self, key: Key, value: Value) -> None:
        self._known[key] = _Known(value, self._monotonic_s())
        self._known.move_to_end(key)
        if len(self._known) > self._known_max:
            self._known.popitem(last=False)


def _retrieve(task: "asyncio.Task[Value]") -> None:
    """A look-up that nobody waits for may fail: what is known serves on until it is too old."""
    if task.cancelled():
        return
    error = task.exception()
    if isinstance(error, PlatformError):
        _log.warning("A value could not be looked up again.", extra={"code": error.code})
    elif error is not None:
        _log.error("A value could not be looked up again.", exc_info=error)
