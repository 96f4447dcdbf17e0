"""Vendor payments in each state that can be asked about, proposed by another than who asks."""

from collections.abc import Mapping
from typing import cast

import msgspec

from api.rest.vendor_payments import propose_vendor_payment
from core.ids import public
from resolution.vendor_payments.entities import ProposeVendorPayment
from tenants.principals import Principal
from tests.parity.faces import Plain
from tests.product import Party, Product

EXAMPLE = cast("dict[str, object]", propose_vendor_payment.example)


async def proposed(product: Product, caller: Principal, word: str) -> str:
    """Propose the example's payment to a vendor of that name. Returns: its public id."""
    wanted = msgspec.convert({**EXAMPLE, "vendor": f"{word} prints"}, ProposeVendorPayment)
    made = await product.services.vendor_payments.propose(caller, wanted)
    return public("vpy", made.payment.id)


async def one_of_each(product: Product, party: Party, word: str) -> dict[str, str]:
    """One to release, one to cancel, and one that another released."""
    payments = product.services.vendor_payments
    another = msgspec.structs.replace(party.system, id=f"{word}-another")
    ids = [await proposed(product, party.system, word) for _ in range(3)]
    from_public = {public("vpy", each.payment.id): each.payment.id for each in (await payments.list(another, None, 3)).data}  # fmt: skip
    await payments.release(another, from_public[ids[2]])
    return {"vendor_payment_id": ids[0], "cancelled_payment_id": ids[1], "released_payment_id": ids[2]}


def asked(ids: Mapping[str, str]) -> dict[str, Plain]:
    """What must be asked where an operation's example does not do."""
    released = {"vendor_payment_id": ids["released_payment_id"]}
    return {
        "cancelVendorPayment": {"vendor_payment_id": ids["cancelled_payment_id"]},
        "settleVendorPayment": released,
        "getVendorPaymentReleaseProof": released,
    }
