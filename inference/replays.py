"""Computing a decision again from what is stored: the proof that nothing in it was made up."""

import asyncio
from uuid import UUID

import msgspec
import numpy as np

from core.clock import from_micros, to_micros
from core.ids import parse, public
from inference import answers, catalogue
from inference.asks import Ask
from inference.decision_store import DecisionRow
from inference.decisions import Decisions
from inference.declared.computing import NOTHING
from inference.deployments import deployed_of
from inference.entities import DecideCommand, Replay
from inference.predictions import Prediction, predict_many
from inference.registry import Registry
from inference.runtime_mark import runtime_mark
from payments.ingest import RecordedTransaction
from rules.active import ActiveRulesets
from tenants.permissions import Permission
from tenants.principals import Principal
from tenants.vaults import Vaults

TOLERANCE = 1e-6


class Replays:
    def __init__(
        self, decisions: Decisions, registry: Registry, rulesets: ActiveRulesets, vaults: Vaults
    ) -> None:
        self._decisions = decisions
        self._registry = registry
        self._rulesets = rulesets
        self._vaults = vaults

    async def replay(self, caller: Principal, decision_id: UUID) -> Replay:
        """Score, explain and rule again from the stored features, with the stored versions.

        Bit for bit on the runtime and processor class that decided; within 1e-6 elsewhere.
        Raises: PermissionDenied, DecisionNotFound, DecisionErased.
        """
        caller.require(Permission.DECISIONS_READ)
        ask, payload = await self.recall(caller, decision_id)
        prediction = None
        if payload.margin is not None:
            prediction = await asyncio.to_thread(predicted_again, ask, payload)
        return await asyncio.to_thread(_compare, ask, payload, prediction)

    async def recall(self, caller: Principal, decision_id: UUID) -> tuple[Ask, answers.StoredPayload]:
        """Return a stored decision as the question that it was, and what was stored of it.

        Raises: DecisionNotFound, DecisionErased.
        """
        row, _, data = await self._decisions.open(caller.environment_id, decision_id)
        payload = answers.decode_payload(catalogue.get(row.use_case), data)
        return await self._ask(caller, row, payload), payload

    async def _ask(self, caller: Principal, row: DecisionRow, payload: answers.StoredPayload) -> Ask:
        facts = payload.facts
        version_row, version = await self._registry.find_kept(caller.environment_id, row.version_id)
        use_case = catalogue.get(row.use_case)
        used = payload.answer.model
        deployment_id = None if used.deployment_id is None else parse("dep", used.deployment_id)
        digest = bytes.fromhex(payload.answer.rules.digest)
        ruleset = await self._rulesets.find(
            caller.environment_id, row.use_case, row.ruleset_version_id, digest
        )
        return Ask(
            caller=msgspec.structs.replace(caller, mode=facts.mode),
            command=DecideCommand(
                use_case=facts.use_case,
                transaction=facts.transaction,
                customer_id=facts.customer_id,
                transactions=facts.transactions,
                segment=facts.segment,
                region=facts.region,
                event=facts.event,
                inputs=facts.inputs,
                language=facts.language,
            ),
            use_case=use_case,
            decision_id=row.id,
            decided_at=from_micros(to_micros(row.decided_at)),
            vault=await self._vaults.of(caller.environment_id),
            customer=row.customer,
            subject_id="",
            columns=None,
            deployed=deployed_of(use_case, version_row.id, version, deployment_id, used.role),
            ruleset=ruleset,
            computed=facts.computed or NOTHING,
            population=facts.population,
            seen=facts.seen,
            magic=facts.magic,
        )


def predicted_again(ask: Ask, payload: answers.StoredPayload) -> Prediction | None:
    """Score the stored features of a question once more, all of its rows."""
    version = ask.deployed.version
    values = np.array([np.nan if value is None else value for value in payload.features], dtype=np.float32)
    return predict_many([version], [values.reshape(-1, len(version.features))])[0]


def _explained(ask: Ask, prediction: Prediction) -> Prediction:
    """The row whose margin was stored."""
    if not prediction.rows:
        return prediction
    return prediction.rows[answers.answer_of(ask, prediction).explained]


def _compare(ask: Ask, payload: answers.StoredPayload, prediction: Prediction | None) -> Replay:
    stored = payload.answer
    recorded = None
    if stored.transaction_id is not None:
        duplicate = stored.duplicate_of and parse("txn", stored.duplicate_of)
        recorded = RecordedTransaction(parse("txn", stored.transaction_id), False, False, duplicate or None)
    computed = answers.draft(ask, prediction, recorded).answer
    differences = [
        name for name in stored.__struct_fields__ if getattr(stored, name) != getattr(computed, name)
    ]
    margin = None if prediction is None else _explained(ask, prediction).margin
    same_margin = margin == payload.margin
    close = margin is not None and payload.margin is not None and abs(margin - payload.margin) <= TOLERANCE
    identical = same_margin and not differences
    equivalent = close and stored.outcome == computed.outcome
    return Replay(
        decision_id=public("dec", ask.decision_id),
        verdict="identical" if identical else "equivalent" if equivalent else "different",
        stored_margin=payload.margin,
        computed_margin=margin,
        stored_outcome=stored.outcome,
        computed_outcome=computed.outcome,
        stored_runtime=payload.runtime,
        runtime=runtime_mark(),
        differences=differences,
    )
