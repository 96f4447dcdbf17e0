"""The worker's side of witnessing: real witnesses on loopback, over the guarded way out."""

import ipaddress
import pathlib
import secrets
import socket
import threading
from collections.abc import Iterator

import pytest

from app.settings import SettingInvalid, from_environment
from app.wiring.witnesses import GuardedWay
from core.clock import ManualClock
from core.cpu import CpuPool
from core.database import Database
from ledger.outside import OutsideGuard, OutsideHead
from ledger.settings import WitnessAddress
from ledger.signers import LogSigner
from ledger.slots import SlotKeys
from ledger.verifier import merkle
from ledger.verifier.checkpoints import open_cosignatures
from ledger.verifier.note_keys import COSIGNATURE, ML_DSA_44, VerifierKey
from ledger.verifier.witness import Witness
from ledger.verifier.witness_server import WitnessServer
from ledger.verifier.witness_store import WitnessState
from ledger.witnesses import WitnessRounds, WitnessUnreachable
from resolution.outbound.guard import Guard
from resolution.outbound.reach import Reach
from tests.fakes.watch import StopWatch
from tests.ledger.conftest import SUPER
from tests.ledger.test_epochs import Trees

NOW_S = 1_800_000_000
ALLOWED = (ipaddress.ip_network("127.0.0.0/8"),)


class Running:
    """A witness on a port of its own, in a thread."""

    def __init__(self, folder: pathlib.Path, name: str, keys: tuple[VerifierKey, ...]) -> None:
        self.state = WitnessState(folder / name.partition("/")[0], name)
        self.server = WitnessServer(("127.0.0.1", 0), Witness(self.state, keys, lambda: NOW_S))
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.05,))
        self.thread.start()

    @property
    def address(self) -> WitnessAddress:
        return WitnessAddress(self.server.url, tuple(one.key for one in self.state.signers))

    def stop(self) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()
        self.state.close()


@pytest.fixture
def trees(apart: Database, clock: ManualClock, watch: StopWatch, cpu: CpuPool) -> Trees:
    return Trees(apart, clock, watch, cpu, SUPER, SlotKeys(secrets.token_bytes(32)))


@pytest.fixture
def witnesses(tmp_path: pathlib.Path) -> Iterator[list[Running]]:
    running = [Running(tmp_path, name, SUPER.keys) for name in ("bank.example/w", "auditor.example/w")]
    yield running
    for one in running:
        one.stop()


def rounds_of(trees: Trees, *addresses: WitnessAddress) -> WitnessRounds:
    return WitnessRounds(
        trees.super_log, SUPER.keys, addresses, GuardedWay(Guard(Reach(ALLOWED))), monotonic_s=trees.watch
    )


def nobody() -> WitnessAddress:
    """An address on which nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return WitnessAddress(
            f"http://127.0.0.1:{free.getsockname()[1]}", (VerifierKey("gone", bytes(32), COSIGNATURE),)
        )


async def test_new_checkpoints_are_cosigned_by_every_witness(trees: Trees, witnesses: list[Running]) -> None:
    """Epoch after epoch, both kinds of key of both witnesses stand under the checkpoint that is served."""
    await trees.add_log(3)
    rounds = rounds_of(trees, *(one.address for one in witnesses))
    assert await rounds.round() == 0
    keys = [key for one in witnesses for key in one.address.keys]
    for _ in range(3):
        record = await trees.next_epoch()
        assert await rounds.round() == 4
        head = await trees.super_log.newest()
        assert head is not None
        assert head.epoch == record.epoch
        found = open_cosignatures(head.note.encode(), keys)
        assert {(one.key.name, one.key.kind) for one in found} == {
            (name, kind)
            for name in ("bank.example/w", "auditor.example/w")
            for kind in (COSIGNATURE, ML_DSA_44)
        }
        assert await rounds.round() == 0


async def test_the_log_says_why_a_witness_is_not_asked() -> None:
    """An address inside that nobody opened: the operator reads what is wrong with it, not that something is."""
    with pytest.raises(WitnessUnreachable) as refused:
        await GuardedWay(Guard(Reach(()))).call("GET", "http://127.0.0.1:8090/", b"", 1.0)
    assert refused.value.internal.startswith("invalid_request: ")
    assert "Its scheme is http." in refused.value.internal


async def test_a_new_worker_learns_the_size_from_the_409(trees: Trees, witnesses: list[Running]) -> None:
    """Who forgot what the witness knows is told, and proves from there."""
    await trees.add_log(1)
    for _ in range(3):
        await trees.next_epoch()
        assert await rounds_of(trees, witnesses[0].address).round() == 2


async def test_a_witness_that_is_down_delays_nothing(trees: Trees, witnesses: list[Running]) -> None:
    """The other's line is there after the same round; the one that is down is left alone for a while, then asked again."""
    await trees.add_log(1)
    await trees.next_epoch()
    rounds = rounds_of(trees, nobody(), witnesses[0].address)
    assert await rounds.round() == 2
    assert await rounds.round() == 0
    trees.watch.advance(10)
    assert await rounds.round() == 0


async def test_a_line_of_another_key_is_not_kept(trees: Trees, witnesses: list[Running]) -> None:
    """A witness that signs with a key which is not the one that was set adds nothing."""
    await trees.add_log(1)
    await trees.next_epoch()
    other = WitnessAddress(witnesses[0].address.url, witnesses[1].address.keys)
    assert await rounds_of(trees, other).round() == 0


async def test_what_witnesses_hold_is_believed_when_we_signed_it(
    trees: Trees, witnesses: list[Running]
) -> None:
    """The newest of each, by our own signature; nobody who answers is an error, not an empty list."""
    await trees.add_log(1)
    await trees.next_epoch()
    rounds = rounds_of(trees, witnesses[0].address, nobody())
    assert await rounds.newest() == []
    await rounds.round()
    head = await trees.super_log.newest()
    assert head is not None
    assert await rounds.newest() == [OutsideHead(1, head.root, "bank.example/w")]
    with pytest.raises(WitnessUnreachable):
        await rounds_of(trees, nobody()).newest()


async def test_a_fork_that_a_witness_cosigned_holds_everything(
    trees: Trees,
    witnesses: list[Running],
) -> None:
    """Our key signed another epoch 1 somewhere, and a witness has it: the guard says so; an unreachable one changes nothing."""
    await trees.add_log(1)
    await trees.next_epoch()
    note = LogSigner(SUPER.key.name, *SUPER._privates).sign(1, merkle.leaf_hash(b"another epoch"))
    answer = Witness(witnesses[0].state, SUPER.keys, lambda: NOW_S).add_checkpoint(
        b"old 0\n\n" + note.encode()
    )
    assert answer.status == 200
    guard = OutsideGuard(trees.database, [rounds_of(trees, witnesses[0].address)], trees.clock)
    reason = await guard.compare()
    assert reason is not None
    assert "another super-log" in reason
    down = OutsideGuard(trees.database, [rounds_of(trees, nobody())], trees.clock)
    assert await down.compare() is None
    await down.require()


@pytest.mark.parametrize(
    "text", ["https://w", "w " + str(VerifierKey("w", bytes(32), 4)), "https://w nonsense"]
)
def test_a_setting_that_names_no_witness_is_refused(text: str) -> None:
    """An address without a key, a key without an address, a key that is none; and a log's key is no witness's."""
    for wrong in (text, "https://w " + str(VerifierKey("w", bytes(32)))):
        with pytest.raises(SettingInvalid, match="COUNTERMARK_WITNESSES"):
            from_environment({"COUNTERMARK_WITNESSES": wrong})


def test_a_setting_names_witnesses() -> None:
    """Two, the second with two keys."""
    keys = [str(VerifierKey(f"w{number}", bytes([number] * 32), COSIGNATURE)) for number in (1, 2, 3)]
    read = from_environment({"COUNTERMARK_WITNESSES": f"https://a/ {keys[0]}, http://b {keys[1]} {keys[2]}"})
    assert [(one.url, len(one.keys)) for one in read.witnesses] == [("https://a", 1), ("http://b", 2)]
