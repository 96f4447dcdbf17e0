"""Cursor pages: `after` is the id of the last row seen, so a page costs the same however deep it lies."""

from collections.abc import Callable
from typing import Generic, TypeVar

import msgspec

Item = TypeVar("Item")

LIMIT_MAX = 100
LIMIT_DEFAULT = 20


class Page(msgspec.Struct, Generic[Item], frozen=True):
    """One page, newest first unless the operation says otherwise.

    next_after: what to send as `after` for the page that follows; None on the last one.
    """

    data: list[Item]
    has_more: bool
    next_after: str | None


def page_of(rows: list[Item], limit: int, cursor_of: Callable[[Item], str]) -> Page[Item]:
    """Cut a page from `limit + 1` rows, the last of which only tells that there are more.

    cursor_of: called with the last row kept, returns its public id.
    """
    kept = rows[:limit]
    has_more = len(rows) > limit
    return Page(kept, has_more, cursor_of(kept[-1]) if has_more else None)
