"""Pages of bundles as both faces show them; a bundle is shown as it is."""

import msgspec

from core.pages import Page
from ledger.bundles import LedgerBundle


class BundlePage(msgspec.Struct, frozen=True, kw_only=True):
    """A page of bundles, newest first.

    next_after: send it as `after` for the next page; null on the last one.
    """

    data: list[LedgerBundle]
    has_more: bool
    next_after: str | None


def bundle_page(page: Page[LedgerBundle]) -> BundlePage:
    return BundlePage(data=page.data, has_more=page.has_more, next_after=page.next_after)
