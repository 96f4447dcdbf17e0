"""`countermark-witness`: run a witness for the logs that you pinned.

Exit code 0 when it was stopped, 2 for wrong use, 4 when a file, its state or its address cannot be used.
"""

import argparse
import pathlib
import signal
import sqlite3
import sys
import time
from collections.abc import Sequence
from types import FrameType

from ledger.verifier.note_keys import VerifierKey
from ledger.verifier.report import EXIT_UNREADABLE
from ledger.verifier.trust import TrustRefused, parse_trust
from ledger.verifier.witness import Witness
from ledger.verifier.witness_server import WitnessServer, serve
from ledger.verifier.witness_store import StateRefused, WitnessState


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point. Returns: the exit code."""
    options = _parser().parse_args(arguments)
    try:
        state = WitnessState(options.state, options.name, ml_dsa=not options.no_ml_dsa)
        keys = pinned(options.trust.read_text(encoding="utf-8")) if options.command == "serve" else []
    except (OSError, UnicodeDecodeError, StateRefused, TrustRefused, sqlite3.DatabaseError) as error:
        print(f"cannot start: {error}", file=sys.stderr)
        return EXIT_UNREADABLE
    for signer in state.signers:
        print(f"witness {signer.key}")
    code = 0
    if options.command == "serve":
        code = _serve(options.listen, Witness(state, keys, lambda: int(time.time())), len(keys))
    state.close()
    return code


def pinned(text: str) -> list[VerifierKey]:
    """Read the logs' keys from a trust file: its lines `log <key>` and `super <key>`. Raises: TrustRefused."""
    trust = parse_trust(text)
    keys = [*trust.log_keys, *trust.super_keys]
    if not keys:
        raise TrustRefused("the trust file pins no log: it has no line `log <key>` or `super <key>`")
    return keys


def _serve(listen: tuple[str, int], witness: Witness, keys: int) -> int:
    """Serve until it is stopped. Returns: the exit code."""
    signal.signal(signal.SIGTERM, _stop)
    try:
        server = WitnessServer(listen, witness)
    except OSError as error:
        print(f"cannot listen on {listen[0]}:{listen[1]}: {error}", file=sys.stderr)
        return EXIT_UNREADABLE
    with server:
        print(f"listening on {server.url} for logs of {keys} keys", flush=True)
        serve(server)
    return 0


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _address(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    if not host or not port.isdecimal() or int(port) > 65_535:
        raise argparse.ArgumentTypeError("give an address and a port, such as 127.0.0.1:8090")
    return host.strip("[]"), int(port)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="countermark-witness", description=__doc__.partition("\n\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    for name, summary in (("serve", "answer logs"), ("key", "print the keys that others pin")):
        command = commands.add_parser(name, help=summary)
        command.add_argument("--state", type=pathlib.Path, required=True, help="folder of keys and state")
        command.add_argument("--name", help="of the witness, for the first start: bank.example/w1")
        command.add_argument(
            "--no-ml-dsa", action="store_true", help="at the first start: make no ML-DSA-44 key"
        )
        if name == "serve":
            command.add_argument("--trust", type=pathlib.Path, required=True, help="file of the logs' keys")
            command.add_argument(
                "--listen", type=_address, default=("127.0.0.1", 8090), help="127.0.0.1:8090 without"
            )
    return parser


if __name__ == "__main__":
    sys.exit(main())
