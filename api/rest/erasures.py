"""Erasing a person, and what was erased."""

from api.rest.operations import Keyed, delete, get
from api.rest.paging import DEFAULT_LIMIT, After, Limit
from api.views.erasures import (
    EraseResult,
    ErasurePage,
    ErasureView,
    erase_result,
    erasure_page,
    erasure_view,
)
from core.ids import parse
from payments.facts import Reference
from resolution.erasure.erasures import Erasures
from tenants.principals import Principal

_ERASURE = {
    "id": "ers_01kc1x5w3ceyp8s1r7t3v5w9ya",
    "erased_at": "2026-11-22T09:12:40.000000Z",
    "erased_by": "mbr_01kc1x5w3ceyp8s1r7t3v5w9ya",
    "entries": 412,
    "rows": 431,
    "cleared_at": None,
}


@delete(
    "/customers/{customer_id:str}",
    operation_id="eraseCustomer",
    summary="Erase a customer",
    tag="customers",
    keyed=Keyed.OPTIONAL,
    answer_example={"standing": "erased", "erasure": _ERASURE},
)
async def erase_customer(caller: Principal, erasures: Erasures, customer_id: Reference) -> EraseResult:
    """`customer_id` is your own id of a customer, payee or partner. Their key goes at once: nothing of theirs can be read or guessed
    any more, while every receipt, proof and export of before still verifies. Needs `customers:erase`. It cannot be undone."""
    return erase_result(await erasures.erase(caller, customer_id))


@get(
    "/erasures",
    operation_id="listErasures",
    summary="List erasures",
    tag="customers",
    answer_example={"data": [_ERASURE], "has_more": False, "next_after": None},
)
async def list_erasures(
    caller: Principal, erasures: Erasures, after: After = None, limit: Limit = DEFAULT_LIMIT
) -> ErasurePage:
    """Newest first. They never say who."""
    start = None if after is None else parse("ers", after)
    return erasure_page(await erasures.list_page(caller, start, limit))


@get(
    "/erasures/{erasure_id:str}",
    operation_id="getErasure",
    summary="Get an erasure",
    tag="customers",
    answer_example=_ERASURE,
)
async def get_erasure(caller: Principal, erasures: Erasures, erasure_id: str) -> ErasureView:
    """How far it is, and how many entries of the ledger it speaks of."""
    return erasure_view(await erasures.get(caller, parse("ers", erasure_id)))


HANDLERS = [erase_customer, list_erasures, get_erasure]
