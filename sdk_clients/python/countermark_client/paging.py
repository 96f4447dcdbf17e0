"""Lists that come in pages, as one iterator over all items."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from typing import Generic, Protocol, TypeVar

from countermark_client.errors import CountermarkError

Item = TypeVar("Item")
Item_co = TypeVar("Item_co", covariant=True)


class Page(Protocol[Item_co]):
    """One page as the API answers it. next_after: what to send as `after` for the next."""

    @property
    def data(self) -> Sequence[Item_co]: ...

    @property
    def has_more(self) -> bool: ...

    @property
    def next_after(self) -> str | None: ...


class Pages(Generic[Item]):
    """All items of a list, fetched page by page while they are read. Each `for` begins anew."""

    def __init__(self, fetch: Callable[[str | None], Page[Item]]) -> None:
        """fetch: gets the page after the given cursor, the first for None."""
        self._fetch = fetch

    def pages(self) -> Iterator[Page[Item]]:
        """The pages themselves."""
        after: str | None = None
        while True:
            page = self._fetch(after)
            yield page
            if not page.has_more or page.next_after is None:
                return
            after = _next(after, page.next_after)

    def __iter__(self) -> Iterator[Item]:
        for page in self.pages():
            yield from page.data


class AsyncPages(Generic[Item]):
    """The same, without blocking."""

    def __init__(self, fetch: Callable[[str | None], Awaitable[Page[Item]]]) -> None:
        self._fetch = fetch

    async def pages(self) -> AsyncIterator[Page[Item]]:
        """The pages themselves."""
        after: str | None = None
        while True:
            page = await self._fetch(after)
            yield page
            if not page.has_more or page.next_after is None:
                return
            after = _next(after, page.next_after)

    async def __aiter__(self) -> AsyncIterator[Item]:
        async for page in self.pages():
            for each in page.data:
                yield each


def _next(asked: str | None, told: str) -> str:
    """The place to ask for next. Raises: CountermarkError where that is the one that was just asked for: it would go on for ever."""
    if told == asked:
        raise CountermarkError(
            f"the list does not go on: the page after {asked} names the same place as the next"
        )
    return told
