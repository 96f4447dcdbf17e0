"""From a face's question to the command of the decision path."""

from collections.abc import Iterator, Sequence
from typing import cast

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
from core.errors import FieldError, InvalidRequest, shown
from inference import catalogue
from inference.catalogue import Language, UseCase
from inference.entities import DecideCommand, DecideSeveral
from inference.event_kinds import EVENTS
from payments.history_facts import CustomerHistory
from payments.statement_facts import Statement
from tenants.principals import Principal


class NotTogether(InvalidRequest):
    code = "not_together"
    fix = "Name each use case once, and send what it is about in its own field."


def several_of(
    question: SeveralQuestion,
    caller: Principal,
    key: str | None,
    fingerprint: bytes,
    timeout_s: float,
    accept_language: str | None = None,
) -> DecideSeveral:
    """One command for each use case. Raises: UseCaseUnknown, NotTogether, IdempotencyKeyInvalid."""
    asked = [catalogue.get(name) for name in question.use_cases]
    refused = [*_twice(question), *_unasked(question, asked), *_strangers(question)]
    if refused:
        raise NotTogether(f"The field `{refused[0].field}` was refused: {refused[0].reason}", fields=refused)
    shared = _Shared(question, question.language or spoken(accept_language), timeout_s)
    return DecideSeveral(
        transaction=question.transaction,
        commands=tuple(shared.command(use_case) for use_case in asked),
        key_hash=_key_hash(caller, "several", key),
        fingerprint=fingerprint,
        timeout_s=timeout_s,
    )


class _Shared:
    """What the questions of one call have in common. Those about a past share it as one object."""

    def __init__(self, question: SeveralQuestion, language: Language, timeout_s: float) -> None:
        payment = question.transaction
        self._question = question
        self._language = language
        self._timeout_s = timeout_s
        self._unsent: dict[str, msgspec.Struct] = {
            "history": CustomerHistory(customer_id=payment.customer_id),
            "statement": Statement(customer_id=payment.customer_id, currency=payment.currency),
        }

    def command(self, use_case: UseCase) -> DecideCommand:
        question, payment = self._question, self._question.transaction
        inputs = question.inputs.get(use_case.name)
        return DecideCommand(
            use_case=use_case.name,
            transaction=payment if use_case.input == "transaction" else None,
            customer_id=payment.customer_id if use_case.input == "customer" else None,
            event=self._event(use_case, stored=inputs is None),
            inputs=inputs,
            language=self._language,
            segment=question.segment,
            region=payment.region,
            include_features="explanation" in question.include,
            timeout_s=self._timeout_s,
        )

    def _event(self, use_case: UseCase, *, stored: bool) -> msgspec.Struct | None:
        if use_case.about is None:
            return None
        sent = cast("msgspec.Struct | None", getattr(self._question, use_case.about.name))
        return self._unsent.get(use_case.about.name) if sent is None and stored else sent


def _twice(question: SeveralQuestion) -> Iterator[FieldError]:
    for at, name in enumerate(question.use_cases):
        if name in question.use_cases[:at]:
            yield FieldError(f"use_cases[{at}]", f"`{name}` is named twice.", "Name each use case once.")


def _unasked(question: SeveralQuestion, asked: Sequence[UseCase]) -> Iterator[FieldError]:
    """Facts and columns that no use case of the call is about are a mistake: they would be passed over."""
    inputs = {use_case.input for use_case in asked}
    for name in EVENTS:
        if getattr(question, name) is not None and name not in inputs:
            yield FieldError(name, "No use case that is asked is about it.", "Leave it out, or ask about it.")
    for name in question.inputs:
        if name not in question.use_cases:
            yield FieldError(
                "inputs", f"`{shown(name)}` is not asked.", "Name use cases of `use_cases` only."
            )


def _strangers(question: SeveralQuestion) -> Iterator[FieldError]:
    """A past and a statement are of the payment's customer: the answers are about one person."""
    for name, facts in (("history", question.history), ("statement", question.statement)):
        if facts is not None and facts.customer_id != question.transaction.customer_id:
            reason = "It is not the customer of the payment."
            yield FieldError(
                f"{name}.customer_id", reason, "Ask about another customer in a call of its own."
            )


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
        region=_region_of(question),
        include_features="explanation" in question.include,
        key_hash=_key_hash(caller, use_case, key),
        fingerprint=fingerprint,
        timeout_s=timeout_s,
    )


def _region_of(question: Question) -> str | None:
    """Return where a question is; one about a payment is where the payment is."""
    return cast("str | None", getattr(question, "region", None))


def _key_hash(caller: Principal, asked: str, key: str | None) -> bytes | None:
    """Raises: IdempotencyKeyInvalid."""
    if key is None:
        return None
    return idempotency.key_hash(caller.id, f"decide/{asked}", idempotency.check_key(key))
