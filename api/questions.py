"""From a face's question to the command of the decision path."""

from api.views.decisions import CustomerQuestion, Question, TransactionQuestion
from core import idempotency
from inference.entities import DecideCommand
from tenants.principals import Principal


def command_of(
    use_case: str,
    question: Question,
    caller: Principal,
    key: str | None,
    fingerprint: bytes,
    timeout_s: float,
) -> DecideCommand:
    """fingerprint: of the question as it was sent; a key belongs to one question. Raises: IdempotencyKeyInvalid."""
    key_hash = None
    if key is not None:
        key_hash = idempotency.key_hash(caller.id, f"decide/{use_case}", idempotency.check_key(key))
    if isinstance(question, TransactionQuestion):
        return DecideCommand(
            use_case=use_case,
            transaction=question.transaction,
            inputs=question.inputs,
            include_features="explanation" in question.include,
            key_hash=key_hash,
            fingerprint=fingerprint,
            timeout_s=timeout_s,
        )
    return _about_customer(use_case, question, key_hash, fingerprint, timeout_s)


def _about_customer(
    use_case: str, question: CustomerQuestion, key_hash: bytes | None, fingerprint: bytes, timeout_s: float
) -> DecideCommand:
    return DecideCommand(
        use_case=use_case,
        customer_id=question.customer_id,
        transactions=None if question.transactions is None else tuple(question.transactions),
        inputs=question.inputs,
        include_features="explanation" in question.include,
        key_hash=key_hash,
        fingerprint=fingerprint,
        timeout_s=timeout_s,
    )
