"""Which paths a connector may call: patterns of whole segments, matched against a path that has one reading only."""

import re

_PLAIN = re.compile(r"(?:/[A-Za-z0-9_.~:@!$&'()+,;=-]+)+/?")
PATH_CHARS_MAX = 512


def is_plain(path: str) -> bool:
    """Whether a path says what it is: no escape, no dots that climb, no empty segment, no query."""
    return (
        len(path) <= PATH_CHARS_MAX
        and _PLAIN.fullmatch(path) is not None
        and not {".", ".."} & set(path.split("/"))
    )


def allows(pattern: str, path: str) -> bool:
    """`*` is one segment, `**` at the end any number of them, none included."""
    wanted, given = pattern.strip("/").split("/"), path.strip("/").split("/")
    if wanted[-1] == "**":
        wanted = wanted[:-1]
        given = given[: len(wanted)]
    return len(wanted) == len(given) and all(
        each in {"*", found} for each, found in zip(wanted, given, strict=True)
    )
