"""What rules saw of a stored decision, told to who makes test cases of it."""

import asyncio
from uuid import UUID

from inference import answers
from inference.decisions import DecisionNotFound
from inference.replays import Replays, predicted_again
from rules.test_case_sets import DecisionFacts
from tenants.permissions import Permission
from tenants.principals import Principal


class StoredDecisionFacts:
    """Implements `rules.test_case_sets.DecisionSource` from what is stored."""

    def __init__(self, replays: Replays) -> None:
        self._replays = replays

    async def facts_of_decision(self, caller: Principal, use_case: str, decision_id: UUID) -> DecisionFacts:
        """Score the stored features again, and show what the rules then saw.

        Raises: PermissionDenied, DecisionNotFound, DecisionErased.
        """
        caller.require(Permission.DECISIONS_READ)
        ask, payload = await self._replays.recall(caller, decision_id)
        if ask.use_case.name != use_case:
            raise DecisionNotFound("No such decision of this use case.", internal=f"{decision_id=}")
        stored = payload.answer
        read = ask.ruleset.facts
        if payload.margin is None:
            return DecisionFacts(facts={}, outcome=stored.outcome, read=read)
        prediction = await asyncio.to_thread(predicted_again, ask, payload)
        if prediction is None:
            return DecisionFacts(facts={}, outcome=stored.outcome, read=read)
        answered = answers.answer_of(ask, prediction)
        explained = prediction.rows[answered.explained] if prediction.rows else prediction
        facts = answers.rule_facts(
            ask, explained, answered.answer, stored.reasons, duplicate=stored.duplicate_of is not None
        )
        return DecisionFacts(facts=facts, outcome=stored.outcome, read=read)
