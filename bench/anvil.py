"""A real node of a chain of our own: anvil, from npm. It makes blocks when told, or every so often."""

import contextlib
import pathlib
import subprocess
import time
from collections.abc import Iterator
from typing import cast

import httpx
from web3 import Web3

from app.launch import free_port
from core.json_values import JsonValue

BINARY = pathlib.Path(__file__).parents[1] / "contracts/node_modules/@foundry-rs/anvil-linux-amd64/bin/anvil"
CHAIN_ID = 31337
GWEI = 10**9
_READY_S = 20.0


class AnvilMissing(Exception):
    """npm has not installed it."""


class Anvil:
    """state: where the chain is kept while the node is down. block_s: 0 makes blocks only when told."""

    def __init__(self, folder: pathlib.Path, block_s: int = 0) -> None:
        if not BINARY.exists():
            raise AnvilMissing("anvil is not there: cd contracts && npm ci --ignore-scripts")
        self.port = free_port()
        self._state = folder / "chain.json"
        self._block_s = block_s
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        mining = ["--block-time", str(self._block_s)] if self._block_s else ["--no-mining"]
        self._process = subprocess.Popen(
            [
                BINARY, "--host", "127.0.0.1", "--port", str(self.port), "--chain-id", str(CHAIN_ID), "--silent",
                "--state", str(self._state), *mining,
            ],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        ends = time.monotonic() + _READY_S
        while time.monotonic() < ends:
            with contextlib.suppress(httpx.HTTPError):
                self.ask("eth_chainId")
                return
            time.sleep(0.05)
        raise TimeoutError("anvil did not answer")

    def stop(self) -> None:
        """End it as an operator would: it writes down its chain."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(10)
            self._process = None

    def ask(self, method: str, *parameters: JsonValue) -> JsonValue:
        body = {"jsonrpc": "2.0", "id": 1, "method": method, "params": list(parameters)}
        answer = cast("dict[str, JsonValue]", httpx.post(self.url, json=body, timeout=10).json())
        assert "error" not in answer, answer
        return answer["result"]

    def mine(self, count: int = 1) -> None:
        self.ask("anvil_mine", hex(count))

    def reorganise(self, depth: int) -> None:
        """Replace the newest blocks by empty ones: their transactions are gone."""
        self.ask("anvil_reorg", depth, [])

    def base_fee(self, gwei: int) -> None:
        """Of the next block."""
        self.ask("anvil_setNextBlockBaseFeePerGas", hex(gwei * GWEI))

    def forget(self) -> None:
        """Drop every waiting transaction."""
        self.ask("anvil_dropAllTransactions")

    def fund(self, address: str) -> None:
        self.ask("anvil_setBalance", address, hex(10**20))

    def anchored(self, contract: bytes) -> list[int]:
        """The epochs of every event `Anchored` of the contract, in order."""
        wanted = {"address": f"0x{contract.hex()}", "fromBlock": "0x0", "toBlock": "latest"}
        logs = cast("list[dict[str, list[str]]]", self.ask("eth_getLogs", cast("JsonValue", wanted)))
        return [int(log["topics"][1], 16) for log in logs if log["topics"][0] == _ANCHORED]


_ANCHORED = Web3.keccak(text="Anchored(uint64,bytes32,bytes32)").to_0x_hex()


@contextlib.contextmanager
def running_anvil(folder: pathlib.Path, block_s: int = 0) -> Iterator[Anvil]:
    node = Anvil(folder, block_s)
    node.start()
    try:
        yield node
    finally:
        node.stop()
