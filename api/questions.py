"""From a face's question to the command of the decision path."""

from api.views.questions import CustomerQuestion, Question, TransactionQuestion, event_of, spoken
from core import idempotency
from inference import catalogue
from inference.entities import DecideCommand
from tenants.principals import Principal


def command_of(  # noqa: PLR0917 - what a face knows of one request
    use_case: str,
    question: Question,
    caller: Principal,
    key: str | None,
    fingerprint: bytes,
    timeout_s: float,
    accept_language: str | None = None,
) -> DecideCommand:
    """fingerprint: of the question as it was sent; a key belongs to one question. Raises: IdempotencyKeyInvalid."""
    key_hash = None
    if key is not None:
        key_hash = idempotency.key_hash(caller.id, f"decide/{use_case}", idempotency.check_key(key))
    customer = question if isinstance(question, CustomerQuestion) else None
    history = None if customer is None else customer.transactions
    return DecideCommand(
        use_case=use_case,
        transaction=question.transaction if isinstance(question, TransactionQuestion) else None,
        customer_id=None if customer is None else customer.customer_id,
        transactions=None if history is None else tuple(history),
        event=event_of(catalogue.get(use_case), question),
        inputs=question.inputs,
        language=question.language or spoken(accept_language),
        segment=question.segment,
        include_features="explanation" in question.include,
        key_hash=key_hash,
        fingerprint=fingerprint,
        timeout_s=timeout_s,
    )
