"""What rules know besides the event: a list with somebody on it, and a suppression."""

import datetime as dt

from core.ids import public
from rules.list_entities import NewEntry, NewList
from rules.suppression_entities import NewSuppression
from tests.product import Party, Product


async def a_list_and_a_suppression(product: Product, party: Party, word: str) -> dict[str, str]:
    """Make them; return their ids by the names that operations give them."""
    services, caller = product.services, party.system
    wanted = NewList(name=f"{word}_devices", kind="device", description=f"{word} devices")
    made = await services.lists.create(caller, wanted)
    entry = NewEntry(value="dev-83d1c0a7f2", reason=f"{word} was stolen")
    await services.lists.add(caller, made.id, [entry], f"{word} was reported")
    known = NewSuppression(
        kind="customer", value=f"{word}-customer", until=_in_a_month(), reason=f"{word} is known"
    )
    suppressed = await services.suppressions.create(caller, known)
    return {"list_id": public("lst", made.id), "suppression_id": public("sup", suppressed.id)}


def until() -> str:
    """An end that a suppression may have."""
    return _in_a_month().isoformat()


def _in_a_month() -> dt.datetime:
    return dt.datetime.now(dt.UTC) + dt.timedelta(days=30)
