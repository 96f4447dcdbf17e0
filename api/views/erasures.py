"""Erasures as both faces show them."""

from datetime import datetime
from typing import Literal

import msgspec

from core.ids import public
from core.pages import Page
from resolution.erasure.entities import Erasure


class ErasureView(msgspec.Struct, frozen=True, kw_only=True):
    """That somebody was erased; never who. `id` is that of its entry in the ledger, too.

    entries: of the ledger, that had committed to something of theirs. rows: cleared so far. cleared_at: null while rows are left,
    which nobody can read from `erased_at` on.
    """

    id: str
    erased_at: datetime
    erased_by: str
    entries: int
    rows: int
    cleared_at: datetime | None


class EraseResult(msgspec.Struct, frozen=True, kw_only=True):
    """`unknown`: nothing is known of them, as after an erasure; nothing was done, and `erasure` is null."""

    standing: Literal["erased", "unknown"]
    erasure: ErasureView | None


class ErasurePage(msgspec.Struct, frozen=True, kw_only=True):
    """One page of erasures, newest first."""

    data: list[ErasureView]
    has_more: bool
    next_after: str | None


def erasure_view(erasure: Erasure) -> ErasureView:
    return ErasureView(
        id=public("ers", erasure.id),
        erased_at=erasure.erased_at,
        erased_by=erasure.erased_by,
        entries=erasure.entries,
        rows=erasure.rows,
        cleared_at=erasure.cleared_at,
    )


def erase_result(erasure: Erasure | None) -> EraseResult:
    if erasure is None:
        return EraseResult(standing="unknown", erasure=None)
    return EraseResult(standing="erased", erasure=erasure_view(erasure))


def erasure_page(page: Page[Erasure]) -> ErasurePage:
    return ErasurePage(
        data=[erasure_view(each) for each in page.data], has_more=page.has_more, next_after=page.next_after
    )
