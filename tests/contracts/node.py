"""A node over HTTP in front of the chain of a test: what is asked for is answered by py-evm."""

import contextlib
import http.server
import json
import threading
from collections.abc import Callable, Iterator
from typing import cast

from web3 import Web3

Call = dict[str, str]
_CAN_SETTLE = Web3.to_hex(Web3.keccak(text="canSettle(bytes16)")[:4])


class Node:
    """url: where it listens. chain_id: that it tells, which a test may change. lies: whether it says that everything may be settled."""

    def __init__(self, chain: Web3) -> None:
        self.chain_id = chain.eth.chain_id
        self.url = ""
        self.lies = False
        self._answers: dict[str, Callable[..., str]] = {
            "eth_chainId": lambda: hex(self.chain_id),
            "eth_blockNumber": lambda: hex(chain.eth.block_number),
            "eth_getCode": lambda address, _: Web3.to_hex(chain.eth.get_code(address)),
            "eth_call": lambda call, block: _called(chain, call, int(block, 16)),
        }

    def answer(self, method: str, parameters: list[object]) -> str:
        if self.lies and method == "eth_call" and cast(Call, parameters[0])["data"].startswith(_CAN_SETTLE):
            return f"0x{1:064x}"
        return self._answers[method](*parameters)


def _called(chain: Web3, call: Call, block: int) -> str:
    asked = {"to": Web3.to_checksum_address(call["to"]), "data": Web3.to_hex(hexstr=call["data"])}  # type: ignore[arg-type]
    return Web3.to_hex(chain.eth.call(asked, block))  # type: ignore[arg-type]


@contextlib.contextmanager
def node_of(chain: Web3) -> Iterator[Node]:
    """Listen on a free port of this machine until the test ends."""
    node = Node(chain)

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            sent = json.loads(self.rfile.read(int(self.headers["content-length"])))
            result = node.answer(sent["method"], cast("list[object]", sent["params"]))
            body = json.dumps({"jsonrpc": "2.0", "id": sent["id"], "result": result}).encode()
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
        node.url = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield node
        finally:
            server.shutdown()
            thread.join()
