"""A quick look at an entry in its usual form: the grammar of canonical entries as one regular expression.

Whatever matches here is an entry that `entries.read_entry` accepts, and says the same; what does not match is no fault,
but has to be read there. A regular expression takes 2 us an entry, the reader 40.
Left out, and so read slowly: texts beyond printable ASCII or 63 bytes, lists of more than 8, times before 1970-01-01 01:12.
"""

import re
from typing import NamedTuple

_TEXT_MAX = 63
_LIST_MAX = 8
_REQUIRED_FIELDS = 6
_MAP = 0xA0


class PlainEntry(NamedTuple):
    """What the audit of a log asks of each entry; bytes and texts as in the entry."""

    typ: bytes
    log: bytes
    eid: bytes
    ts: int
    model: bytes | None
    rules: bytes | None


def _texts() -> str:
    short = [rf"\x{0x60 + length:02x}[ -~]{{{length}}}" for length in range(1, 24)]
    longer = [rf"\x{length:02x}[ -~]{{{length}}}" for length in range(24, _TEXT_MAX + 1)]
    return rf"(?:{'|'.join(short)}|\x78(?:{'|'.join(longer)}))"


def _lists(item: str) -> str:
    counts = [rf"\x{0x80 + count:02x}(?:{item}){{{count}}}" for count in range(1, _LIST_MAX + 1)]
    return rf"(?:{'|'.join(counts)})"


_ID = r"\x50.{16}"
_HASH = r"\x58\x20.{32}"
_INTEGER = (  # each in its shortest form: no number that would fit a shorter one
    r"(?:[\x00-\x17\x20-\x37]|[\x18\x38][\x18-\xff]|[\x19\x39](?!\x00).{2}|[\x1a\x3a](?!\x00\x00).{4}"
    r"|[\x1b\x3b](?!\x00{4}).{8})"
)
# Shorter keys first, then by their bytes; groups 1 to 12.
_FORM = re.compile(
    "".join(
        (
            r"([\xa6-\xac])\x61v\x01",
            rf"(\x62pc{_lists(_HASH)})?",
            r"\x62ts\x1b((?!\x00{4}).{8})",
            rf"\x63act{_texts()}",
            r"\x63eid\x50(.{16})",
            r"\x63log\x50(.{16})",
            rf"(\x63out{_texts()})?",
            rf"\x63typ({_texts()})",
            rf"(\x64refs{_lists(_ID)})?",
            rf"(\x65model{_HASH})?",
            rf"(\x65rules{_HASH})?",
            rf"(\x65score{_INTEGER})?",
        )
    ).encode("latin-1"),
    re.DOTALL,
)


def find_plain(data: bytes, start: int, end: int) -> PlainEntry | None:
    """Read the entry in data[start:end]; None where it takes a closer look."""
    match = _FORM.fullmatch(data, start, end)
    if match is None:
        return None
    head, pc, ts, eid, log, out, typ, refs, model, rules, score = match.groups()
    optional = (pc, out, refs, model, rules, score)
    if head[0] != _MAP + _REQUIRED_FIELDS + len(optional) - optional.count(None):
        return None
    return PlainEntry(
        typ=typ[1:] if typ[0] != 0x78 else typ[2:],
        log=log,
        eid=eid,
        ts=int.from_bytes(ts, "big"),
        model=None if model is None else model[-32:],
        rules=None if rules is None else rules[-32:],
    )
