"""Reads all of what the API answers in pages, for exports."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TypeVar
from uuid import UUID

from core.ids import parse
from core.pages import Page

Item = TypeVar("Item")


async def every(prefix: str, read: Callable[[UUID | None], Awaitable[Page[Item]]]) -> AsyncIterator[Item]:
    """Read all pages, one at a time. prefix: of the ids that cursors are."""
    after: UUID | None = None
    while True:
        page = await read(after)
        for each in page.data:
            yield each
        if page.next_after is None:
            return
        after = parse(prefix, page.next_after)
