"""Fourteen frauds of somebody who is the database's superuser, and in half of them holds the signing keys, too.

Each works on a copy of an installation and leaves it as consistent as that person can make it: tiles follow from entries,
heads from tiles, and where a key helps, everything is signed again. `countermark audit tour` and the tests carry them out, export
the log as the service would, and let the verifier find what was done.
"""

import dataclasses
import datetime as dt
import pathlib
from collections.abc import Awaitable, Callable, Sequence
from uuid import UUID

import asyncpg
import msgspec

from core import ids, intake
from core.clock import Clock
from core.errors import ErrorKind, PlatformError
from core.intake import Entry
from ledger import growth, store, tampering_store
from ledger.receipts import MERGE_DELAY_MAX, ReceiptSigner, Statement, encode
from ledger.signers import LogSigner
from ledger.store import CheckpointRow, EntryRow, Waiting
from ledger.verifier import canonical, merkle
from ledger.verifier.canonical import Canonical
from ledger.verifier.merkle import CompactRange
from ledger.verifier.report import Step

_ENTRIES_MAX = 1_000_000
_AT_ONCE = 1_000
_BACK = dt.timedelta(hours=3)
_LONG_AGO = dt.timedelta(minutes=10)


class NothingToTamper(PlatformError):
    kind = ErrorKind.PRECONDITION
    code = "ledger_nothing_to_tamper"
    fix = "Tamper with a log of at least 300 entries, under an epoch, with two checkpoints."


@dataclasses.dataclass(frozen=True, kw_only=True)
class Hands:
    """What the forger holds. log: is forged; other: another tenant's log. kept_size: of the checkpoint that the auditor kept.
    receipts, artefacts: the auditor's file of receipts, a JSON text a line, and folder of rulesets and models.
    """

    connection: asyncpg.Connection
    log: UUID
    other: UUID
    signer: LogSigner
    receipts_signer: ReceiptSigner
    clock: Clock
    kept_size: int
    receipts: pathlib.Path
    artefacts: pathlib.Path


class Fraud(msgspec.Struct, frozen=True):
    """name: in one word or two. found_at: the step that must refuse what comes of it. from_backup: begins from the older copy."""

    name: str
    story: str
    found_at: Step
    commit: Callable[[Hands], Awaitable[None]]
    from_backup: bool = False


async def _edit(hands: Hands) -> None:
    rows = await _rows(hands, hands.log)
    rows[3] = _changed(rows[3], out="approve" if _fields(rows[3]).get("out") != "approve" else "decline")
    await _rebuild(hands, rows)


async def _delete(hands: Hands) -> None:
    """The log keeps its length: what was cut out is made up for by an entry more at the end."""
    rows = await _rows(hands, hands.log)
    await _rebuild(hands, [*rows[:5], *rows[6:], _waiting(_entry(hands))])


async def _swap(hands: Hands) -> None:
    rows = await _rows(hands, hands.log)
    rows[2], rows[8] = rows[8], rows[2]
    await _rebuild(hands, rows)


async def _truncate(hands: Hands) -> None:
    notes = await store.notes_after(hands.connection, hands.log, 0, hands.kept_size - 1, _ENTRIES_MAX)
    if not notes:
        raise NothingToTamper("There is no checkpoint before the one that was kept.")
    size = notes[-1][0]
    rows = await _rows(hands, hands.log)
    await tampering_store.drop_signed_after(hands.connection, hands.log, size)
    await _rebuild(hands, rows[:size])


async def _tile(hands: Hands) -> None:
    if not await tampering_store.bend_tile(hands.connection, hands.log):
        raise NothingToTamper("This log has no full tile yet.")


async def _checkpoint(hands: Hands) -> None:
    newest = await _newest(hands)
    root = merkle.leaf_hash(newest.root)
    forged = newest.note.replace(_root_line(newest.note), _root_line(hands.signer.sign(newest.size, root)))
    await tampering_store.replace_note(hands.connection, hands.log, newest.size, root, forged)


async def _clock(hands: Hands) -> None:
    """Entries of now that say they are of three hours ago, logged and signed like any other."""
    await _append(hands, [_waiting(_entry(hands, back=_BACK))])
    await _sign(hands)


async def _slot(hands: Hands) -> None:
    await tampering_store.exchange_slots(hands.connection, hands.log, hands.other)


async def _fork(hands: Hands) -> None:
    """History from the fourth entry on, rewritten and signed again at every size that ever was signed."""
    rows = await _rows(hands, hands.log)
    rows[3] = _changed(rows[3], out="rewritten")
    await _rebuild(hands, rows)
    tree = CompactRange()
    for size, _ in await store.notes_after(hands.connection, hands.log, 0, len(rows), _ENTRIES_MAX):
        tree.extend([row.leaf_hash for row in rows[tree.size : size]])
        note = hands.signer.sign(size, tree.root())
        await tampering_store.replace_note(hands.connection, hands.log, size, tree.root(), note)


async def _backup(hands: Hands) -> None:
    """Yesterday's database, without what remembers that more was signed, goes on as if nothing had been."""
    await _append(hands, [_waiting(_entry(hands)) for _ in range(hands.kept_size)])
    await _sign(hands)


async def _outbox(hands: Hands) -> None:
    """A decision is answered with its receipt, and its row is gone before the sequencer sees it."""
    entry = _entry(hands, back=_LONG_AGO)
    leaves = await intake.append_many(hands.connection, [entry])
    await tampering_store.drop_waiting(hands.connection, hands.log, entry.eid)
    statement = Statement(
        log=hands.log, leaf=leaves[0], eid=entry.eid, issued_at=entry.at, due=entry.at + MERGE_DELAY_MAX
    )
    with hands.receipts.open("ab") as file:
        file.write(encode(hands.receipts_signer.sign_batch([statement])[0]) + b"\n")


async def _double(hands: Hands) -> None:
    """The same id twice, with another outcome the second time."""
    await tampering_store.allow_doubles(hands.connection)
    rows = await _rows(hands, hands.log)
    await _append(hands, [_changed(rows[3], out="rewritten", ts=_fields(rows[-1])["ts"])])
    await _sign(hands)


async def _copy(hands: Hands) -> None:
    """A decision of another tenant, put into this log byte for byte."""
    theirs = await _rows(hands, hands.other)
    await _append(hands, [theirs[-1]])
    await _sign(hands)


async def _rules(hands: Hands) -> None:
    """The ruleset that is handed over is not the one that decided."""
    for path in sorted(hands.artefacts.rglob("*")):
        if path.is_file():
            path.write_bytes(path.read_bytes() + b" ")
            return
    raise NothingToTamper("No artefact was handed over.")


FRAUDS = (
    Fraud("edit", "an outcome is changed, and every hash that follows from it", Step.TREE, _edit),
    Fraud("delete", "an entry is cut out, and one added at the end", Step.TREE, _delete),
    Fraud("swap", "two entries change places", Step.TREE, _swap),
    Fraud("truncate", "the log ends earlier, at a checkpoint that was truly signed", Step.HISTORY, _truncate),
    Fraud("tile", "one bit of a stored tile is turned", Step.TREE, _tile),
    Fraud("checkpoint", "a signed checkpoint names another root", Step.CHECKPOINTS, _checkpoint),
    Fraud("clock", "new entries are dated back, and signed", Step.ENTRIES, _clock),
    Fraud("slot", "another log's place in the epochs is shown as this one's", Step.EPOCHS, _slot),
    Fraud("re-signed fork", "history is rewritten and all of it signed again", Step.HISTORY, _fork),
    Fraud("restored backup", "an older copy goes on, and is signed", Step.HISTORY, _backup, from_backup=True),
    Fraud("dropped row", "a decision has its receipt and never reaches the log", Step.RECEIPTS, _outbox),
    Fraud("duplicate id", "an id is logged twice, with two outcomes, and signed", Step.ENTRIES, _double),
    Fraud(
        "cross-tenant copy", "another tenant's decision is put into this log, and signed", Step.ENTRIES, _copy
    ),
    Fraud("replaced rules", "the rules handed over are not those that decided", Step.ARTEFACTS, _rules),
)


async def commit(fraud: Fraud, hands: Hands) -> None:
    """Commit one of `FRAUDS`. Raises: NothingToTamper."""
    await tampering_store.go_past_triggers(hands.connection)
    await fraud.commit(hands)


async def _rows(hands: Hands, log: UUID) -> list[Waiting]:
    rows = [_of(row) for row in await store.entries_from(hands.connection, log, 0, _ENTRIES_MAX)]
    if len(rows) < 10:
        raise NothingToTamper("The log is too short.")
    return rows


def _of(row: EntryRow) -> Waiting:
    return Waiting(0, row.eid, row.leaf_hash, row.entry)


def _waiting(entry: Entry) -> Waiting:
    data = intake.encode(entry)
    return Waiting(0, entry.eid, merkle.leaf_hash(data), data)


def _entry(hands: Hands, back: dt.timedelta = dt.timedelta()) -> Entry:
    return Entry(
        typ="decision.v1",
        log=hands.log,
        eid=ids.uuid7(hands.clock),
        at=hands.clock.now() - back,
        act="system",
        out="approve",
    )


def _fields(row: Waiting) -> dict[str, Canonical]:
    fields = canonical.decode(row.entry)
    if not isinstance(fields, dict):
        raise NothingToTamper("This is not an entry.")
    return fields


def _changed(row: Waiting, **changes: Canonical) -> Waiting:
    data = canonical.encode({**_fields(row), **changes})
    return Waiting(0, row.eid, merkle.leaf_hash(data), data)


async def _rebuild(hands: Hands, rows: Sequence[Waiting]) -> None:
    """Write the log anew from its first entry, with the tiles and the head that follow."""
    await tampering_store.drop_log(hands.connection, hands.log)
    await _append(hands, rows)


async def _append(hands: Hands, rows: Sequence[Waiting]) -> None:
    for at in range(0, len(rows), _AT_ONCE):
        head = await store.load_head(hands.connection, hands.log)
        await growth.append(hands.connection, hands.log, head, rows[at : at + _AT_ONCE])


async def _sign(hands: Hands) -> None:
    head = await store.load_head(hands.connection, hands.log)
    note = hands.signer.sign(head.size, head.root())
    row = CheckpointRow(head.size, head.root(), note, hands.clock.now())
    await store.add_checkpoint(hands.connection, hands.log, row)


async def _newest(hands: Hands) -> CheckpointRow:
    newest = await store.newest_checkpoint(hands.connection, hands.log)
    if newest is None:
        raise NothingToTamper("The log has no checkpoint.")
    return newest


def _root_line(note: str) -> str:
    return note.split("\n")[2]
