"""Pages of the ledger as both faces show them; its entries, proofs and checkpoints are shown as they are."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from core.errors import FieldError, InvalidRequest
from core.ids import parse
from core.pages import Page
from ledger.entities import Epoch, LedgerEntry, SignedCheckpoint
from ledger.entry_search import EntryFilter

EntryKind = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=64,
        pattern=r"^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*$",
        description="A kind of entry.",
    ),
]
Actor = Annotated[str, Meta(min_length=1, max_length=64, description="Public id of who did it.")]


def entry_filter(
    kind: str | None, since: datetime | None, until: datetime | None, actor: str | None
) -> EntryFilter:
    return EntryFilter(since=since, until=until, types=() if kind is None else (kind,), actor=actor)


class LedgerEntryPage(msgspec.Struct, frozen=True, kw_only=True):
    """A page of entries, oldest first.

    next_after: send it as `after` for the next page; null on the last one.
    """

    data: list[LedgerEntry]
    has_more: bool
    next_after: str | None


class CheckpointPage(msgspec.Struct, frozen=True, kw_only=True):
    """A page of checkpoints, newest first.

    next_after: send it as `after` for the next page; null on the last one.
    """

    data: list[SignedCheckpoint]
    has_more: bool
    next_after: str | None


class EpochPage(msgspec.Struct, frozen=True, kw_only=True):
    """A page of epochs, newest first.

    next_after: send it as `after` for the next page; null on the last one.
    """

    data: list[Epoch]
    has_more: bool
    next_after: str | None


def epoch_page(page: Page[Epoch]) -> EpochPage:
    return EpochPage(data=page.data, has_more=page.has_more, next_after=page.next_after)


def entry_page(page: Page[LedgerEntry]) -> LedgerEntryPage:
    return LedgerEntryPage(data=page.data, has_more=page.has_more, next_after=page.next_after)


def checkpoint_page(page: Page[SignedCheckpoint]) -> CheckpointPage:
    return CheckpointPage(data=page.data, has_more=page.has_more, next_after=page.next_after)


def size_of_cursor(after: str | None) -> int | None:
    """Read a cursor of the list of checkpoints or of epochs, which is a size. Raises: InvalidRequest."""
    if after is None:
        return None
    if not (after.isascii() and after.isdecimal()) or len(after) > 18:
        error = FieldError(
            "after", "It is no cursor of this list.", "Send the next_after of the page before."
        )
        raise InvalidRequest("A cursor was refused.", fields=[error])
    return int(after)


def uuid_of_cursor(after: str | None) -> UUID | None:
    return None if after is None else parse("ent", after)
