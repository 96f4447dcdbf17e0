"""What a report tells of a bundle: read again from its files, leniently, since a report on a forged bundle must be drawn too.

Nothing here proves anything. What is proven, the verifier says; a part that cannot be read is left out, and its page says so.
"""

import datetime as dt
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator
from typing import TypeVar, cast

import cbor2
import msgspec

from core.json_values import JsonValue
from ledger.verifier import epoch_files
from ledger.verifier.audit import BundleRefused
from ledger.verifier.checkpoints import Checkpoint, parse_text
from ledger.verifier.documents import DocumentRefused
from ledger.verifier.epoch_files import EpochRecord, EpochRefused, Slot
from ledger.verifier.files import Files, FilesRefused
from ledger.verifier.note_keys import NoteRefused
from ledger.verifier.report import Report
from ledger.verifier.tiles import WIDTH, TileRefused, read_bundle, tiles_of
from ledger.verifier.trust import Trust, TrustRefused, parse_trust

Part = TypeVar("Part")

_UNREADABLE = (
    BundleRefused,
    DocumentRefused,
    EpochRefused,
    FilesRefused,
    NoteRefused,
    TileRefused,
    TrustRefused,
    cbor2.CBORError,
    KeyError,
    RecursionError,
    TypeError,
    UnicodeError,
    ValueError,
)
KEPT_ENTRIES_MAX = 400
"""Of the history of keys and roles: the newest are shown."""
HISTORY = (
    "approval.",
    "client.",
    "key.",
    "member.",
    "session.factor",
    "tenant.",
    "vault.",
    "ledger.",
    "access.",
)
DAY_US = 86_400_000_000
TIME_US_END = 253_402_300_800_000_000
"""The year 10000, where calendars end; an entry may state 64 bits."""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What the report is about, in the words of who asks for it. command: what checks the same again. at: when, UTC."""

    tenant: str
    environment: str
    command: str
    at: dt.datetime


class HistoryEntry(msgspec.Struct, frozen=True):
    index: int
    at_us: int
    typ: str
    act: str
    out: str


class Entries(msgspec.Struct, frozen=True, kw_only=True):
    """What stands in the log. by_day: entries of each type, by days since 1970. history: of keys and roles, newest last."""

    count: int
    first_us: int
    last_us: int
    by_type: dict[str, int]
    by_day: dict[int, Counter[str]]
    by_outcome: dict[str, int]
    actors: int
    history: tuple[HistoryEntry, ...]
    history_count: int


class Anchor(msgspec.Struct, frozen=True):
    epoch: int
    chain_id: int
    contract: str
    root: str
    tx_hash: str
    block_number: int


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """checkpoint: the newest. named: keys that the bundle names. pinned: those of the auditor. files: their number and the SHA-256
    of the list of them. Any of them is None, or empty, where the bundle has it not or it cannot be read.
    """

    asked: Asked
    report: Report
    checkpoint: Checkpoint | None
    checkpoints: int
    named: Trust | None
    pinned: Trust | None
    entries: Entries | None
    records: tuple[EpochRecord, ...]
    slots: tuple[Slot, ...]
    anchors: tuple[Anchor, ...]
    files: int
    manifest_digest: str


def gather(asked: Asked, report: Report, files: Files, pinned: Trust | None) -> Facts:
    """Read what can be read of a bundle that was verified."""
    checkpoint = _try(lambda: _checkpoint(files))
    return Facts(
        asked=asked,
        report=report,
        checkpoint=checkpoint,
        checkpoints=_try(lambda: _count_checkpoints(files)) or 0,
        named=_try(lambda: parse_trust(files.read("keys.txt").decode())),
        pinned=pinned,
        entries=_try(lambda: _entries(files, checkpoint.size)) if checkpoint is not None else None,
        records=_try(lambda: _records(files.read(epoch_files.RECORDS))) or (),
        slots=_try(lambda: tuple(epoch_files.read_slots(files.read(epoch_files.SLOTS)))) or (),
        anchors=_try(lambda: _anchors(files.read(epoch_files.ANCHORS))) or (),
        files=_try(lambda: len(files.names())) or 0,
        manifest_digest=_try(lambda: hashlib.sha256(files.read("manifest.json")).hexdigest()) or "",
    )


def _try(read: Callable[[], Part]) -> Part | None:
    try:
        return read()
    except _UNREADABLE:
        return None


def _checkpoint(files: Files) -> Checkpoint:
    return parse_text(files.read("checkpoint").decode().partition("\n\n")[0] + "\n")


def _count_checkpoints(files: Files) -> int:
    names = sorted(name for name in files.names() if name.startswith("checkpoints/"))
    return sum(len(files.read(name).splitlines()) for name in names)


def _anchors(data: bytes) -> tuple[Anchor, ...]:
    rows = [cast(dict[str, JsonValue], json.loads(line)) for line in data.splitlines()]
    return tuple(msgspec.convert(row, Anchor) for row in rows)


def _records(data: bytes) -> tuple[EpochRecord, ...]:
    records = tuple(epoch_files.read_records(data))
    for record in records:
        _require_time(record.ts)
    return records


def _require_time(at_us: object) -> None:
    """Raises: ValueError."""
    if not isinstance(at_us, int) or not 0 <= at_us < TIME_US_END:
        raise ValueError("this is no time that can be written as a date")


def _raw_entries(files: Files, size: int) -> Iterator[dict[str, object]]:
    """Decode entries; the verifier has read them strictly, here speed counts."""
    if size > WIDTH * sum(name.startswith("tile/entries/") for name in files.names()):
        raise FilesRefused(f"the {size} entries of the checkpoint are not there")
    for tile in tiles_of(size):
        if tile.entries:
            for data in read_bundle(files.read(tile.path())):
                yield cast(dict[str, object], cbor2.loads(data))


def _entries(files: Files, size: int) -> Entries:
    by_type: Counter[str] = Counter()
    by_outcome: Counter[str] = Counter()
    by_day: dict[int, Counter[str]] = {}
    actors: set[str] = set()
    history: list[HistoryEntry] = []
    history_count, first_us, last_us, count = 0, 0, 0, 0
    for index, fields in enumerate(_raw_entries(files, size)):
        typ, at_us, act, out = (
            str(fields["typ"]),
            cast(int, fields["ts"]),
            str(fields["act"]),
            fields.get("out"),
        )
        _require_time(at_us)
        by_type[typ] += 1
        by_day.setdefault(at_us // DAY_US, Counter())[typ] += 1
        actors.add(act)
        if typ == "decision.v1" and isinstance(out, str):
            by_outcome[out] += 1
        if typ.startswith(HISTORY):
            history_count += 1
            history.append(HistoryEntry(index, at_us, typ, act, str(out or "")))
            del history[:-KEPT_ENTRIES_MAX]
        first_us = at_us if not count else min(first_us, at_us)
        last_us = max(last_us, at_us)
        count += 1
    return Entries(
        count=count,
        first_us=first_us,
        last_us=last_us,
        by_type=dict(by_type.most_common()),
        by_day=dict(sorted(by_day.items())),
        by_outcome=dict(by_outcome.most_common()),
        actors=len(actors),
        history=tuple(history),
        history_count=history_count,
    )
