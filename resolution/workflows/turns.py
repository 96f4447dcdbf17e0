"""What a turn of an instance comes to: something to carry out, a rest, or the end."""

from collections.abc import Mapping
from typing import TypeAlias

import msgspec

from core.json_values import JsonValue
from resolution.workflows.state import Ending


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """What to carry out now. undo: it takes back what was done."""

    step: str
    key: str
    action: str
    arguments: Mapping[str, JsonValue]
    attempt: int
    timeout_ms: int
    undo: bool = False


class Rest(msgspec.Struct, frozen=True):
    """Nothing to do until `state.waiting` comes true."""


class Over(msgspec.Struct, frozen=True):
    """It has ended. code: of the error, or of who cancelled."""

    ending: Ending
    code: str


class Emitted(msgspec.Struct, frozen=True):
    name: str
    facts: Mapping[str, JsonValue]


Next: TypeAlias = Call | Rest | Over
UNDO_DELAYS_MS = (1_000, 10_000, 60_000, 600_000, 3_600_000, 21_600_000)
"""Between attempts to take something back; then it is given up, and the instance says so."""
