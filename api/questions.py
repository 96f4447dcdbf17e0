"""From a face's question to the command of the decision path."""

import msgspec

from api.views.questions import (
    CustomerQuestion,
    Question,
    SeveralQuestion,
    TransactionQuestion,
    event_of,
    spoken,
)
from core import idempotency
from core.errors import FieldError, InvalidRequest
from inference import catalogue
from inference.entities import DecideCommand
from tenants.principals import Principal


class NotTogether(InvalidRequest):
    code = "not_together"
    fix = "Name use cases about a transaction or a customer; ask the others on routes of their own."


def commands_of(
    question: SeveralQuestion,
    caller: Principal,
    key: str | None,
    fingerprint: bytes,
    timeout_s: float,
    accept_language: str | None = None,
) -> list[DecideCommand]:
    """One command for each use case, about the transaction or its customer. Raises: UseCaseUnknown, NotTogether."""
    made = []
    for at, name in enumerate(question.use_cases):
        use_case = catalogue.get(name)
        if use_case.about is not None or name in question.use_cases[:at]:
            reason = "It is named twice." if use_case.about is None else "It is about something else."
            refused = FieldError(f"use_cases[{at}]", reason, NotTogether.fix)
            raise NotTogether(f"`{name}` cannot be asked here.", fields=[refused])
        shared: dict[str, object] = {"include": question.include, "language": question.language}
        if question.segment is not None:
            shared["segment"] = question.segment
        one: Question = (
            msgspec.convert({**shared, "customer_id": question.transaction.customer_id}, CustomerQuestion)
            if use_case.input == "customer"
            else msgspec.structs.replace(
                msgspec.convert(shared, TransactionQuestion), transaction=question.transaction
            )
        )
        made.append(command_of(name, one, caller, key, fingerprint, timeout_s, accept_language))
    return made


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
