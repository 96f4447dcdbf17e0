"""Whom the subject of an event, an instance or a case is about: the handle of a customer, payee or partner."""

from uuid import UUID

from core.database import Transaction
from core.errors import InvalidId
from core.ids import parse
from inference import decided_about
from payments import people


async def find_person(tx: Transaction, environment_id: UUID, subject: str) -> UUID | None:
    """subject: a public id, or the tenant's own words. Returns: None where it is about nobody that is known by it."""
    named = id_of(subject)
    if named is None:
        return None
    prefix, fact_id = named
    if prefix == "dec":
        return await decided_about.find_customer(tx, environment_id, fact_id)
    return await people.find_person(tx, environment_id, prefix, fact_id)


def id_of(subject: str) -> tuple[str, UUID] | None:
    """Read a public id, whatever its prefix; None for the tenant's own words."""
    prefix = subject.partition("_")[0]
    try:
        return prefix, parse(prefix, subject)
    except InvalidId:
        return None
