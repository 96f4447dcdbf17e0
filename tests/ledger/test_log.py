"""The log as callers read it: proofs that verify alone, for the checkpoint they come with; pages, tiles, keys."""

import asyncio
import json
import uuid

import msgspec
import pytest

from core import ids
from ledger.entities import EntryProof, LedgerEntry
from ledger.errors import CheckpointNotFound, EntryNotFound, SizesOutOfRange, TileNotFound
from ledger.verifier import merkle, single, tiles
from ledger.verifier.checkpoints import open_checkpoint
from ledger.verifier.documents import Json
from ledger.verifier.note_keys import parse_key
from ledger.verifier.report import EXIT_INCOMPLETE, EXIT_VERIFIED, Step
from ledger.verifier.trust import Trust
from tenants.principals import PermissionDenied
from tests.ledger.conftest import Log


async def trust_of(log: Log) -> Trust:
    listed = (await log.ledger.keys(log.caller)).keys
    return Trust(
        tuple(parse_key(key.verifier_key) for key in listed if key.use == "log"),
        tuple(parse_key(key.verifier_key) for key in listed if key.use == "receipts"),
    )


def wire(proof: EntryProof) -> dict[str, Json]:
    document = json.loads(msgspec.json.encode(proof))
    assert isinstance(document, dict)
    return document


async def test_every_proof_verifies_alone(log: Log) -> None:
    """Across tiles, partial and full, each entry's answer goes through JSON and verifies against the pinned key."""
    entries = await log.signed(600)
    trust = await trust_of(log)
    for index in (0, 1, 255, 256, 511, 512, 598, 599):
        proof = await log.ledger.proof(log.caller, entries[index].eid)
        assert (proof.state, proof.leaf_index) == ("included", index)
        assert single.verify_proof(wire(proof), trust).exit_code == EXIT_VERIFIED


async def test_proof_and_checkpoint_are_of_one_size(log: Log) -> None:
    """While the log grows past the newest checkpoint, proofs stay with the checkpoint; what it lacks is pending."""
    entries = await log.signed(10)
    later = await log.grow(300)
    trust = await trust_of(log)
    proof = await log.ledger.proof(log.caller, entries[3].eid)
    assert open_checkpoint((proof.checkpoint or "").encode(), trust.log_keys).size == 10
    assert single.verify_proof(wire(proof), trust).exit_code == EXIT_VERIFIED
    pending = await log.ledger.proof(log.caller, later[0].eid)
    assert (pending.state, pending.leaf_index, pending.checkpoint, pending.path) == (
        "pending",
        None,
        None,
        None,
    )
    assert single.verify_proof(wire(pending), trust).exit_code == EXIT_INCOMPLETE
    waiting = log.entry()
    await log.append([waiting])
    assert (await log.ledger.proof(log.caller, waiting.eid)).state == "pending"
    await log.signed(1)
    for entry in (*entries, *later, waiting):
        proof = await log.ledger.proof(log.caller, entry.eid)
        assert single.verify_proof(wire(proof), trust).exit_code == EXIT_VERIFIED


async def test_proofs_hold_while_the_log_grows(log: Log) -> None:
    """Proofs read while the sequencer writes are never of two sizes."""
    entries = await log.signed(250)
    trust = await trust_of(log)

    async def grow() -> None:
        for _ in range(12):
            await log.signed(17)

    async def read() -> None:
        for entry in entries[::10]:
            proof = await log.ledger.proof(log.caller, entry.eid)
            assert single.verify_proof(wire(proof), trust).exit_code == EXIT_VERIFIED

    await asyncio.gather(grow(), read(), read())


@pytest.mark.parametrize(
    ("change", "step"),
    [
        ({"leaf_index": 1}, Step.INCLUSION),
        ({"path": []}, Step.INCLUSION),
        ({"checkpoint": "x"}, Step.CHECKPOINTS),
        ({"entry": "oA=="}, Step.ENTRIES),
        ({"leaf_hash": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}, Step.ENTRIES),
        ({"entry_id": ids.public("ent", uuid.UUID(int=1))}, Step.ENTRIES),
        ({"log_id": ids.public("env", uuid.UUID(int=1))}, Step.CHECKPOINTS),
        ({"state": "whatever"}, Step.INCLUSION),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else None,
)
async def test_a_changed_proof_fails_at_its_step(log: Log, change: dict[str, Json], step: Step) -> None:
    """Each claim of a proof is checked, and the exit code names the step; a proof of no known state proves nothing."""
    entries = await log.signed(9)
    proof = wire(await log.ledger.proof(log.caller, entries[0].eid))
    code = single.verify_proof({**proof, **change}, await trust_of(log)).exit_code
    assert code == (step if "state" not in change else EXIT_INCOMPLETE)


async def test_consistency_between_any_two_sizes(log: Log) -> None:
    """Every proof between two sizes verifies by both roots, which are those of the entries."""
    await log.signed(530)
    leaves = [entry.leaf_hash for entry in await all_entries(log)]
    for old, new in ((1, 2), (1, 530), (255, 256), (256, 530), (300, 301), (512, 530), (530, 530)):
        proof = await log.ledger.consistency(log.caller, old, new)
        assert (proof.from_root, proof.to_root) == (merkle.root(leaves[:old]), merkle.root(leaves[:new]))
        merkle.verify_consistency(old, new, proof.path, proof.from_root, proof.to_root)


async def all_entries(log: Log) -> list[LedgerEntry]:
    found: list[LedgerEntry] = []
    after = None
    while True:
        page = await log.ledger.list_entries(log.caller, after=after, limit=100)
        found += page.data
        if not page.has_more:
            return found
        assert page.next_after is not None
        after = ids.parse("ent", page.next_after)


@pytest.mark.parametrize(("old", "new"), [(0, 3), (3, 2), (1, 4), (-1, 2)])
async def test_sizes_that_the_log_never_had_are_refused(log: Log, old: int, new: int) -> None:
    """Only sizes within the newest checkpoint can be compared."""
    await log.signed(3)
    await log.grow(2)
    with pytest.raises(SizesOutOfRange):
        await log.ledger.consistency(log.caller, old, new)


async def test_entries_are_listed_in_the_order_of_the_log(log: Log) -> None:
    """Pages follow the log from its beginning and miss nothing."""
    entries = await log.signed(230)
    listed = await all_entries(log)
    assert [entry.id for entry in listed] == [ids.public("ent", entry.eid) for entry in entries]
    assert [entry.index for entry in listed] == list(range(230))


async def test_an_entry_shows_what_was_logged(log: Log) -> None:
    """Every field arrives, and the state says where the entry is."""
    entry = log.entry(model=bytes(32), refs=(uuid.UUID(int=7),))
    await log.append([entry])
    shown = await log.ledger.get_entry(log.caller, entry.eid)
    assert (shown.state, shown.index) == ("pending", None)
    await log.signed(1)
    shown = await log.ledger.get_entry(log.caller, entry.eid)
    assert (shown.state, shown.index, shown.type, shown.outcome) == ("sequenced", 0, "decision.v1", "review")
    assert (shown.at, shown.actor, shown.score_millionths) == (entry.at, "key_test", 500_000)
    assert (shown.model_hash, shown.ruleset_hash) == ("00" * 32, None)
    assert (shown.refs, shown.commitments) == ((str(uuid.UUID(int=7)),), entry.pc)


async def test_checkpoints_are_listed_newest_first(log: Log) -> None:
    """Every checkpoint that was signed can be had again, byte for byte."""
    for _ in range(3):
        await log.signed(2)
    page = await log.ledger.list_checkpoints(log.caller, after=None, limit=2)
    assert ([one.size for one in page.data], page.has_more, page.next_after) == ([6, 4], True, "4")
    page = await log.ledger.list_checkpoints(log.caller, after=4, limit=2)
    assert [one.size for one in page.data] == [2]
    assert await log.ledger.get_checkpoint(log.caller, 2) == page.data[0]
    with pytest.raises(CheckpointNotFound):
        await log.ledger.get_checkpoint(log.caller, 3)


async def test_tiles_are_what_the_tree_is_made_of(log: Log) -> None:
    """Each tile of the newest checkpoint is served by its path, and they recompute the root."""
    await log.signed(515)
    await log.grow(300)
    checkpoint = await log.ledger.latest_checkpoint(log.caller)
    leaves: list[bytes] = []
    for tile in tiles.tiles_of(515):
        file = await log.ledger.static_file(log.caller, tile.path())
        data = file.body
        assert file.for_ever == tile.full
        if tile.entries:
            assert len(tiles.read_bundle(data)) == tile.width
        else:
            assert len(tiles.split_hashes(data)) == tile.width
        if tile.entries:
            leaves += [merkle.leaf_hash(entry) for entry in tiles.read_bundle(data)]
    assert merkle.root(leaves) == checkpoint.root
    for path in ("tile/0/002", "tile/0/002.p/4", "tile/1/000", "tile/2/000.p/1", "tile/0/0", "nothing"):
        with pytest.raises(TileNotFound):
            await log.ledger.static_file(log.caller, path)
    assert len((await log.ledger.static_file(log.caller, "tile/0/000.p/7")).body) == 7 * 32


async def test_another_environment_finds_nothing(log: Log, other_log: Log) -> None:
    """Ids of one log mean nothing in another."""
    entries = await log.signed(3)
    waiting = log.entry()
    await log.append([waiting])
    for eid in (entries[0].eid, waiting.eid):
        for read in (other_log.ledger.get_entry, other_log.ledger.proof):
            with pytest.raises(EntryNotFound):
                await read(other_log.caller, eid)
    with pytest.raises(CheckpointNotFound):
        await other_log.ledger.latest_checkpoint(other_log.caller)
    with pytest.raises(CheckpointNotFound):
        await other_log.ledger.export(other_log.caller)
    keys = [await one.ledger.keys(one.caller) for one in (log, other_log)]
    assert keys[0].keys[0] != keys[1].keys[0]


async def test_reading_and_taking_away_are_two_permissions(log: Log) -> None:
    """No permission, no answer; reading does not include exporting."""
    await log.signed(1)
    nobody = msgspec.structs.replace(log.caller, permissions=frozenset())
    reader = msgspec.structs.replace(log.caller, permissions=frozenset({"ledger:read"}))
    eid = uuid.UUID(int=1)
    ledger = log.ledger
    for attempt in (
        ledger.get_entry(nobody, eid),
        ledger.proof(nobody, eid),
        ledger.list_entries(nobody, after=None, limit=1),
        ledger.consistency(nobody, 1, 1),
        ledger.latest_checkpoint(nobody),
        ledger.get_checkpoint(nobody, 1),
        ledger.list_checkpoints(nobody, after=None, limit=1),
        ledger.static_file(nobody, "tile/0/000.p/1"),
        ledger.keys(nobody),
        ledger.export(nobody),
        ledger.export(reader),
    ):
        with pytest.raises(PermissionDenied):
            await attempt
    assert (await ledger.latest_checkpoint(reader)).size == 1
