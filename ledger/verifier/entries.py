"""Entries of version 1: what a leaf of the log says, and what makes it well formed.

v: 1. typ: kind of event. log: the environment, 16 bytes. eid: UUIDv7, 16 bytes, once only in a log. ts: microseconds.
act: who acted. And where they apply: out (outcome code), model and rules (SHA-256 of the artefacts), score (millionths),
pc (commitments to payloads, 32 bytes each), refs (ids it speaks of, 16 bytes each).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from ledger.verifier.canonical import Canonical, NotCanonical, decode

VERSION = 1
_REQUIRED = frozenset({"v", "typ", "log", "eid", "ts", "act"})
_KNOWN = _REQUIRED | {"out", "model", "rules", "score", "pc", "refs"}
_ID_BYTES = 16
_HASH_BYTES = 32


class EntryRefused(Exception):
    """These bytes are not an entry."""


@dataclass(frozen=True)
class Entry:
    typ: str
    log: bytes
    eid: bytes
    ts: int
    act: str
    out: str | None
    model: bytes | None
    rules: bytes | None
    score: int | None
    pc: tuple[bytes, ...]
    refs: tuple[bytes, ...]


def read_entry(data: bytes) -> Entry:
    """Decode and check one entry. Raises: EntryRefused."""
    try:
        fields = decode(data)
    except NotCanonical as error:
        raise EntryRefused(str(error)) from error
    if not isinstance(fields, dict) or not _REQUIRED <= fields.keys() <= _KNOWN:
        raise EntryRefused("the fields are not those of an entry")
    if type(fields["v"]) is not int or fields["v"] != VERSION:
        raise EntryRefused(f"only entries of version {VERSION} are known")
    return Entry(
        typ=_text(fields, "typ"),
        log=_octets(fields["log"], "log", _ID_BYTES),
        eid=_octets(fields["eid"], "eid", _ID_BYTES),
        ts=_integer(fields["ts"], "ts", least=0),
        act=_text(fields, "act"),
        out=_text(fields, "out") if "out" in fields else None,
        model=_octets(fields["model"], "model", _HASH_BYTES) if "model" in fields else None,
        rules=_octets(fields["rules"], "rules", _HASH_BYTES) if "rules" in fields else None,
        score=_integer(fields["score"], "score") if "score" in fields else None,
        pc=_list(fields, "pc", _HASH_BYTES),
        refs=_list(fields, "refs", _ID_BYTES),
    )


def _text(fields: Mapping[str, Canonical], name: str) -> str:
    value = fields[name]
    if not isinstance(value, str) or not value:
        raise EntryRefused(f"{name} is not a text")
    return value


def _octets(value: Canonical, name: str, length: int) -> bytes:
    if not isinstance(value, bytes) or len(value) != length:
        raise EntryRefused(f"{name} is not {length} bytes")
    return value


def _integer(value: Canonical, name: str, least: int | None = None) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or (least is not None and value < least):
        raise EntryRefused(f"{name} is not an integer in range")
    return value


def _list(fields: Mapping[str, Canonical], name: str, length: int) -> tuple[bytes, ...]:
    if name not in fields:
        return ()
    values = fields[name]
    if not isinstance(values, list) or not values:
        raise EntryRefused(f"{name} is not a list of at least one")
    return tuple(_octets(value, name, length) for value in values)
