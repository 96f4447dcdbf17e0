"""The action `decide`: a step asks a use case, through the one path of every decision."""

import hashlib
from collections.abc import Mapping
from typing import Protocol

import msgspec

from core.errors import PlatformError
from core.json_values import JsonValue
from inference import catalogue
from inference.catalogue import Answer
from inference.entities import DecideCommand, Decision
from payments.facts import Transaction
from resolution.actions import ActionCall, ActionDone, ActionFailed
from resolution.arguments import failed_by
from resolution.workflows.scopes import mapping
from tenants.principals import Principal, system

TIMEOUT_S = 9.0
"""A second less than a call has that names no timeout."""


class Decides(Protocol):
    async def decide(self, caller: Principal, command: DecideCommand) -> Decision[Answer]: ...


class Question(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to ask. event: the facts of a use case that is about something else than a payment or a customer."""

    use_case: str
    transaction: Transaction | None = None
    customer_id: str | None = None
    event: dict[str, object] | None = None


class DecideAction:
    """`decide`: its output is the decision's id, its outcome, whether it is degraded, and the answer's own fields."""

    name = "decide"
    arguments: Mapping[str, JsonValue] = {
        "type": "object",
        "required": ["use_case"],
        "properties": {
            "use_case": {"type": "string"},
            "transaction": {"type": "object"},
            "customer_id": {"type": "string"},
            "event": {"type": "object"},
        },
        "additionalProperties": False,
    }

    def __init__(self, decisions: Decides) -> None:
        self._decisions = decisions

    async def carry_out(self, call: ActionCall) -> ActionDone:
        """Decide, once for each key: a step that is tried again gets the decision that was made."""
        caller = system(call.environment_id, call.environment_id, call.mode)
        try:
            command = _command(call)
            made = await self._decisions.decide(caller, command)
        except msgspec.ValidationError:
            raise ActionFailed("arguments_refused", retryable=False) from None
        except PlatformError as error:
            raise failed_by(error) from error
        return ActionDone(
            output={
                "decision": made.id,
                "outcome": made.outcome,
                "degraded": made.degraded,
                "answer": mapping(msgspec.to_builtins(made.answer)),
            }
        )


def _command(call: ActionCall) -> DecideCommand:
    asked = msgspec.convert(call.arguments, Question)
    event: msgspec.Struct | None = None
    if asked.event is not None:
        about = catalogue.get(asked.use_case).about
        if about is None:
            raise ActionFailed("arguments_refused", retryable=False)
        event = msgspec.convert(asked.event, about.facts)
    return DecideCommand(
        use_case=asked.use_case,
        transaction=asked.transaction,
        customer_id=asked.customer_id,
        event=event,
        key_hash=hashlib.sha256(call.key.encode()).digest(),
        fingerprint=hashlib.sha256(msgspec.json.encode(call.arguments, order="sorted")).digest(),
        timeout_s=TIMEOUT_S,
    )
