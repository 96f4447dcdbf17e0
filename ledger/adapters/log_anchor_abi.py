"""The contract `LogAnchor` as it was compiled: what can be called, and how its refusals are named."""

import json
import pathlib
from typing import Final, cast

import msgspec
from eth_typing import ABIElement
from web3 import Web3


class _Part(msgspec.Struct, frozen=True):
    """An element of the ABI, as far as it names an error."""

    type: str
    name: str = ""
    inputs: list["_Input"] = []


class _Input(msgspec.Struct, frozen=True):
    type: str


class _Artefact(msgspec.Struct, frozen=True):
    abi: list[_Part]
    bytecode: str


_TEXT = (pathlib.Path(__file__).parent / "abi" / "LogAnchor.json").read_bytes()
_READ = msgspec.json.decode(_TEXT, type=_Artefact)

ABI: Final = cast("list[ABIElement]", json.loads(_TEXT)["abi"])
BYTECODE: Final = _READ.bytecode
ERRORS: Final = {
    Web3.keccak(text=f"{part.name}({','.join(one.type for one in part.inputs)})")[:4].hex(): part.name
    for part in _READ.abi
    if part.type == "error"
}
"""By selector, eight hex digits."""
