"""The encoding of a text file, found from its bytes, and its lines, each of bounded length. Pure."""

import codecs
import io
from collections.abc import Iterator
from typing import NamedTuple

from payments.importing.definition import Encoding
from payments.importing.failures import ImportRefused

LINE_CHARS_MAX = 65_536
_STEP = 1 << 20
_PROBED_BYTES = 4_096


class Line(NamedTuple):
    """number: 1-based. text: without its end; empty when overlong."""

    number: int
    text: str
    overlong: bool = False


def codec_of(data: bytes, encoding: Encoding | None) -> str:
    """Name Python's codec for a file. Raises: ImportRefused when what the mapping says is not what the bytes are."""
    found = _by_mark(data)
    if encoding == "utf_16" or (encoding is None and found is None):
        found = found or _utf16_order(data)
    if found is not None and (encoding is None or found.startswith(encoding.replace("_", "-")[:5])):
        return _checked(data, found)
    if encoding == "windows_1252":
        return "cp1252-lenient"
    if encoding == "utf_16":
        return _checked(data, "utf-16-le")
    if encoding == "utf_8" or _decodes(data, "utf-8"):
        return _checked(data, "utf-8-sig")
    return "cp1252-lenient"


def encoding_of(codec: str) -> Encoding:
    if codec.startswith("utf-16"):
        return "utf_16"
    return "windows_1252" if codec.startswith("cp1252") else "utf_8"


def lines(data: bytes, codec: str) -> Iterator[Line]:
    """Give the lines of a file, whatever ends them. A line that is too long costs no memory, and is said to be."""
    # Windows-1252 leaves five bytes without a letter; they become U+FFFD rather than the end of the import.
    name, errors = ("cp1252", "replace") if codec == "cp1252-lenient" else (codec, "strict")
    with io.TextIOWrapper(io.BytesIO(data), encoding=name, errors=errors, newline="") as text:
        number = 0
        while part := text.readline(LINE_CHARS_MAX + 1):
            number += 1
            overlong = False
            while len(part) > LINE_CHARS_MAX and part[-1] not in "\r\n":
                overlong = True
                part = text.readline(LINE_CHARS_MAX + 1)
                if not part:
                    break
            body = part.rstrip("\r\n").removeprefix("\ufeff")
            yield Line(number, "" if overlong else body, overlong)


def decoded(data: bytes, encoding: Encoding | None) -> str:
    """Decode a file whole; for forms that are not lines."""
    codec = codec_of(data, encoding)
    return data.decode("cp1252", "replace") if codec == "cp1252-lenient" else data.decode(codec)


def _by_mark(data: bytes) -> str | None:
    if data.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return None


def _utf16_order(data: bytes) -> str | None:
    """UTF-16 without a mark: mostly ASCII, so every other byte is zero."""
    probe = data[: _PROBED_BYTES & ~1]
    half = len(probe) // 2
    if half < 2 or len(data) % 2:
        return None
    if probe[1::2].count(0) > half * 3 // 4:
        return "utf-16-le"
    return "utf-16-be" if probe[0::2].count(0) > half * 3 // 4 else None


def _checked(data: bytes, codec: str) -> str:
    if not _decodes(data, codec):
        raise ImportRefused(f"The file is not {encoding_of(codec).replace('_', '-').upper()} all through.")
    return codec


def _decodes(data: bytes, codec: str) -> bool:
    decoder = codecs.getincrementaldecoder(codec)()
    view = memoryview(data)
    try:
        for at in range(0, len(data), _STEP):
            decoder.decode(view[at : at + _STEP], at + _STEP >= len(data))
    except UnicodeDecodeError:
        return False
    return True
