"""Contracts on a chain of the test's own: deployed from the committed bytecode, asked and told through web3."""

import ast
import json
from pathlib import Path
from typing import cast

import pytest
from eth_tester.exceptions import TransactionFailed
from web3 import Web3
from web3.contract import Contract
from web3.exceptions import ContractCustomError
from web3.types import TxReceipt

ROOT = Path(__file__).resolve().parents[2]
CONTRACTS = ROOT / "contracts"


def artefact(name: str) -> dict[str, object]:
    """The committed ABI, bytecode and storage layout of a contract."""
    text = (CONTRACTS / "build" / f"{name}.json").read_text(encoding="utf-8")
    return cast(dict[str, object], json.loads(text))


def probe(name: str, source: str | None = None) -> dict[str, object]:
    """A contract of contracts/test, as forge compiled it last; skips the test where it did not."""
    path = CONTRACTS / "out" / f"{source or name}.sol" / f"{name}.json"
    if not path.is_file():
        pytest.skip("forge has not compiled contracts/test: `make test-contracts` does")
    made = cast(dict[str, object], json.loads(path.read_text(encoding="utf-8")))
    return {"abi": made["abi"], "bytecode": cast(dict[str, str], made["bytecode"])["object"]}


def error_selector(name: str, signature: str) -> str:
    """The four bytes by which a revert names its error, as 0x-hex: `error_selector("LogAnchor", "Frozen()")`."""
    names = {
        entry["name"]
        for entry in cast(list[dict[str, str]], artefact(name)["abi"])
        if entry["type"] == "error"
    }
    assert signature.split("(", maxsplit=1)[0] in names
    return Web3.to_hex(Web3.keccak(text=signature)[:4])


def reverted_with(error: Exception) -> str:
    """The selector in what a node (`ContractCustomError`) or py-evm (`TransactionFailed`) says of a revert."""
    if isinstance(error, ContractCustomError):
        return str(error.data)[:10]
    data = cast(object, ast.literal_eval(str(error).removeprefix("execution reverted: ")))
    return Web3.to_hex(data[:4]) if isinstance(data, bytes) else str(data)


class Party:
    """A contract as one account of the chain sees it."""

    def __init__(self, chain: Web3, name: str, contract: Contract, sender: str) -> None:
        self.chain = chain
        self.name = name
        self.contract = contract
        self.sender = sender

    def as_(self, sender: str) -> "Party":
        return Party(self.chain, self.name, self.contract, sender)

    def account(self, number: int) -> str:
        return list(self.chain.eth.accounts)[number]

    def as_account(self, number: int) -> "Party":
        return self.as_(self.account(number))

    @property
    def address(self) -> str:
        return self.contract.address

    def tell(self, function: str, *arguments: object) -> TxReceipt:
        """Send a transaction and wait for it. Raises: what the contract reverts with."""
        call = self.contract.functions[function](*arguments)
        sent = call.transact({"from": self.sender})
        receipt = self.chain.eth.wait_for_transaction_receipt(sent)
        assert receipt["status"] == 1
        return receipt

    def ask(self, function: str, *arguments: object) -> object:
        return cast(object, self.contract.functions[function](*arguments).call({"from": self.sender}))

    def assert_refuses(self, error: str, function: str, *arguments: object) -> None:
        """The call must revert with this error of the contract, `error` being its full signature."""
        with pytest.raises((ContractCustomError, TransactionFailed)) as raised:
            self.tell(function, *arguments)
        assert reverted_with(raised.value) == error_selector(self.name, error), (error, raised.value)


def deploy(chain: Web3, name: str, *arguments: object) -> Party:
    """Deploy the committed bytecode from the chain's first account."""
    return deploy_made(chain, name, artefact(name), *arguments)


def deploy_made(chain: Web3, name: str, made: dict[str, object], *arguments: object) -> Party:
    abi = cast(list[dict[str, str]], made["abi"])
    contract = chain.eth.contract(abi=abi, bytecode=str(made["bytecode"]))
    deployer = next(iter(chain.eth.accounts))
    sent = contract.constructor(*arguments).transact({"from": deployer})
    receipt = chain.eth.wait_for_transaction_receipt(sent)
    address = receipt["contractAddress"]
    assert address is not None
    return Party(chain, name, chain.eth.contract(address=address, abi=contract.abi), deployer)
