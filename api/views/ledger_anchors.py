"""Pages of anchors as both faces show them; an anchor is shown as it is."""

import msgspec

from core.pages import Page
from ledger.anchoring.anchors import EpochAnchor


class AnchorPage(msgspec.Struct, frozen=True, kw_only=True):
    """A page of anchors, newest first.

    next_after: send it as `after` for the next page; null on the last one.
    """

    data: list[EpochAnchor]
    has_more: bool
    next_after: str | None


def anchor_page(page: Page[EpochAnchor]) -> AnchorPage:
    return AnchorPage(data=page.data, has_more=page.has_more, next_after=page.next_after)
