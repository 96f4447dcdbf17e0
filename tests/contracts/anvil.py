"""An anvil for as long as somebody needs one: the chain of Foundry, from npm."""

import contextlib
import socket
import subprocess
import time
from collections.abc import Iterator

from web3 import HTTPProvider, Web3

from tests.contracts.chains import CONTRACTS

ANVIL = CONTRACTS / "node_modules" / "@foundry-rs" / "anvil-linux-amd64" / "bin" / "anvil"
START_TIMEOUT_S = 30


@contextlib.contextmanager
def running_anvil() -> Iterator[Web3]:
    """Start anvil on a free port of this machine and end it afterwards. Raises: FileNotFoundError where it is not installed."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [str(ANVIL), "--host", "127.0.0.1", "--port", str(port), "--chain-id", "31337", "--silent"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            provider = HTTPProvider(f"http://127.0.0.1:{port}")
            chain = Web3(provider)
            deadline = time.monotonic() + START_TIMEOUT_S
            while not chain.is_connected():
                if process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError("anvil did not start")
                time.sleep(0.05)
            yield chain
        finally:
            process.terminate()
