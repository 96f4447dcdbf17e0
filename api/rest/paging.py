"""Cursor pages: `after` and `limit` in, `data`, `has_more` and `next_after` out.

A list operation takes `after: After = None, limit: Limit = DEFAULT_LIMIT`, asks its service for `limit + 1` items, and
returns a concrete Struct of its own (`ThingPage`, with the three fields) built from `page_of(...)`.
"""

from collections.abc import Callable, Sequence
from typing import Annotated, TypeVar

import msgspec

DEFAULT_LIMIT = 20

After = Annotated[str, msgspec.Meta(max_length=64, description="The `next_after` of the page before.")] | None
Limit = Annotated[int, msgspec.Meta(ge=1, le=100, description="How many items at most.")]

Item = TypeVar("Item")


def page_of(
    items: Sequence[Item], limit: int, cursor_of: Callable[[Item], str]
) -> tuple[list[Item], bool, str | None]:
    """Cut `limit + 1` fetched items into a page: its items, whether more follow, and where the next page begins."""
    shown = list(items[:limit])
    has_more = len(items) > limit
    return shown, has_more, cursor_of(shown[-1]) if has_more else None
