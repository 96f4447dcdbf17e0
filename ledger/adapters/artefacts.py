"""The contracts as they were compiled: what can be called, and how their refusals are named."""

import json
import pathlib
from collections.abc import Mapping
from typing import cast

import msgspec
from eth_typing import ABIElement
from web3 import Web3

_FOLDER = pathlib.Path(__file__).parent / "abi"


class Artefact(msgspec.Struct, frozen=True):
    """bytecode: 0x-hex. errors: names of the contract's errors by selector, eight hex digits."""

    abi: list[ABIElement]
    bytecode: str
    errors: Mapping[str, str]


class _Input(msgspec.Struct, frozen=True):
    type: str


class _Part(msgspec.Struct, frozen=True):
    """An element of the ABI, as far as it names an error."""

    type: str
    name: str = ""
    inputs: list[_Input] = []


class _File(msgspec.Struct, frozen=True):
    abi: list[_Part]
    bytecode: str


def artefact(contract: str) -> Artefact:
    """contract: its name in Solidity, which is that of its file beside this module."""
    text = (_FOLDER / f"{contract}.json").read_bytes()
    read = msgspec.json.decode(text, type=_File)
    errors = {
        Web3.keccak(text=f"{part.name}({','.join(one.type for one in part.inputs)})")[:4].hex(): part.name
        for part in read.abi
        if part.type == "error"
    }
    return Artefact(cast("list[ABIElement]", json.loads(text)["abi"]), read.bytecode, errors)
