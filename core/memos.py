"""What was worked out of an object, found again as long as that object lives: facts are long, and asked about twice."""

import weakref
from collections.abc import Callable
from typing import Generic, TypeVar

Subject = TypeVar("Subject")
Found = TypeVar("Found")


class Memo(Generic[Subject, Found]):
    """Remembers by identity, so subjects need no hash; they must take weak references, and nobody may change them.

    Two threads that ask about one subject at once may both work, and find the same.
    """

    def __init__(self, work: Callable[[Subject], Found]) -> None:
        self._work = work
        self._held: dict[int, tuple[weakref.ref[Subject], Found]] = {}

    def of(self, subject: Subject) -> Found:
        """Return what is known of a subject, worked out where it is not."""
        place = id(subject)
        held = self._held.get(place)
        if held is not None and held[0]() is subject:
            return held[1]
        found = self._work(subject)
        self._held[place] = (weakref.ref(subject, lambda gone: self._forget(place, gone)), found)
        return found

    def __len__(self) -> int:
        return len(self._held)

    def _forget(self, place: int, gone: weakref.ref[Subject]) -> None:
        """Forget a subject that is gone, unless another one lives at its place by now."""
        held = self._held.get(place)
        if held is not None and held[0] is gone:
            del self._held[place]
