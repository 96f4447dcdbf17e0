"""The contract `LogAnchor` as it was compiled: what can be called, and how its refusals are named."""

from typing import Final

from ledger.adapters.artefacts import artefact

_LOG_ANCHOR = artefact("LogAnchor")

ABI: Final = _LOG_ANCHOR.abi
BYTECODE: Final = _LOG_ANCHOR.bytecode
ERRORS: Final = _LOG_ANCHOR.errors
"""By selector, eight hex digits."""
