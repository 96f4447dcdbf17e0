"""What rests about a data subject, table by table: each package says what it keeps, and how it is found and cleared.

Nothing here knows a table. A test compares what the packages say with the columns that the database has.
"""

from typing import Literal

import msgspec


class Sealed(msgspec.Struct, frozen=True):
    """How a column rests. label: under which it was sealed for its row. form: of what is inside."""

    label: str
    form: Literal["json", "msgpack", "text"]


class Parent(msgspec.Struct, frozen=True):
    """The table that knows whom a row is about. column: of the row, the parent's `id`."""

    table: str
    column: str


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """Rows of one kind, as whom they are about is shown them.

    kind: their name there. prefix: of their public ids; None where they have none.
    table: which rows. id_column: of the id that `opened` was sealed for; None where nothing was.
    whose: the column with the handle of whom they are about, of the table or of its parent. order: columns that no two rows of one
    person share.
    opened: by column, what is told as it was before it was sealed.
    """

    kind: str
    prefix: str | None = None
    table: str
    id_column: str | None = "id"
    whose: str
    parent: Parent | None = None
    order: tuple[str, ...] = ("id",)
    opened: dict[str, Sealed] = {}


class Holding(msgspec.Struct, frozen=True, kw_only=True):
    """Rows of one kind, with the rows of other tables that belong to them.

    columns: by table, what is cleared; the first table is that of the rows themselves.
    facts: gives the `id` and time `at` of what a ledger entry committed to under the subject's key; parameters are the
    environment, the handle and the erasure. None where no entry did.
    bulk: whether such facts also come in bulks, with one entry for all of them.
    clear: clears at most $4 rows that were written before the erasure; the same parameters otherwise. What it clears it no longer
    finds. None where the subject's own row takes them along.
    at_once: with the key, in its transaction, because the rows bear no time; then `clear` takes environment and handle alone.
    shown: what of it the person is shown who asks; empty where there is only what equal values are found by.
    stays: in words, what is left of such a row, which belongs to nobody.
    """

    columns: dict[str, tuple[str, ...]]
    facts: str | None = None
    bulk: bool = False
    clear: str | None
    at_once: bool = False
    shown: tuple[Shown, ...]
    stays: str

    @property
    def table(self) -> str:
        return next(iter(self.columns))
