"""Erasures: the same on both faces."""

from uuid import uuid4

from tests.parity.faces import Parity
from tests.parity.test_payments import a_payment

MADE_ANEW = ("id", "erased_at", "erased_by")


async def test_erasures(parity: Parity) -> None:
    """Somebody known is erased on either face, who is not known is said to be unknown, and both list and get the same."""
    names = [f"cust-{uuid4().hex}" for _ in range(2)]
    for name in names:
        made = await parity.rest(
            "createTransaction",
            {**a_payment(), "id": f"{uuid4()}", "customer_id": name},
            {"x-api-key": parity.product.asha.sandbox_key},
        )
        assert made.code == "ok"
    first, _ = await parity.both(
        "eraseCustomer", {"customer_id": names[0]}, rpc_only={"customer_id": names[1]}, ignored=MADE_ANEW
    )
    erased = first.body["erasure"]
    assert isinstance(erased, dict)
    assert (first.body["standing"], erased["entries"], erased["rows"] > 0) == ("erased", 1, True)
    again, _ = await parity.both("eraseCustomer", {"customer_id": names[0]})
    assert again.body == {"standing": "unknown", "erasure": None}
    found, _ = await parity.both("getErasure", {"erasure_id": erased["id"]})
    assert found.body["id"] == erased["id"]
    listed, _ = await parity.both("listErasures", {"limit": 1})
    assert listed.body["has_more"]
    await parity.both("listErasures", {"after": listed.body["next_after"]})


async def test_refusals(parity: Parity) -> None:
    """One that never was, an id of another kind, and a name that is too long."""
    lost, _ = await parity.both("getErasure", {"erasure_id": "ers_" + "0" * 26})
    assert lost.code == "erasure_not_found"
    odd, _ = await parity.both("getErasure", {"erasure_id": "alr_" + "0" * 26}, ignored=("detail",))
    assert odd.code == "invalid_id"
    long, _ = await parity.both("eraseCustomer", {"customer_id": "c" * 500}, ignored=("detail",))
    assert long.fields == ("customer_id",)
