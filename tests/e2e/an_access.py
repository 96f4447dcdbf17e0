"""Access of an auditor."""

import datetime as dt
from collections.abc import Mapping

from core.ids import public
from tenants.access_grants import GrantAccess
from tenants.api_keys import CreateApiKey
from tenants.permissions import Permission
from tests.product import Party, Product

NEXT_MONTH = dt.datetime.now(dt.UTC) + dt.timedelta(days=30)


async def one(product: Product, party: Party, word: str) -> dict[str, str]:
    """A key that an auditor could have, and its access."""
    wanted = CreateApiKey(name=f"{word} reads", scopes=[Permission.LEDGER_READ])
    reader = public("key", (await product.services.api_keys.create(party.system, wanted)).key.id)
    given = GrantAccess(holder=reader, expires_at=NEXT_MONTH, reason=f"{word} is audited")
    grant = await product.services.access_grants.grant(party.system, given)
    return {"reader_id": reader, "grant_id": public("acg", grant.id)}


def asked(ids: Mapping[str, str]) -> dict[str, object]:
    return {"holder": ids["reader_id"], "expires_at": NEXT_MONTH.isoformat()}
