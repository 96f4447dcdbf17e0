"""The lines that the product would log, as it would write them."""

import contextlib
import io
import json
import logging
from collections.abc import Iterator
from typing import cast

from core.logs import OURS, JsonFormatter

Line = dict[str, object]


class Written:
    """What was logged so far: as text, and line by line."""

    def __init__(self) -> None:
        self.stream = io.StringIO()

    @property
    def text(self) -> str:
        return self.stream.getvalue()

    @property
    def lines(self) -> list[Line]:
        return [cast("Line", json.loads(line)) for line in self.text.splitlines()]


@contextlib.contextmanager
def written(level: int = logging.INFO) -> Iterator[Written]:
    """Collect what the block logs, in the product's form, whatever level a command set for the process before."""
    kept = Written()
    handler = logging.StreamHandler(kept.stream)
    handler.setFormatter(JsonFormatter())
    root = logging.getLogger()
    before = {each: each.level for each in (root, *map(logging.getLogger, OURS))}
    root.addHandler(handler)
    for each in before:
        each.setLevel(level)
    try:
        yield kept
    finally:
        for each, was in before.items():
            each.setLevel(was)
        root.removeHandler(handler)
