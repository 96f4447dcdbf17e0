"""What is said about single lines of a statement. Never the text of a cell: a report can be passed on."""

from typing import Literal

import msgspec

Standing = Literal["refused", "skipped", "existing", "conflict", "duplicate", "notice"]


class Finding(msgspec.Struct, frozen=True, array_like=True):
    """field: of `Columns`, or empty where the line as a whole is meant."""

    line: int
    standing: Standing
    field: str
    reason: str
