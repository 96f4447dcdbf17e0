"""Cursor pages: `after` and `limit` in, `data`, `has_more` and `next_after` out.

A list operation takes `after: After = None, limit: Limit = DEFAULT_LIMIT`, asks its service for a `core.pages.Page`, and
returns a concrete Struct of its own (`ThingPage`, with the three fields) made of it.
"""

from typing import Annotated

import msgspec

DEFAULT_LIMIT = 20

After = Annotated[str, msgspec.Meta(max_length=64, description="The `next_after` of the page before.")] | None
Limit = Annotated[int, msgspec.Meta(ge=1, le=100, description="How many items at most.")]
