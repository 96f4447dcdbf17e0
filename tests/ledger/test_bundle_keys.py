"""Bundles of a log whose keys were replaced: the hand-overs lie between the checkpoints of epochs, and are in bundles all the same."""

import dataclasses
import json

import pytest

from ledger.verifier import bundle
from ledger.verifier.audit import Audit
from ledger.verifier.blocks import open_car
from ledger.verifier.bundle import verify_bundle
from ledger.verifier.cars import CarFiles, open_cars
from ledger.verifier.checkpoints import parse_text
from ledger.verifier.dagcbor import RAW, BlockRefused, Cid, cid_of
from ledger.verifier.report import FAILED, PASSED, Step
from ledger.verifier.trust import parse_trust
from tests.ledger.test_bundles import Bundled, bundled, forged, log_manifest, raise_unless_refused

__all__ = ["bundled"]


@pytest.fixture
async def rotated(bundled: Bundled) -> Bundled:
    """A log whose key is replaced twice within its second epoch, and once more, by an entry that no checkpoint of an epoch covers yet."""
    log = await bundled.trees.add_log(3)
    await bundled.next_epoch()
    for count in (2, 1):
        await log.ledger.rotate_key(log.caller, "ed25519")
        await log.signed(count)
        await log.signed(1)
    await bundled.next_epoch()
    await log.ledger.rotate_key(log.caller, "ed25519")
    await bundled.maker().make_all()
    return bundled


def steps_of(files: CarFiles, keys: list[str]) -> dict[Step, tuple[str, str]]:
    trust = parse_trust("".join(f"{line}\n" for line in keys))
    report = verify_bundle(Audit(files, trust, [], None, 0))
    return {result.step: (result.state, result.detail) for result in report.results}


async def test_bundles_lead_from_a_replaced_key_to_the_next(rotated: Bundled) -> None:
    """Checkpoints between those of epochs are not in bundles, but for those by which one key handed the log over to another: whoever
    pinned the first key alone, or the last, finds the others. A key that does not sign yet is in no bundle."""
    log = rotated.trees.logs[0]
    cars = await rotated.cars(log)
    files = open_cars(cars)
    named = files.read(bundle.KEYS).decode().splitlines()
    assert [line.split()[0] for line in named] == ["log", "log", "log", "receipts"]
    listed = files.read("checkpoints/000000.jsonl").decode().splitlines()
    assert [parse_text(json.loads(line).partition("\n\n")[0] + "\n").size for line in listed] == [3, 6, 9, 10]
    assert [len(log_manifest(path).handovers) for path in cars[:2]] == [0, 2]
    for pinned in (named[0], named[1], named[2]):
        state, detail = steps_of(files, [pinned, named[3]])[Step.HISTORY]
        assert (state, "appoints 2 keys" in detail) == (PASSED, True), detail
    await log.signed(1)
    await rotated.next_epoch()
    named = open_cars(await rotated.cars(log)).read(bundle.KEYS).decode().splitlines()
    assert len(named) == 5
    assert steps_of(open_cars(await rotated.cars(log)), [named[0], named[4]])[Step.HISTORY][0] == PASSED


async def test_hand_overs_that_are_left_out_moved_or_changed_are_found(rotated: Bundled) -> None:
    """Without them nothing leads from key to key; they lie between the sizes of their bundle, each once, in order."""
    path = await rotated.car(rotated.trees.logs[0], 2)
    before = open_car(await rotated.car(rotated.trees.logs[0], 1))
    told = log_manifest(path)
    named = open_cars(await rotated.cars(rotated.trees.logs[0])).read(bundle.KEYS).decode().splitlines()
    again = dataclasses.replace
    first, second = told.handovers
    without = CarFiles(
        [before, forged(path, again(told, handovers=()).block(), {first: None, second: None}, [])]
    )
    assert steps_of(without, named)[Step.HISTORY][0] == FAILED
    cases: list[tuple[str, tuple[Cid, ...], dict[Cid, bytes | None]]] = [
        ("turned", (second, first), {}),
        ("twice", (first, first, second), {}),
        ("another", (first, cid_of(RAW, b"x")), {second: b"x"}),
        ("no text", (first, cid_of(RAW, b"\xff")), {second: b"\xff"}),
        ("not there", (first, second), {second: None}),
        ("not named", (first,), {}),
    ]
    for name, kept, change in cases:
        with pytest.raises(BlockRefused):
            raise_unless_refused(name, forged(path, again(told, handovers=kept).block(), change, []), before)
