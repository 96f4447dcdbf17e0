"""Anchors: the same pages and refusals on both faces."""

import pytest

from ledger.anchoring.anchors import hexed
from tests.an_anchor import an_anchor
from tests.parity.faces import Parity

EPOCH = 10**16
"""Further than any other test anchors in the database that they share: a confirmed anchor beyond comes before a submitted one."""


@pytest.fixture
async def anchored(parity: Parity) -> Parity:
    """Two confirmed anchors and one on its way, each on a contract of its own."""
    base = parity.product.base
    for epoch in (EPOCH, EPOCH + 7):
        await an_anchor(base.database, base.clock, epoch)
    await an_anchor(base.database, base.clock, EPOCH + 9, confirmed=False)
    return parity


async def test_anchors_are_listed_newest_first(anchored: Parity) -> None:
    """Pages go on where the one before ended."""
    first, _ = await anchored.both("listLedgerAnchors", {"limit": 2})
    assert first.code == "ok"
    assert first.body["has_more"]
    data = first.body["data"]
    assert isinstance(data, list)
    assert [(each["epoch"], each["state"]) for each in data] == [
        (EPOCH + 9, "submitted"),
        (EPOCH + 7, "confirmed"),
    ]
    assert data[0].get("block_number") is None
    assert data[1]["confirmations"] == 2
    following, _ = await anchored.both("listLedgerAnchors", {"limit": 1, "after": first.body["next_after"]})
    assert [each["epoch"] for each in following.body["data"]] == [EPOCH]  # type: ignore[attr-defined]


async def test_an_epoch_has_the_first_anchor_that_covers_it(anchored: Parity) -> None:
    """Its own, or the next; what is only submitted comes last."""
    base = anchored.product.base
    chain = await an_anchor(base.database, base.clock, EPOCH - 5)
    for epoch, covered in (
        (EPOCH - 7, EPOCH - 5),
        (EPOCH - 5, EPOCH - 5),
        (EPOCH - 4, EPOCH),
        (EPOCH + 1, EPOCH + 7),
        (EPOCH + 8, EPOCH + 9),
    ):
        found, _ = await anchored.both("getLedgerAnchor", {"epoch": epoch})
        assert found.body["epoch"] == covered
    found, _ = await anchored.both("getLedgerAnchor", {"epoch": EPOCH - 6})
    assert found.body["root"] == hexed(chain.anchored[0].root)
    assert found.body["contract"] == hexed(chain.contract)
    assert found.body["chain_id"] == chain.chain_id


@pytest.mark.parametrize(
    ("operation", "asked", "code"),
    [
        ("getLedgerAnchor", {"epoch": 10**18}, "ledger_anchor_not_found"),
        ("getLedgerAnchor", {"epoch": -1}, "invalid_request"),
        ("listLedgerAnchors", {"after": "x"}, "invalid_request"),
        ("listLedgerAnchors", {"limit": 101}, "invalid_request"),
    ],
)
async def test_refusals_are_the_same(
    anchored: Parity, operation: str, asked: dict[str, object], code: str
) -> None:
    """The same code, fields and fix on both faces."""
    rest, _ = await anchored.both(operation, asked, ignored=("detail",))
    assert rest.code == code
