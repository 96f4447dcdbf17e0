"""`countermark-witness` as it is run: a process on a port, killed between requests and asked by many at once (L13)."""

import contextlib
import http.client
import pathlib
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence

import pytest

from ledger.verifier import merkle, note_keys, notes, witness_cli
from ledger.verifier.checkpoints import open_cosignatures, parse_text
from ledger.verifier.note_keys import VerifierKey
from ledger.verifier.trust import TrustRefused
from ledger.verifier.witness_server import CONNECTIONS_MAX
from tests.ledger import witnessing
from tests.ledger.witnessing import KEY, body, grown, leaves, signed

NAME = "auditor.example/w1"
START_TIMEOUT_S = 30.0


class Running:
    """One process of the witness."""

    def __init__(self, folder: pathlib.Path) -> None:
        trust = folder / "trust.txt"
        trust.write_text(f"# what I pinned\nsuper {KEY}\n", encoding="utf-8")
        command = ["serve", "--state", str(folder / "state"), "--trust", str(trust)]
        self.process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "ledger.verifier.witness_cli",
                *command,
                "--name",
                NAME,
                "--listen",
                "127.0.0.1:0",
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self.process.stdout is not None
        lines = [self.process.stdout.readline().split() for _ in range(3)]
        self.keys = [note_keys.parse_key(line[1]) for line in lines[:2]]
        self.port = int(lines[2][2].rpartition(":")[2])

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=START_TIMEOUT_S)

    def post(self, data: bytes) -> tuple[int, bytes]:
        with contextlib.closing(self.connect()) as connection:
            connection.request("POST", "/add-checkpoint", data)
            answer = connection.getresponse()
            return answer.status, answer.read()

    def newest(self) -> bytes:
        with contextlib.closing(self.connect()) as connection:
            connection.request("GET", witnessing.PATH)
            answer = connection.getresponse()
            assert answer.status == 200
            return answer.read()

    def stop(self, *, kill: bool) -> None:
        if kill:
            self.process.kill()
        else:
            self.process.terminate()
        self.process.wait(START_TIMEOUT_S)
        if self.process.stdout is not None:
            self.process.stdout.close()


@contextlib.contextmanager
def running(folder: pathlib.Path, *, kill: bool = False) -> Iterator[Running]:
    witness = Running(folder)
    try:
        yield witness
    finally:
        witness.stop(kill=kill)


def test_what_was_answered_survives_kill_9(tmp_path: pathlib.Path) -> None:
    """Killed ten times right after its answer: the next process knows that answer, has the same keys, and refuses older ones."""
    size = 0
    seen: set[tuple[VerifierKey, ...]] = set()
    for turn in range(10):
        with running(tmp_path, kill=True) as witness:
            grow_to = size + 1 + turn
            status, lines = witness.post(grown(leaves(grow_to), size))
            assert status == 200
            assert len(open_cosignatures(signed(leaves(grow_to)) + lines, witness.keys)) == 2
            seen.add(tuple(witness.keys))
            size = grow_to
    with running(tmp_path) as witness:
        assert parse_text(notes.unverified_text(witness.newest())).size == size
        assert witness.post(grown(leaves(size - 1), 0)) == (409, f"{size}\n".encode())
        fork = leaves(size + 3, history=b"fork", shared=1)
        assert witness.post(body(size, signed(fork), merkle.consistency_proof(fork, size)))[0] == 422
    assert len(seen) == 1


def test_killed_in_the_middle_of_a_flood_it_never_went_back(tmp_path: pathlib.Path) -> None:
    """Four threads ask while it is killed, three times: the state after is at least every answered size, and one history."""
    answered = [0]

    def flood(witness: Running, history: bytes) -> None:
        with contextlib.suppress(OSError, http.client.HTTPException):
            size = 0
            while True:
                row = leaves(size + 1, history=history, shared=0 if history else 10**6)
                status, text = witness.post(grown(row, size))
                if status == 200:
                    answered.append(size + 1)
                    size += 1
                elif status == 409:
                    size = int(text)

    for turn in range(3):
        with running(tmp_path, kill=True) as witness:
            threads = [
                threading.Thread(target=flood, args=(witness, name)) for name in (b"", b"", b"", b"fork")
            ]
            for thread in threads:
                thread.start()
            while len(answered) < 25 * (turn + 1):
                threads[0].join(0.01)
            witness.stop(kill=True)
            for thread in threads:
                thread.join()
    with running(tmp_path) as witness:
        newest = parse_text(notes.unverified_text(witness.newest()))
    assert newest.size >= max(answered)
    assert newest.root in {
        merkle.root(leaves(newest.size)),
        merkle.root(leaves(newest.size, history=b"fork")),
    }
    assert len(answered) == len(set(answered)), "one size was cosigned for two requests"


def test_requests_that_are_none(tmp_path: pathlib.Path) -> None:
    """Other paths, methods, lengths and a body too large are refused, and the next request is served."""
    with running(tmp_path) as witness:
        for method, path, data, headers, expected in (
            ("GET", "/", None, {}, 200),
            ("GET", "/elsewhere", None, {}, 404),
            ("GET", "/" + "0" * 64 + "/checkpoint", None, {}, 404),
            ("POST", "/elsewhere", b"x", {}, 404),
            ("POST", "/add-checkpoint", None, {"Content-Length": "1000000"}, 413),
            ("POST", "/add-checkpoint", None, {"Content-Length": "-1"}, 411),
            ("POST", "/add-checkpoint", None, {"Transfer-Encoding": "chunked"}, 411),
            ("DELETE", "/add-checkpoint", None, {}, 501),
        ):
            connection = witness.connect()
            connection.request(method, path, data, headers)
            assert connection.getresponse().status == expected, (method, path, headers)
            connection.close()
        connection = witness.connect()
        for old, size in ((0, 2), (2, 3)):  # kept alive
            connection.request("POST", "/add-checkpoint", grown(leaves(size), old))
            answer = connection.getresponse()
            assert (answer.status, answer.read() != b"") == (200, True)
        connection.close()


def test_connections_are_bounded(tmp_path: pathlib.Path) -> None:
    """With every slot held by a silent peer the next one is told 503; once they go, it serves again."""
    with running(tmp_path) as witness, contextlib.ExitStack() as silent:
        for _ in range(CONNECTIONS_MAX):
            silent.enter_context(socket.create_connection(("127.0.0.1", witness.port), START_TIMEOUT_S))
        statuses = [_status(witness) for _ in range(3)]
        silent.close()
        while _status(witness) != 200:
            pass
        assert 503 in statuses


def _status(witness: Running) -> int:
    connection = witness.connect()
    try:
        connection.request("GET", "/")
        return connection.getresponse().status
    except (ConnectionError, http.client.HTTPException):
        return 503
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (["receipts " + str(KEY)], NAME),
        (["nonsense"], NAME),
        ([f"log {KEY}"], "a name"),
        ([f"log {KEY}"], None),
    ],
)
def test_it_does_not_start_without_a_pin_or_a_name(
    tmp_path: pathlib.Path, lines: Sequence[str], name: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    """No log pinned, a file that is none of ours, a name with a space, no name: exit code 4 and a word why."""
    trust = tmp_path / "trust.txt"
    trust.write_text("\n".join(lines), encoding="utf-8")
    arguments = ["serve", "--state", str(tmp_path / "state"), "--trust", str(trust)]
    assert witness_cli.main(arguments + (["--name", name] if name else [])) == 4
    assert "cannot start" in capsys.readouterr().err


def test_it_prints_the_keys_to_pin(tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The lines of a trust file, the same at every call."""
    arguments = ["key", "--state", str(tmp_path), "--name", NAME]
    assert witness_cli.main(arguments) == 0
    first = capsys.readouterr().out
    assert witness_cli.main(arguments) == 0
    assert capsys.readouterr().out == first
    assert [line.split()[0] for line in first.splitlines()] == ["witness", "witness"]
    with pytest.raises(TrustRefused):
        witness_cli.pinned(first)


def test_an_address_that_is_taken_is_told(tmp_path: pathlib.Path) -> None:
    """A sentence and exit code 4, as for a file that cannot be used."""
    trust = tmp_path / "trust.txt"
    trust.write_text(f"super {KEY}\n", encoding="utf-8")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        ran = subprocess.run(
            [sys.executable, "-m", "ledger.verifier.witness_cli", "serve", "--state", str(tmp_path), "--trust", str(trust),
             "--name", NAME, "--listen", address],
            capture_output=True, text=True, check=False, timeout=START_TIMEOUT_S,
        )  # fmt: skip
    assert ran.returncode == 4
    assert ran.stderr.startswith(f"cannot listen on {address}: ")
    assert len(ran.stderr.splitlines()) == 1
