"""Ways to damage bytes, documents and folders. Every one is drawn from a seeded source, so a case that disagrees comes again."""

import copy
import io
import json
import random
import tarfile
from collections.abc import Iterator

ODD_TEXTS = (
    "", " ", "A", "AA==", "AB==", "AAAA", "=", "AA", "AA=", "AAAA\n", " AAAA", "AAAA ", "-_-_", "\u00e9", "\u2028", "\ufeff", "\0",
    "x" * 300, "env_", "ent_" + "0" * 26, "ent_" + "7" + "z" * 25, "ent_" + "8" + "0" * 25, "ENT_" + "0" * 26, "ent_" + "I" * 26,
    "included", "pending", "0x00", "00", "FF", "ff", "0 0", "\U0001f600",
)  # fmt: skip
ODD_JSON = (
    "null", "true", "false", "0", "1", "-0", "-1", "2", "63", "64", "65", "1.0", "1e0", "1E2", "0.5", "-0.0", "01", "+1", "1.", ".5", "0x1",
    "NaN", "Infinity", "-Infinity", "9007199254740993", "9223372036854775807", "9223372036854775808", "18446744073709551615",
    "18446744073709551616", "1" + "0" * 400, "1" + "0" * 5_000, "[]", "{}", "[[]]", '[""]', "[null]", '["AAAA"]', '{"a":1}', '{"a":1,"a":1}',
    "[" * 40 + "]" * 40, "[" * 63 + "]" * 63, "[" * 70 + "]" * 70, "[" * 600 + "]" * 600, "[" * 100_000 + "]" * 100_000,
    '"\\ud800"', '"\\udc00\\ud800"', '"\\ud83d\\ude00"', '"\\u0000"', '"\\x41"', '"\\u12"', '"\t"', '"\\/"', "'a'", '"a', "tru", "", " ", "//",
)  # fmt: skip


INSERTED = (
    *(b"\n", b"\r", b"\r\n", b" ", b"\t", b"\x0b", b"\x0c", b"\x1c", b"\x00", b"\xff", b'"', b",", b"\\", b"0", b"A", b"="),
    *(letter.encode() for letter in ("\u00a0", "\u0085", "\u2028", "\ufeff", "\u2014 ")),
)  # fmt: skip


def flip(data: bytes, rng: random.Random) -> bytes:
    changed = bytearray(data)
    changed[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def overwrite(data: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(data))
    return (
        data[:at] + bytes([rng.choice(b'\x00\n\r\t "{}[]:,+/=-0aA\x7f\x80\xff\xc2\xe2\xed')]) + data[at + 1 :]
    )


def cut(data: bytes, rng: random.Random) -> bytes:
    return data[: rng.randrange(len(data))]


def behead(data: bytes, rng: random.Random) -> bytes:
    return data[rng.randrange(1, len(data) + 1) :]


def remove(data: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(data))
    return data[:at] + data[at + rng.choice((1, 1, 2, 32, 200)) :]


def insert(data: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(data) + 1)
    what = rng.choice(INSERTED)
    return data[:at] + what + data[at:]


def repeat(data: bytes, rng: random.Random) -> bytes:
    start = rng.randrange(len(data))
    end = min(len(data), start + rng.choice((1, 16, 32, 64, 512)))
    return data[:end] + data[start:]


def swap(data: bytes, rng: random.Random) -> bytes:
    width = rng.choice((1, 4, 32))
    first, second = sorted((rng.randrange(len(data)), rng.randrange(len(data))))
    if first + width > second or second + width > len(data):
        return data
    middle = data[first + width : second]
    return (
        data[:first]
        + data[second : second + width]
        + middle
        + data[first : first + width]
        + data[second + width :]
    )


def extend(data: bytes, rng: random.Random) -> bytes:
    return data + rng.choice((b"\n", b" ", b"\x00", b"x", b"\n\n", b"{}", data))


BYTES = (flip, overwrite, cut, behead, remove, insert, repeat, swap, extend)


def damaged(data: bytes, rng: random.Random) -> bytes:
    """Damage some bytes, one to three times."""
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        if data:
            data = rng.choice(BYTES)(data, rng)
    return data


def lines_changed(data: bytes, rng: random.Random) -> bytes:
    """Drop, repeat, swap, pad or end differently the lines of a text."""
    lines = data.split(b"\n")
    at, other = rng.randrange(len(lines)), rng.randrange(len(lines))
    match rng.randrange(7):
        case 0:
            del lines[at]
        case 1:
            lines.insert(other, lines[at])
        case 2:
            lines[at], lines[other] = lines[other], lines[at]
        case 3:
            lines[at] = rng.choice((b" ", b"\t", b"\xc2\xa0", b"\x0b")) + lines[at]
        case 4:
            lines[at] += rng.choice(
                (b" ", b"\r", b"\t", b"\xc2\x85", b"\x0b", b"\x1c", b"\xe2\x80\xa8", b"  ")
            )
        case 5:
            return b"\r\n".join(lines)
        case _:
            lines[at] = lines[at].replace(b" ", rng.choice((b"  ", b"\t", b"")), 1)
    return b"\n".join(lines)


def documents_changed(document: dict[str, object]) -> Iterator[str]:
    """Every field of a JSON record, given every odd value, left out, said twice or under another name; and lists inside."""
    for name, value in document.items():
        for odd in (*ODD_JSON, *map(json.dumps, ODD_TEXTS)):
            yield with_field(document, name, odd)
        without = {key: value for key, value in document.items() if key != name}
        yield json.dumps(without)
        yield json.dumps({**without, name.upper(): value})
        yield json.dumps(document)[:-1] + f", {json.dumps(name)}: {json.dumps(value)}}}"
        if isinstance(value, list):
            for changed in ([*value, *value[:1]], value[1:], value[:-1], value[::-1], value * 70):
                yield json.dumps({**document, name: changed})
            for odd in ODD_TEXTS[:8]:
                inner = copy.copy(value) or [""]
                inner[0] = odd
                yield json.dumps({**document, name: inner})
    yield json.dumps({**document, "more": 1})
    yield json.dumps(document) + " "
    yield "\ufeff" + json.dumps(document)
    yield "[" + json.dumps(document) + "]"
    yield json.dumps(document, indent=3)


def with_field(document: dict[str, object], name: str, value: str) -> str:
    """Write a record with one field's value as it stands."""
    return json.dumps({**document, name: "@odd@"}).replace('"@odd@"', value)


def retarred(files: dict[str, bytes], rng: random.Random) -> bytes:
    """Write an export as a tar that another program, or an attacker, might have written."""
    way = rng.randrange(9)
    stream = io.BytesIO()
    style = rng.choice((tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT))
    with tarfile.open(fileobj=stream, mode="w:", format=style) as tar:
        names = sorted(files)
        victim = rng.choice(names)
        for name in names:
            member = tarfile.TarInfo(name)
            member.size = len(files[name])
            member.mtime, member.uname = rng.choice(((0, ""), (1_700_000_000, "somebody"), (1.5, "\u00e9")))
            if name == victim:
                if way == 0:
                    member.type = rng.choice(
                        (
                            b"0",
                            b"\0",
                            b"7",
                            b"S",
                            b"1",
                            b"2",
                            b"3",
                            b"5",
                            b"6",
                            b"x",
                            b"g",
                            b"L",
                            b"K",
                            b"V",
                            b"Z",
                        )
                    )
                elif way == 1:
                    member.name = rng.choice(
                        (
                            "./" + name,
                            "/" + name,
                            "../" + name,
                            name + "/",
                            name.upper(),
                            "a/" * 40 + name,
                            "",
                        )
                    )
                elif way == 2:
                    tar.addfile(member, io.BytesIO(files[name]))
                elif way == 3:
                    member.pax_headers = {"comment": "x"}
                elif way == 4:
                    member.linkname = "keys.txt"
            tar.addfile(member, io.BytesIO(files[name]))
        if way == 5:
            folder = tarfile.TarInfo("tile")
            folder.type = tarfile.DIRTYPE
            tar.addfile(folder)
    data = stream.getvalue()
    return _header_changed(data, rng) if way in {6, 7, 8} else data


def _header_changed(data: bytes, rng: random.Random) -> bytes:
    """Change one field of one header, and make its sum fit."""
    at = rng.choice([at for at in range(0, len(data), 512) if data[at + 257 : at + 262] == b"ustar"])
    header = bytearray(data[at : at + 512])
    place, values = rng.choice(
        (
            (
                124,
                (
                    b"00000000000\0",
                    b"-0000000001\0",
                    b"+0000000012\0",
                    b"0o000000012\0",
                    b"00000_00012\0",
                    b"            ",
                    b"\0" * 12,
                ),
            ),
            (
                124,
                (
                    b"\x80" + b"\0" * 10 + b"\x20",
                    b"\xff" * 12,
                    b"99999999999\0",
                    b"77777777777\0",
                    b"000000000008",
                ),
            ),
            (257, (b"ustar  \0", b"ustar\0" + b"00", b"\0" * 8, b"USTAR\0" + b"00")),
            (345, (b"prefix\0", b"/", b"..\0")),
            (156, (b"\0", b"7", b"1", b"5", b"L", b"x")),
            (100, (b"\xff" * 8, b"zzzzzzz\0")),
            (0, (b"\0", b"/", b"..", b"\xff", b"a\nb")),
        )
    )
    value = rng.choice(values)
    header[place : place + len(value)] = value
    header[148:156] = b" " * 8
    header[148:156] = rng.choice((b"%06o\0 ", b"%07o\0", b" %06o\0", b"%06o  ")) % sum(header)
    return data[:at] + bytes(header) + data[at + 512 :]
