"""Bundles on the real database: what is new, once, in files that check themselves and go on from one another."""

import dataclasses
import datetime as dt
import hashlib
import json
import pathlib
import secrets

import libipld
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from core.clock import ManualClock
from core.cpu import CpuPool
from core.database import Database
from core.objects import FolderObjects
from ledger import bundle_store
from ledger.bundle_cars import new_tiles, pieces_of
from ledger.bundle_making import BundleMaker
from ledger.bundles import BundleNotFound, Bundles, bundle_digest, newest_bundled_epoch
from ledger.signers import LogSigner
from ledger.slots import SlotKeys
from ledger.verifier import bundle
from ledger.verifier.audit import Audit
from ledger.verifier.blocks import Car, car_of, open_car
from ledger.verifier.bundle import verify_bundle
from ledger.verifier.cars import CarFiles, ChainIncomplete, open_cars
from ledger.verifier.dagcbor import BLOCK_BYTES_MAX, DAG_CBOR, BlockRefused, Cid, cid_of, encode
from ledger.verifier.manifests import (
    SLOTS_IN_BUNDLE,
    Contract,
    EpochBundle,
    LogBundle,
    folder_block,
    read_manifest,
)
from ledger.verifier.report import FAILED, Step
from ledger.verifier.tiles import tiles_of
from ledger.verifier.trust import parse_trust
from tests.fakes.watch import StopWatch
from tests.ledger.conftest import DOMAIN, Log
from tests.ledger.test_epochs import Trees

CONTRACT = Contract(31_337, "0x" + "ab" * 20)


@dataclasses.dataclass
class Bundled:
    """An installation with epochs, and the maker of its bundles."""

    trees: Trees
    objects: FolderObjects
    folder: pathlib.Path

    def maker(self) -> BundleMaker:
        log = self.trees.logs[0]
        return BundleMaker(
            self.trees.database,
            self.objects,
            log.keys,
            self.trees.clock,
            receipt_key=log.signer.key,
            super_keys=self.trees.signer.keys,
            contract=CONTRACT,
        )

    @property
    def bundles(self) -> Bundles:
        return Bundles(self.trees.database, self.objects)

    async def next_epoch(self) -> int:
        await self.trees.next_epoch()
        return await self.maker().make_all()

    async def epochs_of(self, log: Log) -> list[int]:
        page = await self.bundles.list(log.caller, after=None, limit=100)
        return [each.epoch for each in page.data][::-1]

    async def car(self, log: Log, epoch: int) -> pathlib.Path:
        path = self.folder / f"{log.id.hex}-{epoch}.car"
        path.write_bytes(b"".join([piece async for piece in await self.bundles.read(log.caller, epoch)]))
        return path

    async def public(self, epoch: int) -> pathlib.Path:
        caller, path = self.trees.logs[0].caller, self.folder / f"public-{epoch}.car"
        path.write_bytes(b"".join([piece async for piece in await self.bundles.read_public(caller, epoch)]))
        return path

    async def cars(self, log: Log) -> list[pathlib.Path]:
        listed = await self.bundles.list_public(log.caller, after=None, limit=100)
        logs = [await self.car(log, epoch) for epoch in await self.epochs_of(log)]
        return logs + [await self.public(each.epoch) for each in listed.data]


@pytest.fixture
def bundled(
    apart: Database, clock: ManualClock, watch: StopWatch, cpu: CpuPool, tmp_path: pathlib.Path
) -> Bundled:
    signer = LogSigner(f"{DOMAIN}/ledger/super", Ed25519PrivateKey.generate())
    trees = Trees(apart, clock, watch, cpu, signer, SlotKeys(secrets.token_bytes(32)))
    return Bundled(trees, FolderObjects(tmp_path / "objects"), tmp_path)


@pytest.fixture
async def story(bundled: Bundled) -> Bundled:
    """Two logs over four epochs: the first moves in 1, 2 and 4, across a full tile; the second in 1 alone."""
    first = await bundled.trees.add_log(200)
    await bundled.trees.add_log(3)
    await bundled.next_epoch()
    await first.signed(330)
    await bundled.next_epoch()
    await bundled.next_epoch()
    await first.signed(20)
    await bundled.next_epoch()
    return bundled


def manifest_of(path: pathlib.Path) -> LogBundle | EpochBundle:
    car = open_car(path)
    return read_manifest(car.read(car.root))


def log_manifest(path: pathlib.Path) -> LogBundle:
    found = manifest_of(path)
    assert isinstance(found, LogBundle)
    return found


async def test_a_log_has_a_bundle_for_each_epoch_in_which_it_moved(story: Bundled) -> None:
    """Every epoch has a public one; nothing is made twice."""
    first, second = story.trees.logs
    assert await story.epochs_of(first) == [1, 2, 4]
    assert await story.epochs_of(second) == [1]
    public = await story.bundles.list_public(first.caller, after=None, limit=100)
    assert [each.epoch for each in public.data] == [4, 3, 2, 1]
    assert await story.maker().make_all() == 0


async def test_a_bundle_holds_what_is_new_and_names_the_one_before(story: Bundled) -> None:
    """Ranges join, a full tile is in one bundle alone, and slots of epochs without a bundle follow in the next."""
    log = story.trees.logs[0]
    manifests = [log_manifest(await story.car(log, epoch)) for epoch in (1, 2, 4)]
    assert [(each.start, each.end) for each in manifests] == [(0, 200), (200, 530), (530, 550)]
    assert [[slot.epoch for slot in each.slots] for each in manifests] == [[1], [2], [3, 4]]
    assert [each.contract for each in manifests] == [CONTRACT] * 3
    listed = (await story.bundles.list(log.caller, after=None, limit=100)).data[::-1]
    assert [str(each.prev) if each.prev else None for each in manifests] == [
        None,
        listed[0].cid,
        listed[1].cid,
    ]
    cars = [open_car(await story.car(log, epoch)) for epoch in (1, 2, 4)]
    full = hashlib.sha256((await log.ledger.static_file(log.caller, "tile/entries/000")).body).digest()
    assert [any(cid.digest == full for cid in car.places) for car in cars] == [False, True, False]


async def test_every_raw_cid_is_the_plain_sha_256_of_a_file_that_is_served(story: Bundled) -> None:
    """Of the whole chain, every file of the static log is found, under the CID that another library makes of it."""
    log = story.trees.logs[0]
    files = open_cars(await story.cars(log))
    cids = {str(cid) for path in await story.cars(log) for cid in open_car(path).places}
    for tile in tiles_of(550):
        served = (await log.ledger.static_file(log.caller, tile.path())).body
        assert files.read(tile.path()) == served
        multihash = b"\x12\x20" + hashlib.sha256(served).digest()
        assert libipld.encode_cid(b"\x01\x55" + multihash) in cids
    assert {name for name in files.names() if name.startswith("tile/")} == {
        tile.path() for tile in tiles_of(550)
    }


async def test_an_independent_library_reads_the_manifest(story: Bundled) -> None:
    """libipld decodes the root block to the same fields, and encodes them to the same bytes and CID."""
    log = story.trees.logs[0]
    car = open_car(await story.car(log, 2))
    block = car.read(car.root)
    fields = libipld.decode_dag_cbor(block)
    assert isinstance(fields, dict)
    assert (fields["typ"], fields["epoch"], fields["from"], fields["to"]) == ("log.bundle.v1", 2, 200, 530)
    assert fields["chain"] == {"id": CONTRACT.chain_id, "contract": CONTRACT.address}
    assert fields["public"] == (await story.bundles.list_public(log.caller, after=3, limit=1)).data[0].cid
    told = libipld.decode_cid((await story.bundles.list(log.caller, after=3, limit=1)).data[0].cid)
    assert told["hash"]["digest"] == hashlib.sha256(block).digest() == car.root.digest


async def test_the_chain_of_cars_is_verified_as_an_export_is(story: Bundled) -> None:
    """The files that the CARs make pass every step that the verifier has for an export, with the same number of entries."""
    log = story.trees.logs[0]
    files = open_cars(await story.cars(log))
    trust = parse_trust(files.read(bundle.KEYS).decode())
    report = verify_bundle(Audit(files, trust, [], None, 0))
    assert [result.step for result in report.results if result.state == FAILED] == []
    told = {result.step: result.detail for result in report.results}
    assert told[Step.ENTRIES].startswith("550 entries")
    assert told[Step.HISTORY].startswith("the log continues each of 3 checkpoints")
    assert "3 bundles of the log and 4 of epochs" in files.summary()


async def test_the_files_of_the_super_log_are_those_of_an_export(story: Bundled) -> None:
    """Records from epoch 1 to the size of the checkpoint, and one slot for each epoch."""
    log = story.trees.logs[0]
    files = open_cars(await story.cars(log))
    records = [json.loads(line) for line in files.read("super/records.jsonl").splitlines()]
    slots = [json.loads(line) for line in files.read("super/slots.jsonl").splitlines()]
    assert len(records) == 4
    assert [slot["epoch"] for slot in slots] == [1, 2, 3, 4]
    assert {slot["index"] for slot in slots} == {0}
    assert files.read("super/checkpoint").startswith(f"{DOMAIN}/ledger/super\n4\n".encode())


async def test_the_digest_that_an_anchor_names_is_that_of_the_public_manifest(story: Bundled) -> None:
    """SHA-256 of the root block, which is its CID; None before it is made."""
    for epoch in (1, 2, 3, 4):
        car = open_car(await story.public(epoch))
        digest = hashlib.sha256(car.read(car.root)).digest()
        assert await bundle_digest(story.trees.database, epoch) == digest == car.root.digest
    assert await bundle_digest(story.trees.database, 5) is None
    assert await newest_bundled_epoch(story.trees.database) == 4


async def test_the_public_bundle_holds_nothing_of_a_log(story: Bundled) -> None:
    """Neither a log's id nor its root nor an entry: blinded hashes and the record alone."""
    data = b"".join([(await story.public(epoch)).read_bytes() for epoch in (1, 2, 3, 4)])
    for log in story.trees.logs:
        head = await log.ledger.latest_checkpoint(log.caller)
        assert log.id.bytes not in data
        assert head.root not in data
        assert head.log_id.encode() not in data


async def test_a_log_that_rests_gets_a_bundle_a_day(bundled: Bundled) -> None:
    """After 144 epochs without a move the slots of that time are proven; an empty log has no checkpoint to show."""
    moved, empty = await bundled.trees.add_log(1), await bundled.trees.add_log()
    for _ in range(SLOTS_IN_BUNDLE + 2):
        await bundled.trees.next_epoch()
    await bundled.maker().make_all()
    assert await bundled.epochs_of(moved) == [1, SLOTS_IN_BUNDLE + 1]
    assert await bundled.epochs_of(empty) == [SLOTS_IN_BUNDLE]
    told = log_manifest(await bundled.car(empty, SLOTS_IN_BUNDLE))
    assert (told.start, told.end, told.checkpoint, len(told.slots)) == (0, 0, "", SLOTS_IN_BUNDLE)
    await empty.signed(2)
    await bundled.next_epoch()
    cars = [await bundled.car(empty, epoch) for epoch in await bundled.epochs_of(empty)]
    assert len(cars) == 2
    assert "tile/0/000.p/2" in open_cars(cars).names()


async def test_two_makers_make_the_same_bundle(bundled: Bundled) -> None:
    """A second worker, or one that died before it said so, writes the same bytes; the row stays the first."""
    log = await bundled.trees.add_log(300)
    await bundled.next_epoch()
    before = (await bundled.car(log, 1)).read_bytes()
    async with bundled.trees.database.transaction(log.id) as tx:
        row = await bundle_store.find(tx, log.id, 1)
        assert row is not None
        await bundle_store.add(tx, log.id, another_row(row))
        assert await bundle_store.find(tx, log.id, 1) == row
    assert (await bundled.car(log, 1)).read_bytes() == before


def another_row(row: bundle_store.BundleRow) -> bundle_store.BundleRow:
    return bundle_store.BundleRow(
        row.epoch, bytes(32), bytes(32), 1, row.start, row.end, row.made_at + dt.timedelta(days=1)
    )


async def test_another_environment_finds_no_bundle(story: Bundled) -> None:
    """A log's bundles are its own; those of epochs are everybody's."""
    second = story.trees.logs[1]
    with pytest.raises(BundleNotFound):
        await story.bundles.read(second.caller, 2)
    assert (await story.bundles.list_public(second.caller, after=None, limit=1)).data[0].epoch == 4
    assert [each.epoch for each in (await story.bundles.list(second.caller, after=None, limit=9)).data] == [1]


async def test_a_chain_without_its_beginning_is_incomplete(story: Bundled) -> None:
    """Missing is not forged: the auditor is told which file to ask for."""
    log = story.trees.logs[0]
    cars = await story.cars(log)
    with pytest.raises(ChainIncomplete):
        open_cars(cars[1:])
    with pytest.raises(ChainIncomplete):
        open_cars([*cars[:3], *cars[4:]])
    assert open_cars(cars[:2]).logs[-1][1].end == 530
    assert len(open_cars(cars[3:]).epochs) == 4


async def test_the_bundles_of_two_logs_do_not_mix(story: Bundled) -> None:
    first, second = story.trees.logs
    cars = [await story.car(first, 1), await story.car(second, 1)]
    with pytest.raises(BlockRefused):
        open_cars(cars)


def forged(path: pathlib.Path, root: bytes, change: dict[Cid, bytes | None], added: list[bytes]) -> Car:
    """Write a CAR again with another root, some blocks replaced or taken out, and some added."""
    car = open_car(path)
    blocks = {cid_of(DAG_CBOR, root): root}
    for cid in list(car.places)[1:]:
        data = change.get(cid, car.read(cid))
        if data is not None:
            blocks[cid_of(cid.codec, data)] = data
    blocks |= {cid_of(DAG_CBOR, data): data for data in added}
    again = path.with_suffix(".forged.car")
    again.write_bytes(b"".join(car_of(cid_of(DAG_CBOR, root), blocks.items())))
    return open_car(again)


async def test_a_forged_manifest_is_refused(story: Bundled) -> None:
    """Whoever changes a manifest and all CIDs after it still has to make sizes, slots, folders and chain fit."""
    log = story.trees.logs[0]
    path = await story.car(log, 1)
    told = log_manifest(path)
    folder, again = told.entries[0], dataclasses.replace
    cases: list[tuple[str, LogBundle, dict[Cid, bytes | None], list[bytes]]] = [
        ("does not go on", again(told, end=201), {}, []),
        ("does not go on", again(told, start=1), {}, []),
        ("leaves out the slot", again(told, epoch=2), {}, []),
        ("leaves out the slot", again(told, epoch=2**62), {}, []),  # more than memory holds
        ("not named by the manifest", told, {}, [encode(["more"])]),
        ("is not in", told, {folder: None}, []),
        ("has no place in that folder", again(told, tiles=(folder,), entries=()), {told.tiles[0]: None}, []),
    ]
    for reason, changed, change, added in cases:
        with pytest.raises(BlockRefused, match=reason):
            raise_unless_refused(reason, forged(path, changed.block(), change, added))
    assert CarFiles([open_car(path)]).names()


def raise_unless_refused(name: str, car: Car, *before: Car) -> None:
    CarFiles([*before, car])
    raise AssertionError(f"{name} was accepted")


async def test_a_forged_public_bundle_is_refused(story: Bundled) -> None:
    """Hashes of slots that do not lead to the record, an epoch left out, a checkpoint that does not cover it."""
    path = await story.public(1)
    told = manifest_of(path)
    assert isinstance(told, EpochBundle)
    other = manifest_of(await story.public(2))
    assert isinstance(other, EpochBundle)
    for name, changed in {
        "another record": dataclasses.replace(told, record=other.record),
        "another epoch": dataclasses.replace(told, epoch=2),
        "no checkpoint": dataclasses.replace(told, checkpoint=f"{DOMAIN}/ledger/super\n0\nAAAA\n\n"),
        "no slots": dataclasses.replace(told, slots=()),
    }.items():
        change = dict.fromkeys(told.slots) if not changed.slots else {}
        with pytest.raises(BlockRefused):
            raise_unless_refused(name, forged(path, changed.block(), change, []))


async def test_a_log_s_bundle_must_fit_the_public_one(story: Bundled) -> None:
    """A record that the public bundle of its epoch does not have is found."""
    log = story.trees.logs[1]
    path = await story.car(log, 1)
    told = log_manifest(path)
    other = manifest_of(await story.public(2))
    assert isinstance(other, EpochBundle)
    car = forged(path, dataclasses.replace(told, record=other.record).block(), {}, [])
    public = [open_car(await story.public(epoch)) for epoch in (1, 2, 3, 4)]
    with pytest.raises(BlockRefused):
        CarFiles([car, *public])
    assert CarFiles([open_car(path), *public]).epochs


def test_a_file_above_a_block_is_cut_into_pieces() -> None:
    """256 entries of 16 KiB weigh 4 MiB; no block is above 1 MiB, and the pieces are the file again."""
    data = secrets.token_bytes(3 * BLOCK_BYTES_MAX + 5)
    pieces = list(pieces_of(data))
    assert [len(piece) for _, piece in pieces] == [BLOCK_BYTES_MAX] * 3 + [5]
    assert b"".join(piece for _, piece in pieces) == data
    assert all(cid.matches(piece) for cid, piece in pieces)
    assert len(folder_block({"tile/entries/000": tuple(cid for cid, _ in pieces)})) < 300


@pytest.mark.parametrize(
    ("start", "end"), [(0, 0), (0, 1), (1, 256), (255, 257), (256, 65_536), (65_530, 66_000)]
)
def test_new_tiles_are_those_that_were_not_full(start: int, end: int) -> None:
    """With those before they make the whole tree, and none that was full comes again."""
    before = {tile.path() for tile in tiles_of(start) if tile.full}
    new = {tile.path() for tile in new_tiles(start, end)}
    assert not before & new
    wanted = {tile.path() for tile in tiles_of(end)}
    assert wanted <= before | new if start < end else new == set()
