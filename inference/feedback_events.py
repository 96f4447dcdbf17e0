"""Which event a piece of feedback is about, and the sealed row that is kept of it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from msgspec.structs import replace

from core.database import Transaction
from core.errors import FieldError, InvalidId
from core.ids import parse
from inference import feedback_store
from inference.feedback_entities import Feedback, FeedbackRefused
from inference.feedback_store import DecidedRow, FeedbackRow
from payments import references
from payments.references import PaymentRef
from tenants.vault import EnvironmentVault, SubjectKey

SEALED = "feedback.sealed"
CONTENT_BYTES = 16

_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Feedback)


class Event(msgspec.Struct, frozen=True):
    """What a piece of feedback is about.

    subject: the payment, else the decision: whatever is told of it is one truth, however often it was asked about.
    """

    use_case: str
    subject: UUID
    decision_id: UUID | None
    transaction_id: UUID | None
    customer: UUID


class Prepared(msgspec.Struct, frozen=True):
    """One row, ready to be inserted. payload: what the ledger's entry commits to, under `key`."""

    row: FeedbackRow
    key: SubjectKey
    payload: bytes


async def events_of(
    tx: Transaction, vault: EnvironmentVault, items: Sequence[Feedback], *, single: bool
) -> list[Event | None]:
    """Find what each item is about; None where this environment knows no such decision or payment.

    Raises: FeedbackRefused for a decision of another use case than the item names.
    """
    ids = [decision_id_of(one) for one in items]
    decisions = await feedback_store.find_decisions(
        tx, vault.scope_id, [one for one in ids if one is not None]
    )
    named = [one.own_transaction_id for one in items if one.own_transaction_id is not None]
    payments = await references.find_many(tx, vault, named)
    found: list[Event | None] = []
    for index, (item, decision_id) in enumerate(zip(items, ids, strict=True)):
        if decision_id is not None:
            decision = decisions.get(decision_id)
            if decision is not None and item.use_case not in {None, decision.use_case}:
                raise _mismatch("use_case" if single else f"items[{index}].use_case", decision)
            found.append(None if decision is None else _of_decision(decision))
        else:
            payment = payments.get(item.own_transaction_id or "")
            found.append(None if payment is None else _of_payment(item.use_case or "", payment))
    return found


def prepare(
    item: Feedback, event: Event, vault: EnvironmentVault, key: SubjectKey, identity: UUID, now: datetime
) -> Prepared:
    """Seal one item. Its time is in UTC. identity: a fresh UUIDv7."""
    payload = _encoder.encode(item)
    row = FeedbackRow(
        environment_id=vault.scope_id,
        id=identity,
        use_case=event.use_case,
        subject=event.subject,
        decision_id=event.decision_id,
        transaction_id=event.transaction_id,
        customer=event.customer,
        happened=item.happened,
        value=item.value,
        source=item.source,
        observed_at=item.observed_at,
        recorded_at=now,
        content=_content(vault, item),
        sealed=key.seal(SEALED, identity, payload),
    )
    return Prepared(row, key, payload)


def open_feedback(key: SubjectKey, identity: UUID, sealed: bytes) -> Feedback:
    """Raises: SealBroken."""
    return _decoder.decode(key.open(SEALED, identity, sealed))


def decision_id_of(item: Feedback) -> UUID | None:
    """The decision that an item names; None where it names none, or no id."""
    if item.decision_id is None:
        return None
    try:
        return parse("dec", item.decision_id)
    except InvalidId:
        return None


def _content(vault: EnvironmentVault, item: Feedback) -> bytes:
    """What was told, however its event was named: by decision and by payment it is the same truth."""
    bare = replace(item, decision_id=None, own_transaction_id=None, use_case=None)
    return vault.digest("feedback/content", _encoder.encode(bare))[:CONTENT_BYTES]


def _of_decision(decision: DecidedRow) -> Event:
    return Event(decision.use_case, decision.subject, decision.id, decision.transaction_id, decision.customer)


def _of_payment(use_case: str, payment: PaymentRef) -> Event:
    return Event(use_case, payment.id, None, payment.id, payment.customer)


def _mismatch(field: str, decision: DecidedRow) -> FeedbackRefused:
    reason = f"The decision answered {decision.use_case}."
    refused = FieldError(field, reason, "Leave it out, or name the decision's own.")
    return FeedbackRefused(f"The field `{field}` was refused: {reason}", fields=[refused])
