"""Changes of what is verified, drawn from a seed: bytes, texts, documents and the files of an export.

A change must change the meaning. Which do not is told by rule, from the format: a note may bear signature lines of unknown keys
(C2SP signed-note), a root does not bind the size of its tree (who signs both does), hex and JSON have several spellings of one value, and a list of what an auditor holds may be in any order.
"""

import base64
import binascii
import json
import random
from collections.abc import Sequence

from ledger.verifier import merkle
from ledger.verifier.documents import Json


def bytewise(draw: random.Random, data: bytes) -> bytes:
    """Flip, cut, append, insert, drop, exchange or repeat some bytes. Returns: other bytes."""
    at = draw.randrange(len(data) + 1)
    end = min(len(data), at + draw.randrange(1, 9))
    kinds = (
        lambda: _flip(draw, data),
        lambda: _flip(draw, data),
        lambda: data[:at],
        lambda: data[at:],
        lambda: data + draw.randbytes(draw.randrange(1, 9)),
        lambda: data[:at] + draw.randbytes(end - at) + data[end:],
        lambda: data[:at] + draw.randbytes(1) + data[at:],
        lambda: data[:at] + data[end:],
        lambda: data[:at] + data[at:end] * 2 + data[end:],
        lambda: data[at:] + data[:at],
    )
    while True:
        changed = draw.choice(kinds)()
        if changed != data:
            return changed
        at, end = 0, 1


def structured(draw: random.Random, value: Json) -> Json:
    """Change one part of a document: a text, a number, an item or a field. Returns: another document."""
    for _ in range(100):
        changed = _changed(draw, value)
        if changed != value:
            return changed
    raise AssertionError(f"nothing of {value!r} can be changed")


def line_by_line(draw: random.Random, data: bytes) -> bytes:
    """Drop, repeat, swap or change lines. Returns: other bytes."""
    lines = data.splitlines(keepends=True)
    at, other = draw.randrange(len(lines)), draw.randrange(len(lines))
    kind = draw.randrange(5)
    if kind == 0:
        del lines[at]
    elif kind == 1:
        lines.insert(other, lines[at])
    elif kind == 2:
        lines[at], lines[other] = lines[other], lines[at]
    else:
        lines[at] = bytewise(draw, lines[at])
    changed = b"".join(lines)
    return changed if changed != data else bytewise(draw, data)


def same_note(original: bytes, changed: bytes) -> bool:
    """Whether two notes say the same: one text, and the same lines of signatures that `original` has, among others maybe."""
    if b"\n\n" not in changed:
        return False
    text, _, block = changed.rpartition(b"\n\n")
    known, _, signed = original.rpartition(b"\n\n")
    lines = block.split(b"\n")
    return text == known and all(lines.count(line) == 1 for line in signed.split(b"\n")[:-1])


def same_steps(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether leaves (index, size) are proven by the same steps, left and right: then only the size was changed."""
    return one[0] == other[0] and _steps(*one) == _steps(*other)


def same_continuation(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether trees (old, new) are shown to continue by the same steps."""
    return _continuation(*one) == _continuation(*other)


def same_lines(original: bytes, changed: bytes) -> bool:
    """Whether two files of JSON lines hold the same documents, in that order."""
    return _lines(original) == _lines(changed)


def fewer_notes(original: bytes, changed: bytes) -> bool:
    """Whether a list of notes holds some of the original's, in their order, the last among them: true, though it tells less."""
    notes, known = _lines(changed), _lines(original)
    if not notes or not known or not all(isinstance(each, str) for each in notes):
        return False
    places = [
        next((at for at, one in enumerate(known) if same_note(str(one).encode(), str(each).encode())), -1)
        for each in notes
    ]
    return places == sorted(set(places)) and places[0] >= 0 and places[-1] == len(known) - 1


def read_json(line: bytes) -> object:
    return json.loads(line)


def write_json(value: Json) -> bytes:
    return json.dumps(value).encode()


def same_document(original: Json, changed: Json) -> bool:
    """Whether two documents are one once hex is read."""
    return _plain(original) == _plain(changed)


def _steps(index: int, size: int) -> list[bool] | None:
    if not 0 <= index < size:
        return None
    return [start < index for start, _ in merkle.inclusion_ranges(index, size)]


def _continuation(old: int, new: int) -> tuple[bool, list[bool]] | None:
    if not 0 < old < new:
        return None
    return old & (old - 1) == 0, [start < old for start, _ in merkle.consistency_ranges(old, new)]


def _flip(draw: random.Random, data: bytes) -> bytes:
    if not data:
        return draw.randbytes(1)
    octets = bytearray(data)
    octets[draw.randrange(len(octets))] ^= 1 << draw.randrange(8)
    return bytes(octets)


def _changed(draw: random.Random, value: Json) -> Json:
    if isinstance(value, dict):
        return _changed_record(draw, value)
    if isinstance(value, list):
        return _changed_list(draw, value)
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return draw.choice(
            (value + 1, value - 1, -value, value ^ (1 << draw.randrange(40)), str(value), None)
        )
    if isinstance(value, str):
        return _changed_text(draw, value)
    return draw.choice((0, "", True))


def _changed_record(draw: random.Random, value: dict[str, Json]) -> Json:
    name = draw.choice(sorted(value))
    kind = draw.randrange(12)
    if kind == 0:
        return {key: item for key, item in value.items() if key != name}
    if kind == 1:
        return {**value, f"{name}x": value[name]}
    if kind == 2:
        other = draw.choice(sorted(value))
        return {**value, name: value[other], other: value[name]}
    return {**value, name: _changed(draw, value[name])}


def _changed_list(draw: random.Random, value: list[Json]) -> Json:
    if not value:
        return [base64.b64encode(draw.randbytes(32)).decode()]
    at, other = draw.randrange(len(value)), draw.randrange(len(value))
    kind = draw.randrange(6)
    if kind == 0:
        return value[:at] + value[at + 1 :]
    if kind == 1:
        return [*value[:at], value[other], *value[at:]]
    if kind == 2:
        swapped = list(value)
        swapped[at], swapped[other] = swapped[other], swapped[at]
        return swapped
    return [*value[:at], _changed(draw, value[at]), *value[at + 1 :]]


def _changed_text(draw: random.Random, value: str) -> Json:
    """Change the bytes that a text encodes, or else the text."""
    kind = draw.randrange(4)
    if kind == 0 and value.startswith("0x"):
        return "0x" + bytewise(draw, bytes.fromhex(value[2:])).hex()
    if kind == 1:
        try:
            return base64.b64encode(bytewise(draw, base64.b64decode(value, validate=True))).decode()
        except (binascii.Error, ValueError):
            pass
    return bytewise(draw, value.encode()).decode(errors="replace")


def _lines(data: bytes) -> Sequence[Json] | None:
    try:
        return [json.loads(line) for line in data.splitlines()]
    except (ValueError, RecursionError):
        return None


def _plain(value: Json) -> Json:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, str) and value.startswith("0x"):
        return value.lower()
    return value
