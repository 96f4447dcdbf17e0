"""Keys of logs: rotation by an entry of the log, a second kind of key, and what signs at which size."""

import asyncio
import contextlib
import dataclasses
import datetime as dt
import pathlib
from collections.abc import Sequence
from uuid import uuid4

import asyncpg
import msgspec
import pytest

from core import intake
from ledger.errors import KeyKindUnused, LeaderFenced, RotationUnderWay
from ledger.growth import Publisher
from ledger.guard import HeadMemory
from ledger.keys import LogKeys
from ledger.verifier import cli
from ledger.verifier.checkpoints import Checkpoint, SignedCheckpoint, open_checkpoint, read_checkpoint
from ledger.verifier.entries import read_entry
from ledger.verifier.key_history import (
    Appointment,
    KeysRefused,
    Reign,
    check_reigns,
    digest_of,
    read_appointment,
    reigns,
)
from ledger.verifier.note_keys import ED25519, ML_DSA_44, NoteRefused, VerifierKey, parse_key
from ledger.verifier.published import (
    RecordRefused,
    fingerprint,
    is_published,
    parse_records,
    record_of,
)
from ledger.verifier.report import EXIT_UNREADABLE, Step
from tenants.permissions import Permission
from tenants.principals import PermissionDenied
from tenants.vaults import Vaults
from tests.ledger.conftest import DOMAIN, KMS, Log

_ROTATIONS = 8


@pytest.fixture
def hybrid(log: Log) -> Log:
    """A log of an installation that signs with ML-DSA-44 as well."""
    keys = LogKeys(log.database, Vaults(log.database, KMS, log.clock), log.clock, DOMAIN, ml_dsa=True)
    return dataclasses.replace(log, keys=keys)


async def history(log: Log) -> tuple[list[VerifierKey], list[Appointment], list[SignedCheckpoint]]:
    """What an export would tell of the keys."""
    told = (await log.ledger.keys(log.caller)).keys
    named = [parse_key(key.verifier_key) for key in told if key.use == "log" and key.state != "appointed"]
    listed = (await log.ledger.list_checkpoints(log.caller, after=None, limit=10_000)).data
    signed = [read_checkpoint(one.note.encode(), named) for one in reversed(listed)]
    entries = (await log.ledger.list_entries(log.caller, after=None, limit=10_000)).data
    appointments = [
        read_appointment(place, read_entry(entry.entry))
        for place, entry in enumerate(entries)
        if entry.type == "ledger.key.v1"
    ]
    return named, appointments, signed


async def test_a_rotation_is_an_entry_and_a_hand_over(log: Log) -> None:
    """The old key signs up to and with the checkpoint that covers the entry, the new one from that on; who has the old key only
    finds the new one in the log."""
    await log.signed(3)
    old = (await log.ledger.keys(log.caller)).keys[0]
    made = await log.ledger.rotate_key(log.caller, "ed25519")
    assert (made.state, made.entry_id is not None) == ("appointed", True)
    assert [key.state for key in (await log.ledger.keys(log.caller)).keys] == [
        "signing",
        "appointed",
        "signing",
        "signing",
    ]
    await log.signed(2)
    hand_over = (await log.ledger.latest_checkpoint(log.caller)).note.encode()
    old_key, new_key = parse_key(old.verifier_key), parse_key(made.verifier_key)
    assert open_checkpoint(hand_over, [old_key]) == open_checkpoint(hand_over, [new_key])
    await log.signed(1)
    after = (await log.ledger.latest_checkpoint(log.caller)).note.encode()
    assert open_checkpoint(after, [new_key]).size == 7
    with pytest.raises(NoteRefused):
        open_checkpoint(after, [old_key])
    states = [(key.verifier_key, key.state) for key in (await log.ledger.keys(log.caller)).keys[:2]]
    assert states == [(old.verifier_key, "retired"), (made.verifier_key, "signing")]
    named, appointments, signed = await history(log)
    assert appointments == [Appointment(3, ED25519, digest_of(new_key), digest_of(old_key))]
    found = reigns(named, appointments, old_key.name)
    assert found == [Reign(-1, old_key), Reign(3, new_key)]
    check_reigns(found, signed)


async def test_one_key_is_appointed_at_a_time(log: Log) -> None:
    """Until the new key signs, another rotation is refused and leaves neither key nor entry; then it is the third's turn."""
    await log.signed(1)
    await log.ledger.rotate_key(log.caller, "ed25519")
    with pytest.raises(RotationUnderWay):
        await log.ledger.rotate_key(log.caller, "ed25519")
    await log.grow(0)
    with pytest.raises(RotationUnderWay):
        await log.ledger.rotate_key(log.caller, "ed25519")
    await log.signed(0)
    await log.ledger.rotate_key(log.caller, "ed25519")
    await log.signed(1)
    await log.signed(1)
    named, appointments, signed = await history(log)
    assert [one.place for one in appointments] == [1, 2]
    check_reigns(reigns(named, appointments, named[0].name), signed)


async def test_a_rotation_before_the_first_checkpoint(log: Log) -> None:
    """The very first checkpoint may be the hand-over."""
    await log.append([log.entry()])
    await log.ledger.rotate_key(log.caller, "ed25519")
    await log.signed(0)
    named, appointments, signed = await history(log)
    assert len(signed[0].signers) == 2
    check_reigns(reigns(named, appointments, named[0].name), signed)


async def test_rotation_needs_its_permission(log: Log) -> None:
    """Reading the ledger is not enough; owner and admin hold what is."""
    reader = msgspec.structs.replace(log.caller, permissions=frozenset({Permission.LEDGER_READ}))
    with pytest.raises(PermissionDenied):
        await log.ledger.rotate_key(reader, "ed25519")
    assert [key.use for key in (await log.ledger.keys(log.caller)).keys] == ["log", "receipts", "super"]


async def test_a_second_kind_of_signature(hybrid: Log) -> None:
    """Switched on, the log appoints an ML-DSA-44 key by an entry, and every later checkpoint has both lines, stored once."""
    await hybrid.signed(2)
    first = (await hybrid.ledger.latest_checkpoint(hybrid.caller)).note
    await hybrid.signed(1)
    note = (await hybrid.ledger.latest_checkpoint(hybrid.caller)).note
    keys = [parse_key(key.verifier_key) for key in (await hybrid.ledger.keys(hybrid.caller)).keys[:2]]
    assert [key.kind for key in keys] == [ED25519, ML_DSA_44]
    assert open_checkpoint(note.encode(), keys).size == 4
    assert open_checkpoint(note.encode(), keys[1:]).size == 4
    assert (await hybrid.ledger.latest_checkpoint(hybrid.caller)).note == note
    with pytest.raises(NoteRefused, match="ML-DSA-44"):
        open_checkpoint(first.encode(), keys)
    named, appointments, signed = await history(hybrid)
    assert appointments == [Appointment(2, ML_DSA_44, digest_of(keys[1]), None)]
    check_reigns(reigns(named, appointments, keys[0].name), signed)
    await hybrid.ledger.rotate_key(hybrid.caller, "ml_dsa_44")
    await hybrid.signed(1)
    await hybrid.signed(1)
    named, appointments, signed = await history(hybrid)
    assert len(named) == 3
    check_reigns(reigns(named, appointments, keys[0].name), signed)


async def test_a_kind_that_signs_nothing_is_not_appointed(log: Log) -> None:
    """Where the installation signs with Ed25519 alone: else the key would be listed as signing, and pinning it would refuse every
    checkpoint."""
    await log.signed(1)
    with pytest.raises(KeyKindUnused):
        await log.ledger.rotate_key(log.caller, "ml_dsa_44")
    await log.signed(1)
    assert [key.kind for key in (await log.ledger.keys(log.caller)).keys if key.use == "log"] == ["ed25519"]


async def test_switched_off_again_the_second_kind_signs_no_more(hybrid: Log, log: Log) -> None:
    """Ed25519 alone, and whoever pinned the second key is told that it is missing."""
    await hybrid.signed(1)
    await hybrid.signed(1)
    keys = [parse_key(key.verifier_key) for key in (await log.ledger.keys(log.caller)).keys[:2]]
    await log.signed(1)
    note = (await log.ledger.latest_checkpoint(log.caller)).note.encode()
    assert open_checkpoint(note, keys[:1]).size == 4
    with pytest.raises(NoteRefused, match="ML-DSA-44"):
        open_checkpoint(note, keys)


def _key(number: int, kind: int = ED25519) -> VerifierKey:
    return VerifierKey("log", bytes([number]) * (32 if kind == ED25519 else 1312), kind)


def _signed(size: int, *keys: VerifierKey) -> SignedCheckpoint:
    return SignedCheckpoint(Checkpoint("log", size, bytes(32)), keys)


FIRST, SECOND, STRANGER = _key(1), _key(2), _key(3)
ROTATION = Appointment(5, ED25519, digest_of(SECOND), digest_of(FIRST))
LINE = [Reign(-1, FIRST), Reign(5, SECOND)]


@pytest.mark.parametrize(
    "signed",
    [
        [_signed(5, FIRST), _signed(6, FIRST, SECOND), _signed(9, SECOND)],
        [_signed(5, FIRST), _signed(9, FIRST, SECOND)],
        [_signed(9, FIRST, SECOND)],
    ],
)
def test_a_right_line_of_signatures_is_accepted(signed: Sequence[SignedCheckpoint]) -> None:
    """Old, both, new."""
    assert reigns([FIRST, SECOND], [ROTATION], "log") == LINE
    check_reigns(LINE, signed)


@pytest.mark.parametrize(
    "signed",
    [
        [_signed(5, FIRST), _signed(6, SECOND), _signed(9, SECOND)],  # no hand-over
        [_signed(5, FIRST), _signed(6, FIRST), _signed(9, SECOND)],  # late
        [_signed(5, SECOND)],  # early
        [_signed(6, FIRST, SECOND), _signed(9, FIRST)],  # a replaced key speaks again
        [_signed(6, STRANGER)],
    ],
)
def test_a_wrong_line_of_signatures_is_refused(signed: Sequence[SignedCheckpoint]) -> None:
    """Each checkpoint is signed by the key of its time, and the hand-over by both."""
    with pytest.raises(KeysRefused):
        check_reigns(LINE, signed)


@pytest.mark.parametrize(
    ("named", "appointments"),
    [
        ([FIRST, SECOND], []),  # a key that nobody appointed
        ([FIRST, STRANGER, SECOND], [ROTATION]),
        ([FIRST], [ROTATION]),  # an appointment of a key that is not shown
        ([FIRST, SECOND], [Appointment(5, ED25519, digest_of(SECOND), digest_of(STRANGER))]),
        ([FIRST, SECOND], [Appointment(5, ED25519, digest_of(SECOND), None)]),
        ([FIRST, _key(1, ML_DSA_44)], []),
    ],
)
def test_a_wrong_line_of_keys_is_refused(
    named: Sequence[VerifierKey], appointments: Sequence[Appointment]
) -> None:
    """Every key but the first was appointed, by an entry that names the one before it."""
    with pytest.raises(KeysRefused):
        reigns(named, appointments, "log")


def test_an_appointment_says_which_key() -> None:
    """Without a kind or a hash the entry appoints nothing."""
    entry = read_entry(intake.encode(_rotation_entry()))
    with pytest.raises(KeysRefused):
        read_appointment(0, dataclasses.replace(entry, rules=None))
    with pytest.raises(KeysRefused):
        read_appointment(0, dataclasses.replace(entry, out="rsa"))
    assert read_appointment(0, entry).kind == ED25519


def _rotation_entry() -> intake.Entry:
    return intake.Entry(
        typ="ledger.key.v1",
        log=uuid4(),
        eid=uuid4(),
        at=dt.datetime.now(dt.UTC),
        act="m",
        out="ed25519",
        rules=bytes(32),
    )


def test_records_of_the_dns_name_exactly_one_key() -> None:
    """As `dig +short TXT` prints them, among others' records; one letter off is another key."""
    record = record_of("log", FIRST)
    text = f'"v=spf1 -all"\n"{record.text()}"\n\n'
    assert parse_records(text) == [record]
    assert is_published("log", FIRST, parse_records(text))
    assert not is_published("receipts", FIRST, parse_records(text))
    assert not is_published("log", SECOND, parse_records(text))
    with pytest.raises(RecordRefused):
        parse_records(record.text().replace("sha256=", "sha256=g"))
    assert len(record_of("log", _key(1, ML_DSA_44)).text()) <= 255
    assert fingerprint(FIRST).replace(" ", "") == record.digest


def test_the_verifier_compares_pins_with_records(
    tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every pinned key with its fingerprint; 0 when all are published, 11 when one is not, 4 for a record of another form."""
    trust, records = tmp_path / "trust", tmp_path / "records"
    trust.write_text(f"log {FIRST}\nreceipts {SECOND}\n")
    arguments = ["keys", "--trust", str(trust), "--records", str(records)]
    records.write_text(f'"{record_of("log", FIRST).text()}"\n"{record_of("receipts", SECOND).text()}"\n')
    assert cli.main(arguments) == 0
    assert fingerprint(FIRST) in capsys.readouterr().out
    records.write_text(f'"{record_of("log", FIRST).text()}"\n')
    assert cli.main(arguments) == Step.TRUST
    assert "NOT PUBLISHED" in capsys.readouterr().out
    records.write_text("v=countermark1 use=log\n")
    assert cli.main(arguments) == EXIT_UNREADABLE
    assert cli.main(arguments[:3]) == 0


async def test_keys_opened_before_a_rotation_sign_nothing_after_it(log: Log) -> None:
    """A sequencer that read its keys, slept while another process appointed the next one and moved the log, stores no checkpoint."""
    await log.signed(2)
    opened = await log.keys.open(log.id)
    elsewhere = dataclasses.replace(log, keys=_other_process(log))
    await elsewhere.ledger.rotate_key(elsewhere.caller, "ed25519")
    await elsewhere.grow(1)
    publisher = Publisher(log.database, HeadMemory(None), log.cpu, log.clock)
    with pytest.raises(LeaderFenced):
        await publisher.publish(log.id, opened)
    assert (await log.ledger.latest_checkpoint(log.caller)).size == 2
    await log.sequencer().publish(log.id)
    named, appointments, signed = await history(log)
    check_reigns(reigns(named, appointments, named[0].name), signed)
    assert len(signed[-1].signers) == 2


async def test_rotations_while_two_sequencers_race(log: Log) -> None:
    """Whoever signs, and however it falls between entries, appointments and other sequencers' checkpoints: each checkpoint that covers an
    appointment bears the appointed key's signature, and each first one that of the key before."""
    await log.signed(1)
    racers = [dataclasses.replace(log, keys=_other_process(log)) for _ in range(3)]
    done = asyncio.Event()

    async def sequence(racer: Log) -> None:
        sequencer = racer.sequencer()
        while not done.is_set():
            with contextlib.suppress(LeaderFenced, asyncpg.UniqueViolationError):
                await sequencer.sequence(racer.id)
                await sequencer.publish(racer.id)
            await asyncio.sleep(0)

    async def rotate(racer: Log) -> int:
        made = 0
        while made < _ROTATIONS:
            await racer.append([racer.entry()])
            with contextlib.suppress(RotationUnderWay):
                await racer.ledger.rotate_key(racer.caller, "ed25519")
                made += 1
            await asyncio.sleep(0)
        done.set()
        return made

    await asyncio.gather(rotate(racers[0]), *(sequence(racer) for racer in racers[1:]))
    await log.signed(1)
    named, appointments, signed = await history(log)
    assert len(appointments) == _ROTATIONS
    assert len(signed) > _ROTATIONS
    check_reigns(reigns(named, appointments, named[0].name), signed)


def _other_process(log: Log) -> LogKeys:
    """Keys as a process of its own has them, which opened none of them yet."""
    return LogKeys(log.database, Vaults(log.database, KMS, log.clock), log.clock, DOMAIN)
