"""Vendor payments on both faces: the same life, the same refusals."""

import datetime as dt

import pytest

from tests.e2e.a_vendor_payment import EXAMPLE, proposed
from tests.parity.faces import Parity
from tests.sequencing import close_epoch, sequence

ANEW = (
    "id", "payment_id", "terms", "vendor_salt", "amount_salt", "vendor_commitment", "amount_commitment", "proposed_at",
    "released_at", "release_entry", "settled_at", "cancelled_at",
)  # fmt: skip
RAIL = {"rail_reference_sha256": "ab" * 32}


@pytest.fixture
async def two(parity: Parity) -> tuple[str, str]:
    """Two payments that the system proposed, one for each face."""
    system = parity.product.asha.system
    return await proposed(parity.product, system, "pair"), await proposed(parity.product, system, "pair")


async def test_a_payment_is_proposed_released_and_settled(parity: Parity, two: tuple[str, str]) -> None:
    """Both faces propose the same, release once, prove the same way to the chain, and settle once."""
    made, _ = await parity.both(
        "proposeVendorPayment", EXAMPLE, ignored=ANEW, rest_key="vendor-rest", rpc_key="vendor-rpc"
    )
    assert (made.body["state"], made.body["vendor"]) == ("proposed", EXAMPLE["vendor"])
    found, _ = await parity.both("getVendorPayment", {"vendor_payment_id": made.body["id"]})
    assert found.body == made.body
    listed, _ = await parity.both("listVendorPayments", {"limit": 1})
    assert listed.body["has_more"]
    await parity.both("listVendorPayments", {"after": listed.body["next_after"]})
    one, rpc_only = {"vendor_payment_id": two[0]}, {"vendor_payment_id": two[1]}
    early, _ = await parity.both("settleVendorPayment", {**one, **RAIL}, rpc_only=rpc_only)
    assert early.code == "vendor_payment_not_released"
    unproven, _ = await parity.both("getVendorPaymentReleaseProof", one)
    assert unproven.code == "vendor_payment_not_released"
    released, _ = await parity.both("releaseVendorPayment", one, rpc_only=rpc_only, ignored=ANEW)
    assert released.body["state"] == "released"
    again, _ = await parity.both("releaseVendorPayment", one, rpc_only=rpc_only)
    assert again.code == "vendor_payment_not_proposed"
    late, _ = await parity.both("cancelVendorPayment", one, rpc_only=rpc_only)
    assert late.code == "vendor_payment_not_proposed"
    pending, _ = await parity.both("getVendorPaymentReleaseProof", one)
    assert (pending.body["state"], pending.body.get("proof")) == ("pending", None)
    await sequence(parity.product)
    epoch = await close_epoch(parity.product)
    covered, _ = await parity.both("getVendorPaymentReleaseProof", one)
    assert covered.body["state"] == "in_epoch"
    assert covered.body["proof"]["epoch"] == epoch  # type: ignore[index]
    settled, _ = await parity.both("settleVendorPayment", {**one, **RAIL}, rpc_only=rpc_only, ignored=ANEW)
    assert (settled.body["state"], settled.body["rail_reference_sha256"]) == ("settled", "ab" * 32)
    twice, _ = await parity.both("settleVendorPayment", {**one, **RAIL}, rpc_only=rpc_only)
    assert twice.code == "vendor_payment_not_released"


async def test_a_payment_is_cancelled(parity: Parity, two: tuple[str, str]) -> None:
    """What was withdrawn is released by nobody any more."""
    one, rpc_only = {"vendor_payment_id": two[0]}, {"vendor_payment_id": two[1]}
    ended, _ = await parity.both("cancelVendorPayment", one, rpc_only=rpc_only, ignored=ANEW)
    assert ended.body["state"] == "cancelled"
    late, _ = await parity.both("releaseVendorPayment", one, rpc_only=rpc_only)
    assert late.code == "vendor_payment_not_proposed"


async def test_who_proposed_does_not_release(parity: Parity) -> None:
    """The same key cannot do both, whatever it may do."""
    headers = {**parity.product.asha.headers, "idempotency-key": "own-proposal"}
    made = await parity.rest("proposeVendorPayment", EXAMPLE, headers)
    refused, _ = await parity.both("releaseVendorPayment", {"vendor_payment_id": made.body["id"]})
    assert refused.code == "vendor_payment_own_proposal"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"deadline": "2020-01-01T00:00:00Z"}, "deadline"),
        ({"not_before": "2100-01-01T00:00:00Z"}, "not_before"),
        ({"payer": "0x12"}, "payer"),
        ({"payer": "0x" + "0" * 40}, "payer"),
        ({"agreement_sha256": "0" * 64}, "agreement_sha256"),
        ({"currency": "inr"}, "currency"),
        ({"approvals": 256}, "approvals"),
        ({"amount_minor": 0}, "amount_minor"),
    ],
)
async def test_what_the_contract_would_refuse_is_refused(
    parity: Parity, change: dict[str, object], field: str
) -> None:
    """The same field on both faces."""
    key = f"refused-{field}-{next(iter(change.values()))}"[:60]
    refused, _ = await parity.both("proposeVendorPayment", {**EXAMPLE, **change}, rest_key=key, rpc_key=f"{key}-rpc")  # fmt: skip
    assert refused.fields == (field,)


async def test_a_payment_whose_deadline_passed_is_not_released(parity: Parity, two: tuple[str, str]) -> None:
    """The contract would refuse the proof, so no entry is made."""
    base, system = parity.product.base, parity.product.asha.system
    async with base.database.transaction(system.environment_id) as tx:
        past = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
        await tx.execute("UPDATE vendor_payment SET deadline = $1 WHERE state = 'proposed'", past)
    refused, _ = await parity.both("releaseVendorPayment", {"vendor_payment_id": two[0]})
    assert refused.code == "vendor_payment_over"


async def test_another_tenant_finds_nothing(parity: Parity, two: tuple[str, str]) -> None:
    """Another tenant's payment is not there: not to be read, released or proven."""
    for operation in ("getVendorPayment", "releaseVendorPayment", "getVendorPaymentReleaseProof"):
        lost, _ = await parity.both(
            operation, {"vendor_payment_id": two[0]}, credential=parity.product.other.sandbox_key
        )
        assert lost.code == "vendor_payment_not_found"


async def test_nothing_of_the_vendor_is_in_the_entries_or_in_clear(
    parity: Parity, two: tuple[str, str]
) -> None:
    """Neither the entry nor the row holds the name; the entry holds the terms, and the payment's id."""
    database, log = parity.product.base.database, parity.product.asha.system.environment_id
    async with database.transaction(log) as tx:
        rows = await tx.fetch("SELECT * FROM vendor_payment")
        entries = await tx.fetch("SELECT entry FROM ledger_intake UNION ALL SELECT entry FROM ledger_entry")
    assert rows
    assert all(b"pair prints" not in repr(tuple(row)).encode() for row in rows)
    told = b"".join(row[0] for row in entries)
    assert b"pair prints" not in told
    assert {row["terms"] for row in rows if row["terms"] in told} == {row["terms"] for row in rows}
