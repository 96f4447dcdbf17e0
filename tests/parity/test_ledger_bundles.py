"""Bundles: the same lists, files and refusals on both faces, and files that verify offline."""

import pathlib
from collections.abc import Mapping
from typing import cast

import pytest

from ledger.verifier import cli
from ledger.verifier.blocks import open_car
from ledger.verifier.cars import open_cars
from ledger.verifier.report import EXIT_INCOMPLETE
from tests.parity.faces import Parity
from tests.parity.test_payments import a_payment, sent
from tests.sequencing import bundle, close_epoch, sequence


@pytest.fixture
async def bundled(parity: Parity) -> Parity:
    """Payments in the log of the first tenant's sandbox, in one more epoch, made into a bundle."""
    for _ in range(3):
        await sent(parity, a_payment())
    await sequence(parity.product)
    await close_epoch(parity.product)
    await bundle(parity.product, parity.product.asha.system.environment_id)
    return parity


def epoch_of(page: Mapping[str, object]) -> int:
    """The epoch of the one bundle on a page, which no node was asked to keep."""
    (newest,) = cast("list[dict[str, int | None]]", page["data"])
    assert newest["pinned_at"] is None
    return cast(int, newest["epoch"])


async def test_lists_and_files_are_the_same_on_both_faces(bundled: Parity) -> None:
    """The list by pages, and the file of each; REST gives it whole, gRPC in pieces."""
    for listing, one in (("listLedgerBundles", "getLedgerBundle"), ("listEpochBundles", "getEpochBundle")):
        listed, _ = await bundled.both(listing, {"limit": 1})
        epoch = epoch_of(listed.body)
        file, _ = await bundled.both(one, {"epoch": epoch})
        assert file.code == "ok"
        await bundled.both(listing, {"after": str(epoch)})


@pytest.mark.parametrize(
    ("operation", "asked", "code"),
    [
        ("getLedgerBundle", {"epoch": 10**12}, "ledger_bundle_not_found"),
        ("getEpochBundle", {"epoch": 10**12}, "ledger_bundle_not_found"),
        ("getLedgerBundle", {"epoch": 0}, "invalid_request"),
        ("getEpochBundle", {"epoch": -1}, "invalid_request"),
        ("listLedgerBundles", {"limit": 101}, "invalid_request"),
        ("listEpochBundles", {"after": "x"}, "invalid_request"),
    ],
)
async def test_refusals_are_the_same(
    bundled: Parity, operation: str, asked: dict[str, object], code: str
) -> None:
    """The same code, fields and fix on both faces."""
    rest, _ = await bundled.both(operation, asked, ignored=("detail",))
    assert rest.code == code


async def test_another_tenant_finds_no_bundle_of_this_log(bundled: Parity) -> None:
    """The epoch is everybody's; the log's bundle in it is not."""
    listed, _ = await bundled.both("listLedgerBundles", {"limit": 1})
    asked = {"epoch": epoch_of(listed.body)}
    rest, _ = await bundled.both("getLedgerBundle", asked, credential=bundled.product.other.live_key)
    assert rest.code == "ledger_bundle_not_found"


async def test_downloaded_cars_verify_offline(bundled: Parity, tmp_path: pathlib.Path) -> None:
    """Every CAR of the log, saved as it came, is accepted by the verifier against the pinned keys."""
    rest, headers = bundled.product.rest, bundled.product.asha.headers
    listed = (await rest.get("/api/v1/ledger/bundles", params={"limit": 100}, headers=headers)).json()["data"]
    paths = [tmp_path / f"{each['epoch']}.car" for each in listed]
    for each, path in zip(listed, paths, strict=True):
        answer = await rest.get(f"/api/v1/ledger/bundles/{each['epoch']}", headers=headers)
        assert (answer.status_code, answer.headers["content-type"]) == (200, "application/vnd.ipld.car")
        path.write_bytes(answer.content)
        assert str(open_car(path).root) == each["cid"]
        assert len(answer.content) == each["size_bytes"]
    (tmp_path / "trust.txt").write_bytes(open_cars(paths).read("keys.txt"))
    arguments = ["bundle", *map(str, paths), "--trust", str(tmp_path / "trust.txt")]
    assert cli.main(arguments) == EXIT_INCOMPLETE  # no receipts were given; every other step passed
